"""One item as it is shown: its exact text with everything read from it, beside the words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from allegata.actions.viewing import headline, mask_of, shown_value
from allegata.model import days, phrases
from allegata.model.document import READ_ROLES, Document, Segment, Span
from allegata.model.incident import Account
from allegata.model.marks import Highlight, Mask, Piece, cut
from allegata.model.reading import Reading
from allegata.model.record import (
    Aggregate,
    GeneralAllegation,
    MediaAppearance,
    PatternClaim,
    Proceeding,
    ProtectedDetail,
    Referral,
    Response,
    Verification,
)
from allegata.model.result import ItemRecord, Record, records_of
from allegata.model.statement import Statement
from allegata.model.vocabulary import Polarity, Scope, SegmentRole

KINDS: dict[str, str] = {
    "account": "what is said of an alleged act",
    "check": "what was checked",
    "answer": "what the accused side says",
    "step": "legal steps and addresses to bodies",
    "total": "published totals and claims of a pattern",
    "words": "legal words and evaluations, as said",
    "media": "footage",
}
"""The kinds of highlight, in the order of the legend."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing read from a statement: its kind, what it is, the value, and the words."""

    kind: str
    what: str
    words: str
    anchor: int
    thing: str = ""  # id of the account or record


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as it was read."""

    id: str
    number: int
    anchor: int
    who: str
    manner: str
    scope: str
    cues: tuple[str, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One paragraph of the original with the statements that begin in it; furniture has a reason."""

    start: int
    end: int
    line: int
    role: str
    heading: bool
    furniture: bool  # left out of the reading
    why: str  # the reason, where a run of furniture begins
    pieces: tuple[Piece, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """Everything shown of one item."""

    record: ItemRecord
    title: str
    language: str
    direction: str
    published: str
    stretches: tuple[Stretch, ...]
    statements: int
    withheld: int
    unread: bool


RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def item_view(
    record: ItemRecord,
    withhold: bool = True,
    *,
    shown: Reading | None = None,
    also: Sequence[Highlight] = (),
    window: tuple[int, int] | None = None,
) -> ItemView:
    """The view of one item; protected words are left out unless a person asks for them.

    :param shown: what is laid beside the text, where that is not the reading as it counts.
    :param also: further highlights. :param window: offsets of the part of the text that is wanted.
    """
    document, reading = record.document, record.reading
    capture = record.item.capture
    if document is None:
        return ItemView(record, capture.received_name, "und", "ltr", published(record), (), 0, 0, True)
    mask, hidden = Mask(()), frozenset[Span]()
    if reading:
        mask, hidden = mask_of(reading.protected, reading.accounts, reading.statements, (document,), withhold)
    reading = shown or reading
    statements = reading.statements if reading else ()
    language = document.language or "und"
    return ItemView(
        record,
        title=headline(document, mask) or capture.received_name,
        language=language,
        direction=direction_of(language),
        published=published(record),
        stretches=tuple(
            _stretches(document, reading, mask, phrases.party_names(record.parties), also, window)
        ),
        statements=len(statements),
        withheld=len(hidden),
        unread=not statements,
    )


def direction_of(language: str) -> str:
    """Which way a text of this language is written."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


def published(record: ItemRecord) -> str:
    """The publication date with what it rests on."""
    capture = record.item.capture
    at = record.document.published if record.document else None
    day = (at.day if at else None) or capture.published
    basis = at.basis if at and at.day else capture.published_basis
    return f"{days.day(day)} (basis: {phrases.plain(basis)})" if day else "not stated"


KIND_OF: tuple[tuple[type[Record], str], ...] = (
    (Verification, "check"),
    (Response, "answer"),
    (Proceeding, "step"),
    (Referral, "step"),
    (Aggregate, "total"),
    (PatternClaim, "total"),
    (MediaAppearance, "media"),
    (GeneralAllegation, "account"),
)


def kind_of(record: Record) -> str:
    """Which of `KINDS` a record is shown as."""
    return next((kind for type_, kind in KIND_OF if isinstance(record, type_)), "words")


def _highlights(reading: Reading) -> list[Highlight]:
    marks = [Highlight(a.span.start, a.span.end, "account", a.id) for a in reading.accounts]
    marks += [Highlight(r.span.start, r.span.end, kind_of(r), r.id) for r in records_of(reading)]
    marks += [
        Highlight(act.span.start, act.span.end, "account", act.id)
        for mention in reading.mentions
        for act in mention.acts
    ]
    return marks


def in_order(reading: Reading) -> list[Statement]:
    """The statements as they are numbered: in the order of their words."""
    return sorted(reading.statements, key=lambda statement: statement.span)


def lines_of(document: Document) -> Iterator[Segment]:
    """The segments cut at empty lines, and whatever lies between segments, so that no word is lost."""
    at = 0
    for segment in (*document.segments, Segment(SegmentRole.BODY, len(document.text), len(document.text))):
        if document.text[at : segment.start].strip():
            yield Segment(SegmentRole.BODY, at, segment.start, "not part of any recognised stretch")
        left = segment.start
        for offset in range(segment.start, segment.end):
            if document.text[offset] == "\n":
                if document.text[left:offset].strip():
                    yield Segment(segment.role, left, offset, segment.reason)
                left = offset + 1
        if document.text[left : segment.end].strip():
            yield Segment(segment.role, left, segment.end, segment.reason)
        at = max(at, segment.end)


def _stretches(
    document: Document,
    reading: Reading | None,
    mask: Mask,
    names: phrases.PartyNames,
    also: Sequence[Highlight],
    window: tuple[int, int] | None,
) -> Iterator[Stretch]:
    start, end = window or (0, len(document.text) + 1)
    every = (*_highlights(reading), *also) if reading else also
    highlights = [mark for mark in every if mark.start < end and start < mark.end]
    numbered = in_order(reading) if reading else []
    found = _found(reading, mask, names) if reading else {}
    given, told = sum(statement.span.start < start for statement in numbered), ""
    line, counted = 1, 0
    for segment in lines_of(document):
        if segment.start < start:
            continue
        if segment.start >= end:
            break
        said = []
        while given < len(numbered) and numbered[given].span.start < segment.end:
            statement = numbered[given]
            given += 1
            said.append(_said(given, statement, document, found.get(statement.id, ())))
        read = segment.role in READ_ROLES and not segment.reason.startswith("not part")
        why = "" if read else segment.reason or "not part of the report"
        note = f"{phrases.role(segment.role)}: {why}" if why else ""
        line, counted = line + document.text.count("\n", counted, segment.start), segment.start
        yield Stretch(
            segment.start,
            segment.end,
            line,
            phrases.role(segment.role),
            segment.role is SegmentRole.HEADLINE,
            not read,
            "" if note == told else note,  # once for a whole run of lines
            tuple(cut(document.text, segment.start, segment.end, highlights, mask.spans(document.id))),
            tuple(said),
        )
        told = note


def _said(number: int, statement: Statement, document: Document, found: tuple[Found, ...]) -> Said:
    return Said(
        statement.id,
        number,
        statement.span.start,
        phrases.chain(statement.chain or (statement.speaker,), document),
        phrases.manner_of_saying(statement.speech_act, statement.modality, statement.polarity),
        "" if statement.scope is Scope.UNCLEAR else phrases.SCOPES[statement.scope],
        tuple(cue.quote for cue in statement.cues),
        found,
    )


def _found(reading: Reading, mask: Mask, names: phrases.PartyNames) -> dict[str, tuple[Found, ...]]:
    by_statement: dict[str, list[Found]] = {}

    def put(part: Account | Record, kind: str, what: str) -> None:
        words = " ".join(mask.words(part.span).split())
        found = Found(kind, what, words, part.span.start, part.id)
        by_statement.setdefault(part.statement, []).append(found)

    said = {statement.id: statement for statement in reading.statements}
    for account in reading.accounts:
        put(account, "account", account_words(account, mask, names, said))
    for record in records_of(reading):
        if isinstance(record, ProtectedDetail):
            put(record, "words", f"protected detail: {record.reason}")
        else:
            put(record, kind_of(record), record_words(record, names))
    return {
        statement: tuple(sorted(things, key=lambda thing: (thing.anchor, thing.what)))
        for statement, things in by_statement.items()
    }


def account_words(
    account: Account, mask: Mask, names: phrases.PartyNames, said: Mapping[str, Statement]
) -> str:
    """An account in one line."""
    value = shown_value(account, mask, names, said)
    stance = phrases.STANCES[account.stance]
    return f"{phrases.ATTRIBUTES[account.attribute]}: {value}{f' ({stance})' if stance else ''}"


_GENERALLY = {
    Polarity.AFFIRMS: "general allegation",
    Polarity.DENIES: "in general, put in the negative",
    Polarity.WITHHOLDS: "in general, left open",
}


def record_words(record: Record, names: phrases.PartyNames) -> str:
    """A record in one line."""
    match record:
        case Verification():
            words = f"{phrases.aspect(record.aspect)}: {phrases.RESULTS[record.result]}"
        case Response():
            words = f"{phrases.RESPONSES[record.kind]} ({phrases.SCOPES[record.scope]})"
        case Proceeding():
            articles = "; ".join(record.articles)
            words = phrases.stage(record.stage) + (f" — {articles}" if articles else "")
        case Referral():
            to = ", ".join(a.wording for a in record.addressed) or "no body named"
            words = f"{phrases.plain(record.type)} to {to}: {phrases.REFERRAL_STATUS[record.status]}"
        case Aggregate():
            figures = "; ".join(phrases.value(figure, names) for figure in record.figures)
            words = f"published total: {figures or record.trend or 'places named without a number'}"
        case PatternClaim():
            words = "alleges a pattern"
        case MediaAppearance():
            words = f"footage: {record.kind}" + (f" on {record.platform}" if record.platform else "")
        case GeneralAllegation():
            words = f"{_GENERALLY[record.polarity]}: {phrases.plain(record.act)}"
        case ProtectedDetail():
            words = f"protected detail: {record.reason}"
        case _:
            words = "legal words" if type(record).__name__ == "Qualification" else "evaluation"
    return words
