"""Where data sets come from, each checked against a hash of what it should be."""

import hashlib
import io
import tempfile
import zipfile

import numpy as np

from repalign._support.extras import need
from repalign._support.files import replacing, save_arrays

CT_SLICES_URL = (
    "https://archive.ics.uci.edu/static/public/206/relative+location+of+ct+slices+on+axial+axis.zip"
)
CT_SLICES_SHAPE = (53500, 386)
# UCI publishes no digest. That of the archive is the one that other people's code for this address
# asks for; that of the first 2^20 bytes of the table in it was taken from a copy of our own.
CT_SLICES_SHA256 = "9411f92082678169d2a01356f036708498c3ab507f6595919456bbb04a1d942a"
CT_SLICES_START_SHA256 = "44cb993bab36d8b7661816bd8f7f597bcf6c698a4b6f75b2f6f5dbc2b4e2ecb2"


def images(name, target):
    torchvision = need("torchvision.datasets", "torch")
    source = {
        "mnist": torchvision.MNIST,
        "cifar10": torchvision.CIFAR10,
        "cifar100": torchvision.CIFAR100,
    }[name]
    with tempfile.TemporaryDirectory() as folder:
        splits = {
            split: source(folder, train=split == "train", download=True)
            for split in ("train", "test")
        }
        # torchvision writes the classes of MNIST as "0 - zero".
        arrays = {"classes": np.array([label.split(" - ")[0] for label in splits["train"].classes])}
        for split, data in splits.items():
            arrays[f"{split}_images"] = np.asarray(data.data, dtype=np.uint8)
            arrays[f"{split}_labels"] = np.asarray(data.targets, dtype=np.int64)
        save_arrays(target, **arrays)


def ct_slices(name, target):
    pooch = need("pooch", "data")
    with tempfile.TemporaryDirectory() as folder:
        known = f"sha256:{CT_SLICES_SHA256}"
        archive = pooch.retrieve(
            CT_SLICES_URL, known_hash=known, path=folder, fname="ct_slices.zip"
        )
        with zipfile.ZipFile(archive) as file:
            csv = file.read("slice_localization_data.csv")
    if hashlib.sha256(csv[: 2**20]).hexdigest() != CT_SLICES_START_SHA256:
        raise ValueError("the table does not begin as that of 2011 does")
    table = np.loadtxt(io.BytesIO(csv), delimiter=",", skiprows=1)
    if table.shape != CT_SLICES_SHAPE:
        raise ValueError(f"the table has shape {table.shape}, expected {CT_SLICES_SHAPE}")
    save_arrays(
        target, patient=table[:, 0].astype(np.int64), features=table[:, 1:385], target=table[:, 385]
    )


def squeezenet(name, target):
    torch, models = need("torch", "torch"), need("torchvision.models", "torch")
    from repalign.paper.datasets import weights  # needs torch

    weights.require_digest(models.SqueezeNet1_1_Weights.IMAGENET1K_V1.url)
    with replacing(target) as partial:
        torch.save(models.squeezenet1_1(weights="IMAGENET1K_V1").features.state_dict(), partial)
