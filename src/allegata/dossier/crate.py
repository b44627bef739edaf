"""RO-Crate 1.1 metadata of a package: which file is what, for programs that gather research data.

Written by ourselves: the library for it reads the clock and asks for things a dossier does not need.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from allegata.model.canonical import canonical_json
from allegata.model.dossier import Dossier

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
CONFORMS = "https://w3id.org/ro/crate/1.1"
NAME = "ro-crate-metadata.json"
TYPES = {
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".txt": "text/plain",
}


def crate(dossier: Dossier, files: Sequence[tuple[str, int, str]], what: Mapping[str, str]) -> bytes:
    """The metadata file; the crate's root is the payload folder.

    :param files: (path below `data/`, length, SHA-256), all that the crate describes.
    :param what: path → what it is, in words; originals are described by their own line.
    """
    originals = {line.file.removeprefix("data/"): line for line in dossier.items if line.file}
    parts: list[dict[str, Any]] = []
    for path, length, digest in sorted(files):
        line = originals.get(path)
        described = {
            "@id": path,
            "@type": "File",
            "contentSize": str(length),
            "sha256": digest,
            "encodingFormat": line.media_type if line else _type(path),
            "name": (line.name or line.id) if line else what.get(path, path),
        }
        if line and line.url:
            described["url"] = line.url
        parts.append(described)
    root = {
        "@id": "./",
        "@type": "Dataset",
        "identifier": dossier.incident,
        "name": dossier.title,
        "description": (
            "Dossier of an alleged incident: who alleges what, on whose word, who answers, what was "
            "checked. It says nothing about whether it happened."
        ),
        "datePublished": dossier.release.at.isoformat().replace("+00:00", "Z"),
        "license": "As agreed with whoever handed this package over; the originals are their authors'.",
        "creator": {"@id": "#software"},
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    software = {"@id": "#software", "@type": "SoftwareApplication", "name": dossier.software}
    about = {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": CONFORMS},
    }
    return canonical_json({"@context": CONTEXT, "@graph": [about, root, software, *parts]})


def _type(path: str) -> str:
    ending = f".{path.rpartition('.')[2]}"
    return TYPES.get(ending, "application/octet-stream")
