"""Everything on record about one incident, gathered once: the input of every calculation in this room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from allegata.linking import copies
from allegata.linking.profile import belongs_to_pinned
from allegata.linking.words import LEXICON
from allegata.model.document import Document
from allegata.model.incident import Account, Act, Incident, Mention
from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.model.record import MediaAppearance, Proceeding, Referral, Response, Verification
from allegata.model.source import Source, by_name, published_by
from allegata.model.statement import Statement

Record = TypeVar("Record", MediaAppearance, Verification, Response, Proceeding, Referral)


@dataclass(frozen=True, slots=True)
class Ties:
    """What the casebook knows of copies, and of the voices behind publishers and parties."""

    copy_of: Mapping[str, str]  # document id → the document that stands for its copies
    publishers: Mapping[str, Source]  # name or alias in lower case → source
    party_names: Mapping[str, str]  # party id → name
    impersonal: frozenset[str]  # words for a voice that name none

    def text(self, document: str) -> str:
        """The id that a document and its copies share."""
        return self.copy_of.get(document, document)


@dataclass(frozen=True, slots=True)
class Case:
    """One incident with its mentions, accounts and records; all sorted by id, so that order never counts."""

    incident: Incident
    mentions: tuple[Mention, ...]
    accounts: tuple[Account, ...]
    statements: Mapping[str, Statement]
    documents: Mapping[str, Document]
    media: tuple[MediaAppearance, ...]
    verifications: tuple[Verification, ...]
    responses: tuple[Response, ...]  # about this incident
    general_responses: tuple[Response, ...]  # in the same documents, about no single incident
    proceedings: tuple[Proceeding, ...]
    referrals: tuple[Referral, ...]
    pinned_accounts: frozenset[str]
    ties: Ties

    @property
    def acts(self) -> tuple[Act, ...]:
        """All acts of all mentions."""
        return tuple(act for mention in self.mentions for act in mention.acts)

    def publisher(self, document: str) -> Source | None:
        """The source that published a document, where its name is known."""
        found = self.documents.get(document)
        return published_by(found.publisher, self.ties.publishers) if found else None

    def document_of(self, account: Account) -> str:
        """The document that an account was read from."""
        return account.span.document


def ties(documents: Sequence[Document], knowledge: Knowledge | None) -> Ties:
    """Copies among these documents, near-linear in their number, and the names that knowledge brings."""
    groups = knowledge.lexicons[LEXICON].groups if knowledge and LEXICON in knowledge.lexicons else {}
    sources = knowledge.sources if knowledge else ()
    return Ties(
        copies.cluster_of(copies.clusters(documents)),
        by_name(sources),
        {party.id: party.name for party in knowledge.parties} if knowledge else {},
        frozenset(groups.get("impersonal", ())),
    )


def gather(
    incident: Incident, readings: Iterable[Reading], documents: Mapping[str, Document], tied: Ties
) -> Case:
    """Collect what concerns an incident from the readings that hold its mentions."""
    wanted = frozenset(incident.mentions)
    own = [r for r in readings if any(m.id in wanted for m in r.mentions)]
    own.sort(key=lambda r: r.document)
    mentions = sorted((m for r in own for m in r.mentions if m.id in wanted), key=lambda m: m.id)
    accounts = sorted((a for r in own for a in r.accounts if a.mention in wanted), key=lambda a: a.id)
    by_id = {mention.id: mention for mention in mentions}
    return Case(
        incident=incident,
        mentions=tuple(mentions),
        accounts=tuple(accounts),
        statements={s.id: s for r in own for s in r.statements},
        documents={r.document: documents[r.document] for r in own if r.document in documents},
        media=_about([m for r in own for m in r.media], wanted),
        verifications=_about([v for r in own for v in r.verifications], wanted),
        responses=_about([x for r in own for x in r.responses], wanted),
        general_responses=tuple(
            sorted((x for r in own for x in r.responses if not x.about), key=lambda x: x.id)
        ),
        proceedings=_about([p for r in own for p in r.proceedings], wanted),
        referrals=_about([x for r in own for x in r.referrals], wanted),
        pinned_accounts=frozenset(a.id for a in accounts if belongs_to_pinned(a, by_id[a.mention])),
        ties=tied,
    )


def _about(records: Sequence[Record], wanted: frozenset[str]) -> tuple[Record, ...]:
    return tuple(sorted((r for r in records if wanted.intersection(r.about)), key=lambda r: r.id))
