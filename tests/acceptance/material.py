"""What is measured: the readings of the five articles, and, after a full run, what was linked and assessed."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.acceptance.found import Found, found
from tests.acceptance.key import Key

from allegata import knowledge
from allegata.actions import run, show
from allegata.actions.casebook import opened
from allegata.assessing import assess, totals
from allegata.knowledge.gazetteer import Gazetteer
from allegata.linking import resolve
from allegata.model.assessment import Figures, IncidentAssessment
from allegata.model.decision import Proposal
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.item import Capture, Item
from allegata.model.knowledge import Knowledge
from allegata.model.reading import Reading
from allegata.reading import places
from allegata.reading.extract import extract
from allegata.reading.readers import RulesReader
from allegata.web.report import Casebook, write

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Unit:
    """One incident of ours: after a full run an incident, with the reader alone each mention by itself."""

    id: str
    mentions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Material:
    """Documents and readings by the article's number; `full` tells whether linking and assessing ran."""

    documents: Mapping[str, Document]
    readings: Mapping[str, Reading]
    units: tuple[Unit, ...]
    assessments: Mapping[str, IncidentAssessment] = field(default_factory=dict)
    figures: Figures | None = None
    proposals: tuple[Proposal, ...] = ()
    outputs: tuple[str, ...] = ()  # what a person gets to see, as plain text
    full: bool = False

    @property
    def found(self) -> tuple[Found, ...]:
        """Every reading of every article, in the order of the articles."""
        return tuple(f for seed, reading in self.readings.items() for f in found(seed, reading))


def articles_folder() -> Path | None:
    """Where the five articles lie: `ALLEGATA_ARTICLES`, or beside the repository; None where they are absent."""
    named = os.environ.get("ALLEGATA_ARTICLES")
    folder = Path(named) if named else ROOT.parent / "shared" / "articles"
    return folder if any(folder.glob("000_*.txt")) else None


def files(folder: Path, key: Key) -> dict[str, Path]:
    """The article's number → its file.

    :raises FileNotFoundError: when one of the five is missing.
    """
    result = {}
    for seed in key.articles:
        hits = sorted(folder.glob(f"{seed}_*.txt"))
        if not hits:
            raise FileNotFoundError(f"{folder} holds no file {seed}_*.txt")
        result[seed] = hits[0]
    return result


def read_texts(texts: Mapping[str, bytes]) -> Material:
    """The readings alone: extract, parse, read. No store, no linking; each mention is a unit of its own.

    :param texts: article number → the bytes of the file.
    """
    documents, readings = {}, {}
    for seed, data in texts.items():
        documents[seed], readings[seed] = read_bytes(data, f"{seed}.txt")
    units = tuple(Unit(m.id, frozenset({m.id})) for r in readings.values() for m in r.mentions)
    return Material(documents, readings, units)


def read_bytes(data: bytes, name: str) -> tuple[Document, Reading]:
    """One text through the real reader."""
    known, gazetteer, reader = tools()
    item = Item(sha(data), len(data), "text/plain", Capture(name))
    document = extract(data, item, known)
    return document, reader.read(document, gazetteer.lookup(places.names(document.text)))


@cache
def tools() -> tuple[Knowledge, Gazetteer, RulesReader]:
    """Knowledge, places and the reader, loaded once."""
    known = knowledge.load()
    return known, Gazetteer(), RulesReader(knowledge.pipeline(), known)


def sha(data: bytes) -> str:
    """The id of an item is the digest of its bytes."""
    return sha256(data).hexdigest()


def assess_texts(texts: Mapping[str, bytes]) -> Material:
    """The rooms one after another, without a casebook: read, link, assess. What `run_texts` stores, computed."""
    alone = read_texts(texts)
    documents, readings = tuple(alone.documents.values()), tuple(alone.readings.values())
    known, _, _ = tools()
    proposals = resolve.propose(readings, documents, known)
    mentions = [m for r in readings for m in r.mentions]
    groups = resolve.resolve(mentions, proposals, (), readings, documents)
    incidents = [Incident(f"inc{number}", group) for number, group in enumerate(groups, 1)]
    assessments = {a.incident: a for a in assess.assess_all(incidents, readings, documents, known)}
    return Material(
        alone.documents,
        alone.readings,
        tuple(Unit(i.id, frozenset(i.mentions)) for i in incidents),
        assessments,
        totals.figures(incidents, tuple(assessments.values()), readings, documents),
        proposals,
        full=True,
    )


def run_texts(texts: Mapping[str, bytes]) -> Material:
    """The real job: the texts in a folder of their own, `allegata run` over it, the casebook read back."""
    with tempfile.TemporaryDirectory(prefix="five-articles-") as place:
        folder = Path(place) / "articles"
        folder.mkdir()
        for seed, data in texts.items():
            (folder / f"{seed}.txt").write_bytes(data)
        return run_folder(folder, Path(place) / "casebook", {sha(data): seed for seed, data in texts.items()})


def run_folder(folder: Path, casebook: Path, seeds: Mapping[str, str]) -> Material:
    """Run over a folder and read the casebook back through the same actions that the doors use.

    :param seeds: item id → the article's number; other items are passed over.
    """
    result = run.run(folder, casebook)
    with opened(casebook) as book:
        items = {seeds[r.item.id]: r for r in show.every_item_record(book) if r.item.id in seeds}
        whole = Casebook(result.overview, show.every_incident_record(book), show.every_item_record(book))
    readings = {seed: r.reading for seed, r in sorted(items.items()) if r.reading is not None}
    documents = {seed: r.document for seed, r in sorted(items.items()) if r.document is not None}
    index = write(whole, casebook / "report")
    incidents = result.overview.incidents
    return Material(
        documents,
        readings,
        tuple(Unit(line.incident.id, frozenset(line.incident.mentions)) for line in incidents),
        {line.incident.id: line.assessment for line in incidents},
        result.overview.figures,
        result.overview.proposals,
        tuple(page.read_text("utf-8") for page in (index, *sorted(index.parent.glob("incidents/*.html")))),
        full=True,
    )
