"""Lines of a dossier: entries of a view with their quotations numbered; and a person's own summary."""

import re
from collections.abc import Iterable, Iterator

from allegata.dossier.leading import led
from allegata.dossier.lookup import Lookup
from allegata.errors import BadDecision
from allegata.model.document import Span
from allegata.model.dossier import Citation, Line, Quote
from allegata.model.phrases import outlet
from allegata.model.view import Cell, Entry, Quotation, unmarked

REFERENCE = re.compile(r"\s*\[\[([^\[\]\s]+)\]\]")
"""How a summary cites: the id of an account, act, record or statement, in double square brackets."""


class Numbers:
    """Gives every place of a quotation its number, in the order in which the dossier first uses it."""

    def __init__(self, held: Lookup) -> None:
        self.held = held
        self._found: dict[tuple[str, int, int], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation so far, by number."""
        return tuple(self._found.values())

    def quotes(self, quotations: Iterable[Quotation]) -> tuple[Quote, ...]:
        """Quotations as their words, without marks of Markdown, and numbers; the citation has them exactly."""
        return tuple(Quote(unmarked(one.words), tuple(self._numbers(one))) for one in quotations)

    def of(self, span: Span) -> tuple[int, ...]:
        """The numbers of one span; () when its document is not part of the record."""
        quotation = self.held.quotation(span)
        return tuple(self._numbers(quotation)) if quotation else ()

    def cell(self, cell: Cell) -> Line:
        """One value of the account matrix."""
        return Line(cell.who, cell.value, cell.notes, self.quotes(cell.quotations))

    def _numbers(self, quotation: Quotation) -> Iterator[int]:
        hidden = any(piece.masked for piece in quotation.pieces)
        for spot in quotation.spots:
            key = (spot.document.id, spot.start, spot.end)
            if key not in self._found:
                self._found[key] = Citation(
                    len(self._found) + 1,
                    "" if hidden else spot.document.text[spot.start : spot.end],
                    outlet(spot.document),
                    spot.document.item,
                    *key,
                    spot.line,
                    spot.document.language,
                    hidden,
                )
            yield self._found[key].number


def lines(entries: Iterable[Entry], numbers: Numbers) -> tuple[Line, ...]:
    """Entries of a view as lines; the words that lead stand first, as on the page of the incident."""
    return tuple(
        Line(
            entry.who,
            entry.what,
            tuple(n for n in entry.notes if n),
            numbers.quotes(led(entry.quotations)),
            entry.things,
        )
        for entry in entries
    )


def summary_lines(text: str, held: Lookup, numbers: Numbers) -> tuple[Line, ...]:
    """A person's summary, paragraph by paragraph, its references as citations.

    :raises BadDecision: when a reference names nothing in the record.
    """
    return tuple(
        _paragraph(" ".join(part.split()), held, numbers)
        for part in re.split(r"\n\s*\n", text.strip())
        if part.strip()
    )


def _paragraph(text: str, held: Lookup, numbers: Numbers) -> Line:
    named = tuple(dict.fromkeys(REFERENCE.findall(text)))
    spans = _spans(held)
    unknown = [name for name in named if name not in spans]
    if unknown:
        raise BadDecision(
            f"the summary cites {', '.join(unknown)}, which this incident does not hold; "
            f"`allegata show {held.record.incident.id} --ids` lists what it holds"
        )

    def mark(match: re.Match[str]) -> str:
        return "".join(f" [{number}]" for number in numbers.of(spans[match.group(1)]))

    return Line("", REFERENCE.sub(mark, text), (), (), named)


def _spans(held: Lookup) -> dict[str, Span]:
    """Everything in the record that a summary may cite."""
    record = held.record
    found = {statement.id: statement.span for statement in record.statements}
    found |= {act.id: act.span for mention in record.mentions for act in mention.acts}
    found |= {account.id: account.span for account in record.accounts}
    return found | {id: one.span for id, one in held.records.items()}
