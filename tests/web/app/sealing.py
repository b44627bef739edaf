"""A team's server on which one record is sealed, and the names of everything around that record."""

from dataclasses import dataclass
from pathlib import Path

from tests.web.app.conftest import Team

from allegata.actions import jobs, second
from allegata.actions.add import add
from allegata.actions.current import every_item
from allegata.actions.desk import Desk
from allegata.actions.requests import decide
from allegata.actions.review import review
from allegata.actions.show import incident, incident_lines
from allegata.model.decision import DecisionVerb
from allegata.model.job import JobKind
from allegata.model.second import Coded
from allegata.model.value import Count
from allegata.model.vocabulary import Attribute, CountRole, Exactness, RecordState, Unit

REPORT = "kursk-riverside-bulletin.txt"
"""Tells of two incidents: one that is sealed here, and one that stays open."""
SEALED, STAYS = "Kursk region", "Toretsk"
"""What tells the titles of the two apart."""
PICTURE = "quarry-picture.png"
"""A file that came with the report: it was captured at the same address."""
WHY = "somebody at the quarry is at risk"
WORDS = (
    "Kursk",
    "laying down their weapons",
    "mapping project",
    "dirt track",
    "taken prisoner",
    "riverside-bulletin.example",
    PICTURE,
    WHY,
)
"""Words that stand in the report alone, or were written about the sealed record: none may reach a reader."""


@dataclass(frozen=True)
class Shut:
    """A team's server on which one record is sealed, and the names of everything around it."""

    team: Team
    record: str
    other: str  # an open record of the same text
    item: str
    picture: str
    statement: str  # about the sealed record
    reading: str  # a second reading of it
    job: str
    voice: str  # who speaks in the report alone
    plain: str  # an item that tells of neither

    @property
    def names(self) -> dict[str, str]:
        return {"casebook": self.team.casebook} | {
            name: getattr(self, name)
            for name in (
                "record",
                "other",
                "item",
                "picture",
                "statement",
                "reading",
                "job",
                "voice",
                "plain",
            )
        }

    @property
    def desk(self) -> Desk:
        return self.team.server.desk(self.team.casebook)


def sealed(team: Team, files: Path) -> Shut:
    """Seal a record of the casebook of a team, and have people write about it before."""
    desk = team.server.desk(team.casebook)
    titles = {line.incident.id: line.assessment.title for line in incident_lines(desk.book)}
    (record,) = (id for id, title in titles.items() if SEALED in title)
    (other,) = (id for id, title in titles.items() if STAYS in title)
    told = incident(desk.book, record, check=False)
    assert [one.capture.received_name for one in told.items] == [REPORT]
    assert any(link[0] == record for link in incident(desk.book, other, check=False).incident.links)
    with desk.writing("analyst person") as book:
        add(book, files)
        review(book, DecisionVerb.UNSURE, other, "analyst person", f"cannot tell: {WHY}", (record,))
        review(book, DecisionVerb.ACCEPT, told.statements[0].id, "analyst person", WHY)
        decide(
            book,
            DecisionVerb.MERGE,
            record,
            "analyst person",
            WHY,
            (other,),
            team=True,
            despite_blockers=True,
        )
    with desk.writing("reviewer person") as book:
        killed = Count(9, 9, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)
        coded = Coded(Attribute.VICTIMS_KILLED, killed, "Nine Ukrainian soldiers")
        reading = second.code(book, record, "reviewer person", [coded], WHY)
    with desk.writing("lead person") as book:
        review(book, DecisionVerb.STATE, record, "lead person", WHY, value=RecordState.SEALED)
    items = {one.capture.received_name: one.id for one in every_item(desk.book)}
    made = jobs.ask(team.server, team.casebook, JobKind.FACTS, "analyst person", {})
    return Shut(
        team,
        record,
        other,
        told.items[0].id,
        items[PICTURE],
        told.statements[0].id,
        reading.id,
        made.id,
        "the project",
        items["hroza-meridian-review.txt"],
    )
