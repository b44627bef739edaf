"""A record that is sealed stays closed whatever a later reader finds in its texts: people unseal, no machine does."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.web.app.conftest import Site

from allegata.actions.current import every_decision, every_incident
from allegata.actions.desk import Desk
from allegata.actions.history import history
from allegata.actions.link import link
from allegata.actions.read import Reads, StandardReads, read
from allegata.actions.requests import confirm, decide
from allegata.actions.review import review
from allegata.actions.sealed import NOTHING, Closed, closed
from allegata.actions.show import incident, incident_lines
from allegata.errors import BadDecision
from allegata.model.codec import canonical, parse
from allegata.model.decision import DecisionVerb
from allegata.model.document import Document
from allegata.model.incident import Incident
from allegata.model.item import Item
from allegata.model.reading import Reading
from allegata.model.result import RequestResult
from allegata.model.vocabulary import RecordState
from allegata.store.tables import MENTIONS


class Later(StandardReads):
    """A later reader, which reads every text otherwise than the one before."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.version += f"+{type(self).__name__}"

    def read(self, data: bytes, item: Item) -> tuple[Document, Reading]:
        document, reading = super().read(data, item)
        return document, self.otherwise(reading)

    def otherwise(self, reading: Reading) -> Reading:
        raise NotImplementedError


class FindsNone(Later):
    """It finds no occurrence."""

    def otherwise(self, reading: Reading) -> Reading:
        return replace(reading, mentions=(), accounts=())


class FindsFewer(Later):
    """It finds the same occurrences, and one value fewer of each."""

    def otherwise(self, reading: Reading) -> Reading:
        first = {account.mention: account.id for account in reversed(reading.accounts)}
        left = tuple(one for one in reading.accounts if one.id not in first.values())
        return replace(reading, accounts=left)


class NamesAnew(Later):
    """It finds the same, by other ids."""

    def otherwise(self, reading: Reading) -> Reading:
        told = re.sub(r'"mn_(\w+)"', r'"mn_new\1"', canonical(reading).decode())
        return parse(Reading, told)


@dataclass(frozen=True)
class Secret:
    """A record that was sealed, and what somebody had written about one of its values."""

    desk: Desk
    record: Incident
    items: frozenset[str]
    words: frozenset[str]

    REASON = "the witness at the yard confirmed it"

    def read(self, reader: Callable[[Path], Reads]) -> None:
        with self.desk.writing("analyst") as book:
            assert self.items <= set(read(book, make=reader, again=True, workers=1).read)

    def link(self) -> None:
        with self.desk.writing("analyst") as book:
            link(book)

    @property
    def closed(self) -> Closed:
        return closed(self.desk.book)

    @property
    def told(self) -> str:
        return str(history(self.desk.book, None, withhold=True).entries)


@pytest.fixture
def secret(own_site: Site) -> Secret:
    desk = next(iter(own_site.server.desks.values()))
    record = next(one for one in incident_lines(desk.book) if len(one.incident.mentions) > 1).incident
    first = incident(desk.book, record.id, check=False).accounts[0]
    with desk.writing("analyst") as book:
        review(book, DecisionVerb.ACCEPT, first.id, "analyst", Secret.REASON)
        review(book, DecisionVerb.STATE, record.id, "analyst", "at risk", value=RecordState.SEALED)
    shut = closed(desk.book)
    made = Secret(desk, record, shut.items, frozenset(word.quote for word in shut.words))
    assert made.items and made.words and Secret.REASON not in made.told
    return made


@pytest.mark.parametrize("reader", [FindsNone, FindsFewer, NamesAnew])
def test_a_reader_that_reads_otherwise_opens_nothing(secret: Secret, reader: type[Later]) -> None:
    for done in (lambda: secret.read(reader), lambda: secret.read(reader), secret.link, secret.link):
        done()
        shut = secret.closed
        assert secret.record.id in shut.incidents
        assert secret.items <= shut.items
        assert secret.words <= {word.quote for word in shut.words}, "another record of the text is masked"
        assert Secret.REASON not in secret.told and "at risk" not in secret.told


def test_what_is_read_in_the_place_of_a_sealed_record_is_closed_with_it(secret: Secret) -> None:
    book = secret.desk.book
    secret.read(NamesAnew)
    secret.link()
    query = select(MENTIONS.c.id).where(MENTIONS.c.document.in_(secret.closed.documents))
    there = {row.id for row in book.index.rows(query)}
    now = every_incident(book)
    assert secret.record.id not in {one.id for one in now}
    told_there = {one.id for one in now if there.intersection(one.mentions)}
    assert told_there and secret.closed.incidents == told_there | {secret.record.id}
    assert len(told_there) < len(now), "records that other texts tell of stay open"


def test_two_persons_still_open_what_a_reader_no_longer_finds(secret: Secret) -> None:
    secret.read(FindsNone)
    secret.link()
    seal = next(one for one in every_decision(secret.desk.book) if one.value == RecordState.SEALED)
    with secret.desk.writing("analyst") as book:
        asked = decide(book, DecisionVerb.UNDO, seal.id, "analyst", "no longer at risk", team=True)
    assert isinstance(asked, RequestResult) and secret.items <= secret.closed.items
    with secret.desk.writing("analyst") as book, pytest.raises(BadDecision, match="another person"):
        confirm(book, asked.request.id, "analyst", "I am sure")
    with secret.desk.writing("reviewer") as book:
        confirm(book, asked.request.id, "reviewer", "asked them")
    assert secret.closed is NOTHING
