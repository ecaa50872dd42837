"""Whatever is passed to a public function, what leaves is a result without NaN, or an error raised
on purpose.

Every function, class and method that an ``__all__`` or the page on the package names is called with
values that are expected, values that nobody should pass, and expected ones with one entry spoiled.
REPALIGN_FUZZ_SEED and REPALIGN_FUZZ_CASES set another seed and number of cases.
"""

import os
import socket

import fuzz
import matplotlib.pyplot as plt
import numpy as np
import pytest
from fuzz_surface import SURFACE, expected, parameters

SEED = int(os.environ.get("REPALIGN_FUZZ_SEED", "2022"))
CASES = int(os.environ.get("REPALIGN_FUZZ_CASES", "20000"))
SLOW = {
    "repalign.plot": 0.15,
    "repalign.distributed": 0.2,
    "repalign.paper": 0.2,
}  # fewer cases of these


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, made_up_dir):
    """A folder to write to, made-up data, and no network."""

    def refuse(*_, **__):
        raise OSError("no network in this test")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPALIGN_DATA", str(made_up_dir))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    plt.switch_backend("agg")


def test_what_leaves_is_a_result_or_a_refusal(elsewhere):
    print(f"REPALIGN_FUZZ_SEED={SEED}, {CASES} cases of {len(SURFACE)} public functions")
    rng, names = np.random.default_rng(SEED), list(SURFACE)
    weights = [
        next((share for start, share in SLOW.items() if name.startswith(start)), 1.0)
        for name in names
    ]
    returned, wrong = set(), {}
    for name in rng.choice(names, CASES, p=np.array(weights) / sum(weights)):
        case = fuzz.drawn(name, rng)
        came = fuzz.outcome(name, case)
        plt.close("all")
        if came == "result":
            returned.add(name)
        elif came != "refusal" and (name, came) not in wrong:
            wrong[name, came] = f"{fuzz.told(name, fuzz.minimal(name, case, came))}\n    {came}"
    assert not wrong, f"{len(wrong)} calls, REPALIGN_FUZZ_SEED={SEED}:\n" + "\n".join(
        wrong.values()
    )
    never = set(names) - returned - {"repalign.distributed.dask_map"}  # which needs a cluster
    assert not never or CASES < 5000, (
        f"never gave a result, so EXPECTED in tests/fuzz_values.py is wrong: {never}"
    )


def test_every_parameter_of_every_public_function_is_covered():
    for name in SURFACE:
        for parameter in parameters(name):
            assert callable(expected(name, parameter.name))


def nan(x):
    return np.array([np.nan])


def accident(x):
    return x.nowhere


def numpy_error(x):
    return np.zeros(3).reshape(2, 2)


def warning(x):
    return np.float64(1e308) * np.float64(1e308)


@pytest.mark.parametrize("function, message", [
    (nan, "NaN in the result"),
    (accident, "AttributeError"),
    (numpy_error, "ValueError: cannot reshape"),
    (warning, "RuntimeWarning: overflow"),
])  # fmt: skip
def test_it_tells_what_is_wrong_with_the_smallest_call(monkeypatch, function, message):
    monkeypatch.setitem(SURFACE, "repalign.new", (None, function))
    case = {"x": ("spoiled", 1)}
    assert fuzz.outcome("repalign.new", case).startswith(message)
    assert fuzz.minimal("repalign.new", case, message) == {"x": ("expected", 1)}
    assert fuzz.told("repalign.new", {"x": ("expected", 1)}) == "repalign.new(x=[1, 2, 3, 4])"


def test_a_new_parameter_must_be_given_values(monkeypatch):
    monkeypatch.setitem(SURFACE, "repalign.new", (None, lambda unheard_of: None))
    with pytest.raises(
        LookupError, match=r"'unheard_of': add what it expects to EXPECTED in tests/fuzz_values\.py"
    ):
        test_every_parameter_of_every_public_function_is_covered()
