"""Legal steps taken, announced, asked for or not taken, each with its stage and authority."""

import pytest
from tests.builders.reading import read

from allegata.model.knowledge import Knowledge
from allegata.reading.sentences import Pipeline

SENTENCES = [
    ('Prosecutors opened a criminal case over the shooting.', [('criminal_case_opened', 'Prosecutors')]),
    ('The police have launched an investigation into the killings.', [('announced_inquiry', 'The police')]),
    ('A criminal case has been opened under Article 12 of the Criminal Code.', [('criminal_case_opened', 'this outlet')]),
    ('Prosecutors opened no investigation into the killings.', []),
    ('Prosecutors have not opened an investigation.', []),
    ('Prosecutors should open an investigation.', []),
    ('The family demanded that prosecutors open an investigation.', []),
    ('The army promised to open an investigation.', []),
    ('If the clip is genuine, prosecutors will open a case.', []),
    ('The ministry announced that an inquiry will be opened.', [('announced_inquiry', 'The ministry')]),
    ('The president ordered an inquiry into the raid.', [('announced_inquiry', 'The president')]),
    ('The government set up a commission of inquiry.', [('announced_inquiry', 'The government')]),
    ('The government has set up a commission on agriculture.', []),
    ('The prosecutor filed an indictment against two officers.', [('charged', 'The prosecutor')]),
    ('Charges have been brought against three guards by the military prosecutor.', [('charged', 'the military prosecutor')]),
    ('A court convicted the commander of murder.', [('judgment_first_instance', 'A court')]),
    ('The tribunal found two generals guilty of the killings.', [('judgment_first_instance', 'The tribunal')]),
    ('A court found the officers responsible for the killing of nine farmers.', [('judgment_first_instance', 'A court')]),
    ('Investigators charged an unnamed commander with terrorism.', [('charged', 'Investigators')]),
    ('The soldier was sentenced to ten years in prison.', [('judgment_first_instance', 'this outlet')]),
    ('Prosecutors asked a judge to issue an arrest warrant for the commander.', [('unknown', 'Prosecutors')]),
    ('The Supreme Court is to hear an appeal in June.', [('unknown', 'The Supreme Court')]),
    ('Prosecutors are checking the reports of the shooting.', [('announced_inquiry', 'Prosecutors')]),
    ('The military police are investigating the incident.', [('announced_inquiry', 'The military police')]),
    ('Investigators are working to establish the identity of the shooters.', [('unknown', 'Investigators')]),
    ('The newspaper investigated how ministers spend money.', []),
    ('The court suspended the case against the officer.', [('suspended', 'The court')]),
    ('Prosecutors are investigating 31 cases.', []),
    ('The security service served two commanders with a notice of suspicion.', [('suspect_notified', 'The security service')]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_steps(text: str, expected: list[tuple[str, str]], pipeline: Pipeline, knowledge: Knowledge) -> None:
    reading = read(text, pipeline, knowledge)
    assert [(str(r.stage), r.authority.wording) for r in reading.proceedings] == expected
