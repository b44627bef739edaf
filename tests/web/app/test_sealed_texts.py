"""A text that tells of a sealed record is closed to whoever only reads, by every door that shows words or names."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from tests.web.app.conftest import Site, Team, team_serving
from tests.web.app.deciding import in_room, mark
from tests.web.app.sealing import PICTURE, REPORT, WHY, WORDS, Shut, sealed

from allegata.actions import jobs, queue
from allegata.actions.figures import figures_page, open_figures
from allegata.actions.history import history
from allegata.actions.review import review
from allegata.actions.sealed import NOTHING, Closed, closed, words_beside
from allegata.actions.show import incident, incident_lines, totals
from allegata.actions.viewing import incident_view
from allegata.errors import BadDecision, Problem, Severity
from allegata.model.codec import canonical
from allegata.model.decision import DecisionVerb, Reason
from allegata.model.document import Span
from allegata.model.preview import Suspect
from allegata.model.user import RIGHTS, SCOPES, Right, Role, Scope
from allegata.model.vocabulary import RecordState
from allegata.store.tables import PROBLEMS

READERS = ("viewer", "auditor")
WITHHELD = "withheld for protection"


@pytest.fixture(scope="module")
def shut(example_casebook: Path, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shut]:
    folder = tmp_path_factory.mktemp("sealed")
    shutil.copytree(example_casebook, folder / "casebook")
    files = folder / "files"
    files.mkdir()
    shutil.copy(examples.parent / "evidence" / "images" / "sketch-map.png", files / PICTURE)
    (files / "items.csv").write_text(f"file,url\n{PICTURE},https://riverside-bulletin.example/1077\n")
    with team_serving([folder / "casebook"], folder / "office") as team:
        yield sealed(team, files)


BOOK, API = "/c/{casebook}", "/api/v1/c/{casebook}"
REFUSED = {
    f"{BOOK}/incidents/{{name}}": (f"{BOOK}/incidents/{{record}}",),
    f"{BOOK}/incidents/{{name}}/all/{{section}}": (f"{BOOK}/incidents/{{record}}/all/told",),
    f"{BOOK}/incidents/{{name}}/origins": (f"{BOOK}/incidents/{{record}}/origins",),
    f"{BOOK}/incidents/{{name}}/history": tuple(
        f"{BOOK}/incidents/{name}/history" for name in ("{record}", "{item}", "{statement}")
    ),
    f"{BOOK}/texts/{{name}}": tuple(
        f"{BOOK}/texts/{name}" for name in ("{item}", "{item:.20}", "{item:.8}", "{picture:.20}")
    ),
    f"{BOOK}/texts/{{name}}/capture": (f"{BOOK}/texts/{{item}}/capture",),
    f"{BOOK}/texts/{{name}}/beside": (
        f"{BOOK}/texts/{{item}}/beside",
        f"{BOOK}/texts/{{plain}}/beside?other={{item:.20}}",
    ),
    f"{BOOK}/texts/{{name}}/beside/{{other}}": (
        f"{BOOK}/texts/{{item}}/beside/{{plain}}",
        f"{BOOK}/texts/{{plain}}/beside/{{item:.20}}",
    ),
    f"{BOOK}/custody/{{name}}": (f"{BOOK}/custody/{{item}}", f"{BOOK}/custody/{{picture}}"),
    f"{BOOK}/custody/{{name}}/proof.json": (f"{BOOK}/custody/{{item}}/proof.json",),
    f"{BOOK}/custody/{{name}}/proof.txt": (f"{BOOK}/custody/{{item}}/proof.txt",),
    f"{BOOK}/footage/{{name}}": (f"{BOOK}/footage/{{picture}}",),
    f"{BOOK}/review/{{name}}": (f"{BOOK}/review/{{record}}", f"{BOOK}/review/{{other}}?with={{record}}"),
    f"{BOOK}/review/second/{{name}}/{{reading}}": (
        f"{BOOK}/review/second/{{record}}/{{reading}}",
        f"{BOOK}/review/second/any/{{reading}}",
    ),
    f"{API}/history/{{thing}}": tuple(
        f"{API}/history/{name}" for name in ("{record}", "{item}", "{statement}")
    ),
}
"""Doors that a text or record is named at: route → addresses that name the closed ones."""
WITHOUT = {
    f"{BOOK}/incidents": (f"{BOOK}/incidents", f"{BOOK}/incidents?q=weapons"),
    f"{BOOK}/incidents/map": (f"{BOOK}/incidents/map",),
    f"{BOOK}/incidents/timeline": (f"{BOOK}/incidents/timeline",),
    f"{BOOK}/incidents/{{name}}": (f"{BOOK}/incidents/{{other}}", f"{BOOK}/incidents/{{other}}?unmasked=1"),
    f"{BOOK}/incidents/{{name}}/all/{{section}}": tuple(
        f"{BOOK}/incidents/{{other}}/all/{section}" for section in ("told", "matrix", "around", "part-1")
    ),
    f"{BOOK}/incidents/{{name}}/origins": (f"{BOOK}/incidents/{{other}}/origins?attribute=all",),
    f"{BOOK}/incidents/{{name}}/history": (f"{BOOK}/incidents/{{other}}/history",),
    f"{BOOK}/texts": (
        f"{BOOK}/texts",
        f"{BOOK}/texts?q=weapons",
        f"{BOOK}/texts?publisher=Riverside Bulletin",
    ),
    f"{BOOK}/texts/{{name}}/beside": (f"{BOOK}/texts/{{plain}}/beside",),
    f"{BOOK}/problems": (f"{BOOK}/problems",),
    f"{BOOK}/custody": (
        f"{BOOK}/custody",
        f"{BOOK}/custody?q=riverside",
        f"{BOOK}/custody?q=quarry",
        f"{BOOK}/custody?q={{item:.12}}",
    ),
    f"{BOOK}/figures": (f"{BOOK}/figures",),
    f"{BOOK}/footage": (f"{BOOK}/footage",),
    f"{BOOK}/review": (f"{BOOK}/review",),
    f"{BOOK}/review/{{name}}": (f"{BOOK}/review/{{other}}",),
    f"{BOOK}/review/second": (f"{BOOK}/review/second",),
    f"{BOOK}/sources": (f"{BOOK}/sources", f"{BOOK}/sources?q=kursk"),
    f"{BOOK}/sources/{{key}}": (f"{BOOK}/sources/state:UA/prosecutor_general",),
    f"{BOOK}/work": (f"{BOOK}/work",),
    f"{BOOK}/work/{{name}}": (f"{BOOK}/work/{{job}}",),
    f"{API}/incidents": (f"{API}/incidents?per_page=200", f"{API}/incidents?q=weapons"),
    f"{API}/history/{{thing}}": (f"{API}/history/{{other}}",),
    f"{API}/figures": (f"{API}/figures",),
    f"{API}/requests": (f"{API}/requests",),
    f"{API}/work": (f"{API}/work",),
    f"{API}/work/{{job}}": (f"{API}/work/{{job}}",),
}
"""Doors that show more than one thing: what is closed is not among it."""
AUDITED = {
    f"{BOOK}/audit": (f"{BOOK}/audit",),
    f"{BOOK}/audit/ledger.csv": (f"{BOOK}/audit/ledger.csv",),
    f"{BOOK}/audit/ledger.json": (f"{BOOK}/audit/ledger.json",),
    f"{BOOK}/audit/reads": (f"{BOOK}/audit/reads",),
}
"""Doors of the auditor, who sees each act and its ids, without names of files and without reasons."""
HOLDS_NOTHING = {
    f"{BOOK}/work/{{name}}/state": "how far a piece of work is, in the program's words",
    f"{BOOK}/custody/checkpoint": "hashes over the whole ledger",
    f"{BOOK}/audit/access": "accounts and roles",
    f"{BOOK}/audit/sides": "figures over all records",
    f"{API}/knowledge": "sides and sources that the program or a person knows, no text",
}
"""Doors that hold no word, name or value of one text."""
SENT = {
    f"{BOOK}/incidents/views",
    f"{BOOK}/incidents/views/forget",
    f"{BOOK}/work/{{name}}/cancel",
    f"{BOOK}/work/{{name}}/again",
    f"{BOOK}/custody/verify",
    f"{API}/work",
}
"""What readers may send: none of it names a text or shows one."""


def of_readers(team: Team, method: str) -> set[str]:
    """The routes of a casebook that somebody may use who does not work on the records."""
    rights = set(SCOPES[Scope.READ])
    for held in RIGHTS.values():
        rights |= held if Right.DECIDE not in held else set()
    found = set()
    for route in team.client.app.routes:
        handlers = getattr(route, "route_handler_map", {})
        if "{casebook" in route.path and method in handlers:
            handler, _ = handlers[method]
            if handler.opt.get("right") is None or handler.opt["right"] in rights:
                found.add(route.path_format)
    return found


def told(answer: Any) -> str:
    return " ".join(unescape(answer.text).split())


def test_readers_are_the_roles_that_do_not_decide() -> None:
    assert {role for role, held in RIGHTS.items() if Right.READ in held and Right.DECIDE not in held} == {
        Role(who) for who in READERS
    }


def test_every_door_that_readers_have_is_in_one_of_the_tables(shut: Shut) -> None:
    listed = {*REFUSED, *WITHOUT, *AUDITED, *HOLDS_NOTHING}
    assert of_readers(shut.team, "GET") == listed
    assert of_readers(shut.team, "POST") == SENT
    named = {path for path in listed if "{" in path.replace("{casebook}", "").replace("{job}", "")}
    assert named - set(HOLDS_NOTHING) - {f"{BOOK}/sources/{{key}}", f"{BOOK}/work/{{name}}"} == set(REFUSED)


@pytest.mark.parametrize("door", [one for addresses in REFUSED.values() for one in addresses])
def test_readers_are_refused_where_a_closed_text_is_named(shut: Shut, door: str) -> None:
    address = door.format(**shut.names)
    for who in READERS:
        shut.team.enter(who)
        for asked in (address, f"{address}{'&' if '?' in address else '?'}unmasked=1"):
            answer = shut.team.client.get(asked)
            assert answer.status_code == 403, (who, asked)
            assert WITHHELD in told(answer).casefold()
            assert not [word for word in WORDS if word in told(answer)], (who, asked)
    shut.team.enter("lead")
    assert shut.team.client.get(address, follow_redirects=True).status_code in (200, 422)


@pytest.mark.parametrize("door", [one for addresses in WITHOUT.values() for one in addresses])
def test_readers_find_nothing_of_a_closed_text_elsewhere(shut: Shut, door: str) -> None:
    address = door.format(**shut.names)
    for who in READERS:
        shut.team.enter(who)
        answer = shut.team.client.get(address)
        assert answer.status_code == 200, (who, address)
        # what was asked for stands in the form again, and in the address that a form leads back to
        shown = told(answer).replace("q=kursk", "").replace('value="kursk"', "").replace(address, "")
        assert not [word for word in WORDS if word in shown], (who, address)
        assert f"texts/{shut.item[:20]}" not in shown and f"footage/{shut.picture[:20]}" not in shown


@pytest.mark.parametrize("door", [one for addresses in AUDITED.values() for one in addresses])
def test_an_auditor_sees_the_acts_and_no_names_and_no_reasons(shut: Shut, door: str) -> None:
    address = door.format(**shut.names)
    shut.team.enter("auditor")
    answer = shut.team.client.get(address)
    assert answer.status_code == 200
    assert not [word for word in WORDS if word in told(answer)], address
    shut.team.enter("lead")
    whole = told(shut.team.client.get(address))
    if "reads" not in door:
        assert WHY in whole and shut.record in told(answer)


def test_those_who_work_on_the_records_see_all_as_before(shut: Shut) -> None:
    team = shut.team
    for who in ("analyst", "reviewer", "lead"):
        team.enter(who)
        for address, word in (
            (f"{BOOK}/texts/{{item}}", "laying down their weapons"),
            (f"{BOOK}/texts?q=weapons", "weapons"),
            (f"{BOOK}/texts", REPORT),
            (f"{BOOK}/custody?q=quarry", PICTURE),
            (f"{BOOK}/footage", PICTURE),
            (f"{BOOK}/sources/{{voice}}", "taken prisoner"),
            (f"{BOOK}/incidents/{{other}}", shut.record),
            (f"{BOOK}/incidents/{{other}}", f"texts/{shut.item[:20]}"),
            (f"{BOOK}/review/second", shut.record),
            (f"{API}/requests", WHY),
            (f"{API}/history/{{other}}", WHY),
        ):
            assert word in told(team.client.get(address.format(**shut.names))), (who, address)


def test_a_closed_text_stands_in_the_list_as_withheld_and_in_no_choice_or_search(shut: Shut) -> None:
    team = shut.team
    page = f"{BOOK}/texts".format(**shut.names)
    rows = {}
    for who in ("viewer", "analyst"):
        team.enter(who)
        for query in ("", "?q=weapons", "?publisher=Riverside+Bulletin", "?kind=picture"):
            rows[who, query] = told(team.client.get(page + query)).count('scope="row"')
        shown = told(team.client.get(page))
        assert shown.count(f">{WITHHELD}<") == (2 if who == "viewer" else 0)
    assert rows["viewer", ""] == rows["analyst", ""]
    for query in ("?q=weapons", "?publisher=Riverside+Bulletin", "?kind=picture"):
        assert rows["viewer", query] < rows["analyst", query], query


def test_a_source_leaves_out_what_is_said_in_a_closed_text_and_says_how_much(shut: Shut) -> None:
    team = shut.team
    for who, found in (("viewer", 404), ("analyst", 200)):
        team.enter(who)
        assert team.client.get(f"{BOOK}/sources/{{voice}}".format(**shut.names)).status_code == found
    key = f"{BOOK}/sources/this outlet".format(**shut.names)
    team.enter("viewer")
    page = team.client.get(key)
    assert page.status_code == 200 and f"statements {WITHHELD}" in told(page)
    team.enter("analyst")
    assert WITHHELD not in told(team.client.get(key))


def test_another_record_of_the_text_stays_open_and_leads_nowhere_closed(shut: Shut) -> None:
    team = shut.team
    team.enter("viewer")
    page = told(team.client.get(f"{BOOK}/incidents/{{other}}".format(**shut.names)))
    assert "Toretsk" in page and "surrendered" in page and "Riverside Bulletin" in page
    assert shut.record not in page and f"texts/{shut.item[:20]}" not in page
    rows = team.client.get(f"{API}/incidents?per_page=200".format(**shut.names)).json()["rows"]
    (row,) = (one for one in rows if one["incident"]["id"] == shut.other)
    assert row["incident"]["links"] == []
    team.enter("analyst")
    rows = team.client.get(f"{API}/incidents?per_page=200".format(**shut.names)).json()["rows"]
    (row,) = (one for one in rows if one["incident"]["id"] == shut.other)
    assert [link[0] for link in row["incident"]["links"]] == [shut.record]


def test_what_may_be_the_same_as_a_sealed_record_is_told_to_nobody_who_only_reads(
    shut: Shut, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = (Reason("place", "same place: Kursk", 0.9),)
    made = Suspect(shut.other, shut.record, 0.6, 0.8, reasons, (), ())
    monkeypatch.setattr(queue, "suspects", lambda book: (made,))
    for who in ("viewer", "auditor", "analyst"):
        shut.team.enter(who)
        for address in (f"{BOOK}/review", f"{BOOK}/review/{{other}}"):
            page = told(shut.team.client.get(address.format(**shut.names)))
            assert ("same place: Kursk" in page) is (who == "analyst"), (who, address)


def test_words_about_the_sealed_record_are_withheld_in_what_is_quoted_of_another(shut: Shut) -> None:
    record = incident(shut.desk.book, shut.other, check=False)
    (document,) = record.documents
    at = document.text.index("published in September")
    beside = Span(document.id, at, at + 9, "published")
    shared = record.accounts[0].span
    found = words_beside(record, Closed(incidents=frozenset({"x"}), words=(beside, shared)))
    assert found == (beside,)  # what both say belongs to the open record as well
    view, withheld = incident_view(record), incident_view(record, closed=found)
    assert "published in September" in str(view) and withheld.withheld == view.withheld + 1
    quoted = [q.words for e in (*withheld.parts[0].entries, *withheld.records) for q in e.quotations]
    assert any("[withheld] in September" in words for words in quoted)
    assert not any("published in September" in words for words in quoted)


def test_figures_name_no_sealed_record_and_compare_no_total_of_a_closed_text(shut: Shut) -> None:
    book = shut.desk.book
    figures, _ = totals(book)
    total = figures_page(book, 1, 1).published[0].total
    held = Closed(
        incidents=frozenset({shut.record}),
        documents=frozenset({total.span.document}),
        things=frozenset({total.id}),
    )
    left = open_figures(figures, held)
    assert shut.record in str(figures.sums) and shut.record not in str(left.sums)
    assert total.id not in str(left.checks)
    assert open_figures(figures, NOTHING) is figures


def test_a_problem_of_a_closed_text_is_not_told(shut: Shut, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem("page_damaged", REPORT, f"{REPORT} is damaged.", "Send it again.", Severity.PARTIAL)
    book = shut.desk.book
    with book.index.engine.begin() as connection:
        values = {"seq": 1, "item": shut.item, "code": problem.code, "data": canonical(problem).decode()}
        connection.execute(PROBLEMS.insert().values(**values))
    job = replace(jobs.one(shut.team.server, shut.team.casebook, shut.job), problems=(problem,))
    monkeypatch.setattr(jobs, "one", lambda *_: job)
    for who in (*READERS, "analyst"):
        shut.team.enter(who)
        for address in (f"{BOOK}/problems", f"{BOOK}/work/{{job}}"):
            page = told(shut.team.client.get(address.format(**shut.names)))
            assert (REPORT in page) is (who == "analyst"), (who, address)


def test_nothing_is_looked_for_while_no_record_is_sealed(team: Team) -> None:
    """What is closed is found once for each state of the index, and at once where nothing is sealed."""
    book = team.server.desk(team.casebook).book
    assert closed(book) is NOTHING
    assert book.kept.peek("closed", book.index.meta("applied")) is NOTHING


def test_what_a_person_marked_in_a_sealed_record_is_closed_with_it(own_site: Site) -> None:
    """A mark stands in no table but the decision's; what is said about it is withheld like the rest."""
    how = {"attribute": "victims.captured", "value.low": "11", "value.exactness": "lower_bound"}
    answer = mark(own_site, "accounts", "at least 11", **how)
    thing = answer.headers["location"].partition("#")[2]
    desk = next(iter(own_site.server.desks.values()))
    now = in_room(own_site).standing[thing].now
    line = next(one for one in incident_lines(desk.book) if now.mention in one.incident.mentions)
    reason = "the witness is known to us"
    with desk.writing("analyst") as book:
        review(book, DecisionVerb.ACCEPT, thing, "analyst", reason)
        review(book, DecisionVerb.STATE, line.incident.id, "analyst", "at risk", value=RecordState.SEALED)
    shut = closed(desk.book)
    assert shut.names(thing) and now.span in shut.words
    assert reason in str(history(desk.book, None).entries)
    assert reason not in str(history(desk.book, None, withhold=True).entries)


def test_no_person_alone_takes_a_sealed_record_apart(own_site: Site) -> None:
    desk = next(iter(own_site.server.desks.values()))
    line = next(one for one in incident_lines(desk.book) if len(one.incident.mentions) > 1)
    one, other = line.incident.mentions[:2]
    with desk.writing("analyst") as book:
        review(book, DecisionVerb.STATE, line.incident.id, "analyst", "at risk", value=RecordState.SEALED)
        for verb, subject, others in (
            (DecisionVerb.REJECT, one, ()),
            (DecisionVerb.DIFFERENT, one, (other,)),
        ):
            with pytest.raises(BadDecision, match="sealed"):
                review(book, verb, subject, "analyst", "not one event", others)
