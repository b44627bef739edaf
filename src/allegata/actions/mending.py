"""Where a problem can be mended: which text it is about, and what to send anew."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from allegata.actions.casebook import Casebook
from allegata.actions.current import portions
from allegata.errors import Problem, Severity
from allegata.store.tables import DOCUMENTS, ITEMS

COLUMNS = frozenset({"columns_unknown", "columns_unusable", "columns_not_found", "table_without_links"})


def items_of(book: Casebook, problems: Iterable[Problem]) -> Mapping[str, str]:
    """Subject of a problem → the item that it is about: by id, by the document's id, or by the name it came under."""
    subjects = sorted({problem.subject for problem in problems})
    found: dict[str, str] = {}
    for some in portions(subjects):
        by_name = select(ITEMS.c.name, ITEMS.c.id).where(ITEMS.c.name.in_(some)).order_by(ITEMS.c.seq)
        found |= {row.name: row.id for row in book.index.rows(by_name)}
        by_document = select(DOCUMENTS.c.id, DOCUMENTS.c.item).where(DOCUMENTS.c.id.in_(some))
        found |= {row.id: row.item for row in book.index.rows(by_document)}
        by_id = select(ITEMS.c.id).where(ITEMS.c.id.in_(some))
        found |= {row.id: row.id for row in book.index.rows(by_id)}
    return found


def by_columns(problem: Problem) -> bool:
    """Whether a word on which column is what would mend it."""
    return problem.code.startswith(("column", "table")) or problem.code in COLUMNS


def by_sending_again(problem: Problem) -> bool:
    """Whether a better copy of the file would."""
    return problem.severity is not Severity.NOTICE and not by_columns(problem)
