"""Checks what the software is about to say: no word that judges outside quotations, on any page."""

from collections.abc import Iterable, Mapping

from allegata.dossier.language import LEXICON, Linter, Verdict
from allegata.errors import VerdictInOwnWords
from allegata.knowledge import load


def linter(originals: Iterable[str] = ()) -> Linter:
    """The linter with our own word list; what stands in the originals is theirs."""
    return Linter(load().lexicon(LEXICON), originals)


def hold_back_verdicts(
    pages: Mapping[str, str], templates: Mapping[str, str], originals: Iterable[str]
) -> None:
    """Check pages, and the templates they are made from, before they are written.

    :param pages: name → HTML.
    :param templates: name → source; its fixed text must be clean whatever the items say.
    :param originals: words of items and of people, which may say anything.
    :raises VerdictInOwnWords: naming the page and the words.
    """
    strict, own = linter(), linter(originals)
    found = {name: strict.template(source) for name, source in templates.items()}
    found |= {name: own.page(html) for name, html in pages.items()}
    said = [f"{name}: {_words(verdicts)}" for name, verdicts in found.items() if verdicts]
    if said:
        raise VerdictInOwnWords(
            "The report was not written, because words that judge stand outside quotations: "
            f"{'; '.join(said[:5])}. Put somebody's words in quotation marks, or word it neutrally."
        )


def _words(verdicts: Iterable[Verdict]) -> str:
    return ", ".join(f"{v.word!r} in {v.text!r}" for v in verdicts)
