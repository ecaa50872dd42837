"""The paper's experiments, a module each.

A module has ``CONFIGS`` and ``QUICK``, tuples of frozen dataclasses with a ``seed``; ``data(config,
data_dir)``, the arrays it works on; ``run(config, *, data_dir, state_path, progress)``, which
measures one configuration; and ``summarize(runs)``, what is stored of all. To add one, write the
module and name it here.
"""

from importlib import import_module

NAMES = (
    "emergence",
    "convergence",
    "expressivity",
    "random_features",
    "networks",
    "layers",
    "peaks",
    "tangent",
    "cnn",
    "initialisation",
    "similarity",
    "source_controls",
    "fine_tuning",
    "tunnel",
)


def get(name):
    """The module of an experiment; ValueError lists the known names."""
    if name not in NAMES:
        raise ValueError(f"unknown experiment {name!r}; known: {', '.join(NAMES)}")
    return import_module(f"{__name__}.{name}")
