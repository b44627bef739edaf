"""The append-only ledger: a table that refuses change, and a note of where it ends.

The chain shows every change in the middle; only a note kept elsewhere shows that the tail was cut.
The note is written in two steps around each append, so that a process killed anywhere in between
leaves a state that can be told from tampering:

1. note: "the ledger ends at A, and will end at B";  2. append and commit;  3. note: "it ends at B".
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from allegata.errors import CasebookCorrupt, CopyDiverged, UnreadableRecord
from allegata.evidence.custody import Chain, Draft, Entry, Head, chained, head_after
from allegata.model.canonical import canonical_json, parse_json
from allegata.store.database import (
    ENTRIES,
    create_ledger,
    has_ledger,
    lock_for_writing,
    missing_guards,
    reading,
)
from allegata.store.writes import Announce, replace_file, unannounced


class Ledger:
    """The entries of one casebook, oldest first."""

    def __init__(self, engine: Engine, note: Path, announce: Announce = unannounced) -> None:
        self.engine = engine
        self.note = note
        self.announce = announce

    def create(self) -> None:
        """An empty ledger, where there is none yet."""
        create_ledger(self.engine)
        if not self.note.exists() and self.end() == Head():
            self._write_note(Head(), None)

    def gone_guards(self) -> tuple[str, ...]:
        """The triggers that should refuse change and are not there; none is missing where there is no ledger."""
        if not self.note.exists() or not has_ledger(self.engine):
            return ()
        return missing_guards(self.engine)

    def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Chain some drafts to the end, all or none, and return the entries once they are durable.

        :raises CasebookCorrupt: when the ledger does not end where its note says.
        """
        return self._append(lambda head: chained(head, drafts)) if drafts else ()

    def extend(self, entries: Sequence[Entry]) -> None:
        """Add entries of another copy of this ledger as they are, all or none: those that follow its end.

        :raises CopyDiverged: when they do not follow.
        :raises CasebookCorrupt: when the ledger does not end where its note says.
        """

        def checked(head: Head) -> Sequence[Entry]:
            chain = Chain(None, head)
            fault = next((fault for entry in entries for fault in chain.feed(entry)), None)
            if fault is not None or entries[0].seq != head.count + 1:
                raise CopyDiverged(
                    f"entry {entries[0].seq} and those after it do not follow entry {head.count} of the copy"
                    f"{f' ({fault.what})' if fault else ''}; none of them was added to it"
                )
            return entries

        if entries:
            self._append(checked)

    def _append(self, follow: Callable[[Head], Sequence[Entry]]) -> tuple[Entry, ...]:
        with self.engine.connect() as connection, connection.begin():
            lock_for_writing(connection)
            head = self.end()
            self._check_note(head)
            entries = tuple(follow(head))
            self.announce("ledger-intent")
            self._write_note(head, head_after(head, entries))
            connection.execute(
                insert(ENTRIES), [{"seq": e.seq, "hash": e.hash, "body": e.body} for e in entries]
            )
            self.announce("ledger-commit")
        self.announce("ledger-note")
        self._write_note(head_after(head, entries), None)
        return entries

    def recover(self) -> None:
        """Finish the note of an append that was interrupted; the casebook's lock must be held.

        :raises CasebookCorrupt: when the ledger does not end where its note says.
        """
        end = self.end()
        self._check_note(end)
        if self._read_note() != (end, None):
            self.announce("ledger-note")
            self._write_note(end, None)

    def entries(self, after: int = 0) -> Generator[Entry, None, None]:
        """Every entry with a number above `after`, in order."""
        query = select(ENTRIES).where(ENTRIES.c.seq > after).order_by(ENTRIES.c.seq)
        with reading(self.engine) as connection:
            rows = connection.execution_options(yield_per=1000)
            with rows.execute(query) as result:  # closed also when nobody asks for the rest
                for row in result:
                    yield Entry(row.seq, row.hash, row.body)

    def some(self, seqs: Sequence[int]) -> Iterator[Entry]:
        """The entries of these numbers, in order; a number without an entry is passed over."""
        query = select(ENTRIES).where(ENTRIES.c.seq.in_(seqs)).order_by(ENTRIES.c.seq)
        if seqs and seqs[-1] - seqs[0] == len(seqs) - 1:  # one stretch: no list of numbers is sent
            query = select(ENTRIES).where(ENTRIES.c.seq.between(seqs[0], seqs[-1])).order_by(ENTRIES.c.seq)
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        for row in rows:
            yield Entry(row.seq, row.hash, row.body)

    def hashes(self) -> Generator[tuple[int, str], None, None]:
        """The number and the hash of every entry, in order, without the bodies."""
        query = select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq)
        with reading(self.engine) as connection:
            rows = connection.execution_options(yield_per=10_000)
            with rows.execute(query) as result:
                for row in result:
                    yield row.seq, row.hash

    def entry(self, seq: int) -> Entry:
        """One entry by its number.

        :raises CasebookCorrupt: when it is not there.
        """
        with reading(self.engine) as connection:
            row = connection.execute(select(ENTRIES).where(ENTRIES.c.seq == seq)).first()
        if row is None:
            raise CasebookCorrupt(f"ledger entry {seq} is missing; run `allegata verify`")
        return Entry(row.seq, row.hash, row.body)

    def end(self) -> Head:
        """Where the table ends."""
        query = select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1)
        with reading(self.engine) as connection:
            row = connection.execute(query).first()
        return Head(row.seq, row.hash) if row else Head()

    def __len__(self) -> int:
        with reading(self.engine) as connection:
            return connection.execute(select(func.count()).select_from(ENTRIES)).scalar_one()

    @property
    def noted(self) -> Head | None:
        """Where the note says that the ledger ends; None when it is missing or damaged.

        After an interrupted append this is the end that the table has, if it is one of the two noted.
        """
        now, planned = self._read_note()
        return planned if planned is not None and planned == self.end() else now

    def _check_note(self, end: Head) -> None:
        now, planned = self._read_note()
        if end not in (now, planned):
            raise CasebookCorrupt(
                "the ledger does not end where its note says; run `allegata verify` to see which entries "
                "were added or removed"
            )

    def _read_note(self) -> tuple[Head | None, Head | None]:
        try:
            data = parse_json(self.note.read_bytes())
            heads = [
                Head(int(h["count"]), str(h["hash"])) if h else None for h in (data["now"], data["next"])
            ]
        except (OSError, UnreadableRecord, KeyError, TypeError, ValueError):
            return None, None
        return heads[0], heads[1]

    def _write_note(self, now: Head, planned: Head | None) -> None:
        heads = {
            name: {"count": head.count, "hash": head.hash} if head else None
            for name, head in (("now", now), ("next", planned))
        }
        replace_file(self.note, canonical_json(heads))
