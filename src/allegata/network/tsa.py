"""Asks a time-stamping authority over HTTP (RFC 3161 section 3.4): one digest goes out, one reply comes back.

Nothing but the address that a person configured is contacted: no redirect is followed, no proxy or
password is taken from the environment, and no more is read than a reply can need. The library that can open
a connection is loaded when one is to be opened, and not before.
"""

from allegata.errors import Problem, Severity

LIMIT = 1 << 20
"""Bytes that a reply may have; they have about five thousand."""
SECONDS = 30.0
REMEDY = "The checkpoint stays queued: run `allegata stamp` again later, or carry the request over with `--request`."


def ask(url: str, request: bytes) -> bytes | Problem:
    """Post a request and return the reply, unchecked.

    :param request: TimeStampReq, DER.
    """
    import httpx  # noqa: PLC0415 - a tenth of what a server's start takes, and most never ask

    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
        "User-Agent": "rfc3161",  # says what is asked for, not who asks
    }
    client = httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False)
    try:
        with client, client.stream("POST", url, content=request, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                where = " and points elsewhere" if response.is_redirect else ""
                return _problem(url, f"{url} answered {response.status_code}{where}")
            reply = bytearray()
            for piece in response.iter_bytes(1 << 16):
                reply += piece
                if len(reply) > LIMIT:
                    return _problem(url, f"{url} sent more than {LIMIT} bytes, which is no time stamp")
            return bytes(reply)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as fault:
        return _problem(url, f"{url} could not be asked ({type(fault).__name__}: {fault})")


def _problem(url: str, what: str) -> Problem:
    return Problem("tsa_not_reached", url, what, REMEDY, Severity.PARTIAL)
