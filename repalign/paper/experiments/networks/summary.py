"""What the book keeps of the runs of the experiment `networks`."""

import numpy as np

from repalign.paper.results.arrays import in_float32, picked, stacked

TAUS = np.geomspace(0.01, 100, 41)  # of the null; with unit rows no sigma exceeds sqrt(n) = 100
SPLITS = ("train", "test")


def summarize(runs):
    """What the book keeps of the runs of `CONFIGS`, in float32 where it is much: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned

    Returns
    -------
    dict of arrays
        Symbols as in `run`. C runs in their order: ``dataset``, ``setting``, ``learning_rate``,
        ``epochs``, ``converged`` (C,); ``train_loss``, ``train_accuracy``, ``test_loss``,
        ``test_accuracy`` (C, S); ``train_null``, ``test_null`` (C, S, t); ``taus`` (t,). Of every
        one, the spectra ``<dataset>.<setting>.<split>`` (2, S), at the start and trained; of every
        data set, ``<dataset>.<split>`` (), the inputs.
    """
    kept = {"epochs": np.array([len(run["epoch_loss"]) for run in runs]), "taus": TAUS}
    single = ["dataset", "setting", "learning_rate", "converged"]
    single += [f"{split}_{what}" for split in SPLITS for what in ("loss", "accuracy", "null")]
    kept |= {name: np.stack([run[name] for run in runs]) for name in single}
    for run in runs:
        for split in SPLITS:
            kept |= picked(run, f"{split}_inputs", f"{run['dataset']}.{split}")
            both = [picked(run, f"{split}_{when}", "layer") for when in ("start", "trained")]
            kept |= picked(stacked(both), "layer", f"{run['dataset']}.{run['setting']}.{split}")
    return in_float32(kept)
