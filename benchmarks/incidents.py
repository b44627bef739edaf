"""Incidents measured on GVA (SemEval-2018 task 5 sources): local news on gun violence with known facts.

    python benchmarks/incidents.py ../shared/bench [--year 2016] [--limit 300]

Per article: is the exact day, a place within 25 km and the exact number of killed and of injured among
what the reader says of the article's first mention? The document date is the anchor. A number that the
reader leaves open is unknown, not zero: both readings are given, "right of those said" and "right of
all, unknown taken as none". Texts under 200 characters and texts that stand under several incidents are
left out.
"""

import argparse
import math
import random
import time
from datetime import date
from pathlib import Path

import allegata.knowledge
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.incident import Account, Mention
from allegata.model.reading import Reading
from allegata.model.value import Count, When, Where
from allegata.model.vocabulary import Attribute
from allegata.reading.places import names
from allegata.reading.readers import RulesReader
from gva import Article, articles, document

NEAR_KM = 25.0
EARTH_KM = 6371.0


def main_mention(reading: Reading) -> Mention | None:
    """The mention that most statements tell of; of several, the first."""
    return max(reading.mentions, key=lambda one: len(one.statements), default=None)


def values(reading: Reading, mention: Mention | None, attribute: Attribute) -> list[Account]:
    if mention is None:
        return []
    return [a for a in reading.accounts if a.mention == mention.id and a.attribute is attribute]


def day_right(accounts: list[Account], expected: date) -> bool | None:
    days = [
        v.earliest
        for a in accounts
        if isinstance(v := a.value, When) and v.earliest and v.earliest == v.latest
    ]
    return None if not days else expected in days


def place_right(accounts: list[Account], article: Article) -> bool | None:
    found = [p for a in accounts if isinstance(v := a.value, Where) for p in v.candidates]
    points = [(p.latitude, p.longitude) for p in found if p.latitude is not None and p.longitude is not None]
    there = article.coordinates
    if not points or there is None:
        return None
    return any(kilometres(one, there) <= NEAR_KM for one in points)


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
    chosen = [a for a in articles(options.bench, options.year) if a.coordinates is not None]
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
