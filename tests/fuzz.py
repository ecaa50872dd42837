"""Calls of public functions with values of fuzz_values.py, and what is wrong with what leaves."""

import contextlib
import inspect
import io
import linecache
import traceback
import warnings
from dataclasses import fields
from pathlib import Path
from types import GeneratorType

import numpy as np
from fuzz_hostile import HOSTILE
from fuzz_surface import PACKAGE, SURFACE, expected, owner_of, parameters

from repalign._support.check import shown
from repalign.distributed import SweepError

# A case: for each parameter that is passed, what kind of value and from which seed. So it can be
# made again.


def drawn(name, rng):
    case = {"self": ("expected", int(rng.integers(2**32)))} if SURFACE[name][0] else {}
    junk = rng.choice([0.0, 0.3, 0.7])
    for parameter in parameters(name):
        optional = (
            parameter.default is not parameter.empty or parameter.kind is parameter.VAR_POSITIONAL
        )
        if optional and rng.random() < 0.4:
            continue
        spoil = rng.random() < junk and parameter.kind is not parameter.VAR_KEYWORD
        kind = ("hostile", "spoiled")[rng.integers(2)] if spoil else "expected"
        case[parameter.name] = kind, int(rng.integers(2**32))
    return case


def value_of(name, parameter, kind, seed):
    rng = np.random.default_rng(seed)
    if parameter == "self":
        return owner_of(SURFACE[name][0])(rng)
    if kind == "hostile":
        return hostile(rng)
    value = expected(name, parameter)(rng)
    return spoiled(value, rng) if kind == "spoiled" else value


def hostile(rng):
    return HOSTILE[rng.integers(len(HOSTILE))]()


def spoiled(value, rng):
    """The value with one entry, at any depth, that nobody should pass."""
    if type(value) is np.ndarray and value.dtype.kind == "f" and value.size:
        value = value.copy()
        value.flat[rng.integers(value.size)] = rng.choice(
            [np.nan, np.inf, -1e308, 1e308, 0, 5e-324]
        )
        return value[1:] if value.ndim and rng.random() < 0.2 else value
    if not isinstance(value, dict | list | tuple) or not value or rng.random() < 0.3:
        return hostile(rng)
    if isinstance(value, dict):
        key = list(value)[rng.integers(len(value))]
        return value | {key: spoiled(value[key], rng)}
    at = rng.integers(len(value))
    items = [spoiled(item, rng) if i == at else item for i, item in enumerate(value)]
    return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)


def outcome(name, case):
    """What leaves: "result", "refusal", or what is wrong with it, in words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = {parameter: value_of(name, parameter, *how) for parameter, how in case.items()}
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", UserWarning)  # advice, given on purpose
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                return (
                    "NaN in the result" if has_nan(called(SURFACE[name][1], values)) else "result"
                )
        except Exception as error:
            return (
                "refusal"
                if on_purpose(error)
                else f"{type(error).__name__}: {error!s:.300} ({place(error)})"
            )


def called(function, values):
    """The result, in full: generators and contexts are gone through."""
    kinds = {
        parameter.name: parameter.kind
        for parameter in inspect.signature(function).parameters.values()
    }
    positional, keywords = [], {}
    for name, value in values.items():
        if kinds[name] is inspect.Parameter.VAR_KEYWORD:
            keywords |= value
        elif inspect.Parameter.VAR_POSITIONAL in kinds.values():
            positional.append(value)
        else:
            keywords[name] = value
    result = function(*positional, **keywords)
    if isinstance(result, GeneratorType):
        return [phi for phi, _ in result]  # of `representations`, whose labels stay as they came
    if isinstance(result, contextlib.AbstractContextManager):
        with result:
            return None
    return result


def has_nan(result):
    if hasattr(result, "__post_init__"):  # records without a check hold what they are given
        return has_nan([getattr(result, field.name) for field in fields(result)])
    if isinstance(result, dict):
        return has_nan(list(result.values()))
    if isinstance(result, list | tuple) and not hasattr(result, "_fields"):
        return any(map(has_nan, result))
    return (
        isinstance(result, float | np.ndarray)
        and np.asarray(result).dtype.kind == "f"
        and bool(np.isnan(result).any())
    )


def place(error):
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def on_purpose(error):
    """A missing file or extra, Python's words on keywords, or ours: the last line reached is our
    raise."""
    if isinstance(error, OSError | ImportError | SweepError) or "keyword argument" in str(error):
        return True
    frame = traceback.extract_tb(error.__traceback__)[-1]
    line = linecache.getline(frame.filename, frame.lineno).strip()
    ours = Path(frame.filename).is_relative_to(PACKAGE) and line.startswith("raise")
    return isinstance(error, ValueError | TypeError) and ours and len(str(error)) > 20


def minimal(name, case, wrong):
    """The case with as little as possible that nobody should pass, and nothing optional, that goes
    wrong alike."""
    alike = wrong.partition(":")[0]
    for parameter, (kind, seed) in list(case.items()):
        without = {key: how for key, how in case.items() if key != parameter}
        simpler = [without] * (parameter != "self") + [case | {parameter: ("expected", seed)}] * (
            kind != "expected"
        )
        case = next(
            (
                each
                for each in simpler
                if outcome(name, each).partition(":")[0] == alike and binds(name, each)
            ),
            case,
        )
    return case


def binds(name, case):
    return all(
        p.name in case or p.default is not p.empty or p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL)
        for p in parameters(name)
    )


def told(name, case):
    told = [
        f"{parameter}={shown(value_of(name, parameter, *how))}" for parameter, how in case.items()
    ]
    return f"{name}({', '.join(each for each in told if not each.startswith('self='))})"
