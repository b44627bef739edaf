"""`allegata key`: which key signs the checkpoints, where it lies, and how a new one takes its place."""

from dataclasses import dataclass

from allegata.actions.book import Casebook
from allegata.actions.checkpoint import keys_named
from allegata.actions.signing import due_since, key_name, name_key
from allegata.errors import BadDecision
from allegata.model.proof import KeyRecord


@dataclass(frozen=True, slots=True)
class KeyState:
    """The keys of a casebook, newest first; whether the newest is at hand, and where it lies or should lie."""

    keys: tuple[KeyRecord, ...]
    place: str
    at_hand: bool
    exposed: bool  # others on this machine may read it
    unsigned_since: int | None  # the first entry that no checkpoint covers and that asks for one


def key_state(book: Casebook) -> KeyState:
    """What is known of the keys of a casebook."""
    keys, named = book.outside.keys, keys_named(book)
    id = named[0].id if named else ""
    at_hand = bool(named) and keys.load(book.id, id) is not None
    exposed = at_hand and keys.exposed(book.id, id)
    place = keys.place(book.id, id) if named else keys.folder / book.id
    return KeyState(named, str(place), at_hand, exposed, due_since(book))


def new_key(book: Casebook, reason: str) -> KeyState:
    """Make a new key and name it: what was signed before stays signed by the key of that time.

    :raises BadDecision: without a reason.
    :raises OSError: when the folder of keys cannot be written to.
    """
    if not reason.strip():
        raise BadDecision("a new key needs its reason; give `--reason`")
    private = book.outside.keys.create(book.id, key_name(book), book.outside.announce)
    name_key(book, private, reason.strip())
    return key_state(book)
