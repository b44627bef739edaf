"""What a casebook knows of its own: files beside the shipped ones, changed by people, on record in the ledger.

A file is checked together with all the others before it is written, so that no reading ever meets one that
cannot be used. Every version stays in the vault; the ledger says who wrote which, when and why.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from allegata.actions.casebook import Casebook
from allegata.errors import BadDecision, BadKnowledge, StaleDecision
from allegata.evidence.custody import Draft, EntryKind
from allegata.knowledge import load
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import ActorKind, PartyRelation, SourceKind
from allegata.store.writes import replace_file

FOLDER = "knowledge"
SHUT = {
    "public.toml": "the list of what a public dossier may hold is the program's; a casebook cannot lengthen it"
}
NAME = re.compile(r"[a-z][a-z0-9_]{0,60}\.toml")
SLUG = re.compile(r"[a-z0-9]+(?:[-/:][a-z0-9]+)*")
LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One file of a casebook's own knowledge. `seen` is its SHA-256: what an edit of it carries."""

    name: str
    text: str
    seen: str


def known(book: Casebook) -> Knowledge:
    """Everything known in this casebook: what is shipped and its own.

    :raises BadKnowledge: when one of its own files cannot be used.
    """
    return load(book.knowledge)


def own_files(book: Casebook) -> tuple[OwnFile, ...]:
    """The casebook's own files, by name."""
    folder = book.folder / FOLDER
    return tuple(own_file(book, path.name) for path in sorted(folder.glob("*.toml")))


def own_file(book: Casebook, name: str) -> OwnFile:
    """One of them; empty where there is none of this name yet.

    :raises BadDecision: when a file cannot have this name.
    """
    _refuse_name(name)
    path = book.folder / FOLDER / name
    data = path.read_bytes() if path.is_file() else b""
    return OwnFile(name, data.decode("utf-8", "replace"), sha256(data).hexdigest())


def set_own(book: Casebook, name: str, text: str, saw: str, reason: str) -> OwnFile:
    """Write one of the casebook's own files, or take it away with an empty text.

    :param saw: the SHA-256 of the version that was looked at.
    :raises BadKnowledge: when the files could not be used together; nothing is written then.
    :raises StaleDecision: when somebody else changed the file meanwhile.
    :raises BadDecision: without a reason, or for a name that cannot be.
    """
    if not reason.strip():
        raise BadDecision("say why; the ledger keeps it")
    if own_file(book, name).seen != saw:
        raise StaleDecision(f"somebody else changed {name} meanwhile; look at it again")
    data = text.replace("\r\n", "\n").encode()
    if len(data) > LARGEST:
        raise BadKnowledge(f"{name} is larger than {LARGEST >> 20} MiB; split it over several files")
    _try(book, name, data)
    payload: dict[str, object] = {"reason": reason.strip(), "before": saw}
    objects = book.batch()
    path = book.folder / FOLDER / name
    if data.strip():
        payload["object"] = objects.stage_bytes(data).digest
        path.parent.mkdir(exist_ok=True)
        book.outside.announce("knowledge")
        replace_file(path, data)
    else:
        path.unlink(missing_ok=True)
    draft = Draft(EntryKind.KNOWLEDGE_SET, book.now(), book.outside.by, name, payload)
    book.keep(objects, [draft])
    return own_file(book, name)


def with_party(file: OwnFile, id: str, name: str, kind: str, names: Iterable[str]) -> str:
    """The text of `parties.toml` with one more party at its end.

    :raises BadDecision: when id or kind cannot be.
    """
    _refuse_id(id)
    if kind not in tuple(ActorKind):
        raise BadDecision(f"there is no kind {kind!r}")
    every = list(dict.fromkeys((name, *names)))
    return _block(file, "party", {"id": id, "name": name, "kind": kind, "names": every})


def with_source(
    file: OwnFile, id: str, name: str, kind: str, relation: str, basis: str, aliases: Iterable[str]
) -> str:
    """The text of `sources.toml` with one more source at its end, or with another form of one that is shipped.

    :param basis: on what its standing to the parties rests; asked for whenever one is stated.
    :raises BadDecision: when id, kind or standing cannot be, or a standing is stated without a basis.
    """
    _refuse_id(id)
    if kind not in tuple(SourceKind) or relation not in tuple(PartyRelation):
        raise BadDecision("choose a kind and a standing from the lists")
    if relation != PartyRelation.UNKNOWN and not basis.strip():
        raise BadDecision("say on what it rests how this source stands to the parties; unknown is an answer")
    every = list(dict.fromkeys((name, *aliases)))
    fields = {"id": id, "name": name, "kind": kind, "party_relation": relation, "basis": basis.strip()}
    return _block(file, "source", fields | {"aliases": every})


def _block(file: OwnFile, key: str, fields: dict[str, object]) -> str:
    lines = [f"{name} = {_toml(value)}" for name, value in fields.items() if value not in ("", [])]
    before = file.text.rstrip()
    return "\n".join([*([before, ""] if before else []), f"[[{key}]]", *lines, ""])


def _toml(value: object) -> str:
    """A string or a list of strings as TOML.

    >>> _toml(['River "Front"'])
    '["River \\\\"Front\\\\""]'
    """
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    text = "".join(
        f"\\{letter}" if letter in '"\\' else letter if letter.isprintable() else f"\\u{ord(letter):04x}"
        for letter in str(value)
    )
    return f'"{text}"'


def _try(book: Casebook, name: str, data: bytes) -> None:
    """Load everything as it would be, in a folder aside.

    :raises BadKnowledge: naming the file, what is wrong and how to mend it.
    """
    with TemporaryDirectory() as aside:
        for file in own_files(book):
            if file.name != name:
                (Path(aside) / file.name).write_text(file.text, "utf-8")
        if data.strip():
            (Path(aside) / name).write_bytes(data)
        load(Path(aside))


def _refuse_name(name: str) -> None:
    if reason := SHUT.get(name):
        raise BadDecision(reason)
    if not NAME.fullmatch(name):
        raise BadDecision("a file of knowledge is named in small letters and ends with .toml")


def _refuse_id(id: str) -> None:
    if not SLUG.fullmatch(id):
        raise BadDecision('an id is written in small letters, as in "group:river-front" or "ridge-herald"')
