"""The last gate before a dossier goes out: nothing pinned is dropped, nothing in it judges.

Each function names what stands in the way; an empty answer lets it pass.
"""

from collections.abc import Iterator

from allegata.dossier.language import Linter, Verdict
from allegata.model.dossier import Dossier, Line
from allegata.model.result import IncidentRecord


def dropped(record: IncidentRecord, dossier: Dossier) -> tuple[str, ...]:
    """The pinned circumstances (DOMAIN 2.5) that the dossier, or a summary in it, leaves out, in words."""
    pinned = _pinned(record)
    shown = {thing for line in dossier.pinned for thing in line.things}
    missing = {id: f"“{words}” ({id})" for id, words in pinned.items() if id not in shown}
    if dossier.summary:
        cited = {thing for line in dossier.summary for thing in line.things}
        missing |= {id: f"“{words}” ({id})" for id, words in pinned.items() if id not in cited}
    return tuple(missing.values())


def _pinned(record: IncidentRecord) -> dict[str, str]:
    """Id → exact words of every act and account that no summary may drop."""
    wanted = set(record.assessment.pinned)
    acts = [act for mention in record.mentions for act in mention.acts if act.pinned or act.id in wanted]
    accounts = [account for account in record.accounts if account.id in wanted]
    spans = {act.id: act.span for act in acts} | {account.id: account.span for account in accounts}
    return {id: " ".join(span.quote.split()) for id, span in spans.items()}


def judging(dossier: Dossier, linter: Linter) -> tuple[Verdict, ...]:
    """The words that judge, outside quotations, in what the dossier says by itself."""
    return linter.texts(own_texts(dossier))


def judging_summary(dossier: Dossier, strict: Linter) -> tuple[Verdict, ...]:
    """The words that judge in a person's summary; there only quotation marks make them somebody's words."""
    return strict.texts(line.what for line in dossier.summary)


def own_texts(dossier: Dossier) -> Iterator[str]:
    """What the software says in its own words: everything but quotations and the words of people."""
    yield from (dossier.title, dossier.state, dossier.made_by, *dossier.withheld, *dossier.method)
    for section in dossier.parts:
        yield from (section.title, section.empty, *section.footnotes)
        for line in section.lines:
            yield from _texts(line)
    for line in (*dossier.pinned, *dossier.around):
        yield from _texts(line)
    for row in dossier.matrix:
        yield from (row.attribute, row.code_words, row.derivation, *row.contradicted, *row.flags)
        for voice in row.voices:
            yield voice.standing
            for value in voice.values:
                yield from _texts(value)
    for moment in dossier.timeline:
        yield from (moment.when, moment.slot, moment.what)
    for said in dossier.statements:
        yield from (said.manner, said.scope)


def _texts(line: Line) -> Iterator[str]:
    yield line.what
    yield from line.notes
