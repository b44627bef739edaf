"""Where an answer was looked for: recorded by a person, shown in part 2, taken back by `undo`."""

from pathlib import Path

from tests.actions import fakes

from allegata.actions import history, show
from allegata.actions.assess import assess
from allegata.actions.casebook import Casebook, opened_to_write
from allegata.actions.review import review
from allegata.model.decision import DecisionVerb

VALUE = '{"as_of":"2026-03-04","places":["the ministry\'s  pages"]}'


def searched(book: Casebook) -> list[str | None]:
    incident = show.incident_lines(book)[0].incident.id
    return [side.searched for side in show.incident(book, incident).assessment.contestation]


def test_a_search_is_shown_after_assessing_and_taken_back_by_undo(folder: Path) -> None:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        incident = show.incident_lines(book)[0].incident.id
        assert searched(book) == [None]
        made = review(book, DecisionVerb.SEARCHED, incident, "tester", "asked", (), VALUE)
        assess(book)
        assert searched(book) == ["the ministry's pages, as of 4 March 2026"]
        words = [e.words for e in history.history(book, incident).entries]
        assert any("for an answer of the accused side: the ministry's pages" in w for w in words)
        review(book, DecisionVerb.UNDO, made.decision.id, "tester", "wrong day")
        assess(book)
        assert searched(book) == [None]


def test_a_search_for_one_side_says_nothing_of_another(folder: Path) -> None:
    with opened_to_write(folder, fakes.outside(start=100)) as book:
        incident = show.incident_lines(book)[0].incident.id
        value = VALUE.replace("{", '{"sides":["state:XX"],', 1)
        review(book, DecisionVerb.SEARCHED, incident, "tester", "asked", (), value)
        assess(book)
        assert searched(book) == [None]  # no side is named by these accounts, and XX is another one
