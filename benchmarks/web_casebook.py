"""A casebook of 100,000 documents and a million statements, to try the web application on.

    python benchmarks/web_casebook.py FOLDER [--documents 100000] [--examples examples/reports]

The example reports are read by the real reader; each copy of such a reading gets words, outlets, days and ids
of its own (words of the same length, so that every span still holds exactly its quotation) and is written
through the real vault, ledger and index. Two fifths of the documents tell of an incident; the incidents are
of one to 240 documents, assessed by the real functions once for each report and size and written out under
the ids of each. What the ids are derived from is thereby not what they say; nothing else differs in form.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from allegata.actions.casebook import Casebook, Outside, opened, opened_to_write
from allegata.actions.current import current
from allegata.actions.outcome import keep_if_changed
from allegata.actions.received import received
from allegata.actions.run import run
from allegata.actions.settings import settings_of
from allegata.assessing.assess import assess_all
from allegata.assessing.totals import figures
from allegata.evidence.custody import Draft, EntryKind
from allegata.knowledge import load
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model.assessment import Coverage, IncidentAssessment
from allegata.model.canonical import canonical_json, parse_json
from allegata.model.codec import canonical, from_data, to_data
from allegata.model.decision import Decision, DecisionVerb
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.item import Capture
from allegata.model.listing import Day, Position, Setting
from allegata.model.reading import Reading
from allegata.store.tables import DOCUMENTS

ID = re.compile(r"\b(doc|st|av|mn|act|md|vf|rs|pr|rf|ql|ag|pt|al|ev|pd)_[0-9a-f]{20}\b")
WORD = re.compile(r"\b[a-z]{5,11}\b")
SYLLABLES = [first + then for first in "bdfgklmnprstv" for then in "aeo"]
SIZES = (1, 1, 1, 2, 2, 3, 4, 6, 9, 14, 24, 60)
LARGE = (120, 240)
BATCH = 1000
FIRST = date(2021, 1, 4)
TELLING = 0.4
"""How many of the documents tell of an incident; the others report around them."""


@dataclass(frozen=True)
class Template:
    """One reading of an example report as canonical JSON, and the words of it that may be others."""

    text: str
    plain: str  # the same without anything about incidents
    words: tuple[str, ...]
    statements: int
    mentions: tuple[str, ...]


def templates(examples: Path) -> list[Template]:
    """The example reports that hold statements enough, read now, or earlier where a casebook is given."""
    if (examples / "casebook.json").exists():
        return _templates(examples)
    with TemporaryDirectory() as folder:
        run(examples, Path(folder) / "casebook", outside=Outside(by="Benchmark"))
        return _templates(Path(folder) / "casebook")


def _templates(casebook: Path) -> list[Template]:
    with opened(casebook) as book:
        now = current(book)
    read = zip(now.documents, now.readings, strict=True)
    made = [template(*one) for one in read if 7 <= len(one[1].statements) <= 20]
    return [one for one in made if one.mentions]


def template(document: Document, reading: Reading) -> Template:
    text = canonical({"document": document, "reading": reading}).decode()
    fixed = set(WORD.findall(re.sub(r'"(?:text|quote|wording)":"(?:[^"\\]|\\.)*"', "", text)))
    # behind the sign of a new line a word is not told from its letter in JSON: such words stay
    words = tuple(
        sorted(
            {w for w in WORD.findall(document.text) if w not in fixed and not re.search(rf"\\[nrt]{w}", text)}
        )
    )
    bare = replace(reading, mentions=(), accounts=())
    bare = replace(
        bare,
        **{
            name: tuple(replace(record, about=()) for record in getattr(bare, name))
            for name in ("media", "verifications", "responses", "proceedings", "referrals", "qualifications")
        },
    )
    return Template(
        text,
        canonical({"document": document, "reading": bare}).decode(),
        words,
        len(reading.statements),
        tuple(mention.id for mention in reading.mentions),
    )


def renamed(number: int, old: str) -> str:
    """The id of a copy's thing: as long and as random as the one it stands for."""
    kind = old.partition("_")[0]
    return f"{kind}_{sha256(f'{number} {old}'.encode()).hexdigest()[:20]}"


def invented(chance: random.Random, length: int) -> str:
    return ("".join(chance.choices(SYLLABLES, k=length // 2 + 1)))[:length]


@dataclass(frozen=True)
class Copy:
    """Document number `number` of the casebook: a report in other words."""

    number: int
    template: Template
    telling: bool

    @property
    def chance(self) -> random.Random:
        return random.Random(self.number)

    def output(self) -> dict[str, object]:
        """Document and reading as plain data; every span holds its quotation."""
        chance, of = self.chance, self.template
        text = of.text if self.telling else of.plain
        text = ID.sub(lambda match: renamed(self.number, match.group()), text)
        swapped = {
            word: invented(chance, len(word)) for word in chance.sample(of.words, min(18, len(of.words)))
        }
        pattern = re.compile(rf"\b({'|'.join(swapped)})\b")
        data = parse_json(pattern.sub(lambda match: swapped[match.group()], text))
        document = data["document"]
        original = f"{document['text']}"
        document["item"] = sha256(original.encode()).hexdigest()
        document["publisher"], document["name"] = self.outlet, f"report-{self.number:06}.txt"
        document["published"]["day"] = self.day.isoformat()
        return data

    @property
    def outlet(self) -> str:
        chance = random.Random(self.number % 380)
        return (
            f"{invented(chance, 6).title()} {chance.choice(('Herald', 'Courier', 'Wire', 'Post', 'Daily'))}"
        )

    @property
    def day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange(1500))


def plan(made: Sequence[Template], documents: int) -> tuple[list[Copy], list[list[Copy]]]:
    """Every copy in its order, and the groups of copies that tell of one incident."""
    chance = random.Random(1)
    sizes = list(LARGE)
    groups: list[list[Copy]] = []
    telling: list[Template] = []
    while len(telling) < documents * TELLING:
        size = sizes.pop() if sizes else chance.choice(SIZES)
        of = chance.choice(made)
        groups.append([Copy(len(telling) + n, of, True) for n in range(size)])
        telling += [of] * size
    order = list(range(documents))
    chance.shuffle(order)
    groups = [
        [replace(copy, number=order[copy.number]) for copy in group]
        for group in groups
        if group[-1].number < documents
    ]
    held = {copy.number: copy for group in groups for copy in group}
    copies = [held.get(n) or Copy(n, made[n % len(made)], False) for n in range(documents)]
    return copies, groups


def write_documents(book: Casebook, copies: Sequence[Copy]) -> int:
    """Items and readings, some hundred to a transaction. Returns the number of statements."""
    statements = 0
    for at in range(0, len(copies), BATCH):
        objects, drafts, readings = book.batch(), [], []
        for copy in copies[at : at + BATCH]:
            output = copy.output()
            document = output["document"]
            assert isinstance(document, dict)
            stored = objects.stage_bytes(document["text"].encode())
            capture = Capture(document["name"], publisher=copy.outlet, published=copy.day)
            drafts.append(received(book, stored, capture, "benchmark"))
            read = objects.stage_bytes(canonical_json(output))
            payload = {
                "object": read.digest,
                "reader": "rules",
                "version": "benchmark",
                "read": True,
            }
            readings.append(Draft(EntryKind.READ, book.now(), book.outside.by, stored.digest, payload))
            statements += copy.template.statements
        book.keep(objects, [*drafts, *readings])
        print(f"  {at + BATCH:7} documents, {statements:8} statements", end="\r", flush=True)
    print()
    return statements


@dataclass(frozen=True)
class Assessed:
    """What the real functions made of an incident told by some copies in a row, as canonical JSON."""

    text: str
    where: Setting
    ids: dict[str, tuple[int, str]]  # id in the text → (which of its copies, the template's id)


def assessed(book: Casebook, of: Template, size: int) -> Assessed:
    """One incident of a template's first mention."""
    copies = [Copy(-1 - slot, of, True) for slot in range(size)]
    outputs = [copy.output() for copy in copies]
    documents = [from_data(Document, output["document"]) for output in outputs]
    readings = [from_data(Reading, output["reading"]) for output in outputs]
    one = Incident(
        "inc_00000000000000000000000000", tuple(renamed(copy.number, of.mentions[0]) for copy in copies)
    )
    found = assess_all((one,), readings, documents, load(book.knowledge), {})[0]
    where = settings_of(book, [one], readings, documents)[0]
    olds = {match.group() for match in ID.finditer(of.text)}
    ids = {renamed(copy.number, old): (slot, old) for slot, copy in enumerate(copies) for old in olds}
    return Assessed(canonical(found).decode(), where, ids)


def write_incidents(book: Casebook, groups: Sequence[Sequence[Copy]]) -> None:
    """Linked and assessed, in the form of `link` and `assess`."""
    chance = random.Random(2)
    places = settlements(book)
    incidents, assessments, settings = [], [], []
    held: dict[tuple[int, int], Assessed] = {}
    for group in groups:
        of = group[0].template
        key = id(of), len(group)
        if key not in held:
            held[key] = assessed(book, of, len(group))
        base, name = held[key], book.outside.new_id("inc")
        found = from_data(IncidentAssessment, parse_json(_own(base, group)))
        incidents.append(Incident(name, tuple(renamed(copy.number, of.mentions[0]) for copy in group)))
        assessments.append(replace(found, incident=name))
        settings.append(setting(chance, places, base.where, name))
    by_id = sorted(range(len(incidents)), key=lambda n: incidents[n].id)
    linked = {"incidents": tuple(incidents[n] for n in by_id), "proposals": ()}
    keep_if_changed(book, EntryKind.LINKED, linked)
    output = {
        "assessments": tuple(assessments[n] for n in by_id),
        "settings": tuple(settings[n] for n in by_id),
        "figures": figures(linked["incidents"], output_of(assessments, by_id), (), ()),
        "coverage": Coverage(book.index.count(DOCUMENTS), book.index.count(DOCUMENTS), 0, len(incidents), 0),
    }
    keep_if_changed(book, EntryKind.ASSESSED, output)


def output_of(
    assessments: Sequence[IncidentAssessment], order: Sequence[int]
) -> tuple[IncidentAssessment, ...]:
    return tuple(assessments[n] for n in order)


def _own(base: Assessed, group: Sequence[Copy]) -> str:
    """The assessment with the ids of a group's own copies."""

    def own(match: re.Match[str]) -> str:
        if match.group() not in base.ids:
            return match.group()
        slot, old = base.ids[match.group()]
        return renamed(group[slot].number, old)

    return ID.sub(own, base.text)


Placed = tuple[tuple[tuple[str, str], ...], Position]


def settlements(book: Casebook) -> list[Placed]:
    """Some hundred villages and towns with what holds them."""
    gazetteer = Gazetteer(book.folder)
    chance = random.Random(3)
    every = [
        place for place, _ in gazetteer.everything() if place.latitude is not None and len(place.path) > 1
    ]
    chosen = chance.sample(
        [place for place in every if place.country in ("UA", "SD", "AZ", "SY", "ET", "MM")], 700
    )
    known = gazetteer.by_id(id for place in chosen for id in place.path)
    gazetteer.close()
    return [
        (
            tuple(
                sorted(
                    {id: known[id].name for id in place.path if id in known}.items()
                    | {(place.id, place.name)}
                )
            ),
            Position(round(place.latitude or 0, 2), round(place.longitude or 0, 2), 5.0, place.name),
        )
        for place in chosen
    ]


def setting(chance: random.Random, places: Sequence[Placed], base: Setting, name: str) -> Setting:
    """Another place and day; an eighth without either."""
    named, position = chance.choice(places)
    day = FIRST + timedelta(days=chance.randrange(1500))
    dated, located = chance.random() > 0.125, chance.random() > 0.125
    return Setting(
        name,
        named if located else (),
        (f"{day.year}", f"{day.year}-{day.month:02}") if dated else (),
        (Day(day, day, day.isoformat()),) if dated else (),
        (position,) if located else (),
        (replace(position, radius_km=60.0),) if located else (),
        base.told,
    )


def write_decisions(book: Casebook, groups: Sequence[Sequence[Copy]], number: int) -> None:
    """People accepted some statements, in the form of `review`."""
    drafts = []
    for group in groups[:: max(1, len(groups) // number)]:
        copy = group[0]
        old = next(
            match.group() for match in ID.finditer(copy.template.text) if match.group().startswith("st_")
        )
        one = Decision(
            book.outside.new_id("dec"), DecisionVerb.ACCEPT, renamed(copy.number, old), "Benchmark", book.now(),
            "Read against the words of the original.", "0" * 64,
        )  # fmt: skip
        drafts.append(Draft(EntryKind.DECIDED, one.at, one.by, one.id, {"decision": to_data(one)}))
    book.keep(book.batch(), drafts)


def timed(words: str, work: Callable[[], object]) -> object:
    begun = time.monotonic()
    made = work()
    print(f"{words}: {time.monotonic() - begun:.0f} s", flush=True)
    return made


def sizes(folder: Path) -> Iterator[str]:
    for name in ("index.sqlite", "ledger.sqlite"):
        yield f"{name} {(folder / name).stat().st_size / 1e6:.0f} MB"
    objects = sum(file.stat().st_size for file in (folder / "objects").rglob("*") if file.is_file())
    yield f"objects {objects / 1e6:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--examples", type=Path, default=Path(__file__).parents[1] / "examples" / "reports")
    asked = parser.parse_args()
    made = templates(asked.examples)
    copies, groups = plan(made, asked.documents)
    with opened_to_write(asked.folder, Outside(by="Benchmark"), create=True) as book:
        timed("documents", lambda: write_documents(book, copies))
        timed("decisions", lambda: write_decisions(book, groups, 2000))
        timed("incidents", lambda: write_incidents(book, groups))  # last: nothing is left to be worked in
    print(
        f"{len(copies)} documents, {sum(copy.template.statements for copy in copies)} statements, "
        f"{len(groups)} incidents; {', '.join(sizes(asked.folder))}"
    )


if __name__ == "__main__":
    main()
