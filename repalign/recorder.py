"""Alignment while a PyTorch model trains: layers measured every so many steps."""

import random
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.check import require_positive, require_type, shown
from repalign._support.extras import need
from repalign.decomposition import Spectrum
from repalign.history import AlignmentHistory

if TYPE_CHECKING:
    import torch

    from repalign._support.batches import Pool


class AlignmentRecorder:
    """Measures layers of a model now, and again every so many steps of its training, which goes on
    as if nobody had looked.

    The first measurement is made at once, at step 0: what does not fit is refused before the
    training. Call `step` after every step of the optimiser.

    Parameters
    ----------
    model : torch.nn.Module
        It is measured in evaluation mode and left in the mode it was in.
    loader : iterable of (inputs, labels)
        The samples to measure, read through for each measurement: a DataLoader or a list. A few
        thousand samples do, the same each time; at least several times as many as features.
    layers : str or sequence of str
        As `repalign.activations.measure`, and so are prepare, pool, target and rtol.
    every : int
        Steps from one measurement to the next.

    Raises
    ------
    TypeError, ValueError
        As `measure`; every is no positive integer; the loader is an iterator, which could be read
        only once.

    Notes
    -----
    Random states are afterwards what they were, Python's, numpy's, torch's (on the processor and on
    the model's device) and the loader's own: training is the same to the last bit with and without
    a recorder. A loader with persistent workers must not be the one that training goes through.

    In a framework, call `step` from its hook for a trained batch: `on_train_batch_end` of Lightning
    and Keras, `Events.ITERATION_COMPLETED` of Ignite.

    Examples
    --------
    >>> import torch
    >>> model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1))
    >>> samples = [(torch.rand(20, 3), [0, 1] * 10)]
    >>> recorder = AlignmentRecorder(model, samples, ["0", "1"], every=10)
    >>> for _ in range(20):  # a training loop
    ...     _ = recorder.step()
    >>> recorder.history.steps.tolist(), list(recorder.history.spectra)
    ([0, 10, 20], ['0', '1'])
    """

    def __init__(
        self,
        model: "torch.nn.Module",
        loader: Iterable[Sequence[Any]],
        layers: str | Sequence[str],
        *,
        every: int = 100,
        prepare: bool = True,
        pool: "Pool" = "flatten",
        target: Callable[[Any], ArrayLike] | None = None,
        rtol: float | None = None,
    ) -> None:
        from repalign.activations import measure

        require_type("model", model, need("torch", "torch").nn.Module)
        if isinstance(loader, Iterator):
            raise ValueError(
                f"loader is read for every measurement, and an iterator, {shown(loader)}, only "
                "once; pass a DataLoader, or list(loader)"
            )
        self.every: int = require_positive("every", every, integer=True)
        self._began = perf_counter()
        self._step = 0
        self._steps: list[int] = []
        self._specs: list[dict[str, Spectrum]] = []
        self._seconds: list[float] = []
        self._undisturbed = partial(_undisturbed, model, loader)
        self._measured = partial(
            measure, model, loader, layers, prepare=prepare, pool=pool, target=target, rtol=rtol
        )
        self.measure()

    def step(self) -> dict[str, Spectrum] | None:
        """Count a step of training, and measure if it is time.

        Returns
        -------
        dict of Spectrum by layer, or None where nothing was measured
        """
        self._step += 1
        return None if self._step % self.every else self.measure()

    def measure(self) -> dict[str, Spectrum]:
        """Measure now, after the last step for instance; at a step that is measured already, what
        was measured.

        Returns
        -------
        dict of Spectrum by layer
        """
        if self._step not in self._steps[-1:]:
            began = perf_counter()
            with self._undisturbed():
                specs = self._measured()
            self._seconds.append(perf_counter() - began)
            self._steps.append(self._step)
            self._specs.append(specs)
        return self._specs[-1]

    @property
    def history(self) -> AlignmentHistory:
        """All that was measured so far: to draw with `repalign.plot.training`, to save, and as a
        table."""
        spectra = {layer: [specs[layer] for specs in self._specs] for layer in self._specs[0]}
        return AlignmentHistory(np.array(self._steps), spectra, np.array(self._seconds))

    @property
    def cost(self) -> float:
        """The share of the time since it began that measuring took, from 0 to 1."""
        return sum(self._seconds) / (perf_counter() - self._began)

    def __repr__(self) -> str:
        return (
            f"AlignmentRecorder({', '.join(map(repr, self._specs[0]))}; {len(self._steps)} "
            f"measurements up to step {self._steps[-1]} took {sum(self._seconds):.3g} s, "
            f"{100 * self.cost:.3g} % of the time since it began)"
        )


@contextmanager
def _undisturbed(model: "torch.nn.Module", loader: Iterable[Any]) -> Generator[None]:
    """Afterwards random numbers go on as if the block had drawn none."""
    from repalign._support.batches import device

    fork_rng, place = need("torch", "torch").random.fork_rng, device(model)
    generators = list(_generators(loader))
    own, python = [each.get_state() for each in generators], random.getstate()
    numpy = np.random.get_state()  # noqa: NPY002 (what a loader's transforms may draw from)
    try:
        with fork_rng([] if place.type == "cpu" else [place], device_type=place.type):
            yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002
        for generator, state in zip(generators, own, strict=True):
            generator.set_state(state)


def _generators(loader: object) -> "Iterator[torch.Generator]":
    """Those of a DataLoader and its samplers, which training may go on drawing from."""
    sampler = getattr(loader, "sampler", None)
    inner = getattr(getattr(loader, "batch_sampler", None), "sampler", None)
    for each in (loader, sampler, inner):
        generator = getattr(each, "generator", None)
        if generator is not None:
            yield generator
