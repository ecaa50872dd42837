"""Weights as torch.save wrote them, verified before use, and where torchvision keeps its own."""

import hashlib
import zipfile
from pathlib import Path

from repalign._support import files
from repalign._support.extras import need

torch = need("torch", "torch")


def read(path):
    """A state dict as torch.save wrote it, its tensors checked against the checksums that the file
    keeps of them.

    Raises
    ------
    ValueError
        The file is damaged, holds no state dict, or numbers that are not finite. Files of torch
        before 1.6 have no checksums: what is damaged there may go unnoticed.
    """
    remedy = "; remove it and get it anew, or save net.state_dict() again"
    with files.damage_named(f"{path} does not hold weights, or is damaged", remedy):
        _require_sound(path)
        state = torch.load(path, weights_only=True, map_location="cpu")
    _require_state_dict(path, state)
    return state


def _require_sound(path):
    """torch writes a checksum of every tensor, and does not look at it when it reads."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if bad := archive.testzip():
                raise ValueError(f"{bad} in it does not have its checksum")


def _require_state_dict(path, state):
    if not isinstance(state, dict) or not all(
        isinstance(value, torch.Tensor) for value in state.values()
    ):
        raise ValueError(
            f"{path} holds no state dict, names with a tensor each; save net.state_dict()"
        )
    bad = [
        name
        for name, value in state.items()
        if value.is_floating_point() and not value.isfinite().all()
    ]
    if bad:
        raise ValueError(
            f"{path} has NaN or infinite weights, first in {bad[0]}; get it anew, or train again"
        )


def cached(url):
    """Where torchvision keeps weights once it has downloaded them."""
    return Path(torch.hub.get_dir(), "checkpoints", Path(url).name)


def require_digest(url):
    """ValueError where weights that torchvision downloaded before do not have the SHA-256 that
    their name ends with."""
    path = cached(url)
    if path.exists():
        expected, found = (
            path.stem.rpartition("-")[2],
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        if not found.startswith(expected):
            raise ValueError(
                f"{path} is damaged: its SHA-256 begins with {found[: len(expected)]}, not "
                f"{expected}; remove it, and it is downloaded again from {url}"
            )


def copy_into(net, name, state, source, full_names):
    """Copy weights into the network, or say what does not fit; `full_names` are those of it with
    its classifier."""
    own = net.state_dict()
    if not state.keys() & own.keys():
        state = {f"features.{key}": value for key, value in state.items()}
    # Old checkpoints lack the counters of batch normalisation, which evaluation does not need.
    missing = [key for key in own if key not in state and not key.endswith("num_batches_tracked")]
    unexpected = [key for key in state if key not in full_names]
    bent = [
        f"{key} is {tuple(state[key].shape)} and should be {tuple(own[key].shape)}"
        for key in own
        if key in state and state[key].shape != own[key].shape
    ]
    problems = {"missing": missing, "unexpected": unexpected, "of another shape": bent}
    if any(problems.values()):
        listed = "; ".join(
            f"{len(keys)} {kind}: {_some(keys)}" for kind, keys in problems.items() if keys
        )
        raise ValueError(
            f"{source} does not fit {name}. {listed}. Name the network that these weights are of"
        )
    net.load_state_dict({key: state[key] for key in own if key in state}, strict=False)


def _some(keys, limit=4):
    return ", ".join(keys[:limit]) + (", ..." if len(keys) > limit else "")
