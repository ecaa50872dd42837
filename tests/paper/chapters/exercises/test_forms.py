"""Answers as their forms read and compare them; expected values by definition."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repalign.paper.chapters.exercises.forms import ONE_OFF, SWAPPED, Letters, Numbers, State
from repalign.widgets import CircleExplorer

FINITE = st.floats(1e-6, 1e6)


@given(FINITE, st.floats(-0.0199, 0.0199))
def test_a_number_is_right_within_its_tolerance_and_not_beyond(right, part):
    form = Numbers(rtol=0.02)
    assert form.same([right * (1 + part)], [right])
    assert not form.same([right * (1.021 + abs(part))], [right])


def test_whole_numbers_are_right_only_if_they_are_the_same():
    form = Numbers(whole=True)
    assert form.same(form.read(230), [230.0])
    assert not form.same(form.read(229), [230.0])


def test_one_number_too_few_is_named_as_that():
    form = Numbers("a pair of numbers", count=2)
    assert form.complaint(form.read((1, 2))) is None
    assert form.complaint(form.read(1)) == "A pair of numbers is asked for."


@pytest.mark.parametrize(
    "answer", ["junk", [1, [2]], object(), 10**400], ids=lambda answer: str(answer)[:9]
)
def test_what_is_no_number_is_refused(answer):
    with pytest.raises(ValueError, match="answer "):
        Numbers().read(answer)


def test_slips_of_numbers():
    slips = {text: answer for answer, text in Numbers(count=2, whole=True).slips([4.0, 9.0])}
    assert slips[SWAPPED] == [9, 4]
    assert slips[ONE_OFF] == [5, 10]  # the other side of it stands before
    assert [2, 3] in slips.values() and [16, 81] in slips.values() and [-4, -9] in slips.values()


def test_slips_that_are_no_numbers_are_left_out():
    assert all(math.isfinite(value) for [value], _ in Numbers().slips([0.0]))


def test_letters_are_read_whatever_stands_between_them():
    form = Letters("ABCD", count=4)
    assert form.read("b, d > a c") == list("BDAC") and form.complaint(list("BDAC")) is None
    for given_, said in ((list("BDA"), "4 letters"), (list("BDAA"), "A to D"), (["X"] * 4, "A to")):
        assert said in form.complaint(given_)
    assert [answer for answer, _ in form.slips(list("BDAC"))] == [list("CADB")]


@pytest.mark.parametrize("answer", ["", "12", 3, None])
def test_what_holds_no_letter_is_refused(answer):
    with pytest.raises(ValueError, match="answer must be a letter, A to D"):
        Letters().read(answer)


LIMITS = {"direction": (85, 95)}


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (CircleExplorer(direction=90), True),
        (CircleExplorer(direction=135), False),
        ("#circle?direction=90&spread=0", True),
        ("https://a.b/notebooks/01_circle.html#circle?direction=90", True),
        ("#descent?direction=90", False),
        ("#circle", False),
        ("direction", False),
        ({"direction": 90}, True),
        ({"direction": "north"}, False),
    ],
)
def test_a_state_is_that_of_an_explorer_or_of_a_link_to_it(answer, right):
    form = State("circle")
    # The explorer's page_state is what a page gives it.
    if isinstance(answer, CircleExplorer):
        answer.page_state = ["direction", "spread"]
    assert form.same(form.read(answer), LIMITS) == right


def test_a_state_may_ask_for_a_word():
    form = State("layers")
    assert form.same(form.read("#layers?network=relu"), {"network": "relu"})


def test_what_is_no_state_is_refused():
    with pytest.raises(ValueError, match=r"a link to a state of it such as '#circle\?"):
        State("circle").read(90)


@pytest.mark.parametrize(
    ("text", "count", "numbers"),
    [
        ("30.4, 8.8", 2, [30.4, 8.8]),
        ("(30.4; -8.8)", 2, [30.4, -8.8]),
        ("1/3", 1, [1 / 3]),
        ("15 %", 1, [0.15]),
        ("0,5", 1, [0.5]),
        ("0,5", 2, [0.0, 5.0]),
        ("30,4; 8,8", 2, [30.4, 8.8]),
        ("1, −1 and 1", 3, [1.0, -1.0, 1.0]),
        ("2e-5 .5", 2, [2e-5, 0.5]),
        ("1/sqrt(16)", 1, [0.25]),
        ("√ 16, -2 * 3/4", 2, [4.0, -1.5]),
        ("132,355", 1, [132.355]),
        ("", 1, []),
    ],
)
def test_numbers_are_read_as_people_type_them(text, count, numbers):
    assert Numbers(count=count).typed(text) == pytest.approx(numbers)


@pytest.mark.parametrize("text", ["132,355", "132 355", "132'355", "132355", "514 × 515 / 2"])
def test_a_whole_number_is_read_with_its_thousands_parted(text):
    assert Numbers(whole=True).typed(text) == [132_355]


@pytest.mark.parametrize("text", ["13,23,55", "132,35"])
def test_what_is_parted_elsewhere_is_no_such_number(text):
    assert Numbers(whole=True).typed(text) != [13_2355]


@pytest.mark.parametrize(
    "text", ["two", "1/2/3", "0x10", "Infinity", "1_000", "1/", "%", "√", "3*", "√-1"]
)
def test_what_is_typed_and_no_number_is_named(text):
    with pytest.raises(ValueError, match="is not a number"):
        Numbers().typed(text)
