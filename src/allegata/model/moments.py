"""Moments of a film and parts of its picture, as people write them down: `0:12-0:31`, `0.1,0.2,0.3,0.4@0:12`."""

import re

from allegata.model.media import Region, TimeRange

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2}(?:\.\d{1,3})?)$|(\d{1,6}(?:\.\d{1,3})?)$")


def moments(words: str) -> TimeRange:
    """`0:12`, `12.5`, `1:02:03` or a range `0:12-0:31`, in ms.

    :raises ValueError: for anything else.
    """
    parts = [part.strip() for part in words.strip().replace("–", "-").split("-")]
    found = [_CLOCK.match(part) for part in parts]
    if len(parts) > 2 or not all(found):
        raise ValueError(f"{words!r} is no time; write 0:12 or 0:12-0:31")
    values = []
    for one in found:
        assert one is not None
        hours, minutes, seconds, plain = one.groups()
        total = float(plain) if plain else int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
        values.append(round(total * 1000))
    return TimeRange(values[0], values[-1])


def region(words: str) -> Region:
    """`0.1,0.2,0.3,0.4` or `0.1,0.2,0.3,0.4@0:12-0:31`: left, top, width, height in shares, and when.

    :raises ValueError: for anything else.
    """
    numbers, _, times = words.partition("@")
    try:
        x, y, width, height = (float(part) for part in numbers.split(","))
    except ValueError:
        raise ValueError(
            f"{words!r} is no region; write 0.1,0.2,0.3,0.4 or 0.1,0.2,0.3,0.4@0:12-0:31"
        ) from None
    if not (0 <= x < 1 and 0 <= y < 1 and 0 < width <= 1 and 0 < height <= 1):
        raise ValueError(f"{words!r} is no region: all four are shares between 0 and 1")
    return Region(x, y, width, height, moments(times) if times else None)
