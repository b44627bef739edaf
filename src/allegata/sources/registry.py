"""The importers there are, in the order in which they are asked, and the one call that takes a file apart."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from allegata.errors import Problem, Severity
from allegata.model.item import Item
from allegata.model.unpacked import About, Piece
from allegata.sources.autoarchiver import AutoArchiver, AutoArchiverPage, AutoArchiverTable
from allegata.sources.columns import stated_in
from allegata.sources.feed import Feed
from allegata.sources.importer import Bounds, Importer, Spool, SpoolFull
from allegata.sources.mail import Mail
from allegata.sources.stamptoken import StampToken
from allegata.sources.table import Table
from allegata.sources.telegram import Telegram, TelegramPages
from allegata.sources.wacz import WaczImporter
from allegata.sources.warc import WarcImporter
from allegata.sources.zipped import ZipImporter

IMPORTERS: tuple[Importer, ...] = (
    WarcImporter(),
    Telegram(),
    TelegramPages(),
    AutoArchiver(),
    AutoArchiverTable(),
    AutoArchiverPage(),
    Feed(),
    Mail(),
    Table(),
    StampToken(),
    # one line for each kind of material; ZIP comes last, because many other kinds are ZIP files, too
    WaczImporter(),
    ZipImporter(),
)


@dataclass(frozen=True, slots=True)
class TakenApart:
    """What an importer found in one container; the bytes of the pieces lie in the spool folder."""

    pieces: tuple[Piece, ...]
    abouts: tuple[About, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[tuple[str, int], ...]
    written: int  # bytes of all pieces


def importer_of(head: bytes, name: str) -> Importer | None:
    """The first importer that recognises a file; None for a file that holds no others."""
    return next((one for one in IMPORTERS if one.recognises(head, name)), None)


def version_of(importer: Importer, item: Item) -> str:
    """The importer's version, with the columns that a person named for a table: others give other pieces."""
    columns = stated_in(item.capture)
    if not columns:
        return importer.version
    words = "\n".join(f"{field}={header}" for field, header in sorted(columns.items()))
    return f"{importer.version}+{sha256(words.encode()).hexdigest()[:8]}"


def take_apart(importer: str, path: str, item: Item, folder: str, bounds: Bounds) -> TakenApart:
    """Take one container apart into a spool folder: what a confined child is called with."""
    one = next(one for one in IMPORTERS if one.name == importer)
    return unpacked(one, Path(path), item, Spool(Path(folder), item.length, bounds))


def unpacked(importer: Importer, path: Path, item: Item, spool: Spool) -> TakenApart:
    """What one importer finds, as far as the spool's bounds let it go."""
    name = item.capture.received_name
    problems: tuple[Problem, ...] = ()
    try:
        importer.unpack(path, item, spool)
    except SpoolFull as full:
        problems = (_too_much(name, str(full), len(spool.pieces)),)
    if spool.unnamed:
        problems += (_more_problems(name, dict(spool.unnamed)),)
    left_out = tuple(sorted(spool.left_out.items()))
    found = (*spool.problems, *problems)
    return TakenApart(tuple(spool.pieces), tuple(spool.abouts), found, left_out, spool.written)


def _too_much(name: str, why: str, kept: int) -> Problem:
    what = f"The file was not taken apart to its end: {why}. {kept:,} things were taken out until then"
    remedy = "The original is kept. Find out whether it was made to exhaust programs; else split it."
    return Problem("unpacks_to_too_much", name, what, remedy, Severity.PARTIAL)


def _more_problems(name: str, counts: dict[str, int]) -> Problem:
    words = ", ".join(f"{code}: {count:,}" for code, count in sorted(counts.items()))
    what = f"There are more problems of the same kinds than are listed one by one ({words})"
    return Problem("more_problems", name, what, "Treat the whole file as damaged.", Severity.PARTIAL)
