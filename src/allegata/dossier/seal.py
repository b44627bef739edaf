"""What makes a package checkable by others: the names of its files, and the text that says how to check.

The chain of a seal, from the outside in: one Ed25519 signature over `seal.txt`; `seal.txt` holds the
SHA-256 of both tag manifests and of the OpenSSH signature; the tag manifests hold the digests of every tag file, the
payload manifests among them; these hold the digests of everything below `data/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent

from allegata.evidence import checkpoint
from allegata.evidence.tree import sides
from allegata.model.dossier import Dossier

VERIFY = "VERIFY.txt"
SEAL = "seal.txt"
SEAL_SIGNATURE = "seal.sig"
SSH_SIGNATURE = "tagmanifest-sha256.txt.sshsig"
PUBLIC_KEY = "key.pem"
SSH_KEY = "key.pub"
ALLOWED = "allowed_signers"
SEALED = ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt", SSH_SIGNATURE)
SEAL_OWN = (SEAL, SEAL_SIGNATURE, SSH_SIGNATURE)
"""Files of the seal that no tag manifest can list, because they are made after it."""
NAMESPACE = "allegata-dossier"
CUSTODY = "data/custody"


@dataclass(frozen=True, slots=True)
class Stamped:
    """One time stamp in the package: the paths of request, reply and chain."""

    request: str
    reply: str
    chain: str
    words: str
    epoch: int  # the time stated, in seconds since 1970


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a package holds to be checked by: all but the manifests, which every package has."""

    origin: str = ""  # the name under which the key signs; empty: the package is not signed
    key: str = ""  # the fingerprint of that key
    checkpoint: str = ""  # the name under which the checkpoint was signed; empty: there is none
    custody_key: str = ""  # the fingerprint of the key that signed the checkpoint
    stamps: tuple[Stamped, ...] = ()
    proofs: int = 0  # how many entries are proved
    bodies: bool = True  # whether the ledger's entries themselves are there, or their leaf hashes only


def sealed_list(digests: dict[str, str]) -> bytes:
    """The bytes of seal.txt, in the form that `sha256sum -c` reads."""
    return "".join(f"{digests[name]}  {name}\n" for name in SEALED).encode()


def checking(sealing: Sealing) -> tuple[str, ...]:
    """How to check the package, in a few sentences for the record itself."""
    words = [
        "VERIFY.txt gives every command. It needs sha256sum, openssl and ssh-keygen, and not this program."
    ]
    if sealing.origin:
        words.append(
            "The seal: one Ed25519 signature over seal.txt, from which digests lead to every byte of the package. "
            "Compare the key's fingerprint with one that you got from the maker by another way: nothing in the "
            "package itself can show whose key it is."
        )
    if sealing.checkpoint:
        words.append(
            "The ledger: each entry here is proved to stand in the ledger's tree (RFC 6962) under a signed "
            "checkpoint; so the custody events were not written afterwards for this package alone."
        )
    for stamp in sealing.stamps:
        words.append(f"A third party's clock (RFC 3161): {stamp.words}.")
    words.append(
        "What this does not show: that what an original says is so, or what happened to it before it came in."
    )
    return tuple(words)


def verify_text(dossier: Dossier, sealing: Sealing) -> str:
    """VERIFY.txt: lines that begin with four spaces and a dollar sign are the commands, in order."""
    steps = [_manifests(bool(sealing.origin)), *([_seal(sealing)] if sealing.origin else [])]
    if sealing.checkpoint:
        steps.append(_checkpoint(sealing))
    if sealing.stamps:
        steps.append(_stamps(sealing))
    if sealing.proofs:
        steps.append(_proofs(sealing))
    steps.append(_quotations(dossier))
    numbered = "\n\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1))
    return f"{_preamble(dossier, len(steps))}\n\n{numbered}\n\n{_limits(sealing)}\n"


def commands(text: str) -> tuple[str, ...]:
    """The commands of a VERIFY text, in order."""
    return tuple(line[6:] for line in text.splitlines() if line.startswith("    $ "))


def _preamble(dossier: Dossier, steps: int) -> str:
    return dedent(f"""\
        HOW TO CHECK THIS PACKAGE

        Dossier of {dossier.incident}, {dossier.release.profile} profile, method {dossier.method_version}.
        Made {dossier.release.at.isoformat(timespec="seconds").replace("+00:00", "Z")} with {dossier.software}.

        You need a POSIX shell, sha256sum, openssl (3.0 or later) and ssh-keygen (OpenSSH 8.2 or later). You
        do not need the program that made it. Work in this folder. There are {steps} steps. Every command
        below ends with exit code 0 on an intact package; any other ending means that something was
        changed, or that a tool is missing. Several print nothing: type `echo $?` after each, 0 is right.
        This text came with the package. The same steps stand in the program's own documentation.""")


def _by_openssl(manifest: str) -> str:
    return (
        '( while read -r digest file; do test "$(openssl dgst -sha512 -r "$file" | cut -d " " -f 1)" = "$digest" '
        f"|| exit 1; done < {manifest} )"
    )


def _manifests(sealed: bool) -> str:
    own = " ".join(["tagmanifest-sha256.txt", "tagmanifest-sha512.txt", *(SEAL_OWN if sealed else ())])
    there = '"$(find . -path ./data -prune -o ! -type d -print | cut -c 3- | LC_ALL=C sort)"'
    tags = "cut -c 67- tagmanifest-sha256.txt"
    listed = f"\"$({{ {tags}; printf '%s\\n' {own}; }} | LC_ALL=C sort)\""
    return f"""\
Every file has the bytes that the manifests list (BagIt 1.0, RFC 8493).

    $ sha256sum --quiet --strict -c manifest-sha256.txt
    $ sha256sum --quiet --strict -c tagmanifest-sha256.txt

   The same with SHA-512, by openssl:

    $ {_by_openssl("manifest-sha512.txt")}
    $ {_by_openssl("tagmanifest-sha512.txt")}

   Nothing lies here that is not listed, below data/ or beside it, and nothing is a link to another place:

    $ test "$(find data ! -type d | LC_ALL=C sort)" = "$(cut -c 67- manifest-sha256.txt | LC_ALL=C sort)"
    $ test {there} = {listed}
    $ test -z "$(find . -type l)\""""


def _ssh_form(pem: str) -> str:
    """Shell text that prints the key of a PEM file as OpenSSH writes it, with no help of the other files."""
    blob = (
        r"printf '\000\000\000\013ssh-ed25519\000\000\000\040'"  # RFC 8709 section 4: the type, then 32 bytes
    )
    raw = f"openssl pkey -pubin -in {pem} -outform DER | tail -c 32"
    return f'"$({{ {blob}; {raw}; }} | openssl base64 -A)"'


def _kind(pem: str) -> str:
    return f"openssl pkey -pubin -in {pem} -noout -text | grep -q -x 'ED25519 Public-Key:'"


def _allows(allowed: str, name: str, namespace: str, pem: str) -> str:
    """A command that fails unless allowed_signers names the key of a PEM file, and no other."""
    line = f"'{name} namespaces=\"{namespace}\" ssh-ed25519 '"
    return f'test "$(cat {allowed})" = {line}{_ssh_form(pem)}'


def _seal(sealing: Sealing) -> str:
    who = f"-f {ALLOWED} -I {sealing.origin}"
    return f"""\
The seal. One signature holds the list of the tag manifests, which hold everything else.
   The fingerprint of the key, as this prints it:

    $ ssh-keygen -l -f {SSH_KEY}

   COMPARE IT with a fingerprint that you got from the maker by another way: by telephone, on paper, from
   somebody you know. Not from this package, and not from the message it came with. Whoever forges a
   package signs it with a key of their own, and every command here passes. Without that comparison these
   steps show that the package is whole, and not who made it.

   The key stands in three files. It is one and the same: an Ed25519 key, in {PUBLIC_KEY} as in {SSH_KEY} and
   in {ALLOWED}:

    $ {_kind(PUBLIC_KEY)}
    $ test "$(cat {SSH_KEY})" = 'ssh-ed25519 '{_ssh_form(PUBLIC_KEY)}' {sealing.origin}'
    $ {_allows(ALLOWED, sealing.origin, NAMESPACE, PUBLIC_KEY)}

   What it signed:

    $ sha256sum --quiet --strict -c {SEAL}
    $ openssl pkeyutl -verify -rawin -pubin -inkey {PUBLIC_KEY} -sigfile {SEAL_SIGNATURE} -in {SEAL}
    $ ssh-keygen -Y verify {who} -n {NAMESPACE} -s {SSH_SIGNATURE} < tagmanifest-sha256.txt"""


def _checkpoint(sealing: Sealing) -> str:
    point, pem, allowed = f"{CUSTODY}/checkpoint", f"{CUSTODY}/{PUBLIC_KEY}", f"{CUSTODY}/{ALLOWED}"
    who = f"-f {allowed} -I {sealing.checkpoint}"
    if sealing.custody_key == sealing.key:
        whose = f"It is the key of the seal:\n\n    $ cmp {PUBLIC_KEY} {pem}"
    else:
        other = "It is ANOTHER key than the seal's; compare" if sealing.key else "Compare"
        whose = f"{other} this fingerprint too with one that you got by another way."
    return f"""\
The checkpoint. The casebook's key signed the state of the ledger: its name, its size, its root.
   The custody key, {sealing.custody_key}, as this prints it:

    $ cut -d ' ' -f 3- {allowed} | ssh-keygen -l -f -

   {whose}

   It is one and the same in both files:

    $ {_kind(pem)}
    $ {_allows(allowed, sealing.checkpoint, checkpoint.NAMESPACE, pem)}

   What it signed:

    $ openssl pkeyutl -verify -rawin -pubin -inkey {pem} -sigfile {point}.sig -in {point}.txt
    $ ssh-keygen -Y verify {who} -n {checkpoint.NAMESPACE} -s {point}.sshsig < {point}.txt

   The note, which the time stamps are over, says the same:

    $ test "$(sed '/^$/,$d' {point}.note)" = "$(cat {point}.txt)\""""


def _stamps(sealing: Sealing) -> str:
    text = """\
The time stamps (RFC 3161). An authority that we do not control saw the checkpoint no later than it says.
   The chain comes with the stamp, and anybody can make an authority: take the root certificate from the
   authority itself, and put it in the place of the chain below. It is checked as of the time stated, so that
   the check still holds when its certificates have run out. The last command prints what the stamp itself
   says: compare its time and its authority with the line above it."""
    for stamp in sealing.stamps:
        at, files = f"-attime {stamp.epoch}", f"-in {stamp.reply} -CAfile {stamp.chain}"
        text += f"""

   {stamp.words}:

    $ openssl ts -verify {at} -queryfile {stamp.request} {files}
    $ openssl ts -verify {at} -data {CUSTODY}/checkpoint.note {files}
    $ openssl ts -reply -in {stamp.reply} -text"""
    return text


def _proofs(sealing: Sealing) -> str:
    shown = (
        "entries.jsonl holds the ledger's entries, one a line, byte for byte as they were hashed."
        if sealing.bodies
        else "The entries themselves are not in this package, only their leaf hashes: they name people."
    )
    return f"""\
The custody extract. {shown}
   Each line of proofs.txt leads from one entry up to the root in the checkpoint (RFC 6962). prove.sh walks
   that way with sha256sum alone; read it first, it is short.

    $ sh {CUSTODY}/prove.sh {CUSTODY}"""


def _quotations(dossier: Dossier) -> str:
    held = any(line.file for line in dossier.items)
    where = (
        "The originals lie in data/originals, each under its own SHA-256:\n\n"
        '    $ ( cd data/originals && for f in *; do echo "${f%%.*}  $f"; done | sha256sum --quiet -c - )\n'
        if held
        else "The originals are not in this package. Whoever holds one can hash it and compare."
    )
    return f"""\
The quotations. {where}
   data/quotations.csv lists every quotation with the SHA-256 of its original, its line and its offsets;
   open an original and look."""


def _limits(sealing: Sealing) -> str:
    unsigned = (
        ""
        if sealing.origin
        else "This package is NOT signed: whoever changed it could also have changed the manifests.\n"
    )
    unproved = (
        ""
        if sealing.checkpoint
        else "It holds no checkpoint: nothing here shows when the ledger's entries were written.\n"
    )
    unstamped = (
        ""
        if sealing.stamps
        else "It holds no time stamp of a third party: the times are those of the clock of the machine.\n"
    )
    return (
        f"WHAT THIS DOES NOT SHOW\n\n{unsigned}{unproved}{unstamped}"
        "That what an original says is so; who filmed or wrote it; what happened to it before it came in.\n"
        "That nothing was left out: a dossier holds what was found, read and kept.\n"
        "The readings were proposed by a machine and are marked as such until a person confirmed them."
    )


PROVE = """#!/bin/sh
# Walks every inclusion proof (RFC 6962 2.1.1) in proofs.txt, from a ledger entry up to the root that the
# signed checkpoint names. Usage: sh prove.sh FOLDER. Needs sha256sum; ends with 1 where a proof fails.
#
# proofs.txt holds one entry a line: its number, its leaf hash, then for each level "L" or "R" (the side on
# which the sibling stands) and the sibling's hash. A leaf is SHA-256 of a zero byte and the entry's body,
# which is the same line of entries.jsonl without its line end; a node is SHA-256 of a one byte and both children.
set -eu
cd "$1"
bytes() { printf "$(printf '\\\\%03o' $(printf '%s' "$1" | sed 's/../0x& /g'))"; }
sum() { sha256sum | cut -d ' ' -f 1; }
root=$(sed -n 3p checkpoint.txt | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
test ${#root} -eq 64
line=0
while read -r entry leaf path; do
  line=$((line + 1))
  if [ -f entries.jsonl ]; then
    body=$({ printf '\\000'; sed -n "${line}p" entries.jsonl | tr -d '\n'; } | sum)
    [ "$body" = "$leaf" ] || { echo "entry $entry: its body has another hash"; exit 1; }
  fi
  node=$leaf
  for step in $path; do
    case $step in
      L*) node=$({ printf '\\001'; bytes "${step#L}"; bytes "$node"; } | sum) ;;
      R*) node=$({ printf '\\001'; bytes "$node"; bytes "${step#R}"; } | sum) ;;
      *) echo "entry $entry: not a proof"; exit 1 ;;
    esac
  done
  [ "$node" = "$root" ] || { echo "entry $entry: its proof does not lead to the root"; exit 1; }
done < proofs.txt
[ "$line" -gt 0 ] || { echo "proofs.txt holds no proof"; exit 1; }
for file in proofs.txt entries.jsonl; do
  if [ -f "$file" ]; then [ -z "$(tail -c 1 "$file")" ] || { echo "$file goes on after its last line"; exit 1; }; fi
done
if [ -f entries.jsonl ]; then test "$(wc -l < entries.jsonl)" -eq "$line"; fi
echo "$line entries stand in the ledger under the signed root"
"""


def proof_line(seq: int, size: int, leaf: str, path: Sequence[str]) -> str:
    """One line of proofs.txt.

    :param path: the hashes of an inclusion proof in hex, nearest sibling first.
    :raises ValueError: when the path is too long or too short for a tree of `size` leaves.
    """
    left = sides(seq - 1, size, len(path)) or ()
    steps = [("L" if on_left else "R") + sibling for on_left, sibling in zip(left, path, strict=True)]
    return " ".join([str(seq), leaf, *steps])
