"""An index made anew under an open server: pages go on, with the new one, and never with a fault of the program."""

import logging
import threading
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.web.app.conftest import WHO, Site
from tests.web.app.test_work import decide, desk_of, entries

from allegata.actions.casebook import Outside, locked
from allegata.actions.rebuild import rebuild
from allegata.evidence.custody import EntryKind
from allegata.store.tables import META

PAGES = ("incidents", "texts", "sources", "figures", "work")


def gone(folder: Path) -> None:
    for path in folder.glob("index.sqlite*"):
        path.unlink()


def test_pages_answer_while_the_index_is_made_anew(own_site: Site) -> None:
    desk = desk_of(own_site.server)
    found = []
    making = threading.Thread(target=lambda: found.append(rebuild(desk.folder, outside=Outside(by=WHO))))
    making.start()
    answers = [own_site.get("incidents")]
    while making.is_alive():
        answers += [own_site.get(page) for page in PAGES]
    making.join()
    assert found[0].identical
    assert {answer.status_code for answer in answers} == {200}
    before = len(entries(desk, EntryKind.DECIDED))
    decide(desk, 0)
    assert len(entries(desk, EntryKind.DECIDED)) == before + 1, "what is read is the new one"


def test_an_index_that_was_thrown_away_is_followed(own_site: Site) -> None:
    desk = desk_of(own_site.server)
    assert own_site.get("incidents").status_code == 200
    old = desk.book
    with old.index.engine.begin() as connection:
        connection.execute(META.update().where(META.c.key == "applied").values(value="999"))
    gone(desk.folder)
    rebuild(desk.folder, outside=Outside(by=WHO))
    assert own_site.get("incidents").status_code == 200
    assert desk.book is not old
    before = len(entries(desk, EntryKind.DECIDED))
    decide(desk, 0)
    assert len(entries(desk, EntryKind.DECIDED)) == before + 1
    assert list(desk.book.index.rows(select(META.c.value).where(META.c.value == "999"))) == []


def test_a_page_says_so_while_there_is_no_index(own_site: Site) -> None:
    desk = desk_of(own_site.server)
    with locked(desk.folder):
        gone(desk.folder)
        for page in PAGES[:2]:
            answer = own_site.get(page)
            assert answer.status_code == 503
            assert "being made anew" in answer.text
        assert not (desk.folder / "index.sqlite").exists(), "nothing is put in the way"
    assert own_site.get("incidents").status_code == 200


def test_a_damaged_index_is_told_in_words_and_the_log_has_no_content(
    own_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of(own_site.server)
    with desk.book.index.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE events")
    with caplog.at_level(logging.ERROR, "allegata"):
        answer = own_site.get("incidents?q=ferryman")
    assert answer.status_code == 503
    assert "allegata rebuild" in answer.text and "Traceback" not in answer.text
    assert "did not answer" in caplog.text
    cookies = [cookie.value for cookie in own_site.client.cookies.jar]
    assert cookies
    for secret in ("ferryman", *cookies):
        assert secret and secret not in caplog.text
    rebuild(desk.folder, outside=Outside(by=WHO))
    assert own_site.get("incidents").status_code == 200
