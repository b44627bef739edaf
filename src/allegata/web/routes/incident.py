"""One incident: the fixed first screen, the account matrix, and everything around them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import HTTPException
from markupsafe import Markup

from allegata.actions import history as past
from allegata.actions import show
from allegata.actions.grounds import Grounds, grounds
from allegata.actions.quoting import quoted
from allegata.actions.sealed import WITHHELD, Closed, open_part, words_beside
from allegata.actions.titles import titles
from allegata.actions.versions import compared, versions
from allegata.actions.viewing import headline, incident_view, mask_of, origin_graph
from allegata.model import phrases
from allegata.model.document import Document
from allegata.model.result import IncidentRecord
from allegata.model.user import Right
from allegata.model.view import IncidentView
from allegata.model.vocabulary import Attribute
from allegata.web.firstscreen import short, voices
from allegata.web.graphpicture import graph_picture
from allegata.web.numbers import number_of
from allegata.web.rendering import Renderer
from allegata.web.timepicture import time_picture
from allegata.web.visit import Visit, page
from allegata.web.whole import SECTIONS, entries, pages, short_matrix

KEPT_RIGHTS = (Right.DECIDE, Right.SEAL)
"""The rights on which the page of an incident depends."""
VIEW_OF_A_TEXT = 40_000
"""What one text adds to a view in memory, in bytes, roughly."""


@dataclass(frozen=True, slots=True)
class Reader:
    """All that a page kept for others may know of who reads it; it is part of the key under which it is kept."""

    casebook: str
    language: str
    rights: frozenset[Right]
    shut_items: frozenset[str] = frozenset()

    def url(self, path: str = "", **query: int | str) -> str:
        """As `Visit.url`."""
        return f"/c/{self.casebook}/{path}" + (f"?{urlencode(query)}" if query else "")

    def may(self, right: Right | str) -> bool:
        """As `Visit.may`.

        :raises KeyError: for a right that the key does not hold.
        """
        if right not in KEPT_RIGHTS:
            raise KeyError(right)
        return right in self.rights


@dataclass(frozen=True, slots=True)
class Composed:
    """An incident as its pages show it."""

    record: IncidentRecord
    view: IncidentView
    headings: Mapping[str, str]  # document id → its headline, or what it is called

    def heading(self, document: Document) -> str:
        """What a text is called."""
        return self.headings[document.id]


def composed(visit: Visit, name: str, withhold: bool) -> tuple[Grounds, Composed]:
    """The view of an incident, kept in memory; one with protected words in it never is."""
    on, shut = grounds(visit.book, name), visit.closed
    if not withhold:
        return on, _compose(visit, on, shut, withhold=False)

    def size(made: Composed) -> int:
        return VIEW_OF_A_TEXT * (1 + len(made.record.documents))

    key = on.key, shut.incidents, shut.items
    return on, visit.book.kept.get("incident views", key, lambda: _compose(visit, on, shut, True), size)


def _compose(visit: Visit, on: Grounds, shut: Closed, withhold: bool) -> Composed:
    record = replace(show.incident(visit.book, on.incident, check=False), problems=on.problems)
    record = open_part(record, shut)
    mask, _ = mask_of(record.records, record.accounts, record.statements, record.documents, withhold)
    heads = {
        document.id: WITHHELD if document.item in shut.items else headline(document, mask) or document.name
        for document in record.documents
    }
    view = incident_view(record, withhold=withhold, closed=words_beside(record, shut))
    return Composed(record, view, heads)


def _withhold(visit: Visit) -> bool:
    return not (visit.request.query_params.get("unmasked") == "1" and visit.may(Right.DECIDE))


@page("/c/{casebook:str}/incidents/{name:str}", Right.READ)
def incident(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The page of one incident. What it shows is made once for all who read it alike."""
    withhold = _withhold(visit)
    rights = frozenset(right for right in KEPT_RIGHTS if visit.may(right))
    reader = Reader(casebook, visit.language, rights, visit.shut_items)
    on = grounds(visit.book, name)

    def made() -> tuple[str, str]:
        return _body(visit, reader, on.incident, withhold)

    def size(of: tuple[str, str]) -> int:
        return 2 * len(of[1])

    key = on.key, reader
    title, text = visit.book.kept.get("incident pages", key, made, size) if withhold else made()
    visit.noted("incident", on.incident, unmasked=not withhold)
    return visit.render("incident.html.j2", title=title, body=Markup(text))


def _body(visit: Visit, reader: Reader, name: str, withhold: bool) -> tuple[str, str]:
    _, made = composed(visit, name, withhold)
    names = titles(visit.book, [other for other, _, _ in made.view.linked])
    return made.view.title, body(visit.renderer, reader, made, names, withhold)


def body(renderer: Renderer, reader: Reader, made: Composed, names: Mapping[str, str], withhold: bool) -> str:
    """The middle of an incident's page as HTML.

    :param names: the titles of linked incidents.
    """
    view = made.view
    matrix, beyond = short_matrix(view.matrix)
    return renderer.render(
        "incident_body.html.j2",
        reader.language,
        visit=reader,
        record=made.record,
        view=view,
        matrix=matrix,
        beyond=beyond,
        parts=short(view),
        pinned=voices(view.pinned),
        around=voices(entries(view, "around")),
        picture=time_picture(view.moments),
        titles=names,
        heading=made.heading,
        withhold=withhold,
    )


@page("/c/{casebook:str}/incidents/{name:str}/all/{section:str}", Right.READ)
def in_full(visit: Visit, casebook: str, name: str, section: str) -> Response[Any]:
    """One section of an incident's page with everything in it."""
    if section not in SECTIONS:
        raise HTTPException(status_code=404, detail="an incident has no such section")
    withhold = _withhold(visit)
    on, made = composed(visit, name, withhold)
    visit.noted("incident", on.incident, unmasked=not withhold)
    asked = visit.request.query_params.get("page", "")
    held = pages(entries(made.view, section))
    number = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), len(held))

    def at(other: int) -> str:
        also = {} if withhold else {"unmasked": 1}
        return visit.url(f"incidents/{on.incident}/all/{section}", page=other, **also)

    return visit.render(
        "incident_all.html.j2",
        view=made.view,
        section=section,
        name=SECTIONS[section],
        entries=held[number - 1],
        number=number,
        pages=len(held),
        at=at,
        heading=made.heading,
        withhold=withhold,
    )


@page("/c/{casebook:str}/incidents/{name:str}/origins", Right.READ)
def origins(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """The origin graph of an incident, of one attribute or of all."""
    record = open_part(show.incident(visit.book, name, check=False), visit.closed)
    visit.noted("origins", record.incident.id)
    present = [row.attribute for row in record.assessment.attributes]
    asked = visit.request.query_params.get("attribute", "")
    chosen = next((one for one in present if one.value == asked), None)
    if not asked and Attribute.ACT_TYPE in present:
        chosen = Attribute.ACT_TYPE
    graph = origin_graph(record, chosen)
    names = {node.id: node.name for node in graph.nodes}
    return visit.render(
        "origins.html.j2",
        record=record,
        title=record.assessment.title,
        graph=graph,
        picture=graph_picture(graph),
        names=names,
        sides=phrases.party_names(record.parties),
        chosen=chosen,
        choices=[(one, phrases.ATTRIBUTES[one]) for one in phrases.ATTRIBUTES if one in present],
    )


@page("/c/{casebook:str}/incidents/{name:str}/history", Right.READ)
def history(visit: Visit, casebook: str, name: str) -> Response[Any]:
    """Who did what to an incident, when and why; also to one that was merged or taken out."""
    withhold = visit.only_reads
    told = past.history(visit.book, name, withhold)
    visit.noted("history", name)
    known = versions(visit.book)
    asked = [number_of(visit.request.query_params.get(side)) for side in ("before", "after")]
    pair = [one for one in asked if one is not None]
    return visit.render(
        "history.html.j2",
        name=name,
        titles=titles(visit.book, [name]),
        entries=tuple(reversed(told.entries)),
        quoted=quoted(visit.book, name, told.entries, withhold),
        versions=known,
        pair=pair if len(pair) == 2 else [],
        changes=compared(visit.book, name, *pair, withhold=withhold) if len(pair) == 2 else (),
    )


HANDLERS = (incident, in_full, origins, history)
