"""The public functions, and what they are called with and on."""

import functools
import importlib
import inspect
import json
import pkgutil
import re
from pathlib import Path

import fuzz_values
import numpy as np

import repalign
from repalign.widgets._base import Explorer

PACKAGE = Path(repalign.__file__).parent
PAGE = PACKAGE.parent / "book" / "api.md"
ALSO = ("repalign.paper.chapters.exercises.check",)  # what readers of the chapters call


def named(path):
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def public_names():
    """Of every ``__all__`` above the layer that reproduces the paper, of the page, and what else
    readers call."""
    names = {f"repalign.{name}" for name in repalign.__all__} | set(ALSO) | page_names()
    for module in pkgutil.iter_modules([str(PACKAGE)]):
        if not module.name.startswith("_") and module.name not in ("paper", "cli"):
            path = f"repalign.{module.name}"
            names |= {
                f"{path}.{name}" for name in getattr(importlib.import_module(path), "__all__", ())
            }
    return sorted(names)


def page_names():
    names, module = set(), None
    for directive, name in re.findall(
        r"^\.\. (currentmodule|auto\w+):: (\S+)", PAGE.read_text(), re.M
    ):
        if directive == "currentmodule":
            module = name
        else:
            names.add(f"{module}.{name}")
    return names


def surface():
    """What is called, by name: a callable, and the class on whose object it is called, if it is a
    method."""
    found = {}
    for path in public_names():
        public = named(path)
        if not inspect.isclass(public):
            found[path] = None, public
        elif not issubclass(public, BaseException):
            found[path] = None, public
            found |= {f"{path}.{name}": each for name, each in methods(public).items()}
    return found


def methods(public):
    """By name, functions of the object first; class methods too, and for explorers the assignment
    to a trait."""
    found = {}
    for name, value in vars(public).items():
        if not name.startswith("_") and inspect.isfunction(value):
            found[name] = public, value
        elif not name.startswith("_") and isinstance(value, classmethod):
            found[name] = None, getattr(public, name)
    if issubclass(public, Explorer):
        found["assign"] = public, assign
    return found


def assign(self, trait, value):
    if isinstance(trait, str) and self.has_trait(trait):
        setattr(self, trait, value)
        json.dumps(getattr(self, trait), allow_nan=False)


SURFACE = surface()


def parameters(name):
    owner, function = SURFACE[name]
    found = list(inspect.signature(function).parameters.values())
    return found[1:] if owner else found


def expected(name, parameter):
    """The values of a parameter, those of its function, class or method first."""
    for part in (*reversed(name.split(".")), None):
        key = f"{part}.{parameter}" if part else parameter
        if key in fuzz_values.EXPECTED:
            return fuzz_values.EXPECTED[key]
    raise LookupError(
        f"{name} has a parameter {parameter!r}: add what it expects to EXPECTED in "
        "tests/fuzz_values.py"
    )


def example(kind, **changes):
    """An explorer of that class, made of what its parameters expect."""
    rng, path = np.random.default_rng(0), f"repalign.widgets.{kind.__name__}"
    needed = [
        parameter.name
        for parameter in inspect.signature(kind).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    ]
    return kind(**{name: expected(path, name)(rng) for name in needed} | changes)


@functools.cache
def owner_of(kind):
    """What a method is called on; explorers are costly, and keep what was assigned."""
    if issubclass(kind, Explorer):
        explorer = example(kind)
        return lambda rng: explorer
    return fuzz_values.OWNERS[kind]
