"""Explorers: anywidgets that compute and draw in the page, with a kernel or without."""

from repalign.widgets.alignment import AlignmentExplorer
from repalign.widgets.circle import CircleExplorer
from repalign.widgets.cnn import CnnExplorer
from repalign.widgets.descent import DescentExplorer
from repalign.widgets.emergence import Checkpoint, EmergenceExplorer
from repalign.widgets.layers import LayersExplorer
from repalign.widgets.networks import NetworksExplorer
from repalign.widgets.peaks import PeaksExplorer, Source
from repalign.widgets.playground import PlaygroundExplorer
from repalign.widgets.similarity import SimilarityExplorer
from repalign.widgets.yours import YoursExplorer

__all__ = [
    "AlignmentExplorer",
    "Checkpoint",
    "CircleExplorer",
    "CnnExplorer",
    "DescentExplorer",
    "EmergenceExplorer",
    "LayersExplorer",
    "NetworksExplorer",
    "PeaksExplorer",
    "PlaygroundExplorer",
    "SimilarityExplorer",
    "Source",
    "YoursExplorer",
]
