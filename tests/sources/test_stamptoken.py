"""Time-stamp tokens among somebody's material: known by their bytes, tied by a digest, never trusted."""

from pathlib import Path

from tests.builders.importer_case import ImporterCase, take

from allegata.errors import Severity
from allegata.sources.registry import importer_of
from allegata.sources.stamptoken import StampToken

ARCHIVED = Path(__file__).resolve().parents[2] / "examples" / "evidence" / "auto-archiver"
TOKEN = next(ARCHIVED.glob("handed-over/*/timestamp_token_*")).read_bytes()
IMPRINT = "6db70e7f497c408ce174b38116edc7dd89031277b0fb4cc1b91b83df8d74596c"


class TestStampToken(ImporterCase):
    importer = StampToken()

    def valid(self) -> dict[str, bytes]:
        return {"timestamp_token_tsa": TOKEN, "7eb11e588432bb2e9605e141": TOKEN}

    def test_files_without_fault_are_taken_apart_without_a_problem(self) -> None:
        """A token holds one thing: the digest that it vouches for."""
        found = take(StampToken(), TOKEN, "token")
        assert [(p.code, p.severity) for p in found.problems] == [
            ("stamp_authority_not_checked", Severity.NOTICE)
        ]
        assert found.pieces == () and len(found.abouts) == 1


def test_it_says_over_which_digest_it_is_and_that_its_authority_is_open() -> None:
    (about,) = take(StampToken(), TOKEN, "token").abouts
    assert (about.beside, about.digests) == ("", (("sha256", IMPRINT),))
    stated = {s.name: s.value for s in about.capture.stated}
    assert stated["time-stamping authority"] == "CN=Throw-away TSA"
    assert stated["authority"].startswith("not checked") and stated["signature"].startswith("holds")
    assert about.capture.claimed_at is None and about.capture.retrieved_at is None, (
        "a stamp is a time of its own"
    )


def test_a_changed_token_is_named() -> None:
    place = TOKEN.index(b"20261128")
    found = take(StampToken(), TOKEN[:place] + b"20251128" + TOKEN[place + 8 :], "token")
    assert [p.code for p in found.problems] == ["stamp_not_verified"]
    assert take(StampToken(), TOKEN[:1500], "token").problems[0].code == "stamp_unreadable"


def test_certificates_and_keys_are_no_tokens() -> None:
    assert importer_of(next(ARCHIVED.glob("handed-over/*/*.crt")).read_bytes()[:8192], "1.crt") is None
