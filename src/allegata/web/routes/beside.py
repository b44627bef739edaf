"""Two texts side by side: a copy, another version, a translation."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from litestar import Response

from allegata.actions.laid import Differences, differences, worth_laying_beside
from allegata.actions.room import room
from allegata.errors import BadDecision, UnknownThing
from allegata.model.document import Document
from allegata.model.marks import Highlight, Mask, Piece, cut, line_of
from allegata.model.room import Room
from allegata.model.user import Right
from allegata.web.item import direction_of
from allegata.web.room import mask_for
from allegata.web.visit import Visit, page

LONGEST = 60_000
"""Code points of both texts together that are compared in one page: more takes a core for seconds."""

TELLING = 0.4
"""The share of words in common below which two texts are no versions of one: nearly all would be marked."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its line in the original."""

    start: int
    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts; `rows[i]` stands beside `rows[i]` of the other."""

    room: Room
    document: Document
    direction: str
    rows: tuple[tuple[Paragraph, ...], ...]


@page("/c/{casebook:str}/texts/{name:str}/beside", Right.READ)
def choose(visit: Visit, casebook: str, name: str, other: str = "") -> Response[Any]:
    """Which text is laid beside this one."""
    one = room(visit.book, name)
    document = _text(one)
    if other.strip():
        there = room(visit.book, other.strip())
        return visit.to(f"texts/{one.record.item.id[:20]}/beside/{there.record.item.id[:20]}")
    return visit.render(
        "reading_beside_choose.html.j2",
        room=one,
        key=one.record.item.id[:20],
        offered=worth_laying_beside(visit.book, document, only_reads=visit.only_reads),
    )


@page("/c/{casebook:str}/texts/{name:str}/beside/{other:str}", Right.READ)
def beside(visit: Visit, casebook: str, name: str, other: str) -> Response[Any]:
    """The two texts; words that only one of them has are marked where both are of one language."""
    left, right = room(visit.book, name), room(visit.book, other)
    one, two = _text(left), _text(right)
    for document in (one, two):
        visit.noted("text", document.item)
    if len(one.text) + len(two.text) > LONGEST:
        raise BadDecision("these two texts are too long to be laid side by side on one page")
    found = _compared(one, two)
    apart = found.shared is not None and found.shared < TELLING
    only = ((), ()) if apart else (found.only_left, found.only_right)
    return visit.render(
        "reading_beside.html.j2",
        left=_side(left, one, [row.left for row in found.rows], only[0]),
        right=_side(right, two, [row.right for row in found.rows], only[1]),
        apart=apart,
        shared=None if found.shared is None else round(found.shared * 100),
    )


@lru_cache(maxsize=8)
def _compared(one: Document, two: Document) -> Differences:
    """What is asked for again and again is compared once: a text never changes."""
    return differences(one, two)


def _text(one: Room) -> Document:
    if one.record.document is None:
        raise UnknownThing("this item has no text to lay beside another")
    return one.record.document


def _side(one: Room, document: Document, rows: Any, only: Any) -> Side:
    mask = mask_for(one, withhold=True)
    marks = [Highlight(start, end, "differs", "") for start, end in only]
    made = tuple(tuple(_paragraph(document, stretch, marks, mask) for stretch in row) for row in rows)
    return Side(one, document, direction_of(document.language), made)


def _paragraph(document: Document, stretch: tuple[int, int], marks: list[Highlight], mask: Mask) -> Paragraph:
    start, end = stretch
    pieces = cut(document.text, start, end, marks, mask.spans(document.id))
    return Paragraph(start, line_of(document, start), tuple(pieces))


HANDLERS = (choose, beside)
