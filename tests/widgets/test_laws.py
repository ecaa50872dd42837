"""Laws that every explorer of the package keeps on the Python side.

Explorers are found, not listed; what they are made of stands in tests/fuzz_values.py. What a reader
sees is tried in tests/book.
"""

import importlib
import inspect
import json
import pkgutil
from collections import Counter

import anywidget
import pytest
from fuzz_hostile import HOSTILE
from fuzz_surface import example

from repalign import widgets
from repalign.widgets._base import NOT_RUN, STATIC, Explorer, StateError


def explorers_of(module):
    found = (each for each in vars(module).values() if inspect.isclass(each))
    return {each for each in found if issubclass(each, Explorer) and each is not Explorer}


EXPLORERS = sorted(explorers_of(widgets), key=lambda kind: kind.__name__)
NEVER = [None, float("nan"), float("inf"), 10**400, object(), [object()], [float("nan")], {1: {2}}]

every = pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)


def traits_of(kind):
    """Names of what travels to a page, besides what every anywidget has."""
    return set(kind.class_traits(sync=True)) - set(anywidget.AnyWidget.class_traits())


def state_of(explorer):
    return {name: getattr(explorer, name) for name in sorted(traits_of(type(explorer)))}


def test_the_package_exports_every_explorer_in_it():
    modules = pkgutil.iter_modules(widgets.__path__, f"{widgets.__name__}.")
    found = set().union(*(explorers_of(importlib.import_module(each.name)) for each in modules))
    assert found == set(EXPLORERS)
    assert {kind.__name__ for kind in EXPLORERS} <= set(widgets.__all__)


def test_every_explorer_has_its_bundle_and_every_bundle_its_explorer():
    bundles = Counter(kind.__module__.rpartition(".")[2] for kind in EXPLORERS)
    assert bundles == Counter(path.stem for path in STATIC.glob("*.js"))


@every
def test_what_runs_is_the_bundle(kind):
    bundle = STATIC / f"{kind.__module__.rpartition('.')[2]}.js"
    assert example(kind)._esm == bundle.read_text()


def test_no_two_explorers_answer_to_one_name_in_an_address():
    keys = [example(kind).page_key for kind in EXPLORERS]
    assert all(keys) and len(set(keys)) == len(keys)


@every
def test_a_link_carries_traits_that_travel(kind):
    state = example(kind).page_state
    assert state and set(state) <= traits_of(kind)


@every
def test_what_travels_is_json_without_nan(kind):
    json.dumps(state_of(example(kind)), allow_nan=False)


@every
def test_it_repeats_itself_and_stands_still_where_it_cannot_run(kind):
    explorer = example(kind)
    assert repr(explorer) == repr(example(kind)) and "0x" not in repr(explorer)
    assert repr(explorer).startswith(f"{kind.__name__}(")
    data, _ = explorer._repr_mimebundle_()
    assert data["text/plain"] == f"{NOT_RUN} {explorer!r}"


@every
def test_an_unknown_trait_is_refused(kind):
    with pytest.raises(
        TypeError, match=rf"^{kind.__name__} has no trait unheard_of; it has: .*page"
    ):
        example(kind, unheard_of=1)


@every
def test_a_link_to_an_unknown_trait_is_refused(kind):
    explorer = example(kind)
    before = state_of(explorer)
    with pytest.raises(StateError, match=r"page_state must name traits .* got nowhere"):
        explorer.page_state = ["nowhere"]
    assert state_of(explorer) == before


@every
@pytest.mark.parametrize("value", NEVER, ids=lambda value: f"{value!r:.8}")
def test_what_no_page_can_hold_is_refused_and_changes_nothing(kind, value):
    explorer = example(kind)
    before = state_of(explorer)
    for name in before:
        with pytest.raises(StateError, match=name):
            setattr(explorer, name, value)
    for name in explorer.page_state:
        with pytest.raises((ValueError, TypeError), match=name):
            example(kind, **{name: value})
    assert state_of(explorer) == before


@every
@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_whatever_is_assigned_is_refused_or_can_travel(kind):
    explorer = example(kind)
    for name in traits_of(kind):
        for make in HOSTILE:
            before = state_of(explorer)
            try:
                setattr(explorer, name, make())
            except (StateError, TypeError):
                assert state_of(explorer) == before
            else:
                json.dumps(state_of(explorer), allow_nan=False)
                setattr(explorer, name, before[name])


def test_a_new_explorer_must_be_given_values():
    class NewExplorer(Explorer):
        def __init__(self, unheard_of):
            super().__init__()

    with pytest.raises(LookupError, match=r"NewExplorer has a parameter 'unheard_of': add what it"):
        example(NewExplorer)
