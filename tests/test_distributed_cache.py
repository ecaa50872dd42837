"""What a sweep keeps is what was computed, once; what it cannot keep or run is refused."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest
import sweep_functions
from damage import damaged, same
from sweep_functions import calls, configs_in, contents

from repalign.distributed import SweepError, process_map, sweep


@pytest.fixture
def configs(tmp_path):
    return configs_in(tmp_path)


def test_one_file_a_configuration_and_each_is_computed_once(configs, tmp_path):
    first = sweep(sweep_functions.numbers, configs[:2], cache_dir=tmp_path / "cache")
    again = sweep(sweep_functions.numbers, configs, cache_dir=tmp_path / "cache")
    assert calls(tmp_path) == dict.fromkeys(range(4), 1)
    assert len(contents(tmp_path / "cache")) == 4
    assert [int(result["seed"]) for result in again] == [0, 1, 2, 3]
    np.testing.assert_array_equal(first[1]["product"], again[1]["product"])


def test_a_cached_result_is_what_the_function_returned(configs, tmp_path):
    (cached,) = sweep(sweep_functions.numbers, configs[:1], cache_dir=tmp_path / "cache")
    (direct,) = sweep(sweep_functions.numbers, configs[:1])
    assert cached.keys() == direct.keys()
    np.testing.assert_array_equal(cached["product"], direct["product"])


def test_of_100_damaged_results_none_changes_a_number(configs, tmp_path, capsys):
    """What is damaged is named, set aside and computed again."""
    cache, rng = tmp_path / "cache", np.random.default_rng(0)
    first = sweep(sweep_functions.numbers, configs, cache_dir=cache)
    whole = contents(cache)
    for _ in range(25):
        for name, content in whole.items():
            (cache / name).write_bytes(damaged(content, rng))
        again = sweep(sweep_functions.numbers, configs, cache_dir=cache)
        assert all(same(*pair) for pair in zip(again, first, strict=True))
    said = capsys.readouterr().err
    assert sum(calls(tmp_path).values()) == 4 + said.count("set aside") > 60
    assert all(f"{cache / name} is damaged" in said for name in whole)


@dataclass(frozen=True)
class Config:
    seed: int
    folder: str


def test_names_follow_from_function_arguments_and_configuration(configs, tmp_path):
    one = Config(0, str(tmp_path))
    functions = [seeded, other_seeded, partial(seeded, shift=1), partial(seeded, shift=2)]
    for fn in functions:
        sweep(fn, [one, Config(1, str(tmp_path)), vars(one)], cache_dir=tmp_path / "cache")
    assert len(contents(tmp_path / "cache")) == 2 * len(
        functions
    )  # a dataclass and a dict of the same content agree


def seeded(config, shift=0):
    return {"x": np.array(shift)}


def other_seeded(config):
    return {"x": np.array(0)}


def test_what_cannot_name_a_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"<lambda>.*define it with def at the top of a module"):
        sweep(lambda config: {}, [{}], cache_dir=tmp_path)
    with pytest.raises(
        ValueError, match=r"\{'x': <object .* cannot name a file, since JSON cannot hold it"
    ):
        sweep(seeded, [{"x": object()}], cache_dir=tmp_path)


WRONG = {"no dict": np.ones(2), "objects": {"x": [{}]}}


def wrong(kind):
    return WRONG[kind]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("no dict", "must return a dict of arrays to be cached; got ndarray"),
        ("objects", "'x' is an array of Python"),
    ],
)
def test_what_a_cache_cannot_hold_is_reported(tmp_path, kind, message):
    with pytest.raises(SweepError, match=message):
        sweep(wrong, [kind], cache_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_processes_do_not_compute_the_same_file_twice(configs, tmp_path):
    same = [{**configs[0], "seconds": 0.3}] * 4
    results = sweep(
        sweep_functions.slow_numbers, same, map=process_map(4), cache_dir=tmp_path / "cache"
    )
    assert len(results) == 4
    assert calls(tmp_path) == {0: 1}
    assert len(list((tmp_path / "cache").iterdir())) == 1  # no lock is left


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"fn": None}, "fn must be a function; got None"),
        ({"configs": 5}, "configs must be an iterable of configurations; got 5"),
        ({"map": "junk"}, "map must be a function; got 'junk'"),
        (
            {"map": lambda fn, items: None},
            "map must be an iterable of results when called; got None",
        ),
        ({"cache_dir": 5}, "cache_dir must be the path of a file"),
    ],
)
def test_a_sweep_of_other_types_is_named(changes, message):
    with pytest.raises(TypeError, match=message):
        sweep(**{"fn": str, "configs": [1]} | changes)


def test_a_map_that_loses_results_is_named():
    with pytest.raises(
        ValueError, match="map must give a result for each of 2 items, in their order; got 1"
    ):
        sweep(str, [1, 2], map=lambda fn, items: [fn(items[0])])
