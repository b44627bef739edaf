"""The account matrix: attributes × origins, every cell with its quotation; and the time slots."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from allegata.dossier.lookup import Lookup
from allegata.model import phrases
from allegata.model.assessment import AttributeAssessment, CountRange, Root
from allegata.model.document import Span
from allegata.model.incident import Account
from allegata.model.record import Response
from allegata.model.view import Cell, Column, Mark, Matrix, Row, Telling
from allegata.model.vocabulary import CORROBORATION_WORDS, Attribute, Relation, Stance


def _cells(
    held: Lookup, accounts: Iterable[Account], column: str = "", conflicting: Collection[str] = ()
) -> tuple[Cell, ...]:
    """Accounts of one value by one voice as one cell, with the words of each."""
    found: dict[tuple[str, tuple[str, ...], str, Mark | None], list[Span]] = {}
    for account in accounts:
        value = held.value(account)
        who = held.who(account.statement, account.span.document)
        key = (
            value,
            held.notes(account),
            "" if who.casefold() == column.casefold() else who,
            _mark(account, conflicting),
        )
        found.setdefault(key, []).append(account.span)
    return tuple(
        Cell(value, notes, who, held.quotations(spans), mark)
        for (value, notes, who, mark), spans in found.items()
    )


def _mark(account: Account, conflicting: Collection[str]) -> Mark | None:
    if account.stance is Stance.DENIES:
        return Mark.DENIED
    if account.stance is Stance.ALTERNATIVE:
        return Mark.OTHER
    return Mark.CONFLICT if account.id in conflicting else None


def _columns(attributes: Sequence[AttributeAssessment]) -> dict[str, Root]:
    found: dict[str, Root] = {}
    for row in attributes:
        for root in row.origins.roots:
            found.setdefault(root.id, root)
    return found


def matrix(held: Lookup, told: Sequence[Telling] = ()) -> Matrix:
    """Attributes down, origins across; accounts without an origin have a last column of their own.

    :param told: the texts of the record with their copies, as `tellings` gives them.
    """
    rows = sorted(
        held.record.assessment.attributes, key=lambda row: list(phrases.ATTRIBUTES).index(row.attribute)
    )
    roots = _columns(rows)
    unplaced = any(_without_root(row) for row in rows)
    behind = _behind(rows)
    columns = [
        Column(phrases.named(root.name), standing(root, held.names), _told(held, behind[root.id], told))
        for root in roots.values()
    ]
    if unplaced:
        loose = [account for row in rows for account in _without_root(row)]
        columns.append(Column("no origin established", "counts towards no bound", _told(held, loose, told)))
    return Matrix(tuple(columns), tuple(_row(held, row, list(roots), columns) for row in rows))


def _behind(rows: Iterable[AttributeAssessment]) -> dict[str, list[str]]:
    """Root id → its accounts in all rows."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for root in row.origins.roots:
            found.setdefault(root.id, []).extend(root.accounts)
    return found


def _told(held: Lookup, accounts: Iterable[str], told: Sequence[Telling]) -> tuple[Telling, ...]:
    """The texts that hold these accounts, each with those of its copies that hold one too."""
    texts = {held.accounts[id].span.document for id in accounts if id in held.accounts}
    found = []
    for telling in told:
        here = [d for d in (telling.document, *telling.copies) if d.id in texts]
        if here:
            found.append(Telling(here[0], tuple(here[1:])))
    return tuple(found)


def standing(root: Root, names: phrases.PartyNames) -> str:
    """How an origin stands to the sides: for whom it speaks, where that is known."""
    if root.control_group:
        return f"speaks for {phrases.party(root.control_group, names)}"
    return phrases.PARTY_RELATIONS[root.party_relation]


def _without_root(row: AttributeAssessment) -> list[str]:
    placed = {account for root in row.origins.roots for account in root.accounts}
    return [account for account in row.accounts if account not in placed]


def _row(held: Lookup, row: AttributeAssessment, roots: Sequence[str], columns: Sequence[Column]) -> Row:
    here = set(row.accounts)  # a root stands behind several rows
    of_root: Mapping[str, tuple[str, ...]] = {
        root.id: tuple(a for a in root.accounts if a in here) for root in row.origins.roots
    }
    groups = [of_root.get(root, ()) for root in roots]
    if len(columns) > len(roots):
        groups.append(tuple(_without_root(row)))
    counts = row.counts
    pairs = [pair for pair in row.pairs if pair.relation is Relation.CONFLICT]
    conflicting = {account for pair in pairs for account in (pair.left, pair.right)}
    return Row(
        phrases.ATTRIBUTES[row.attribute],
        row.corroboration.code.value + (" + X" if row.corroboration.contradicted_by else ""),
        CORROBORATION_WORDS[row.corroboration.code],
        row.corroboration.derivation,
        phrases.bounds(row.origins.lower, row.origins.upper),
        _contradictions(held, row),
        flags(held, row),
        row.origins.collapsed,
        phrases.span_of(counts.minimum, counts.maximum, counts.open_ended) if counts else "",
        tuple(
            _cells(held, [held.accounts[a] for a in group if a in held.accounts], column.name, conflicting)
            for group, column in zip(groups, columns, strict=True)
        ),
        phrases.span_of(*counts.common_ground) if counts and counts.common_ground else "",
        _left_out(held, counts) if counts else (),
    )


def _left_out(held: Lookup, counts: CountRange) -> tuple[str, ...]:
    """Counts that enter no range: vague words, headlines, each with the reason."""
    told = [(held.accounts[id], why) for id, why in counts.excluded if id in held.accounts]
    return tuple(dict.fromkeys(f"{held.value(account)}: {why}" for account, why in told))


def _contradictions(held: Lookup, row: AttributeAssessment) -> tuple[str, ...]:
    """The X of a code, by name: who denies it, or says something that excludes it."""
    words = []
    for identifier in row.corroboration.contradicted_by:
        account, record = held.accounts.get(identifier), held.records.get(identifier)
        if account is not None:
            who = held.who(account.statement, account.span.document)
            stance = phrases.STANCES[account.stance]
            value = held.value(account)
            words.append(f"{who}: {stance or value}")
        elif isinstance(record, Response):
            words.append(f"{held.speaker(record.by, record.span.document)}: {phrases.RESPONSES[record.kind]}")
    return tuple(dict.fromkeys(words))


def flags(held: Lookup, row: AttributeAssessment) -> tuple[str, ...]:
    """Facts about the sources of one attribute, in words; none carries a weight."""
    found = []
    if row.origins.single_interest:
        found.append(f"all origins belong to {phrases.party(row.origins.single_interest, held.names)}")
    if row.origins.same_footage_only:
        found.append("all describe the same footage")
    if row.origins.cross_party_agreement:
        found.append("origins of opposing sides give compatible values")
    if row.origins.against_interest:
        found.append("a side states something unfavourable to itself")
    return tuple(found)


TIMES = (
    Attribute.TIME_EVENT,
    Attribute.TIME_FILMED,
    Attribute.TIME_MEDIA_FIRST_SEEN,
    Attribute.TIME_STATEMENT,
)


def slots(held: Lookup) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """The time slots in order. They never fill each other: an empty one says "not stated"."""
    found = []
    for attribute in TIMES:
        accounts = [account for account in held.record.accounts if account.attribute is attribute]
        found.append((phrases.ATTRIBUTES[attribute], _cells(held, accounts)))
    return tuple(found)
