"""`allegata prove`: that an entry lies under a checkpoint, without showing the other entries (RFC 6962 2.1.1).

Whoever has the checkpoint, its key, the entry's body and some twenty hashes can check it; nothing else of
the casebook has to be handed over.
"""

from collections.abc import Iterable
from contextlib import closing
from itertools import takewhile

from sqlalchemy import select, union

from allegata.actions.book import Casebook
from allegata.actions.checkpoint import checkpoint_record
from allegata.errors import CasebookCorrupt, UnknownThing
from allegata.evidence.checkpoint import parsed
from allegata.evidence.tree import Climb, Tree, climbed, leaf_hash, proves_consistency, regrown
from allegata.model.proof import CheckpointRecord, ConsistencyProof, EntryProof, Proofs
from allegata.store.tables import CUSTODY, EVENTS, ITEMS


def prove(book: Casebook, thing: str) -> Proofs:
    """Proofs of the entries that concern an item, or of one entry.

    :param thing: an item's id or the beginning of it, or the number of an entry.
    :raises UnknownThing: when there is no such thing, or no checkpoint yet.
    :raises CasebookCorrupt: when the ledger is not what the checkpoint says.
    """
    if thing.isascii() and thing.isdigit() and len(thing) < 16 and 1 <= int(thing) <= book.ledger.end().count:
        return proof_of(book, [int(thing)])
    query = select(ITEMS.c.id).where(book.index.begins(ITEMS.c.id, thing)).limit(2)
    found = [row.id for row in book.index.rows(query)]
    if len(found) != 1:
        many = "several items begin" if found else "no item begins"
        raise UnknownThing(f"{many} with {thing!r}; name an item, or the number of an entry")
    return proof_of(book, entries_of(book, found[0]))


def entries_of(book: Casebook, item: str) -> tuple[int, ...]:
    """The numbers of the entries that concern an item: their subject, or one of their custody events, is it."""
    about = union(
        select(EVENTS.c.seq).where(EVENTS.c.subject == item),
        select(CUSTODY.c.seq).where(CUSTODY.c.item == item),
    ).subquery()
    return tuple(row.seq for row in book.index.rows(select(about.c.seq).order_by(about.c.seq)))


def proof_of(book: Casebook, seqs: Iterable[int], checkpoint: CheckpointRecord | None = None) -> Proofs:
    """Proofs of several entries under one checkpoint; one pass over the ledger, 64 bytes of memory an entry.

    :param seqs: numbers of entries; those newer than the checkpoint come back as `uncovered`.
    :param checkpoint: None: the newest.
    :raises UnknownThing: when there is no checkpoint yet.
    :raises CasebookCorrupt: when the ledger is not what the checkpoint says.
    """
    checkpoint = checkpoint or checkpoint_record(book)
    if checkpoint is None:
        raise UnknownThing("this casebook has no checkpoint yet; see `allegata key`")
    wanted = sorted(set(seqs))
    bodies, leaves = _leaves(book, checkpoint.size, frozenset(wanted))
    tree = Tree(leaves)
    if tree.size != checkpoint.size or tree.root().hex() != checkpoint.root:
        raise CasebookCorrupt(
            f"the ledger is no longer the one of checkpoint {checkpoint.digest}; run `allegata verify`"
        )
    proofs = tuple(
        EntryProof(
            seq, bodies[seq], leaf_hash(bodies[seq].encode()).hex(), _hexes(tree.inclusion_proof(seq - 1))
        )
        for seq in wanted
        if seq in bodies
    )
    return Proofs(checkpoint, proofs, tuple(seq for seq in wanted if seq > checkpoint.size))


def consistency_of(book: Casebook, kept: bytes) -> ConsistencyProof:
    """That the newest checkpoint goes on from one that was kept elsewhere.

    :param kept: the signed note.
    :raises UnreadableRecord: when it is no checkpoint.
    :raises UnknownThing: when there is no checkpoint here that reaches as far.
    :raises CasebookCorrupt: when the ledger does not begin as it says.
    """
    earlier, checkpoint = parsed(kept).checkpoint, checkpoint_record(book)
    if checkpoint is None or checkpoint.size < earlier.size or checkpoint.origin != earlier.origin:
        raise UnknownThing(
            f"no checkpoint here goes on from that of {earlier.origin} over {earlier.size} entries; "
            "`allegata verify --checkpoint` compares the two"
        )
    tree = Tree(_leaves(book, checkpoint.size, frozenset())[1])
    if tree.root().hex() != checkpoint.root:
        raise CasebookCorrupt(
            f"the ledger is no longer the one of checkpoint {checkpoint.digest}; run `allegata verify`"
        )
    path = tree.consistency_proof(earlier.size)
    if not proves_consistency(earlier.size, checkpoint.size, path, earlier.root, tree.root()):
        raise CasebookCorrupt(
            "the ledger does not begin as the checkpoint that was kept says: it was rewritten; run `allegata verify "
            "--checkpoint` with that file"
        )
    return ConsistencyProof(earlier.size, earlier.root.hex(), checkpoint, _hexes(path))


def _leaves(book: Casebook, size: int, wanted: frozenset[int]) -> tuple[dict[int, str], bytearray]:
    """The bodies of the wanted entries, and the leaf hashes of the first `size`."""
    bodies: dict[int, str] = {}
    leaves = bytearray()
    with closing(book.ledger.entries()) as entries:
        for entry in takewhile(lambda entry: entry.seq <= size, entries):
            leaves += leaf_hash(entry.body.encode("utf-8", "surrogatepass"))
            if entry.seq in wanted:
                bodies[entry.seq] = entry.body
    return bodies, leaves


def _hexes(path: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple(step.hex() for step in path)


def written(proofs: Proofs) -> str:
    """The proofs as a text that a person can follow with `sha256sum`."""
    point = proofs.checkpoint
    lines = [
        f"{len(proofs.proofs)} of the {point.size} entries of {point.origin}, proved under this checkpoint:",
        "",
        *(f"    {line}".rstrip() for line in point.note.splitlines()),
        "",
        f"signed by {point.key.fingerprint}; its root in hex: {point.root}",
    ]
    for proof in proofs.proofs:
        lines += ["", f"Entry {proof.seq}, which reads:", "", f"    {proof.body}", ""]
        lines += [
            f"    SHA-256 of the byte 00 and these {len(proof.body.encode())} bytes:",
            f"    {proof.leaf}",
        ]
        path = [bytes.fromhex(step) for step in proof.path]
        lines += _steps(climbed(bytes.fromhex(proof.leaf), proof.seq - 1, point.size, path) or ())
        lines.append("    which is the root of the checkpoint.")
    return "\n".join([*lines, ""])


def written_consistency(proof: ConsistencyProof) -> str:
    """A consistency proof as a text that a person can follow with `sha256sum`."""
    point, path = proof.checkpoint, [bytes.fromhex(step) for step in proof.path]
    lines = [
        f"The ledger of {point.origin} under this checkpoint:",
        "",
        *(f"    {line}".rstrip() for line in point.note.splitlines()),
        "",
        f"signed by {point.key.fingerprint}; its root in hex: {point.root}",
        "",
        f"begins with the {proof.first_size} entries whose root is {proof.first_root}.",
    ]
    steps = regrown(proof.first_size, point.size, path, bytes.fromhex(proof.first_root))
    if steps is None:  # the same size, or none at all: there is nothing to climb
        return "\n".join([*lines, ""])
    lines += ["", "From this node", f"    {steps.start.hex()}", "up to the earlier root:", ""]
    lines += [*_steps(steps.earlier), "    which is the earlier root.", "", "and up to the later one:", ""]
    lines += [*_steps(steps.later), "    which is the root of the checkpoint."]
    return "\n".join([*lines, ""])


def _steps(steps: Iterable[Climb]) -> list[str]:
    lines: list[str] = []
    for step in steps:
        lines += ["    SHA-256 of the byte 01 and", f"      {step.left.hex()}", f"      {step.right.hex()}"]
        lines.append(f"    {step.above.hex()}")
    return lines
