"""Expected values: `spectrum` of outputs computed by hand, all samples stacked.

Networks are in float64, so that the size of a batch does not show in the rounding of a convolution.
"""

import contextlib
import tracemalloc
import weakref

import numpy as np
import pytest
import reused_relu
import torch
from spectra import assert_same
from torch import nn

from repalign import prepare, signed_labels, spectrum
from repalign.activations import measure, record, representations

N = 130


@pytest.fixture
def model():
    return reused_relu.network()


@pytest.fixture(scope="module")
def images():
    return torch.rand(N, 1, 6, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


@pytest.fixture(scope="module")
def labels(images):
    return (images.mean((1, 2, 3)) > 0.5).long() + 3


def loader(images, labels, batch_size=64):
    return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(images, labels), batch_size)


def by_hand(model, images):
    with torch.no_grad():
        model.eval()
        conv = model.conv(images)
        first = model.norm(conv).relu()
        second = (nn.functional.adaptive_avg_pool2d(first, 2).flatten(1) - 0.3).relu()
        outputs = {"conv": [conv], "relu": [first, second], "out": [model.out(second)]}
        model.train()
    return outputs


@pytest.mark.parametrize("batch_size", [1, 7, 64, N])
def test_equals_the_spectrum_of_stacked_outputs(model, images, labels, batch_size):
    specs = measure(model, loader(images, labels, batch_size), ["out", "relu", "conv"])
    assert list(specs) == ["out", "relu", "conv"]
    for name, outputs in by_hand(model, images).items():
        phi = np.concatenate([output.reshape(N, -1) for output in outputs], axis=1)
        assert_same(specs[name], spectrum(prepare(phi), signed_labels(labels)))


def test_mean_pooling_is_over_space(model, images, labels):
    specs = measure(model, loader(images, labels), ["relu", "out"], pool="mean", prepare=False)
    outputs = by_hand(model, images)
    relu = np.concatenate([outputs["relu"][0].mean((2, 3)), outputs["relu"][1]], axis=1)
    assert_same(specs["relu"], spectrum(relu, signed_labels(labels)))
    assert_same(specs["out"], spectrum(outputs["out"][0], signed_labels(labels)))


def test_a_pool_of_ones_own(model, images, labels):
    spec = measure(model, loader(images, labels), "conv", pool=lambda output: output[:, 0, :2, 3])[
        "conv"
    ]
    assert_same(
        spec,
        spectrum(prepare(by_hand(model, images)["conv"][0][:, 0, :2, 3]), signed_labels(labels)),
    )


def test_the_model_itself_and_a_second_name_of_a_layer(model, images, labels):
    specs = measure(model, loader(images, labels), ["", "alias", "out"])
    assert_same(specs[""], specs["out"])
    assert_same(specs["alias"], specs["out"])


def test_batches_of_one_class_and_labels_of_any_kind(model, images, labels):
    order = labels.argsort()
    expected = measure(model, loader(images, labels), "out")["out"]
    words = [("cat", "horse")[label - 3] for label in labels[order]]
    batches = [(images[order][i : i + 20], words[i : i + 20]) for i in range(0, N, 20)]
    assert_same(measure(model, batches, "out")["out"], expected)
    assert_same(
        measure(model, loader(images[order], labels[order] > 3, 20), "out")["out"], expected
    )
    assert_same(measure(model, [(images.numpy(), labels.numpy() / 8)], "out")["out"], expected)


def test_targets_of_ones_own(model, images, labels):
    phi = prepare(by_hand(model, images)["out"][0])
    real = images[:, 0, 0, 0]
    assert_same(
        measure(model, loader(images, real), "out", target=lambda y: y)["out"], spectrum(phi, real)
    )
    ten = measure(model, loader(images, labels), "out", target=lambda y: np.eye(10)[y])["out"]
    assert_same(ten, spectrum(phi, np.eye(10)[labels]))


def test_rtol_is_that_of_spectrum(model, images, labels):
    loose = measure(model, loader(images, labels), "conv", rtol=0.1)["conv"]
    phi = prepare(by_hand(model, images)["conv"][0].reshape(N, -1))
    assert_same(loose, spectrum(phi, signed_labels(labels), rtol=0.1))


def test_representations_come_batch_by_batch(model, images, labels):
    outputs = by_hand(model, images)["out"][0]
    for index, (phi, y) in enumerate(
        representations(model, loader(images, labels, 50), ["out"], prepare=False)
    ):
        np.testing.assert_allclose(phi["out"], outputs[50 * index :][:50], rtol=1e-12)
        assert torch.equal(y, labels[50 * index :][:50])
        assert torch.is_grad_enabled() and model.training
    assert index == 2


def test_record_keeps_every_call_as_it_was(model, images):
    """The ReLU works in place on what `norm` put out: the record must not change with it."""
    with record(model, ["norm", "relu"]) as recorded:
        model(images[:5])
        model(images[5:8])
    expected = by_hand(model, images)["relu"]
    assert [len(output) for output in recorded["norm"]] == [5, 3]
    assert [output.ndim for output in recorded["relu"]] == [4, 2, 4, 2]
    assert (recorded["norm"][0] < 0).any()
    torch.testing.assert_close(recorded["relu"][0], expected[0][:5])
    torch.testing.assert_close(recorded["relu"][3], expected[1][5:8])


def test_record_can_be_cleared(model, images):
    with record(model, "conv") as recorded:
        model(images[:5])
        recorded.clear()
        assert "conv" not in recorded
        model(images[:2])
    assert [len(output) for output in recorded["conv"]] == [2]


def state(model):
    modules = list(model.modules())
    hooks = [len(module._forward_hooks) for module in modules]
    values = {name: value.clone() for name, value in model.state_dict().items()}
    return hooks, [module.training for module in modules], values


def stop(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "use",
    [
        lambda model, images, labels: measure(model, [(images, labels)], ["conv", "relu"]),
        lambda model, images, labels: measure(model, [(images[..., 1:, 1:, 0], labels)], ["conv"]),
        lambda model, images, labels: measure(model, [(images, labels)], ["conv"], target=stop),
        lambda model, images, labels: measure(model, [(images, labels)], ["conv", "nowhere"]),
        lambda model, images, labels: next(representations(model, [(images, labels)], ["conv"])),
    ],
    ids=["well", "wrong shape", "interrupted", "unknown layer", "abandoned"],
)
def test_the_model_is_left_as_it_was(model, images, labels, use):
    model.drop.eval()
    hooks, modes, values = state(model)
    assert True in modes and False in modes
    with contextlib.suppress(ValueError, KeyboardInterrupt):
        use(model, images, labels)
    after = state(model)
    assert after[:2] == (hooks, modes)
    assert all(torch.equal(after[2][name], value) for name, value in values.items())
    assert torch.is_grad_enabled()


def test_inside_a_record_nothing_is_trained(model, images):
    with record(model, "conv") as recorded:
        assert not any(module.training for module in model.modules())
        assert not model(images).requires_grad
    assert not recorded["conv"][0].requires_grad


def peak(model, n, keep=lambda output: None):
    """Bytes of NumPy at most, and recorded outputs that were alive when a batch was asked for, at
    most."""
    recorded, most = [], [0]

    def pool(output):
        recorded.append(weakref.ref(output))
        keep(output)
        return output.flatten(2).mean(2) if output.ndim > 2 else output

    def batches():
        for _ in range(n // 50):
            recorded[:] = [reference for reference in recorded if reference() is not None]
            most[0] = max(most[0], len(recorded))
            yield torch.rand(50, 1, 6, 6, dtype=torch.float64), torch.arange(50) % 2

    tracemalloc.start()
    spec = measure(model, batches(), ["conv", "relu"], pool=pool)["relu"]
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spec.n_samples == n
    return used, most[0]


def test_memory_does_not_grow_with_the_number_of_images(model):
    peak(model, 100)  # what is made only once
    few, many = peak(model, 500), peak(model, 5000)
    assert many[0] < 1.5 * few[0]  # ten times as much, were features kept
    assert many[1] == few[1] <= 3  # a call of `conv` and two of `relu`


def test_outputs_that_are_kept_would_be_seen(model):
    """The test above can fail."""
    kept = []
    assert peak(model, 500, kept.append)[1] == 27  # three a batch, before the tenth


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_inputs_go_to_the_device_of_the_model(model, images, labels):
    expected = measure(model, loader(images, labels), "conv")["conv"]
    assert_same(measure(model.cuda(), loader(images, labels), "conv")["conv"], expected)


def test_inputs_go_to_the_device_of_the_parameters():
    """Without a GPU: the device `meta` keeps shapes only; the model runs there, and leaves no
    values to read."""
    with pytest.raises(ValueError, match="meta"):
        measure(nn.Linear(2, 2, device="meta"), [(torch.zeros(2, 2), [0, 1])], "")


def test_layers_of_torchvisions_networks():
    """A block's ReLU is called twice in a pass, in place; the block's output is that of the second
    call."""
    models = pytest.importorskip("torchvision.models")
    torch.manual_seed(0)
    net = models.resnet18(num_classes=2)
    with record(net, ["layer4.1", "layer4.1.relu"]) as recorded:
        net(torch.rand(2, 3, 64, 64))
    assert torch.equal(recorded["layer4.1"][0], recorded["layer4.1.relu"][1])
    spec = measure(
        net, [(torch.rand(6, 3, 64, 64), [0, 1, 1, 0, 1, 0])], "layer4.1.relu", pool="mean"
    )
    assert spec["layer4.1.relu"].n_features == 2 * 512 + 1
