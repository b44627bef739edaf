"""What Bellingcat's auto-archiver leaves behind: stored media, metadata, hashes, a time-stamp token, two tables.

Two entries. The first lies as the tool's local storage keeps it: every file under the first 24 hex digits
of its own SHA-256, certificates and metadata too. The second was handed over under the names that the
tool gives files while it works; one of its files is no longer the one whose hash was noted.

The time-stamp tokens cannot be made twice alike. They lie in `tokens/` beside this module and are made
anew, with a throw-away authority, only when the hashes they vouch for have changed.
"""

import csv
import io
import json
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from cryptography.x509 import load_pem_x509_certificate

from evidence_set import words

TOKENS = Path(__file__).parent / "tokens"
TSA = "https://tsa.example/throw-away"
STORE = "local_archive/https-clips-example-watch-1182"
HANDED = "handed-over/harbour-wire-video-41"
TOKEN_NAME = "timestamp_token_https-tsa-example-throw-away"


@dataclass(slots=True)
class Media:
    """A file of an entry, in the fields that the tool writes."""

    name: str  # the name while the tool works
    data: bytes
    kind: str | None
    properties: dict[str, Any] = field(default_factory=dict)

    @property
    def stored(self) -> str:
        """The name in the store."""
        ending = "." + self.name.rpartition(".")[2] if "." in self.name else ""
        return sha256(self.data).hexdigest()[:24] + ending

    def fields(self, folder: str | None) -> dict[str, Any]:
        """As the tool's records have it; `folder` None: before anything was stored."""
        inner = {key: _inner(value, folder) for key, value in self.properties.items()}
        key = f"{folder}/{self.stored}" if folder else None
        return {
            "filename": f"./scratch/{self.name}",
            "_key": key,
            "urls": [key] if key else [],
            "properties": inner,
            "_mimetype": self.kind,
        }


def _inner(value: object, folder: str | None) -> object:
    if isinstance(value, Media):
        return value.fields(folder)
    if isinstance(value, list):
        return [_inner(each, folder) for each in value]
    return value


def hashed(name: str, data: bytes, kind: str, *, stated: bytes | None = None, **more: object) -> Media:
    """A media file with the properties of the hash and meta enrichers; `stated`: whose hash is noted."""
    digest = sha256(data if stated is None else stated).hexdigest()
    size = f"{len(data) / 1024:.1f} KB"
    return Media(name, data, kind, {"hash": f"SHA-256:{digest}", **more, "bytes": len(data), "size": size})


def hash_list(media: list[Media]) -> bytes:
    """`hashes.txt`: one hash a line, in the order of the media, no line end at the end."""
    return "\n".join(m.properties["hash"].removeprefix("SHA-256:") for m in media).encode()


def stamped(name: str, media: list[Media]) -> Media:
    """The hash list with its token and the certificates behind it."""
    listed = hash_list(media)
    token = TOKENS / f"{name}.tst"
    if not _vouches(token, listed):
        _stamp(listed, token)
    chain = []
    for number, (who, subject) in enumerate((("tsa", "Throw-away TSA"), ("root", "Throw-away root")), 1):
        data = (TOKENS / f"{name}.{who}.crt").read_bytes()
        serial = load_pem_x509_certificate(data).serial_number
        chain.append(Media(f"{number} – {str(serial)[:20]}.crt", data, None, {"subject": subject}))
    tokens = [Media(TOKEN_NAME, token.read_bytes(), None, {"tsa": TSA, "cert_chain": chain})]
    versions = {"certifi v": "2026.1.4", "rfc3161-client v": "1.0.5", "cryptography v": "46.0.3"}
    return Media(
        "hashes.txt",
        listed,
        "text/plain",
        {"timestamp_authority_files": tokens, **versions, "id": "timestamped_hashes"},
    )


def _vouches(token: Path, data: bytes) -> bool:
    """Whether a token is for these bytes: the SHA-256 of its message imprint stands in it as it is."""
    return token.is_file() and sha256(data).digest() in token.read_bytes()


CONFIG = """\
[req]
distinguished_name = dn
prompt = no
[dn]
CN = Throw-away root
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa_config]
serial = serial
signer_digest = sha256
default_policy = 1.3.6.1.4.1.55555.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def _stamp(data: bytes, token: Path) -> None:
    """Make an authority, have it stamp the bytes, forget its keys."""
    with tempfile.TemporaryDirectory() as folder:

        def openssl(*arguments: str) -> None:
            subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

        (Path(folder) / "c.cnf").write_text(CONFIG)
        (Path(folder) / "serial").write_text("01\n")
        (Path(folder) / "data").write_bytes(data)
        days = ("-days", "12000")
        new = ("-newkey", "rsa:2048", "-nodes", "-config", "c.cnf")
        openssl("req", "-x509", *new, "-extensions", "root", *days, "-keyout", "root.key", "-out", "root.crt")
        openssl("req", "-new", *new, "-subj", "/CN=Throw-away TSA", "-keyout", "tsa.key", "-out", "tsa.csr")
        openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.crt", "-CAkey", "root.key", "-CAcreateserial",
                "-extfile", "c.cnf", "-extensions", "tsa", *days, "-out", "tsa.crt")  # fmt: skip
        openssl("ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "q.tsq")
        openssl("ts", "-reply", "-queryfile", "q.tsq", "-config", "c.cnf", "-section", "tsa_config",
                "-inkey", "tsa.key", "-signer", "tsa.crt", "-chain", "root.crt",
                "-token_out", "-out", "t.tst")  # fmt: skip
        TOKENS.mkdir(exist_ok=True)
        token.write_bytes((Path(folder) / "t.tst").read_bytes())
        for who in ("tsa", "root"):
            token.with_name(f"{token.stem}.{who}.crt").write_bytes((Path(folder) / f"{who}.crt").read_bytes())


# --- the two entries ------------------------------------------------------------------------------


@dataclass(slots=True)
class Entry:
    """What was archived of one address."""

    url: str
    title: str
    content: str
    uploaded: datetime
    processed: datetime
    media: list[Media]
    status: str = "generic_extractor: success"

    def metadata(self) -> dict[str, Any]:
        """The `metadata` field, times as Python objects."""
        return {
            "_processed_at": self.processed,
            "url": self.url,
            "title": self.title,
            "content": self.content,
            "timestamp": self.uploaded,
            "total_bytes": sum(len(m.data) for m in self.media),
            "archive_duration_seconds": 21,
        }

    def json(self) -> bytes:
        """`metadata.json`, written before anything is stored."""
        record = {
            "status": self.status,
            "metadata": self.metadata(),
            "media": [m.fields(None) for m in self.media],
        }
        return json.dumps(record, indent=4, default=str, ensure_ascii=False).encode()


def _page(entry: Entry) -> bytes:
    """The tool's report as it is built: a list for each medium, a table of the metadata; no scripts, no style."""
    media = ""
    for each in entry.media:
        shown = {"key": f"{STORE}/{each.stored}", "type": each.kind or ""}
        shown |= {
            key: str(value) for key, value in each.properties.items() if isinstance(value, str | int | float)
        }
        lines = "".join(
            f"<li><b>{key}:</b> <span>{escape(value)}</span></li>" for key, value in shown.items()
        )
        media += f"<tr><td><ul>{lines}</ul></td></tr>"
    rows = "".join(
        f"<tr><td>{escape(key)}</td><td>{escape(str(value))}</td></tr>"
        for key, value in entry.metadata().items()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{entry.url}</title></head><body>'
        f"<h2>Archived media for <span>{entry.url}</span></h2>"
        f'<table class="content"><tbody>{media}</tbody></table>'
        f'<h2>metadata</h2><table class="metadata">{rows}</table></body></html>\n'
    ).encode()


def _tree(media: list[Media]) -> list[Media]:
    """The media and everything that hangs on their properties."""
    out = []
    for each in media:
        out.append(each)
        for value in each.properties.values():
            out += _tree([v for v in (value if isinstance(value, list) else [value]) if isinstance(v, Media)])
    return out


def makiivka(video: bytes, thumbnail: bytes) -> Entry:
    """The entry in the store."""
    media = [
        hashed("clip_1182.mp4", video, "video/mp4", duration=8.0),
        hashed("thumbnail_0.jpg", thumbnail, "image/jpeg", id="thumbnail_0"),
    ]
    entry = Entry(
        "https://clips.example/watch/1182",
        words.ARCHIVED_TITLE,
        words.ARCHIVED_TEXT,
        datetime(2022, 11, 18, 16, 20, 5, tzinfo=UTC),
        datetime(2026, 11, 28, 15, 9, 31, 120450, tzinfo=UTC),
        media,
    )
    media.append(stamped("makiivka", media))
    media.append(Media("metadata.json", entry.json(), "application/json", {"id": "metadata_json"}))
    media.append(hashed("formatted.html", _page(entry), "text/html", id="_final_media"))
    return entry


def pokrovsk(video: bytes, picture: bytes, noted: bytes) -> Entry:
    """The entry under working names.

    :param noted: the picture whose hash was noted; `picture` lies in its place.
    """
    media = [
        hashed("video_41.mp4", video, "video/mp4", duration=8.0),
        hashed("picture_41.jpg", picture, "image/jpeg", stated=noted),
    ]
    entry = Entry(
        "https://t.example/harbour_wire_video/41",
        "Harbour Wire Video, post 41",
        words.POST_POKROVSK,
        datetime(2024, 10, 1, 16, 22, 40, tzinfo=UTC),
        datetime(2026, 11, 28, 15, 9, 58, 3300, tzinfo=UTC),
        media,
        "telethon_extractor: success",
    )
    media.append(stamped("pokrovsk", media))
    media.append(Media("metadata.json", entry.json(), "application/json", {"id": "metadata_json"}))
    return entry


def database(entries: list[Entry], failed: str) -> bytes:
    """`db.csv`: three columns, two of them Python's own way of writing objects."""
    out = io.StringIO()
    table = csv.DictWriter(out, ["status", "metadata", "media"])
    table.writeheader()
    for entry in entries:
        media = [m.fields(STORE) | {"_stored": False} for m in entry.media]
        table.writerow({"status": entry.status, "metadata": entry.metadata(), "media": media})
    nothing = {"_processed_at": datetime(2026, 11, 28, 15, 10, 20, tzinfo=UTC), "url": failed}
    table.writerow({"status": "no archiver", "metadata": nothing, "media": []})
    return out.getvalue().encode()


SHEET = (
    "Link", "Archive status", "Destination folder", "Archive location", "Archive date", "Thumbnail",
    "Upload timestamp", "Upload title", "Text content", "Hash",
)  # fmt: skip


def sheet(entry: Entry, failed: str) -> bytes:
    """The shared sheet, downloaded as CSV; the thumbnail's cell is a formula, as the tool writes it."""
    final, thumb = entry.media[-1], entry.media[1]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(SHEET)
    table.writerow(
        (
            entry.url,
            entry.status,
            "",
            f"{STORE}/{final.stored}",
            entry.processed.isoformat(),
            f'=IMAGE("{STORE}/{thumb.stored}")',
            entry.uploaded.isoformat(),
            entry.title,
            entry.content,
            final.properties["hash"],
        )
    )
    table.writerow((failed, "Archive failed no archiver", *[""] * 8))
    table.writerow(("https://clips.example/watch/1183", "", *[""] * 8))
    return out.getvalue().encode()


def files(stored: Entry, handed: Entry) -> dict[str, bytes]:
    """Every file of the folder by its path."""
    failed = "https://clips.example/watch/900"
    out = {"db.csv": database([stored], failed), "archive-sheet.csv": sheet(stored, failed)}
    out |= {f"{STORE}/{m.stored}": m.data for m in _tree(stored.media)}
    for each in _tree(handed.media):
        out[f"{HANDED}/{each.name}"] = each.data
    return out
