"""Puts the view of one incident together."""

from collections.abc import Iterable

from allegata.dossier import parts
from allegata.dossier.differing import differing
from allegata.dossier.lookup import Lookup
from allegata.dossier.matrix import matrix, slots
from allegata.dossier.protection import mask_of
from allegata.dossier.tellings import tellings
from allegata.dossier.times import moments
from allegata.model import phrases
from allegata.model.assessment import IncidentAssessment
from allegata.model.document import Span
from allegata.model.marks import Mask
from allegata.model.result import IncidentRecord, Record
from allegata.model.view import IncidentView
from allegata.model.vocabulary import Attribute


def incident_view(
    record: IncidentRecord,
    more: Iterable[Record] = (),
    withhold: bool = True,
    closed: Iterable[Span] = (),
) -> IncidentView:
    """The view of one incident.

    :param more: further records of the casebook that an assessment may point to (a general denial
        is about no single incident, and is still shown as such).
    :param withhold: leave out protected details, as every output does unless a person asks.
    :param closed: further words that are withheld: those about a sealed record in the same texts.
    """
    more = tuple(more)
    details = (*more, *record.records)
    _, hidden = mask_of(details, record.accounts, record.statements, record.documents, withhold)
    hidden = hidden.union(closed)
    mask = Mask(hidden)
    held = Lookup(record, mask, more)
    assessed = record.assessment
    told = tellings(record.documents)
    return IncidentView(
        id=record.incident.id,
        title=assessed.title,
        state=phrases.plain(record.incident.state),
        made_by=phrases.made(record.incident),
        accused=phrases.accused(assessed, held.names),
        parts=(
            parts.alleged(held),
            parts.answered(held),
            parts.checked(held),
            differing(held),
            parts.steps(held),
        ),
        matrix=matrix(held, told),
        pinned=parts.pinned(held),
        slots=slots(held),
        linked=tuple((other, phrases.plain(kind), why) for other, kind, why in record.incident.links),
        proposals=_proposals(record, held.names),
        records=parts.said_around(held),
        withheld=sum(span.document in held.documents for span in hidden),
        documents=record.documents,
        told=told,
        origins=_origins(assessed),
        answering=parts.answering(held),
        process=parts.process(held),
        addresses=parts.addresses(held),
        footage=parts.footage_told(held),
        moments=moments(held),
    )


def _origins(assessed: IncidentAssessment) -> str:
    """The two bounds behind the allegation of the act itself; there is none for the incident as a whole."""
    act = next((row for row in assessed.attributes if row.attribute is Attribute.ACT_TYPE), None)
    return phrases.bounds(act.origins.lower, act.origins.upper) if act else ""


def _proposals(
    record: IncidentRecord, sides: phrases.PartyNames
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    documents = {mention.id: mention.document for mention in record.mentions}
    names = {document.id: phrases.outlet(document) for document in record.documents}

    def side(mention: str) -> str:
        return names.get(documents.get(mention, ""), "a text of another incident")

    return tuple(
        (
            f"{side(p.left)} / {side(p.right)}: proposed as {phrases.plain(p.verb)}",
            f"{p.score:.2f}",
            tuple(
                ("blocks: " if reason.blocks else "") + phrases.with_names(reason.words, sides)
                for reason in p.reasons
            ),
        )
        for p in record.proposals
    )
