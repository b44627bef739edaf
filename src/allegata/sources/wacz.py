"""WACZ: web archives in a ZIP file, with a manifest of digests and, sometimes, a signature over it.

The archives in it become pieces, which are taken apart in turn. Every file is compared with the manifest,
the manifest with its digest, and the signature with both (WACZ 1.1.1; WACZ Signing and Verification 0.1.0).
Nothing that fails keeps any content back: it is said, and whoever relies on the file decides.
"""

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from allegata.errors import Severity
from allegata.model.item import Item, Stated
from allegata.sources.importer import Spool
from allegata.sources.waczsigned import Said, signature
from allegata.sources.words import one_line
from allegata.sources.zipped import entries_of, entry_bytes, first_entry, take_entry, unpack_zip

MANIFEST, DIGEST = "datapackage.json", "datapackage-digest.json"
MANIFEST_LIMIT = 32 << 20
_LEFT_OUT = (
    (re.compile(r"^indexes/|\.(?:cdxj?|idx)(?:\.gz)?$"), "index of a web archive"),
    (re.compile(r"^pages/"), "list of pages"),
    (re.compile(r"^logs/"), "log of the archiving program"),
    (re.compile(r"^(?:datapackage(?:-digest)?\.json|webarchive\.yaml|fuzzy\.json)$"), "manifest"),
)


class WaczImporter:
    """WACZ files."""

    name = "wacz"
    version = "1"

    def recognises(self, head: bytes, name: str) -> bool:
        """By its name, or by a first entry as the programs for WACZ write it."""
        if not head.startswith(b"PK\x03\x04"):
            return False
        first = first_entry(head)
        inside = first.startswith(b"archive/") and re.search(rb"\.w?arc(?:\.gz)?\Z", first) is not None
        return name.lower().endswith(".wacz") or inside or first == MANIFEST.encode()

    def unpack(self, path: Path, item: Item, spool: Spool) -> None:
        """The archives as pieces; what is wrong with digests and signature as problems."""
        name = item.capture.received_name
        try:
            with zipfile.ZipFile(path) as archive:
                _Reader(archive, name, spool).read()
        except zipfile.BadZipFile:
            unpack_zip(path, item, spool)
            what = "Its digests and signature could not be compared, because the file is damaged"
            spool.problem("wacz_unchecked", name, what, "Ask for the file again.")


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, name: str, spool: Spool) -> None:
        self.archive, self.name, self.spool = archive, name, spool
        self.stated: tuple[Stated, ...] = ()

    def read(self) -> None:
        """Manifest, signature, files."""
        manifest_bytes = self._small(MANIFEST)
        manifest = self._object(MANIFEST, manifest_bytes)
        if manifest is None:
            what = f"There is no {MANIFEST} that can be read, so that nothing can be compared with it"
            self._report("wacz_no_manifest", what)
        else:
            self.stated = _stated(manifest)
            self._signature(manifest_bytes or b"")
        resources = _resources(manifest)
        found: dict[str, tuple[str, int]] = {}
        for entry, address in entries_of(self.archive, self.name, self.spool):
            algorithm, _ = _digest_in(_digest_of(resources.get(address, {})))
            found[address] = self._file(entry, address, algorithm)
        self._compare(resources, found)

    def _file(self, entry: zipfile.ZipInfo, address: str, algorithm: str) -> tuple[str, int]:
        """Keep or count one file; its digest and length."""
        state, length = hashlib.new(algorithm, usedforsecurity=False), 0

        def each(chunk: bytes) -> None:
            nonlocal length
            state.update(chunk)
            length += len(chunk)

        left_out = next((words for pattern, words in _LEFT_OUT if pattern.search(entry.filename)), None)
        if left_out is None:
            piece = take_entry(self.archive, entry, address, self.name, self.spool, each)
            self.spool.amend(piece, stated=(*piece.capture.stated, *self.stated))
            return state.hexdigest(), length
        self.spool.leave_out(left_out)
        faults: list[str] = []
        for _ in entry_bytes(self.archive, entry, faults, each):
            if length > self.spool.limit:
                faults.append("it inflates to more than the whole file may")
                break
        if faults:
            self._report("zip_entry_damaged", f"{one_line(address)} cannot be read to its end ({faults[0]})")
        return state.hexdigest(), length

    def _compare(self, resources: dict[str, dict[str, Any]], found: dict[str, tuple[str, int]]) -> None:
        missing = sorted(resources.keys() - found.keys())
        if missing:
            what = f"{len(missing):,} files of the manifest are not in the file: {_some(missing)}"
            self._report("wacz_file_missing", what)
        for path in sorted(resources.keys() & found.keys()):
            digest, length = found[path]
            stats = resources[path].get("stats")  # where version 1.0 has both
            stats = stats if isinstance(stats, dict) else {}
            stated = _digest_of(resources[path])
            algorithm, value = _digest_in(stated)
            if not stated:
                self._report("wacz_no_digest", f"The manifest states no digest of {one_line(path)}")
            elif not value:
                what = (
                    f"The manifest states {one_line(stated, 150)} of {one_line(path)}, in no form known here"
                )
                self._report("wacz_digest_not_checked", what)
            elif value != digest:
                what = (
                    f"The manifest states {one_line(stated, 150)} of {one_line(path)}, whose bytes have "
                    f"{algorithm}:{digest}"
                )
                self._report("wacz_digest_contradicts", what)
            size = resources[path].get("bytes", stats.get("bytes"))
            if isinstance(size, int) and size != length:
                what = f"The manifest states {size:,} bytes of {one_line(path)}, which has {length:,}"
                self._report("wacz_length_contradicts", what)
        others = sorted(path for path in found.keys() - resources.keys() if path not in (MANIFEST, DIGEST))
        if others and resources:
            what = f"{len(others):,} files are not in the manifest: {_some(others)}"
            remedy = "Find out who put them there, and when: nothing vouches for them."
            self.spool.problem("wacz_file_unlisted", self.name, what, remedy, Severity.NOTICE)

    def _signature(self, manifest: bytes) -> None:
        digest = self._object(DIGEST, self._small(DIGEST))
        if digest is None:
            return  # many are not signed, and nothing asks them to be
        stated = str(digest.get("hash") or "")
        actual = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
        if stated != actual:
            what = f"{DIGEST} states {one_line(stated)} of the manifest, whose bytes have {actual}"
            self._report("wacz_digest_contradicts", what)
        signed = digest.get("signedData")
        if not isinstance(signed, dict):
            return
        result: Said = signature(signed, actual)
        self.stated += tuple(Stated(key, one_line(value, 500)) for key, value in result.stated)
        for code, what, severity in result.problems:
            self.spool.problem(code, self.name, what, _REMEDY[severity], severity)

    def _small(self, path: str) -> bytes | None:
        faults: list[str] = []
        data = b""
        try:
            entry = self.archive.getinfo(path)
        except KeyError:
            return None
        for chunk in entry_bytes(self.archive, entry, faults):
            data += chunk
            if len(data) > MANIFEST_LIMIT:
                self._report("wacz_manifest_too_large", f"{path} has more than {MANIFEST_LIMIT:,} bytes")
                return None
        return None if faults else data

    def _object(self, path: str, data: bytes | None) -> dict[str, Any] | None:
        try:
            found = json.loads(data or b"null")
        except (ValueError, RecursionError):
            found = None
        if data is not None and not isinstance(found, dict):
            self._report("wacz_manifest_broken", f"{path} is no JSON object")
        return found if isinstance(found, dict) else None

    def _report(self, code: str, what: str) -> None:
        self.spool.problem(code, self.name, what, _REMEDY[Severity.PARTIAL])


_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128}
"""Algorithms by which a manifest may state digests, with the hex digits of their values."""
_REMEDY = {
    Severity.PARTIAL: "Everything was kept and taken out. Ask the sender for the file again and compare.",
    Severity.NOTICE: "Compare the name with what you know of the sender.",
}


def _some(names: list[str]) -> str:
    shown = ", ".join(one_line(name, 80) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} …"


def _digest_of(resource: dict[str, Any]) -> str:
    """What the manifest states as a file's digest; empty where it states none."""
    stats = resource.get("stats")  # where version 1.0 has it
    return str(resource.get("hash") or (stats.get("hash") if isinstance(stats, dict) else "") or "")


def _digest_in(stated: str) -> tuple[str, str]:
    """Algorithm and lower-case hex value of a stated digest; an empty value where its form is not known."""
    algorithm, _, value = stated.strip().lower().rpartition(":")
    algorithm, digits = algorithm.replace("-", "") or "sha256", len(value)
    known = _DIGITS.get(algorithm) == digits and re.fullmatch(r"[0-9a-f]+", value)
    return (algorithm, value) if known else ("sha256", "")


def _stated(manifest: dict[str, Any]) -> tuple[Stated, ...]:
    names = ("software", "created", "modified", "wacz_version", "title", "mainPageURL", "mainPageDate")
    pairs = [(f"wacz_{name.removeprefix('wacz_').lower()}", manifest.get(name)) for name in names]
    return tuple(
        Stated(name, one_line(value, 500)) for name, value in pairs if isinstance(value, str) and value
    )


def _resources(manifest: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    listed = (manifest or {}).get("resources")
    if not isinstance(listed, list):
        return {}
    every = (one for one in listed if isinstance(one, dict) and isinstance(one.get("path"), str))
    return {one["path"].removeprefix("./"): one for one in every}
