"""Looks up what the parts of an incident point to."""

from collections.abc import Iterable, Iterator

from allegata.dossier import protection
from allegata.model import phrases
from allegata.model.document import Document, Span
from allegata.model.incident import Account
from allegata.model.marks import Mask
from allegata.model.result import IncidentRecord, Record
from allegata.model.source import Speaker, is_press
from allegata.model.statement import Statement
from allegata.model.view import Quotation, Spot, gathered
from allegata.model.vocabulary import MadeBy, Modality, SpeechAct, Stance
from allegata.reading.decided import by_subject, in_force


class Lookup:
    """Looks up what an incident's records point to, and turns spans into quotations."""

    def __init__(self, record: IncidentRecord, mask: Mask, more: Iterable[Record] = ()) -> None:
        self.record = record
        self.names = phrases.party_names(record.parties)
        self.mask = mask
        self.documents = {d.id: d for d in record.documents}
        self.statements = {s.id: s for s in record.statements}
        self.accounts = {a.id: a for a in record.accounts}
        self.decided = by_subject(in_force(record.decisions))
        self.records: dict[str, Record] = {r.id: r for r in (*more, *record.records)}

    @staticmethod
    def quote(span: Span, document: Document, mask: Mask) -> Quotation:
        """The words of a span, protected ones left out."""
        return Quotation(tuple(mask.quote(span)), (Spot(document, span.start, span.end),))

    def quotation(self, span: Span) -> Quotation | None:
        """The words of a span; None when its document is not part of the record."""
        document = self.documents.get(span.document)
        return self.quote(span, document, self.mask) if document else None

    def quotations(self, spans: Iterable[Span]) -> tuple[Quotation, ...]:
        """The words of some spans, the same words once."""
        found = (self.quotation(span) for span in dict.fromkeys(spans))
        return gathered(quotation for quotation in found if quotation)

    def who(self, statement: str, document: str) -> str:
        """Who speaks, and through whom; the outlet itself stands with the quotation."""
        said, text = self.statements.get(statement), self.documents.get(document)
        if said is None or text is None:
            return "speaker not on record"
        return phrases.voices(said.chain or (said.speaker,), text)

    def value(self, account: Account) -> str:
        """A value in words, unless its own words are withheld."""
        return protection.value(account, self.mask, self.names, self.statements)

    def put_forward(self, statement: str, what: str, act: SpeechAct | None = None) -> str:
        """What a voice puts forward, with its verb (DOMAIN 2.5): the press reports, every other voice alleges.

        Press is who no party is known to control; where it accuses somebody itself, it alleges like every other voice.
        An outlet is taken for press unless its publisher is known as another kind of voice.

        :param what: the value, in words.
        :param act: what is done in the words of this value, where its statement does more than one thing.
        """
        said = self.statements.get(statement)
        if said is None or not self._is_press(said):
            return f"alleges: {what}"
        act = act or said.speech_act
        if act is SpeechAct.ACCUSE:
            return f"alleges: {what}"
        if act is SpeechAct.DESCRIBE_FOOTAGE:
            return f"reports from footage: {what}"
        return f"{'reports in its own voice' if said.speaker.is_outlet else 'reports'}: {what}"

    def _is_press(self, said: Statement) -> bool:
        if said.speaker.is_outlet:
            return said.span.document not in self.record.own_releases
        return said.speaker.source is not None and is_press(said.speaker.source)

    def speaks_for_itself(self, account: Account) -> tuple[bool, bool]:
        """For sorting: headlines last, and before them what the outlet says in its own voice."""
        said = self.statements.get(account.statement)
        return account.headline, said is None or said.speaker.is_outlet

    def speaker(self, who: Speaker, document: str) -> str:
        """One speaker's name."""
        return phrases.speaker(who, self.documents.get(document))

    def notes(self, account: Account) -> tuple[str, ...]:
        """What sets an account apart from a plain assertion."""
        notes = []
        if account.stance is not Stance.ALLEGES:
            notes.append(phrases.STANCES[account.stance])
        if account.modality is not Modality.ASSERTED:
            notes.append(phrases.plain(account.modality))
        if account.headline:
            notes.append("headline")
        statement = self.statements.get(account.statement)
        if statement is not None and statement.in_power_of_adverse_party:
            notes.append("made in the power of the adverse party")
        notes += self._person(account)
        return tuple(notes)

    def _person(self, account: Account) -> Iterator[str]:
        """Whether a person stands behind the value: where one corrected it, its words may say otherwise."""
        decision = self.decided.get(account.id)
        if decision is not None and decision.verb in phrases.DECIDED_BY:
            yield phrases.DECIDED_BY[decision.verb]
        elif account.made_by is MadeBy.HUMAN:
            yield phrases.MADE_BY[MadeBy.HUMAN]
