"""What is withheld, and what stays: public facts of the event, in matrix, headline and title alike."""

import inspect

from allegata.dossier.protection import headline, mask_of, value, withheld_spans
from allegata.model.document import Document, Segment, Span
from allegata.model.incident import Account
from allegata.model.marks import Mask
from allegata.model.record import OWN_WORDS, ProtectedDetail
from allegata.model.source import Speaker
from allegata.model.statement import Statement
from allegata.model.value import Category, Count, Group, Value, Wording
from allegata.model.vocabulary import (
    ActorKind,
    ActType,
    Attribute,
    CountRole,
    Exactness,
    SegmentRole,
    Unit,
)
from allegata.reading import opinions

TEXT = "Soldiers killed nine in Miry, resident says\n\nI hid in my mill while soldiers killed nine people, she said."
DOCUMENT = Document(
    "d", "i", TEXT, "en", (Segment(SegmentRole.HEADLINE, 0, 43), Segment(SegmentRole.BODY, 45, len(TEXT)))
)
NINE = Count(9, 9, Unit.PERSONS, CountRole.KILLED, Exactness.EXACT_AS_STATED)


def span(words: str, last: bool = True) -> Span:
    start = TEXT.rindex(words) if last else TEXT.index(words)
    return Span("d", start, start + len(words), words)


BODY = span("I hid in my mill while soldiers killed nine people")
HEAD = span("Soldiers killed nine in Miry")


def said(captive: bool = False) -> tuple[Statement, ...]:
    voice = Speaker("she")
    return (
        Statement("s1", span("I hid in my mill while soldiers killed nine people, she said."), (BODY,), voice,
                  in_power_of_adverse_party=captive),
        Statement("s0", span("Soldiers killed nine in Miry, resident says"), (HEAD,), voice),
    )  # fmt: skip


def account(attribute: Attribute, of: Value, words: str) -> Account:
    return Account("a", "m", attribute, of, span(words), "s1")


KILLED = account(Attribute.VICTIMS_KILLED, NINE, "killed nine people")
WORDS = (ProtectedDetail("p1", BODY, "s1", (), OWN_WORDS), ProtectedDetail("p0", HEAD, "s0", (), OWN_WORDS))


def mask(*details: ProtectedDetail, captive: bool = False, accounts: tuple[Account, ...] = (KILLED,)) -> Mask:
    return mask_of(details, accounts, said(captive), (DOCUMENT,), withhold=True)[0]


def test_public_facts_stay_in_the_words_of_a_resident() -> None:
    shown = mask(*WORDS).words(BODY)
    assert shown == "[withheld]killed nine people"
    assert headline(DOCUMENT, mask(*WORDS)) == "Soldiers killed nine in Miry, resident says"


def test_what_a_captive_says_is_withheld_word_and_value() -> None:
    hiding = mask(*WORDS, captive=True)
    assert hiding.words(BODY) == "[withheld]"
    by_id = {s.id: s for s in said(captive=True)}
    assert value(KILLED, hiding, {}, by_id) == "withheld"


def test_an_identifying_detail_hides_words_and_no_public_value() -> None:
    hiding = mask(ProtectedDetail("p", BODY, "s1", (), "a relation that identifies"))
    by_id = {s.id: s for s in said()}
    act = account(Attribute.ACT_TYPE, Category("act", ActType.KILLING), "killed nine people")
    group = account(
        Attribute.VICTIMS_GROUP, Group("state:NL", ActorKind.CIVILIANS, "nine people"), "nine people"
    )
    identity = account(Attribute.VICTIMS_IDENTITY, Wording("my mill"), "my mill")
    assert hiding.words(KILLED.span) == "[withheld]"
    assert value(KILLED, hiding, {}, by_id) == "9 persons"
    assert value(act, hiding, {}, by_id) == "killing"
    assert value(group, hiding, {"state:NL": "Northland"}, by_id) == "a group (words withheld) — Northland"
    assert value(identity, hiding, {}, by_id) == "withheld"


def test_a_headline_is_withheld_in_title_and_matrix_alike() -> None:
    whole = span("Soldiers killed nine in Miry, resident says")
    hiding = mask(ProtectedDetail("p", whole, "s0", (), "origin of a person"))
    assert headline(DOCUMENT, hiding) == ""
    assert hiding.words(whole) == "[withheld]"


def test_without_statements_every_detail_is_withheld() -> None:
    assert list(withheld_spans(WORDS, (KILLED,))) == [BODY, HEAD]


def test_the_reader_gives_this_very_reason() -> None:
    assert OWN_WORDS in inspect.getsource(opinions) or "OWN_WORDS" in inspect.getsource(opinions)
