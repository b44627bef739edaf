"""A server's start and end: what is loaded for the first page, and that a word to stop is heard at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.app.test_work import begun, living, of_session, until

from allegata.actions import jobs
from allegata.actions.casebook import Outside
from allegata.actions.init import init
from allegata.actions.serving import server
from allegata.actions.starting import start
from allegata.actions.uploads import UPLOADS, Upload
from allegata.model.job import Job, JobKind
from allegata.store.jobs import Jobs

FIRST_PAGE = """
import sys, threading, urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
import uvicorn
from allegata.web import serving
base = Path(sys.argv[1])
serving.init(base / "casebook", serving.Outside(by="test"))
served = serving.server([base / "casebook"], base / "office", alone=True, outside=serving.Outside(by="test"))
bound, port = serving.listening("127.0.0.1", 0)
config = uvicorn.Config(serving.create_app(served), log_level="warning", ws="none")
running = uvicorn.Server(config)
thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
thread.start()
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
link = f"http://127.0.0.1:{port}/enter/{serving.one_time_key(served)}"
assert b"<main" in browser.open(link).read()
running.should_exit = True
thread.join()
print(*sys.modules)
"""
HEAVY = {
    "spacy",
    "thinc",
    "numpy",
    "openpyxl",
    "pypdfium2",
    "av",
    "faiss",
    "httpx",
    "trafilatura",
    "pydantic",
}


def test_the_first_page_is_answered_without_what_reads_and_looks(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"ALLEGATA_KEYS": str(tmp_path / "keys")},
    )
    loaded = set(found.stdout.split())
    assert "allegata.web.routes.incidents" in loaded
    assert not HEAVY & loaded, "a second of every start, for what only the worker needs"
    assert "allegata.reading.readers" not in loaded


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="left out: processes are counted in /proc")
@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
def test_a_word_to_stop_ends_server_and_worker(tmp_path: Path, word: signal.Signals) -> None:
    init(tmp_path / "casebook", Outside(by="test"))
    running = begun(tmp_path / "casebook", tmp_path / "office")
    try:
        until(lambda: of_session(running.pid))
        below = of_session(running.pid)
        running.send_signal(word)
        running.wait(timeout=120)  # some seconds; more only where the machine has no time
    finally:
        running.kill()
        running.wait()
        assert running.stdout is not None
        running.stdout.close()
    until(lambda: not living(below), 60)


def test_uploads_that_nobody_asks_for_are_gone_after_a_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init(tmp_path / "casebook", Outside(by="test"))
    office = tmp_path / "office"
    made = server([tmp_path / "casebook"], office, alone=True, outside=Outside(by="test"))
    kept = {}
    for name in ("old", "new", "waited for", "of another casebook"):
        upload = Upload(office, 1 << 20)
        upload.begin("report.txt")
        upload.write(b"words")
        upload.end()
        kept[name] = upload.folder
        if name != "new":
            os.utime(upload.folder.parent, (0, 0))
    casebook = next(iter(made.desks))
    jobs.ask(made, casebook, JobKind.ADD, "test", {"folder": str(kept["waited for"]), "upload": True})
    elsewhere = f'{{"folder":"{kept["of another casebook"]}"}}'
    Jobs(made.office).add(
        Job("job_other", "cb_other", JobKind.ADD, "test", made.clock(), arguments=elsewhere)
    )
    monkeypatch.setattr(made.background, "start", lambda *_: None)  # nothing is done with them here
    start(made)
    there = {name for name, folder in kept.items() if folder.exists()}
    assert there == {"new", "waited for", "of another casebook"}
    assert len(list((office / UPLOADS).iterdir())) == 3
    made.close()
