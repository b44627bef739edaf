"""Incidents measured on GVA (SemEval-2018 task 5 sources): local news on gun violence with known facts.

    python benchmarks/incidents.py ../shared/bench [--year 2016] [--limit 300]

Per article: is the exact day, a place within 25 km and the exact number of killed and of injured among
what the reader says of the article's first mention? The document date is the anchor. A number that the
reader leaves open is unknown, not zero: both readings are given, "right of those said" and "right of
all, unknown taken as none". Texts under 200 characters and texts that stand under several incidents are
left out.
"""

import argparse
import gzip
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import allegata.knowledge
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.document import Document, PublishedAt, Segment
from allegata.model.incident import Account, Mention
from allegata.model.reading import Reading
from allegata.model.value import Count, When, Where
from allegata.model.vocabulary import Attribute, DateBasis, SegmentRole
from allegata.reading.places import names
from allegata.reading.readers import RulesReader

NEAR_KM = 25.0
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Article:
    """One article with the facts of its incident."""

    name: str
    text: str
    created: date | None
    day: str
    latitude: float
    longitude: float
    killed: int
    injured: int


def articles(bench: Path, year: str) -> Iterator[Article]:
    with gzip.open(bench / "incidents-gva-2013-2016.jsonl.gz", "rt", encoding="utf-8") as lines:
        incidents = [json.loads(line) for line in lines]
    times = Counter(doc["content"] for incident in incidents for doc in incident["docs"])
    for incident in incidents:
        if not incident["date"].startswith(year) or not incident["latlon"]:
            continue
        latitude, longitude = point(incident["latlon"])
        for doc in incident["docs"]:
            if len(doc["content"]) < 200 or times[doc["content"]] > 1:
                continue
            created = date.fromisoformat(doc["dct"]) if doc["dct"] else None
            yield Article(
                doc["doc"],
                f"{doc['title']}\n\n{doc['content']}",
                created,
                incident["date"],
                latitude,
                longitude,
                int(incident["killed"]),
                int(incident["injured"]),
            )


def point(words: object) -> tuple[float, float]:
    """Latitude and longitude, which the corpus gives as text or as a pair."""
    parts = words.split(",") if isinstance(words, str) else list(words) if isinstance(words, list) else []
    latitude, longitude = (float(part) for part in parts)
    return latitude, longitude


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


def main_mention(reading: Reading) -> Mention | None:
    """The mention that most statements tell of; of several, the first."""
    return max(reading.mentions, key=lambda one: len(one.statements), default=None)


def values(reading: Reading, mention: Mention | None, attribute: Attribute) -> list[Account]:
    if mention is None:
        return []
    return [a for a in reading.accounts if a.mention == mention.id and a.attribute is attribute]


def day_right(accounts: list[Account], expected: str) -> bool | None:
    days = [
        v.earliest
        for a in accounts
        if isinstance(v := a.value, When) and v.earliest and v.earliest == v.latest
    ]
    return None if not days else any(day is not None and day.isoformat() == expected for day in days)


def place_right(accounts: list[Account], article: Article) -> bool | None:
    found = [p for a in accounts if isinstance(v := a.value, Where) for p in v.candidates]
    points = [(p.latitude, p.longitude) for p in found if p.latitude is not None and p.longitude is not None]
    if not points:
        return None
    return any(kilometres(one, (article.latitude, article.longitude)) <= NEAR_KM for one in points)


def count_right(accounts: list[Account], expected: int) -> bool | None:
    counts = [v for a in accounts if isinstance(v := a.value, Count) and v.low == v.high]
    return None if not counts else any(count.low == expected for count in counts)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine)."""
    north, other_north = math.radians(one[0]), math.radians(other[0])
    east = math.radians(other[1] - one[1])
    across = math.sin((other_north - north) / 2) ** 2
    across += math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(across))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--year", default="2016")
    parser.add_argument("--limit", type=int, default=300, help="so many articles, drawn with a fixed seed")
    options = parser.parse_args()
    chosen = list(articles(options.bench, options.year))
    random.Random(5).shuffle(chosen)
    chosen = chosen[: options.limit]
    reader = RulesReader(allegata.knowledge.pipeline(), allegata.knowledge.load())
    gazetteer = Gazetteer()
    answers: dict[str, list[bool | None]] = {"day": [], "place within 25 km": [], "killed": [], "injured": []}
    unknown_as_none: dict[str, list[bool]] = {"killed": [], "injured": []}
    mentions = 0
    started = time.perf_counter()
    for article in chosen:
        reading = reader.read(document(article), gazetteer.lookup(names(article.text)))
        mention = main_mention(reading)
        mentions += mention is not None
        answers["day"].append(day_right(values(reading, mention, Attribute.TIME_EVENT), article.day))
        answers["place within 25 km"].append(
            place_right(values(reading, mention, Attribute.PLACE_EVENT), article)
        )
        for name, attribute, expected in (
            ("killed", Attribute.VICTIMS_KILLED, article.killed),
            ("injured", Attribute.VICTIMS_INJURED, article.injured),
        ):
            right = count_right(values(reading, mention, attribute), expected)
            answers[name].append(right)
            unknown_as_none[name].append(expected == 0 if right is None else right)
    seconds = time.perf_counter() - started
    print(f"GVA {options.year}: {len(chosen)} articles, {len(chosen) / seconds:.1f} a second")
    print(f"an alleged occurrence was found in {mentions}\n")
    print("| per article | said | right of those said | right of all |\n|---|---|---|---|")
    for name, given in answers.items():
        said = [one for one in given if one is not None]
        hits = sum(said)
        print(f"| {name} | {len(said)} | {share(hits, len(said))} | {share(hits, len(given))} |")
    for name, known in unknown_as_none.items():
        print(f"| {name}, unknown taken as none | {len(known)} | – | {share(sum(known), len(known))} |")


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


if __name__ == "__main__":
    main()
