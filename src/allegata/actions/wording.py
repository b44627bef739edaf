"""Checks what the software is about to say: no word that judges outside quotations, on any page."""

from collections.abc import Iterable, Mapping

from allegata.dossier.language import LEXICON, Linter, Verdict
from allegata.errors import VerdictInOwnWords
from allegata.knowledge import load


def linter(originals: Iterable[str] = ()) -> Linter:
    """The linter with our own word list; what stands in the originals is theirs."""
    return Linter(load().lexicon(LEXICON), originals)


def checked(name: str, html: str, own: Linter) -> str:
    """A page as it is given, after it was checked.

    :param own: a linter that knows the words of the items and people that the page repeats.
    :raises VerdictInOwnWords: naming the page and the words.
    """
    held_back(name, own.page(html))
    return html


def checked_templates(templates: Mapping[str, str]) -> None:
    """Check the fixed text of templates, which must be clean whatever the items say.

    :param templates: name → source.
    :raises VerdictInOwnWords: naming the template and the words.
    """
    strict = linter()
    for name, source in templates.items():
        held_back(name, strict.template(source))


def held_back(name: str, verdicts: tuple[Verdict, ...]) -> None:
    """Stop what would judge.

    :raises VerdictInOwnWords: naming the thing and the words.
    """
    if verdicts:
        raise VerdictInOwnWords(
            f"{name} was not written, because words that judge stand outside quotations: "
            f"{_words(verdicts)}. Put somebody's words in quotation marks, or word it neutrally."
        )


def _words(verdicts: Iterable[Verdict]) -> str:
    return ", ".join(f"{v.word!r} in {v.text!r}" for v in verdicts)
