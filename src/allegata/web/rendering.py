"""From a template to a page: Jinja with every value escaped, in the language of the reader."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar import Request
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup, escape

from allegata.model import days, phrases
from allegata.model.view import unmarked
from allegata.model.visible import visible
from allegata.web.language import LANGUAGES, Words
from allegata.web.report import whole_dates

TEMPLATES = Path(__file__).parent / "templates" / "app"


COMMAND = re.compile(r"`([^`]+)`")


def commands(text: str) -> Markup:
    """Words of a message as HTML, in which what stands between backticks is typed in a terminal."""
    return Markup(COMMAND.sub(r"<code>\1</code>", str(escape(visible(text)))))


def sentence(text: str) -> str:
    """Words as a whole sentence: with a capital letter at their beginning and a stop at their end.

    >>> sentence("nobody has looked")
    'Nobody has looked.'
    """
    text = text.strip()
    first = text.split(" ", 1)[0]
    text = text if "_" in first else text[:1].upper() + text[1:]  # an id stays as it is
    return text + ("" if text[-1:] in ".!?:" else ".")


def _shown(value: object) -> object:
    """Words of others cannot turn the writing round or hold control characters."""
    return visible(value) if type(value) is str else value


def _translating(words: Words) -> dict[str, object]:
    """What `{% trans %}` and `_()` call. Values are put in after the translation, shown and escaped like every other.

    Jinja's own functions would escape them too, but let marks of direction and control characters through.
    """

    @pass_context
    def gettext(context: Context, text: str, /, **values: object) -> str:
        return _filled(context, words.gettext(text), values)

    @pass_context
    def ngettext(context: Context, one: str, many: str, number: int, /, **values: object) -> str:
        values.setdefault("num", number)
        return _filled(context, words.ngettext(one, many, number), values)

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _filled(context: Context, text: str, values: dict[str, object]) -> str:
    # Markup escapes whatever is put into it; the string itself is of the templates or a catalogue
    fixed = Markup(text) if context.eval_ctx.autoescape else text
    return fixed % {name: _shown(value) for name, value in values.items()}


class Renderer:
    """The templates, prepared for each language."""

    def __init__(self, version: str, assets: Callable[[str], str]) -> None:
        self.version = version
        self._environments = {tag: self._environment(words, assets) for tag, words in Words.all().items()}

    def render(self, template: str, language: str, /, **values: object) -> str:
        """A whole page."""
        return self._environments[language].get_template(template).render(**values)

    @staticmethod
    def csrf_token(request: Request[Any, Any, Any]) -> str:
        """The token of this visitor, which the middleware made or found in the cookie."""
        return str(ScopeState.from_scope(request.scope).csrf_token or "")

    def _environment(self, words: Words, assets: Callable[[str], str]) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            finalize=_shown,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        )
        # newstyle: a translation gets its values by name, and after it was looked up
        environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
        environment.globals.update(_translating(words))
        environment.globals.update(
            asset=assets,
            words=words,
            languages=LANGUAGES,
            outlet=phrases.outlet,
            plain=phrases.plain,
            day=days.day,
            version=self.version,
        )
        environment.filters.update(
            whole_dates=whole_dates,
            named=phrases.with_names,
            unmarked=unmarked,
            t=words.said,
            commands=commands,
            sentence=sentence,
            plain=phrases.plain,
        )
        return environment
