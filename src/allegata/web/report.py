"""The static report: one folder of HTML files that needs nothing else — no script, no font, no network.

Every page carries its own style sheet and a content security policy that allows just that sheet, so
that a single page can be kept or passed on and still shows what it showed.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from allegata.actions.viewing import headline, incident_view, mask_of, quotation
from allegata.actions.wording import checked, checked_templates, linter
from allegata.model import days, phrases, summary
from allegata.model.document import Document
from allegata.model.result import IncidentRecord, ItemLine, ItemRecord, Overview, Record, records_of
from allegata.model.view import unmarked
from allegata.model.visible import visible
from allegata.web import capture
from allegata.web.item import KINDS, item_view

TEMPLATES = Path(__file__).parent / "templates" / "report"


@dataclass(frozen=True, slots=True)
class Casebook:
    """What a report is made of: the overview and the full record of every incident and item."""

    overview: Overview
    incidents: tuple[IncidentRecord, ...]
    items: tuple[ItemRecord, ...]


def write(casebook: Casebook, target: Path, withhold: bool = True) -> Path:
    """Write the report into a folder and return the path of its index.

    :param withhold: leave out words that could expose a captive, victim or witness.
    :raises OSError: when the folder cannot be written.
    :raises VerdictInOwnWords: when a page would judge in the software's own words; that page is not written.
    """
    pages = Pages(casebook, withhold)
    checked_templates({path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2")})
    own = linter(dict.fromkeys(words_of_others(casebook)))
    for folder in (target, target / "incidents", target / "items"):
        folder.mkdir(parents=True, exist_ok=True)
    for record in casebook.incidents:
        name = f"incidents/{record.incident.id}.html"
        _put(target / name, checked(name, pages.incident(record), own))
    for item in casebook.items:
        name = f"items/{page_name(item.item.id)}"
        _put(target / name, checked(name, pages.item(item), own))
    index = target / "index.html"
    _put(index, checked(index.name, pages.index(), own))
    return index


def words_of_others(casebook: Casebook) -> Iterator[str]:
    """Everything on the pages that items, files and people say, and the software only repeats."""
    yield Path(casebook.overview.casebook).name
    for party in casebook.overview.parties:
        yield party.name
    for problem in casebook.overview.problems:
        yield problem.subject
    for record in casebook.incidents:
        for decision in record.decisions:
            yield from (decision.by, decision.reason)
        for statement in record.statements:
            yield from (who.source.name for who in statement.chain if who.source)
    for item in casebook.items:
        yield from capture.words_of_others(item.item)
        for appearance in item.appearances:
            yield from capture.words_of_others(replace(item.item, capture=appearance.capture))
        if item.media:
            yield from (words for claim in item.media.claims for words in (claim.name, claim.value))
            yield from (words for time in item.media.times for words in (time.name, time.wording))
        for line in item.log:
            yield from (line.words, line.by)
        for event in item.custody:
            yield from (event.by, event.reason or "")
        if item.document:
            yield from (item.document.text, item.document.publisher or "")


def _put(path: Path, html: str) -> None:
    path.write_text(html, encoding="utf-8", newline="\n")


ISO_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|XXXX-\d{2}(?:-\d{2})?")


def whole_dates(text: str) -> Markup:
    """Text as HTML in which no date is broken over two lines."""
    return Markup(ISO_DATE.sub(lambda m: f'<span class="nb">{m.group()}</span>', str(escape(text))))


def page_name(item: str) -> str:
    """The file name of an item's page: enough of its hash to be unique."""
    return f"{item[:20]}.html"


def _shown(value: object) -> object:
    """What stands in a page: words of others cannot turn the writing round or hold control characters."""
    return visible(value) if type(value) is str else value


class Pages:
    """Renders the three kinds of page of one casebook."""

    def __init__(self, casebook: Casebook, withhold: bool = True) -> None:
        self.casebook, self.withhold = casebook, withhold
        self.names = phrases.party_names(casebook.overview.parties)
        self.records: tuple[Record, ...] = tuple(
            record for item in casebook.items if item.reading for record in records_of(item.reading)
        )
        self.titles = {row.incident.id: row.assessment.title for row in casebook.overview.incidents}
        self.documents = {item.document.id: item.document for item in casebook.items if item.document}
        self.pages = {item.item.id: item.item.capture.received_name for item in casebook.items}
        self.members: dict[str, list[tuple[str, str]]] = {}
        for item in casebook.items:
            if item.item.capture.member_of:
                line = (page_name(item.item.id), item.item.capture.received_name)
                self.members.setdefault(item.item.capture.member_of.container, []).append(line)
        readings = [item.reading for item in casebook.items if item.reading]
        self.mask, _ = mask_of(
            self.records,
            [account for reading in readings for account in reading.accounts],
            [statement for reading in readings for statement in reading.statements],
            self.documents.values(),
            withhold,
        )
        style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
        digest = b64encode(sha256(style.encode()).digest()).decode()
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            finalize=_shown,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(
            style=Markup(style),
            style_hash=f"sha256-{digest}",
            withhold=withhold,
            outlet=phrases.outlet,
            day=days.day,
            headline=self._headline,
            made_note="What the machine proposed is marked as proposed until a person decides.",
            page_of={item.item.id: page_name(item.item.id) for item in casebook.items},
        )
        self.environment.filters.update(whole_dates=whole_dates, unmarked=unmarked)
        macros = self.environment.get_template("macros.html.j2")
        self.environment.globals["m"] = macros.module

    def incident(self, record: IncidentRecord) -> str:
        """The page of one incident."""
        view = incident_view(record, self.records, self.withhold)
        return self._render(
            "incident.html.j2", root="../", view=view, titles=self.titles, decisions=record.decisions
        )

    def item(self, record: ItemRecord) -> str:
        """The page of one item."""
        document = record.document
        problems = document.problems if document else ()
        return self._render(
            "item.html.j2",
            root="../",
            view=item_view(record, self.withhold),
            kinds=KINDS,
            publisher=(document.publisher if document else None)
            or record.item.capture.publisher
            or "not stated",
            translation=phrases.plain(document.translation_status) if document else "unknown",
            incidents=[(i, self.titles.get(i, i)) for i in record.incidents],
            problems=problems + (record.reading.problems if record.reading else ()),
            capture=capture.capture_facts(record),
            times=capture.times(record),
            met=capture.met(record),
            contents=capture.contents(record.inside),
            footage=capture.claims(record, self.withhold),
            log=capture.log(record),
            container=self._container(record),
            members=self.members.get(record.item.id, ()),
        )

    def _container(self, record: ItemRecord) -> tuple[str, str] | None:
        """The page and name of the container that an item was taken out of, where the report holds it."""
        member = record.item.capture.member_of
        name = self.pages.get(member.container) if member else None
        return (page_name(member.container), name) if member and name else None

    def index(self) -> str:
        """The first page: incidents, figures, items, problems."""
        overview = self.casebook.overview
        totals = summary.totals_by_id(overview.aggregates)
        return self._render(
            "index.html.j2",
            root="",
            name=Path(overview.casebook).name,
            coverage_words=summary.coverage_words(overview),
            lines=summary.lines(overview),
            figures=overview.figures,
            totals=self._totals(),
            sums=summary.sums(overview),
            checks=[summary.check_words(check, totals, self.names) for check in overview.figures.checks],
            items=[self._item_row(row) for row in overview.items],
            problems=overview.problems,
        )

    def _totals(self) -> Sequence[dict[str, object]]:
        rows: list[dict[str, object]] = []
        for total in self.casebook.overview.aggregates:
            document = self.documents.get(total.span.document)
            words = quotation(total.span, document, self.mask) if document else None
            rows.append(
                {
                    "who": phrases.speaker(total.publisher, document),
                    "what": summary.total_words(total, self.names),
                    "notes": summary.scope_notes(total.scope, total, self.names),
                    "quotations": (words,) if words else (),
                }
            )
        return rows

    def _headline(self, document: Document | None) -> str:
        """A document's headline as far as it is shown; empty without one."""
        return headline(document, self.mask) if document else ""

    def _item_row(self, row: ItemLine) -> dict[str, object]:
        document: Document | None = self.documents.get(row.document or "")
        capture = row.item.capture
        published = (document.published.day if document else None) or capture.published
        return {
            "page": page_name(row.item.id),
            "title": self._headline(document) or capture.received_name,
            "file": capture.received_name,
            "publisher": (document.publisher if document else None) or capture.publisher or "not stated",
            "published": days.day(published) if published else "not stated",
            "language": row.language,
            "read": row.read,
            "statements": row.statements,
            "incidents": len(row.incidents),
        }

    def _render(self, template: str, **values: object) -> str:
        return self.environment.get_template(template).render(**values)
