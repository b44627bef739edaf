"""Time-stamp tokens that lie among somebody's material: what they are over, and what they state.

The auto-archiver stores them under names that say nothing, so a token is known by its bytes, and the file
that it vouches for by the digest in it.
"""

from pathlib import Path

from allegata.errors import Severity
from allegata.evidence.tokens import LIMIT, TST_INFO, HeldToken, read_token
from allegata.model.item import Capture, Item, Stated
from allegata.model.unpacked import About
from allegata.sources.importer import Spool

AUTHORITY = "not checked: no root certificate was vouched for"


class StampToken:
    """One token, or one reply of a time-stamping authority."""

    name = "stamp-token"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By the object identifier of its content."""
        return head[:1] == b"\x30" and TST_INFO in head[:1024]

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """Say which digest it vouches for, so that the file of that digest is found."""
        name = item.capture.received_name
        token = read_token(path.read_bytes()) if item.length <= LIMIT else None
        if token is None:
            what = "The file looks like a time-stamp token, and cannot be taken apart."
            spool.problem("stamp_unreadable", name, what, "Ask for the file again.", Severity.UNREADABLE)
            return
        spool.about(About("/messageImprint", "", _capture(token), ((token.algorithm, token.imprint),)))
        if token.fault:
            what = f"The time-stamp token does not hold: {token.fault}."
            remedy = "Do not rely on it; ask who handed it over for the token as the authority gave it."
            spool.problem("stamp_not_verified", name, what, remedy)
            return
        signature = (
            "its signature holds for the certificate in it"
            if token.checked
            else "its signature was not checked"
        )
        spool.problem(
            "stamp_authority_not_checked",
            name,
            f"The time-stamp token states {token.time:%Y-%m-%d %H:%M:%S} UTC; {signature}. Whether its authority "
            "is to be trusted was not checked.",
            "Check it against the authority's root: openssl ts -verify -token_in -in TOKEN -data FILE -CAfile ROOT.",
            Severity.NOTICE,
        )


def _capture(token: HeldToken) -> Capture:
    signature = "holds for the certificate in the token" if token.checked else "not checked"
    stated = (
        ("time stamp (RFC 3161)", token.time.isoformat()),
        ("time-stamping authority", token.signer or "not named in the token"),
        ("policy", token.policy),
        ("serial number", token.serial),
        ("signature", token.fault or signature),
        ("authority", AUTHORITY),
    )
    return Capture(received_name="", stated=tuple(Stated(name, value[:500]) for name, value in stated))
