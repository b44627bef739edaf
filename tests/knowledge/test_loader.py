"""Data files become knowledge; a casebook's own extend them; a malformed one says how to mend it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import allegata.knowledge
from allegata.errors import BadKnowledge
from allegata.knowledge.loader import load
from allegata.model.knowledge import Knowledge
from allegata.model.vocabulary import PartyRelation


def test_every_file_tells_its_provenance() -> None:
    knowledge = load()
    assert {"people", "places", "speakers"} <= set(knowledge.lexicons)
    assert all(lexicon.provenance for lexicon in knowledge.lexicons.values())


def test_loading_twice_is_one_value() -> None:
    assert load() is load()


def test_all_un_members_are_parties_alike() -> None:
    knowledge = load()
    states = [p for p in knowledge.parties if p.id.startswith("state:")]
    assert len(states) >= 193
    assert all(re.fullmatch(r"state:[A-Z]{2}", p.id) for p in states)
    assert len({p.id for p in knowledge.parties}) == len(knowledge.parties)
    assert all(p.names for p in knowledge.parties)


def test_sources_name_only_known_parties() -> None:
    knowledge = load()
    parties = {p.id for p in knowledge.parties}
    for source in knowledge.sources:
        assert source.control_group is None or source.control_group in parties
        if source.party_relation in (PartyRelation.PARTY, PartyRelation.PARTY_CONTROLLED):
            assert source.control_group and source.basis, source.id


def test_a_casebook_extends_without_code(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text(
        'provenance = "test"\n[groups]\narmed = ["Border Ranger"]\n', "utf-8"
    )
    (tmp_path / "own.toml").write_text(
        '[[party]]\nid = "group:red"\nname = "Red Front"\nkind = "armed_group"\n'
        '[[source]]\nid = "bbc"\nname = "BBC"\nkind = "news_outlet"\nparty_relation = "unknown"\n',
        "utf-8",
    )
    base, mine = load(), load(tmp_path)
    assert "border ranger" in mine.lexicon("people").groups["armed"]
    assert set(base.lexicon("people").groups["armed"]) < set(mine.lexicon("people").groups["armed"])
    assert any(p.id == "group:red" and p.names == ("Red Front",) for p in mine.parties)
    (bbc,) = [s for s in mine.sources if s.id == "bbc"]
    assert bbc.party_relation is PartyRelation.UNKNOWN and bbc.aliases == ()
    assert mine.version != base.version


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "none").version == load().version


@pytest.mark.parametrize(
    ("content", "words"),
    (
        (b"groups = [", "not valid TOML"),
        (b"\xff\xfe", "not UTF-8"),
        (b'[[party]]\nname = "X"\n', "lacks 'id'"),
        (b'[[party]]\nid = "group:x"\nname = "X"\nkind = "planet"\n', "planet"),
        (b'[groups]\narmed = "soldier"\n', "list of words"),
        (b'party = "X"\n', "[[party]]"),
    ),
)
def test_a_malformed_file_says_how_to_mend_it(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(content)
    with pytest.raises(BadKnowledge, match=re.escape(words)) as caught:
        load(tmp_path)
    assert "own.toml" in str(caught.value)


def test_spacy_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, allegata.knowledge as k; k.load(); print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_pipeline_keeps_the_order_and_names_nobody(knowledge: Knowledge) -> None:
    docs = list(allegata.knowledge.pipeline().pipe(["One came.", "Two left."]))
    assert [doc[0].text for doc in docs] == ["One", "Two"]
    assert not any(doc.ents for doc in docs)
