"""The pages in a second language: complete, true to the first, and as even-handed."""

import importlib.machinery
import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import polib
import pytest
from jinja2 import Environment
from tests.web.app.conftest import Open, Site, accessible

from allegata.web.language import LANGUAGES, STRINGS, Words
from allegata.web.rendering import TEMPLATES

ROOT = Path(__file__).parents[3]
OTHERS = [tag for tag in LANGUAGES if tag != "en"]
PLACE = re.compile(r"%\(\w+\)[sd]")
MARKED = re.compile(r"</?b>")
JUDGES = """
    нібито винищ винуват винен винна злочин вбивц убивц вбивств убивств звірств жертв катів терорист режим
    окупант загарбн бойовик маріонет фашист нацист агресор зізна підтвердж спростов доведено брехн
    насправді очевидно каратель орк рашист укроп ліквідов знешкодж
"""
"""Beginnings of Ukrainian words that judge, take a side or weigh what somebody says."""
ALLOWED = {
    "Підтвердити": "a second person confirms a request, and no event",
    "підтвердити": "as above",
    "підтверджено запит": "as above",
    "підтверджувати й відмовляти": "as above",
    "підтвердьте": "as above",
    "друга особа підтверджує": "as above",
    "не підтвердить": "as above",
    "а інша підтверджує": "as above",
    "фоновому режимі": "work in the background",
    "хтось винен": "the page says that it does not say so",
    "заперечення не є спростуванням": "says that it is none",
}


@pytest.fixture(scope="module")
def strings() -> ModuleType:
    """The script that keeps the catalogues."""
    loader = importlib.machinery.SourceFileLoader("strings_script", str(ROOT / "scripts" / "strings"))
    spec = importlib.util.spec_from_loader("strings_script", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(STRINGS / "uk.po"))


def forms(entry: polib.POEntry) -> list[str]:
    """Every form of a translation."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("tag", OTHERS)
def test_the_catalogue_is_complete_and_up_to_date(strings: ModuleType, tag: str) -> None:
    path = STRINGS / f"{tag}.po"
    fresh = strings.updated(path, tag, strings.wanted())
    assert not strings.untranslated(fresh), "translate these in the catalogue"
    assert str(fresh).rstrip() == path.read_text("utf-8").rstrip(), "run scripts/strings"


def test_what_is_put_in_and_how_it_is_marked_is_the_same(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        allowed = {frozenset(PLACE.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text}
        for form in forms(entry):
            assert frozenset(PLACE.findall(form)) in allowed, entry.msgid
            assert sorted(MARKED.findall(form)) == sorted(MARKED.findall(entry.msgid)), entry.msgid
            assert not re.search(r"(?<!%)%(?!\(\w+\)[sd]|%)", form), f"a lone percent sign: {form!r}"


def test_plural_forms_are_three_and_hold_their_number(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        if entry.msgid_plural:
            assert len(entry.msgstr_plural) == 3, entry.msgid
            number = PLACE.findall(entry.msgid_plural)
            if number and number[0] in entry.msgid:  # the first form is also for 21 and 31
                assert number[0] in entry.msgstr_plural[0], entry.msgid
    words = Words.all()["uk"]
    said = [
        words.ngettext("%(num)d incident", "%(num)d incidents", n) % {"num": n}
        for n in (1, 3, 5, 11, 21, 112)
    ]
    assert said == [
        "1 інцидент",
        "3 інциденти",
        "5 інцидентів",
        "11 інцидентів",
        "21 інцидент",
        "112 інцидентів",
    ]


def test_no_translation_judges(catalogue: polib.POFile) -> None:
    judging = re.compile(rf"\b(?:{'|'.join(JUDGES.split())})\w*", re.IGNORECASE)
    fine = re.compile("|".join(map(re.escape, ALLOWED)))
    for entry in catalogue:
        for form in forms(entry):
            assert not judging.search(fine.sub("", form)), f"{entry.msgid!r} → {form!r}"


def test_values_made_of_known_words_are_translated_and_names_and_sentences_are_not() -> None:
    said = Words.all()["uk"].said
    assert said("denies; gives another account") == "заперечує; наводить іншу версію"
    assert said("alleges: killing") == "стверджує: позбавлення життя"
    assert said("at least 22 persons") == "щонайменше 22 особи"
    assert said("23 January (year not stated)") == "23 січня (рік не зазначено)"
    assert said("October 2020") == "жовтень 2020"
    assert said("Ridge Herald: could not verify") == "Ridge Herald: перевірити не вдалося"
    for whole in ("rule 1: 3 accounts in one text count once", "some words that killed somebody", "", "%s"):
        assert said(whole) == whole


def test_words_that_rooms_make_are_still_made(strings: ModuleType) -> None:
    """The list holds nothing that no source file says any more."""
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "src" / "allegata").rglob("*.py"))
    flat = re.sub(r'"\s*\n\s*"', "", sources).replace("_", " ").lower()
    listed = strings.MADE.read_text("utf-8").splitlines()
    assert listed == sorted(set(listed))
    assert not [line for line in listed if line.replace("_", " ").lower() not in flat]


# --- templates say nothing outside the catalogue ---

NO_WORDS = {"allegata", "UTC", "CSV", "JSON", "SHA-", "Hz", "Alt", "sha", "sum", "FILE", "DIR"}
"""Names, units, keys and what is typed in a terminal."""
SHOWN = re.compile(r'\b(?:aria-label|title|placeholder|alt|data-label|label)="([^"]*)"')
EXAMPLES = {"group:river-front", "ridge-herald", "https://…"}


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.j2")), ids=lambda path: path.name)
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    source = re.sub(
        r"{% block (?:here|help|body_class|part) %}.*?{% endblock %}", "", path.read_text("utf-8")
    )
    translated, text, starts = False, [], False
    for _, kind, value in environment.lex(source):
        if kind == "block_begin":
            starts = True
        elif starts and kind != "whitespace":
            translated = {"trans": True, "endtrans": False}.get(value, translated)
            starts = False
        text.append(value if kind == "data" and not translated else "")
    html = "".join(text)
    shown = [words for words in SHOWN.findall(html) if re.search("[A-Za-z]{2}", words)]
    assert set(shown) <= EXAMPLES
    bare = re.sub(r"<code[^>]*>.*?</code>|<kbd>.*?</kbd>|<[^>]*>", " ", html, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z][A-Za-z-]+", bare)) <= NO_WORDS


# --- pages ---


class Texts(HTMLParser):
    """What a page says in its own language: no quotation, code or part in a language of its own."""

    ALONE = frozenset({"input", "meta", "link", "br", "img", "hr", "wbr", "line", "path", "circle", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._around: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        others = tag in {"blockquote", "code", "kbd", "q", "bdi"} or held.get("lang") not in {None, "uk"}
        inside = bool(self._around and self._around[-1][1]) or others
        if not inside:
            self.said += [held[name] or "" for name in ("aria-label", "title", "placeholder") if name in held]
        if tag not in self.ALONE:
            self._around.append((tag, inside))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        while self._around and self._around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._around and self._around[-1][1]):
            self.said.append(" ".join(data.split()))


PAGES = """
    incidents incidents/map incidents/timeline texts problems review review/second footage figures sources add
    work custody audit audit/reads audit/sides settings settings/words settings/places settings/reader
    settings/stamps dossiers
"""
HELP = sorted(path.name.removesuffix(".html.j2") for path in (TEMPLATES / "help").glob("*.j2"))


def own_pages(site: Site) -> list[str]:
    """An incident and a text with all their pages."""
    listed = site.get("incidents").text
    incident = re.search(r"incidents/(inc_\w+)", listed)
    assert incident
    page = site.get(f"incidents/{incident.group(1)}").text
    item = re.search(r"texts/([0-9a-f]{20})", page)
    assert item
    below = ("", "/history", "/origins", "/decide")
    return [
        *(f"incidents/{incident.group(1)}{path}" for path in below),
        f"review/{incident.group(1)}",
        f"dossier/{incident.group(1)}",
        f"texts/{item.group(1)}",
        f"texts/{item.group(1)}/capture",
        f"texts/{item.group(1)}/beside",
        f"custody/{item.group(1)}",
    ]


def test_every_page_answers_in_ukrainian_and_says_no_string_in_english(
    site: Site, catalogue: polib.POFile
) -> None:
    english = {
        entry.msgid
        for entry in catalogue
        if entry.msgid not in forms(entry)
        and " " in entry.msgid
        and not all(place.endswith(".toml") for place, _ in entry.occurrences)  # names, as the data has them
    }
    paths = [
        *(site.url(path) for path in (*PAGES.split(), *own_pages(site))),
        *(f"/help/{topic}" for topic in HELP),
    ]
    found: dict[str, list[str]] = {}
    site.client.cookies.set("allegata_language", "uk")
    try:
        for path in paths:
            answer = site.client.get(path)
            assert answer.status_code == 200, path
            assert '<html lang="uk"' in answer.text, path
            page = Texts()
            page.feed(answer.text)
            if told := english & set(page.said):
                found[path] = sorted(told)
    finally:
        site.client.cookies.delete("allegata_language")
    assert not found


def test_the_language_is_chosen_by_the_form_and_kept(site: Site) -> None:
    try:
        answer = site.post("/preferences", {"language": "uk", "back": "/help/start"})
        assert answer.status_code == 303
        for path in ("/help/start", site.url("incidents")):
            assert '<html lang="uk"' in site.client.get(path).text
        site.post("/preferences", {"language": "tlh", "back": "/help/start"})
        assert '<html lang="uk"' in site.client.get("/help/start").text, "an unknown language changed it"
        site.post("/preferences", {"language": "en", "back": "/help/start"})
        assert '<html lang="en"' in site.client.get("/help/start").text
    finally:
        site.client.cookies.delete("allegata_language")


@pytest.mark.parametrize(
    ("wanted", "got"),
    [("uk-UA,uk;q=0.9,en;q=0.5", "uk"), ("ar,uk;q=0.8", "uk"), ("de,fr", "en"), ("en-GB,uk;q=0.5", "en")],
)
def test_the_language_of_the_browser_is_followed(site: Site, wanted: str, got: str) -> None:
    answer = site.client.get("/help/start", headers={"accept-language": wanted})
    assert f'<html lang="{got}"' in answer.text


LOOKED_AT = ("incidents", "{incident}", "{text}", "review", "custody", "figures", "add")


@pytest.mark.parametrize("path", LOOKED_AT)
def test_longer_words_fit_and_axe_finds_nothing(site: Site, window: Open, path: str) -> None:
    own = own_pages(site)
    incident, text = own[0], next(one for one in own if one.startswith("texts/"))
    shown = window(width=400)
    shown.page.context.add_cookies([{"name": "allegata_language", "value": "uk", "url": shown.address}])
    shown.go(path.format(incident=incident, text=text))
    assert shown.page.locator("html").get_attribute("lang") == "uk"
    assert shown.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert accessible(shown.page) == []
