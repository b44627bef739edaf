"""Legal words of others, with their condition, and what the law asks; and words that qualify nothing."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

SENTENCES = [
    ('The minister called the shooting a war crime.', [('asserted_by_statement', 'a war crime', None)]),
    ('If confirmed, the shooting would be a war crime.', [('asserted_by_statement', 'a war crime', 'If confirmed')]),
    ('The killing of prisoners is a violation of the Geneva Conventions.', [('asserted_by_statement', 'the Geneva Conventions', None)]),
    ('Under the Geneva Conventions, prisoners must be treated humanely.', [('normative', 'the Geneva Conventions', None)]),
    ('War crimes must be investigated.', [('normative', 'War crimes', None)]),
    ('He is charged with murder and kidnapping.', [('charged_in_case', 'murder and kidnapping', None)]),
    ('The court convicted him of torture.', [('charged_in_case', 'torture', None)]),
    ('The commissioner calls the transfer a deportation.', [('asserted_by_statement', 'a deportation', None)]),
    ('The War Crimes Unit moved to a new office.', []),
    ('The convention of the party opened on Monday.', []),
    ('"This is genocide," the minister said.', [('asserted_by_statement', 'genocide', None)]),
    ('The shooting violated international humanitarian law, the envoy said.', [('asserted_by_statement', 'international humanitarian law', None)]),
    ('The lawyer said the raid would be a war crime if every passenger was a civilian.', [('asserted_by_statement', 'a war crime', 'if every passenger was a civilian')]),
    ('The murder shocked the town.', []),
    ('Prosecutors classified the shooting as a war crime.', [('asserted_by_statement', 'a war crime', None)]),
    ('The mission said that the shelling could constitute a crime against humanity.', [('asserted_by_statement', 'a crime against humanity', None)]),
    ('The report accuses the army of war crimes.', [('asserted_by_statement', 'war crimes', None)]),
    ('The officer was indicted for crimes against humanity.', [('charged_in_case', 'crimes against humanity', None)]),
    ('The attack was an act of terrorism, the ministry said.', [('asserted_by_statement', 'an act of terrorism', None)]),
    ('Summary executions are prohibited under international law.', [('normative', 'Summary executions', None)]),
    ('The deportation began in May.', []),
    ('He stood trial for theft.', []),
    ('Unless the men were armed, the shooting was a war crime, the professor said.', [('asserted_by_statement', 'a war crime', 'Unless the men were armed')]),
    ('The rules of war must be respected by everybody.', [('normative', 'The rules of war', None)]),
    ('If the men had surrendered, their killing is a war crime.', [('asserted_by_statement', 'a war crime', 'If the men had surrendered')]),
    ('Two guards were convicted of kidnapping.', [('charged_in_case', 'kidnapping', None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_legal(
    text: str, expected: list[tuple[str, str, str | None]], pipeline: Pipeline, knowledge: Knowledge
) -> None:
    reading = read(text, pipeline, knowledge)
    assert [(str(q.kind), q.words_used, q.condition) for q in reading.qualifications] == expected
