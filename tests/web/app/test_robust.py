"""What is typed into addresses and forms by people who try what happens: told what is wrong, never a fault of ours."""

import logging
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select
from tests.web.app.conftest import PASSWORD, Site, Team

from allegata.actions import accounts, jobs, own
from allegata.actions.identity import by_token
from allegata.model.job import JobKind
from allegata.model.user import Scope, SignedIn
from allegata.store.tables import DOCUMENTS, INCIDENTS, ITEMS
from allegata.web.app import asset

LONG = "9" * 5000


@pytest.mark.parametrize(
    "path",
    [
        f"review?page={LONG}",
        "review?page=²",
        "incidents/{inc}/decide?since=" + LONG,
        f"incidents/{{inc}}/history?before={LONG}&after={LONG}",
        "incidents/{inc}/history?before=²&after=²",
        "audit?since=0001-01-01&until=9999-12-31",
        f"audit?page={LONG}",
        "audit/reads?before=²",
        f"custody?page={LONG}",
        f"custody/{LONG}",
        f"sources?page={LONG}",
        f"figures?page={LONG}",
        f"incidents?page={LONG}",
        "incidents/timeline?year=²",
        "texts/{item}/missed?start=" + LONG + "&end=1",
    ],
)
def test_no_number_or_day_in_an_address_is_a_fault_of_the_program(site: Site, path: str) -> None:
    book = site.server.desk(site.casebook).book
    inc, item = (book.index.first(select(table.c.id)).id for table in (INCIDENTS, ITEMS))
    answer = site.get(path.format(inc=inc, item=item[:20]))
    assert answer.status_code < 500


def test_forms_and_programs_are_told_what_is_wrong(own_site: Site) -> None:
    site = own_site
    too_many = {"query": "state=candidate&" * 150, "name": "many"}
    answer = site.post("incidents/views", too_many)
    assert answer.status_code == 400
    assert "100 fields" in answer.text
    assert site.post("settings/stamps", {"url": "http://[", "pem": "x"}).status_code == 422
    book = site.server.desk(site.casebook).book
    deep = {
        "verb": "missed",
        "subject": book.index.first(select(DOCUMENTS.c.item)).item,
        "reason": "x",
        "value": "[" * 20_000,
    }
    token = {"x-csrftoken": site.token()}
    answer = site.client.post(f"/api/v1/c/{site.casebook}/decisions", json=deep, headers=token)
    assert 400 <= answer.status_code < 500, answer.text
    assert "nested deeper" in answer.text


def ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "allegata"]


def test_the_log_holds_no_line_of_a_visitor_and_no_key(
    team: Team, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(team.client.app, base_url="http://allegata.local", raise_server_exceptions=False)
    with caplog.at_level(logging.ERROR, logger="allegata"):
        assert client.get("/assets/x/a%0aWARNING%20forged%20line%00").status_code == 404
        assert client.get("/assets/x/" + "a" * 5000 + ".css").status_code == 404
    assert not ours(caplog)

    def broken(*_: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("allegata.actions.accounts.whose_link", broken)
    with caplog.at_level(logging.ERROR, logger="allegata"):
        assert client.get("/welcome/key-that-opens%0aWARNING forged").status_code == 500
    (record,) = ours(caplog)
    assert record.getMessage() == "a request failed: GET /welcome/{key}"
    assert "key-that-opens" not in logging.Formatter().format(record)


def test_what_every_cache_may_keep_sets_no_cookie(team: Team) -> None:
    client = team.enter(None)
    answer = client.get(asset("css/base.css"))
    assert answer.headers["cache-control"].startswith("public")
    assert "set-cookie" not in answer.headers
    assert "set-cookie" in client.get("/").headers  # a page has forms, and its token


def test_a_new_password_ends_the_tokens_whoever_sets_it(team: Team) -> None:
    who = team.users["analyst"]

    def token() -> str:
        return own.make_token(team.server, SignedIn(who, "here"), "reports", Scope.READ, 3)

    made = token()
    own.change_password(team.server, SignedIn(who, "here"), PASSWORD, "four stones by a well")
    assert by_token(team.server, made) is None
    made = token()
    accounts.set_by_link(team.server, accounts.one_time_link(team.server, who), PASSWORD)
    assert by_token(team.server, made) is None


def test_nobody_ends_the_work_of_another_role(team: Team) -> None:
    book = f"/c/{team.casebook}"
    checking = jobs.ask(team.server, team.casebook, JobKind.VERIFY, "auditor person")
    rebuilding = jobs.ask(team.server, team.casebook, JobKind.REBUILD, "lead person")
    try:
        for who in ("viewer", "analyst", "reviewer"):
            team.enter(who)
            for job in (checking, rebuilding):
                assert team.post(f"{book}/work/{job.id}/cancel").status_code == 403
                assert team.post(f"{book}/work/{job.id}/again").status_code == 403
                assert "/cancel" not in team.client.get(f"{book}/work/{job.id}").text
        team.enter("auditor")
        assert "/cancel" in team.client.get(f"{book}/work/{checking.id}").text
        assert team.post(f"{book}/work/{checking.id}/cancel").status_code == 303
        assert jobs.one(team.server, team.casebook, checking.id).over
    finally:
        for job in (checking, rebuilding):
            jobs.cancel(team.server, team.casebook, job.id)


def test_a_program_that_asks_again_and_again_gets_one_piece_of_work(own_site: Site) -> None:
    token = {"x-csrftoken": own_site.token()}
    address = f"/api/v1/c/{own_site.casebook}/work"
    made = {
        own_site.client.post(address, json={"kind": "match"}, headers=token).json()["id"] for _ in range(3)
    }
    assert len(made) == 1
    kinds = [one.kind for one in jobs.under_way(own_site.server, own_site.casebook)]
    assert kinds.count(JobKind.MATCH) == 1


@pytest.mark.parametrize(
    "fields", [{f"f{n}": "x" for n in range(60)}, {f"f{n}": "x" * 60_000 for n in range(30)}]
)
def test_the_fields_of_an_upload_are_bounded_together(own_site: Site, fields: dict[str, str]) -> None:
    data = {"_csrf_token": own_site.token(), **fields}
    files = [("files", ("a.txt", b"words", "text/plain"))]
    answer = own_site.client.post(own_site.url("add"), data=data, files=files)
    assert answer.status_code == 413
    assert "more fields than ours" in answer.text
    assert not jobs.under_way(own_site.server, own_site.casebook)
