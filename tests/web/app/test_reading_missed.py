"""Marking in the reading room what the reader passed over."""

import re

from tests.web.app.conftest import Site
from tests.web.app.deciding import decide, in_room, mark, text_path


def test_the_text_stays_beside_what_is_being_marked(site: Site) -> None:
    document = in_room(site).record.document
    assert document
    words = "shows about a dozen bodies in the same yard"
    start = document.text.index(words)
    open_form = site.get(f"{text_path(site)}/missed", params={"at": start}).text
    assert open_form.count('<p class="para" data-line=') > 5
    chosen = {"start": start, "end": start + len(words), "kind": "statements"}
    page = site.get(f"{text_path(site)}/missed", params=chosen).text
    marked = re.findall(r"<mark[^>]*k-chosen[^>]*>(.*?)</mark>", page, re.S)
    assert "".join(marked) == words
    assert 1 < page.count('<p class="para" data-line=') <= 5


def test_a_missed_statement_is_marked_and_undone(own_site: Site) -> None:
    words = "shows about a dozen bodies in the same yard"
    answer = mark(own_site, "statements", words, quotation="indirect", cue="shows")
    assert answer.status_code == 303, answer.text
    id = answer.headers["location"].partition("#")[2]
    now = in_room(own_site).standing[id]
    assert now.marked and now.proposed.span.quote == words and now.proposed.made_by == "human"
    assert [cue.quote for cue in now.proposed.cues] == ["shows"]
    page = own_site.get(text_path(own_site), params={"focus": id}).text
    assert "marked by Analyst One" in page
    decide(own_site, text_path(own_site), decide=f"undo:{now.marked.id}")
    assert id not in in_room(own_site).standing


def test_a_missed_account_and_a_missed_check_are_marked(own_site: Site) -> None:
    answer = mark(
        own_site, "accounts", "at least 11", attribute="victims.captured",
        **{"value.low": "11", "value.exactness": "lower_bound"},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    id = answer.headers["location"].partition("#")[2]
    now = in_room(own_site).standing[id].now
    assert (now.value.low, now.value.role, now.attribute) == (11, "captured", "victims.captured")
    answer = mark(
        own_site, "verifications", "cannot be seen", aspect="cause_of_death", result="could_not_verify"
    )
    assert answer.status_code == 303, answer.text


def test_words_are_found_without_a_script(site: Site) -> None:
    page = site.get(f"{text_path(site)}/missed", params={"words": "another man comes out of a building"}).text
    assert "2. What they are" in page
    many = site.get(f"{text_path(site)}/missed", params={"words": "soldiers"}).text
    assert "Choose which" in many and many.count("start=") > 1
    none = site.get(f"{text_path(site)}/missed", params={"words": "words that nobody wrote"})
    assert none.status_code == 422 and "does not stand in this text" in none.text


def test_a_mark_outside_the_text_is_refused(own_site: Site) -> None:
    sent = {"start": "10", "end": "999999", "kind": "statements", "reason": "x"}
    assert own_site.post(f"{text_path(own_site)}/missed", sent).status_code == 422
    sent = {"start": "10", "end": "20", "kind": "decisions", "reason": "x"}
    assert own_site.post(f"{text_path(own_site)}/missed", sent).status_code == 422
