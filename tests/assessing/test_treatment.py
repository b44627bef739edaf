"""Figures of how each side's incidents were worked on: the same for every side, swapped with the sides."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from allegata.assessing.treatment import Share, Worked, has_answer, symmetry
from allegata.model.vocabulary import ContestationValue

ONE, OTHER = "state:AA", "state:BB"
DAYS = st.none() | st.dates(date(2022, 1, 1), date(2024, 1, 1))
WORKED = st.builds(
    Worked,
    st.sampled_from([(ONE,), (OTHER,), (ONE, OTHER), ()]),
    st.booleans(),
    st.booleans(),
    DAYS,
    DAYS,
    st.booleans(),
    st.just(4),
    st.integers(0, 4),
)


def test_shares_and_the_median() -> None:
    first = Worked((ONE,), True, True, date(2022, 1, 1), date(2022, 1, 3), True, 4, 3)
    second = Worked((ONE,), False, True, date(2022, 2, 1), date(2022, 2, 9), True, 0, 0)
    third = Worked((ONE,), False, False, date(2022, 3, 1), None)
    (made,) = symmetry([first, second, third])
    assert made.incidents == 3
    assert (made.searched, made.neutral, made.answered) == (Share(1, 3), Share(2, 3), Share(2, 3))
    assert made.accepted == Share(3, 4)
    assert (made.days_to_answer, made.timed) == (5.0, 2)


def test_what_names_no_side_or_several_stands_apart_and_last() -> None:
    made = symmetry(
        [Worked((), False, True), Worked((ONE, OTHER), False, True), Worked((OTHER,), False, True)]
    )
    assert [(one.side, one.incidents) for one in made] == [(OTHER, 1), (None, 2)]


def test_an_answer_before_the_accusation_gives_no_days() -> None:
    (made,) = symmetry([Worked((ONE,), True, True, date(2022, 1, 5), date(2022, 1, 1), True)])
    assert made.days_to_answer is None


def test_silence_is_no_answer() -> None:
    assert not has_answer([ContestationValue.NO_RESPONSE_KNOWN, ContestationValue.REPORTED_UNANSWERED])
    assert has_answer([ContestationValue.WILL_INVESTIGATE])


def swapped(one: Worked) -> Worked:
    names = {ONE: OTHER, OTHER: ONE}
    return replace(one, sides=tuple(sorted(names[side] for side in one.sides)))


@given(st.lists(WORKED, max_size=12))
def test_swapping_the_sides_swaps_the_figures(incidents: list[Worked]) -> None:
    names = {ONE: OTHER, OTHER: ONE, None: None}
    before = {names[one.side]: replace(one, side=names[one.side]) for one in symmetry(incidents)}
    after = {one.side: one for one in symmetry([swapped(one) for one in incidents])}
    assert before == after
