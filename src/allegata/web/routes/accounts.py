"""One's own account, and the accounts of everybody. Nothing here shows anything of a casebook but its name."""

from datetime import UTC, datetime
from typing import Any

from litestar import Response
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_422_UNPROCESSABLE_ENTITY

from allegata.actions import accountlog, accounts, own, secondfactor, vouching
from allegata.errors import BadAccount, NotSignedIn, TooManyAttempts
from allegata.model.user import Right, Role, Scope, SignedIn
from allegata.web.numbers import number_of
from allegata.web.visit import Sent, Visit, form, page

IN_CASEBOOKS = tuple(role for role in Role if role is not Role.ADMIN)


def _who(visit: Visit) -> SignedIn:
    if visit.who is None:  # the guard let nobody else through
        raise NotSignedIn("sign in first")
    return visit.who


def _to(path: str) -> Redirect:
    return Redirect(path, status_code=HTTP_303_SEE_OTHER)


def _account(visit: Visit, **values: object) -> Response[Any]:
    who = _who(visit)
    values.setdefault("fault", None)
    values.setdefault("news", None)
    return visit.render(
        "account.html.j2",
        status=HTTP_422_UNPROCESSABLE_ENTITY if values["fault"] else 200,
        sessions=own.sessions(visit.server, who),
        tokens=own.tokens(visit.server, who),
        scopes=tuple(Scope),
        recovery=secondfactor.recovery_left(visit.server, who.user.id),
        books=_books(visit),
        now=datetime.now(UTC),
        **values,
    )


def _books(visit: Visit) -> dict[str, str]:
    return {desk.id: desk.name for desk in visit.server.desks.values()}


@page("/account", Right.OWN)
def my_account(visit: Visit) -> Response[Any]:
    """One's own account: what one may do where, password, second factor, sessions, tokens."""
    return _account(visit)


@form("/account/password", Right.OWN)
def to_change_password(visit: Visit, data: Sent) -> Response[Any]:
    """Set another password; every other session of the account ends."""
    try:
        if data.get("password", "") != data.get("again", ""):
            raise BadAccount("the two new passwords differ; type the same one twice")
        own.change_password(visit.server, _who(visit), data.get("old", ""), data.get("password", ""))
    except (BadAccount, NotSignedIn, TooManyAttempts) as fault:
        return _account(visit, fault=("password", str(fault)))
    return _account(visit, news="password")


@form("/account/second-factor", Right.OWN)
def to_want_second_factor(visit: Visit, data: Sent) -> Response[Any]:
    """Make a secret for an app, and go on to where it is shown."""
    try:
        own.proved(visit.server, _who(visit), data.get("password", ""))
    except (NotSignedIn, TooManyAttempts) as fault:
        return _account(visit, fault=("factor", str(fault)))
    secondfactor.want(visit.server, _who(visit).user.id)
    return _to("/account/second-factor")


@page("/account/second-factor", Right.OWN)
def second_factor(visit: Visit) -> Response[Any]:
    """The secret as picture and text, until a code of it was typed."""
    return _secret(visit)


def _secret(visit: Visit, fault: str | None = None) -> Response[Any]:
    who = _who(visit)
    secret = secondfactor.wanted(visit.server, who.user.id)
    if secret is None:
        return _to("/account")
    picture = secondfactor.picture(secondfactor.address_for_app(secret, who.name))
    status = HTTP_422_UNPROCESSABLE_ENTITY if fault else 200
    return visit.render("secondfactor.html.j2", status=status, secret=secret, picture=picture, fault=fault)


@form("/account/second-factor/on", Right.OWN)
def second_factor_on(visit: Visit, data: Sent) -> Response[Any]:
    """Ask for codes from now on, and show the recovery codes, this once."""
    try:
        codes = own.second_factor_on(visit.server, _who(visit), data.get("code", ""))
    except BadAccount as fault:
        return _secret(visit, str(fault))
    return visit.render("once.html.j2", kind="recovery", shown=codes)


@form("/account/second-factor/off", Right.OWN)
def second_factor_off(visit: Visit, data: Sent) -> Response[Any]:
    """Ask for codes no more."""
    try:
        own.second_factor_off(visit.server, _who(visit), data.get("password", ""))
    except (NotSignedIn, TooManyAttempts) as fault:
        return _account(visit, fault=("factor", str(fault)))
    return _to("/account")


@form("/account/sessions/end", Right.OWN)
def end_session(visit: Visit, data: Sent) -> Response[Any]:
    """End one of one's own sessions, or all but this one."""
    if session := data.get("session"):
        own.end_session(visit.server, _who(visit), session)
    else:
        own.end_other_sessions(visit.server, _who(visit))
    return _to("/account")


@form("/account/tokens", Right.OWN)
def make_token(visit: Visit, data: Sent) -> Response[Any]:
    """Make a token for a program; its secret is shown this once."""
    try:
        own.proved(visit.server, _who(visit), data.get("password", ""))
        days, scope = number_of(data.get("days")), data.get("scope", "")
        if days is None or scope not in set(Scope):
            raise BadAccount("say for how many days, and how much the token may do")
        secret = own.make_token(visit.server, _who(visit), data.get("name", ""), Scope(scope), days)
    except (BadAccount, NotSignedIn, TooManyAttempts) as fault:
        return _account(visit, fault=("token", str(fault)))
    return visit.render("once.html.j2", kind="token", shown=(secret,))


@form("/account/tokens/end", Right.OWN)
def end_token(visit: Visit, data: Sent) -> Response[Any]:
    """End one of one's own tokens."""
    own.end_token(visit.server, _who(visit), data.get("token", ""))
    return _to("/account")


@page("/accounts", Right.ACCOUNTS)
def all_accounts(visit: Visit) -> Response[Any]:
    """Every account, what each is where, and what was done to them."""
    return _all(visit)


def _all(visit: Visit, fault: str | None = None, name: str = "") -> Response[Any]:
    return visit.render(
        "accounts.html.j2",
        status=HTTP_422_UNPROCESSABLE_ENTITY if fault else 200,
        users=accounts.accounts(visit.server),
        books=_books(visit),
        acts=accountlog.acts(visit.server, limit=50),
        fault=fault,
        name=name,
    )


@form("/accounts", Right.ACCOUNTS)
def add_account(visit: Visit, data: Sent) -> Response[Any]:
    """Make an account, and show the link by which its owner sets a password, this once."""
    try:
        user = accounts.add_user(
            visit.server, visit.name, data.get("name", ""), admin=data.get("admin") == "yes", rests=True
        )
    except BadAccount as fault:
        return _all(visit, str(fault), data.get("name", ""))
    return _link(visit, user.id, accounts.one_time_link(visit.server, user))


def _link(visit: Visit, user: str, key: str) -> Response[Any]:
    address = f"{visit.request.base_url}welcome/{key}"
    return visit.render(
        "once.html.j2", kind="link", shown=(address,), user=accounts.account(visit.server, user)
    )


@page("/accounts/{user:str}", Right.ACCOUNTS)
def one_account(visit: Visit, user: str) -> Response[Any]:
    """One account: its roles, and what was done to it."""
    return _one(visit, user)


def _one(visit: Visit, user: str, fault: str | None = None) -> Response[Any]:
    found = accounts.account(visit.server, user)
    return visit.render(
        "one_account.html.j2",
        status=HTTP_422_UNPROCESSABLE_ENTITY if fault else 200,
        user=found,
        books=_books(visit),
        roles=IN_CASEBOOKS,
        acts=accountlog.acts(visit.server, whom=found.name),
        why_not={
            book: vouching.why_not(visit.server, _who(visit).user, found, book)
            for book in found.resting
            if book
        },
        fault=fault,
    )


@form("/accounts/{user:str}/role", Right.ACCOUNTS)
def set_role(visit: Visit, user: str, data: Sent) -> Response[Any]:
    """Give a role in a casebook, or take it away."""
    found, book, role = accounts.account(visit.server, user), data.get("book", ""), data.get("role", "")
    visit.server.desk(book)  # an unknown one is none of ours
    try:
        if role in set(IN_CASEBOOKS):
            accounts.give_role(visit.server, visit.name, found, book, Role(role), rests=True)
        else:
            accounts.take_role(visit.server, visit.name, found, book)
    except BadAccount as fault:
        return _one(visit, user, str(fault))
    return _to(f"/accounts/{user}")


@form("/accounts/{user:str}/confirm", Right.ACCOUNTS)
def confirm_role(visit: Visit, user: str, data: Sent) -> Response[Any]:
    """Say that the right person holds a role that rests."""
    found, book = accounts.account(visit.server, user), data.get("book", "")
    visit.server.desk(book)  # an unknown one is none of ours
    try:
        vouching.vouch(visit.server, _who(visit).user, found, book)
    except BadAccount as fault:
        return _one(visit, user, str(fault))
    return _to(f"/accounts/{user}")


@form("/accounts/{user:str}/admin", Right.ACCOUNTS)
def set_admin(visit: Visit, user: str, data: Sent) -> Response[Any]:
    """Let somebody keep accounts, or no longer."""
    found = accounts.account(visit.server, user)
    try:
        accounts.give_admin(visit.server, visit.name, found, take=found.admin, rests=True)
    except BadAccount as fault:
        return _one(visit, user, str(fault))
    return _to(f"/accounts/{user}" if user != _who(visit).user.id else "/")


@form("/accounts/{user:str}/close", Right.ACCOUNTS)
def close_account(visit: Visit, user: str, data: Sent) -> Response[Any]:
    """Close an account, or open it again."""
    found = accounts.account(visit.server, user)
    try:
        accounts.close_account(visit.server, visit.name, found, closed=not found.disabled)
    except BadAccount as fault:
        return _one(visit, user, str(fault))
    return _to(f"/accounts/{user}")


@form("/accounts/{user:str}/reset", Right.ACCOUNTS)
def reset_account(visit: Visit, user: str, data: Sent) -> Response[Any]:
    """Begin an account anew, and show the link by which its owner sets a password, this once."""
    found = accounts.account(visit.server, user)
    return _link(visit, user, accounts.reset(visit.server, visit.name, found, rests=True))


HANDLERS = (
    my_account,
    to_change_password,
    to_want_second_factor,
    second_factor,
    second_factor_on,
    second_factor_off,
    end_session,
    make_token,
    end_token,
    all_accounts,
    add_account,
    one_account,
    set_role,
    confirm_role,
    set_admin,
    close_account,
    reset_account,
)
