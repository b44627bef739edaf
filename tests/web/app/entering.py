"""People of a team's server, as the program sees them and by the form that they sign in with."""

from typing import Any

from tests.web.app.conftest import Team

from allegata.actions.identity import new_session, signed_in
from allegata.model.user import SignedIn


def signed_in_as(team: Team, name: str) -> SignedIn:
    """Somebody of the team with a fresh session."""
    who = signed_in(team.server, new_session(team.server, team.users[name].id))
    assert who
    return who


def sign_in_by_form(team: Team, name: str, password: str, **more: str) -> Any:
    """What the form of the entrance answers."""
    return team.post("/sign-in", {"name": name, "password": password, **more})
