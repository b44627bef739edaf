"""`allegata dossier`: one incident as a sealed package that others can check without this program."""

import re
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import select

from allegata.actions import show
from allegata.actions.casebook import Casebook
from allegata.actions.current import every_decision
from allegata.actions.projected import refuse_differing
from allegata.actions.proof import entries_of
from allegata.actions.public import public, refuse, veiled
from allegata.actions.sealing import Extract, extract, key_files, put_seal
from allegata.actions.wording import held_back, linter
from allegata.dossier import crate, gate, render, seal
from allegata.dossier.compose import Around, compose
from allegata.dossier.derivative import kept
from allegata.dossier.explained import DISCLAIMER, method
from allegata.engines.typeset import typeset
from allegata.errors import CasebookCorrupt, DossierRefused, Problem, VerdictInOwnWords
from allegata.evidence.checkpoint import key_of
from allegata.evidence.custody import Draft, EntryKind
from allegata.model.codec import from_data, parse, to_data
from allegata.model.dossier import Dossier, Profile, Release
from allegata.model.item import CustodyEvent, Item
from allegata.model.result import DossierResult, IncidentRecord, Progress, Silent, Step
from allegata.model.user import same_person
from allegata.model.vocabulary import CopyKind, CustodyType
from allegata.reading.decided import set_aside
from allegata.store.bag import Bag, zipped
from allegata.store.tables import ITEMS

AT_ONCE = 32
"""Originals that are open at the same time: a vault that keeps them encrypted makes a plain copy of each."""
ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
WHAT = {
    "record.pdf": "the record, for people",
    "record.json": "the record, canonical JSON (RFC 8785)",
    "statements.csv": "every statement behind the record",
    "accounts.csv": "every value, as alleged by whom",
    "matrix.csv": "attributes by origins",
    "parts.csv": "the five parts, line by line",
    "checks.csv": "what was checked, by whom, with which result",
    "steps.csv": "legal steps and addresses to bodies",
    "timeline.csv": "times, each in its own slot",
    "quotations.csv": "every quotation with its place",
    "items.csv": "the originals",
    "custody.csv": "what was done with each original",
    "decisions.csv": "what people decided",
    "custody/checkpoint.note": "the signed checkpoint of the ledger (C2SP signed note)",
    "custody/checkpoint.txt": "its three lines, which are signed",
    "custody/checkpoint.sig": "their Ed25519 signature, 64 bytes",
    "custody/checkpoint.sshsig": "their signature for ssh-keygen",
    "custody/key.pem": "the public key that signed the checkpoint",
    "custody/allowed_signers": "the same key for ssh-keygen",
    "custody/entries.jsonl": "the ledger's entries of these originals, byte for byte as they were hashed",
    "custody/proofs.txt": "their inclusion proofs (RFC 6962)",
    "custody/prove.sh": "walks the proofs with sha256sum",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    incident: str
    profile: Profile
    target: Path
    reason: str
    recipient: str = ""
    second: str = ""
    originals: bool = True
    unmasked: bool = False
    summary: str = ""
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A dossier as it would go out; `refused` says why it may not, and what to do, or is empty."""

    made: Dossier | None
    refused: str
    signed: bool = False  # whether the key that seals is at hand
    problems: tuple[Problem, ...] = ()


def dossier(book: Casebook, wish: Wish, progress: Progress | None = None) -> DossierResult:
    """Write the package of one incident, seal it, and say so in the ledger.

    :raises UnknownThing: when there is no such incident.
    :raises DossierRefused: when it may not go out as it stands; nothing is left behind then. Also when the finished
        package cannot be put in its place; the ledger then has its entry, and the message says so.
    :raises VerdictInOwnWords: when something in it would judge.
    :raises OSError: when the folder cannot be written.
    """
    progress = progress or Silent()
    _refuse_target(wish.target, wish.archive)
    made, held = _made(book, wish)
    aside = wish.target.with_name(f"{wish.target.name}.{token_hex(6)}.partial")
    aside.mkdir(parents=True)  # under a name by chance: nobody else's folder is ever written to or taken away
    try:
        folder = aside / wish.target.name
        result = _written(book, wish, made, held, folder, progress)
        if wish.archive:
            zipped(folder, _archive(folder))
        return _let_out(book, wish, made, folder, result)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def preview(book: Casebook, wish: Wish) -> Preview:
    """What the package would hold and whether it may go out, without writing anything.

    :raises UnknownThing: when there is no such incident.
    """
    try:
        made, held = _made(book, wish)
    except (DossierRefused, VerdictInOwnWords, CasebookCorrupt) as refusal:
        return Preview(None, str(refusal))
    return Preview(made, "", held.private is not None, held.problems)


def on_paper(book: Casebook, wish: Wish) -> bytes:
    """The record as the PDF that the package would hold, without writing anything.

    :raises UnknownThing, DossierRefused, VerdictInOwnWords: as `dossier`.
    """
    made, held = _made(book, wish)
    return typeset(_for_paper(made, held.sealing)).pdf


def _made(book: Casebook, wish: Wish) -> tuple[Dossier, Extract]:
    """The document of one incident as it would go out, and what seals it."""
    record = show.incident(book, wish.incident)
    if record.problems:
        raise DossierRefused(
            f"an original that is quoted is missing or altered ({record.problems[0].subject[:16]}…); run "
            "`allegata verify`, bring it back, then make the dossier"
        )
    refuse_differing(book, wish.incident, (item.id for item in record.items))
    release = Release(
        wish.profile, book.now().replace(microsecond=0), book.outside.by, wish.second, wish.recipient, wish.reason
    )  # fmt: skip
    if release.second and same_person(release.by, release.second):
        raise DossierRefused(f"{release.by} cannot be both persons; name another one with `--second`")
    to_public = wish.profile is Profile.PUBLIC
    if to_public:
        refuse(record, wish.unmasked)
    with_originals = wish.originals and not to_public
    containers = containers_of(book, record.items)
    every = [item.id for item in (*record.items, *containers)]
    custody = custody_events(book, every)
    held = extract(book, record, every, wish.profile)
    files = {item.id: f"data/originals/{item.id}.{_ending(item)}" for item in record.items if with_originals}
    around = Around(
        release,
        f"allegata {version('allegata')}",
        (),
        method(),
        custody,
        set_aside(every_decision(book)),
        held.anchor,
        tuple(sorted(files.items())),
        containers,
        wish.summary,
    )
    made = _public(book, record, around) if to_public else compose(record, around, withhold=not wish.unmasked)
    _gate(record, made)
    return made, held


def _let_out(book: Casebook, wish: Wish, made: Dossier, folder: Path, result: DossierResult) -> DossierResult:
    """Say in the ledger that the finished package goes out, then put it in its place.

    In this order: a crash in between leaves an entry whose package is plainly not there. The other way round
    it would leave a package that could be handed over and that no entry tells of.
    """
    _refuse_target(wish.target, wish.archive)  # once more: writing took a while
    entry = _kept(book, wish, made, result.tagmanifest)
    try:
        if wish.target.is_dir():
            wish.target.rmdir()
        folder.rename(wish.target)
        if not wish.archive:
            return replace(result, entry=entry)
        _archive(folder).rename(_archive(wish.target))
    except OSError as fault:
        there = "only the folder is" if not folder.exists() else "nothing is"
        raise DossierRefused(
            f"the package could not be put in its place ({fault}): {there} at {wish.target}. Entry {entry} of the "
            "ledger says that it goes out. Put right what was in the way and make it again; the new entry stands "
            "beside that one"
        ) from fault
    return replace(result, entry=entry, archive=str(_archive(wish.target)))


def _public(book: Casebook, record: IncidentRecord, around: Around) -> Dossier:
    """The public derivative, composed and veiled."""
    made = public(book, record, around.release)
    shown = replace(
        around,
        withheld=made.derived.left_out,
        containers=(),  # an export or archive names many who have no part in this
        custody=tuple(kept(event, made.rules) for event in around.custody),
        release=replace(around.release, recipient="", reason=""),
    )
    return veiled(compose(made.derived.record, shown), made)


def containers_of(book: Casebook, items: Iterable[Item]) -> tuple[Item, ...]:
    """What these items lay in, and what that lay in, outermost last; each once."""
    found: dict[str, Item] = {}
    inner = list(items)
    while inner:
        wanted = {item.capture.member_of.container for item in inner if item.capture.member_of} - found.keys()
        query = select(ITEMS.c.data).where(ITEMS.c.id.in_(sorted(wanted))).order_by(ITEMS.c.seq)
        inner = [parse(Item, row.data) for row in book.index.rows(query)] if wanted else []
        found |= {item.id: item for item in inner}
    return tuple(found.values())


def custody_events(book: Casebook, items: Iterable[str]) -> tuple[CustodyEvent, ...]:
    """The custody events of some items, item by item and oldest first, wherever an entry tells of them."""
    found: list[CustodyEvent] = []
    for item in items:
        for seq in entries_of(book, item):
            payload = book.ledger.entry(seq).data["payload"]
            told = from_data(tuple[CustodyEvent, ...], payload.get("events", []))
            found += (event for event in told if event.item == item)
    return tuple(found)


def _archive(target: Path) -> Path:
    return target.with_name(f"{target.name}.zip")


def _refuse_target(target: Path, archive: bool) -> None:
    if archive and _archive(target).exists():
        raise DossierRefused(f"{_archive(target)} is there already; name a new folder with `--out`")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise DossierRefused(f"{target} is there already; name a new folder with `--out`")


def _gate(record: IncidentRecord, made: Dossier) -> None:
    """What has to hold of every dossier, whatever its profile."""
    if missing := gate.dropped(record, made):
        raise DossierRefused(
            "a circumstance that no summary may leave out is not in it: "
            f"{'; '.join(missing)}. Cite it in the summary as [[id]]"
        )
    held_back("the summary", gate.judging_summary(made, linter()))
    theirs = [document.text for document in record.documents]
    theirs += [s.source.name for said in record.statements for s in said.chain if s.source]
    theirs += [party.name for party in record.parties]
    theirs += [item.capture.received_name for item in record.items]
    held_back("the dossier", gate.judging(made, linter(theirs)))


def _written(
    book: Casebook, wish: Wish, made: Dossier, held: Extract, folder: Path, progress: Progress
) -> DossierResult:
    bag = Bag(folder)
    sealing = held.sealing
    progress.begin(Step.DOSSIER, max(1, sum(bool(line.file) for line in made.items)))
    _originals(book, bag, {line.id: line.file for line in made.items if line.file}, progress)
    set_as = typeset(_for_paper(made, sealing))
    bag.put("data/record.pdf", set_as.pdf)
    bag.put("data/record.json", render.record_json(made))
    for name, data in render.tables(made).items():
        bag.put(f"data/{name}", data)
    for name, data in held.files:
        bag.put(name, data)
    described = [
        (name.removeprefix("data/"), length, digests[0]) for name, (digests, length) in bag.payload.items()
    ]
    bag.put(f"data/{crate.NAME}", crate.crate(made, described, WHAT))
    bag.put(seal.VERIFY, seal.verify_text(made, sealing).encode())
    for name, data in key_files(book, held.private) if held.private else ():
        bag.put(name, data)
    bag.finish(_info(made))
    if held.private:
        put_seal(folder, key_of(sealing.origin, held.private), held.private)
    progress.end(Step.DOSSIER)
    digest = bag.digest_of_tagmanifest()
    octets = sum(length for _, length in bag.payload.values())
    return DossierResult(
        made.incident, str(wish.target), wish.profile, len(bag.payload), octets, digest, 0,
        held.private is not None, held.anchor.size or None, len(held.anchor.stamps), made.release.marks, held.problems,
    )  # fmt: skip


def _originals(book: Casebook, bag: Bag, files: dict[str, str], progress: Progress) -> None:
    """Copy the cited originals; what is copied must still be what came in."""
    every = sorted(files.items())
    for at in range(0, len(every), AT_ONCE):
        with ExitStack() as stack:
            some = every[at : at + AT_ONCE]
            bag.copy(
                [(name, stack.enter_context(book.vault.plain(item))) for item, name in some],
                lambda: progress.advance(Step.DOSSIER),
            )
        for item, name in some:
            if bag.payload[name][0][0] != item:
                raise CasebookCorrupt(
                    f"the original {item} was altered while it was copied; run `allegata verify`"
                )


def _for_paper(made: Dossier, sealing: seal.Sealing) -> dict[str, Any]:
    data: dict[str, Any] = to_data(made)
    return data | {
        "marks": list(made.release.marks),
        "disclaimer": DISCLAIMER,
        "checking": list(seal.checking(sealing)),
    }


def _info(made: Dossier) -> list[tuple[str, str]]:
    return [
        ("Bagging-Date", made.release.at.date().isoformat()),
        ("Bag-Software-Agent", made.software),
        ("External-Identifier", made.incident),
        ("External-Description", made.title),
        ("Contact-Name", made.release.by),
        ("Internal-Sender-Description", f"{made.release.profile} profile, method {made.method_version}"),
    ]


def _kept(book: Casebook, wish: Wish, made: Dossier, digest: str) -> int:
    """Say in the ledger that it went out: once for the incident, once for each original."""
    release = replace(made.release, recipient=wish.recipient, reason=wish.reason)
    payload = {
        "profile": release.profile,
        "tagmanifest": digest,
        "second": release.second,
        "recipient": release.recipient,
        "reason": release.reason,
        "originals": any(line.file for line in made.items),
        "unmasked": wish.unmasked,
        "items": [line.id for line in made.items],
    }
    drafts = [Draft(EntryKind.EXPORTED, release.at, release.by, made.incident, payload)]
    to_public = release.profile is Profile.PUBLIC
    for line in made.items:
        event = CustodyEvent(
            line.id,
            CustodyType.EXPORTED,
            release.at,
            release.by,
            line.id,
            line.id,
            made.software,
            reason=release.reason,
            custodian_from=release.by,
            custodian_to=release.recipient,
            place=f"dossier {digest}" if line.file else f"dossier {digest}, by its hash only",
            copy_kind=CopyKind.PUBLIC_DERIVATIVE if to_public else CopyKind.EVIDENTIARY,
        )
        of_item = {"events": [to_data(event)], "dossier": digest, "incident": made.incident}
        drafts.append(Draft(EntryKind.EXPORTED, release.at, release.by, line.id, of_item))
    return book.keep(book.batch(), drafts)[0].seq


def _ending(item: Item) -> str:
    """The file ending of an original: as it came, where that is plain; else by its kind."""
    found = ENDING.search(item.capture.received_name)
    return found.group(1).lower() if found else "bin"
