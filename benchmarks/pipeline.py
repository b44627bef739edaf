"""A growing casebook, from files to assessments: the time per thousand texts must stay level.

    python benchmarks/pipeline.py [1000 2000 5000 10000] [--workers 2] [--keep CASEBOOK]

The texts are made here from templates, in English, none like another: most tell of an occurrence of their own,
some share one (an official's words told again, with another outlet's sentences around them), some are copies.
Each size adds its new texts and reads them; what was read is loaded, linked and assessed all at once. Prints
for each stage the seconds per thousand (adding and reading: per thousand new ones), by the clock and by the
processor (children included), and the most memory that this process has held.
"""

import argparse
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from allegata.actions.add import add
from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.current import current
from allegata.actions.link import link
from allegata.actions.read import read

OUTLETS = tuple(
    f"{a} {b}"
    for a, b in product(
        ("Harbour", "Ridge", "Meridian", "Northern", "Valley", "Riverside", "Coastal", "Delta"),
        ("Courier", "Herald", "Review", "Post", "Ledger", "Standard", "Gazette", "Bulletin"),
    )
)
PLACES = (
    "Kupiansk", "Izium", "Lyman", "Bakhmut", "Avdiivka", "Pokrovsk", "Huliaipole", "Orikhiv", "Nikopol",
    "Beryslav", "Okhtyrka", "Shostka", "Vovchansk", "Chuhuiv", "Kramatorsk", "Sloviansk", "Toretsk",
    "Belgorod", "Shebekino", "Kursk", "Rylsk", "Donetsk", "Horlivka", "Makiivka", "Taganrog", "Goma",
    "Bukavu", "Beni", "Butembo", "Bambari", "Bangui", "Mopti", "Gao", "Timbuktu", "Djibo", "Dori",
    "Maiduguri", "Zaria", "El Fasher", "Nyala", "Omdurman", "Wad Madani", "Mekelle", "Adigrat", "Axum",
    "Sittwe", "Myitkyina", "Loikaw", "Homs", "Idlib", "Aleppo", "Raqqa", "Mosul", "Kirkuk", "Taiz",
    "Hodeidah", "Marib", "Aden", "Rafah", "Khan Younis", "Jenin", "Nablus", "Sderot", "Ashkelon",
)  # fmt: skip
KINDS = ("village", "settlement", "suburb", "district", "township")
SYLLABLES = ("ka", "lo", "mi", "re", "sta", "ver", "no", "du", "bel", "tan", "or", "is", "gra", "pol")
VICTIMS = (
    "civilians",
    "residents",
    "prisoners of war",
    "aid workers",
    "farmers",
    "patients",
    "miners",
    "pupils",
)
HARM = ("shot dead", "killed by shelling", "killed in an air strike", "beaten to death", "killed by a drone")
BLAMED = (
    "Russian forces", "Ukrainian forces", "government troops", "M23 fighters", "army soldiers", "militia fighters",
    "the Rapid Support Forces", "the Israeli army", "Hamas gunmen", "Houthi forces", "the Syrian army", "rebels",
)  # fmt: skip
OFFICES = (
    "the regional prosecutor's office", "the defence ministry", "the provincial governor", "the police chief",
    "the health ministry", "the ombudsman", "a human rights group", "the mayor", "the army's spokesman",
)  # fmt: skip
ANSWERS = (
    "The {blamed} denied the accusation and said that no unit had been in the area.",
    "There was no immediate comment from the {blamed}.",
    "The {blamed} said that they had struck a military depot only.",
    "The {blamed} did not answer questions sent on {weekday}.",
)
CHECKS = (
    "The report could not be independently verified.",
    "The {outlet} has not been able to verify the account.",
    "A video published on {weekday} shows a damaged building, but its date could not be confirmed.",
    "Two residents confirmed by telephone that they had heard explosions.",
)
STEPS = (
    "Prosecutors opened a criminal case.",
    "The case was referred to the United Nations mission.",
    "An inquiry was announced on {weekday}.",
    "Officials called for an international investigation.",
)
FILLER = (
    "The road to the {kind} had been closed since the morning.",
    "Power was cut in several streets, and buses did not run.",
    "People queued for water at the school until the evening.",
    "Two ambulances came from the neighbouring town of {place}.",
    "The market had been due to open again on {weekday}.",
    "Nobody from the council could be reached at the weekend.",
)


class Occurrence:
    """What the reports of one occurrence share."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.place = chance.choice(PLACES)
        self.kind = chance.choice(KINDS)
        self.village = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        self.day = date(2021, 1, 4) + timedelta(days=chance.randrange(1500))
        self.dead, self.hurt = chance.randint(2, 40), chance.randint(2, 60)
        self.victims, self.harm = chance.choice(VICTIMS), chance.choice(HARM)
        self.blamed, self.office = chance.choice(BLAMED), chance.choice(OFFICES)

    def report(self) -> str:
        """One outlet's text about it; the wording differs from text to text."""
        pick = self.chance.choice
        blamed = self.blamed.removeprefix("the ")
        fills = {
            "blamed": blamed, "outlet": pick(OUTLETS), "weekday": f"{self.day:%A}",
            "kind": self.kind, "place": pick(PLACES),
        }  # fmt: skip
        day = f"{self.day.day} {self.day:%B} {self.day.year}"
        where = f"the {self.kind} of {self.village} near {self.place}"
        who = f"{self.dead} {self.victims}"
        office = self.office[0].upper() + self.office[1:]
        lead = pick((
            f"At least {who} were {self.harm} in {where} on {day}, {self.office} said.",
            f"{office} accused {self.blamed} on {self.day:%A} of an attack in {where} in which {who} were "
            f"{self.harm} on {day}.",
            f"{office} said that {self.blamed} were behind the deaths of {who}, who were {self.harm} in {where} "
            f"on {day}.",
        ))  # fmt: skip
        said = pick((
            f"“{self.blamed[0].upper() + self.blamed[1:]} must answer for the people of {self.village},” "
            f"{self.office} said in a statement.",
            f"According to {self.office}, {self.hurt} people were wounded and taken to a hospital in {self.place}.",
        ))  # fmt: skip
        middle = [template.format(**fills) for template in self.chance.sample(FILLER, 3)]
        rest = [pick(part).format(**fills) for part in (ANSWERS, CHECKS, STEPS)]
        self.chance.shuffle(middle)
        headline = f"{self.dead} {self.victims} reported dead in {self.village}"
        return "\n\n".join(
            [headline, lead, f"{said} {middle[0]}", f"{rest[0]} {rest[1]}", *middle[1:], rest[2]]
        )


def texts(folder: Path, number: int) -> Path:
    """A folder of so many texts."""
    chance = random.Random(number)
    folder.mkdir(parents=True)
    made = 0
    while made < number:
        one = Occurrence(chance)
        text = one.report()
        for copy in range(1 if chance.random() < 0.7 else chance.randint(2, 5)):
            if copy and chance.random() < 0.7:
                text = one.report()
            elif copy:
                text = (
                    text.rstrip()
                    + f"\n\n{chance.choice(FILLER).format(place=one.place, kind=one.kind, weekday='Monday')}\n"
                )
            (folder / f"{made:06}.txt").write_text(text + "\n", encoding="utf-8")
            made += 1
            if made == number:
                break
    return folder


def busy() -> float:
    """Processor seconds of this process and of its children that have ended."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


class Stages:
    """Seconds of each stage."""

    def __init__(self) -> None:
        self.columns: list[str] = []
        self.mark()

    def mark(self) -> None:
        """A stage begins."""
        self._wall, self._busy = time.perf_counter(), busy()

    def end(self, name: str, texts: int) -> None:
        """A stage over so many texts has ended: note it, and begin the next."""
        wall, used = time.perf_counter() - self._wall, busy() - self._busy
        self.columns.append(f"{name} {1000 * wall / texts:6.2f} ({1000 * used / texts:6.2f})")
        self.mark()


def grown(book: Casebook, source: Path, size: int, new: int, workers: int | None) -> str:
    """Take a further folder of texts into a casebook and work on all of it; one line of figures."""
    stages = Stages()
    add(book, source)
    stages.end("add", new)
    read(book, workers=workers)
    stages.end("read", new)
    now = current(book)
    stages.end("load", size)
    linked = link(book, now=now)
    stages.end("link", size)
    assess(book, now=now)
    stages.end("assess", size)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    mentions = sum(len(reading.mentions) for reading in now.readings)
    found = f"{mentions} mentions, {len(linked.incidents)} incidents, {memory:.0f} MB"
    return f"{size:6} {'  '.join(stages.columns)}  {found}"


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 2000, 5000, 10_000])
    parser.add_argument("--workers", type=int)
    parser.add_argument(
        "--folder", type=Path, help="where the casebooks are made (by default a temporary one)"
    )
    parser.add_argument("--keep", type=Path, metavar="CASEBOOK", help="make the casebook here and leave it")
    given = parser.parse_args()
    print("texts; seconds per thousand (new) texts by the clock (and of processor time)")
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        source = texts(folder / "texts", max(given.sizes))
        paths = sorted(source.iterdir())
        done = 0
        for size in sorted(given.sizes):
            part = folder / f"part{size}"
            part.mkdir()
            for path in paths[done:size]:
                path.rename(part / path.name)
            with opened_to_write(given.keep or folder / "casebook", create=True) as book:
                print(grown(book, part, size, size - done, given.workers), flush=True)
            done = size


if __name__ == "__main__":
    main()
