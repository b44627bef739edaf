"""Readers: text in, `Reading` out. The rules read English offline and are the default.

A reader is deterministic for a document; its name and version are part of every reading. Whatever it
proposes passes the `grounding` gate.
"""

from typing import Protocol

from allegata.errors import Problem, Severity
from allegata.model.document import Document
from allegata.model.knowledge import Knowledge, PlaceTable
from allegata.model.reading import Reading
from allegata.model.vocabulary import SegmentRole
from allegata.reading import acts, attribute, context, incidents, records, scenes
from allegata.reading.grounding import ground
from allegata.reading.sentences import Pipeline, parse

READS = frozenset({"en"})
"""Languages that the rules read; every other is named and left unread."""


class Reader(Protocol):
    """Anything that reads a document. `version` changes whenever its output could."""

    name: str
    version: str

    def read(self, document: Document, table: PlaceTable) -> Reading:
        """Read one document; `table` holds the gazetteer entries of the names in it."""


class RulesReader:
    """The offline reader: syntax by a small pipeline, everything that matters by rules and data files."""

    name = "rules"

    def __init__(self, pipeline: Pipeline, knowledge: Knowledge) -> None:
        self.pipeline = pipeline
        self.knowledge = knowledge
        self.version = f"2+{knowledge.version}"

    def read(self, document: Document, table: PlaceTable) -> Reading:
        """Statements, mentions, accounts and records of one English document.

        A document in another language comes back empty with the problem `language_not_read`.
        """
        if document.language.split("-")[0] not in READS:
            return self._unread(document)
        parsed = parse(document, self.pipeline)
        statements = attribute.attribute(parsed, self.knowledge)
        if not statements:
            return Reading(document.id, document.item, self.name, self.version)
        around = context.build(parsed, statements, table, self.knowledge)
        found = acts.find(around)
        totals = records.totals(around, found)
        threads = incidents.find(around, found, [(t.span.start, t.span.end) for t in totals])
        mentions = incidents.mentions(around, threads)
        accounts = scenes.accounts(around, threads)
        said = records.find(around, threads, totals)
        reading = Reading(
            document.id,
            document.item,
            self.name,
            self.version,
            statements,
            mentions,
            accounts,
            said.media,
            said.verifications,
            said.responses,
            said.proceedings,
            said.referrals,
            said.qualifications,
            said.aggregates,
            said.patterns,
            said.allegations,
            said.evaluations,
            said.protected,
        )
        return ground(document, reading)

    def _unread(self, document: Document) -> Reading:
        # a document that says itself why there is nothing to read needs no second word
        said = {"language_not_read", "language_unknown"}
        noted = all(part.role is SegmentRole.COLLECTOR_NOTE for part in document.segments)
        known = not document.text or noted or any(p.code in said for p in document.problems)
        problem = Problem(
            "language_not_read",
            document.name or document.id,
            f"the text is in {document.language!r}, which the rules do not read",
            "Add a translation as a report of its own, or read it with another reader.",
            Severity.UNREADABLE,
        )
        problems = () if known else (problem,)
        return Reading(document.id, document.item, self.name, self.version, problems=problems)
