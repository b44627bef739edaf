"""What no output shows unless a person asks: words that could expose a captive, a victim or a witness.

Withheld are names, origins, relations and other identifying details, whatever a person says in the power
of the adverse party, and what a protected person at liberty says of themselves. Public facts of the event
(what was done, how many, where, when, which groups) stay visible: as values always, except out of a
captive's mouth; in the words of a protected person too, when nothing else about them is told there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from allegata.model import phrases
from allegata.model.document import Document, Span
from allegata.model.incident import Account
from allegata.model.marks import Mask
from allegata.model.record import OWN_WORDS, ProtectedDetail
from allegata.model.statement import Statement
from allegata.model.value import Group
from allegata.model.vocabulary import Attribute, SegmentRole

PUBLIC = frozenset(
    {
        Attribute.ACT_TYPE,
        Attribute.METHOD,
        Attribute.VICTIMS_KILLED,
        Attribute.VICTIMS_INJURED,
        Attribute.VICTIMS_CAPTURED,
        Attribute.VICTIMS_SHOWN_MOTIONLESS,
        Attribute.PERSONS_FATE_UNKNOWN,
        Attribute.VICTIMS_AFFECTED,
        Attribute.VICTIMS_GROUP,
        Attribute.PERPETRATOR_GROUP,
        Attribute.PLACE_EVENT,
        Attribute.TIME_EVENT,
    }
)
"""Attributes that tell of the event, and of no person."""


def withheld_spans(
    records: Iterable[object],
    accounts: Collection[Account],
    statements: Collection[Statement] = (),
    documents: Iterable[Document] = (),
) -> Iterator[Span]:
    """Every stretch that is withheld; the accounts, statements and documents say what is public in it.

    :param statements: without them nothing is known to be said at liberty, and all details are withheld.
    """
    captive = {s.id: s.in_power_of_adverse_party for s in statements}
    captive_words = _by_document(s.span for s in statements if s.in_power_of_adverse_party)
    public = [
        a.span
        for a in accounts
        if a.attribute in PUBLIC and not a.is_shut and captive.get(a.statement) is False
    ]
    public += [
        Span(d.id, s.start, s.end, d.text[s.start : s.end])
        for d in documents
        for s in d.segments
        if s.role is SegmentRole.HEADLINE
    ]
    open_spans = _by_document(public)
    for record in records:
        if isinstance(record, ProtectedDetail):
            span = record.span
            at_liberty = captive.get(record.statement) is False and not any(
                span.overlaps(words) for words in captive_words.get(span.document, ())
            )
            own = record.reason == OWN_WORDS and at_liberty
            yield from _without(span, open_spans.get(span.document, ()) if own else ())
    yield from (a.span for a in accounts if a.is_shut)


def _by_document(spans: Iterable[Span]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.document, []).append(span)
    return found


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span when others are taken out of it."""
    at = span.start
    for other in sorted(s for s in taken if s.overlaps(span)):
        if at < other.start:
            yield _part(span, at, other.start)
        at = max(at, other.end)
    if at < span.end:
        yield _part(span, at, span.end)


def _part(span: Span, start: int, end: int) -> Span:
    return Span(span.document, start, end, span.quote[start - span.start : end - span.start])


def value(
    account: Account, mask: Mask, names: phrases.PartyNames, statements: Mapping[str, Statement]
) -> str:
    """A value in words, or that it is withheld.

    Where only the words are protected, a public value stays; a group is then shown without its wording.
    """
    if not mask.hides(account.span):
        return phrases.value(account.value, names)
    said = statements.get(account.statement)
    captive = said is None or said.in_power_of_adverse_party
    if captive or account.attribute not in PUBLIC or account.is_shut:
        return "withheld"
    if isinstance(account.value, Group):
        side = f" — {phrases.party(account.value.party, names)}" if account.value.party else ""
        return f"a group (words withheld){side}"
    return phrases.value(account.value, names)


def headline(document: Document, mask: Mask) -> str:
    """The text's own headline on one line, withheld as everywhere else; empty when nothing of it is left."""
    for segment in document.segments:
        if segment.role is SegmentRole.HEADLINE:
            quote = document.text[segment.start : segment.end]
            words = mask.words(Span(document.id, segment.start, segment.end, quote))
            bare = " ".join(words.split()).strip("#*_ ")
            return bare if bare.replace("[withheld]", "").strip(" .,;:") else ""
    return ""


def mask_of(
    records: Iterable[object],
    accounts: Collection[Account],
    statements: Collection[Statement],
    documents: Iterable[Document],
    withhold: bool,
) -> tuple[Mask, frozenset[Span]]:
    """The mask of some records, and the stretches in it; an empty one when nothing is to be withheld."""
    hidden = frozenset(withheld_spans(records, accounts, statements, documents)) if withhold else frozenset()
    return Mask(hidden), hidden
