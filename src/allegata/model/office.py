"""What a server's office keeps: sessions, tokens, who read what, who gave which right, saved views."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allegata.model.user import Scope


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in. `browser` is what it called itself: unchecked words of others."""

    id: str
    made_at: datetime
    seen_at: datetime
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a program signs in with. The secret itself was shown once and is not kept."""

    id: str
    name: str
    scope: Scope
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Read:
    """One page that somebody had shown. `unmasked`: with details that are withheld otherwise."""

    id: int
    at: datetime
    name: str
    casebook: str
    kind: str
    thing: str
    unmasked: bool


class ActKind(StrEnum):
    """What can be done to an account."""

    ADDED = "added"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    VOUCHED = "vouched"  # somebody else said that a role that rested is held by whom it was meant for
    DISABLED = "disabled"
    ENABLED = "enabled"
    RESET = "reset"  # a new password was asked for; the second factor and all sessions ended
    PASSWORD_SET = "password_set"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    TOKEN_MADE = "token_made"
    TOKEN_ENDED = "token_ended"


@dataclass(frozen=True, slots=True)
class AccountAct:
    """One thing that was done to an account, and by whom. Never changed, never taken away."""

    id: int
    at: datetime
    by: str
    what: ActKind
    whom: str
    casebook: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A selection of incidents that somebody gave a name: the query of the list's address."""

    name: str
    query: str
    made_at: datetime
