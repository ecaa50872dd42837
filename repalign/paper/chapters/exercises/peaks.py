"""Exercises of chapter 5."""

import numpy as np

from repalign import alignment_curve
from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers, State
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings.peaks import RELATED
from repalign.paper.readings.peaks.targets import LEVEL

OFFERED = {"A": "DEF", "B": "BAC", "C": "DBC", "D": "ACB"}
"""Targets of a source P_ABC."""
THRESHOLDS = np.geomspace(0.1, 100, 3001)


def additive(gate):
    """Of the variance of a peaks function with X > gate: the part that is a sum of functions of one
    variable each.

    Its means given one variable are (1 - gate) Y and gate Z, up to constants, and a constant given
    X; Y and Z have the variance of the whole.
    """
    return (1 - gate) ** 2 + gate**2


def relation(source, name):
    """A function in the letters that it has where the source is P_ABC; D for all that are new."""
    return "".join("ABCD"[source.find(letter)] for letter in name)


def order_of_gains(stored):
    """The letters of `OFFERED`, the largest gain at tau = 2 first: mean over runs, and over all
    targets that are related to their source in that way."""
    shares = stored["one_alignment"][..., LEVEL]
    gains = shares[:, -1] - shares[:, 0]
    kinds = [[relation(source, name) for name in stored["targets"]] for source in _sources(stored)]
    mean = {
        letter: gains[np.array(kinds) == relation("ABC", name)].mean()
        for letter, name in OFFERED.items()
    }
    return "".join(sorted(mean, key=mean.get, reverse=True))


def _sources(stored):
    return stored["functions"][:, 0].tolist()


def behind(stored):
    """Between which thresholds the related task's layer is behind the inputs, first source, last
    checkpoint."""
    specs = stored.spectrum("inputs", 0), stored.spectrum("one_layers", 0, -1, 0)
    inputs, layer = (
        alignment_curve(spec.target(RELATED), THRESHOLDS, normalized=True) for spec in specs
    )
    found = THRESHOLDS[layer < inputs]
    where = {"source": 0, "checkpoint": _last(stored)}
    return {**where, "threshold": (float(found[0]), float(found[-1]))}


def _last(stored):
    return len(stored["epochs"]) - 1


def too_early(stored):
    return {"checkpoint": (0, _last(stored) - 1)}


def another_source(stored):
    return {"source": (1, len(stored["functions"]) - 1)}


def beyond(stored):
    """Thresholds that no singular value of the inputs but the first reaches."""
    second = stored.spectrum("inputs", 0).singular_values[1]
    return {"threshold": (float(second), float(THRESHOLDS[-1]))}


def still_ahead(stored):
    low, _ = behind(stored)["threshold"]
    return {"threshold": (2.0, 0.999 * low)}


VARIABLES = 8  # of 5.1

# Means of a product of two uniform variables: the same one, independent ones, and two of which
# both are known to be in the upper half.
SAME, APART, UPPER = 1 / 3, 1 / 4, 9 / 16
PRODUCTS = np.array(
    [
        (SAME + APART) / 2,  # P_ABC P_DBC: one variable or two
        (UPPER + 2 * APART / 2 + SAME) / 4,  # P_ABC P_BAC: AB, BC or CA, CC
    ]
)


def on_the_source(products, mean_square=APART):
    """Squared correlations of functions with means of 1 / 2 and mean squares of 1 / 3."""
    return ((products - mean_square) / (SAME - mean_square)) ** 2


EXERCISES = (
    Exercise(
        "5.1",
        "compute",
        minutes=5,
        form=Numbers("a whole number", whole=True),
        answer=3 * (VARIABLES - 3) * 6,
        mistakes=(
            (
                3 * (VARIABLES - 3),
                "Those are the choices of variables; each of them has several orders.",
            ),
            (3 * 6, "Which two are shared is chosen; the third is one of the others."),
            (3 * (6 - 3) * 6, "So many are there with six variables: here are eight."),
        ),
    ),
    Exercise(
        "5.2",
        "compute",
        minutes=10,
        form=Numbers("a share, from 0 to 1"),
        answer=additive(0.8),
        mistakes=(
            (
                additive(0.5),
                "That is for a gate at 0.5: with another one the two cases are not equally likely.",
            ),
            (1 - additive(0.8), "That is what no such sum can hold: the rest is asked for."),
            (
                0.8,
                "That is how much of one variable gets through. Its share is in squares, and the "
                "other variable has a share too.",
            ),
            (0.8**2, "That is Z's part; Y has one too."),
            (
                1.0,
                "That adds up amplitudes. Variances add up, and a variable that gets through in "
                "part counts with the square of that part.",
            ),
        ),
    ),
    Exercise(
        "5.3",
        "predict",
        minutes=8,
        form=Letters("ABCD", count=4),
        answer=read(order_of_gains, "peaks"),
        mistakes=(
            (
                "BDCA",
                "Two share all three variables. Add each of them to the source: of which is the "
                "sum something that the inputs hold anyway?",
            ),
            (
                "DCBA",
                "What does the source teach of a gate by D? The network never had to look at D.",
            ),
            (
                "CDBA",
                "To share the two variables that are returned is not enough: the inputs hold that "
                "part already, and the new part is the gate.",
            ),
            (
                "BCDA",
                "Which target needs no gate that the source did not need?",
            ),
        ),
    ),
    Exercise(
        "5.4",
        "explain",
        minutes=5,
        form=Letters("ABCD"),
        answer="D",
        mistakes=(
            (
                "A",
                "The chapter removed the idle units before training: what did that cost the "
                "unrelated targets?",
            ),
            (
                "B",
                "The two functions share no variable, so that they are independent: their "
                "correlation is zero.",
            ),
            (
                "C",
                "Then a source of shuffled labels would do the same: look at its figure again.",
            ),
        ),
    ),
    Exercise(
        "5.5",
        "break",
        minutes=8,
        form=State("peaks"),
        answer=read(behind, "peaks"),
        mistakes=(
            (
                read(another_source, "peaks"),
                "That is another source: choose the first.",
            ),
            (
                read(too_early, "peaks"),
                "That is before the end of the training: go to the last epoch.",
            ),
            (
                {"threshold": (0.1, 1.99)},
                "There the layer holds more of the related task: it is ahead at small thresholds.",
            ),
            (
                read(still_ahead, "peaks"),
                "The related task is still ahead of the inputs there: follow both curves of its "
                "panel until they cross.",
            ),
            (
                read(beyond, "peaks"),
                "There the inputs have nothing left: whoever is above zero is ahead.",
            ),
        ),
    ),
    Exercise(
        "5.6",
        "extend",
        minutes=20,
        form=Numbers("a pair of shares, from 0 to 1", count=2),
        answer=lambda: on_the_source(PRODUCTS),
        mistakes=(
            (
                lambda: on_the_source(np.array([PRODUCTS[0], (3 * APART + SAME) / 4])),
                "The first is right. Given that A is above 0.5, its mean is no longer one half.",
            ),
            (
                lambda: on_the_source(PRODUCTS, mean_square=0),
                "Labels are centred first: take the product of the means, 1/4, from the products "
                "and from the squares.",
            ),
            (
                lambda: on_the_source(PRODUCTS) * [1, 0],
                "The first is right. The second is not zero: where A and B are both large, both "
                "functions are.",
            ),
            (
                (1 / 4, 1 / 4),
                "The first is right. The two targets share different things with the source: go "
                "through the four cases of the second.",
            ),
        ),
    ),
)
