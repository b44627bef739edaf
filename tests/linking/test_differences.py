"""Texts side by side: paragraphs that belong together, and the words that only one of them has."""

from allegata.linking.differences import differences
from allegata.model.document import Document


def text(words: str, language: str = "en") -> Document:
    return Document("d", "i", words, language, ())


def only(document: Document, found: tuple[tuple[int, int], ...]) -> list[str]:
    return [document.text[start:end] for start, end in found]


def test_words_that_differ_are_named_on_both_sides() -> None:
    one = text("A title\n\nEleven men were seen in the yard on Friday.\n")
    two = text("Eleven men were seen in a barn on Friday.\n\nMore words.\n")
    found = differences(one, two)
    assert only(one, found.only_left) == ["A title", "the yard"]
    assert only(two, found.only_right) == ["a barn", "More words."]
    assert [(len(row.left), len(row.right)) for row in found.rows] == [(1, 0), (1, 1), (0, 1)]


def test_a_text_beside_itself_differs_nowhere() -> None:
    one = text("One line.\n\nAnother, longer line.\n")
    found = differences(one, one)
    assert (found.only_left, found.only_right, found.shared) == ((), (), 1.0)
    assert all(row.left == row.right for row in found.rows)


def test_every_paragraph_stands_in_one_row() -> None:
    one, two = text("a b c\nd e f\ng h i\n"), text("x y\na b c\nq\ng h i\nz\n")
    rows = differences(one, two).rows
    assert sorted(p for row in rows for p in row.left) == [(0, 5), (6, 11), (12, 17)]
    assert len([p for row in rows for p in row.right]) == 5


def test_two_languages_are_laid_side_by_side_without_marks() -> None:
    found = differences(text("One.\nTwo.\n"), text("Один.\nДва.\nТри.\n", "uk"))
    assert found.shared is None and not found.only_left and not found.only_right
    assert [(len(row.left), len(row.right)) for row in found.rows] == [(1, 1), (1, 1), (0, 1)]


def test_case_and_punctuation_do_not_differ() -> None:
    found = differences(text("“The Office,” he said."), text("the office he said"))
    assert found.shared == 1.0
