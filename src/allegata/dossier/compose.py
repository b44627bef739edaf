"""An incident's record → a dossier: a neutral tree in which every value names the quotation it rests on.

Pure. What is shown is what the page and the terminal show (`dossier.incident`), with quotations as
numbers; so the dossier cannot say more than they do, nor leave out the answer of the accused side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from allegata.dossier.incident import incident_view
from allegata.dossier.lines import Numbers, lines, summary_lines
from allegata.dossier.lookup import Lookup
from allegata.dossier.material import custody_of, item_lines
from allegata.dossier.protection import mask_of
from allegata.dossier.times import timeline
from allegata.model import phrases
from allegata.model.decision import Decision
from allegata.model.dossier import (
    FORMAT,
    AccountLine,
    Anchor,
    Attributed,
    Decided,
    Dossier,
    Release,
    Section,
    StatementLine,
    Voice,
)
from allegata.model.incident import Account
from allegata.model.item import CustodyEvent, Item
from allegata.model.result import IncidentRecord
from allegata.model.view import Matrix, Part


@dataclass(frozen=True, slots=True)
class Around:
    """What the dossier tells beside the record itself; the action gathers it."""

    release: Release
    software: str  # name and version
    withheld: tuple[str, ...]  # what the profile leaves out, in words
    method: tuple[str, ...]
    custody: tuple[CustodyEvent, ...] = ()
    undone: frozenset[str] = frozenset()  # ids of decisions no longer in force
    anchor: Anchor = field(default_factory=Anchor)
    files: tuple[tuple[str, str], ...] = ()  # (item, its path in the package)
    containers: tuple[Item, ...] = ()  # what originals of the record lay in
    summary: str = ""  # a person's own words, citing things as [[id]]


def compose(record: IncidentRecord, around: Around, withhold: bool = True) -> Dossier:
    """The dossier of one incident.

    :param withhold: leave out words that could expose a captive, victim or witness.
    :raises BadDecision: when the summary cites what the record does not hold.
    """
    view = incident_view(record, withhold=withhold)
    mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, withhold)
    held = Lookup(record, mask)
    numbers = Numbers(held)
    parts = tuple(_section(part, numbers) for part in view.parts)
    pinned = lines(view.pinned, numbers)
    matrix = _matrix(view.matrix, numbers)
    around_it = lines(view.records, numbers)
    moments = timeline(held, numbers)
    accounts = tuple(_account(held, account, numbers) for account in record.accounts)
    statements = _statements(held, numbers)
    return Dossier(
        format=FORMAT,
        incident=record.incident.id,
        title=view.title,
        state=view.state,
        made_by=view.made_by,
        accused=view.accused,
        release=around.release,
        software=around.software,
        method_version=record.assessment.method_version,
        seen=record.seen,
        summary=summary_lines(around.summary, held, numbers),
        parts=parts,
        pinned=pinned,
        matrix=matrix,
        timeline=moments,
        around=around_it,
        statements=statements,
        accounts=accounts,
        citations=numbers.citations,
        items=item_lines(record, around.containers, around.custody, dict(around.files)),
        custody=custody_of((*record.items, *around.containers), around.custody),
        decisions=_decisions(record.decisions, around.undone),
        linked=tuple(f"{other}: {kind}. {why}" for other, kind, why in view.linked),
        withheld=around.withheld,
        method=around.method,
        anchor=around.anchor,
    )


def _section(part: Part, numbers: Numbers) -> Section:
    return Section(part.number, part.title, lines(part.entries, numbers), part.empty, part.footnotes)


def _matrix(matrix: Matrix, numbers: Numbers) -> tuple[Attributed, ...]:
    return tuple(
        Attributed(
            row.attribute,
            row.code,
            row.code_words,
            row.derivation,
            row.origins,
            row.count,
            row.contradicted,
            row.flags,
            tuple(
                Voice(column.name, column.note, tuple(numbers.cell(cell) for cell in cells))
                for column, cells in zip(matrix.columns, row.cells, strict=True)
                if cells
            ),
        )
        for row in matrix.rows
    )


def _statements(held: Lookup, numbers: Numbers) -> tuple[StatementLine, ...]:
    found = []
    for said in sorted(held.record.statements, key=lambda s: s.span):
        document = held.documents.get(said.span.document)
        if document is None:
            continue
        quote = numbers.quotes(held.quotations([said.span]))
        captive = ("made in the power of the adverse party",) if said.in_power_of_adverse_party else ()
        found.append(
            StatementLine(
                said.id,
                phrases.speaker(said.speaker, document),
                phrases.chain(said.chain or (said.speaker,), document),
                phrases.manner_of_saying(said.speech_act, said.modality, said.polarity),
                phrases.SCOPES[said.scope],
                captive,
                " ".join(q.words for q in quote),
                tuple(n for q in quote for n in q.cites),
            )
        )
    return tuple(found)


def _account(held: Lookup, account: Account, numbers: Numbers) -> AccountLine:
    quote = numbers.quotes(held.quotations([account.span]))
    words = held.value(account)
    hidden = held.mask.hides(account.span) and words != phrases.value(account.value, held.names)
    return AccountLine(
        account.id,
        phrases.ATTRIBUTES[account.attribute],
        words,
        None if hidden else account.value,
        held.who(account.statement, account.span.document),
        phrases.plain(account.stance),
        held.notes(account),
        phrases.MADE_BY[account.made_by],
        account.statement,
        " ".join(q.words for q in quote),
        tuple(n for q in quote for n in q.cites),
    )


def _decisions(decisions: Sequence[Decision], undone: Iterable[str]) -> tuple[Decided, ...]:
    gone = frozenset(undone)
    return tuple(
        Decided(
            one.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            one.people,
            phrases.plain(one.verb),
            ", ".join((one.subject.replace("|", " and "), *one.others)),
            one.reason,
            one.id not in gone,
        )
        for one in decisions
    )
