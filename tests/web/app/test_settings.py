"""Settings over the web: what is added counts, what is wrong is refused before it is written, all of it on record."""

import pytest
from tests.web.app.conftest import Site

from allegata.actions import knowledge
from allegata.actions.casebook import opened
from allegata.actions.rebuild import rebuild
from allegata.actions.verify import verify

PAGES = (
    "settings",
    "settings/words?lexicon=stance",
    "settings/file/stance.toml",
    "settings/places?q=Kursk",
    "settings/reader",
    "settings/stamps",
)


def seen(site: Site, name: str) -> str:
    return knowledge.own_file(site.server.desks[site.casebook].book, name).seen


def test_a_side_that_is_added_is_known(own_site: Site) -> None:
    sent = {
        "id": "group:river-front",
        "name": 'River "Front"',
        "kind": "armed_group",
        "names": "Front of the River",
    }
    sent |= {"saw": seen(own_site, "parties.toml"), "reason": "named in two reports"}
    assert own_site.post("settings/party", sent).status_code == 303
    desk = own_site.server.desks[own_site.casebook]
    made = next(p for p in knowledge.known(desk.book).parties if p.id == "group:river-front")
    assert made.names == ('River "Front"', "Front of the River")
    with opened(desk.folder) as book:
        last = [entry.data for entry in book.ledger.entries() if entry.data["kind"] == "knowledge_set"]
        assert last[0]["payload"]["reason"] == "named in two reports"
        assert last[0]["by"] == own_site.server.by
        assert verify(book.folder).intact
    assert rebuild(desk.folder).identical


def test_a_standing_needs_a_basis(own_site: Site) -> None:
    sent = {
        "form": "source",
        "id": "ridge-herald",
        "name": "Ridge Herald",
        "kind": "news_outlet",
        "relation": "party_controlled",
    }
    sent |= {"saw": seen(own_site, "sources.toml"), "reason": "met in a report"}
    answer = own_site.post("settings/source", sent)
    assert answer.status_code == 422
    assert "unknown is an answer" in answer.text
    assert 'value="Ridge Herald"' in answer.text, "what was typed is kept"
    assert own_site.post("settings/source", sent | {"basis": "owned by a ministry"}).status_code == 303


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("stance.toml", "[groups\n", "not valid TOML"),
        ("parties.toml", '[[party]]\nname = "X"\n', "lacks"),
        ("public.toml", "[groups]\n", "cannot lengthen"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_unwritten(
    own_site: Site, name: str, text: str, words: str
) -> None:
    sent = {
        "text": text,
        "saw": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "reason": "x",
    }
    answer = own_site.post(f"settings/file/{name}", sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert not list((own_site.server.desks[own_site.casebook].folder / "knowledge").glob("*.toml"))


@pytest.mark.parametrize("name", ["..%2fledger.sqlite", "x.sqlite", "A.toml", "%2e%2e%2fx.toml"])
def test_no_other_file_can_be_named(own_site: Site, name: str) -> None:
    sent = {"text": "x = 1", "saw": "", "reason": "x"}
    assert own_site.post(f"settings/file/{name}", sent).status_code in {404, 422}


def test_two_who_edit_one_file_are_told(own_site: Site) -> None:
    saw = seen(own_site, "cues.toml")
    first = {"text": '[groups]\nsay = ["murmur"]\n', "saw": saw, "reason": "met in a report"}
    assert own_site.post("settings/file/cues.toml", first).status_code == 303
    answer = own_site.post("settings/file/cues.toml", first | {"text": '[groups]\nsay = ["mumble"]\n'})
    assert answer.status_code == 409
    assert "mumble" in answer.text, "what was typed is kept"
    assert "murmur" in answer.text, "what the other wrote is shown"


def test_places_are_looked_up_with_what_contains_them(site: Site) -> None:
    assert "Russia" in site.get("settings/places?q=Kursk").text


def test_an_authority_without_certificates_is_refused(own_site: Site) -> None:
    answer = own_site.post("settings/stamps", {"url": "https://tsa.example/", "pem": "none"})
    assert answer.status_code == 422
    assert "PEM" in answer.text
