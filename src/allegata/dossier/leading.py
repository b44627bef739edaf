"""Which quotation of a line leads: one choice for the page of an incident and for the dossier, alike for all sides."""

from collections.abc import Sequence

from allegata.model.view import Quotation

FULL = 140
"""Characters of a quotation that leads: longer ones are read one step away."""


def lead(quotations: Sequence[Quotation]) -> Quotation | None:
    """The fullest quotation of at most `FULL` characters; where all are longer, the shortest.

    One with nothing withheld goes before one with a gap. Between two of one length the first stays.
    """
    if not quotations:
        return None
    whole = [q for q in quotations if not any(piece.masked for piece in q.pieces)] or list(quotations)
    fitting = [q for q in whole if len(q.words) <= FULL]
    if fitting:
        return max(fitting, key=lambda q: len(q.words))
    return min(whole, key=lambda q: len(q.words))


def led(quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """All quotations of a line, the one that leads first, the others in their order."""
    first = lead(quotations)
    return (first, *(q for q in quotations if q is not first)) if first else ()
