"""The Gun Violence articles (SemEval-2018 task 5 sources), for the benchmarks that read or link them."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allegata.model.document import Document, PublishedAt, Segment
from allegata.model.vocabulary import DateBasis, SegmentRole

SHORTEST = 200
"""Characters of a text; shorter ones, and texts that stand under several incidents, are left out."""


@dataclass(frozen=True)
class Article:
    """One article, and what the corpus says of its incident; `incident` is the answer of linking."""

    name: str
    text: str
    created: date | None
    incident: str
    day: date
    town: str
    coordinates: tuple[float, float] | None  # latitude and longitude in degrees
    killed: int
    injured: int


def articles(bench: Path, year: str) -> Iterator[Article]:
    """The articles of a year's incidents, in the corpus' order."""
    with gzip.open(bench / "incidents-gva-2013-2016.jsonl.gz", "rt", encoding="utf-8") as lines:
        incidents = [json.loads(line) for line in lines]
    times = Counter(doc["content"] for incident in incidents for doc in incident["docs"])
    for incident in incidents:
        if not incident["date"].startswith(year):
            continue
        for doc in incident["docs"]:
            if len(doc["content"]) >= SHORTEST and times[doc["content"]] == 1:
                yield Article(
                    doc["doc"],
                    f"{doc['title']}\n\n{doc['content']}",
                    date.fromisoformat(doc["dct"]) if doc["dct"] else None,
                    str(incident.get("incident") or incident.get("id")),
                    date.fromisoformat(incident["date"]),
                    f"{incident['city']}, {incident['state']}",
                    _coordinates(incident["latlon"]) if incident["latlon"] else None,
                    int(incident["killed"]),
                    int(incident["injured"]),
                )


def document(article: Article) -> Document:
    """The article as a document: a headline, then body lines."""
    segments: list[Segment] = []
    at = 0
    for line in article.text.split("\n"):
        if line.strip():
            role = SegmentRole.BODY if segments else SegmentRole.HEADLINE
            segments.append(Segment(role, at, at + len(line)))
        at += len(line) + 1
    published = PublishedAt(article.created, DateBasis.IN_TEXT if article.created else DateBasis.NONE)
    return Document(
        f"doc_{article.name}", article.name, article.text, "en", tuple(segments), published=published
    )


def _coordinates(words: object) -> tuple[float, float]:
    """The corpus gives them as text or as a pair."""
    parts = words.split(",") if isinstance(words, str) else list(words) if isinstance(words, list) else []
    latitude, longitude = (float(part) for part in parts)
    return latitude, longitude
