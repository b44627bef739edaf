"""The verbs that keep the accounts of a team's server: user add, list, role, disable, reset.

They work on the server's own machine, on the folder of its accounts; the server may run meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allegata.cli.options import DEFAULT_CASEBOOK, CasebookDir, Json
from allegata.errors import BadAccount
from allegata.model.user import Role, User

if TYPE_CHECKING:
    from allegata.actions.serving import Server

app = typer.Typer(
    help="The accounts of a team's server (`serve --team`).", no_args_is_help=True, rich_markup_mode=None
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="As it is typed to sign in, and as the ledger says it.")
]
OfficeDir = Annotated[
    Path | None,
    typer.Option(
        "--office",
        metavar="DIR",
        help="Where accounts and sessions lie. Default: $ALLEGATA_OFFICE, or beside the signing keys.",
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file", metavar="FILE", dir_okay=False, help="Its first line; otherwise it is asked for."
    ),
]


@app.command()
def add(
    name: Name,
    admin: Annotated[
        bool, typer.Option("--admin", help="Keeps accounts, and by that reads nothing in any casebook.")
    ] = False,
    password_file: PasswordFile = None,
    office: OfficeDir = None,
    json: Json = False,
) -> None:
    """Make an account. It opens no casebook before `user role` gives it one."""
    from allegata.actions import accounts, passwords

    with _opened(office) as server:
        password = _password(password_file)
        passwords.check(password, name)  # before the account is there without one
        user = accounts.add_user(server, _by(), name, admin=admin)
        accounts.set_password(server, _by(), user, password)
        _shown(accounts.account(server, user.id), json)
    if not json:
        next_step = "signs in with `allegata serve --team`" if admin else "next: allegata user role"
        typer.echo(f"{user.name} is an account; {next_step}")


@app.command("list")
def list_(office: OfficeDir = None, json: Json = False) -> None:
    """List the accounts, and what each is where."""
    from allegata.actions.accounts import accounts
    from allegata.cli import screen

    with _opened(office) as server:
        found = accounts(server)
    if json:
        screen.print_json(found)
        return
    if not found:
        screen.console().print("There is no account yet. Make the first: allegata user add NAME --admin")
    for user in found:
        _print(user)


@app.command()
def role(
    name: Name,
    role: Annotated[
        Role, typer.Argument(metavar="ROLE", help="viewer, analyst, reviewer, lead, auditor; or admin.")
    ],
    casebook: CasebookDir = DEFAULT_CASEBOOK,
    take: Annotated[bool, typer.Option("--take", help="Take it away.")] = False,
    confirm: Annotated[
        bool,
        typer.Option(
            "--confirm", help="Let a role that rests count, which an administrator gave in the browser."
        ),
    ] = False,
    office: OfficeDir = None,
    json: Json = False,
) -> None:
    """Give a role in a casebook, in place of the one held there, or take it away. `admin` holds on the server."""
    from allegata.actions import accounts, vouching
    from allegata.actions.casebook import mark_of

    if take and confirm:
        raise typer.BadParameter("give --take or --confirm, not both")
    with _opened(office) as server:
        user = accounts.account_named(server, name)
        where = "" if role is Role.ADMIN else str(mark_of(casebook)["id"])
        if confirm:
            if user.admin if role is Role.ADMIN else user.held_in(where) is role:
                vouching.vouch_at_the_machine(server, _by(), user, where)
            else:
                raise BadAccount(
                    f"{user.name} does not hold the role {role}; `allegata user list` shows what they hold"
                )
        elif role is Role.ADMIN:
            accounts.give_admin(server, _by(), user, take=take)
        elif take:
            accounts.take_role(server, _by(), user, where)
        else:
            accounts.give_role(server, _by(), user, where, role)
        _shown(accounts.account(server, user.id), json)


@app.command()
def disable(
    name: Name,
    enable: Annotated[bool, typer.Option("--enable", help="Open a closed account again.")] = False,
    office: OfficeDir = None,
    json: Json = False,
) -> None:
    """Close an account: it opens nothing from this moment, and its name is never given to anybody else."""
    from allegata.actions import accounts

    with _opened(office) as server:
        user = accounts.account_named(server, name)
        accounts.close_account(server, _by(), user, closed=not enable)
        _shown(accounts.account(server, user.id), json)


@app.command()
def reset(
    name: Name,
    password_file: PasswordFile = None,
    office: OfficeDir = None,
    json: Json = False,
) -> None:
    """Set a new password. The second factor, all sessions and all tokens of the account end."""
    from allegata.actions import accounts, passwords

    with _opened(office) as server:
        user = accounts.account_named(server, name)
        password = _password(password_file)
        passwords.check(password, user.name)
        accounts.reset(server, _by(), user)
        accounts.set_password(server, _by(), user, password)
        _shown(accounts.account(server, user.id), json)


@contextmanager
def _opened(office: Path | None) -> Iterator["Server"]:
    from allegata.actions.serving import server, standard_office

    served = server((), office or standard_office(), alone=False)
    try:
        yield served
    finally:
        served.close()


def _by() -> str:
    from allegata.actions.casebook import operator

    return f"{operator()} on the server"


def _password(file: Path | None) -> str:
    if file is None:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as fault:
        raise typer.BadParameter(f"{file} cannot be read ({fault})") from None


def _shown(user: User, json: bool) -> None:
    from allegata.cli import screen

    if json:
        screen.print_json(user)
    else:
        _print(user)


def _print(user: User) -> None:
    """An account in lines: what it is, and each role where it holds it."""
    from allegata.cli import screen

    out = screen.console()
    out.print(f"{user.name}: {', '.join(_states(user))}", soft_wrap=True)
    for casebook, role in user.roles:
        out.print(f"   {role} in {casebook}{_rests(user, casebook)}")


def _rests(user: User, casebook: str) -> str:
    return ", rests until it is confirmed" if casebook in user.resting else ""


def _states(user: User) -> list[str]:
    """What an account is, in words."""
    states = ["administrator" if user.admin else "member"]
    if not user.roles and not user.admin:
        states.append("no casebook")
    if user.disabled:
        states.append("closed")
    if not user.ready:
        states.append("no password yet")
    if user.second_factor:
        states.append("second factor")
    return states
