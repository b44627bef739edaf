"""`allegata footage facts`, `fingerprint`, `match`: what files of footage say of themselves, and which show
the same pictures.

Facts are read without decoding anything. Fingerprints are made on a deliberate call only: the machine
decodes, in a confined child, and nobody sees a frame. Matches are proposals; people decide on them.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.decided import decided
from allegata.actions.fenced import tell_missing
from allegata.actions.signing import last_of
from allegata.actions.turns import Turns, held
from allegata.engines.confined import Confined
from allegata.engines.fences import Limits
from allegata.errors import ExtraMissing, Problem, UnknownThing
from allegata.evidence.custody import Draft, EntryKind
from allegata.linking.pairs import PAIR_SEPARATOR
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.codec import from_data, parse, to_data
from allegata.model.decision import DecisionVerb
from allegata.model.item import Item
from allegata.model.media import FINGERPRINTER, Fingerprint, FootageMatch, MediaFacts
from allegata.model.result import (
    FactsResult,
    FingerprintResult,
    MatchResult,
    PrintLine,
    Progress,
    Silent,
    Step,
)
from allegata.reading.media import is_footage
from allegata.sources import mediafile
from allegata.store.tables import ITEMS, MATCHES, MEDIA

LOOK = Limits(seconds=60, cpu_seconds=50, memory=2 << 30, open_files=64)
"""For reading what a file says of itself."""
DECODE = Limits(seconds=1_900, cpu_seconds=3_600, memory=6 << 30, open_files=64)
"""For decoding a whole film; OpenCV and FFmpeg reserve more address space than they use."""
DECODE_SECONDS = 1_800.0
PICTURED = ("image/", "video/")
MATCHER = "allegata.samefootage/1"
BATCH = 32


def footage_items(book: Casebook) -> tuple[Item, ...]:
    """The items that are pictures or sound, in the order in which they came in."""
    rows = book.index.rows(select(ITEMS.c.media_type, ITEMS.c.data).order_by(ITEMS.c.seq))
    return tuple(parse(Item, row.data) for row in rows if is_footage(row.media_type))


def item_named(book: Casebook, name: str) -> Item:
    """One item of footage by its id or the beginning of it.

    :raises UnknownThing: when there is none, several, or it is no footage.
    """
    query = select(ITEMS.c.data).where(book.index.begins(ITEMS.c.id, name)).limit(2)
    rows = list(book.index.rows(query))
    if len(rows) != 1:
        many = "several items begin" if rows else "no item begins"
        raise UnknownThing(f"{many} with {name!r}; `allegata footage facts --all` lists the footage")
    one = parse(Item, rows[0].data)
    if not is_footage(one.media_type):
        raise UnknownThing(
            f"{one.id} is {one.media_type}, no pictures and no sound; `allegata show` shows it"
        )
    return one


def done(book: Casebook, kind: EntryKind, tool: str) -> dict[str, Any]:
    """Item id → the last row of this kind that this tool made."""
    query = select(MEDIA).where(MEDIA.c.kind == kind, MEDIA.c.tool == tool).order_by(MEDIA.c.seq)
    return {row.item: row for row in book.index.rows(query)}


# --- facts -------------------------------------------------------------------------------------------------


def available() -> bool:
    """Whether the libraries of the extra `footage` are installed."""
    return all(find_spec(name) is not None for name in ("av", "PIL"))


def facts(
    book: Casebook,
    items: Sequence[Item],
    progress: Progress | None = None,
    *,
    again: bool = False,
    turns: Turns | None = None,
) -> FactsResult:
    """What each file says of itself, kept as claims. Nothing is decoded, nothing is shown.

    :param again: also of files that were examined by this version.
    :param turns: keep every batch in a turn of its own; `book` is then only read from.
    """
    turns = turns or held(book)
    before = done(book, EntryKind.EXAMINED, mediafile.TOOL)
    skipped = tuple(one.id for one in items if one.id in before and not again)
    asked = [one for one in items if again or one.id not in before]
    found: dict[str, MediaFacts] = {one: parse(MediaFacts, before[one].data) for one in skipped}
    if asked and not available():
        return FactsResult(tuple(found.values()), skipped, (_not_installed(len(asked)),))
    progress = progress or Silent()
    progress.begin(Step.FACTS, len(asked))
    with Confined(LOOK) as child:
        for batch in _batches(asked):
            made = [_examined(book, child, one) for one in batch]
            with turns() as writing:
                _keep(writing, EntryKind.EXAMINED, mediafile.TOOL, made)
            found |= {one.item: one for one in made}
            progress.advance(Step.FACTS, len(batch))
    tell_missing(book, child)
    progress.end(Step.FACTS)
    ordered = tuple(found[one.id] for one in items)
    return FactsResult(ordered, skipped, tuple(p for one in ordered for p in one.problems))


def _examined(book: Casebook, child: Confined, item: Item) -> MediaFacts:
    name = item.capture.received_name
    with book.vault.plain(item.id) as path:
        found = child.call(mediafile.facts, str(path), item.id, name, item.media_type, subject=name)
    if isinstance(found, Problem):
        kind = item.media_type.split("/", maxsplit=1)[0]
        return MediaFacts(item.id, mediafile.TOOL, kind, problems=(found,))
    return found


def _keep(book: Casebook, kind: EntryKind, tool: str, made: Iterable[MediaFacts | Fingerprint]) -> None:
    objects = book.batch()
    drafts = []
    for one in made:
        record = to_data(one if isinstance(one, MediaFacts) else _line(one, ""))
        stored = objects.stage_bytes(canonical_json(to_data(one)))
        payload = {"object": stored.digest, "tool": tool, "record": record, "problems": to_data(one.problems)}
        drafts.append(Draft(kind, book.now(), book.outside.by, one.item, payload))
    book.keep(objects, drafts)


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def require_libraries() -> None:
    """:raises ExtraMissing: when the libraries of the extra `footage` are not installed."""
    if not available():
        raise ExtraMissing(
            "decoding needs more libraries; install them with `pip install 'allegata[footage]'`"
        )


def _not_installed(number: int) -> Problem:
    what = f"{number} files of pictures or sound are kept and were not examined: the libraries are missing"
    remedy = "Install them with `pip install 'allegata[footage]'`, then run `allegata footage facts --all`."
    return Problem("footage_not_installed", "footage", what, remedy)


# --- fingerprints -------------------------------------------------------------------------------------------


def to_fingerprint(book: Casebook, items: Sequence[Item], again: bool = False) -> tuple[Item, ...]:
    """Which of these files would be decoded: those with pictures that this version has not fingerprinted."""
    before = done(book, EntryKind.FINGERPRINTED, FINGERPRINTER)
    return tuple(
        one
        for one in items
        if one.media_type.startswith(PICTURED) and one.media_type != "image/svg+xml"
        if again or one.id not in before
    )


def fingerprint(
    book: Casebook,
    items: Sequence[Item],
    progress: Progress | None = None,
    *,
    again: bool = False,
    turns: Turns | None = None,
) -> FingerprintResult:
    """Decode and hash these files, in a confined child; what is kept tells pictures apart and nothing else.

    :param turns: as in `facts`.
    """
    if not available():
        return FingerprintResult((), (), (_not_installed(len(items)),), FINGERPRINTER)
    asked = to_fingerprint(book, items, again)
    facts(book, asked, again=False, turns=turns)
    stated = {
        id: parse(MediaFacts, row.data) for id, row in done(book, EntryKind.EXAMINED, mediafile.TOOL).items()
    }
    progress = progress or Silent()
    progress.begin(Step.FINGERPRINT, len(asked))
    lines: list[PrintLine] = []
    problems: list[Problem] = []
    with Confined(DECODE) as child:
        for one in asked:
            made = _fingerprinted(book, child, one, stated.get(one.id))
            with (turns or held(book))() as writing:
                _keep(writing, EntryKind.FINGERPRINTED, FINGERPRINTER, [made])
            lines.append(_line(made, one.capture.received_name))
            problems += made.problems
            progress.advance(Step.FINGERPRINT)
    tell_missing(book, child)
    progress.end(Step.FINGERPRINT)
    ids = {one.id for one in asked}
    skipped = tuple(one.id for one in items if one.id not in ids)
    return FingerprintResult(tuple(lines), skipped, tuple(problems), FINGERPRINTER)


def _fingerprinted(book: Casebook, child: Confined, item: Item, stated: MediaFacts | None) -> Fingerprint:
    from allegata.actions import lookers  # noqa: PLC0415 - needs the extra "footage"

    name = item.capture.received_name
    image = item.media_type.startswith("image/")
    length = (stated.duration if stated else None) or 0
    with book.vault.plain(item.id) as path:
        words = (str(path), item.id, name, image, length, DECODE_SECONDS)
        found = child.call(lookers.fingerprint, *words, subject=name)
    if isinstance(found, Problem):
        return Fingerprint(item.id, FINGERPRINTER, "image" if image else "video", 0, 0, problems=(found,))
    return found


def _line(one: Fingerprint, name: str) -> PrintLine:
    return PrintLine(one.item, name, one.kind, one.duration, one.frames, len(one.hashes))


# --- matches -------------------------------------------------------------------------------------------------


def match(book: Casebook, progress: Progress | None = None, turns: Turns | None = None) -> MatchResult:
    """Compare every fingerprint with every other; nothing is decoded. The result replaces the one before.

    :param turns: compute without the casebook's lock, and keep in a turn.
    """
    from allegata.linking.samefootage import matches  # noqa: PLC0415 - needs the extra "footage"

    progress = progress or Silent()
    progress.begin(Step.MATCH, None)
    rows = done(book, EntryKind.FINGERPRINTED, FINGERPRINTER)
    prints = [from_data(Fingerprint, parse_json(book.vault.read(row.object))) for row in rows.values()]
    found = matches(prints)
    data = canonical_json({"matches": to_data(found)})
    with (turns or held(book))() as writing:
        objects = writing.batch()
        stored = objects.stage_bytes(data)
        last = last_of(writing, EntryKind.MATCHED)
        changed = last is None or last["payload"]["object"] != stored.digest  # also back to an older result
        if changed:
            payload = {"object": stored.digest, "tool": MATCHER, "compared": sorted(rows)}
            draft = Draft(EntryKind.MATCHED, writing.now(), writing.outside.by, "footage", payload)
            writing.keep(objects, [draft])
    progress.end(Step.MATCH)
    return shown(book, found, len(rows), changed)


def kept_matches(book: Casebook) -> tuple[FootageMatch, ...]:
    """The proposals as last made."""
    query = select(MATCHES.c.data).order_by(MATCHES.c.left, MATCHES.c.right, MATCHES.c.row)
    return tuple(parse(FootageMatch, row.data) for row in book.index.rows(query))


def shown(book: Casebook, found: Sequence[FootageMatch], compared: int, changed: bool) -> MatchResult:
    """Matches with what people decided on each, and names to show them by."""
    said = decisions(book)
    names = {one.id: one.capture.received_name for one in footage_items(book)}
    used = sorted({id for one in found for id in (one.left, one.right)})
    return MatchResult(
        tuple(found),
        tuple(said.get((one.left, one.right), "") for one in found),
        tuple((id, names.get(id, id)) for id in used),
        compared,
        changed,
    )


def decisions(book: Casebook) -> dict[tuple[str, str], str]:
    """What people decided on pairs of items: (left, right) → same, different or unsure; the last one holds."""
    verbs = (DecisionVerb.SAME, DecisionVerb.DIFFERENT, DecisionVerb.UNSURE)
    found: dict[tuple[str, str], str] = {}
    for one in decided(book).force:
        if one.verb in verbs and is_pair(one.subject):
            left, right = sorted(one.subject.split(PAIR_SEPARATOR))
            found[left, right] = one.verb.value
    return found


def is_pair(subject: str) -> bool:
    """Whether a decision on this subject is about two items of footage."""
    parts = subject.split(PAIR_SEPARATOR)
    return len(parts) == 2 and all(_is_item(part) for part in parts)


def _is_item(id: str) -> bool:
    return len(id) == 64 and all(letter in "0123456789abcdef" for letter in id)
