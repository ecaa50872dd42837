"""What cannot be measured is named: batches, layers, pools and arguments."""

import warnings

import numpy as np
import pytest
import reused_relu
import torch
from torch import nn

from repalign.activations import measure, record


@pytest.fixture
def model():
    return reused_relu.network()


IMAGES, LABELS = torch.zeros(4, 1, 6, 6, dtype=torch.float64), torch.tensor([0, 1, 1, 0])


@pytest.mark.parametrize(
    "batches, layers, message",
    [
        ([], "conv", "the loader gave no batches; an iterator can be read once only"),
        (iter([]), "conv", "the loader gave no batches"),
        ([IMAGES], "conv", r"pairs \(inputs, labels\); got a Tensor; without labels"),
        ([IMAGES[:2]], "conv", r"pairs \(inputs, labels\); got a Tensor"),
        ([[IMAGES]], "conv", r"pairs \(inputs, labels\); got a list of 1"),
        (
            [{"x": IMAGES, "y": LABELS}],
            "conv",
            r"pairs \(inputs, labels\); got a dict; .* a generator can turn into pairs",
        ),
        ([(IMAGES, LABELS[:3])], "conv", "y has 3 labels for 4 samples"),
        (
            [(IMAGES, LABELS[:, None] + torch.arange(3))],
            "conv",
            r"labels must be one-dimensional, .*got shape \(4, 3\)",
        ),
        (
            [(IMAGES, LABELS * 0 + 7)],
            "conv",
            "exactly two classes; got 7; select two, or give a target",
        ),
        (
            [(IMAGES, LABELS), (IMAGES, LABELS + 1)],
            "conv",
            "exactly two classes; got 0, 1, 2; select two",
        ),
        (
            [(IMAGES[..., 0], LABELS)],
            "conv",
            r"the model stopped at a batch of shape \(4, 1, 6\), float64: .*",
        ),
        (
            [(IMAGES.expand(4, 3, 6, 6), LABELS)],
            "conv",
            r"\(4, 3, 6, 6\), float64: .* 1 channels, but got 3 channels",
        ),
        (
            [(IMAGES * np.nan, LABELS)],
            ["out", "conv"],
            r"layer 'out' has 8 entries that are NaN or infinite",
        ),
        (
            [(IMAGES, LABELS)],
            "unused",
            "nothing is recorded of layer 'unused': .* the model has not called it",
        ),
        ([(IMAGES, LABELS)], "cnv", "no layer 'cnv'; near it: conv"),
        (
            [(IMAGES, LABELS)],
            ["conv", "zzzzzz"],
            "no layer 'zzzzzz'; near it: conv, relu, norm, drop, out",
        ),
        ([(IMAGES, LABELS)], [], "name at least one layer"),
    ],
)
def test_what_cannot_be_measured_is_named(model, batches, layers, message):
    with pytest.raises(ValueError, match=message):
        measure(model, batches, layers)


def test_a_dataset_is_no_loader_a_module_no_name_and_torchscript_no_module(model):
    data = torch.utils.data.TensorDataset(IMAGES, LABELS)
    with pytest.raises(TypeError, match=r"loader is a Dataset; pass DataLoader\(dataset"):
        measure(model, data, "conv")
    for layers in (model.conv, [model.conv]):
        with pytest.raises(TypeError, match="given by their names; this one is 'conv'"):
            measure(model, [(IMAGES, LABELS)], layers)
    scripted = torch.jit.trace(nn.Linear(2, 1), torch.zeros(1, 2))
    with pytest.raises(TypeError, match="TorchScript, which has no hooks: pass the module"):
        measure(scripted, [(IMAGES, LABELS)], "")


def test_flattened_features_without_end_are_said_before_they_are_stored():
    wide = nn.Flatten()
    batch = torch.rand(2, 3, 100, 100)
    with pytest.warns(UserWarning, match="layer '' has 30001 features a sample.*pool="):
        measure(wide, [(batch, [0, 1])], "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measure(nn.Identity(), [(batch, [0, 1])], "", pool="mean")


def test_torchs_own_error_stays_in_sight(model):
    with pytest.raises(ValueError) as error:
        measure(model, [(IMAGES.float(), LABELS)], "conv")
    assert isinstance(error.value.__cause__, RuntimeError)


@pytest.mark.parametrize("pool", ["max", None, ["mean"]])
def test_an_unknown_pool_is_named(model, pool):
    with pytest.raises(
        ValueError, match="pool must be one of 'flatten', 'mean' or a function; got"
    ):
        measure(model, [(IMAGES, LABELS)], "conv", pool=pool)


def test_features_without_a_row_a_sample_are_named(model):
    with pytest.raises(
        ValueError,
        match=r"layer 'conv' gives features of shape \(3, 4, 4\) for a batch of 4: the first",
    ):
        measure(model, [(IMAGES, LABELS)], "conv", pool=lambda output: output.sum(0))
    with pytest.raises(ValueError, match=r"features of shape \(\) for a batch of 4"):
        measure(model, [(IMAGES, LABELS)], "conv", pool=torch.sum)


def test_a_layer_without_a_tensor_is_named(model):
    model.forward = lambda x: model.lstm(x[:, 0, :, :2])[0]
    with (
        record(model, "lstm"),
        pytest.raises(ValueError, match=r"layer 'lstm' \(LSTM\) puts out a tuple, not a tensor"),
    ):
        model(IMAGES)
    with pytest.raises(ValueError, match="layer 'lstm'"):
        measure(model, [(IMAGES, LABELS)], "lstm")


def test_images_of_other_sizes_later_are_named(model):
    model.forward = model.conv
    with pytest.raises(
        ValueError, match=r"these samples have 13 features .*; those before had 49 features"
    ):
        measure(model, [(IMAGES, LABELS), (IMAGES[..., :4, :4], LABELS)], "conv")


def test_something_else_than_a_module_is_named():
    with pytest.raises(ValueError, match=r"model must be a torch.nn.Module; got function"):
        measure(lambda x: x, [(IMAGES, LABELS)], "conv")


@pytest.mark.parametrize(
    "batch, error, message",
    [
        (
            ({"pixels": IMAGES}, LABELS),
            TypeError,
            "inputs must be a tensor, or numbers to make one of; got a dict",
        ),
        ((["a", "b"], [0, 1]), TypeError, "inputs must be a tensor, .*got a list"),
        (
            (IMAGES[:0], LABELS[:0]),
            ValueError,
            r"at least one sample .*got shape \(0, 1, 6, 6\); leave empty batches out",
        ),
        ((torch.tensor(1.0), LABELS), ValueError, r"at least one sample .*got shape \(\)"),
    ],
)
def test_batches_without_a_tensor_or_without_samples_are_named(model, batch, error, message):
    with pytest.raises(error, match=message):
        measure(model, [batch], "conv")


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"loader": None}, r"loader must be an iterable of \(inputs, labels\); got None"),
        ({"layers": 5}, "layers must be a sequence; got 5"),
        ({"layers": [None]}, r"layers\[0\] must be a str; got None"),
        ({"target": "junk"}, "target must be a function; got 'junk'"),
        (
            {"pool": lambda output: None},
            "pool must give a tensor of the outputs of layer 'conv'; got None",
        ),
        ({"prepare": "junk"}, "prepare must be True or False; got 'junk'"),
    ],
)
def test_arguments_of_another_type_are_named(model, changes, message):
    with pytest.raises(TypeError, match=message):
        measure(**{"model": model, "loader": [(IMAGES, LABELS)], "layers": "conv"} | changes)


def test_whatever_stops_the_model_is_told_with_the_batch():
    class Picky(nn.Linear):
        def forward(self, x):
            raise KeyError("nowhere")

    with pytest.raises(
        ValueError, match=r"the model stopped at a batch of shape \(2, 2\), float32: 'nowhere'"
    ):
        measure(Picky(2, 2), [(torch.zeros(2, 2), [0, 1])], "")
