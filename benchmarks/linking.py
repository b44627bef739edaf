"""Time of linking over made-up casebooks of growing size: the time per thousand must stay level.

    python benchmarks/linking.py [1000 2000 5000 10000]

Every document is generated (no corpus is read): about a third tell of an occurrence on their own, the
others come in groups of two to six with a shared utterance, a shared place and day, or as copies.
"""

import random
import sys
import time
from datetime import date, timedelta
from itertools import pairwise

import allegata.knowledge
from allegata.assessing.assess import assess_all
from allegata.assessing.totals import figures
from allegata.linking.copies import clusters
from allegata.linking.incidents import identified, incidents
from allegata.linking.resolve import propose, resolve
from allegata.model.document import Document, PublishedAt, Segment, Span
from allegata.model.incident import Account, Act, Mention
from allegata.model.reading import Reading
from allegata.model.source import OUTLET, Source, Speaker
from allegata.model.statement import Statement
from allegata.model.value import Count, Group, Place, When, Where
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Attribute,
    CountRole,
    DateBasis,
    Exactness,
    PartyRelation,
    PlaceKind,
    PlaceRole,
    Quotation,
    SegmentRole,
    SourceKind,
    TimeBasis,
    TimePrecision,
    TimeSlot,
    Unit,
)

SYLLABLES = [
    a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or", "ist", "um")
]
START = date(2021, 1, 1).toordinal()


def words(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.choices(SYLLABLES, k=3)) for _ in range(count)]


class Occurrence:
    """What all reports of one occurrence share."""

    def __init__(self, rng: random.Random, number: int) -> None:
        self.rng = rng
        self.side = rng.choice(["state:AA", "state:BB"])
        self.low = rng.randint(1, 30)
        town = rng.randint(0, 3000)
        self.place = Place(
            f"town{town}",
            f"Town {town}",
            PlaceKind.CITY,
            "AA",
            (f"region{town % 40}", "country"),
            10 + town / 50,
            20.0,
        )
        self.day = START + rng.randint(0, 1400)
        self.core = words(rng, 14)
        self.stated = rng.random() < 0.6
        self.number = number

    def sentences(self) -> tuple[str, str, str]:
        """Narrative, an official's words (reworded each time), and filler."""
        said = [w for w in self.core if self.rng.random() < 0.85]
        self.rng.shuffle(said)
        narrative = " ".join([*self.core[:5], *words(self.rng, 12)])
        return narrative, f"at least {self.low} {' '.join(said)}", " ".join(words(self.rng, 110))


def report(one: Occurrence, name: str, texts: tuple[str, str, str]) -> tuple[Document, Reading]:
    text, spans = "", []
    for part in texts:
        spans.append(Span(name, len(text), len(text) + len(part), part))
        text += part + "\n"
    office = Source(f"{one.side}/office", "Office", SourceKind.STATE_BODY, PartyRelation.PARTY, one.side)
    speaker = Speaker("Office", spans[1], office)
    told = Statement(f"st-{name}-0", spans[0], (spans[0],))
    said = Statement(
        f"st-{name}-1", spans[1], (spans[1],), speaker, (speaker, OUTLET), quotation=Quotation.INDIRECT
    )
    act = Act(
        f"ac-{name}", ActType.KILLING, spans[0], told.id, Group(one.side, ActorKind.ARMED_FORCES, "forces")
    )
    mention = Mention(f"mn-{name}", name, (act,), (spans[0],), (told.id, said.id))
    day = date.fromordinal(one.day)
    count = Count(one.low, None, Unit.PERSONS, CountRole.KILLED, Exactness.LOWER_BOUND)
    accounts = [Account(f"a1-{name}", mention.id, Attribute.VICTIMS_KILLED, count, spans[1], said.id)]
    if one.stated:
        where = Where(PlaceRole.EVENT, one.place.name, (one.place,))
        when = When(TimeSlot.EVENT, day.isoformat(), day, day, TimePrecision.DAY, TimeBasis.STATED)
        accounts.append(Account(f"a2-{name}", mention.id, Attribute.PLACE_EVENT, where, spans[0], told.id))
        accounts.append(Account(f"a3-{name}", mention.id, Attribute.TIME_EVENT, when, spans[0], told.id))
    published = PublishedAt(day + timedelta(days=one.rng.randint(0, 2)), DateBasis.STATED_BY_COLLECTOR)
    document = Document(
        name, f"item-{name}", text, "en", (Segment(SegmentRole.BODY, 0, len(text)),), published=published
    )
    return document, Reading(name, f"item-{name}", "made", "1", (told, said), (mention,), tuple(accounts))


def casebook(size: int) -> tuple[list[Document], list[Reading], dict[str, int]]:
    rng = random.Random(size)
    documents, readings, truth = [], [], {}
    while len(documents) < size:
        one = Occurrence(rng, len(documents))
        texts = one.sentences()
        for _ in range(1 if rng.random() < 0.6 else rng.randint(2, 6)):
            if rng.random() < 0.7:
                texts = one.sentences()
            name = f"d{len(documents):06}"
            document, reading = report(one, name, texts)
            documents.append(document)
            readings.append(reading)
            truth[f"mn-{name}"] = one.number
    return documents, readings, truth


def pairs(groups: list[list[str]]) -> set[tuple[str, str]]:
    return {(a, b) for group in groups for i, a in enumerate(group) for b in group[i + 1 :]}


def main(sizes: list[int]) -> None:
    knowledge = allegata.knowledge.load()
    print("mentions  copies  propose  resolve  assess  figures   s/1000  pairwise F1")
    for size in sizes:
        documents, readings, truth = casebook(size)
        mentions = [m for r in readings for m in r.mentions]
        ticks = [time.perf_counter()]
        clusters(documents)
        ticks.append(time.perf_counter())
        proposals = propose(readings, documents, knowledge)
        ticks.append(time.perf_counter())
        partition = resolve(mentions, proposals, (), readings, documents)
        ticks.append(time.perf_counter())
        numbers = iter(range(size))
        groups = identified(partition, (), lambda numbers=numbers: f"inc-{next(numbers):06}")
        made = incidents(groups, mentions, proposals, (), ())
        assessments = assess_all(made, readings, documents, knowledge)
        ticks.append(time.perf_counter())
        figures(made, assessments, readings, documents)
        ticks.append(time.perf_counter())
        took = [b - a for a, b in pairwise(ticks)]
        by_truth: dict[int, list[str]] = {}
        for mention in sorted(truth):
            by_truth.setdefault(truth[mention], []).append(mention)
        gold, found = pairs(list(by_truth.values())), pairs([list(g) for g in partition])
        f1 = 2 * len(gold & found) / (len(gold) + len(found))
        print(
            f"{size:8} {took[0]:7.1f} {took[1]:8.1f} {took[2]:8.1f} {took[3]:7.1f} {took[4]:8.1f} "
            f"{1000 * sum(took) / size:8.2f} {f1:12.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1000, 2000, 5000, 10000])
