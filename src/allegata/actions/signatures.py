"""Steps 3 to 6 of `verify`: root, signatures, consistency, time stamps; all from what lies in the casebook."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from allegata.actions.book import Casebook
from allegata.actions.signing import Made, key_name
from allegata.actions.walked import ODD, Walked
from allegata.errors import AllegataError, Problem, Severity
from allegata.evidence import timestamp
from allegata.evidence.checkpoint import SignedNote, parsed, ssh_fits
from allegata.model.codec import from_data
from allegata.model.result import VerifyStep

REMEDY = "Keep this copy as it is, compare it with another one, and find out who could write to it."


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A checkpoint that somebody kept outside of the casebook: where it was read from, and what it says."""

    name: str
    note: SignedNote


def root(walked: Walked) -> VerifyStep:
    """3. The entries have the root that the newest checkpoint was signed over."""
    if not walked.checkpoints:
        return VerifyStep(3, "The ledger's root", 0, (), "no checkpoint yet: nothing was signed")
    made, now = walked.checkpoints[-1]
    problems = []
    if now != made.root or made.size != made.entry - 1:
        fits = _newest_that_fits(walked, made.size)
        what = f"{_first(made.size)} no longer have the root that the checkpoint of entry {made.entry} states"
        if fits:
            what += f"; an earlier checkpoint still fits, so what changed lies after entry {fits}"
        problems.append(_problem("root_differs", f"ledger:{made.entry}", what))
    rest = walked.entries - made.entry
    note = f"{_entries(rest)} since the newest checkpoint, covered by the next one" if rest else ""
    return VerifyStep(3, "The ledger's root", made.size, tuple(problems), note)


def _newest_that_fits(walked: Walked, below: int) -> int:
    """How many entries the newest checkpoint covers that still fits."""
    return max(
        (made.size for made, now in walked.checkpoints if now == made.root and made.size < below), default=0
    )


def signatures(book: Casebook, walked: Walked, damaged: Collection[str]) -> VerifyStep:
    """4. Each checkpoint's note says what its entry says, and is signed by the key named at that time."""
    problems, left = [], 0
    for made, _ in walked.checkpoints:
        if made.note in damaged:
            left += 1
            continue
        what = _unsigned(book, walked, made)
        if what:
            problems.append(_problem("checkpoint_not_signed", f"ledger:{made.entry}", what))
    problems += _forgotten(book, walked)
    note = f"{left} not checked, because step 1 found them damaged" if left else ""
    since = _unsigned_since(walked)
    return VerifyStep(
        4,
        "The checkpoints' signatures",
        len(walked.checkpoints) - left,
        tuple(problems),
        "; ".join(each for each in (note, since) if each),
    )


def _forgotten(book: Casebook, walked: Walked) -> Iterator[Problem]:
    """Keys of this casebook that lie on this machine and that no entry names: whoever cut them out had no key."""
    if walked.keys:
        return
    for key in book.outside.keys.held(book.id):
        place = book.outside.keys.place(book.id, key)
        what = f"A key that signs this casebook lies at {place}, and no entry names one"
        remedy = (
            "If the very first run was stopped just then, the next command that writes names it. Otherwise the "
            "entries that named it, and every checkpoint, were taken out: compare with another copy."
        )
        # a notice: a first run that was killed between making the key and naming it leaves the same picture
        yield Problem("key_forgotten", key_name(book), what, remedy, Severity.NOTICE)


def _unsigned(book: Casebook, walked: Walked, made: Made) -> str | None:
    """What is wrong with a checkpoint's note."""
    where = f"The checkpoint of entry {made.entry}"
    key = next(
        (key for at, key in reversed(walked.keys) if at < made.entry and key.id.hex() == made.key), None
    )
    if key is None:
        return f"{where} is signed by a key that no entry before it names"
    try:
        note = parsed(book.vault.read(made.note))
    except AllegataError as fault:
        return f"{where} cannot be read ({fault})"
    point = note.checkpoint
    if (point.origin, point.size, point.root) != (key_name(book), made.size, made.root):
        return f"{where} says something else than its entry"
    if note.signature_of(key) is None or not ssh_fits(key, made.ssh, point.body):
        return f"{where} does not bear the signature of the key that was named for it"
    return None


def _unsigned_since(walked: Walked) -> str:
    """From which entry on nothing is signed, where work went on without the key."""
    if len(walked.content) <= len(walked.checkpoints) or not walked.content:
        return ""
    entry, at = walked.content[len(walked.checkpoints)]
    return f"unsigned since entry {entry}, {_day(at)}"


def consistency(book: Casebook, walked: Walked, kept: Elsewhere | None) -> VerifyStep:
    """5. Every earlier checkpoint is how the ledger begins, also one that was kept elsewhere."""
    title = "Consistency of all checkpoints"
    earlier = walked.checkpoints[:-1]
    wrong = [made for made, now in earlier if now != made.root or made.size != made.entry - 1]
    problems = []
    if wrong:
        names = ", ".join(str(made.entry) for made in wrong[:5]) + (", …" if len(wrong) > 5 else "")
        what = f"{len(wrong)} of {len(earlier)} earlier checkpoints do not fit the ledger (those of entries {names})"
        problems.append(_problem("checkpoints_inconsistent", f"ledger:{wrong[0].entry}", what))
    note = ""
    if kept:
        found = tuple(_against(book, walked, kept))
        problems += found
        note = "" if found else f"fits {kept.name}, over {_entries(kept.note.checkpoint.size)}"
    return VerifyStep(5, title, len(earlier) + bool(kept), tuple(problems), note)


def _against(book: Casebook, walked: Walked, kept: Elsewhere) -> Iterator[Problem]:
    """What is wrong with the ledger in the light of a checkpoint that was kept elsewhere."""
    point = kept.note.checkpoint
    if point.origin != key_name(book):
        what = f"{kept.name} is a checkpoint of {point.origin}, and this casebook is {key_name(book)}"
        yield Problem("kept_of_another", kept.name, what, "Name the checkpoint of this casebook.")
        return
    if not any(kept.note.signature_of(key) for _, key in walked.keys):
        what = f"{kept.name} is signed by no key that this ledger names: either it was made up, or the ledger was"
        yield _problem("kept_key_unknown", kept.name, what)
    if point.size > walked.entries:
        what = f"{kept.name} covers {_entries(point.size)}, and the ledger has {walked.entries}: its end was cut off"
        yield _problem("kept_longer", kept.name, what)
    elif walked.roots.get(point.size) != point.root:
        what = (
            f"{_first(point.size)} are not those that {kept.name} was signed over: the ledger was rewritten"
        )
        yield _problem("kept_differs", kept.name, what)


def stamps(book: Casebook, walked: Walked, damaged: Collection[str]) -> VerifyStep:
    """6. Each stamp answers its request, leads to a root that a person vouched for, and says what its entry says."""
    notes = {made.note: made for made, _ in walked.checkpoints}
    problems, left = [], 0
    covered = 0
    for data in walked.stamps:
        try:
            told = data["payload"]["stamp"]
            if {told["request"], told["reply"], told["chain"]} & set(damaged):
                left += 1
                continue
            problem = _stamp(book, walked, data)
        except (AllegataError, *ODD) as fault:
            problem = _problem("stamp_not_verified", f"ledger:{data['seq']}", f"It cannot be read ({fault})")
        if problem:
            problems.append(problem)
        elif data["subject"] in notes:
            covered = max(covered, notes[data["subject"]].size)
    note = f"{left} not checked, because step 1 found them damaged" if left else ""
    since = _unstamped_since(walked, covered)
    return VerifyStep(
        6,
        "Time stamps",
        len(walked.stamps) - left,
        tuple(problems),
        "; ".join(each for each in (note, since) if each),
    )


def _stamp(book: Casebook, walked: Walked, data: dict[str, Any]) -> Problem | None:
    told, subject = data["payload"]["stamp"], f"ledger:{data['seq']}"
    if told["chain"] not in walked.chains:
        what = f"The stamp of entry {data['seq']} leads to certificates that nobody named"
        return _problem("stamp_not_verified", subject, what)
    request = book.vault.read(told["request"])
    chain = timestamp.certificates(book.vault.read(told["chain"]))
    token = timestamp.verified(book.vault.read(told["reply"]), request, chain, subject)
    if isinstance(token, Problem):
        return replace(token, remedy=REMEDY, severity=Severity.UNREADABLE)
    says = (token.time, token.policy, token.serial, token.tsa_name)
    entry = (from_data(datetime, told["time"]), told["policy"], told["serial"], told["tsa_name"])
    if says != entry or timestamp.imprint_of(book.vault.read(told["reply"])) != bytes.fromhex(
        data["subject"]
    ):
        what = f"The stamp of entry {data['seq']} says something else than its entry"
        return _problem("stamp_says_other", subject, what)
    return None


def _unstamped_since(walked: Walked, covered: int) -> str:
    """From which entry on nobody else vouches for the time."""
    first = next(((entry, at) for entry, at in walked.content if entry > covered), None)
    return f"unstamped since entry {first[0]}, {_day(first[1])}" if first else ""


def _day(at: str) -> str:
    return f"{at[:10]} {at[11:16]} UTC"


def _entries(number: int) -> str:
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def _first(number: int) -> str:
    return f"The first {_entries(number)}"


def _problem(code: str, subject: str, what: str) -> Problem:
    return Problem(code, subject, what, REMEDY, Severity.UNREADABLE)
