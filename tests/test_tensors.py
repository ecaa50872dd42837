"""Tensors that stay on their device are measured as arrays are, to rounding.

Where there is no GPU the same code runs with tensors of the processor, which then count as on a
device.
"""

import pickle

import numpy as np
import pytest
from spectra import SHAPES, assert_same, task

from repalign import SpectrumAccumulator, prepare, spectrum
from repalign._support import tensors


@pytest.fixture(params=["processor", "cuda"])
def device(request, torch, monkeypatch):
    if request.param == "processor":
        monkeypatch.setattr(tensors, "DEVICES", ("cpu",))
        return "cpu"
    if not torch.cuda.is_available():
        pytest.skip("this machine has no GPU")
    return request.param


@pytest.fixture
def sent(torch, device):
    """A function that makes a tensor on the device, which may not be copied to numpy whole."""

    def send(array, dtype="float64"):
        return torch.tensor(array, dtype=getattr(torch, dtype), device=device)

    return send


@pytest.mark.parametrize("shape", [*SHAPES, (3000, 60)])
@pytest.mark.parametrize("k", [None, 3])
def test_spectrum(sent, shape, k):
    phi, y = task(*shape, k)
    assert_same(spectrum(sent(phi), y), spectrum(phi, y))
    assert_same(spectrum(sent(phi), sent(y)), spectrum(phi, y))


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16", "int16"])
def test_kinds_of_numbers(sent, dtype):
    phi, y = np.random.default_rng(0).integers(-9, 9, size=(40, 3)), task(40, 3)[1]
    assert_same(spectrum(sent(phi, dtype), y), spectrum(phi, y))


def test_targets_of_any_strides_and_byte_orders(sent):
    """Expected: those of arrays. torch itself takes none of these."""
    phi, y = task(40, 3)
    fixed = np.broadcast_to(1.0, 40)  # read-only
    for odd in (y[::-1], fixed, y.astype(">f8"), y.astype(np.longdouble)):
        assert_same(spectrum(sent(phi), odd), spectrum(phi, np.array(odd, dtype=float)))
    mixed = SpectrumAccumulator().update(sent(phi), y).update(phi.astype(">f4"), y)
    of_arrays = SpectrumAccumulator().update(phi, y).update(phi.astype("f4"), y)
    assert_same(mixed.compute(), of_arrays.compute())


def test_small_singular_values_keep_nine_digits(sent, monkeypatch):
    monkeypatch.setattr(tensors, "MOST", 1)  # many blocks
    rng = np.random.default_rng(0)
    U, V = (np.linalg.qr(rng.normal(size=(m, 30)))[0] for m in (2000, 30))
    y = rng.normal(size=2000)
    phi = (U * np.geomspace(1, 1e-7, 30)) @ V.T
    error = spectrum(sent(phi), y).squared_projections - np.square(U.T @ y)  # by construction
    assert np.abs(error).max() < 1e-9 * y @ y


def test_what_is_stored_of_many_samples_is_a_triangle_on_the_device(sent, torch):
    phi, y = task(500, 4)
    accumulator = SpectrumAccumulator()
    for start in range(0, 500, 7):
        accumulator.update(sent(phi[start : start + 7], "float64"), y[start : start + 7])
    assert all(isinstance(block, torch.Tensor) for block in accumulator._blocks)
    assert sum(map(len, accumulator._blocks)) <= 2 * 5
    assert_same(accumulator.compute(), spectrum(phi, y))
    read = pickle.loads(pickle.dumps(accumulator))
    assert all(isinstance(block, np.ndarray) for block in read._blocks)
    assert_same(
        read.update(sent(phi), y).merge(accumulator).compute(),
        spectrum(*(np.concatenate([each] * 3) for each in (phi, y))),
    )


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("normalize", [True, False])
def test_prepare(sent, torch, bias, normalize):
    X = task(9, 3)[0]
    X[0] *= 1e200
    phi = prepare(sent(X), bias=bias, normalize=normalize)
    assert isinstance(phi, torch.Tensor)
    expected = prepare(X, bias=bias, normalize=normalize)
    np.testing.assert_allclose(tensors.on_host(phi), expected, rtol=1e-14)


def test_measure(torch, device):
    from repalign.activations import measure, representations

    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.Tanh()).double()
    x, labels = torch.randn(60, 5, dtype=torch.float64), np.arange(60) % 2
    batches = [(x[i : i + 16], labels[i : i + 16]) for i in range(0, 60, 16)]
    phi = prepare(model(x).detach().numpy())
    spec = measure(model.to(device), batches, "1")["1"]
    assert_same(spec, spectrum(phi, np.where(labels == 0, 1.0, -1.0)))
    given = [each["1"] for each, _ in representations(model, batches, "1")]
    np.testing.assert_allclose(np.concatenate(given), phi, rtol=1e-12)


@pytest.mark.parametrize("call", [spectrum, SpectrumAccumulator().update])
def test_what_is_not_finite_is_named(sent, call):
    phi, y = task(9, 3)
    phi[4, 1] = np.nan
    message = r"phi has 1 entries that are NaN or infinite, the first at \(4, 1\)"
    with pytest.raises(ValueError, match=message):
        call(sent(phi), y)


def test_rows_without_a_length_are_named(sent):
    with pytest.raises(ValueError, match="X has 1 rows that are all zero"):
        prepare(sent(np.array([[1.0, 2.0], [0.0, 0.0]])), bias=False)


@pytest.mark.parametrize("shape", [(3,), (0, 2), (2, 2, 2)])
def test_other_shapes_are_named(sent, shape):
    with pytest.raises(ValueError, match=r"phi (must have two dimensions|is empty).*shape \("):
        spectrum(sent(np.ones(shape)), np.ones(3))
