"""Asks a time-stamping authority over HTTP (RFC 3161 section 3.4): one digest goes out, one reply comes back.

Nothing but the address that a person configured is contacted: no redirect is followed, no proxy or
password is taken from the environment, and no more is read than a reply can need. The library that can open
a connection is loaded when one is to be opened, and not before.
"""

import ipaddress
import socket
from threading import Event, Thread

from allegata.errors import Problem, Severity

LIMIT = 1 << 20
"""Bytes that a reply may have; they have about five thousand."""
SECONDS = 30.0
"""How long one question may take altogether, however slowly it is answered."""
REMEDY = "The checkpoint stays queued: run `allegata stamp` again later, or carry the request over with `--request`."
INSIDE = "Ask it with `allegata stamp` on the server itself, or start the server with ALLEGATA_TSA_PRIVATE=1."


def ask(url: str, request: bytes, *, private: bool = True, seconds: float = SECONDS) -> bytes | Problem:
    """Post a request and return the reply, unchecked.

    :param request: TimeStampReq, DER.
    :param private: whether an address of this machine or of its own network may be asked: a form on a page
        must not make the server knock at doors that only it can reach.
    :param seconds: after which it is given up, also when a few bytes still come in now and then.
    """
    found: list[bytes | Problem] = []
    over = Event()

    def asking() -> None:
        found.append(_asked(url, request, private, over, seconds))

    # a thread of its own: every single read may be quick, and the whole still take for ever
    thread = Thread(target=asking, daemon=True)
    thread.start()
    thread.join(seconds)
    over.set()
    return found[0] if found else _problem(url, f"{url} did not answer within {seconds:g} seconds")


def _asked(url: str, request: bytes, private: bool, over: Event, seconds: float) -> bytes | Problem:
    import httpx  # noqa: PLC0415 - a tenth of what a server's start takes, and most never ask

    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
        "User-Agent": "rfc3161",  # says what is asked for, not who asks
    }
    client = httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False)
    try:
        there, options = httpx.URL(url), {}
        if not private:
            address = _public(there.host, there.port or (443 if there.scheme == "https" else 80))
            if address is None:
                words = f"{url} lies on this machine or in its own network, and is not asked from a page"
                return _problem(url, words, INSIDE)
            # the address that was looked at is the one that is asked: a name could lead elsewhere by then
            headers["Host"] = there.netloc.decode("ascii")
            options = {"sni_hostname": there.host}
            there = there.copy_with(host=address)
        with (
            client,
            client.stream("POST", there, content=request, headers=headers, extensions=options) as response,
        ):
            if response.status_code != httpx.codes.OK:
                where = " and points elsewhere" if response.is_redirect else ""
                return _problem(url, f"{url} answered {response.status_code}{where}")
            reply = bytearray()
            for piece in response.iter_bytes(1 << 16):
                reply += piece
                if over.is_set():
                    break
                if len(reply) > LIMIT:
                    return _problem(url, f"{url} sent more than {LIMIT} bytes, which is no time stamp")
            return bytes(reply)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as fault:
        return _problem(url, f"{url} could not be asked ({type(fault).__name__}: {fault})")


def _public(host: str, port: int) -> str | None:
    """The address of a host, when all that it has lie in the open network; None: one of them does not.

    :raises OSError: when it has none.
    """
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    return found[0] if found and all(map(_is_open, found)) else None


def _is_open(address: str) -> bool:
    known = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    inner = getattr(known, "ipv4_mapped", None) or known
    return inner.is_global and not inner.is_multicast


def _problem(url: str, what: str, remedy: str = REMEDY) -> Problem:
    return Problem("tsa_not_reached", url, what, remedy, Severity.PARTIAL)
