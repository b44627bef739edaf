"""Full-text search in each database's own terms; what a question means is told in `model.search`."""

from collections.abc import Callable, Sequence
from typing import Any

from allegata.model import search
from allegata.model.search import Term

LONGEST = 255
"""Characters of a word that PostgreSQL keeps; longer ones are hashes and addresses run together."""
MOST = 900_000
"""Bytes of different words of one text that PostgreSQL takes: it refuses more than a megabyte."""

Bound = dict[str, Any]

STORING = {
    "sqlite": "INSERT INTO texts (rowid, body) VALUES (:number, :body)",
    "postgresql": (
        "INSERT INTO texts (rowid, body, words) VALUES (:number, :body, array_to_tsvector(CAST(:words AS text[])))"
    ),
}


def _stored_sqlite(number: int, text: str) -> Bound:
    return {"number": number, "body": search.body(text)}


def _stored_postgresql(number: int, text: str) -> Bound:
    every = [token for token in search.tokens(text) if len(token) <= LONGEST]
    words, size = [], 0
    for token in dict.fromkeys(every):
        size += len(token.encode()) + 8
        if size > MOST:
            break
        words.append(token)
    # a space before and after each word: so a phrase is a stretch of this text
    return {"number": number, "body": f" {' '.join(every)} ", "words": words}


STORED: dict[str, Callable[[int, str], Bound]] = {
    "sqlite": _stored_sqlite,
    "postgresql": _stored_postgresql,
}
"""What is kept of a text, by dialect."""


def _matching_sqlite(terms: Sequence[Term]) -> tuple[str, Bound]:
    words = " AND ".join(
        " + ".join(f'"{token}"' for token in term.tokens) + ("*" if term.prefix else "") for term in terms
    )
    return "SELECT rowid FROM texts WHERE texts MATCH :words ORDER BY rowid DESC", {"words": words}


def _matching_postgresql(terms: Sequence[Term]) -> tuple[str, Bound]:
    """By the index of words first; a phrase is then looked for in the text itself."""
    words, conditions, bound = [], ["words @@ CAST(:words AS tsquery)"], {}
    for number, term in enumerate(terms):
        for token in term.tokens[:-1]:
            words.append(f"'{token}'")
        words.append(f"'{term.tokens[-1]}'" + (":*" if term.prefix else ""))
        if len(term.tokens) > 1:
            conditions.append(f"position(:phrase{number} IN body) > 0")
            bound[f"phrase{number}"] = f" {' '.join(term.tokens)}" + ("" if term.prefix else " ")
    where = " AND ".join(conditions)
    return f"SELECT rowid FROM texts WHERE {where} ORDER BY rowid DESC", bound | {"words": " & ".join(words)}


MATCHING: dict[str, Callable[[Sequence[Term]], tuple[str, Bound]]] = {
    "sqlite": _matching_sqlite,
    "postgresql": _matching_postgresql,
}
"""The query for a question and its parameters, by dialect. A token holds letters and digits only, hence no quotes."""
