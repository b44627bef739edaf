"""The account matrix: attributes × origins, every cell with its quotation; and the time slots."""

from collections.abc import Mapping, Sequence

from allegata.model.assessment import AttributeAssessment, Root
from allegata.model.incident import Account
from allegata.model.vocabulary import CORROBORATION_WORDS, Attribute, Sensitivity
from allegata.web import phrases
from allegata.web.lookup import Lookup
from allegata.web.views import Cell, Column, Matrix, Row


def _cell(held: Lookup, account: Account, withhold: bool) -> Cell | None:
    quotation = held.quotation(account.span)
    if quotation is None:
        return None
    hidden = withhold and (
        account.sensitivity in {Sensitivity.RESTRICTED, Sensitivity.SEALED} or held.mask.hides(account.span)
    )
    return Cell(
        "withheld" if hidden else phrases.value(account.value, held.names),
        held.notes(account),
        held.who(account.statement, account.span.document),
        quotation,
    )


def _columns(attributes: Sequence[AttributeAssessment]) -> dict[str, Root]:
    found: dict[str, Root] = {}
    for row in attributes:
        for root in row.origins.roots:
            found.setdefault(root.id, root)
    return found


def matrix(held: Lookup, withhold: bool) -> Matrix:
    """Attributes down, origins across; accounts without an origin have a last column of their own."""
    rows = sorted(
        held.record.assessment.attributes, key=lambda row: list(phrases.ATTRIBUTES).index(row.attribute)
    )
    roots = _columns(rows)
    unplaced = any(_without_root(row) for row in rows)
    columns = [Column(root.name, phrases.PARTY_RELATIONS[root.party_relation]) for root in roots.values()]
    if unplaced:
        columns.append(Column("no origin established", "counts towards no bound"))
    return Matrix(tuple(columns), tuple(_row(held, row, list(roots), unplaced, withhold) for row in rows))


def _without_root(row: AttributeAssessment) -> list[str]:
    placed = {account for root in row.origins.roots for account in root.accounts}
    return [account for account in row.accounts if account not in placed]


def _row(held: Lookup, row: AttributeAssessment, roots: Sequence[str], unplaced: bool, withhold: bool) -> Row:
    here = set(row.accounts)  # a root stands behind several rows
    of_root: Mapping[str, tuple[str, ...]] = {
        root.id: tuple(a for a in root.accounts if a in here) for root in row.origins.roots
    }
    groups = [of_root.get(root, ()) for root in roots]
    if unplaced:
        groups.append(tuple(_without_root(row)))
    flags = []
    if row.origins.single_interest:
        flags.append(f"all origins belong to {phrases.party(row.origins.single_interest, held.names)}")
    if row.origins.same_footage_only:
        flags.append("all describe the same footage")
    if row.origins.cross_party_agreement:
        flags.append("origins of opposing sides give compatible values")
    if row.origins.against_interest:
        flags.append("a side states something unfavourable to itself")
    counts = row.counts
    return Row(
        phrases.ATTRIBUTES[row.attribute],
        row.corroboration.code.value + (" + X" if row.corroboration.contradicted_by else ""),
        CORROBORATION_WORDS[row.corroboration.code],
        row.corroboration.derivation,
        bounds(row.origins.lower, row.origins.upper),
        bool(row.corroboration.contradicted_by),
        tuple(flags),
        row.origins.collapsed,
        phrases.span_of(counts.minimum, counts.maximum, counts.open_ended) if counts else "",
        tuple(
            tuple(
                cell
                for cell in (_cell(held, held.accounts[a], withhold) for a in group if a in held.accounts)
                if cell
            )
            for group in groups
        ),
    )


def bounds(lower: int, upper: int) -> str:
    """Two bounds, always both: "1–2", and "1–1" where they meet."""
    return f"{lower}–{upper}"


TIMES = (
    Attribute.TIME_EVENT,
    Attribute.TIME_FILMED,
    Attribute.TIME_MEDIA_FIRST_SEEN,
    Attribute.TIME_STATEMENT,
)


def slots(held: Lookup, withhold: bool) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """The time slots in order. They never fill each other: an empty one says "not stated"."""
    found = []
    for attribute in TIMES:
        cells = (
            _cell(held, account, withhold)
            for account in held.record.accounts
            if account.attribute is attribute
        )
        found.append((phrases.ATTRIBUTES[attribute], tuple(cell for cell in cells if cell)))
    return tuple(found)
