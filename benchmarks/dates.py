"""Time expressions measured on TBAQ (TimeBank + AQUAINT, the TempEval-3 training files).

    python benchmarks/dates.py ../shared/bench [--misses 40]

Scored as in TempEval-3: relaxed (spans overlap), strict (spans equal), value (relaxed and the same
TIMEX3 value), each as F1. The document creation time is the anchor, and the loose policy is on (a
missing year is taken from the anchor), because the task wants a value for everything; the product
itself never does that. Durations and sets are no times to allegata: they are left out of the first
table and counted as misses in the second.
"""

import argparse
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import allegata.knowledge
from allegata.model.document import Document, PublishedAt, Segment
from allegata.model.vocabulary import DateBasis, SegmentRole
from allegata.reading import dates
from allegata.reading.anchors import Policy
from allegata.reading.sentences import parse
from allegata.reading.timewords import TimeWords

POLICY = Policy(year_from_anchor=True, vague=True)
SEASONS = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
DAYPARTS = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "noon": "T12:00",
    "midnight": "T24:00",
    "dawn": "TMO",
    "dusk": "TEV",
}
PEERS = (("HeidelTime (TempEval-3 platinum test)", 90.3, 81.3, 77.6),)


@dataclass(frozen=True)
class Timex:
    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True)
class Article:
    name: str
    created: date | None
    text: str
    timexes: tuple[Timex, ...]


def articles(bench: Path) -> Iterator[Article]:
    with tarfile.open(bench / "dates-tbaq.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".tml") else None
            if file is not None:
                yield article(Path(member.name).stem, file.read().decode())


def article(name: str, markup: str) -> Article:
    created = re.search(r'<DCT>.*?value="(\d{4})-(\d\d)-(\d\d)', markup, re.S)
    inner = re.search(r"<TEXT>(.*?)</TEXT>", markup, re.S)
    assert inner is not None, name
    text, timexes, opened = "", [], []
    for piece in re.split(r"(<[^>]+>)", inner[1]):
        if piece.startswith("<TIMEX3"):
            opened.append((len(text), attribute(piece, "type"), attribute(piece, "value")))
            if piece.endswith("/>"):
                opened.pop()
        elif piece == "</TIMEX3>":
            start, kind, value = opened.pop()
            timexes.append(Timex(start, len(text), kind, value))
        elif not re.fullmatch(r"<[^>]+>", piece):
            text += re.sub(r"&(amp|lt|gt|quot|apos);", entity, piece)
    day = date(*map(int, created.groups())) if created else None
    return Article(name, day, text, tuple(timexes))


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def entity(match: re.Match[str]) -> str:
    return {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}[match[1]]


def read(one: Article) -> list[Timex]:
    knowledge = allegata.knowledge.load()
    segments = tuple(
        Segment(SegmentRole.BODY, m.start(), m.end())
        for m in re.finditer(r"\S(?:[^\n]|\n(?!\s*\n))*", one.text)
    )
    document = Document("d", "i", one.text, "en", segments)
    published = PublishedAt(one.created, DateBasis.IN_TEXT if one.created else DateBasis.NONE)
    made = []
    for sentence in parse(document, allegata.knowledge.pipeline()).sentences:
        for found in dates.find(sentence, published, knowledge, POLICY):
            if found.words.kind == "span" and found.words.which != "recent":
                continue  # a duration in TIMEX3
            made.append(Timex(found.start, found.end, "DATE", value(found, one.created)))
    return made


def value(found: dates.FoundTime, created: date | None) -> str:
    """The TIMEX3 value of what allegata found."""
    words, when = found.words, found.when
    if words.kind in {"vague", "span"}:
        which = "past" if words.which == "recent" else words.which
        return {"past": "PAST_REF", "present": "PRESENT_REF", "future": "FUTURE_REF"}.get(which, "")
    time = f"T{words.clock}" if words.clock else DAYPARTS.get(words.daypart, "")
    base = when.edtf.split("T")[0].removesuffix("/..") if when.edtf else None
    if words.kind in {"clock", "other"} or base is None:
        return moved(words, created) + time
    if words.unit in {"week", "weekend"} and when.earliest:
        year, week, _ = when.earliest.isocalendar()
        return f"{year}-W{week:02d}{'-WE' if words.unit == 'weekend' else ''}"
    return coded(base, words.unit) + time


def coded(base: str, unit: str) -> str:
    """EDTF in the notation of TIMEX3: seasons, quarters, halves, decades."""
    match = re.fullmatch(r"(\d{4}|XXXX)-(2[1-4]|3[3-6]|4[01])", base)
    if match and unit != "month":
        number = int(match[2])
        code = SEASONS.get(number) or (f"Q{number - 32}" if number < 40 else f"H{number - 39}")
        return f"{match[1]}-{code}"
    return base.rstrip("X") if unit in {"decade", "century"} else base


def moved(words: TimeWords, created: date | None) -> str:
    """A relative time that allegata leaves open, with the creation time put in its place."""
    if created is None:
        return ""
    shift = words.shift if words.shift is not None else {"last": -1, "next": 1}.get(words.which, 0)
    if words.kind == "clock":
        shift = 0
    if words.unit == "year":
        return f"{created.year + shift}"
    if words.unit == "month":
        month = created.year * 12 + created.month - 1 + shift
        return f"{month // 12}-{month % 12 + 1:02d}"
    if words.unit in {"", "day", "night"}:
        return date.fromordinal(created.toordinal() + shift).isoformat()
    if words.unit == "week":
        year, week, _ = date.fromordinal(created.toordinal() + 7 * shift).isocalendar()
        return f"{year}-W{week:02d}"
    return ""


@dataclass
class Score:
    gold: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0

    def f1(self, right: int) -> float:
        return 200 * right / (self.gold + self.found) if self.gold + self.found else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print the most frequent misses of each kind")
    options = parser.parse_args()
    times, everything = Score(), Score()
    missed: dict[str, Counter[str]] = {kind: Counter() for kind in ("missing", "invented", "border", "value")}
    for one in articles(options.bench):
        found = read(one)
        pointed = [t for t in one.timexes if t.kind in {"DATE", "TIME"}]
        others = [t for t in one.timexes if t.kind not in {"DATE", "TIME"}]
        # what overlaps a duration or a set is neither right nor wrong in the first table
        own = [f for f in found if overlapping(f, pointed) or not overlapping(f, others)]
        score(times, one, pointed, own, missed)
        score(everything, one, list(one.timexes), found, None)
    print("| TBAQ | expressions | relaxed F1 | strict F1 | value F1 |\n|---|---|---|---|---|")
    for name, result in (("allegata, DATE and TIME", times), ("allegata, all TIMEX3", everything)):
        figures = " | ".join(f"{result.f1(n):.1f}" for n in (result.relaxed, result.strict, result.value))
        print(f"| {name} | {result.gold} | {figures} |")
    for name, *figures_of_peer in PEERS:
        print(f"| {name} | – | " + " | ".join(f"{n:.1f}" for n in figures_of_peer) + " |")
    precision, recall = times.relaxed / times.found, times.relaxed / times.gold
    accuracy = times.value / times.relaxed
    print(f"\nDATE and TIME: precision {precision:.3f}, recall {recall:.3f}, value accuracy {accuracy:.3f}")
    for kind, counter in missed.items():
        if options.misses:
            print(f"\n{kind}: {sum(counter.values())}")
            for words, number in counter.most_common(options.misses):
                print(f"  {number:3d}  {words}")


def overlapping(one: Timex, others: list[Timex]) -> Timex | None:
    return next((o for o in others if one.start < o.end and o.start < one.end), None)


def score(
    total: Score, one: Article, gold: list[Timex], found: list[Timex], missed: dict[str, Counter[str]] | None
) -> None:
    total.gold += len(gold)
    total.found += len(found)
    used: set[Timex] = set()
    for expected in gold:
        free = [f for f in found if f not in used]
        match = next((f for f in free if (f.start, f.end) == (expected.start, expected.end)), None)
        match = match or overlapping(expected, free)
        words = " ".join(one.text[expected.start : expected.end].split())
        if match is None:
            if missed:
                missed["missing"][f"{words} = {expected.value}"] += 1
            continue
        used.add(match)
        total.relaxed += 1
        mine = " ".join(one.text[match.start : match.end].split())
        if (match.start, match.end) == (expected.start, expected.end):
            total.strict += 1
        elif missed:
            missed["border"][f"{words} <> {mine}"] += 1
        if match.value == expected.value:
            total.value += 1
        elif missed:
            missed["value"][f"{words} = {expected.value}, not {match.value} ({one.created})"] += 1
    if missed:
        for match in found:
            if match not in used:
                words = " ".join(one.text[match.start : match.end].split())
                context = " ".join(one.text[max(0, match.start - 30) : match.end + 20].split())
                missed["invented"][f"{words} … {context}"] += 1


if __name__ == "__main__":
    main()
