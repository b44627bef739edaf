"""The public profile of a dossier: who may let it out, what it needs to be fair, what it may hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from allegata.actions.casebook import Casebook
from allegata.actions.current import some
from allegata.assessing.assess import assess
from allegata.dossier import screen
from allegata.dossier.derivative import FINE, LEXICON, Derivative, Rules, derivative
from allegata.dossier.explained import method
from allegata.errors import DossierRefused
from allegata.knowledge import load
from allegata.knowledge.gazetteer import Gazetteer
from allegata.model import phrases
from allegata.model.dossier import Dossier, Release
from allegata.model.knowledge import Knowledge
from allegata.model.record import ProtectedDetail
from allegata.model.result import IncidentRecord
from allegata.model.value import Place, Where
from allegata.model.vocabulary import RecordState, SourceKind

SHUT = {
    RecordState.SEALED: "a record that is sealed protects somebody",
    RecordState.WITHDRAWN: "a record that was withdrawn is not published again",
    RecordState.DISCARDED_PROPOSAL: "a proposal that was discarded tells of nothing",
    RecordState.MERGED: "a record that was merged into another is published under that one's id",
    RecordState.SPLIT: "a record that was split is published as its parts",
}


@dataclass(frozen=True, slots=True)
class Public:
    """What the public profile makes of a record."""

    derived: Derivative
    rules: Rules
    names: screen.Names
    forbidden: frozenset[str]  # words that must not be in the result


def refuse(record: IncidentRecord, unmasked: bool) -> None:
    """What forbids a public dossier.

    :raises DossierRefused: naming it, and what to do.
    """
    if unmasked:
        raise DossierRefused("a public dossier withholds what protects people; leave out `--unmasked`")
    if reason := SHUT.get(record.incident.state):
        raise DossierRefused(f"{reason}: {record.incident.id} is {record.incident.state}")
    names = phrases.party_names(record.parties)
    assessed = record.assessment
    accused = [
        c
        for c in assessed.contestation
        if not assessed.alleged_against or c.party in assessed.alleged_against
    ]
    missing = [phrases.side_words(c.party, names) for c in accused if not c.searched]
    if missing or not accused:
        raise DossierRefused(
            f"nobody has recorded where an answer of {' and of '.join(missing) or 'the accused side'} was looked for; "
            'do so with `allegata review searched INCIDENT --value \'{"places": […], "as_of": "YYYY-MM-DD"}\'`, '
            "then `allegata assess`"
        )
    if record.incident.state is RecordState.CANDIDATE:
        raise DossierRefused(
            f"{record.incident.id} is only a candidate: no person has opened the record. Look at it, then "
            f"`allegata review state {record.incident.id} --value open --by NAME --reason WHY`, "
            "`allegata link` and `allegata assess`"
        )


def public(book: Casebook, record: IncidentRecord, release: Release) -> Public:
    """The public derivative of a record, and the names that may stand in it."""
    knowledge = load()  # not the casebook's own: it cannot lengthen the list
    rules = Rules.of(knowledge.lexicon(LEXICON))
    above = _above(book, record)
    derived = derivative(record, rules, release.at.date(), above)
    derived = replace(derived, record=_computed(book, derived.record))
    names = _names(record, derived, rules, knowledge, above)
    return Public(derived, rules, names, frozenset(_forbidden(record, derived, names)))


def veiled(made: Dossier, of: Public) -> Dossier:
    """The dossier with every unlisted name withheld.

    :raises DossierRefused: when a protected word is still in it: then the program is wrong.
    """
    shown = screen.screened(made, of.names, of.derived.coarse)
    if left := screen.exposed(shown, of.forbidden):
        raise DossierRefused(
            f"{len(left)} protected words would stand in it; this is a fault of the program, please report it, "
            "and hand over nothing"
        )
    return shown


def _computed(book: Casebook, shown: IncidentRecord) -> IncidentRecord:
    """The derivative with its title and its sums made of its own accounts, whatever the casebook computed before.

    An account may have been restricted since the incidents were last assessed, and a title is on every package.
    """
    now = some(book, (document.id for document in shown.documents))
    left = {account.id: account for account in shown.accounts}
    readings = [
        # a restricted one stays, so that the title says that something is withheld; its value enters nothing
        replace(
            reading,
            accounts=tuple(
                a if a.is_shut else left[a.id] for a in reading.accounts if a.is_shut or a.id in left
            ),
        )
        for reading in now.readings
    ]
    made = assess(shown.incident, readings, now.documents, load(book.knowledge))
    sums = {row.attribute: row.counts for row in made.attributes}
    rows = tuple(replace(row, counts=sums.get(row.attribute)) for row in shown.assessment.attributes)
    return replace(shown, assessment=replace(shown.assessment, title=made.title, attributes=rows))


def _above(book: Casebook, record: IncidentRecord) -> Mapping[str, Place]:
    """Everything that contains a place of the record."""
    found = [place for where in _places(record, shut=False) for place in where.candidates]
    gazetteer = Gazetteer(book.folder)
    try:
        return gazetteer.by_id(id for place in found for id in place.path)
    finally:
        gazetteer.close()


def _places(record: IncidentRecord, shut: bool | None = None) -> Iterator[Where]:
    """The places of a record; of its restricted accounts only, or of the others."""
    for account in record.accounts:
        if isinstance(account.value, Where) and shut in (None, account.is_shut):
            yield account.value


def _names(
    record: IncidentRecord,
    derived: Derivative,
    rules: Rules,
    knowledge: Knowledge,
    above: Mapping[str, Place],
) -> screen.Names:
    """Parties, offices, voices of listed kinds, coarse places; and ordinary words."""
    named = set(rules.words("named"))
    for party in knowledge.parties:
        named.update(
            screen.words_of((party.name, *party.names, *party.adjectives, *party.people, *party.capitals))
        )
    kinds = rules.words("quotation_kinds")
    phrases: set[str] = set()
    for source in knowledge.sources:  # of the program's own lists; what a casebook adds passes no veil
        if source.kind is SourceKind.INDIVIDUAL_PUBLIC_ROLE:
            phrases.update(name for name in (source.name, *source.aliases) if " " in name)
        elif source.kind in kinds:
            named.update(screen.words_of((source.name, *source.aliases)))
    for place in (*above.values(), *(p for where in _places(record, shut=False) for p in where.candidates)):
        if not derived.recent or place.kind not in FINE:
            named.update(screen.words_of([place.name]))
    ordinary = {word.lower() for word in rules.words("openers")}
    ordinary.update(word.lower() for word in screen.words_of(_own_words()))
    for office in knowledge.offices:
        ordinary.update(word.lower() for word in screen.words_of((office.name, *office.words)))
    for lexicon in knowledge.lexicons.values():
        if lexicon.matching not in {"pattern", "regex", "cased"}:
            for entries in lexicon.groups.values():
                ordinary.update(word.lower() for word in screen.words_of(entries))
    ordinary -= {
        word.lower() for word in rules.words("calendar")
    }  # a day is no ordinary word of a recent incident
    return screen.Names(
        frozenset(named),
        frozenset(ordinary),
        rules.words("calendar"),
        not derived.recent,
        frozenset(phrases),
        rules.words("calendar_elsewhere"),
        rules.words("unit_words"),
    )


def _own_words() -> Iterator[str]:
    """Every word that the program says by itself."""
    yield from method()
    for name, table in vars(phrases).items():
        if name.isupper() and isinstance(table, dict):
            for entry in table.values():
                yield from entry if isinstance(entry, tuple) else (str(entry),)


def _forbidden(record: IncidentRecord, derived: Derivative, names: screen.Names) -> Iterator[str]:
    """Capitalised words of protected stretches, restricted values and places too fine, as far as no list holds them."""
    texts = [detail.span.quote for detail in record.records if isinstance(detail, ProtectedDetail)]
    texts += [account.span.quote for account in record.accounts if account.is_shut]
    for where in _places(record, shut=True):
        texts += [where.wording, *(place.name for place in where.candidates)]
    if derived.recent:
        for where in _places(record):
            texts += [where.wording, *(place.name for place in where.candidates if place.kind in FINE)]
    for word in screen.words_of(texts):
        if names.own(word) != word:
            yield word
