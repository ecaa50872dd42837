"""The book's explorers on stored results: for chapters and for the front page."""

from repalign.paper import results
from repalign.widgets import AlignmentExplorer, Checkpoint, EmergenceExplorer


def emergence_inputs(**traits):
    """MNIST inputs with true and with shuffled labels, between the null's quantiles (Figure 2a, b)."""
    stored = results.load("emergence")
    low, _, high = stored["inputs_null"][0]
    spectra = {name: stored.spectrum(f"inputs_{name}", 0) for name in ("true", "shuffled")}
    return AlignmentExplorer(
        {f"{name} labels": spec for name, spec in spectra.items()},
        nulls={f"{name} labels": (stored["taus"], low, high) for name in spectra},
        **{"page_key": "inputs"} | traits,
    )


def emergence(**traits):
    """The final hidden layer over the training on shuffled labels, first seed (Figure 2c, d)."""
    stored = results.load("emergence")
    checkpoints = [
        Checkpoint(
            epoch=int(epoch),
            spectrum=stored.spectrum("final_layer", 0, c),
            loss=stored["loss"][0, c],
            accuracy=stored["accuracy"][0, c],
            null=stored["final_layer_null"][0, c, [0, 2]],
        )
        for c, epoch in enumerate(stored["epochs"])
    ]
    return EmergenceExplorer(checkpoints, taus=stored["taus"], **traits)
