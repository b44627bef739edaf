"""Adding material over the web: what is sent is kept untouched, whatever its names, and can do no harm."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.web.app.conftest import WHO, Site, Team, Window, listened

from allegata.actions import jobs, starting, uploads, working
from allegata.actions.casebook import Outside
from allegata.actions.identity import one_time_key
from allegata.actions.serving import Server, server
from allegata.model.codec import parse
from allegata.model.item import Item
from allegata.model.job import JobKind, JobState
from allegata.store.tables import ITEMS

REPORT = (
    "Two captives reported shot near Ridge Halt\n\nOfficials in the town said on Tuesday that two unarmed captives "
    "had been shot by soldiers near Ridge Halt.\n\nThe ministry denied it.\n"
)
SCRIPT = "<script>document.title = 'taken over'</script>"


def items(site: Site) -> dict[str, Item]:
    book = next(iter(site.server.desks.values())).book
    return {row.name: parse(Item, row.data) for row in book.index.rows(select(ITEMS.c.name, ITEMS.c.data))}


def send(
    site: Site, files: list[tuple[str, bytes]], fields: dict[str, str] | None = None, **options: Any
) -> Any:
    """Send files as the page does: the token first."""
    data = {"_csrf_token": site.token(), **(fields or {})}
    sent = [("files", (name, content, "application/octet-stream")) for name, content in files]
    return site.client.post(site.url("add"), data=data, files=sent, follow_redirects=False, **options)


def left(site: Site) -> list[Path]:
    above = site.server.office.folder / "uploads"
    return list(above.iterdir()) if above.exists() else []


def test_what_is_sent_is_added_read_and_settled(own_site: Site) -> None:
    before = set(items(own_site))
    fields = {
        "url": "https://ridge.example/1",
        "publisher": "Ridge Herald",
        "retrieved_at": "2026-03-04T10:20",
    }
    answer = send(own_site, [("ridge.txt", REPORT.encode()), ("empty.txt", b"")], fields)
    assert answer.status_code == 303
    assert len(left(own_site)) == 1
    working.run_waiting(own_site.server)
    assert left(own_site) == [], "deleted once the vault holds it"
    new = {name: item for name, item in items(own_site).items() if name not in before}
    assert set(new) == {"ridge.txt", "empty.txt"}
    capture = new["ridge.txt"].capture
    assert (capture.url, capture.publisher) == ("https://ridge.example/1", "Ridge Herald")
    assert (
        capture.retrieved_at is not None and capture.retrieved_at.isoformat() == "2026-03-04T10:20:00+00:00"
    )
    kinds = [(one.kind, one.state) for one in jobs.several(own_site.server, own_site.casebook)]
    assert (JobKind.READ, JobState.DONE) in kinds and kinds[0] == (JobKind.SETTLE, JobState.DONE)
    page = own_site.client.get(answer.headers["location"]).text
    assert "2 items were added" in page
    reading = next(
        one for one in jobs.several(own_site.server, own_site.casebook) if one.kind is JobKind.READ
    )
    page = own_site.get(f"work/{reading.id}").text
    assert new["empty.txt"].id[:20] in page, "a problem leads to where it can be mended"
    assert "Ridge Halt" in own_site.get(f"texts/{new['ridge.txt'].id[:20]}").text


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.txt",
        "/etc/outside.txt",
        "a/../../outside.txt",
        "con\x07trol\x1b.txt",
        f"{'long' * 200}.txt",
        "report\u202etxt.exe",
        "..",
        ".hidden.txt",
        f"{SCRIPT}.txt",
        "a/" * 40 + "deep.txt",
    ],
)
def test_no_name_leaves_its_folder_and_every_name_is_kept(tmp_path: Path, name: str) -> None:
    upload = uploads.Upload(tmp_path, 1 << 20)
    for _ in range(2):
        upload.begin(name)
        upload.write(b"words")
        upload.end()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 2
    assert all(path.resolve().is_relative_to(upload.folder.resolve()) for path in written)
    received = {
        upload.names.get(p.relative_to(upload.folder).as_posix(), p.relative_to(upload.folder).as_posix())
        for p in written
    }
    assert received == {name}


def test_hostile_names_and_words_are_inert_in_pages(own_site: Site) -> None:
    name = f"../../{SCRIPT}\u202e.txt"
    answer = send(own_site, [(name, (SCRIPT + REPORT).encode())], {"publisher": SCRIPT, "note": SCRIPT})
    assert answer.status_code == 303
    working.run_waiting(own_site.server)
    item = next(item for received, item in items(own_site).items() if SCRIPT[:8] in received)
    for path in (
        answer.headers["location"],
        own_site.url("work"),
        own_site.url("add"),
        own_site.url(f"texts/{item.id[:20]}"),
        own_site.url(f"texts/{item.id[:20]}/capture"),
    ):
        page = own_site.client.get(path)
        assert page.status_code == 200, path
        assert SCRIPT not in page.text and "\u202e" not in page.text, path
    assert not list(own_site.server.office.folder.parent.glob("*.txt"))


def test_too_much_is_refused_in_words_and_nothing_stays(own_casebook: Path, tmp_path: Path) -> None:
    from litestar.testing import TestClient

    from allegata.web.app import create_app

    made = server(
        [own_casebook], tmp_path / "office", alone=True, outside=Outside(by=WHO), upload_limit=1 << 20
    )
    with TestClient(create_app(made), base_url="http://allegata.local") as client:
        client.get(f"/enter/{one_time_key(made)}")
        site = Site(made, client)
        answer = send(site, [("large.txt", b"x" * (3 << 20))])
        assert answer.status_code == 413
        assert "more than one upload may have here" in answer.text
        told = send(site, [("large.txt", b"x" * (3 << 20))], headers={"accept": "application/json"})
        assert (told.status_code, "--upload-limit" in told.json()["detail"]) == (413, True)
        assert left(site) == []
        assert jobs.several(made, site.casebook) == ()


def test_a_form_from_elsewhere_brings_nothing_in(own_site: Site) -> None:
    files = [("files", ("a.txt", b"words", "text/plain"))]
    for data in ({}, {"_csrf_token": "0" * 128}):
        answer = own_site.client.post(own_site.url("add"), data=data, files=files, follow_redirects=False)
        assert answer.status_code == 403
    assert left(own_site) == []


def test_an_upload_of_nothing_is_told(own_site: Site) -> None:
    data = {"_csrf_token": own_site.token(), "note": "words"}
    answer = own_site.client.post(own_site.url("add"), data=data, files=[("files", ("", b"", "text/plain"))])
    assert answer.status_code == 422
    assert "hoose at least one file" in answer.text


def test_a_folder_of_the_machine_is_added_where_it_lies(own_site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(REPORT)
    assert own_site.post("add/folder", {"folder": str(folder)}).status_code == 303
    working.run_waiting(own_site.server)
    assert "one.txt" in items(own_site)
    assert (folder / "one.txt").exists()
    assert own_site.post("add/folder", {"folder": "relative"}).status_code == 422
    assert own_site.post("add/folder", {"folder": str(tmp_path / "none")}).status_code == 400


def test_work_is_asked_for_and_given_up_on_its_page(own_site: Site) -> None:
    answer = own_site.post("work", {"kind": "settle"})
    assert answer.status_code == 303
    job = answer.headers["location"].rsplit("/", 1)[1]
    page = own_site.get("work").text
    assert "waiting for its turn" in page and 'class="busy"' in page
    assert '<meta http-equiv="refresh"' in page
    state = own_site.get(f"work/{job}/state").json()
    assert (state["over"], state["line"]) == (False, "waiting for its turn")
    assert own_site.post(f"work/{job}/cancel").status_code == 303
    page = own_site.get(f"work/{job}").text
    assert "given up" in page and "http-equiv" not in page
    assert 'class="busy"' not in page
    assert own_site.post("work", {"kind": "dossier"}).status_code == 422
    assert own_site.get("work/job_none").status_code == 404


@pytest.fixture
def busy(own_casebook: Path, tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """A server on a socket, with its worker."""
    made = server([own_casebook], tmp_path / "office", alone=True, outside=Outside(by=WHO))
    starting.start(made)
    with listened(made) as address:
        yield made, address


def opened(chromium: Any, busy: tuple[Server, str], **options: Any) -> Window:
    made, address = busy
    context = chromium.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/enter/{one_time_key(made)}")
    return Window(page, address, next(iter(made.desks)), [])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_adds_a_file_and_watches_it_go_in(
    chromium: Any, busy: tuple[Server, str], tmp_path: Path, javascript: bool
) -> None:
    one = opened(chromium, busy, java_script_enabled=javascript, viewport={"width": 640, "height": 800})
    one.go("add")
    assert javascript == one.page.locator("#folder").is_visible()
    report = tmp_path / "ridge.txt"
    report.write_text(REPORT)
    one.page.set_input_files("#files", str(report))
    one.page.get_by_role("button", name="Add", exact=True).click()
    one.page.wait_for_url(re.compile("/work/job_"))
    one.page.get_by_text("1 item was added").wait_for()
    one.go("work")
    one.page.get_by_text("Nothing. Everything that was asked for is done.").wait_for()
    assert one.page.get_by_text("incidents alleged").first.is_visible()


def test_who_may_not_add_may_watch_the_work_and_no_more(team: Team) -> None:
    site = team.site("viewer")
    answer = send(site, [("report.txt", REPORT.encode())])
    assert answer.status_code == 403
    assert left(site) == [] and jobs.several(site.server, site.casebook) == ()
    assert site.get("add").status_code == 403
    page = site.get("work")
    assert page.status_code == 200 and "<select" not in page.text
    assert site.post("work", {"kind": "settle"}).status_code == 403
    lead = team.site("lead")
    assert lead.post("add/folder", {"folder": "/"}).status_code == 422, "a team's disk is not everybody's"
