"""Bytes → Document: the exact text of an item, its segments, its language, and what went wrong.

A Document always comes back. What could not be read is in `.problems`; the original is kept in any
case, because keeping is not this room's matter.
"""

from collections.abc import Mapping, Sequence

from allegata.errors import Problem, Severity
from allegata.model.document import Document, PublishedAt, Segment, derived_id
from allegata.model.item import NOTE_OF_COLLECTOR, Capture, Item
from allegata.model.knowledge import Knowledge, Lexicon
from allegata.model.vocabulary import ContentPresent, DateBasis, SegmentRole
from allegata.reading import language, provenance, walls
from allegata.reading.decode import decode
from allegata.reading.extracted import Extracted, nothing
from allegata.reading.markup import read_html
from allegata.reading.media import ASIDE, BINARY, HEAD, HTML, MARKDOWN, PDF, TEXT, is_footage, media_type
from allegata.reading.orders import orders
from allegata.reading.pages import read_pdf
from allegata.reading.segment import segments

EXTRACTOR = "allegata.extract/1"

TEXT_LIMIT = 4_000_000
"""Bytes of text that are read. A thousand printed pages hold about 3 MB; a larger file is a dump or an
archive, of which half a reading would be worse than none."""

HTML_LIMIT = 8_000_000
"""Bytes of HTML that are parsed: the tree takes some twenty times as much memory."""

PDF_LIMIT = 200_000_000
"""Bytes of PDF that are opened: most of a large PDF is pictures, which are not read."""

_LIMITS = {TEXT: TEXT_LIMIT, MARKDOWN: TEXT_LIMIT, HTML: HTML_LIMIT, PDF: PDF_LIMIT}


def too_large(length: int, kind: str, name: str) -> Problem | None:
    """The Problem of a file too large to be read, from its length alone, so that nobody need load it.

    :param kind: its media type.
    """
    limit = _LIMITS.get(kind, TEXT_LIMIT)
    if length <= limit:
        return None
    return Problem(
        "too_large_to_read",
        name,
        f"The file has {length:,} bytes; {kind} is read up to {limit:,}. It is kept; nothing of it was read.",
        "Split it into its single reports, and add these.",
        Severity.UNREADABLE,
    )


def extract(data: bytes, item: Item, knowledge: Knowledge, taken_out: Extracted | None = None) -> Document:
    """The document of an item: always one, with every failure in its `.problems`.

    :param data: the item's bytes, whole; of a file for which `too_large` gives a Problem the first
        8 KiB are enough.
    :param knowledge: the lexicon `furniture` and the parties' names are used.
    :param taken_out: what a confined process took out of an item that `to_take_out` names; without it, it
        is taken out here.
    """
    name = item.capture.received_name
    kind, contradiction = media_type(data[:HEAD], name)
    problems: list[Problem] = [contradiction] if contradiction and item.length else []
    found = _content(data, item, kind) if taken_out is None else taken_out
    problems.extend(found.problems)
    furniture = knowledge.lexicon("furniture")
    noted = item.capture.method == NOTE_OF_COLLECTOR
    empty = _holds_nothing(item.capture, found.text, kind, knowledge)
    parts = _whole(found.text, empty) if empty else _parts(found.text, furniture, noted)
    problems.extend(_empty_problem(empty, name))
    shares = language.shares(_read_text(found.text, parts))
    tag, confidence = language.most(shares)
    if not noted and not empty:  # a note is not read in any language
        problems.extend(_language_problems(found.text, shares, tag, name))
    problems.extend(orders(found.text, knowledge.lexicon("instructions"), name))
    status, evidence = provenance.translation(found.text, parts, knowledge)
    capture = item.capture
    return Document(
        id=derived_id("doc", item.id, EXTRACTOR),
        item=item.id,
        text=found.text,
        language=tag,
        segments=parts,
        name=name,
        language_confidence=confidence,
        translation_status=status,
        translation_evidence=evidence,
        published=_published(item, found, parts),
        publisher=_publisher(capture, found, knowledge),
        publisher_hints=(*provenance.forward_hints(capture), *provenance.publisher_hints(found.text, parts)),
        url=capture.url or found.url,
        extractor=EXTRACTOR,
        offset_map=found.offset_map,
        problems=tuple(problems),
    )


def to_take_out(data: bytes, item: Item) -> bool:
    """Whether native code of a foreign library would be needed to read an item, so that a process of its own is."""
    name = item.capture.received_name
    kind, _ = media_type(data[:HEAD], name)
    return kind == PDF and bool(data) and too_large(max(item.length, len(data)), kind, name) is None


def _holds_nothing(capture: Capture, text: str, kind: str, knowledge: Knowledge) -> ContentPresent | None:
    """Whether the capture is a login, a robot check, or says that its content is gone."""
    present = capture.content_present
    if present is ContentPresent.NOT_CHECKED and kind == HTML:
        present = walls.content_present(text, knowledge.lexicon("walls"))
    return present if present in walls.EMPTY else None


def _whole(text: str, empty: ContentPresent) -> tuple[Segment, ...]:
    why = f"the capture holds no content ({empty.replace('_', ' ')}): kept and shown, not read as a report"
    return (Segment(SegmentRole.BOILERPLATE, 0, len(text), why),) if text else ()


def _empty_problem(empty: ContentPresent | None, name: str) -> tuple[Problem, ...]:
    if empty is None:
        return ()
    if empty is ContentPresent.REMOVED:
        what = "The page says that its content is gone; it was captured too late."
        remedy = "Look for an earlier capture in a public web archive, and add that."
    else:
        what = "The capture holds a login, a consent or a robot check, and not the content."
        remedy = "Capture the page again in a browser that is let in, and add that."
    return (Problem("capture_holds_no_content", name, what, remedy, Severity.UNREADABLE),)


def _parts(text: str, furniture: Lexicon, noted: bool) -> tuple[Segment, ...]:
    if noted and text:
        why = "a note of the collector: kept and shown, not read as a report"
        return (Segment(SegmentRole.COLLECTOR_NOTE, 0, len(text), why),)
    return segments(text, furniture) if text else ()


def _publisher(capture: Capture, found: Extracted, knowledge: Knowledge) -> str | None:
    """Who published the text; of one that a channel passed on, the channel that it names, where that is a known source.

    Whoever passes a text on adds no voice to it; and the label of a forward may be a person's name.
    """
    passed_on = provenance.forwarded_from(capture)
    if passed_on is None:
        return capture.publisher or found.publisher
    wanted = passed_on.casefold()
    known = (s for s in knowledge.sources if wanted in (name.casefold() for name in (s.name, *s.aliases)))
    return passed_on if next(known, None) else None


def _content(data: bytes, item: Item, kind: str) -> Extracted:
    name = item.capture.received_name
    length = max(item.length, len(data))
    if not length:
        return nothing("empty_file", name, "The file is empty.", "Ask for the file again.")
    large = too_large(length, kind, name)
    if large and not is_footage(kind):
        return Extracted(problems=(large,))
    if kind == PDF:
        return read_pdf(data, name, TEXT_LIMIT)
    if kind == HTML:
        return read_html(data, name)
    if kind in ASIDE:
        return Extracted()
    if is_footage(kind):
        return Extracted()  # nothing to read, and nothing wrong: `allegata footage` is about it
    if kind in (TEXT, MARKDOWN):
        return _plain(data, name)
    bytes_only = kind == BINARY
    what = "The bytes are not text." if bytes_only else f"The file is {kind}, which is not read."
    return nothing("binary_file", name, what, "Add the report as text, HTML or PDF beside it.")


def _plain(data: bytes, name: str) -> Extracted:
    text, problems = decode(data, name)
    if text is None:
        what = "The bytes are text in no known encoding."
        return nothing("binary_file", name, what, "Supply the file as UTF-8 beside it.")
    if not text.strip("\ufeff \t\r\n\f\v\xa0"):
        return nothing("empty_file", name, "The file holds white space only.", "Ask for the file again.")
    return Extracted(text, problems)


def _read_text(text: str, parts: Sequence[Segment]) -> str:
    """What is read for statements, else everything: furniture in another language must not decide."""
    from_body = "\n".join(
        text[s.start : s.end] for s in parts if s.role.value in ("headline", "dek", "body", "quote")
    )
    return from_body or text


def _language_problems(
    text: str, shares: Mapping[str, tuple[float, float]], tag: str, name: str
) -> list[Problem]:
    if not text:
        return []
    if tag == language.UNDETERMINED:
        what = "The text is too short or too mixed for its language to be named; it was kept unread."
        remedy = "Look at it yourself, or add it with more of its context."
        return [Problem("language_unknown", name, what, remedy, Severity.UNREADABLE)]
    found = []
    others = sorted(
        language.name_of(other) for other, (share, _) in shares.items() if other != tag and share >= 0.15
    )
    if others:
        what = f"Parts of the text are in {', '.join(others)}; it was taken as {language.name_of(tag)}."
        remedy = "Read these parts yourself, or add them as a text of their own."
        found.append(Problem("mixed_language", name, what, remedy, Severity.PARTIAL))
    if tag.split("-", maxsplit=1)[0] != "en":
        what = f"The text is in {language.name_of(tag)}; only English is read. It is kept, unread."
        remedy = "Have it translated and add the translation, naming it as one, or have it read by a person."
        found.append(Problem("language_not_read", name, what, remedy, Severity.UNREADABLE))
    return found


def _published(item: Item, found: Extracted, parts: Sequence[Segment]) -> PublishedAt:
    capture = item.capture
    if capture.published is not None:
        basis = capture.published_basis
        basis = DateBasis.STATED_BY_COLLECTOR if basis is DateBasis.NONE else basis
        if provenance.forwarded_from(capture) is not None:
            basis = DateBasis.PASSED_ON  # "on Friday" is a Friday of whoever wrote it first
        return PublishedAt(capture.published, basis, capture.published.isoformat())
    if found.published is not None:
        return PublishedAt(found.published, DateBasis.HTML_METADATA, found.published_wording)
    return provenance.published(found.text, parts)
