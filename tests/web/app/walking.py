"""People who walk through the pages in a real browser, and what they are watched for.

Whatever a story tells, each of its windows is watched: every request goes to the server that the story is on,
and no script fails or is refused by the policy of the pages (`Walks.unwanted`).
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.web.app.conftest import PASSWORD, listened, team_server

from allegata.actions import starting
from allegata.actions.accounts import add_user, give_role, set_password
from allegata.model.user import Role

PATIENCE = 180_000
"""Milliseconds for what a worker does: machines of CI are slow and busy."""
WITHIN_A_PAGE = 30_000
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (?:403|404|409|422) ")
"""Chromium says this of every page that is refused: a story that is about a refusal sees it."""


@dataclass
class Walks:
    """All the windows of one story."""

    chromium: Any
    address: str
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def window(self, *, width: int = 1280, javascript: bool = True, scheme: str = "light") -> Any:
        """A window of a browser that knows nobody yet, watched."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, color_scheme=scheme
        )
        self.contexts.append(context)
        context.set_default_timeout(WITHIN_A_PAGE)
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("requestfailed", self._failed)
        context.on("page", self._watch)
        return context.new_page()

    def signed_in(self, name: str, **options: Any) -> Any:
        """A window in which somebody of the team has signed in by the form."""
        page = self.window(**options)
        page.goto(self.address + "/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.locator("form[action='/leave']").wait_for(state="attached")
        return page

    def unwanted(self) -> list[str]:
        """Requests to elsewhere, errors of scripts, violations of the policy."""
        elsewhere = [url for url in self.asked if not url.startswith((self.address + "/", "about:", "blob:"))]
        return elsewhere + self.told

    def _watch(self, page: Any) -> None:
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda fault: self.told.append(f"{page.url}: {fault}"))

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not REFUSED.match(text):
            self.told.append(text)

    def _failed(self, request: Any) -> None:
        if request.failure not in (None, "net::ERR_ABORTED"):  # a page left before it was whole; a download
            self.told.append(f"{request.url}: {request.failure}")


@contextmanager
def walks(chromium: Any, address: str) -> Iterator[Walks]:
    """Windows on a server; at the end nothing may have left it, and nothing gone wrong unseen."""
    made = Walks(chromium, address)
    try:
        yield made
    finally:
        for context in made.contexts:
            context.close()
    assert made.asked, "somebody walked"
    assert not made.unwanted()


@contextmanager
def begun(casebook: Path, office: Path) -> Iterator[tuple[str, str]]:
    """`allegata serve` as a person starts it, with its worker: its address, and the link that opens it once."""
    command = [sys.executable, "-m", "allegata", "serve", str(casebook), "--port", "0", "--no-browser"]
    command += ["--by", "Analyst One"]
    own = {"ALLEGATA_OFFICE": str(office), "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        link = next(line.strip() for line in running.stdout if "/enter/" in line)
        yield link.split("/enter/")[0], link
    finally:
        running.terminate()
        running.wait(timeout=60)
        running.stdout.close()


@contextmanager
def team_begun(casebook: Path, office: Path) -> Iterator[str]:
    """A team's server with its worker, on a socket: its address.

    One account for each role, `lead person` and so on, and a `second lead`.
    """
    served, _ = team_server([casebook], office)
    second = add_user(served, "test", "second lead")
    set_password(served, "test", second, PASSWORD)
    give_role(served, "test", second, next(iter(served.desks)), Role.LEAD)
    starting.start(served)
    try:
        with listened(served) as address:
            yield address
    finally:
        served.close()


def settled(page: Any) -> None:
    """Until nothing is under way, as the line at the top of every page says."""
    for _ in range(PATIENCE // 500):
        if not page.locator(".busy").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the work does not end")
