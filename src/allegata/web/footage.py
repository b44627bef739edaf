"""Footage as it is shown: in words, with a timeline of bars that the server draws. No picture of it anywhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from allegata.model import days
from allegata.model.media import (
    SOURCE_NAMES,
    AssetAppearance,
    FootageMatch,
    MediaFacts,
    MetadataClaim,
)

WIDTH = 1000
"""Units of the axis of a timeline: bars are drawn in a box of this width."""
LEAST = 6
"""Units that the shortest bar still has."""


def clock(ms: int) -> str:
    """A moment to the hundredth where it is no whole second: `0:12`, `0:12.48`."""
    rest = ms % 1000
    return days.clock(ms) + (f".{rest // 10:02}" if rest else "")


def stretch(start: int, end: int) -> str:
    """`0:12–0:31`, or one moment."""
    return clock(start) if start == end else f"{clock(start)}–{clock(end)}"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a file says of itself: by which part of it, under which name; `withheld` where it exposes."""

    source: str
    name: str
    value: str
    withheld: bool = False


def claims(facts: MediaFacts | None, withhold: bool) -> tuple[Told, ...]:
    """Every claim under the part of the file that makes it, embedded times among them."""
    if facts is None:
        return ()
    return tuple(_told(facts.claims, withhold))


def _told(every: Sequence[MetadataClaim], withhold: bool) -> Iterator[Told]:
    for source, title in SOURCE_NAMES.items():
        for claim in every:
            if claim.source is source:
                hidden = withhold and claim.exposing
                yield Told(title, claim.name, "" if hidden else claim.value, hidden)


CONTAINERS = {
    "mov,mp4,m4a,3gp,3g2,mj2": "MP4 or QuickTime",
    "matroska,webm": "Matroska or WebM",
}
"""FFmpeg's names for families of containers, as people know them."""


def container(facts: MediaFacts | None) -> str:
    """What it is packed in, as the file states; empty where that was not read."""
    held = facts.container if facts else None
    return CONTAINERS.get(held, held) if held else ""


def leaf(name: str) -> tuple[str, str]:
    """The folders that a file came in, and its own name."""
    folders, _, own = name.rpartition("/")
    return folders, own or name


def size(length: int) -> str:
    """Bytes as people read them."""
    if length < 1_000:
        return f"{length} B"
    return f"{length / 1_000:.0f} kB" if length < 1_000_000 else f"{length / 1_000_000:.1f} MB"


def step(facts: MediaFacts | None) -> int:
    """ms from one frame that is looked at to the next: as the file states its rate, at most 16 a second."""
    rate = next((stream.rate for stream in facts.streams if stream.rate), None) if facts else None
    above, _, below = (rate or "").partition("/")
    try:
        frame = 1000 * float(below or 1) / float(above)
    except (ValueError, ZeroDivisionError):
        frame = 0.0
    return max(round(frame), 63)


# --- appearances as bars -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """One appearance on the axis: units from the left; `open`: nobody stated an earliest time.

    `ticks` are the other times stated of it: (units, what it is, when).
    """

    appearance: AssetAppearance
    left: int
    width: int
    open: bool
    ticks: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The bars of an asset on one axis of time, with its marks: (units, words)."""

    begin: str
    end: str
    marks: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]


def axis(appearances: Sequence[AssetAppearance]) -> Axis | None:
    """Where and when the same asset was met, as intervals. An embedded time orders nothing, and is no tick."""
    if not appearances:
        return None
    moments = [one.seen.latest for one in appearances]
    moments += [at for one in appearances for _, at in _times(one)]
    begin, end = min(moments), max(moments)
    length = max((end - begin).total_seconds(), 1.0)

    def units(at: datetime) -> int:
        return round((at - begin).total_seconds() / length * WIDTH)

    bars = []
    for one in appearances:
        latest = units(one.seen.latest)
        # without a time stated it may have been seen at any time before
        left = min(units(one.seen.earliest), WIDTH - LEAST) if one.seen.earliest else 0
        ticks = tuple((units(at), what, when(at)) for what, at in _times(one))
        bars.append(Bar(one, left, max(LEAST, latest - left), one.seen.earliest is None, ticks))
    return Axis(_day(begin), _day(end), tuple(_marks(begin, end, units)), tuple(bars))


def _times(one: AssetAppearance) -> Iterator[tuple[str, datetime]]:
    if one.seen.earliest:
        yield "earliest", one.seen.earliest
    if one.claimed:
        yield "claimed", one.claimed
    if one.captured:
        yield "captured", one.captured


def _marks(begin: datetime, end: datetime, units: Callable[[datetime], int]) -> Iterator[tuple[int, str]]:
    years = range(begin.year + 1, end.year + 1)
    if years:
        every = max(1, len(years) // 6)
        for year in years[::every]:
            yield units(datetime(year, 1, 1, tzinfo=UTC)), str(year)


def when(at: datetime) -> str:
    """A time in full, in UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _day(at: datetime) -> str:
    return days.day(at.date())


# --- matches -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A proposal that another file shows the same pictures, from the side of the file whose page it is."""

    other: str
    name: str
    here: str
    there: str
    variants: tuple[str, ...]
    reasons: tuple[str, ...]
    decided: str  # same, different, unsure; empty: nobody decided


def matches(
    item: str,
    found: Iterable[FootageMatch],
    decided: Mapping[tuple[str, str], str],
    names: dict[str, str],
) -> tuple[MatchLine, ...]:
    """The proposals that touch one file."""
    lines = []
    for one in found:
        if item not in (one.left, one.right):
            continue
        first = one.left == item
        other = one.right if first else one.left
        here, there = (one.left_range, one.right_range) if first else (one.right_range, one.left_range)
        lines.append(
            MatchLine(
                other,
                names.get(other, other),
                stretch(here.start, here.end),
                stretch(there.start, there.end),
                one.variants,
                one.reasons,
                decided.get((one.left, one.right), ""),
            )
        )
    return tuple(lines)
