"""Incidents measured on GVA: all articles of a year, clustered; which pairs of articles belong together?

    python benchmarks/clustering.py ../shared/bench [--year 2016] [--limit N] [--fields] [--readings FILE]

Pairwise precision, recall and F1 over pairs of articles. An article stands in the cluster of its main
mention (the one that most statements tell of). With `--fields`, the corpus' own day, town and numbers
take the reader's place: an upper bound for linking. `--readings FILE` keeps what was read, so that a
second run need not read again. Texts under 200 characters and texts under several incidents are left out.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import allegata.knowledge
from allegata.knowledge.gazetteer import Gazetteer
from allegata.linking.resolve import propose, resolve
from allegata.model.codec import from_data, to_data
from allegata.model.document import Span
from allegata.model.incident import Account, Act, Mention
from allegata.model.reading import Reading
from allegata.model.statement import Statement
from allegata.model.value import Count, Place, When, Where
from allegata.model.vocabulary import (
    ActType,
    Attribute,
    CountRole,
    Exactness,
    PlaceKind,
    PlaceRole,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
)
from allegata.reading.places import names
from allegata.reading.readers import RulesReader
from gva import Article, articles, document


def from_fields(article: Article) -> Reading:
    """What a perfect reader of day, town and numbers would say: one mention, one narrative statement."""
    name = f"doc_{article.name}"
    span = Span(name, 0, len(article.text), article.text)
    told = Statement(f"st_{article.name}", span, (span,))
    act = Act(f"act_{article.name}", ActType.SHOOTING, span, told.id)
    mention = Mention(f"mn_{article.name}", name, (act,), (span,), (told.id,))
    slug = hashlib.sha256(article.town.encode()).hexdigest()[:12]
    where = Where(PlaceRole.EVENT, article.town, (Place(slug, article.town, PlaceKind.CITY, "US"),))
    when = When(
        TimeSlot.EVENT, article.day.isoformat(), article.day, article.day, TimePrecision.DAY, TimeBasis.STATED
    )
    values = [(Attribute.PLACE_EVENT, where), (Attribute.TIME_EVENT, when)]
    for attribute, role, number in (
        (Attribute.VICTIMS_KILLED, CountRole.KILLED, article.killed),
        (Attribute.VICTIMS_INJURED, CountRole.INJURED, article.injured),
    ):
        if number:
            values.append((attribute, Count(number, number, Unit.PERSONS, role, Exactness.EXACT_AS_STATED)))
    accounts = tuple(
        Account(f"av_{article.name}_{n}", mention.id, attribute, value, span, told.id)
        for n, (attribute, value) in enumerate(values)
    )
    return Reading(name, article.name, "fields", "1", (told,), (mention,), accounts)


def read(chosen: Sequence[Article], kept: Path | None) -> list[Reading]:
    """The rules reader's readings, from `kept` where it holds this very article."""
    known: dict[str, Reading] = {}
    if kept and kept.exists():
        with kept.open(encoding="utf-8") as lines:
            for line in lines:
                reading = from_data(Reading, json.loads(line))
                known[reading.document] = reading
    knowledge = allegata.knowledge.load()
    reader, gazetteer = RulesReader(allegata.knowledge.pipeline(), knowledge), Gazetteer()
    out = kept.open("a", encoding="utf-8") if kept else None
    readings = []
    started = time.perf_counter()
    for article in chosen:
        made = document(article)
        if made.id not in known:
            try:
                known[made.id] = reader.read(made, gazetteer.lookup(names(article.text)))
            except ValueError as fault:  # the reader's own fault: counted, shown, and the article stays alone
                print(f"not read: {article.name}: {fault}")
                known[made.id] = Reading(made.id, made.item, "none", "0")
            if out:
                out.write(json.dumps(to_data(known[made.id]), ensure_ascii=False) + "\n")
        readings.append(known[made.id])
    print(f"read {len(readings)} articles in {time.perf_counter() - started:.0f} s")
    return readings


def main_mention(reading: Reading) -> Mention | None:
    return max(reading.mentions, key=lambda one: len(one.statements), default=None)


def pairs(groups: dict[str, list[str]]) -> set[tuple[str, str]]:
    return {pair for members in groups.values() for pair in combinations(sorted(members), 2)}


def grouped(of: dict[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for member, group in of.items():
        groups.setdefault(group, []).append(member)
    return groups


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--year", default="2016")
    parser.add_argument("--limit", type=int, default=None, help="the first so many incidents of the year")
    parser.add_argument("--fields", action="store_true")
    parser.add_argument("--readings", type=Path, default=None)
    options = parser.parse_args()
    chosen = list(articles(options.bench, options.year))
    if options.limit:
        wanted = set(sorted({a.incident for a in chosen})[: options.limit])
        chosen = [a for a in chosen if a.incident in wanted]
    documents = [document(a) for a in chosen]
    readings = [from_fields(a) for a in chosen] if options.fields else read(chosen, options.readings)
    started = time.perf_counter()
    knowledge = allegata.knowledge.load()
    proposals = propose(readings, documents, knowledge)
    mentions = [m for r in readings for m in r.mentions]
    partition = resolve(mentions, proposals, (), readings, documents)
    seconds = time.perf_counter() - started
    group_of = {mention: group[0] for group in partition for mention in group}
    found = {}
    for reading in readings:
        mention = main_mention(reading)
        found[reading.document] = group_of[mention.id] if mention else reading.document
    truth = {f"doc_{a.name}": a.incident for a in chosen}
    gold, ours = pairs(grouped(truth)), pairs(grouped(found))
    hits = len(gold & ours)
    precision, recall = hits / max(1, len(ours)), hits / max(1, len(gold))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"GVA {options.year}: {len(chosen)} articles, {len(set(truth.values()))} incidents, {seconds:.1f} s"
    )
    print(f"pairs: {len(gold)} in the corpus, {len(ours)} found, {hits} right")
    print(f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
