"""Who works with a casebook over the web, and what each may do there.

Roles follow DOMAIN 2.2, drawn together to the six that a small team can tell apart. A role is held in one
casebook; only the administrator's is held on the server, and it opens no casebook at all: who keeps the
accounts reads nothing, who reads keeps no accounts.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


def folded(name: str) -> str:
    """A name as it is compared: without case, and in one spelling of each sign (NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def same_person(one: str, other: str) -> bool:
    """Whether two names stand for one person: who is one of two persons cannot be the other in other letters."""
    return folded(one) == folded(other)


class Role(StrEnum):
    """What somebody is in one casebook, or on the server (`admin`)."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    LEAD = "lead"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Right(StrEnum):
    """One thing that may be done. Every endpoint names the right it asks for."""

    READ = "read"  # incidents, originals, figures, sources, the text about footage, custody of one item
    ADD = "add"  # bring in material, have it read, linked and assessed
    DECIDE = "decide"  # accept, correct, reject, mark missed; same, different, unsure; ask for a merge
    CONFIRM = "confirm"  # be the second person: confirm a request, read a second time blind
    WATCH = "watch"  # look at footage, step by step, after a deliberate act
    SEAL = "seal"  # make, sign and download a dossier; time stamps
    SETTINGS = "settings"  # aliases, places, vocabularies, readers, time-stamping authorities of a casebook
    AUDIT = "audit"  # the whole ledger, who read what, verification of everything
    ACCOUNTS = "accounts"  # make accounts, give and take roles; no content
    OWN = "own"  # keep one's own account: password, second factor, sessions, tokens
    ENTER = "enter"  # be signed in at all: the list of what is open to one


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.ANALYST: frozenset({Right.READ, Right.ADD, Right.DECIDE, Right.WATCH}),
    Role.REVIEWER: frozenset({Right.READ, Right.DECIDE, Right.CONFIRM, Right.WATCH}),
    Role.LEAD: frozenset(
        {
            Right.READ,
            Right.ADD,
            Right.DECIDE,
            Right.CONFIRM,
            Right.WATCH,
            Right.SEAL,
            Right.SETTINGS,
            Right.AUDIT,
        }
    ),
    Role.AUDITOR: frozenset({Right.READ, Right.AUDIT}),
    Role.ADMIN: frozenset({Right.ACCOUNTS}),
}
"""Which role may do what."""

ALONE = frozenset(Right) - {Right.ACCOUNTS, Right.OWN}
"""What the one person at their own machine may do: everything but keep accounts, of which there are none."""

ON_THE_SERVER = frozenset({Right.ACCOUNTS, Right.OWN, Right.ENTER})
"""Rights that are held on the server; all others are held in one casebook."""


class Scope(StrEnum):
    """How much of its owner's rights a token for programs carries. None keeps accounts."""

    READ = "read"  # look, and nothing else
    WORK = "work"  # all that the owner may do in a casebook


SCOPES: dict[Scope, frozenset[Right]] = {
    Scope.READ: frozenset({Right.ENTER, Right.READ}),
    Scope.WORK: frozenset(Right) - {Right.ACCOUNTS, Right.OWN},
}


@dataclass(frozen=True, slots=True)
class User:
    """One account. `id` is random; `name` is what the ledger will say, and what is typed to sign in."""

    id: str
    name: str
    admin: bool = False
    disabled: bool = False
    second_factor: bool = False  # whether a time-based code is asked for
    made_at: datetime | None = None
    roles: tuple[tuple[str, Role], ...] = ()  # (casebook id, role), sorted
    ready: bool = True  # whether a password was set
    resting: tuple[
        str, ...
    ] = ()  # casebooks in which the role opens nothing yet; "" on the server, see `vouching`

    def role_in(self, casebook: str) -> Role | None:
        """The role that counts in a casebook; None: no access, or it rests until somebody vouches for it."""
        return None if casebook in self.resting else self.held_in(casebook)

    def held_in(self, casebook: str) -> Role | None:
        """The role that was given in a casebook, whether it rests or not."""
        return dict(self.roles).get(casebook)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who makes a request. `alone`: the one person of a local server, who needs no account."""

    user: User
    session: str  # id of the session or token, never its secret
    alone: bool = False
    scope: Scope | None = None  # of a token; None: a person in a session

    @property
    def name(self) -> str:
        """What the ledger says of who decided."""
        return self.user.name

    def rights(self, casebook: str | None) -> frozenset[Right]:
        """What may be done in a casebook; None: on the server itself.

        The two do not mix: who keeps the accounts holds nothing in a casebook by that, and cannot even learn
        that it is here.
        """
        if self.alone:
            return ALONE
        if casebook is None:
            held = ON_THE_SERVER if self.user.admin else ON_THE_SERVER - {Right.ACCOUNTS}
        else:
            role = self.user.role_in(casebook)
            held = RIGHTS[role] if role else frozenset()
        return held & SCOPES[self.scope] if self.scope else held
