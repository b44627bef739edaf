"""Who works with a casebook over the web, and what each may do there.

Roles follow DOMAIN 2.2, drawn together to the six that a small team can tell apart. A role is held in one
casebook; only the administrator's is held on the server, and it opens no casebook at all: who keeps the
accounts reads nothing, who reads keeps no accounts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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

ALONE = frozenset(Right) - {Right.ACCOUNTS}
"""What the one person at their own machine may do: everything but keep accounts, of which there are none."""


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

    def role_in(self, casebook: str) -> Role | None:
        """The role held in a casebook; None: no access."""
        return dict(self.roles).get(casebook)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who makes a request. `alone`: the one person of a local server, who needs no account."""

    user: User
    session: str  # id of the session, never the secret in the cookie
    alone: bool = False

    @property
    def name(self) -> str:
        """What the ledger says of who decided."""
        return self.user.name

    def rights(self, casebook: str | None) -> frozenset[Right]:
        """What may be done in a casebook; None: on the server itself."""
        if self.alone:
            return ALONE
        held: frozenset[Right] = RIGHTS[Role.ADMIN] if self.user.admin else frozenset()
        role = self.user.role_in(casebook) if casebook else None
        return held | (RIGHTS[role] if role else frozenset())
