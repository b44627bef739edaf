"""Every web archive of the public corpora: as many records as the usual library finds, or more; each fault named."""

import contextlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders.importer_case import take
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from allegata.errors import Severity
from allegata.sources.importer import Spool
from allegata.sources.records import Archive
from allegata.sources.registry import importer_of

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz", ".bad", ".wacz")
FAULTY = {
    "bad.arc": {"warc_length_wrong", "warc_no_http", "warc_gap"},
    "example-bad.warc.gz.bad": {"warc_compression"},
    "example-bad-non-chunked.warc.gz": {"warc_compression"},
    "example-wrong-chunks.warc.gz": {"warc_compression", "warc_digest_contradicts", "warc_partial_answer"},
    "example-digest.warc": {"warc_digest_contradicts"},
    "example-trunc.warc": {"warc_length_wrong"},
    "example-space-in-url.arc": {"warc_breaks_off"},
    "sample_archive/warcs/example.warc": {"warc_length_wrong"},
    "example-extra.warc": {"warc_no_http", "warc_digest_contradicts"},
    "invalid_example_1.wacz": {"wacz_file_missing", "wacz_file_unlisted"},
    "invalid_signed_example_1.wacz": {"wacz_signer_not_vouched_for"},
}
"""What is wrong with the files that are not as they should be; with all the others, nothing."""


@pytest.fixture(scope="module")
def archives(bench: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("webarchives")
    with tarfile.open(bench / "webarchives.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    found = sorted(path for path in folder.rglob("*") if path.name.endswith(ENDINGS) and path.is_file())
    assert len(found) >= 40
    return found


def faults_of(path: Path) -> set[str]:
    return next((faults for end, faults in FAULTY.items() if path.as_posix().endswith(f"/{end}")), set())


def peer_records(path: Path) -> int:
    """How many records the usual library gives out before it stops."""
    count = 0
    with path.open("rb") as file, contextlib.redirect_stderr(io.StringIO()):
        records: Iterator[object] = iter(ArchiveIterator(file, arc2warc=True))
        try:
            for record in records:
                count += 1
                record.content_stream().read()  # type: ignore[attr-defined]
        except (ArchiveLoadFailed, AttributeError, ValueError):
            pass
    return count


def test_each_is_recognised_and_its_faults_are_named(archives: list[Path]) -> None:
    for path in archives:
        data = path.read_bytes()
        importer = importer_of(data[:8192], path.name)
        assert importer is not None, path
        assert importer.name == ("wacz" if path.suffix == ".wacz" else "warc"), path
        found = take(importer, data, path.name)
        serious = {p.code for p in found.problems if p.severity is not Severity.NOTICE}
        named = {problem.code for problem in found.problems}
        assert named == faults_of(path), f"{path}: {[p.what for p in found.problems]}"
        assert serious <= faults_of(path), path


def test_no_record_is_lost_that_the_usual_library_finds(archives: list[Path], tmp_path: Path) -> None:
    more = 0
    for path in archives:
        if path.suffix == ".wacz":
            continue
        with path.open("rb") as file:
            ours = sum(1 for _ in Archive(file, path.name, Spool(tmp_path, 1)).records())
        theirs = peer_records(path)
        assert ours >= theirs, path
        more += ours > theirs
    assert more >= 4, "damaged files are read on where the library stops"
