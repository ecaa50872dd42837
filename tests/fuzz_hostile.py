"""What nobody should pass to a public function, each made anew."""

import importlib.util
from fractions import Fraction

import numpy as np

N, D = 6, 3  # samples and features of what is expected


class Thing:
    """A class, whose objects are good for nothing."""

    def __init__(self, *_, **__):
        pass


def circular():
    nothing = []
    nothing.append(nothing)
    return nothing


HOSTILE = [
    lambda: None,
    lambda: "",
    lambda: "junk",
    lambda: "\0",
    lambda: b"bytes",
    lambda: "é" * 400,
    lambda: -5,
    lambda: 0,
    lambda: -0.0,
    lambda: 10**12,
    lambda: 2**63,
    lambda: 10**400,
    lambda: 10**5000,
    lambda: 1e308,
    lambda: 5e-324,
    lambda: float("nan"),
    lambda: float("inf"),
    lambda: -np.inf,
    lambda: 1j,
    lambda: True,
    lambda: Fraction(1, 3),
    lambda: object(),
    lambda: Thing,
    lambda: lambda *_, **__: None,
    lambda: (value for value in (1, 2)),
    lambda: circular(),
    lambda: [],
    lambda: (),
    lambda: [[]],
    lambda: [[1.0], [2.0, 3.0]],
    lambda: {},
    lambda: set(),
    lambda: {"a": 1},
    lambda: {1: None},
    lambda: {"a": {"b": []}},
    lambda: [10**400],
    lambda: [None],
    lambda: ["a"] * N,
    lambda: [object()],
    lambda: [(1, 2, 3)],
    lambda: [np.nan] * N,
    lambda: range(2),
    lambda: slice("a"),
    lambda: Ellipsis,
    lambda: NotImplemented,
    lambda: np,
    lambda: print,
    lambda: np.array(0),
    lambda: np.array(1.5),
    lambda: np.zeros(0),
    lambda: np.zeros((0, 3)),
    lambda: np.zeros((N, 0)),
    lambda: np.zeros((N, D)),
    lambda: np.ones((2, 3, 4)),
    lambda: np.ones(N + 1),
    lambda: np.array([None] * N),
    lambda: np.array(["a"] * N),
    lambda: np.ones((N, D), complex),
    lambda: np.array(["2020-01-01"] * N, "M8[D]"),
    lambda: np.array(["NaT"] * N, "M8[D]"),
    lambda: np.ones(N, bool),
    lambda: np.arange(N * D, dtype=np.uint8).reshape(N, D),
    lambda: np.ones(N, "V4"),
    lambda: np.ones((N, D), np.float16),
    lambda: np.full((N, D), np.longdouble("1e4000")),
    lambda: np.ma.masked_array(np.ones((N, D)), np.eye(N, D)),
    lambda: np.ma.ones(N),
    lambda: np.matrix(np.ones((N, D))),
    lambda: np.full((N, D), np.nan),
    lambda: np.full(N, 2**64 - 1, np.uint64),
    lambda: np.zeros(N, [("a", int), ("b", float)]),
    lambda: np.float64("nan"),
    lambda: np.int8(-1),
    lambda: np.full((N, D), 1e308),
    lambda: np.full(N, -1e308),
    lambda: np.full((N, D), 5e-324),
]
if importlib.util.find_spec("torch"):
    import torch

    HOSTILE += [
        lambda: torch.ones(N, D, requires_grad=True),
        lambda: torch.ones(N, dtype=torch.bfloat16),
        lambda: torch.ones(N, D, device="meta"),
        lambda: torch.eye(N).to_sparse(),
        lambda: torch.tensor(1.0),
        lambda: torch.ones(N, dtype=torch.complex64),
        lambda: [torch.ones(2, requires_grad=True)],
    ]
if importlib.util.find_spec("pandas"):
    import pandas

    HOSTILE += [
        lambda: pandas.Series([1.0, None]),
        lambda: pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]}),
    ]
