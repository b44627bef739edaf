"""Arguments and options that several verbs share, each described once."""

from pathlib import Path
from typing import Annotated

import typer

CasebookDir = Annotated[
    Path,
    typer.Option(
        "--casebook",
        "-c",
        envvar="ALLEGATA_CASEBOOK",
        metavar="DIR",
        help="The casebook's folder.",
        show_default=True,
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print the whole result as one canonical JSON record (RFC 8785).")
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who works; kept in the ledger. Default: the login name."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", help="Processes that read at once. Default: one a core."),
]
Unmasked = Annotated[
    bool,
    typer.Option("--unmasked", help="Show protected details, which are withheld otherwise."),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="FIELD=HEADER,…",
        help="Which column of its tables is what: url=Link,note=Comment,published=Date.",
    ),
]
DEFAULT_CASEBOOK = Path("casebook")
