"""The interface for programs: it answers with what pages show, refuses in words, and never stumbles."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.web.app.conftest import Site, Team, serving

from allegata.actions import show
from allegata.actions.requests import ask, requests
from allegata.model.codec import from_data, to_data
from allegata.model.decision import DecisionVerb
from allegata.model.job import RIGHT_OF, JobKind
from allegata.model.result import IncidentRecord
from allegata.store.tables import ASSESSMENTS, ITEMS, STATEMENTS
from allegata.web.app import create_app

schemathesis = pytest.importorskip("schemathesis", reason="left out: schemathesis is not installed")
import hypothesis  # noqa: E402 - after the check that it can be used


def api(site: Site, path: str) -> str:
    return f"/api/v1/c/{site.casebook}/{path}"


def incident_of(site: Site) -> str:
    book = site.server.desks[site.casebook].book
    return str(next(iter(book.index.rows(select(ASSESSMENTS.c.incident)))).incident)


def test_what_is_returned_is_the_record_itself(site: Site) -> None:
    name = incident_of(site)
    got = site.client.get(api(site, f"incidents/{name}")).json()
    kept = show.incident(site.server.desks[site.casebook].book, name, check=False)
    assert got == to_data(kept)
    assert from_data(IncidentRecord, got) == kept


def test_lists_are_chosen_and_paged(site: Site) -> None:
    every = site.client.get(api(site, "incidents"), params={"per_page": 200}).json()
    some = site.client.get(api(site, "incidents"), params={"per_page": 2, "page": 2}).json()
    assert every["total"] == some["total"] == len(every["rows"])
    assert [row["incident"]["id"] for row in some["rows"]] == [
        row["incident"]["id"] for row in every["rows"][2:4]
    ]
    assert site.client.get(api(site, "incidents"), params={"since": "soon"}).status_code == 400


def test_a_decision_carries_what_was_seen(own_site: Site) -> None:
    book = own_site.server.desks[own_site.casebook].book
    statement = next(iter(book.index.rows(select(STATEMENTS.c.id)))).id
    headers = {"x-csrftoken": own_site.token()}
    body = {"verb": "accept", "subject": statement, "reason": "read in the text", "saw": "0" * 64}
    stale = own_site.client.post(api(own_site, "decisions"), json=body, headers=headers)
    assert stale.status_code == 409
    assert "changed" in stale.json()["detail"]
    made = own_site.client.post(
        api(own_site, "decisions"), json={k: v for k, v in body.items() if k != "saw"}, headers=headers
    )
    assert made.status_code == 200
    assert made.json()["decision"]["by"] == own_site.server.by
    without = own_site.client.post(api(own_site, "decisions"), json=body)
    assert without.status_code == 403, "a session's cookie alone writes nothing"


def test_a_program_withdraws_what_it_asked_for_and_nothing_else(team: Team) -> None:
    desk = team.server.desks[team.casebook]
    one = next(iter(desk.book.index.rows(select(ASSESSMENTS.c.incident)))).incident
    with desk.writing("analyst person") as book:
        request = ask(book, DecisionVerb.STATE, one, "analyst person", "an error", value="withdrawn").request
    address = f"/api/v1/c/{team.casebook}/requests/{request.id}/withdraw"
    body = {"reason": "it was none"}
    answers = {}
    for who in ("viewer", "reviewer", "analyst"):
        client = team.enter(who)
        answers[who] = client.post(address, json=body, headers={"x-csrftoken": team.token()})
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "viewer": 403,
        "reviewer": 422,
        "analyst": 200,
    }
    assert "only analyst person" in answers["reviewer"].json()["detail"]
    assert answers["analyst"].json()["answer"]["how"] == "withdrawn"
    assert not requests(desk.book, open_only=True)


def test_every_kind_of_work_names_the_right_it_takes() -> None:
    assert set(RIGHT_OF) == set(JobKind)


def test_the_description_names_every_class_it_uses(site: Site) -> None:
    document = site.client.get("/api/openapi.json").json()
    names = set(document["components"]["schemas"])
    used: set[str] = set()

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                used.add(part["$ref"].rsplit("/", 1)[1])
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(document)
    assert used <= names
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert {"IncidentRecord", "ReviewResult", "Account", "Fault"} <= names


def test_no_request_that_the_description_allows_makes_it_stumble(own_casebook: Path, tmp_path: Path) -> None:
    with serving(own_casebook, tmp_path / "office") as made:
        app = create_app(made.server)
        book = made.server.desks[made.casebook].book
        item = next(iter(book.index.rows(select(ITEMS.c.id)))).id
        known = {"casebook": made.casebook, "incident": incident_of(made), "item": item}
        headers = {"x-csrftoken": made.token()}
        schema = schemathesis.openapi.from_dict(made.client.get("/api/openapi.json").json())
        schema.app = app
        wrong: list[str] = []
        fine: set[str] = set()
        for operation in schema.get_all_operations():

            @hypothesis.given(case=operation.ok().as_strategy(), ours=hypothesis.strategies.booleans())
            @hypothesis.settings(
                max_examples=12,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(hypothesis.HealthCheck),
            )
            def one(case: Any, ours: bool) -> None:
                if ours:  # half of them about things that are there
                    case.path_parameters.update({k: v for k, v in known.items() if k in case.path_parameters})
                sent = case.as_transport_kwargs(base_url="http://allegata.local")
                sent.pop("cookies", None)
                body = sent.pop("data", None)
                if isinstance(body, str | bytes):
                    sent["content"] = body
                sent["headers"] = {**dict(sent.get("headers") or {}), **headers}
                answer = made.client.request(**sent)
                if answer.status_code == 200:
                    fine.add(f"{case.method} {case.path}")
                if answer.status_code >= 500 and answer.status_code != 503:
                    wrong.append(f"{case.method} {case.formatted_path}: {answer.text[:200]}")

            one()
        assert not wrong
        assert len(fine) >= 8, f"too few were understood for this to mean anything: {sorted(fine)}"
