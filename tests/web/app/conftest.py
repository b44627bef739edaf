"""A casebook of the example reports, served for real: by the test client, and on a socket for a browser."""

import fcntl
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("litestar", reason="left out: the extra `web` is not installed")

import uvicorn
from litestar.testing import TestClient

from allegata.actions import show
from allegata.actions.accounts import account, add_user, give_role, set_password
from allegata.actions.add import add
from allegata.actions.casebook import Outside, opened, opened_to_write
from allegata.actions.identity import new_session, one_time_key
from allegata.actions.init import init
from allegata.actions.passwords import Hashing
from allegata.actions.run import run
from allegata.actions.serving import Server, listening, server
from allegata.model.user import RIGHTS, Role, User
from allegata.web.app import create_app

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


@pytest.fixture(scope="session")
def records(example_casebook: Path) -> list[Any]:
    """The record of every incident, the one told in most items first."""
    with opened(example_casebook) as book:
        made = [show.incident(book, line.incident.id, check=False) for line in show.incident_lines(book)]
    return sorted(made, key=lambda record: (-len(record.documents), record.incident.id))


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


QUICK = Hashing(time_cost=1, memory_kib=64, lanes=1)
"""The same hash with as little work as it allows: tests sign in often."""
PASSWORD = "three reeds in a row"


@dataclass
class Team:
    """A team's server: one account for each role in its (first) casebook, and `nobody`, who has no role.

    `admin` keeps accounts and holds no role in any casebook.
    """

    server: Server
    client: TestClient[Any]
    users: dict[str, User]

    @property
    def casebook(self) -> str:
        return next(iter(self.server.desks))

    def enter(self, who: str | None, client: TestClient[Any] | None = None) -> TestClient[Any]:
        """The client with a fresh session of `who`; None: nobody is signed in."""
        client = client or self.client
        client.cookies.clear()
        if who is not None:
            secret = new_session(self.server, self.users[who].id)
            client.cookies.set("allegata_session", secret, domain="allegata.local")
        return client

    def token(self) -> str:
        """The token for forms of the present session."""
        found = re.search(r'name="_csrf_token" value="([^"]+)"', self.client.get("/help/start").text)
        assert found, "no form with a token on the page"
        return found.group(1)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        """Send a form as the page would, with its token; redirects are not followed."""
        options.setdefault("follow_redirects", False)
        return self.client.post(path, data={"_csrf_token": self.token(), **(data or {})}, **options)

    def site(self, who: str) -> Site:
        """The same as a site on which `who` is signed in."""
        return Site(self.server, self.enter(who))


def team_server(
    casebooks: Sequence[Path], office: Path, outside: Outside | None = None
) -> tuple[Server, dict[str, User]]:
    """A team's server with one account for each role in the first casebook."""
    served = server(casebooks, office, alone=False, hashing=QUICK, outside=outside)
    users = {}
    for name in (*Role, "nobody"):
        user = add_user(served, "test", f"{name} person", admin=name == Role.ADMIN)
        set_password(served, "test", user, PASSWORD)
        if name in RIGHTS and name != Role.ADMIN:
            give_role(served, "test", user, next(iter(served.desks)), Role(name))
        users[str(name)] = account(served, user.id)
    return served, users


@contextmanager
def team_serving(casebooks: Sequence[Path], office: Path, outside: Outside | None = None) -> Iterator[Team]:
    """A team's server over casebooks, asked in the same process."""
    served, users = team_server(casebooks, office, outside)
    with TestClient(create_app(served), base_url="http://allegata.local") as client:
        yield Team(served, client, users)


@pytest.fixture(scope="module")
def team(example_casebook: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A team's server over a copy of the example casebook, with one account for each role."""
    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(example_casebook, folder / "casebook")
    with team_serving([folder / "casebook"], folder / "office") as made:
        yield made


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2025, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Team]:
    """A team's server of the test's own, over two empty casebooks, with a clock that the test sets."""
    for name in ("first", "second"):
        init(tmp_path / name, Outside(by="test"))
    clock = Clock()
    outside = Outside(by="test", clock=clock)
    with team_serving([tmp_path / "first", tmp_path / "second"], tmp_path / "office", outside) as made:
        made.clock = clock  # type: ignore[attr-defined]
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
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join(timeout=10)


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


COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe about colours that it asks by itself (WCAG 2, A and AA)."""
WIDTHS = (1280, 640, 400)
"""A desk, the same at 200 % zoom, and a telephone."""


def faults(page: Any) -> list[Any]:
    """What is wrong with the page that is open: by axe at each width, in both themes, and sideways scrolling.

    A theme changes colours and nothing else, so in the dark the rules about colours are asked. Mirrored, as
    in a language written from right to left, a page has as much room.
    """
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        here = accessible(page)
        page.emulate_media(color_scheme="dark")
        here += accessible(page, only=COLOURS)
        for direction in ("rtl", "ltr"):
            page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                here.append((f"scrolls sideways {direction}", wide))
        found += [(width, fault) for fault in here]
    return found


def accessible(page: Any, only: Sequence[str] = ()) -> list[Any]:
    """What axe finds wrong with a page.

    :param only: names of its rules; none: all that it asks by itself.
    """
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="left out: axe is not installed"
    )
    options = {"runOnly": {"type": "rule", "values": list(only)}} if only else None
    found = axe.Axe().run(page, options=options).response["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
