"""Place names measured on LGL, GeoVirus and GeoWebNews.

    python benchmarks/places.py ../shared/bench [--limit N] [--misses N]

Two tasks. *End to end*: our phrases against the annotated toponyms (found: spans overlap; right: found and
within 161 km or the same entry). *Mentions given*: for every annotated toponym, its candidates, narrowed by
our phrase where one overlaps.

Adjectives and peoples that the corpora annotate ("Egyptian") are left out: they are no places to allegata.

allegata never resolves by size: with words alone many names stay ambiguous, and the first table says how
many, and how often the true place is among the candidates. To compare with resolvers, a policy *inside this
benchmark only* picks one candidate: a country before all; else the candidate with most inhabitants (regions
and districts: the sum of theirs; a bare name is seldom a district's), weighted by how many other names of
the same text point to the same first-level region and country.
"""

import argparse
import io
import math
import re
import tarfile
import xml.etree.ElementTree as Xml
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import allegata.knowledge
from allegata.knowledge.additions import kilometres
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.document import Document, Segment
from allegata.model.knowledge import Knowledge, PlaceTable
from allegata.model.value import Place
from allegata.model.vocabulary import PlaceKind, SegmentRole
from allegata.reading.places import FoundPlace, find, names
from allegata.reading.sentences import parse

RIGHT_KM = 161.0
PEERS = "Mordecai3 (published): LGL 79.4 (exact entry), GeoWebNews 94.1 (161 km), mentions given"


@dataclass(frozen=True)
class Toponym:
    start: int
    end: int
    phrase: str
    latitude: float | None
    longitude: float | None
    entry: str | None


@dataclass(frozen=True)
class Article:
    corpus: str
    text: str
    toponyms: tuple[Toponym, ...]


def articles(bench: Path) -> Iterator[Article]:
    """The three corpora out of their archive."""
    notes: dict[str, str] = {}
    texts: dict[str, str] = {}
    with tarfile.open(bench / "places-lgl-geovirus-geowebnews.tar.xz") as archive:
        for member in archive:
            opened = archive.extractfile(member)
            if opened is None:
                continue
            data = opened.read()
            if member.name.endswith("lgl.xml"):
                yield from _lgl(data)
            elif member.name.endswith("GeoVirus.xml"):
                yield from _geovirus(data)
            elif member.name.endswith(".ann"):
                notes[member.name[:-4]] = data.decode("utf-8")
            elif member.name.endswith(".txt"):
                texts[member.name[:-4]] = data.decode("utf-8")
    for name in sorted(notes):
        if name in texts:
            yield _brat(texts[name], notes[name])


def _lgl(data: bytes) -> Iterator[Article]:
    for article in Xml.parse(io.BytesIO(data)).getroot():
        found = []
        for top in article.iter("toponym"):
            tag = top.find("gaztag")
            if tag is None:
                continue
            found.append(
                Toponym(
                    int(top.findtext("start", "0")), int(top.findtext("end", "0")),
                    top.findtext("phrase", ""),
                    float(tag.findtext("lat", "nan")), float(tag.findtext("lon", "nan")),
                    f"geonames:{tag.get('geonameid')}",
                )
            )  # fmt: skip
        yield Article("LGL", article.findtext("text", ""), tuple(found))


def _geovirus(data: bytes) -> Iterator[Article]:
    for article in Xml.parse(io.BytesIO(data)).getroot():
        found = [
            Toponym(
                int(place.findtext("start", "0")) - 1, int(place.findtext("end", "0")) - 1,
                place.findtext("name", ""),
                float(place.findtext("lat", "nan")), float(place.findtext("lon", "nan")), None,
            )
            for place in article.iter("location")
        ]  # fmt: skip
        yield Article("GeoVirus", article.findtext("text", ""), tuple(found))


def _brat(text: str, notes: str) -> Article:
    """Literal toponyms (and literal modifiers) with a note that holds an entry or a pair of coordinates."""
    spans: dict[str, tuple[int, int, str]] = {}
    found = []
    for line in notes.splitlines():
        parts = line.split("\t")
        if line.startswith("T") and parts[1].split()[0] in ("Literal", "Literal_Modifier", "Mixed"):
            _, start, end = parts[1].split(";")[0].split()[:3]
            spans[parts[0]] = (int(start), int(end), parts[2])
        elif line.startswith("#"):
            key = parts[1].split()[1]
            note = parts[2].strip()
            pair = re.fullmatch(r"(-?\d+\.\d+)\s*,\s*(-?\d+\.\d+)", note)
            if key in spans and pair:
                found.append(Toponym(*spans[key], float(pair[1]), float(pair[2]), None))
            elif key in spans and note.isdigit():
                found.append(Toponym(*spans[key], None, None, f"geonames:{note}"))
    return Article("GeoWebNews", text, tuple(found))


@dataclass
class Tally:
    """Counts by corpus, and what went wrong."""

    figures: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)


class Judge:
    """Where a place lies, and whether it is the annotated one."""

    def __init__(self, gazetteer: Gazetteer, knowledge: Knowledge) -> None:
        self.point, self.size, self.reach = _centres(gazetteer)
        self.adjectives = {w for p in knowledge.parties for w in (*p.adjectives, *p.people)} - {
            w for p in knowledge.parties for w in p.names
        }

    def right(self, gold: Toponym, place: Place) -> bool:
        """The same entry, or within 161 km of the annotated point."""
        if gold.entry is not None and gold.entry == place.id:
            return True
        latitude, longitude = gold.latitude, gold.longitude
        if latitude is None and gold.entry in self.point:
            latitude, longitude = self.point[gold.entry]
        if latitude is None or longitude is None or place.id not in self.point:
            return False
        return kilometres(latitude, longitude, *self.point[place.id]) <= RIGHT_KM or (
            place.kind is PlaceKind.COUNTRY and self._inside(place, latitude, longitude)
        )

    def known(self, gold: Toponym) -> bool:
        """Whether the annotation can be placed at all with what we have."""
        return gold.latitude is not None or gold.entry in self.point

    def _inside(self, country: Place, latitude: float, longitude: float) -> bool:
        """A country has no one point: an annotated centre as near as its farthest place counts."""
        distance = kilometres(latitude, longitude, *self.point[country.id])
        return distance <= self.reach.get(country.id, 0.0)


def _centres(
    gazetteer: Gazetteer,
) -> tuple[dict[str, tuple[float, float]], dict[str, int], dict[str, float]]:
    """Point of every place (regions: the mean of theirs), inhabitants, and the reach of countries in km."""
    point: dict[str, tuple[float, float]] = {}
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    size: Counter[str] = Counter()
    members: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place, population in gazetteer.everything():
        if place.latitude is None or place.longitude is None:
            continue
        point[place.id] = (place.latitude, place.longitude)
        size[place.id] = population
        for above in place.path:
            sums[above][0] += place.latitude
            sums[above][1] += place.longitude
            sums[above][2] += 1
            size[above] += population
        if place.path and population > 5000:
            members[place.path[-1]].append((place.latitude, place.longitude))
    for id, (latitude, longitude, number) in sums.items():
        point.setdefault(id, (latitude / number, longitude / number))
    reach = {c: max(kilometres(*point[c], *p) for p in places) for c, places in members.items()}
    return point, dict(size), reach


def choose(
    candidates: Sequence[Place], support: dict[str, float], judge: Judge, popularity: bool
) -> Place | None:
    """The benchmark's policy. Without `popularity` a place is chosen only when one candidate is left."""
    if len(candidates) == 1:
        return candidates[0]
    if not popularity or not candidates:
        return None
    countries = [p for p in candidates if p.kind is PlaceKind.COUNTRY]
    if countries:
        return countries[0]

    def score(place: Place) -> tuple[float, str]:
        region = place.path[-2] if len(place.path) > 1 else place.id
        country = place.path[-1] if place.path else place.id
        by_kind = 1.5 if place.kind is PlaceKind.DISTRICT else 0.0
        size = math.log10(judge.size.get(place.id, 0) + 10)
        near, far = support.get(region, 0.0), support.get(country, 0.0)
        return size - by_kind + 1.5 * math.log2(1 + near) + 0.5 * math.log2(1 + far), place.id

    return max(candidates, key=score)


def supports(groups: Sequence[Sequence[Place]]) -> dict[str, float]:
    """How strongly the names of a text point to each region and country: a name shares one vote among them."""
    votes: dict[str, float] = defaultdict(float)
    for group in {tuple(sorted(p.id for p in group)): group for group in groups}.values():
        regions = {p.path[-2] if len(p.path) > 1 else p.id for p in group}
        countries = {p.path[-1] if p.path else p.id for p in group}
        for id in regions:
            votes[id] += 1 / len(regions)
        for id in countries:
            votes[id] += 1 / len(countries)
    return votes


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bench", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="articles per corpus; 0: all")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    knowledge, pipeline, gazetteer = allegata.knowledge.load(), allegata.knowledge.pipeline(), Gazetteer()
    judge = Judge(gazetteer, knowledge)
    tally = Tally()
    for article in articles(options.bench):
        count = tally.figures[article.corpus]
        if options.limit and count["articles"] >= options.limit:
            continue
        count["articles"] += 1
        document = Document("d", "i", article.text, "en", (Segment(SegmentRole.BODY, 0, len(article.text)),))
        table = gazetteer.lookup(names(article.text) | {t.phrase for t in article.toponyms})
        found = [p for s in parse(document, pipeline).sentences for p in find(s, table, knowledge)]
        _measure(article, found, table, judge, tally)
    for corpus, count in tally.figures.items():
        _print(corpus, count)
    print(PEERS)
    print("\n".join(tally.misses[: options.misses]))


def _measure(
    article: Article, found: list[FoundPlace], table: PlaceTable, judge: Judge, tally: Tally
) -> None:
    count, misses = tally.figures[article.corpus], tally.misses
    placed = [t for t in article.toponyms if judge.known(t)]
    gold = [t for t in placed if t.phrase not in judge.adjectives]
    count["unplaceable"] += len(article.toponyms) - len(placed)
    count["adjectives"] += len(placed) - len(gold)
    overlaps = {t: next((p for p in found if _name_at(article.text, p, t)), None) for t in gold}
    groups = [
        (p.where.candidates if p is not None else table.get(t.phrase.replace("’", "'").casefold(), ()))
        for t, p in overlaps.items()
    ]
    support = supports(groups)
    for (toponym, phrase), candidates in zip(overlaps.items(), groups, strict=True):
        count["gold"] += 1
        among = any(judge.right(toponym, p) for p in candidates)
        sole = choose(candidates, support, judge, popularity=False)
        best = choose(candidates, support, judge, popularity=True)
        count["among"] += among
        count["none"] += not candidates
        count["ambiguous"] += len(candidates) > 1
        count["sole"] += sole is not None
        count["sole right"] += sole is not None and judge.right(toponym, sole)
        right = best is not None and judge.right(toponym, best)
        count["policy right"] += right
        count["found"] += phrase is not None
        count["found right"] += phrase is not None and right
        count["entry right"] += best is not None and best.id == toponym.entry
        if sole is not None and not judge.right(toponym, sole):
            misses.append(
                f"wrong alone: {toponym.phrase!r} -> {sole.id} {sole.name} {sole.kind} {sole.country}"
            )
        elif not among:
            misses.append(f"{'not among' if candidates else 'no candidate'}: {toponym.phrase!r}")
        if phrase is None and candidates:
            around = article.text[max(0, toponym.start - 40) : toponym.end + 25].replace("\n", " ")
            misses.append(f"not found: {toponym.phrase!r} in …{around}…")
    count["phrases"] += len(found)
    count["phrases right place"] += sum(
        any(_name_at(article.text, p, t) for t in article.toponyms) for p in found
    )


def _name_at(text: str, phrase: FoundPlace, toponym: Toponym) -> bool:
    """Whether the phrase's bare name lies where the toponym does."""
    at = text.replace("’", "'").replace("\u00a0", " ").find(phrase.name, phrase.start)
    return at >= 0 and at < toponym.end and toponym.start < at + len(phrase.name)


def _print(corpus: str, count: Counter[str]) -> None:
    gold = max(1, count["gold"])

    def percent(key: str, of: int = 0) -> str:
        return f"{100 * count[key] / max(1, of or gold):.1f} %"

    print(f"\n{corpus}: {count['articles']} articles, {count['gold']} names of places")
    print(f"  left out: {count['adjectives']} adjectives and peoples, {count['unplaceable']} not placeable")
    print("  words alone (allegata):")
    print(f"    one candidate left        {percent('sole')}")
    print(f"      of these right          {percent('sole right', count['sole'])}")
    print(f"    ambiguous                 {percent('ambiguous')}; no candidate {percent('none')}")
    print(f"    true place among them     {percent('among')}")
    print("  with the benchmark's policy:")
    print(f"    mentions given, 161 km    {percent('policy right')}; same entry {percent('entry right')}")
    print(f"    end to end: found         {percent('found')}; found and right {percent('found right')}")
    on_toponym = percent("phrases right place", count["phrases"])
    print(f"    phrases on a toponym      {on_toponym} of {count['phrases']}")


if __name__ == "__main__":
    main()
