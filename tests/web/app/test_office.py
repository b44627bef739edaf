"""The office of a server: where it lies, what it forgets never, and what it costs to note who read."""

import stat
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from tests.web.app.conftest import Site

from allegata.actions.readlog import noted, read_log
from allegata.actions.savedviews import forget_view, save_view, saved_views
from allegata.errors import BadDecision, UnsafeOffice
from allegata.model.user import SignedIn, User
from allegata.store.office import FILE, Office
from allegata.store.officetables import VERSION

ANNA = SignedIn(User("usr_1", "Anna"), "s1")


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.close()
    assert stat.S_IMODE((tmp_path / "office").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "office" / FILE).stat().st_mode) == 0o600


def test_it_does_not_lie_in_a_casebook(tmp_path: Path) -> None:
    with pytest.raises(UnsafeOffice, match="--office"):
        Office(tmp_path / "casebook" / "office", [tmp_path / "casebook"])
    assert not (tmp_path / "casebook").exists()


def test_an_older_file_is_brought_up_and_a_newer_one_left_alone(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    with office.writing() as connection:
        connection.execute(text("DROP TABLE sessions"))
        connection.execute(text("CREATE TABLE sessions (id TEXT PRIMARY KEY)"))
        connection.execute(text("PRAGMA user_version = 1"))
    secret = office.secret("csrf")
    office.close()
    office = Office(tmp_path / "office")
    with office.writing() as connection:
        connection.execute(text("SELECT address FROM sessions"))
        connection.execute(text(f"PRAGMA user_version = {VERSION + 1}"))
    assert office.secret("csrf") == secret
    office.close()
    with pytest.raises(UnsafeOffice, match="later version"):
        Office(tmp_path / "office")


def test_who_read_what_is_kept_and_cannot_be_changed(site: Site) -> None:
    server = site.server
    noted(server, ANNA, "cb_read", "incident", "inc_1")
    noted(server, ANNA, "cb_read", "text", "aa", unmasked=True)
    noted(server, ANNA, "cb_other", "incident", "inc_2")
    log = read_log(server, "cb_read")
    assert [(one.name, one.kind, one.thing, one.unmasked) for one in log] == [
        ("Anna", "text", "aa", True),
        ("Anna", "incident", "inc_1", False),
    ]
    assert read_log(server, "cb_read", unmasked=True) == log[:1]
    assert read_log(server, "cb_read", before=log[0].id) == log[1:]
    for change in ("DELETE FROM reads", "UPDATE reads SET name = 'Berta'"):
        with pytest.raises(IntegrityError, match="only ever added"), server.office.writing() as connection:
            connection.execute(text(change))


def test_noting_a_page_is_cheap(site: Site) -> None:
    begun = time.perf_counter()
    for number in range(200):
        noted(site.server, ANNA, "cb_many", "incident", f"inc_{number}")
    assert (time.perf_counter() - begun) / 200 < 0.02  # a disk flush each would show; measured: under 1 ms


def test_saved_views_are_ones_own(site: Site) -> None:
    server, other = site.server, replace(ANNA, user=User("usr_2", "Bohdan"))
    save_view(server, ANNA, "cb", " this   year ", "year=2024")
    save_view(server, ANNA, "cb", "this year", "year=2025")
    assert [(view.name, view.query) for view in saved_views(server, ANNA, "cb")] == [
        ("this year", "year=2025")
    ]
    assert not saved_views(server, other, "cb") and not saved_views(server, ANNA, "cb2")
    forget_view(server, other, "cb", "this year")
    assert saved_views(server, ANNA, "cb")
    forget_view(server, ANNA, "cb", "this year")
    assert not saved_views(server, ANNA, "cb")
    with pytest.raises(BadDecision):
        save_view(server, ANNA, "cb", " ", "q=x")
