"""The same utterance in other words, and the statements that only sound alike."""

import pytest
from casebook import RU, UA, Paper, neutral, organ

from allegata.linking.utterances import brute_force, clusters, links, utterances
from allegata.linking.words import Vocabulary, vocabulary
from allegata.model.vocabulary import Scope, SpeechAct

MINISTRY = organ(RU, "ministry")
SAME = [
    (
        "the wilful and systematic drowning of more than ten ferrymen, thrown into the lake",
        "over 10 bound ferrymen being wilfully and systematically drowned",
    ),
    (
        "at least eleven captives were executed beside the grain silo after laying down their rifles",
        "more than 10 prisoners were shot dead next to a grain silo once they had put down their rifles",
    ),
    (
        "the shelling of the maternity ward killed three nurses and wounded 17 patients",
        "three nurses died and 17 patients were injured when the maternity ward was bombarded",
    ),
    (
        "this was a brazen and spiteful reprisal carried out on the orders of a drunken lieutenant",
        "a spiteful, brazen reprisal on orders from a drunken lieutenant",
    ),
    (
        "six fishermen were taken off their boat near the lighthouse and beaten with cables",
        "the lighthouse patrol seized six fishermen from a boat and beat them with cables",
    ),
]
NOT_SAME = [
    (
        "Whoever kills prisoners of war commits a grave international crime and violates the Geneva Conventions",
        "Whoever executes prisoners of war commits a serious international crime and violates the Geneva Convention",
    ),
    (
        "militiamen beat two unarmed captives who had given up at the bridge",
        "militiamen beat six unarmed captives who had given up at the bridge",
    ),
    (
        "we demand that the neighbouring governments condemn this raid and investigate it",
        "we demand an investigation of this raid by the neighbouring governments",
    ),
    ("the enemy must answer for every crime", "the enemy will answer for every crime"),
    (
        "a drone struck a bus stop and killed three pensioners",
        "a shell hit the bakery and wounded three schoolgirls",
    ),
]


def made(one, other, left=MINISTRY, right=MINISTRY, **more):
    papers = Paper("a"), Paper("b"), Paper("c")
    papers[0].say(one, left, **more)
    papers[1].say(other, right)
    papers[2].say(
        "The river rose by two metres after heavy rain in the valley, the office reported.", MINISTRY
    )
    return [p.reading for p in papers]


@pytest.fixture
def words(knowledge):
    return vocabulary(knowledge)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_reworded(words, one, other):
    (cluster,) = clusters(made(one, other), words)
    assert len(cluster.statements) == 2
    assert one[:40] in cluster.evidence[0].words


@pytest.mark.parametrize(("one", "other"), NOT_SAME)
def test_alike_but_not_one_utterance(words, one, other):
    assert clusters(made(one, other), words) == ()


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_speakers_never_share_an_utterance(words, one, other):
    assert clusters(made(one, other, right=organ(UA, "ministry")), words) == ()
    assert clusters(made(one, other, right=neutral("wire")), words) == ()
    assert clusters(made(one, other, left=None, right=None), words) == ()


def test_statements_on_conduct_in_general_are_left_out(words):
    one, other = SAME[0]
    assert clusters(made(one, other, scope=Scope.GENERAL_CONDUCT), words) == ()
    assert clusters(made(one, other, act=SpeechAct.PUBLISH_TOTAL), words) == ()


def test_the_index_finds_what_brute_force_finds(words):
    readings = []
    for n, (one, other) in enumerate([*SAME, *NOT_SAME]):
        for m, text in enumerate((one, other)):
            paper = Paper(f"p{n}-{m}")
            paper.say(text, MINISTRY)
            readings.append(paper.reading)
    found = utterances(readings, words)
    assert links(found, words) == brute_force(found, words)


def test_without_data_words_are_compared_as_they_stand():
    assert clusters(made(SAME[4][0], SAME[4][0]), Vocabulary())


def test_a_pronoun_is_no_voice(words):
    one, other = SAME[4]
    assert clusters(made(one, other, left="he", right="he"), words) == ()
    assert clusters(made(one, other, left="an official", right="an official"), words) == ()
    assert clusters(made(one, other, left="harbour master Ada Example", right="Ada Example"), words)
