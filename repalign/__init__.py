"""Representation alignment: how far the top singular vectors of a representation line up with a
label vector.

Imani, Hu and White, "Representation Alignment in Neural Networks", TMLR 2022.
"""

from repalign.accumulate import SpectrumAccumulator, spectrum_from_chunks
from repalign.decomposition import Spectrum, spectrum
from repalign.dynamics import distance_to_optimum, max_step_size, training_error, weight_norm
from repalign.evidence import log_evidence
from repalign.features import one_hot, prepare, signed_labels
from repalign.generalisation import HeldOut, held_out, test_error
from repalign.history import AlignmentHistory
from repalign.kernel import spectrum_from_kernel
from repalign.measures import (
    alignment,
    alignment_curve,
    cumulative_power,
    effective_rank,
    kernel_target_alignment,
    permutation_null,
)
from repalign.recorder import AlignmentRecorder
from repalign.report import Report, alignment_report
from repalign.scorer import alignment_scorer

__version__ = "0.1.0"

__all__ = [
    "AlignmentHistory",
    "AlignmentRecorder",
    "HeldOut",
    "Report",
    "Spectrum",
    "SpectrumAccumulator",
    "alignment",
    "alignment_curve",
    "alignment_report",
    "alignment_scorer",
    "cumulative_power",
    "distance_to_optimum",
    "effective_rank",
    "held_out",
    "kernel_target_alignment",
    "log_evidence",
    "max_step_size",
    "one_hot",
    "permutation_null",
    "prepare",
    "signed_labels",
    "spectrum",
    "spectrum_from_chunks",
    "spectrum_from_kernel",
    "test_error",
    "training_error",
    "weight_norm",
]
