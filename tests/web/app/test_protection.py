"""What protects people stays withheld from whoever may only read, at every door."""

import json
import re
from hashlib import sha256

from tests.web.app.conftest import Team

from allegata.actions import jobs, second
from allegata.actions.current import every_item
from allegata.actions.history import history
from allegata.actions.quoting import quoted
from allegata.actions.readlog import read_log
from allegata.actions.review import review
from allegata.actions.show import incident, incident_lines, item
from allegata.model.decision import DecisionVerb
from allegata.model.job import JobKind
from allegata.model.result import IncidentLine
from allegata.model.second import Coded
from allegata.model.value import Count
from allegata.model.vocabulary import Attribute, CountRole, Exactness, RecordState, Unit
from allegata.web.visit import NOTED


def named(team: Team, ending: str) -> str:
    """The id of an item of the example casebook."""
    book = team.server.desk(team.casebook).book
    return next(i.id for i in every_item(book) if i.capture.received_name.endswith(ending))


def test_whole_originals_are_for_those_who_work_on_them_and_footage_takes_a_reason(team: Team) -> None:
    text, film = named(team, ".pdf"), named(team, ".mp4")
    address = f"/c/{team.casebook}/original/"
    for who in ("viewer", "auditor"):
        team.enter(who)
        for one in (text, film):
            assert team.client.get(address + one[:20]).status_code == 403
            assert team.post(address + one[:20], {"reason": "curious"}).status_code == 403
    team.enter("analyst")
    assert sha256(team.client.get(address + text[:20]).content).hexdigest() == text
    assert team.client.get(address + film[:20]).status_code == 422
    assert team.post(address + film[:20], {"reason": " "}).status_code == 422
    saved = team.post(address + film[:20], {"reason": "the court asked"})
    assert sha256(saved.content).hexdigest() == film
    last, before = read_log(team.server, team.casebook, limit=2)
    assert (last.kind, last.thing, last.unmasked) == ("original (the court asked)", film, True)
    assert (before.kind, before.thing, before.unmasked) == ("original", text, True)


def told_in(team: Team, ending: str) -> IncidentLine:
    """The record that a text of the example casebook tells of: its id is another one in every run."""
    book = team.server.desk(team.casebook).book
    (name,) = item(book, named(team, ending), check=False).incidents
    return next(line for line in incident_lines(book) if line.incident.id == name)


SECRET = "Quillonby"


def corrected(team: Team) -> str:
    """An account that an analyst corrected and restricted; its id."""
    desk = team.server.desk(team.casebook)
    one = told_in(team, "stepove-harbour-wire.txt").incident.id
    account = next(a for a in incident(desk.book, one, check=False).accounts)
    value = json.dumps({"sensitivity": "restricted", "stance": "uncertain"})
    with desk.writing("analyst person") as book:
        review(book, DecisionVerb.CORRECT, account.id, "analyst person", "a risk", (), value)
    return account.id


def test_history_and_audit_tell_no_values_to_those_who_only_read(team: Team) -> None:
    name = corrected(team)
    book = f"/c/{team.casebook}"
    everywhere = (f"{book}/incidents/{name}/history", f"/api/v1{book}/history/{name}")
    audited = (f"{book}/audit", f"{book}/audit/ledger.csv", f"{book}/audit/ledger.json")
    told = "uncertain"
    for who, pages in (("viewer", everywhere), ("auditor", (*everywhere, *audited))):
        team.enter(who)
        for page in pages:
            answer = team.client.get(page)
            assert answer.status_code == 200
            assert "sensitivity" not in answer.text and told not in answer.text, (who, page)
            assert "correct" in answer.text and "a risk" in answer.text
    team.enter("lead")
    for page in (*everywhere, *audited):
        assert told in team.client.get(page).text, page


def thing_lines(html: str) -> list[str]:
    """What a history quotes beside the ids that it names."""
    return re.findall(r'<p class="thing">.*?</p>', html, re.S)


def test_a_history_quotes_what_it_names_and_withholds_what_is_withheld(team: Team) -> None:
    """Words beside ids: plain ones for all; those of a restricted value for nobody; of a sealed record none."""
    desk = team.server.desk(team.casebook)
    line = told_in(team, "belgorod-ridge-herald.txt")
    record = incident(desk.book, line.incident.id, check=False)
    said = next(s for s in record.statements if len(s.span.quote) > 20)
    value = next(a for a in record.accounts if a.statement != said.id)
    restricted = json.dumps({"sensitivity": "restricted"})
    with desk.writing("analyst person") as book:
        review(book, DecisionVerb.ACCEPT, said.id, "analyst person", "read it")
        review(book, DecisionVerb.ACCEPT, value.id, "analyst person", "read it")
        review(book, DecisionVerb.CORRECT, value.id, "analyst person", "a risk", (), restricted)
    path = f"/c/{team.casebook}/incidents/{line.incident.id}/history"
    shown = {}
    for who in ("viewer", "analyst"):
        team.enter(who)
        shown[who] = thing_lines(team.client.get(path).text)
        (plain,) = [one for one in shown[who] if said.id in one]
        assert "<q " in plain and "/texts/" in plain
        of_value = [one for one in shown[who] if value.id in one]
        assert of_value and all("withheld" in one and value.span.quote not in one for one in of_value)
    assert len(shown["analyst"]) == len(shown["viewer"]) + 1  # the correction: its id alone, for a viewer
    with desk.writing("lead person") as book:
        entries = history(book, line.incident.id).entries
        assert quoted(book, line.incident.id, entries, False)
        for state in (RecordState.OPEN, RecordState.SEALED):
            review(book, DecisionVerb.STATE, line.incident.id, "lead person", "a risk", value=state)
        assert not quoted(book, line.incident.id, entries, False)
        assert not quoted(book, said.id, entries, False)


def test_a_marked_quotation_is_told_by_its_kind_and_id_alone(team: Team) -> None:
    from allegata.actions.told import bare, words
    from allegata.model.codec import to_data
    from allegata.model.decision import Decision
    from allegata.model.document import Span
    from allegata.model.record import ProtectedDetail

    desk = team.server.desk(team.casebook)
    thing = ProtectedDetail("detail-1", Span("doc", 0, len(SECRET), SECRET), "st", (), "identifies")
    value = json.dumps({"kind": "protected", "thing": to_data(thing)})
    at = desk.book.now()
    made = Decision("dec", DecisionVerb.MISSED, "doc", "A", at, "why", "", ("detail-1",), value)
    entry = {"kind": "decided", "payload": {}, "subject": "doc"}
    assert SECRET in words(entry, made, {})
    assert words(entry, made, {}, True) == "marked as missed in doc: protected detail-1"
    assert bare(made, True).value is None and bare(made, False) == made


def test_a_second_reading_tells_viewers_nothing_that_is_withheld_in_the_first(team: Team) -> None:
    desk = team.server.desk(team.casebook)
    one = told_in(team, "sotk-upland-observer.txt").incident.id
    with desk.writing("reviewer person") as book:
        coded = Coded(
            Attribute.VICTIMS_KILLED,
            Count(41723, 41723, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED),
            SECRET,
        )
        made = second.code(book, one, "reviewer person", [coded], f"a note on {SECRET}")
        for account in incident(book, one, check=False).accounts:
            value = json.dumps({"sensitivity": "restricted"})
            review(book, DecisionVerb.CORRECT, account.id, "analyst person", "a risk", (), value)
    page = f"/c/{team.casebook}/review/second/{one}/{made.id}"
    restricted = {a.attribute for a in incident(desk.book, one, check=False).accounts}
    assert second.shut(desk.book, made) == restricted
    for who in ("viewer", "auditor"):
        team.enter(who)
        for address in (page, f"{page}?unmasked=1"):
            told = team.client.get(address).text
            assert SECRET not in told and "withheld for protection" in told
            assert Attribute.VICTIMS_KILLED not in restricted or "41723" not in told
    team.enter("reviewer")
    assert SECRET not in team.client.get(page).text
    assert SECRET in team.client.get(f"{page}?unmasked=1").text
    (last,) = read_log(team.server, team.casebook, limit=1)
    assert (last.kind, last.thing, last.unmasked) == ("second reading", one, True)


def test_a_sealed_record_is_withheld_from_viewers_at_every_door(team: Team) -> None:
    desk = team.server.desk(team.casebook)
    line = told_in(
        team, "hroza-meridian-review.txt"
    )  # one record is told in one text, and nothing else in it
    name, title, state = line.incident.id, line.assessment.title, RecordState.SEALED
    document = incident(desk.book, name, check=False).documents[0]
    words = max(document.text.split(), key=len).strip(".,;:“”\"'()")
    book, api = f"/c/{team.casebook}", f"/api/v1/c/{team.casebook}"
    team.enter("viewer")
    before = team.client.get(f"{api}/incidents?q={words}").json()["total"]
    with desk.writing("analyst person") as opened:
        review(opened, DecisionVerb.STATE, name, "analyst person", "a risk to a witness", (), state)
    for address in (
        f"{book}/incidents/{name}",
        f"{book}/incidents/{name[:-2]}",
        f"{book}/incidents/{name}?unmasked=1",
        f"{book}/incidents/{name}/origins",
        f"{book}/incidents/{name}/history",
        f"{book}/review/{name}",
        f"{api}/history/{name}",
    ):
        answer = team.client.get(address)
        assert answer.status_code == 403 and "withheld for protection" in answer.text.casefold(), address
        assert title not in answer.text
    for address in ("incidents", "incidents/map", "incidents/timeline", "review", "sources"):
        answer = team.client.get(f"{book}/{address}")
        assert answer.status_code == 200 and title not in answer.text, address
    rows = team.client.get(f"{api}/incidents?per_page=200").json()["rows"]
    (row,) = (one for one in rows if one["incident"]["id"] == name)
    assert row["title"] == "withheld for protection" and row["incident"]["state"] == state
    assert not any(row[key] for key in ("accused", "killed", "positions", "days", "items", "found"))
    assert row["incident"]["mentions"] == []
    found = team.client.get(f"{api}/incidents?q={words}").json()
    assert found["total"] == before - 1 and name not in str(found)
    team.enter("reviewer")
    assert team.client.get(f"{book}/incidents/{name}").status_code == 200


UNNOTED = {"/c/{casebook}/work/{name}/state", "/api/v1/c/{casebook}/work/{job}"}
"""What a page or a program asks for again and again while work is under way; it holds no content."""


def test_every_route_of_a_casebook_is_noted_but_the_listed_ones(team: Team) -> None:
    walked = unnoted = 0
    for route in team.client.app.routes:
        handlers = getattr(route, "route_handler_map", {})
        if "{casebook" not in route.path or "GET" not in handlers:
            continue
        handler, _ = handlers["GET"]
        walked += 1
        listed = route.path_format in UNNOTED
        unnoted += listed
        assert handler.opt.get(NOTED, None) is (not listed), route.path
    assert walked > 50 and unnoted == len(UNNOTED)


def test_what_is_read_leaves_a_line_also_where_the_page_does_not_say_so(team: Team) -> None:
    desk = team.server.desk(team.casebook)
    one, other = (line.incident.id for line in incident_lines(desk.book)[-2:])
    text = named(team, ".pdf")[:20]
    book, api = f"/c/{team.casebook}", f"/api/v1/c/{team.casebook}"
    team.enter("lead")
    for address, kind, things in (
        (f"{book}/review", "review", {""}),
        (f"{book}/review/{one}?with={other}", "review", {one, other}),
        (f"{book}/review/second", "review second", {""}),
        (f"{book}/incidents/{one}/decide", "incidents decide", {one}),
        (f"{book}/custody/{text}/proof.json", "custody proof.json", {text}),
        (f"{api}/incidents?q=river", "incidents", {""}),
        (f"{api}/history/{one}", "history", {one}),
        (f"{api}/figures", "figures", {""}),
    ):
        last = read_log(team.server, team.casebook, limit=1)
        assert team.client.get(address).status_code == 200, address
        lines = read_log(team.server, team.casebook, limit=len(things) + 1)
        new = [line for line in lines if not last or line.id > last[0].id]
        assert len(new) == len(things) and {line.thing for line in new} == things, (address, new)
        assert all(line.name == "lead person" for line in new), address
        assert kind in {line.kind for line in new}, (address, new)


def test_what_work_was_given_is_told_only_to_those_who_have_work_done(team: Team) -> None:
    made = jobs.ask(team.server, team.casebook, JobKind.FACTS, "analyst person", {"items": [SECRET]})
    api = f"/api/v1/c/{team.casebook}/work"
    for who, told in (("viewer", False), ("auditor", False), ("analyst", True)):
        team.enter(who)
        for address in (api, f"{api}/{made.id}"):
            assert (SECRET in team.client.get(address).text) is told, (who, address)


def test_a_search_does_not_find_a_text_by_words_that_are_withheld_in_it(team: Team) -> None:
    desk = team.server.desk(team.casebook)
    words, counts = "", {}
    record = incident(desk.book, told_in(team, "tora-delta-standard.txt").incident.id, check=False)
    whole = " ".join(document.text for document in record.documents).casefold()
    for account in record.accounts:
        for word in account.span.quote.split():
            if word.isalpha() and len(word) > 6 and whole.count(word.casefold()) == 1:
                words, thing = word, account.id
    assert words
    api = f"/api/v1/c/{team.casebook}/incidents?q={words}"
    value = json.dumps({"sensitivity": "restricted"})
    for when in ("before", "after"):
        for who in ("viewer", "analyst"):
            team.enter(who)
            counts[who, when] = team.client.get(api).json()["total"]
            listed = team.client.get(f"/c/{team.casebook}/texts?q={words}").text.count('scope="row"')
            assert (listed > 0) is (counts[who, when] > 0), (who, when)
        if when == "before":
            with desk.writing("analyst person") as book:
                review(book, DecisionVerb.CORRECT, thing, "analyst person", "a risk", (), value)
    assert counts["viewer", "before"] == counts["analyst", "before"] == counts["analyst", "after"] > 0
    assert counts["viewer", "after"] < counts["viewer", "before"]
