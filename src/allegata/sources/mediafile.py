"""What a media file says of itself, read without decoding a picture or a sound.

Runs in a confined child: containers and metadata are written by anybody. Only containers that cannot point
to other files or addresses are opened (no playlist, no concatenation script), every protocol is shut, and
no decoder may be opened (`codec_whitelist`), so that not even the prober decodes a frame (must-not 11).
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allegata.errors import Problem, Severity
from allegata.model.media import (
    FILMS,
    SOUNDS,
    ClaimSource,
    EmbeddedTime,
    MediaFacts,
    MediaStream,
    MetadataClaim,
    opened_with,
)
from allegata.sources import stills
from allegata.sources.boxes import rotation_of

TOOL = "allegata.mediafile/1"

SHUT = opened_with(FILMS + SOUNDS)
UNDECODED = {"codec_whitelist": "none"}
LONGEST = 500
"""Characters of one value that are kept; the original keeps the rest."""
CLAIMS = 400
LARGEST_SIDE = 16_384
LONGEST_PLAY = 7 * 24 * 3600 * 1000
MOST_FRAMES = 100_000_000
_TIME_NAMES = ("time", "date", "when")


def facts(path: str, item: str, name: str, media_type: str) -> MediaFacts:
    """Everything that a file says of itself, as claims.

    :param path: where the bytes can be read; `name`: how problems call the file.
    """
    kind = media_type.split("/", maxsplit=1)[0]
    if media_type == "image/svg+xml":
        return MediaFacts(item, TOOL, "image", "SVG", problems=(_drawing(name),))
    found = stills.facts(path, item, name) if kind == "image" else _played(path, item, name)
    opened = not any(problem.code == "media_not_opened" for problem in found.problems)
    signed, problems = _provenance(path, name, media_type) if opened else ((), ())
    claims = (*found.claims, *signed)
    return replace(
        found,
        tool=TOOL,
        claims=claims[:CLAIMS],
        times=tuple(_times(claims)),
        problems=(*found.problems, *problems),
    )


def _played(path: str, item: str, name: str) -> MediaFacts:
    """Container and streams of a film or a recording."""
    import av  # noqa: PLC0415 - of the extra "footage"

    with Path(path).open("rb") as file:
        try:
            container: Any = av.open(file, options=SHUT | UNDECODED, metadata_errors="replace")
        except (av.FFmpegError, ValueError, OSError) as fault:
            return MediaFacts(item, TOOL, "video", problems=(_not_opened(name, str(fault)),))
        with container:
            streams = tuple(_stream(one) for one in list(container.streams)[:64])
            duration = container.duration // 1000 if container.duration else None
            claims = [*_claims(ClaimSource.CONTAINER, container.metadata, "")]
            for number, one in enumerate(list(container.streams)[:64]):
                claims += _claims(ClaimSource.STREAM, one.metadata, f"{number}.")
            format_name = container.format.name
    video = next((one for one in streams if one.kind == "video"), None)
    rotation = rotation_of(path)
    width, height = (video.width, video.height) if video else (None, None)
    if rotation in (90, 270):
        width, height = height, width
    shown = MediaFacts(
        item,
        TOOL,
        "video" if video else "audio",
        format_name,
        duration,
        width,
        height,
        rotation,
        streams,
        tuple(claims),
    )
    return replace(shown, problems=tuple(_incredible(shown, name)))


def _stream(one: Any) -> MediaStream:
    context = one.codec_context
    codec = context.name if context else "unknown"
    if one.type == "video" and context:
        rate = one.average_rate
        return MediaStream(
            "video",
            codec,
            context.width or None,
            context.height or None,
            str(rate) if rate else None,
            one.frames or None,
        )
    if one.type == "audio" and context:
        return MediaStream(
            "audio", codec, channels=context.channels or None, sample_rate=context.sample_rate or None
        )
    return MediaStream(str(one.type or "unknown"), codec)


def _claims(source: ClaimSource, named: Any, prefix: str) -> Iterator[MetadataClaim]:
    for name, value in sorted(named.items()):
        if str(value).strip():
            yield MetadataClaim(
                source, f"{prefix}{stills.plain(str(name), 80)}", stills.plain(str(value), LONGEST)
            )


def _incredible(found: MediaFacts, name: str) -> Iterator[Problem]:
    """Headers that no such file has: they are named, and nobody makes room for what they announce."""
    for one in found.streams:
        if max(one.width or 0, one.height or 0) > LARGEST_SIDE:
            yield stills.incredible(name, f"a picture of {one.width} × {one.height} pixels")
        if (one.frames or 0) > MOST_FRAMES:
            yield stills.incredible(name, f"{one.frames:,} frames")
    if (found.duration or 0) > LONGEST_PLAY:
        yield stills.incredible(name, f"a length of {found.duration or 0:,} ms")


def _drawing(name: str) -> Problem:
    what = "It is a drawing in SVG, which can hold scripts and addresses; it is kept and not rendered"
    remedy = "Have somebody make a picture of it on another machine, and add that as an item of its own."
    return Problem("svg_not_rendered", name, what, remedy, Severity.NOTICE)


def _not_opened(name: str, why: str) -> Problem:
    return Problem(
        "media_not_opened",
        name,
        f"The container could not be opened ({stills.plain(why, 120)})",
        "The original is kept. Ask for the file again, or look into it with a tool of its own kind.",
        Severity.UNREADABLE,
    )


# --- provenance manifests ---------------------------------------------------------------------------------


def _provenance(
    path: str, name: str, media_type: str
) -> tuple[tuple[MetadataClaim, ...], tuple[Problem, ...]]:
    """What a C2PA manifest inside the file says, and whether its signature checks out here.

    Nothing is fetched: neither a manifest that lies elsewhere nor a revocation list.
    """
    try:
        import c2pa  # noqa: PLC0415 - of the extra "footage"
    except ImportError:
        return (), ()
    settings = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if media_type not in c2pa.Reader.get_supported_mime_types():
        return (), ()
    try:
        with (
            c2pa.Context(c2pa.Settings.from_dict(settings)) as context,
            Path(path).open("rb") as file,
            c2pa.Reader(media_type, file, context=context) as reader,
        ):
            return tuple(_manifest(stills.parsed(reader.json()))), ()
    except c2pa.C2paError as fault:
        if "ManifestNotFound" in str(fault) or "NotSupported" in str(fault) or not _holds_manifest(path):
            return (), ()
        what = f"Its C2PA manifest could not be read ({stills.plain(str(fault), 120)})"
        remedy = "The original is kept. Read the manifest with another tool before relying on it."
        return (), (Problem("c2pa_unreadable", name, what, remedy, Severity.NOTICE),)


def _holds_manifest(path: str) -> bool:
    """Whether a manifest's box (JUMBF) is named anywhere in the first 64 MiB: else a fault is not about one."""
    with Path(path).open("rb") as file:
        tail = b""
        for _ in range(64):
            data = file.read(1 << 20)
            if b"jumb" in tail + data:
                return True
            if not data:
                return False
            tail = data[-4:]
    return False


def _manifest(store: Any) -> Iterator[MetadataClaim]:
    """The active manifest in short; its signer is who the certificate names, no more."""
    if not isinstance(store, dict):
        return
    active = store.get("manifests", {}).get(store.get("active_manifest"), {})
    signature = active.get("signature_info") or {}
    named = {
        "title": active.get("title"),
        "claim_generator": active.get("claim_generator") or _generators(active.get("claim_generator_info")),
        "signature.issuer": signature.get("issuer"),
        "signature.common_name": signature.get("common_name"),
        "signature.time": signature.get("time"),
        "signature as the c2pa library finds it": store.get("validation_state"),
    }
    for name, value in named.items():
        if value:
            yield MetadataClaim(ClaimSource.C2PA, name, stills.plain(str(value), LONGEST))
    for part in active.get("assertions", [])[:40]:
        for action in (part.get("data") or {}).get("actions", [])[:40] if isinstance(part, dict) else ():
            words = str(action.get("action"))
            kind = str(action.get("digitalSourceType") or "")
            yield MetadataClaim(ClaimSource.C2PA, "action", stills.plain(f"{words} {kind}".strip(), LONGEST))
    for status in store.get("validation_status", [])[:40]:
        yield MetadataClaim(ClaimSource.C2PA, "validation", stills.plain(str(status.get("code")), LONGEST))


def _generators(info: Any) -> str:
    """The programs that made a manifest, by name and version."""
    listed = [one for one in info if isinstance(one, dict)] if isinstance(info, list) else []
    return ", ".join(f"{one.get('name', '')} {one.get('version', '')}".strip() for one in listed[:20])


# --- times ---------------------------------------------------------------------------------------------------


def _times(claims: tuple[MetadataClaim, ...]) -> Iterator[EmbeddedTime]:
    for claim in claims:
        name = claim.name.casefold()
        timed = any(word in name for word in _TIME_NAMES) and "exposure" not in name
        if timed and any(c.isdigit() for c in claim.value):
            yield EmbeddedTime(claim.source, claim.name, claim.value, _instant(claim.value))


def _instant(wording: str) -> datetime | None:
    """The instant that a wording names in full, with its zone; None otherwise (EXIF has mostly none)."""
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(wording.strip())
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    return None
