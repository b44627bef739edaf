"""A casebook of the example reports, served for real: by the test client, and on a socket for a browser."""

import fcntl
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("litestar", reason="left out: the extra `web` is not installed")

import uvicorn
from litestar.testing import TestClient

from allegata.actions.add import add
from allegata.actions.casebook import Outside, opened_to_write
from allegata.actions.identity import one_time_key
from allegata.actions.run import run
from allegata.actions.serving import Server, listening, server
from allegata.web.app import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WHO = "Analyst One"


@pytest.fixture(scope="session")
def example_casebook(tmp_path_factory: pytest.TempPathFactory, examples: Path, keys: Path) -> Path:
    """The example reports, read, linked and assessed: made once for all processes that test. Only to be read."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base  # xdist gives every process a folder
    folder = shared / "example-casebook"
    with (shared / "example-casebook.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            run(examples, folder / "casebook", outside=Outside(by="Example Desk"))
            films = examples.parent / "evidence" / "footage"
            with opened_to_write(folder / "casebook", Outside(by="Example Desk")) as book:
                add(book, films)
            shutil.copytree(keys, folder / "keys")  # the others who test sign with the same key
            (folder / "made").touch()
    shutil.copytree(folder / "keys", keys, dirs_exist_ok=True)
    return folder / "casebook"


@pytest.fixture
def own_casebook(example_casebook: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(example_casebook, tmp_path / "casebook"))


@dataclass
class Site:
    """A server under test: what it works on, and a client that is signed in."""

    server: Server
    client: TestClient[Any]

    @property
    def casebook(self) -> str:
        return next(iter(self.server.desks))

    def url(self, path: str = "") -> str:
        return f"/c/{self.casebook}/{path}"

    def get(self, path: str, **options: Any) -> Any:
        """A page of the casebook."""
        return self.client.get(self.url(path), **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        """Send a form as the page would, with its token; redirects are not followed."""
        address = path if path.startswith("/") else self.url(path)
        options.setdefault("follow_redirects", False)
        return self.client.post(address, data={"_csrf_token": self.token(), **(data or {})}, **options)

    def token(self) -> str:
        """The token of this client, as a form of a page holds it."""
        found = re.search(r'name="_csrf_token" value="([^"]+)"', self.client.get("/help/start").text)
        assert found, "no form with a token on the page"
        return found.group(1)


@contextmanager
def serving(casebook: Path, office: Path, *, alone: bool = True, by: str = WHO) -> Iterator[Site]:
    """A server over one casebook, asked in the same process."""
    served = server([casebook], office, alone=alone, outside=Outside(by=by))
    with TestClient(create_app(served), base_url="http://allegata.local") as client:
        if alone:
            client.get(f"/enter/{one_time_key(served)}")
        yield Site(served, client)


@pytest.fixture(scope="module")
def site(example_casebook: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example casebook, for tests that only look. One person, signed in."""
    with serving(example_casebook, tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture
def own_site(own_casebook: Path, tmp_path: Path) -> Iterator[Site]:
    """A casebook of the test's own, for tests that decide. One person, signed in."""
    with serving(own_casebook, tmp_path / "office") as made:
        yield made


@contextmanager
def listened(served: Server) -> Iterator[str]:
    """The server on a real socket, in a thread; yields its address."""
    bound, port = listening("127.0.0.1", 0)
    config = uvicorn.Config(create_app(served), log_level="warning", access_log=False)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="left out: playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("left out: no Chromium on this machine")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Window:
    """A browser window on a served casebook; `asked` are the addresses of all its requests."""

    page: Any
    address: str
    casebook: str
    asked: list[str]

    def go(self, path: str) -> Any:
        """Open a page of the casebook, or of the server where the path begins with a slash."""
        url = path if path.startswith("/") else f"/c/{self.casebook}/{path}"
        return self.page.goto(self.address + url)


Open = Callable[..., Window]


@pytest.fixture
def window(own_casebook: Path, tmp_path: Path, chromium: Any) -> Iterator[Open]:
    """Opens windows on one served casebook of the test's own; each has a session and cookies of its own.

    `window(width=400, scheme="dark", javascript=False)`.
    """
    served = server([own_casebook], tmp_path / "office", alone=True, outside=Outside(by=WHO))
    contexts = []
    with listened(served) as address:

        def opened(
            *, width: int = 1280, height: int = 900, scheme: str = "light", javascript: bool = True
        ) -> Window:
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                java_script_enabled=javascript,
            )
            contexts.append(context)
            page = context.new_page()
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(f"{address}/enter/{one_time_key(served)}")
            return Window(page, address, next(iter(served.desks)), asked)

        yield opened
        for context in contexts:
            context.close()


def accessible(page: Any) -> list[Any]:
    """What axe finds wrong with a page."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="left out: axe is not installed"
    )
    found = axe.Axe().run(page).response["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
