"""The tables of a server's office: accounts, sessions, tokens, jobs, drafts, who read what; and how they came to be.

Times are ISO 8601 in UTC.

Of every secret (of a session, a token, a link, a recovery code) only the SHA-256 is kept: 128 random bits or
more need no slow hash. Passwords, which people make up, are kept as argon2id.
"""

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Index, Integer, MetaData, Table, Text

OFFICE = MetaData()

SETTINGS = Table(
    "settings", OFFICE, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)

USERS = Table(
    "users",
    OFFICE,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),  # as the ledger says it; never changed, never given twice
    Column("folded", Text, nullable=False, unique=True),  # the name as it is compared
    Column("password", Text),  # argon2id; NULL: none set yet
    Column("admin", Boolean, nullable=False, default=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("made_at", Text, nullable=False),
    Column("totp", Text),  # the secret of the second factor, base32; NULL: none
    Column("totp_wanted", Text),  # one that was shown and not proved yet
    Column("totp_used", Integer, nullable=False, default=0),  # number of the last time step that was used
)

ROLES = Table(
    "roles",
    OFFICE,
    Column("user", Text, ForeignKey("users.id"), primary_key=True),
    Column("casebook", Text, primary_key=True),
    Column("role", Text, nullable=False),
)

RESTING = Table(
    "resting",
    OFFICE,
    Column("user", Text, ForeignKey("users.id"), primary_key=True),
    Column(
        "casebook", Text, primary_key=True
    ),  # "" on the server: an administrator who vouches for nobody yet
    Column(
        "by", Text, primary_key=True
    ),  # name of who gave the role or began the account anew; one of several
)

SESSIONS = Table(
    "sessions",
    OFFICE,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),  # SHA-256 of the secret in the cookie
    Column("user", Text, nullable=False, index=True),
    Column("made_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("address", Text, nullable=False, default=""),  # where it was opened from
    Column("browser", Text, nullable=False, default=""),  # what the browser called itself
)

TOKENS = Table(
    "tokens",
    OFFICE,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("user", Text, ForeignKey("users.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
)

LINKS = Table(
    "links",
    OFFICE,
    Column("digest", Text, primary_key=True),  # of the key in a link that sets a password, once
    Column("user", Text, ForeignKey("users.id"), nullable=False, index=True),
    Column("expires_at", Text, nullable=False),
)

RECOVERY = Table(
    "recovery",
    OFFICE,
    Column("digest", Text, primary_key=True),
    Column("user", Text, ForeignKey("users.id"), nullable=False, index=True),
)

ATTEMPTS = Table(
    "attempts",
    OFFICE,
    Column("key", Text, primary_key=True),  # SHA-256: what is typed as a name may be a password
    Column("failed", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
)

VIEWS = Table(
    "views",
    OFFICE,
    Column("user", Text, primary_key=True),
    Column("casebook", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

READS = Table(
    "reads",
    OFFICE,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("casebook", Text, nullable=False),
    Column("kind", Text, nullable=False),  # of page
    Column("thing", Text, nullable=False),  # id of what was shown
    Column("unmasked", Boolean, nullable=False, default=False),
    Index("reads_of_casebook", "casebook", "id"),
)

ACTS = Table(
    "acts",
    OFFICE,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("whom", Text, nullable=False),
    Column("casebook", Text, nullable=False, default=""),
    Column("detail", Text, nullable=False, default=""),
)

JOBS = Table(
    "jobs",
    OFFICE,
    Column("id", Text, primary_key=True),  # sorts by the time of asking
    Column("casebook", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("started_at", Text),
    Column("ended_at", Text),
    Column("step", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer),
    Column("cancelling", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("problems", Text, nullable=False),  # canonical JSON
    Column("deaths", Integer, nullable=False),  # how often the worker died while at it
)

SETTLED = Table(
    "settled",
    OFFICE,
    Column("casebook", Text, primary_key=True),
    Column("seq", Integer, nullable=False),  # ledger entry up to which the computed parts account for
)

DRAFTS = Table(
    "drafts",
    OFFICE,
    Column("id", Text, primary_key=True),
    Column("casebook", Text, nullable=False, index=True),
    Column("incident", Text, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("ended_by", Text),
    Column("ended_at", Text),
    Column("data", Text, nullable=False),  # canonical JSON of `model.dossier.Draft`
)

EXPOSURE = Table(
    "exposure",
    OFFICE,
    Column("user", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("stills", Integer, nullable=False),
)

LIMITS = Table(
    "exposure_limits",
    OFFICE,
    Column("user", Text, primary_key=True),
    Column("stills", Integer, nullable=False),
)

APPEND_ONLY = (READS, ACTS)
VERSION = 2
"""Of the tables' shape, kept in the file as `user_version`."""

UPGRADES: dict[int, tuple[str, ...]] = {
    # before accounts: sessions had no address; whoever was signed in signs in again
    2: ("DROP TABLE IF EXISTS sessions",),
}
"""What brings a file of the version before to this one. Tables that are only new need no step."""


def create(connection: Connection) -> None:
    """Bring a file of any earlier version, or an empty one, to this one."""
    found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    for version in range(found + 1, VERSION + 1):
        for statement in UPGRADES.get(version, ()):
            connection.exec_driver_sql(statement)
    OFFICE.create_all(connection)
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{change.lower()} BEFORE {change} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, 'who read and who gave rights is only ever added to'); END"
            )
    if found < VERSION:
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def version_of(connection: Connection) -> int:
    """The version that a file says it has."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
