"""An authority that is slow, or that nobody should be able to make the server ask."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from tests.web.app.conftest import Site

from allegata.actions import stamp as stamping
from allegata.actions.casebook import Casebook
from allegata.actions.stamp import Asking, Question
from allegata.actions.tsa import Tsa
from allegata.errors import Problem
from allegata.network import tsa
from allegata.web.routes import custody

INSIDE = (
    "127.0.0.1",
    "localhost",
    "[::1]",
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
    "2130706433",
)


@pytest.fixture
def dripping() -> Iterator[str]:
    """A server that sends a byte of its answer now and then, and never ends."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        over = threading.Event()

        def drip() -> None:
            near, _ = door.accept()
            with near:
                near.sendall(b"HTTP/1.1 200 OK\r\n")
                while not over.wait(0.05):
                    try:
                        near.sendall(b"X-Slow: 1\r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/"
        over.set()
        thread.join(5)


def test_a_question_ends_at_its_deadline_however_slowly_it_is_answered(dripping: str) -> None:
    begun = time.monotonic()
    found = tsa.ask(dripping, b"request", seconds=0.5)
    assert isinstance(found, Problem) and "within 0.5 seconds" in found.what
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("host", INSIDE)
def test_a_page_makes_the_server_knock_at_no_door_that_only_it_can_reach(host: str) -> None:
    found = tsa.ask(f"http://{host}:9/", b"request", private=False)
    assert isinstance(found, Problem)
    assert "this machine or in its own network" in found.what and "ALLEGATA_TSA_PRIVATE" in found.remedy


def test_others_decide_while_an_authority_is_asked(own_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = own_site.server.desk(own_site.casebook)
    seen: list[bool] = []

    def asking(book: Casebook) -> Asking:
        point = stamping.checkpoint(book)
        question = Question(Tsa("slow", "http://slow.example", "", "", 1, point.at, ""), b"request")
        return Asking(point, (question,), ())

    def ask(url: str, request: bytes, *, private: bool = True) -> Problem:
        with desk.writing("Analyst Two", patience=1.0):
            seen.append(private)
        return Problem("tsa_not_reached", url, "it is slow", "wait")

    monkeypatch.setattr(custody, "tsas", lambda book: (book,))
    monkeypatch.setattr(stamping, "asking", asking)
    monkeypatch.setattr(stamping, "ask", ask)
    answer = own_site.post("custody/stamp")
    assert answer.status_code == 502 and "it is slow" in answer.text.lower()
    assert seen == [True]  # the one person of a local server may ask their own network
