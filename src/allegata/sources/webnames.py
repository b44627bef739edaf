"""Names for what addresses gave: a file's name that people can read, with an ending that fits its kind."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_ENDINGS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf",
    "application/json": ".json", "application/activity+json": ".json", "application/ld+json": ".json",
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/avif": ".avif",
    "video/mp4": ".mp4", "video/webm": ".webm", "video/quicktime": ".mov", "video/mp2t": ".ts",
    "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/ogg": ".ogg", "audio/wav": ".wav",
    "text/xml": ".xml", "application/xml": ".xml", "application/rss+xml": ".xml", "application/atom+xml": ".xml",
    "text/csv": ".csv", "application/zip": ".zip", "application/warc": ".warc",
}  # fmt: skip
_SAME = ({".jpg", ".jpeg"}, {".html", ".htm", ".xhtml"}, {".xml", ".rss", ".atom"}, {".m4a", ".mp4"})


def path_of(url: str | None) -> str:
    """The path of an address; empty where there is none."""
    try:
        return urlsplit(url or "").path
    except ValueError:
        return ""


def name_of(url: str | None, kind: str, offset: int) -> str:
    """A file's name for what an address gave: host, path, and an ending that fits the media type."""
    try:
        parts = urlsplit(url or "")
        path = unquote(parts.path, errors="replace")
        host = parts.hostname or parts.scheme
    except ValueError:
        path, host = "", ""
    name = f"{host}/{path.lstrip('/')}" if host else path.lstrip("/")
    name = name[:600] or f"record at {offset}"
    if name.endswith("/"):
        name += "index"
    wanted, ending = _ENDINGS.get(kind, ""), PurePosixPath(name).suffix.lower()
    if not wanted or ending == wanted or any({wanted, ending} <= same for same in _SAME):
        return name
    return f"{name}{wanted}"
