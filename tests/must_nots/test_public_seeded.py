"""Must-nots 5 and 15 on the public profile: what was sown into a report is in no public package."""

import json

import pytest
from tests.must_nots.test_public_dossier import Published, ask

from allegata.actions import run, show
from allegata.actions.assess import assess
from allegata.actions.casebook import Outside, opened_to_write
from allegata.actions.dossier import dossier
from allegata.actions.link import link
from allegata.actions.review import review
from allegata.model.decision import DecisionVerb

REPORT = """Ministry alleges that Russian soldiers shot three captives

The Ukrainian Ministry of Defence said on 2 may 2026 that Russian soldiers of the 47th brigade, military unit 12345, \
shot dead three captured Ukrainian soldiers at 47.4434, 35.8362, with d’Angelo and o'Brien looking on at 4:30.

The Prosecutor General’s Office said that a video of the killing was posted at t.me/ivan_petrenko by \
@ivan_petrenko88, and that witnesses call +380501234567 or write to ivan.petrenko@example.org.

The Russian Ministry of Defence denied that its soldiers had shot the captives and said that Marija had made the \
video on 9 листопада.
"""
CHANNEL = "Zhuravlenko private"
SEARCH = {
    "places": ["the ministry's pages", "Oleksandrenko", "t.me/oleksandrenko_99", "call +380671112233"],
    "as_of": "2026-11-27",
}
SOWN = {
    "a name": ("angelo", "brien", "marija"),
    "a handle or an address": ("ivan_petrenko", "petrenko88", "t.me", "ivan.petrenko", "example.org"),
    "a telephone number": ("380501234567", "501234567"),
    "a unit": ("47th", "unit 12345"),
    "a position": ("47.44", "35.83"),
    "a day or a clock time": ("on 2 may", "листопада", "at 4:30"),
    "a channel": ("zhuravlenko",),
    "what was typed into the search record": ("oleksandrenko", "671112233"),
}


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A public package of one report that holds all of it."""
    folder = tmp_path_factory.mktemp("sown")
    (folder / "reports").mkdir()
    (folder / "reports" / "a.txt").write_text(REPORT, "utf-8")
    sidecar = {"publisher": CHANNEL, "published": "2026-05-03", "published_basis": "url"}
    (folder / "reports" / "a.txt.meta.json").write_text(json.dumps(sidecar))
    run.run(folder / "reports", folder / "casebook")
    with opened_to_write(folder / "casebook", Outside(by="A. Analyst")) as book:
        (line,) = show.incident_lines(book)
        incident, why = line.incident.id, "before publication"
        review(book, DecisionVerb.SEARCHED, incident, "A. Analyst", why, (), json.dumps(SEARCH))
        review(book, DecisionVerb.STATE, incident, "A. Analyst", why, (), "open")
        link(book)
        assess(book)
        inside = " ".join(said.span.quote for said in show.incident(book, incident).statements)
        assert "12345" in inside and "47.4434" in inside  # it was read, and is quoted inside
        dossier(book, ask(incident, folder / "package", second="B. Reviewer"))
    return Published(incident, line.assessment.title, line.documents, folder / "package")


@pytest.mark.parametrize("kind", SOWN)
def test_05_15_nothing_that_was_sown_goes_out(sown: Published, kind: str) -> None:
    everything = sown.everything.casefold()
    assert [words for words in SOWN[kind] if words in everything] == []


def test_05_15_what_may_go_out_goes_out(sown: Published) -> None:
    told = " ".join(cell["words"] for line in sown.record["parts"][0]["lines"] for cell in line["quotes"])
    assert "shot dead three captured Ukrainian soldiers" in told
    answer = sown.record["parts"][1]
    assert any("Searched: the ministry's pages" in note for note in answer["footnotes"])
