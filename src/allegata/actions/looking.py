"""`allegata footage view`, `blur`, `text`: a person decides that pictures are decoded for human eyes.

Every look is an entry of the ledger, every file made here a derivative with its parent, tool and
parameters. None of them may go out before a person has confirmed it (`allegata review accept`): until then
a copy of it is written under a name that says so, and the same command writes what was confirmed.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allegata.actions.casebook import Casebook
from allegata.actions.contentlog import level_at, notes
from allegata.actions.fenced import tell_missing
from allegata.actions.footage import DECODE, DECODE_SECONDS, require_libraries
from allegata.actions.media import derivatives
from allegata.engines import ocr
from allegata.engines.confined import Confined
from allegata.errors import BadDecision, Problem
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.canonical import canonical_json
from allegata.model.codec import to_data
from allegata.model.item import CustodyEvent, Item
from allegata.model.media import Derivative, GraphicLevel, Region
from allegata.model.result import DerivativeResult, ViewResult
from allegata.model.vocabulary import CopyKind, CustodyType

VIEWER, BLURRER = "allegata.view/1", "allegata.blur/1"
GREY_BLURRED, GREY, COLOURS = "grey, blurred", "grey", "in colour"
"""How a frame is shown: the first unless a person took further steps."""
MOST_FRAMES = 20
"""Frames of one look: whoever needs more asks again."""


def announced(book: Casebook, item: Item, frames: Sequence[int]) -> tuple[tuple[int, GraphicLevel], ...]:
    """What is known of the moments before anybody looks: the worst level in the log for each."""
    lines = notes(book, item)
    return tuple((at, level_at(lines, at)) for at in frames)


@dataclass(frozen=True, slots=True)
class Still:
    """One frame as PNG, decoded for a person; it lies in memory only."""

    at: int  # ms: the frame nearest to the moment that was asked for
    data: bytes


def decoded(
    book: Casebook, item: Item, frames: Sequence[int], how: str = GREY_BLURRED, of: Derivative | None = None
) -> tuple[tuple[Still, ...], tuple[Problem, ...]]:
    """Decode the frames nearest to some moments in a confined child. Writes nothing: `looked` keeps the look.

    :param how: `GREY_BLURRED`, `GREY` or `COLOURS`.
    :param of: look at this derivative of the item instead.
    :raises BadDecision: for more moments than one look may have.
    """
    if not 0 < len(frames) <= MOST_FRAMES:
        raise BadDecision(f"name 1 to {MOST_FRAMES} moments; ask again for more")
    require_libraries()
    from allegata.actions import lookers  # noqa: PLC0415 - needs the extra "footage"

    name = item.capture.received_name
    digest, kind = (of.object, of.media_type) if of else (item.id, item.media_type)
    with Confined(DECODE) as child, book.vault.plain(digest) as path:
        moments = tuple(sorted(set(frames)))
        words = (str(path), name, kind.startswith("image/"), moments, how != GREY_BLURRED, DECODE_SECONDS)
        found = child.call(lookers.stills, *words, how == COLOURS, subject=name)
    tell_missing(book, child)
    if isinstance(found, Problem):
        return (), (found,)
    made, problems = found
    return tuple(Still(at, data) for at, data in made), tuple(problems)


def looked(
    book: Casebook,
    item: Item,
    frames: Sequence[int],
    how: str,
    reason: str = "",
    of: Derivative | None = None,
) -> None:
    """Keep in the ledger that somebody looks at these frames. It comes first: nobody looks without a trace."""
    record = {"frames": list(frames), "shown": how, "levels": to_data(announced(book, item, frames))}
    hash = of.object if of else item.id
    event = CustodyEvent(
        item.id, CustodyType.VIEWED, book.now(), book.outside.by, hash, hash, VIEWER, how,
        copy_kind=CopyKind.WORKING,
    )  # fmt: skip
    payload = {"tool": VIEWER, "record": record, "events": to_data((event,))}
    if reason:
        payload["reason"] = reason
    book.keep(book.batch(), [Draft(EntryKind.VIEWED, event.at, event.by, item.id, payload)])


def view(book: Casebook, item: Item, frames: Sequence[int], out: Path, *, sharp: bool = False) -> ViewResult:
    """Write stills of these moments, grey, and blurred unless `sharp`; the look is kept in the ledger.

    :raises BadDecision: for more moments than one look may have, or a folder inside the casebook.
    """
    _outside_of(book, out)
    how = GREY if sharp else GREY_BLURRED
    stills, problems = decoded(book, item, frames, how)
    levels = announced(book, item, frames)
    if not stills:
        return ViewResult(item.id, (), levels, problems)
    looked(book, item, [one.at for one in stills], how)
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for one in stills:
        target = out / f"{item.id[:12]}-{one.at:09d}ms.png"
        target.write_bytes(one.data)
        files.append(str(target))
    return ViewResult(item.id, tuple(files), levels, problems)


# --- derivatives ------------------------------------------------------------------------------------------


def blur(book: Casebook, item: Item, regions: Sequence[Region], out: Path | None = None) -> DerivativeResult:
    """A copy in which regions, or the whole picture, cannot be made out; without sound and metadata.

    :param regions: where a person said that something is to be covered; none: everywhere.
    :param out: where a copy is written: under this name only what a person confirmed before.
    """
    description = _covering(item, regions)
    if out is not None and (made := _handed_out(book, item, description, out)):
        return made
    data, problems = covered(book, item, regions)
    if not data:
        return DerivativeResult(None, None, problems)
    return _kept(book, item, data, description, out, problems)


def covered(book: Casebook, item: Item, regions: Sequence[Region]) -> tuple[bytes, tuple[Problem, ...]]:
    """The bytes of such a copy, empty when the file cannot be decoded. Writes nothing."""
    require_libraries()
    from allegata.actions import lookers  # noqa: PLC0415 - needs the extra "footage"

    name = item.capture.received_name
    with Confined(DECODE) as child, book.vault.plain(item.id) as path:
        words = (str(path), name, item.media_type.startswith("image/"), tuple(regions), DECODE_SECONDS)
        found = child.call(lookers.blurred, *words, subject=name)
    tell_missing(book, child)
    if isinstance(found, Problem):
        return b"", (found,)
    data, problems = found
    return data, tuple(problems)


def keep_covered(
    book: Casebook, item: Item, regions: Sequence[Region], data: bytes, problems: tuple[Problem, ...] = ()
) -> DerivativeResult:
    """Keep what `covered` made as a derivative, to be confirmed by somebody else."""
    return _kept(book, item, data, _covering(item, regions), None, problems)


def _covering(item: Item, regions: Sequence[Region]) -> tuple[str, str, str, str]:
    image = item.media_type.startswith("image/")
    parameters = canonical_json({"regions": to_data(tuple(regions)), "sound": "left out"}).decode()
    return ("blurred", "image/png" if image else "video/mp4", BLURRER, parameters)


def text(
    book: Casebook, item: Item, frames: Sequence[int], language: str, out: Path | None = None
) -> DerivativeResult:
    """Text that a program for character recognition makes out in some frames: a proposal to be confirmed.

    :raises ExtraMissing: when the program is not installed.
    """
    ocr.require()
    require_libraries()
    from allegata.actions import lookers  # noqa: PLC0415 - needs the extra "footage"

    name = item.capture.received_name
    image = item.media_type.startswith("image/")
    with Confined(DECODE) as child, book.vault.plain(item.id) as path:
        words = (str(path), name, image, tuple(sorted(set(frames))), True, DECODE_SECONDS)
        found = child.call(lookers.stills, *words, subject=name)
    tell_missing(book, child)
    if isinstance(found, Problem):
        return DerivativeResult(None, None, (found,))
    made, problems = found
    lines = [f"{at / 1000:.3f}\t{words}" for at, data in made for words in ocr.lines(data, language)]
    parameters = json.dumps({"frames": [at for at, _ in made], "language": language}, sort_keys=True)
    description = ("text_of_overlays", "text/plain", ocr.version(), parameters)
    if out is not None and (confirmed := _handed_out(book, item, description, out)):
        return confirmed
    return _kept(book, item, "\n".join(lines).encode() + b"\n", description, out, tuple(problems))


def _kept(
    book: Casebook,
    item: Item,
    data: bytes,
    description: tuple[str, str, str, str],
    out: Path | None,
    problems: tuple[Problem, ...],
) -> DerivativeResult:
    if out is not None:
        _outside_of(book, out)
    kind, media_type, tool, parameters = description
    objects = book.batch()
    stored = objects.stage_bytes(data)
    made = Derivative(item.id, stored.digest, kind, media_type, tool, parameters, book.outside.by, book.now())
    event = CustodyEvent(
        item.id, CustodyType.DERIVATIVE_CREATED, made.at, made.by, item.id, stored.digest, tool, kind,
        copy_kind=CopyKind.WORKING,
    )  # fmt: skip
    payload = {
        "object": stored.digest,
        "tool": tool,
        "record": to_data(made),
        "events": to_data((event,)),
        "problems": to_data(problems),
    }
    book.keep(objects, [Draft(EntryKind.DERIVED, made.at, made.by, item.id, payload)])
    return DerivativeResult(made, _written(data, _unconfirmed(out)) if out else None, problems)


def _handed_out(
    book: Casebook, item: Item, description: tuple[str, str, str, str], out: Path
) -> DerivativeResult | None:
    """What a person confirmed of what is asked for, its very bytes, written under its plain name; None: nothing yet."""
    _outside_of(book, out)
    kind, _, tool, parameters = description
    for one in reversed(derivatives(book, item.id)):
        if one.confirmed_by and (one.kind, one.tool, one.parameters) == (kind, tool, parameters):
            return DerivativeResult(one, _written(book.vault.read(one.object), out))
    return None


def _unconfirmed(out: Path) -> Path:
    return out.with_name(f"{out.stem}-unconfirmed{out.suffix}")


def _written(data: bytes, out: Path) -> str:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(data)
    return str(out)


def _outside_of(book: Casebook, out: Path) -> None:
    if out.resolve().is_relative_to(book.folder.resolve()):
        raise BadDecision(f"{out} lies inside the casebook; name a place outside of it")


# --- the viewer's own count -------------------------------------------------------------------------------


def exposure(day: str, frames: int) -> int:
    """Add to the viewer's own count of stills looked at today and return it; 0 where it cannot be kept.

    It lies with the person's own files and in no casebook: it is for nobody else, and no measure of work.
    """
    base = os.environ.get("XDG_STATE_HOME")
    folder = (Path(base) if base else Path.home() / ".local" / "state") / "allegata"
    file = folder / "exposure.json"
    try:
        before = json.loads(file.read_text()) if file.is_file() else {}
        number = int(before.get(day, 0)) + frames
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(json.dumps({day: number}))
        file.chmod(0o600)
    except (OSError, ValueError, TypeError, AttributeError):
        return 0
    return number
