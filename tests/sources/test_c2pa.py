"""What a C2PA manifest says is told as its own word, a changed file is told, and nothing is fetched for it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.builders.signed_picture import CAPTURED, signed_picture

from allegata.model.media import ClaimSource, MediaFacts
from allegata.sources import mediafile


def facts(path: Path, data: bytes) -> MediaFacts:
    path.write_bytes(data)
    return mediafile.facts(str(path), "ab" * 32, path.name, "image/jpeg")


def said(found: MediaFacts) -> set[tuple[str, str]]:
    return {(claim.name, claim.value) for claim in found.claims if claim.source is ClaimSource.C2PA}


def test_a_manifest_is_told_in_short(tmp_path: Path) -> None:
    found = facts(tmp_path / "a.jpg", signed_picture())
    told = said(found)
    assert ("title", "a test picture") in told
    assert ("claim_generator", "test camera 1") in told
    assert ("signature.common_name", "Test camera") in told
    assert ("action", f"c2pa.created {CAPTURED}") in told
    assert ("validation", "signingCredential.untrusted") in told  # nobody here vouches for the test root
    assert found.problems == ()


def test_a_picture_changed_after_it_was_signed_is_told(tmp_path: Path) -> None:
    data = bytearray(signed_picture())
    data[-40] ^= 1  # in the picture, behind the manifest
    told = said(facts(tmp_path / "a.jpg", bytes(data)))
    assert ("validation", "assertion.dataHash.mismatch") in told


def test_a_damaged_manifest_is_a_problem(tmp_path: Path) -> None:
    data = signed_picture()
    start = data.index(b"jumb")
    found = facts(tmp_path / "a.jpg", data[: start + 40] + bytes(200) + data[start + 240 :])
    assert "c2pa_unreadable" in [problem.code for problem in found.problems]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked for."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_manifest_that_lies_elsewhere_is_not_fetched(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, seen = asked
    data = signed_picture(f"{address}/manifest.c2pa")
    assert address.encode() in data  # the file does name the place
    found = facts(tmp_path / "a.jpg", data)
    assert seen == [] and said(found) == set()
