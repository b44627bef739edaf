"""`allegata`: the command line. Every verb is imported when it is called, so that help starts at once."""

import os
import sys

import typer

from allegata import errors
from allegata.cli import (
    audit,
    build,
    copies,
    custody,
    decide,
    dossier,
    footage,
    gazetteer,
    look,
    serve,
    stamping,
    tsa,
    user,
    watching,
)
from allegata.cli.exits import Exit
from allegata.model.visible import visible

EXIT_OF: dict[type[errors.AllegataError], Exit] = {
    errors.CasebookMissing: Exit.CASEBOOK,
    errors.CasebookBusy: Exit.CASEBOOK,
    errors.CasebookCorrupt: Exit.CASEBOOK,
    errors.KeyMissing: Exit.CASEBOOK,
    errors.CannotEncrypt: Exit.CASEBOOK,
    errors.CopyDiverged: Exit.CASEBOOK,
    errors.NothingToRead: Exit.USAGE,
    errors.UnsafeServing: Exit.USAGE,
}

app = typer.Typer(
    name="allegata",
    help=(
        "From a folder of reports to one accountable record per alleged incident: who alleges what, on "
        "whose word, what the accused side says, who checked which aspect. It decides nothing."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (build, look, decide, custody, stamping, dossier, copies, audit, serve):
    for verb in group.VERBS:
        app.command()(verb)
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(tsa.app, name="tsa")
app.add_typer(user.app, name="user")
watching.register(footage.app)
app.add_typer(footage.app, name="footage")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"allegata {version('allegata')}")
        raise typer.Exit


@app.callback()
def top(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Keep the verbs apart from the options that concern them all."""


def main() -> None:
    """Run the command line; an error becomes one sentence on standard error and an exit code."""
    # before numpy is loaded: its threads cost more than they bring on matrices as small as a sentence's
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        app()
    except errors.AllegataError as error:
        sys.stderr.write(f"allegata: {visible(str(error))}\n")
        code = next((code for kind, code in EXIT_OF.items() if isinstance(error, kind)), Exit.REFUSED)
        raise SystemExit(int(code)) from None
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        raise SystemExit(int(Exit.FINE)) from None
    except KeyboardInterrupt:
        sys.stderr.write("allegata: stopped; nothing is half written, the same command goes on from here\n")
        raise SystemExit(int(Exit.INTERRUPTED)) from None
