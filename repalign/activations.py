"""Hidden representations of any PyTorch model: recorded by hooks, and measured batch by batch."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from repalign import features
from repalign._support import batches
from repalign._support.check import as_flag, as_iterable, as_list, checked_rtol, require_callable
from repalign._support.extras import need
from repalign._support.tensors import on_host
from repalign._support.typing import Floats
from repalign.accumulate import SpectrumAccumulator
from repalign.decomposition import Spectrum

if TYPE_CHECKING:
    import torch
else:
    torch = need("torch", "torch")

__all__ = ["measure", "record", "representations"]


class Recorded(dict[str, list[torch.Tensor]]):
    """What layers put out: a list of tensors by name, one a call, since the recording began or
    `clear`."""

    def __missing__(self, name: str) -> list[torch.Tensor]:
        raise ValueError(
            f"nothing is recorded of layer {name!r}: it was not asked for, or the model has not "
            "called it; call the model inside the recording, and name layers that its forward "
            "goes through"
        )


@contextmanager
def record(model: torch.nn.Module, layers: str | Sequence[str]) -> Generator[Recorded]:
    """Record what layers put out while the model is called in this context.

    Inside, the model is in evaluation mode and no gradients are kept. On leaving, also by an
    exception, the hooks are gone and every submodule is in the mode it was in.

    Parameters
    ----------
    model : torch.nn.Module
    layers : str or sequence of str
        As ``model.named_modules()`` names them; ``""`` is the model itself.

    Yields
    ------
    Recorded
        A dict of lists: ``recorded[name]`` holds the layer's outputs, one tensor a call, copied, in
        the order of the calls. A layer that is used twice in a pass adds two. ``recorded.clear()``
        forgets them.

    Raises
    ------
    TypeError
        model is no module, or layers are no names.
    ValueError
        An unknown layer; a layer that puts out something else than a tensor; reading a layer that
        was not called.

    Examples
    --------
    >>> model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU())
    >>> with record(model, ["0", "1"]) as recorded:
    ...     _ = model(torch.zeros(2, 3))
    >>> recorded["1"][0].shape
    torch.Size([2, 4])
    """
    modules = _modules(model, layers)
    modes = [(module, module.training) for module in model.modules()]
    recorded = Recorded()
    kept = {name: _keeper(recorded, name) for name in modules}
    handles = [module.register_forward_hook(kept[name]) for name, module in modules.items()]
    try:
        with torch.no_grad():
            model.eval()
            yield recorded
    finally:
        for handle in handles:
            handle.remove()
        for module, mode in modes:
            module.training = mode


def representations(
    model: torch.nn.Module,
    loader: Iterable[Sequence[Any]],
    layers: str | Sequence[str],
    *,
    prepare: bool = True,
    pool: batches.Pool = "flatten",
) -> Iterator[tuple[dict[str, Floats], Any]]:
    """Features of several layers, a batch at a time; nothing of the batches before is kept.

    Parameters
    ----------
    model, loader, layers, prepare, pool
        As in `measure`.

    Yields
    ------
    phi : dict of arrays (b, d) by layer, float64
    labels
        As the loader gave them.
    """
    for phi, labels in _batches(model, loader, layers, prepare, pool):
        yield {name: on_host(rows) for name, rows in phi.items()}, labels


def _batches(
    model: torch.nn.Module,
    loader: Iterable[Sequence[Any]],
    layers: str | Sequence[str],
    prepare: bool,
    pool: batches.Pool,
) -> Iterator[tuple[dict[str, Any], Any]]:
    """As `representations`; features stay on a device that computes in float64."""
    names, pool = list(_modules(model, layers)), batches.pooling(pool)
    prepare = as_flag("prepare", prepare)
    if isinstance(loader, torch.utils.data.Dataset):
        raise TypeError("loader is a Dataset; pass DataLoader(dataset, batch_size=256)")
    for batch in as_iterable("loader", loader, "of (inputs, labels)"):
        inputs, labels = batches.pair(batch)
        inputs = batches.samples(inputs).to(batches.device(model))
        with record(model, names) as recorded:
            batches.call(model, inputs)
        phi = {name: batches.features(name, recorded[name], len(inputs), pool) for name in names}
        yield ({name: features.prepare(phi[name]) for name in names} if prepare else phi), labels


def measure(
    model: torch.nn.Module,
    loader: Iterable[Sequence[Any]],
    layers: str | Sequence[str],
    *,
    prepare: bool = True,
    pool: batches.Pool = "flatten",
    target: Callable[[Any], ArrayLike] | None = None,
    rtol: float | None = None,
) -> dict[str, Spectrum]:
    """The spectrum of each layer's representation of all samples in a loader, from one pass that
    stores none of them.

    Parameters
    ----------
    model : torch.nn.Module
        On any device; it is used in evaluation mode and left as it was.
    loader : iterable of (inputs, labels)
        A DataLoader for instance. Inputs go to the model's device; batches may have any sizes.
    layers : str or sequence of str
        As in `record`. The outputs of a layer that is called more than once in a pass stand side by
        side as features.
    prepare : bool
        Add a bias and scale rows to length one, as `repalign.prepare`.
    pool : {"flatten", "mean"} or callable
        What makes rows of outputs (b, channels, ...): all entries; the mean over all axes after the
        second; or a function of the output that keeps its first axis, as ``lambda output: output[:,
        0]`` for a class token.
    target : callable, optional
        labels of a batch -> y (b,) or (b, k), the same for a sample whatever its batch, as ``lambda
        labels: labels`` for regression or ``lambda labels: np.eye(10)[labels]`` for ten classes.
        Default: labels of two classes become -1 and +1; a batch may hold one of them only.
    rtol : float in [0, 1), optional
        As in `spectrum`.

    Returns
    -------
    dict of Spectrum by layer

    Raises
    ------
    TypeError
        As `record`; the loader, pool or target is none; inputs of which no tensor can be made, such
        as a dict.
    ValueError
        As `record`; the loader gives no batches, an empty one or no labels; there are not two
        classes; the model refuses the inputs; an output is not finite, or has not a row a sample.

    Notes
    -----
    Memory is that of a batch and of a `SpectrumAccumulator` a layer: independent of the number of
    samples as soon as there are more of them than features. Flattened images have many features:
    pool them, or expect n x d numbers. On a GPU features are reduced where they are.

    Examples
    --------
    >>> model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU())
    >>> loader = [(torch.rand(5, 3), [0, 1, 1, 0, 1]), (torch.rand(2, 3), [1, 1])]
    >>> spec = measure(model, loader, ["1"])["1"]
    >>> spec.n_samples, spec.n_features, round(float(spec.target_norm_sq), 6)
    (7, 5, 7.0)
    """
    checked_rtol(rtol, None)
    accumulators = {name: SpectrumAccumulator() for name in _modules(model, layers)}
    signs = batches.Signs()
    target_of = signs if target is None else require_callable("target", target)
    for phi, labels in _batches(model, loader, list(accumulators), prepare, pool):
        if not any(accumulator.n_samples for accumulator in accumulators.values()):
            batches.warn_of_many(phi)
        y = target_of(labels)
        for name, accumulator in accumulators.items():
            accumulator.update(phi[name], y)
    if not all(accumulator.n_samples for accumulator in accumulators.values()):
        raise ValueError(
            "the loader gave no batches; an iterator can be read once only: pass a loader or a list"
        )
    if target is None:
        signs.require_two()
    return {name: accumulator.compute(rtol=rtol) for name, accumulator in accumulators.items()}


def _modules(model: torch.nn.Module, layers: str | Sequence[str]) -> dict[str, torch.nn.Module]:
    if not isinstance(model, torch.nn.Module):
        raise ValueError(f"model must be a torch.nn.Module; got {type(model).__name__}")
    modules = dict(model.named_modules(remove_duplicate=False))
    if isinstance(model, torch.jit.ScriptModule):
        raise TypeError("model is TorchScript, which has no hooks: pass the module it was made of")
    names = {module: name for name, module in modules.items()}
    given = as_list("layers", [layers] if isinstance(layers, str | torch.nn.Module) else layers)
    for each in given:
        if isinstance(each, torch.nn.Module) and each in names:
            raise TypeError(f"layers are given by their names; this one is {names[each]!r}")
    layers = as_list("layers", given, str)
    if not layers:
        raise ValueError("name at least one layer")
    for name in layers:
        if name not in modules:
            near = get_close_matches(str(name), modules, n=3, cutoff=0.3) or list(modules)[1:6]
            said = f"the model has no layer {name!r}; near it: {', '.join(near)}"
            raise ValueError(f"{said}; all: model.named_modules()")
    return {name: modules[name] for name in layers}


def _keeper(recorded: Recorded, name: str) -> Callable[[torch.nn.Module, Any, object], None]:
    def keep(module: torch.nn.Module, inputs: Any, output: object) -> None:
        if not isinstance(output, torch.Tensor):
            raise ValueError(
                f"layer {name!r} ({type(module).__name__}) puts out a {type(output).__name__}, not "
                "a tensor; name a layer inside it or after it"
            )
        # A copy: the next layer may work in place, as torchvision's ReLUs do.
        recorded.setdefault(name, []).append(output.detach().clone())

    return keep
