"""The five parts of an incident: what they say, what they never say, and that they agree with each other."""

from dataclasses import replace

import pytest

from allegata.dossier.derivative import LEXICON, Rules, kept
from allegata.dossier.incident import incident_view
from allegata.knowledge import load
from allegata.model import phrases, summary
from allegata.model import view as views
from allegata.model.assessment import Contestation, VerificationCell
from allegata.model.record import Response, Verification
from allegata.model.result import IncidentRecord
from allegata.model.source import OUTLET, Source, Speaker
from allegata.model.view import Part
from allegata.model.vocabulary import (
    Attribute,
    ContestationValue,
    PartyRelation,
    Polarity,
    ResponseKind,
    SourceKind,
    SpeechAct,
    VerificationAspect,
    VerificationResult,
)
from allegata.web.report import Casebook


@pytest.fixture
def record(casebook: Casebook) -> IncidentRecord:
    return casebook.incidents[0]


def _part(record: IncidentRecord, number: int) -> Part:
    return incident_view(record).parts[number - 1]


def _words(part: Part) -> str:
    entries = " ".join(f"{e.who} {e.what} {' '.join(e.notes)}" for e in part.entries)
    return f"{entries} {' '.join(part.footnotes)}"


def test_whoever_stands_behind_an_x_stands_in_part_4(record: IncidentRecord) -> None:
    view = incident_view(record)
    assert any(row.code.endswith("+ X") for row in view.matrix.rows)
    # the account and the response of one sentence are one denial
    assert [(e.who, e.what) for e in view.parts[3].entries] == [
        ("Defence Ministry of Northland", "alleges: killing"),
        ("Ombudsman of Southland", "denies"),
    ]
    assert all(entry.quotations for entry in view.parts[3].entries)


def test_part_4_says_nothing_once_where_nothing_differs(record: IncidentRecord) -> None:
    quiet = replace(
        record,
        accounts=tuple(a for a in record.accounts if a.id != "ac_6"),
        assessment=replace(record.assessment, attributes=(), contestation=()),
    )
    part = _part(quiet, 4)
    assert part.entries == () and part.footnotes == ()
    assert part.empty.startswith("No conflict of values, no denial of this allegation")


def test_conflicts_stand_in_part_4_with_both_speakers(casebook: Casebook) -> None:
    entries = _part(casebook.incidents[1], 4).entries
    assert any("Defence Ministry of Northland" in e.what and "Courier" in e.what for e in entries)


def test_an_answer_names_the_points_that_contradict() -> None:
    side = Contestation("state:SL", (ContestationValue.ACCOUNTS_CONTRADICT,), (), (Attribute.PLACE_EVENT,))
    assert phrases.answers(side) == "accounts contradict each other (place)"


def test_no_sentence_says_that_nobody_checked(record: IncidentRecord) -> None:
    words = _words(_part(record, 3))
    assert "No check of these aspects was read: place, author." in words
    assert "anybody" not in words


def test_a_check_without_an_aspect_may_cover_any(record: IncidentRecord) -> None:
    cell = VerificationCell(
        "courier",
        VerificationAspect.UNSPECIFIED,
        VerificationResult.REPORTED_VERIFIED,
        False,
        False,
        ("ve_1",),
    )
    words = _words(_part(replace(record, assessment=replace(record.assessment, verification=(cell,))), 3))
    assert "1 check names no aspect and may cover any." in words
    assert "No check that names one of these aspects was read: place, author." in words


def test_a_check_tied_to_no_incident_is_counted(record: IncidentRecord) -> None:
    loose = [replace(r, about=()) if isinstance(r, Verification) else r for r in record.records]
    assert "1 check in these items names no incident" in _words(_part(replace(record, records=loose), 3))


def test_a_first_hand_check_is_told_by_nobody_else(record: IncidentRecord) -> None:
    words = _words(_part(record, 3))
    assert "first-hand" in words and "as told by" not in words


def test_silence_has_one_wording_for_every_side(record: IncidentRecord) -> None:
    assert phrases.RESPONSES[ResponseKind.NO_COMMENT] == phrases.RESPONSES[ResponseKind.NO_RESPONSE_KNOWN]
    side = Contestation("state:SL", (ContestationValue.REPORTED_UNANSWERED,), ())
    assert phrases.answers(side) == phrases.UNANSWERED
    assert phrases.answers(Contestation("state:SL", (), ())) == "no response known"


def test_the_line_on_coverage_tells_answers_from_silence(casebook: Casebook) -> None:
    words = summary.coverage_words(casebook.overview)
    assert "1 with an answer of the accused side on record; 0 where it is reported not to have answered" in (
        words
    )


@pytest.mark.parametrize("words", ["it", "He", "Its chairman", "their lawyer"])
def test_words_that_only_point_to_a_voice_name_nobody(words: str) -> None:
    assert phrases.named(words) == f"unnamed (“{words}”)"


@pytest.mark.parametrize("words", ["The mission", "One Ridge Monitor", "Italy"])
def test_names_stay_names(words: str) -> None:
    assert phrases.named(words) == words


def test_responses_stay_in_part_2(record: IncidentRecord) -> None:
    assert any(isinstance(r, Response) for r in record.records)
    assert any(e.what == "denies" for e in _part(record, 2).entries)


def test_the_list_groups_checks_by_whoever_made_them(record: IncidentRecord) -> None:
    aspects = (VerificationAspect.UNSPECIFIED, VerificationAspect.PLACE)
    cells = tuple(
        VerificationCell(who, aspect, VerificationResult.REPORTED_VERIFIED, False, False, ())
        for who in ("Ridge Agency", "it")
        for aspect in aspects
    )
    words = summary.checked(replace(record.assessment, verification=cells))
    assert words == (
        "Ridge Agency: reported checked (aspect not stated), place reported checked; "
        "unnamed (“it”): reported checked (aspect not stated), place reported checked"
    )
    assert summary.checked(replace(record.assessment, verification=())) == "no check read"


def test_pinned_words_stand_once_with_all_their_values(record: IncidentRecord) -> None:
    told = [a for a in record.accounts if a.id == "ac_1"]
    again = [replace(a, id=f"ac_1{n}", attribute=Attribute.METHOD) for n, a in enumerate(told)]
    pinned = replace(record.assessment, pinned=("act_2", "ac_1", "ac_10"))
    view = incident_view(replace(record, accounts=(*record.accounts, *again), assessment=pinned))
    quoted = [q.words for entry in view.pinned for q in entry.quotations]
    assert len(quoted) == len(set(quoted))
    assert any("alleged act: killing; manner: killing" in entry.what for entry in view.pinned)


def test_marks_of_markdown_are_left_out_and_kept_in_the_title(record: IncidentRecord) -> None:
    assert views.unmarked("# Killed in **Miry**") == "Killed in Miry"
    assert views.unmarked("5 ** 2 and a_b_c #1") == "5 ** 2 and a_b_c #1"
    quotation = _part(record, 1).entries[0].quotations[0]
    assert not quotation.marked_up
    marked = replace(quotation, pieces=(replace(quotation.pieces[0], text="**Miry**"),))
    assert marked.marked_up and marked.words == "**Miry**"


def _voice(
    kind: SourceKind, relation: PartyRelation = PartyRelation.UNKNOWN, of: str | None = None
) -> Source:
    return Source("one", "One Voice", kind, relation, of)


def _put(record: IncidentRecord, speaker: Speaker, act: SpeechAct, *, own_release: bool = False) -> str:
    """The verb by which part 1 tells what one speaker puts forward."""
    account = next(a for a in record.accounts if a.attribute is Attribute.ACT_TYPE)
    said = [
        replace(s, speaker=speaker, chain=(speaker,)) for s in record.statements if s.id == account.statement
    ]
    one = replace(
        record,
        accounts=(replace(account, speech_act=act),),
        statements=tuple(said),
        own_releases=(account.span.document,) if own_release else (),
    )
    (entry,) = _part(one, 1).entries
    verb, _, what = entry.what.partition(": ")
    assert what == "killing"
    return verb


@pytest.mark.parametrize(
    ("act", "own_release", "verb"),
    [
        (SpeechAct.ASSERT, False, "reports in its own voice"),
        (SpeechAct.DESCRIBE_FOOTAGE, False, "reports from footage"),
        (SpeechAct.ACCUSE, False, "alleges"),
        (SpeechAct.ASSERT, True, "alleges"),  # a ministry's or an organisation's own page
        (SpeechAct.DESCRIBE_FOOTAGE, True, "alleges"),
    ],
)
def test_an_outlet_reports_unless_it_accuses_or_is_no_press(
    record: IncidentRecord, act: SpeechAct, own_release: bool, verb: str
) -> None:
    assert _put(record, OUTLET, act, own_release=own_release) == verb


@pytest.mark.parametrize("kind", list(SourceKind))
@pytest.mark.parametrize("relation", list(PartyRelation))
@pytest.mark.parametrize("of", [None, "state:NL"])
def test_only_press_that_no_party_controls_reports(
    record: IncidentRecord, kind: SourceKind, relation: PartyRelation, of: str | None
) -> None:
    """Whoever speaks for a side alleges, a state as an armed group, and so does every voice of no known kind."""
    account = next(a for a in record.accounts if a.attribute is Attribute.ACT_TYPE)
    press = kind in {SourceKind.NEWS_OUTLET, SourceKind.NEWS_AGENCY, SourceKind.REPOSTER_AGGREGATOR}
    free = of is None and relation not in {PartyRelation.PARTY, PartyRelation.PARTY_CONTROLLED}
    verb = _put(record, Speaker("One Voice", account.span, _voice(kind, relation, of)), SpeechAct.ASSERT)
    assert verb == ("reports" if press and free else "alleges")
    assert _put(record, Speaker("a resident", account.span), SpeechAct.ASSERT) == "alleges"


def test_an_act_that_is_only_denied_is_on_no_list_of_what_is_alleged(record: IncidentRecord) -> None:
    mentions = [
        replace(m, acts=tuple(replace(a, polarity=Polarity.DENIES) for a in m.acts)) for m in record.mentions
    ]
    bare = replace(record, accounts=(), mentions=tuple(mentions))
    assert _part(bare, 1).entries == ()
    pinned = incident_view(bare).pinned
    assert pinned and not [entry for entry in pinned if entry.what.startswith(("alleges", "reports"))]


def test_a_public_dossier_tells_a_release_of_a_side_by_the_same_verb(record: IncidentRecord) -> None:
    account = next(a for a in record.accounts if a.attribute is Attribute.ACT_TYPE)
    said = [
        replace(s, speaker=OUTLET, chain=(OUTLET,)) for s in record.statements if s.id == account.statement
    ]
    one = replace(record, accounts=(account,), statements=tuple(said), own_releases=(account.span.document,))
    public = kept(one, Rules.of(load().lexicon(LEXICON)))
    assert [e.what for e in _part(public, 1).entries] == [e.what for e in _part(one, 1).entries]
    assert _part(one, 1).entries[0].what.startswith("alleges")
