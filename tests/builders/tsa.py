"""A time-stamping authority made with openssl (RFC 3161), behind a small HTTP server on this machine.

    with running(tmp_path / "tsa") as tsa:
        add_tsa(book, tsa.url, tsa.certificates.read_bytes(), "test")

Root, an authority below it, and below that the certificate that signs stamps; the server answers with
`openssl ts -reply`. `manner` makes it misbehave.
"""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

POLICY = "1.2.3.4.1"
EXTENSIONS = """
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[between]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[stamps]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
"""
SETTINGS = f"""
[tsa]
default_tsa = here
[here]
serial = {{folder}}/serial
signer_cert = {{folder}}/stamps.pem
certs = {{folder}}/between.pem
signer_key = {{folder}}/stamps.key
signer_digest = sha256
default_policy = {POLICY}
digests = sha256, sha512
accuracy = secs:1
tsa_name = yes
ess_cert_id_alg = sha256
"""


def _openssl(*arguments: str, cwd: Path) -> bytes:
    done = subprocess.run(["openssl", *arguments], cwd=cwd, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@dataclass(frozen=True)
class Authority:
    """Keys and certificates in a folder. `certificates` holds the root and the one between, as PEM."""

    folder: Path

    @property
    def certificates(self) -> Path:
        return self.folder / "chain.pem"

    def reply(self, request: bytes) -> bytes:
        """What the authority replies to a request (both DER)."""
        (self.folder / "in.tsq").write_bytes(request)
        _openssl(
            "ts", "-reply", "-config", "ts.cnf", "-queryfile", "in.tsq", "-out", "out.tsr", cwd=self.folder
        )
        return (self.folder / "out.tsr").read_bytes()


def authority(folder: Path, name: str = "Stamps of the tests") -> Authority:
    """Make an authority, root first; tests are left out where there is no openssl."""
    if not shutil.which("openssl"):
        pytest.skip("left out: openssl is not installed")
    folder.mkdir(parents=True)
    (folder / "extensions.cnf").write_text(EXTENSIONS)
    (folder / "ts.cnf").write_text(SETTINGS.format(folder=folder))
    (folder / "serial").write_text("1000\n")
    for who, above, title in (
        ("root", None, f"Root of {name}"),
        ("between", "root", f"CA of {name}"),
        ("stamps", "between", name),
    ):
        _openssl(
            *("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-keyout", f"{who}.key", "-out", f"{who}.csr", "-subj", f"/O=allegata tests/CN={title}"),
            cwd=folder,
        )
        signer = ("-CA", f"{above}.pem", "-CAkey", f"{above}.key", "-CAcreateserial") if above else ()
        signed_by = signer or ("-signkey", f"{who}.key")
        _openssl(
            *("x509", "-req", "-in", f"{who}.csr", "-out", f"{who}.pem", "-days", "3650", "-sha256"),
            *("-extfile", "extensions.cnf", "-extensions", who, *signed_by),
            cwd=folder,
        )
    chain = (folder / "between.pem").read_text() + (folder / "root.pem").read_text()
    (folder / "chain.pem").write_text(chain)
    return Authority(folder)


@dataclass
class Running:
    """An authority that answers at `url`; `seen` are the requests that came in."""

    authority: Authority
    url: str
    manner: str = "fine"  # fine, failing, garbage, huge, redirect, other (of another request), slow
    seen: list[bytes] = field(default_factory=list)

    @property
    def certificates(self) -> Path:
        return self.authority.certificates


@contextmanager
def running(folder: Path, name: str = "Stamps of the tests") -> Iterator[Running]:
    """An authority with its server, for as long as the block lasts."""
    made = authority(folder, name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    state = Running(made, f"http://127.0.0.1:{server.server_port}/stamps")
    server.state = state  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        state: Running = self.server.state  # type: ignore[attr-defined]
        request = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/timestamp-query"
        state.seen.append(request)
        if state.manner == "redirect":
            self.send_response(302)
            self.send_header("Location", "http://example.invalid/")
            self.end_headers()
            return
        if state.manner == "failing":
            self.send_error(503)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        if state.manner == "garbage":
            self.wfile.write(b"<html>no time stamp here</html>")
        elif state.manner == "huge":
            try:
                for _ in range(64):
                    self.wfile.write(bytes(1 << 20))
            except OSError:  # the client had enough
                pass
        elif state.manner == "other":
            _openssl(
                "ts",
                "-query",
                "-digest",
                "00" * 32,
                "-sha256",
                "-out",
                "other.tsq",
                cwd=state.authority.folder,
            )
            self.wfile.write(state.authority.reply((state.authority.folder / "other.tsq").read_bytes()))
        else:
            self.wfile.write(state.authority.reply(request))

    def log_message(self, *_: object) -> None:
        """Say nothing on standard error."""
