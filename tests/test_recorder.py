"""Expected values: `measure` of copies of the model, and training that no recorder watches."""

import copy
import pickle
import random

import numpy as np
import pytest
import reused_relu
import torch
from spectra import assert_same
from torch.utils.data import DataLoader, Dataset, RandomSampler, TensorDataset

from repalign import AlignmentRecorder, recorder
from repalign.activations import measure

N = 60
LAYERS = ["relu", "out"]


@pytest.fixture(scope="module")
def samples():
    made = torch.Generator().manual_seed(1)
    images = torch.rand(N, 1, 6, 6, dtype=torch.float64, generator=made)
    return TensorDataset(images, (images.mean((1, 2, 3)) > 0.5).long())


class Noisy(Dataset):
    """Inputs that draw from every source of random numbers, as augmentations do."""

    def __init__(self, samples):
        self.samples = samples

    def __len__(self):
        return N

    def __getitem__(self, index):
        image, label = self.samples[index]
        noise = random.random() + np.random.rand() + torch.rand(())  # noqa: NPY002
        return image + 0.01 * noise, label


def trained(samples, epochs=2, watch=None):
    """Weights, buffers and the losses on the way, of a network with dropout and batch
    normalisation; `watch` makes a recorder of the model and its loader."""
    random.seed(3)
    np.random.seed(3)  # noqa: NPY002
    model = reused_relu.network()
    draws = torch.Generator().manual_seed(5)
    loader = DataLoader(Noisy(samples), 16, shuffle=True, generator=draws)
    optimizer = torch.optim.SGD(model.parameters(), 0.05, momentum=0.9)
    seen = watch(model, loader) if watch else None
    losses = []
    for _ in range(epochs):
        for images, labels in loader:
            loss = torch.nn.functional.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            if seen:
                seen.step()
    return model.state_dict(), losses, (random.random(), np.random.rand(), torch.rand(3))  # noqa: NPY002


def own_loader(model, loader):
    own = DataLoader(loader.dataset, 20, shuffle=True)
    return AlignmentRecorder(model, own, LAYERS, every=3)


def the_same_loader(model, loader):
    return AlignmentRecorder(model, loader, LAYERS, every=3)


def a_sampler_of_its_own(model, loader):
    sampler = RandomSampler(loader.dataset, generator=loader.generator)
    return AlignmentRecorder(model, DataLoader(loader.dataset, 9, sampler=sampler), "out", every=1)


class Meddling(AlignmentRecorder):
    """Draws a random number: what the next test must see."""

    def step(self):
        torch.rand(())


def meddling(model, loader):
    return Meddling(model, loader, "out")


@pytest.mark.parametrize("watch", [own_loader, the_same_loader, a_sampler_of_its_own])
def test_training_is_the_same_to_the_last_bit(samples, watch):
    assert same_to_the_last_bit(trained(samples, watch=watch), trained(samples))


def test_the_test_above_can_fail(samples):
    assert not same_to_the_last_bit(trained(samples, watch=meddling), trained(samples))


def same_to_the_last_bit(one, other):
    same_weights = all(torch.equal(value, other[0][name]) for name, value in one[0].items())
    same_draws = one[2][:2] == other[2][:2] and torch.equal(one[2][2], other[2][2])
    return same_weights and one[1] == other[1] and same_draws


def test_random_states_stay_also_where_measuring_fails(samples):
    def broken(labels):
        torch.rand(()), np.random.rand(), random.random()  # noqa: NPY002
        raise ValueError("no target")

    model, before = reused_relu.network(), states()
    with pytest.raises(ValueError, match="no target"):
        AlignmentRecorder(model, DataLoader(samples, 20), "out", target=broken)
    assert states() == before


def states():
    legacy = np.random.get_state()  # noqa: NPY002
    return random.getstate(), torch.get_rng_state().tolist(), legacy[1].tolist(), legacy[2:]


def test_it_measures_at_the_start_every_so_many_steps_and_when_asked(samples):
    model, loader = reused_relu.network(), DataLoader(samples, 25)
    watched = AlignmentRecorder(model, loader, LAYERS, every=2)
    copies = {0: copy.deepcopy(model)}
    for step in range(1, 6):
        with torch.no_grad():
            model.out.weight += 0.1 * step
        copies[step] = copy.deepcopy(model)
        assert (watched.step() is None) == (step % 2 == 1)
    assert watched.measure() is watched.measure()
    history = watched.history
    assert history.steps.tolist() == [0, 2, 4, 5]
    assert list(history.spectra) == LAYERS
    for index, step in enumerate(history.steps):
        expected = measure(copies[step], loader, LAYERS)
        for layer in LAYERS:
            assert_same(history.spectra[layer][index], expected[layer])


def test_options_are_those_of_measure(samples):
    model, loader = reused_relu.network(), DataLoader(samples, 25)
    options = {"prepare": False, "pool": "mean", "target": lambda y: np.eye(2)[y], "rtol": 0.1}
    spec = AlignmentRecorder(model, loader, "relu", **options).measure()["relu"]
    assert_same(spec, measure(model, loader, "relu", **options)["relu"])


@pytest.mark.parametrize("training", [True, False])
def test_the_model_stays_in_its_mode(samples, training):
    model = reused_relu.network().train(training)
    model.drop.eval()
    AlignmentRecorder(model, DataLoader(samples, 25), "out")
    assert (model.training, model.norm.training, model.drop.training) == (training, training, False)
    assert all(parameter.grad is None for parameter in model.parameters())


class Clock:
    """Every reading is a second later."""

    now = 0.0

    def __call__(self):
        self.now += 1
        return self.now


def test_what_it_costs(samples, monkeypatch):
    monkeypatch.setattr(recorder, "perf_counter", Clock())
    # It began at 1; measured from 2 to 3, from 4 to 5, from 6 to 7.
    watched = AlignmentRecorder(reused_relu.network(), DataLoader(samples, 25), "out", every=1)
    watched.step()
    watched.step()
    assert watched.history.seconds.tolist() == [1, 1, 1]
    assert watched.cost == 3 / 7
    assert repr(watched) == (
        "AlignmentRecorder('out'; 3 measurements up to step 2 took 3 s, 37.5 % of the time since "
        "it began)"
    )


def test_the_history_outlives_the_model(samples):
    watched = AlignmentRecorder(reused_relu.network(), DataLoader(samples, 25), "out", every=1)
    watched.step()
    back = pickle.loads(pickle.dumps(watched.history))
    assert back.steps.tolist() == [0, 1]
    assert_same(back.spectra["out"][1], watched.measure()["out"])


class KerasLike:
    """A callback as frameworks call it, with arguments that a recorder has no use for."""

    def __init__(self, watched):
        self.watched = watched

    def on_train_batch_end(self, batch, logs=None):
        self.watched.step()

    def on_train_end(self, logs=None):
        self.watched.measure()


def test_as_a_callback(samples):
    watched = AlignmentRecorder(reused_relu.network(), DataLoader(samples, 25), "out", every=4)
    callback = KerasLike(watched)
    for batch in range(6):
        callback.on_train_batch_end(batch, logs={"loss": 0.1})
    callback.on_train_end()
    assert watched.history.steps.tolist() == [0, 4, 6]


@pytest.mark.parametrize("changes, message", [
    ({"every": 0}, "every must be a positive integer; got 0"),
    ({"every": 2.5}, "every must be a positive integer"),
    ({"layers": "outt"}, "no layer 'outt'; near it: out"),
    ({"model": object()}, "model must be a Module; got <object"),
    ({"loader": iter([])}, r"only once; pass a DataLoader, or list\(loader\)"),
    ({"loader": []}, "the loader gave no batches"),
    ({"pool": "max"}, "pool must be one of"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_before_the_training(samples, changes, message):
    given = {"model": reused_relu.network(), "loader": DataLoader(samples, 25), "layers": "out"}
    with pytest.raises((TypeError, ValueError), match=message):
        AlignmentRecorder(**given | changes)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_random_states_of_a_gpu_stay(samples):
    model = reused_relu.network().cuda()
    torch.cuda.manual_seed(0)
    expected = torch.rand(3, device="cuda")
    torch.cuda.manual_seed(0)
    noisy = {"pool": lambda output: output.flatten(1) + torch.rand((), device="cuda")}
    AlignmentRecorder(model, DataLoader(samples, 25), "out", **noisy)
    assert torch.equal(torch.rand(3, device="cuda"), expected)
