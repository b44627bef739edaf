"""What is shown and found before a merge, a split or an undo is decided."""

from allegata.actions.casebook import Casebook
from allegata.actions.current import every_incident
from allegata.actions.preview import found_by_title
from allegata.actions.review import review
from allegata.actions.sealed import WITHHELD
from allegata.actions.titles import titles
from allegata.model.decision import DecisionVerb
from allegata.model.vocabulary import RecordState


def test_a_sealed_record_is_found_by_its_id_alone_and_tells_no_title(book: Casebook) -> None:
    one, other, *_ = every_incident(book)
    title = titles(book, [one.id])[one.id]
    assert (one.id, title) in found_by_title(book, title, [other.id])
    assert one.id not in dict(found_by_title(book, title, [one.id]))
    review(book, DecisionVerb.STATE, one.id, "Ana", "a risk to a witness", (), RecordState.SEALED)
    assert one.id not in dict(found_by_title(book, title, [other.id]))
    for words in (title, *title.split()):
        assert one.id not in dict(found_by_title(book, words, ())), "its words were found all the same"
    assert found_by_title(book, one.id, ()) == ((one.id, WITHHELD),)
    assert not found_by_title(book, f"{one.id} {title.split()[0]}", ())
