"""Uploads on their way into a casebook: what nobody asks for any more is taken away, on the disk and in memory."""

import os
from pathlib import Path

import pytest
from tests.actions import fakes

from allegata.actions.uploads import ABANDONED, Upload, forget, forget_old
from allegata.errors import CannotEncrypt
from allegata.model.job import Job, JobKind
from allegata.store import memory


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office, and a place of its own for files in memory."""
    (tmp_path / "shm").mkdir()
    monkeypatch.setattr(memory, "MEMORY", tmp_path / "shm")
    (tmp_path / "office").mkdir()
    return tmp_path / "office"


def sent(office: Path, *, secret: bool, age: float = 0) -> Path:
    """The folder of an upload that came in some seconds ago."""
    upload = Upload(office, 1000, secret=secret)
    upload.begin("report.txt")
    upload.write(b"told by a neighbour")
    upload.end()
    moment = upload.folder.stat().st_mtime - age
    os.utime(upload.folder.parent, (moment, moment))
    return upload.folder


@pytest.mark.parametrize("secret", [False, True])
def test_an_old_upload_that_no_job_asks_for_is_taken_away(office: Path, secret: bool) -> None:
    old, wanted = (sent(office, secret=secret, age=2 * ABANDONED) for _ in range(2))
    new = sent(office, secret=secret)
    assert old.is_relative_to(memory.MEMORY) is secret
    job = Job("job_1", "cb_1", JobKind.ADD, "Ana", fakes.START, arguments=f'{{"folder":"{wanted}"}}')
    forget_old(office, (job,))
    assert (old.parent.exists(), wanted.exists(), new.exists()) == (False, True, True)
    forget(office, new)
    assert not new.parent.exists()


def test_an_upload_of_another_office_is_left_alone(office: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    theirs = sent(tmp_path / "other", secret=True, age=2 * ABANDONED)
    forget_old(office, ())
    forget(office, theirs)
    assert theirs.exists()


def test_what_somebody_else_put_in_the_place_is_not_used(office: Path, tmp_path: Path) -> None:
    place = sent(office, secret=True).parent.parent
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    kept = next((tmp_path / "elsewhere").iterdir())
    os.utime(kept, (0, 0))
    forget_old(office, ())
    assert kept.exists()
    with pytest.raises(CannotEncrypt, match="somebody else"):
        sent(office, secret=True)
