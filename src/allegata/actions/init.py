"""`allegata init DIR`: an empty casebook; and who can open an encrypted one."""

from collections.abc import Sequence
from pathlib import Path

from allegata.actions.casebook import Outside, mark_of, opened_to_write, recipients_of
from allegata.errors import CannotEncrypt, UnknownThing
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.canonical import canonical_json
from allegata.model.copies import OpenedBy
from allegata.store import secrets
from allegata.store.writes import replace_file


def init(folder: Path, outside: Outside | None = None) -> OpenedBy:
    """Make an empty casebook; one that is there stays as it is.

    :raises CannotEncrypt: when it is there and not encrypted, and should be.
    :raises CasebookMissing, CasebookBusy, UnsafeKeys: as `opened_to_write`.
    """
    outside = outside or Outside()
    before = (folder / secrets.MARK).exists()
    with opened_to_write(folder, outside, create=True) as book:
        mark = mark_of(folder)
        if before and outside.recipients is not None and not mark.get("encrypted"):
            raise CannotEncrypt(
                f"{folder} is a casebook already, and not encrypted; what is written stays as it is. Make a new "
                "one with `allegata init --encrypted` and add the originals to it"
            )
        return _opened_by(folder, book.id, mark)


def recipients(
    folder: Path, add: Sequence[str] = (), remove: Sequence[str] = (), outside: Outside | None = None
) -> OpenedBy:
    """Who can open an encrypted casebook, after adding and taking out recipients.

    Only the small file with the casebook's keys is written anew. Whoever was taken out and kept a copy of
    the old one can still open what they have.

    :raises CannotEncrypt: when the casebook is not encrypted, a recipient cannot be understood, or none would
        be left.
    :raises UnknownThing: when a recipient to be taken out is none.
    """
    with opened_to_write(folder, outside) as book:
        mark, kept = mark_of(folder), secrets.opened(folder)
        if kept is None:
            raise CannotEncrypt(
                f"{folder} is not encrypted; make a new casebook with `allegata init --encrypted`"
            )
        before = list(recipients_of(mark))
        if unknown := [name for name in remove if name.strip() not in before]:
            raise UnknownThing(
                f"{unknown[0]!r} is no recipient of this casebook; `allegata recipients` lists them"
            )
        out = {name.strip() for name in remove}
        wanted = [*before, *(name.strip() for name in add)]
        names = [name for name in dict.fromkeys(wanted) if name not in out]
        if names != before:
            secrets.wrap(folder, kept, names)
            mark |= {"recipients": names}
            replace_file(folder / secrets.MARK, canonical_json(mark))
            payload = {"recipients": names, "before": before}
            draft = Draft(EntryKind.RECIPIENTS_NAMED, book.now(), book.outside.by, book.id, payload)
            book.keep(book.batch(), [draft])
        return _opened_by(folder, book.id, mark)


def _opened_by(folder: Path, casebook: str, mark: dict[str, object]) -> OpenedBy:
    names = recipients_of(mark)
    own = secrets.identity_file(casebook)
    return OpenedBy(str(folder), casebook, bool(names), names, str(own) if names and own.exists() else None)
