"""The list of texts: every item with search, facets and pages, and the problems on record."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response

from allegata.actions.texts import items
from allegata.actions.texts import problems as problem_lines
from allegata.model import phrases
from allegata.model.listing import NOT_STATED
from allegata.model.texts import FORMS, NONE, STATES, TextFacet, TextSelection
from allegata.model.user import Right
from allegata.web.facets import Chip, Choice, Group, grouped
from allegata.web.selection import LONGEST_WORDS, page_of
from allegata.web.visit import Visit, page

HEADINGS: dict[TextFacet, str] = {
    TextFacet.READ: "Read or not, and why",
    TextFacet.LANGUAGE: "Language",
    TextFacet.PUBLISHER: "Publisher, as stated",
    TextFacet.KIND: "Kind of file",
    TextFacet.PROBLEM: "Problems",
}
LANGUAGES = {
    "en": "English",
    "uk": "Ukrainian",
    "ru": "Russian",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "cs": "Czech",
    "de": "German",
    "fr": "French",
    "he": "Hebrew",
    "hy": "Armenian",
    "pl": "Polish",
}
PROBLEMS_A_PAGE = 50


@page("/c/{casebook:str}/texts", Right.READ)
def texts(visit: Visit, casebook: str) -> Response[Any]:
    """The list."""
    visit.noted("texts")
    selection = asked(visit.request.query_params.multi_items())
    held = items(visit.book, selection, only_reads=visit.only_reads)
    if selection.page > held.pages:
        selection = replace(selection, page=held.pages)
        held = items(visit.book, selection, only_reads=visit.only_reads)
    base = visit.url("texts")
    return visit.render(
        "texts.html.j2",
        listed=held,
        selection=selection,
        base=base,
        groups=groups(held.facets, selection, base),
        chips=chips(selection, base),
        hidden=[(str(facet), value) for facet, value in selection.chosen],
        page_url=lambda number: address(base, replace(selection, page=number)),
        label=label,
        state_facet=TextFacet.READ,
        language_facet=TextFacet.LANGUAGE,
    )


@page("/c/{casebook:str}/problems", Right.READ)
def problems(visit: Visit, casebook: str) -> Response[Any]:
    """What could not be read or contradicts itself, and what a person can do about each."""
    visit.noted("problems")
    number = page_of(visit.request.query_params.get("page"))
    total, lines = problem_lines(visit.book, number, PROBLEMS_A_PAGE, only_reads=visit.only_reads)
    pages = max(1, -(-total // PROBLEMS_A_PAGE))
    if number > pages:
        number = pages
        total, lines = problem_lines(visit.book, number, PROBLEMS_A_PAGE, only_reads=visit.only_reads)
    return visit.render(
        "problems.html.j2",
        total=total,
        lines=lines,
        page=number,
        pages=pages,
        page_url=lambda one: visit.url("problems", page=one),
        label=label,
    )


def asked(pairs: Iterable[tuple[str, str]]) -> TextSelection:
    """The selection that a query asks for.

    :raises ClientException: when a page is none.
    """
    words, number, chosen = "", None, dict[tuple[TextFacet, str], None]()
    for name, given in pairs:
        value = given.strip()
        if value and name in set(TextFacet):
            chosen[TextFacet(name), value[:200]] = None
        elif value and name == "q":
            words = value.replace("\x00", "")[:LONGEST_WORDS]
        elif value and name == "page":
            number = value
    return TextSelection(words, tuple(chosen), page_of(number))


def address(base: str, selection: TextSelection) -> str:
    """The address of a selection."""
    pairs = [("q", selection.words)] if selection.words else []
    pairs += [(str(facet), value) for facet, value in sorted(selection.chosen)]
    if selection.page > 1:
        pairs.append(("page", str(selection.page)))
    return f"{base}?{urlencode(pairs)}" if pairs else base


def without(base: str, selection: TextSelection, one: tuple[TextFacet, str]) -> str:
    """The address with one value taken back."""
    chosen = tuple(each for each in selection.chosen if each != one)
    return address(base, replace(selection, chosen=chosen, page=1))


def label(facet: TextFacet, value: str) -> str:
    """What to call a value."""
    if value == NOT_STATED:
        return "not named" if facet is TextFacet.LANGUAGE else "not stated"
    match facet:
        case TextFacet.READ:
            return {str(key): words for key, words in STATES.items()}.get(value, value)
        case TextFacet.KIND:
            return {str(key): words for key, words in FORMS.items()}.get(value, value)
        case TextFacet.LANGUAGE:
            return LANGUAGES.get(value, value)
        case TextFacet.PROBLEM:
            return "none on record" if value == NONE else phrases.plain(value)
        case _:
            return value


def groups(
    facets: Iterable[tuple[TextFacet, tuple[tuple[str, int], ...]]], selection: TextSelection, base: str
) -> tuple[Group, ...]:
    """The facets as links with counts; what is not stated stands last, and is always offered."""
    made = []
    for facet, values in facets:
        last = NONE if facet is TextFacet.PROBLEM else NOT_STATED
        counts = dict(values)
        said = [_choice(facet, v, n, selection, base) for v, n in values if v != last]
        end = []
        if last in counts or facet in (TextFacet.LANGUAGE, TextFacet.PUBLISHER):
            end = [_choice(facet, last, counts.get(last, 0), selection, base)]
        made.append(grouped(HEADINGS[facet], said, end))
    return tuple(group for group in made if group.choices or group.unstated)


def _choice(facet: TextFacet, value: str, count: int, selection: TextSelection, base: str) -> Choice:
    one, chosen = (facet, value), selection.has(facet, value)
    if chosen:
        href = without(base, selection, one)
    else:
        href = address(base, replace(selection, chosen=(*selection.chosen, one), page=1))
    return Choice(label(facet, value), count, href, chosen)


def chips(selection: TextSelection, base: str) -> tuple[Chip, ...]:
    """Everything that narrows the list."""
    made = []
    if selection.words:
        made.append(
            Chip("Words", f"“{selection.words}”", address(base, replace(selection, words="", page=1)))
        )
    made += [
        Chip(HEADINGS[facet], label(facet, value), without(base, selection, (facet, value)))
        for facet, value in selection.chosen
    ]
    return tuple(made)


HANDLERS = (texts, problems)
