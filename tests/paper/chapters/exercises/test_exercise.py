"""What an exercise says to an answer."""

import json

from repalign.paper.chapters.exercises.exercise import HINT, Exercise, turned
from repalign.paper.chapters.exercises.forms import Numbers

HALF = Exercise(
    "9.9",
    "compute",
    minutes=1,
    form=Numbers("a share, from 0 to 1"),
    answer=lambda: 0.5,
    mistakes=((lambda: 0.75, "Three quarters are too many."), (0.5, "Never said: it is right.")),
)


def test_it_is_right_wrong_with_a_reason_or_not_answered():
    said = {answer: str(HALF.judge(answer)) for answer in (0.5, 0.505, 0.75, 50, 0.6, ..., None)}
    assert said == {
        0.5: "right.",
        0.505: "right.",
        0.75: "not yet. Three quarters are too many.",
        50: "not yet. A hundred times too large: a share is asked for, or per cent?",
        0.6: f"not yet. {HINT}",
        ...: "not answered yet.",
        None: "not answered yet.",
    }


def test_too_many_numbers_are_named_before_any_mistake():
    assert str(HALF.judge([0.5, 0.5])) == "not yet. A share, from 0 to 1 is asked for."


def test_text_that_is_turned_twice_is_as_before():
    text = "Letters, 0.5 {and} ‖y‖² ~!"
    assert turned(text) != text == turned(turned(text))


def test_no_mistake_is_right():
    assert [0.5] not in [answer for answer, _ in HALF.wrong()]


def test_a_page_is_told_all_of_it_but_not_in_plain_words():
    told = HALF.told()
    assert "0.5" not in told and "quarters" not in told
    read = json.loads(turned(told))
    assert read["right"] == [0.5] and read["rtol"] == 0.02 and read["count"] == 1
    assert read["wrong"][0] == [[0.75], "Three quarters are too many."]
