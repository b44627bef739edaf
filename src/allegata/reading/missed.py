"""What a reader passed over and a person marked: made from exact words, through the same gate as a reading.

A mark is a decision with the verb `missed`. It names the document, the words by their offsets, and what
they are: a statement, an account of one attribute of an alleged occurrence, or a record (a check, an
answer, a legal step …). The thing it makes has an id derived from its content and the maker `human`; it
is laid over the reading before every other decision, so that it can be accepted, corrected and rejected
like what a machine proposed, and undoing the mark takes it away again. The reading itself stays as read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args, get_type_hints

from allegata.errors import BadDecision, Problem, Severity, UnreadableRecord
from allegata.model.canonical import Data, canonical_json, parse_json
from allegata.model.codec import from_data, to_data
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.document import Document, Span, derived_id
from allegata.model.incident import Account
from allegata.model.reading import Reading
from allegata.model.result import RECORD_FIELDS
from allegata.model.source import OUTLET, Source, Speaker
from allegata.model.statement import Statement
from allegata.model.vocabulary import MadeBy
from allegata.reading.grounding import fault_of

KINDS = ("statements", "accounts", *RECORD_FIELDS)
"""What a person can mark. An alleged occurrence of its own is left to the reader: accounts join one it found."""

PREFIXES = ("st", "av", "md", "vf", "rs", "pr", "rf", "ql", "ag", "pt", "al", "ev", "pd")
_PREFIX = dict(zip(KINDS, PREFIXES, strict=True))

OUTLET_WORDS = "this outlet"
"""As a speaker's words: the document's own voice."""


def class_of(kind: str) -> type[Any]:
    """The class of what a kind holds: "accounts" → `Account`.

    :raises BadDecision: for a kind that cannot be marked.
    """
    if kind not in KINDS:
        raise BadDecision(f"{kind!r} cannot be marked; what can: {', '.join(KINDS)}")
    made: type[Any] = get_args(get_type_hints(Reading)[kind])[0]
    return made


def occurrences(document: Document, words: str, limit: int = 50) -> tuple[Span, ...]:
    """Every place where these exact words stand, in order; runs of white space may differ.

    :raises BadDecision: when they stand nowhere.
    """
    parts = words.split()
    if not parts:
        raise BadDecision("give the words as they stand in the text")
    exact = r"\s+".join(map(re.escape, parts))
    whole = rf"(?<!\w){exact}(?!\w)"  # whole words first: "Russia" is not looked for in "Russian"
    found: list[Span] = []
    for hit in re.finditer(whole if re.search(whole, document.text) else exact, document.text):
        found.append(document.span(*hit.span()))
        if len(found) == limit:
            break
    if not found:
        raise BadDecision(f"“{words}” does not stand in this text; give the exact words")
    return tuple(found)


def nearest(document: Document, words: str, near: Span) -> Span:
    """The occurrence of some words that lies nearest to a span.

    :raises BadDecision: when they stand nowhere.
    """
    return min(
        occurrences(document, words, 10_000),
        key=lambda span: (max(near.start - span.end, span.start - near.end, 0), span.start),
    )


def speaker_of(
    document: Document, near: Span, words: str, source: str | None, sources: Sequence[Source]
) -> Speaker:
    """A speaker by the words that the text has for it, and who that is if a person says so.

    :param words: as they stand in the text; empty or "this outlet": the document's own voice.
    :param source: the id of a known source, or None: nobody in particular.
    :raises BadDecision: when the words do not stand in the text, or the source is not known.
    """
    known = {one.id: one for one in sources}
    if source and source not in known:
        raise BadDecision(f"no source {source!r} is known; add it to the casebook's knowledge/sources.toml")
    if not words.strip() or words.strip() == OUTLET_WORDS:
        if source:
            raise BadDecision("a speaker who is not the outlet needs the words by which the text names it")
        return OUTLET
    span = nearest(document, words, near)
    return Speaker(span.quote, span, known[source] if source else None)


def sources_of(reading: Reading) -> tuple[Source, ...]:
    """Every known source that a reading names, in the order of the text."""
    found = {who.source.id: who.source for s in reading.statements for who in s.chain if who.source}
    return tuple(found.values())


def made(
    document: Document, reading: Reading, draft: Data, sources: Sequence[Source] = ()
) -> tuple[str, Statement | Account | Any]:
    """What a person marked, by its kind, checked.

    :param draft: `kind`, `start` and `end` (or `quote` alone, where it stands once), and the fields of the
        thing. A speaker may be given as `{"wording": words, "source": id or null}`, a cue as its words.
    :raises BadDecision: when the words do not stand there, the fields do not fit, or what it rests on is
        not in the reading.
    """
    if not isinstance(draft, dict):
        raise BadDecision("a mark is a JSON object: its kind, its words, and what they say")
    kind = str(draft.get("kind"))
    cls = class_of(kind)
    span = _span(document, draft)
    fields = {k: v for k, v in draft.items() if k not in {"kind", "start", "end", "quote", "id", "made_by"}}
    fields["span"] = to_data(span)
    _speakers(document, span, cls, fields, sources)
    if cls is Statement:
        _statement(document, span, fields)
    if cls in (Statement, Account):
        fields["made_by"] = MadeBy.HUMAN.value
    if "about" in get_type_hints(cls):
        fields.setdefault("about", [])
    content = canonical_json({key: fields[key] for key in fields if key != "made_by"}).decode()
    fields["id"] = derived_id(_PREFIX[kind], document.id, span.start, span.end, "missed", content)
    try:
        thing = from_data(cls, fields)
    except UnreadableRecord as fault:
        raise BadDecision(f"this does not fit: {fault}") from None
    if hasattr(thing, "unknown_fields"):
        raise BadDecision(f"no fields of {cls.__name__}: {', '.join(parse_json(thing.unknown_fields))}")
    harm = fault_of(document, thing) or _hangs(reading, thing)
    if harm:
        raise BadDecision(f"this cannot be marked: {harm}")
    return kind, thing


def kept(kind: str, thing: Any) -> str:
    """A mark as a decision keeps it: canonical JSON."""
    return canonical_json({"kind": kind, "thing": to_data(thing)}).decode()


def marked(decision: Decision) -> tuple[str, Any]:
    """What a decision of the verb `missed` marked: its kind and the thing.

    :raises UnreadableRecord: when the stored mark has another shape.
    """
    data = parse_json(decision.value or "null")
    if not isinstance(data, dict) or data.get("kind") not in KINDS:
        raise UnreadableRecord(f"{decision.id} holds no mark")
    return data["kind"], from_data(class_of(data["kind"]), data["thing"])


def marks(decisions: Iterable[Decision]) -> Mapping[str, tuple[Decision, ...]]:
    """The marks among decisions in force, by the id of their document, oldest first."""
    found: dict[str, tuple[Decision, ...]] = {}
    for decision in decisions:
        if decision.verb is DecisionVerb.MISSED:
            found[decision.subject] = (*found.get(decision.subject, ()), decision)
    return found


def extended(reading: Reading, by_people: Sequence[Decision]) -> Reading:
    """A reading together with what people marked in its document.

    What a later reading no longer carries (the statement that an account hung on) is named as a problem.
    """
    for decision in by_people:
        kind, thing = marked(decision)
        if any(part.id == thing.id for part in getattr(reading, kind)):
            continue
        if harm := _hangs(reading, thing):
            what = f"what {decision.by} marked as missed ({decision.id}) has lost its place: {harm}"
            remedy = "Mark the words again; the decision stays in the history."
            problem = Problem("mark_unplaced", reading.item, what, remedy, Severity.NOTICE)
            reading = replace(reading, problems=(*reading.problems, problem))
            continue
        reading = replace(reading, **{kind: (*getattr(reading, kind), thing)})  # type: ignore[arg-type]
        if isinstance(thing, Account):
            reading = replace(reading, mentions=tuple(_told(m, thing) for m in reading.mentions))
    return reading


def _told(mention: Any, account: Account) -> Any:
    """A mention that a further statement tells of."""
    if mention.id != account.mention or account.statement in mention.statements:
        return mention
    return replace(mention, statements=(*mention.statements, account.statement))


def _span(document: Document, draft: Mapping[str, Any]) -> Span:
    start, end, quote = draft.get("start"), draft.get("end"), draft.get("quote")
    if start is None and isinstance(quote, str):
        found = occurrences(document, quote)
        if len(found) > 1:
            at = ", ".join(str(span.start) for span in found)
            raise BadDecision(f"“{quote}” stands {len(found)} times, at {at}; say which with start and end")
        return found[0]
    try:
        span = document.span(int(str(start)), int(str(end)))
    except ValueError:
        raise BadDecision("a mark needs the offsets of its words, start and end, inside the text") from None
    if quote is not None and quote != span.quote:
        raise BadDecision(f"{quote!r} does not stand at {span.start}:{span.end}; give the exact quotation")
    return span


def _speakers(
    document: Document, span: Span, cls: Any, fields: dict[str, Any], sources: Sequence[Source]
) -> None:
    """Speakers given by words and source, as the record holds them."""
    for name, hint in get_type_hints(cls).items():
        given = fields.get(name)
        if hint is not Speaker and Speaker not in get_args(hint):
            continue
        if isinstance(given, str):
            given = {"wording": given}
        if isinstance(given, dict) and "span" not in given:
            who = speaker_of(document, span, str(given.get("wording", "")), given.get("source"), sources)
            fields[name] = to_data(who)


def _statement(document: Document, span: Span, fields: dict[str, Any]) -> None:
    """What a statement holds besides: its content, its way down to the document, the words of its cues."""
    fields.setdefault("content", [to_data(span)])
    who = fields.setdefault("speaker", to_data(OUTLET))
    if isinstance(who, dict) and "chain" not in fields:
        outlet = to_data(OUTLET)
        fields["chain"] = [who, outlet] if who.get("span") else [outlet]
    cues = fields.get("cues") or []
    fields["cues"] = [to_data(nearest(document, c, span)) if isinstance(c, str) else c for c in cues]
    segment = document.segment_at(span.start)
    if segment is not None:
        fields.setdefault("segment", segment.role.value)


def _hangs(reading: Reading, thing: Any) -> str | None:
    """What a thing rests on and the reading does not hold."""
    if isinstance(thing, Statement):
        return None
    if thing.statement not in {statement.id for statement in reading.statements}:
        return f"there is no statement {thing.statement!r} in this text for it to rest on"
    known = {mention.id for mention in reading.mentions}
    wanted = [thing.mention] if isinstance(thing, Account) else list(thing.about)
    unknown = [id for id in wanted if id not in known]
    return f"this text tells of no alleged occurrence {', '.join(unknown)}" if unknown else None
