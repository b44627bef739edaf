"""Every object is the one that was named, or it is named here."""

from allegata.evidence.digest import is_digest, of_bytes, of_chunks
from allegata.evidence.fixity import Found, compare

A, B, C = (of_bytes(letter) for letter in (b"a", b"b", b"c"))
NAMED = {A: "original of item a", B: "reading of item b"}


def test_objects_that_fit_have_no_problem() -> None:
    assert list(compare(NAMED, [Found("a", A, A), Found("b", B, B)])) == []


def test_each_fault_is_named_with_its_object() -> None:
    problems = list(compare(NAMED, [Found("aa/x", A, C), Found("cc/y", C, C), Found("zz", None, C)]))
    assert [(p.code, p.subject) for p in problems] == [
        ("object_altered", A),
        ("object_extra", "cc/y"),
        ("object_extra", "zz"),
        ("object_missing", B),
    ]
    assert "reading of item b" in problems[-1].what


def test_an_object_that_cannot_be_opened_is_not_called_missing() -> None:
    assert [p.code for p in compare(NAMED, [Found("a", A, None), Found("b", B, B)])] == ["object_unreadable"]


def test_a_stream_is_hashed_as_it_passes() -> None:
    copy: list[bytes] = []
    assert of_chunks([b"ab", b"", b"c"], copy.append) == (of_bytes(b"abc"), 3)
    assert b"".join(copy) == b"abc"


def test_what_is_a_digest() -> None:
    assert is_digest(A)
    assert not is_digest(A.upper()) and not is_digest(A[:-1])
