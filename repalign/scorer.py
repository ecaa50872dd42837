"""Alignment as scikit-learn scores: of the features that an estimator makes."""

import warnings
from dataclasses import dataclass
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import as_matrix, as_targets
from repalign._support.check import as_flag, as_share
from repalign._support.labels import as_labels
from repalign._support.levels import SAID
from repalign._support.typing import Floats
from repalign.decomposition import spectrum
from repalign.features import one_hot, prepare
from repalign.measures import alignment_share

FEW = 10  # classes, of which each may have a single sample


class Transformer(Protocol):
    """Whatever makes features of inputs, as scikit-learn's transformers do."""

    def transform(self, X: Any, /) -> Any: ...


@dataclass(frozen=True)
class AlignmentScorer:
    """What `alignment_scorer` returns: called with an estimator, X and y, the alignment of its
    features, from 0 to 1."""

    level: float
    bias: bool
    normalize: bool
    classes: bool

    def __call__(self, estimator: object, X: Any, y: ArrayLike) -> float:
        phi = as_matrix("transform(X)", _transformer(estimator).transform(X))
        phi = prepare(phi, bias=self.bias, normalize=self.normalize)
        targets = _one_against_the_rest(y) if self.classes else as_targets(y, len(phi))
        if phi.shape[0] <= phi.shape[1]:
            warnings.warn(
                f"{phi.shape[0]} samples have {phi.shape[1]} features: so many fit any labels, "
                "shuffled ones too; take larger folds or fewer features, and compare with "
                "permutation_test_score",
                stacklevel=2,
            )
        return alignment_share(spectrum(phi, targets), self.level)


def alignment_scorer(
    *, level: float = SAID, bias: bool = True, normalize: bool = True, classes: bool = True
) -> AlignmentScorer:
    """A scorer for scikit-learn, as `make_scorer` gives: how far the features that an estimator
    makes line up with the labels, from 0 to 1.

    Pass it as ``scoring=`` to GridSearchCV, cross_val_score, permutation_test_score and their like.
    Scored is the share of ||y||^2 in the directions with sigma >= level * ||Phi||, of the features
    Phi of the fold held out: what ``transform`` makes of it, and where a pipeline ends in an
    estimator without ``transform``, such as a classifier, what the steps before that make.

    Parameters
    ----------
    level : float in (0, 1]
        The threshold as a share of ||Phi||, the root of the sum of the squared singular values.
    bias, normalize : bool
        As in `prepare`.
    classes : bool
        y holds classes; of more than two, the mean over one against the rest. Else y holds numbers,
        (n,) or (n, k), such as a regression's, and is taken as it is: centre it first. Fractions,
        and more classes than ten and half of the samples, are refused as classes.

    Returns
    -------
    callable (estimator, X, y) -> float

    Raises
    ------
    TypeError, ValueError
        Parameters of other kinds, or level out of range. When called: the estimator makes no
        features; they are sparse, or not finite; a fold of a single class, or of numbers to
        predict.

    Warns
    -----
    UserWarning
        When called with as many features as samples, or more: so many can fit any labels.

    Notes
    -----
    Features are made by what was fitted on the other folds, but the directions are those of the
    fold held out, and nothing is fitted to its labels. So the score tells whether a linear model
    on these features would learn such labels fast, not how well the fitted predictor does. It
    depends on the number of samples in the fold and on how common each class is: compare it between
    folds of one size, and with shuffled labels, as permutation_test_score does.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> X, y = np.arange(40.0).reshape(20, 2), np.repeat(["low", "high"], 10)
    >>> model = make_pipeline(StandardScaler(), LogisticRegression())
    >>> cross_val_score(model, X, y, cv=2, scoring=alignment_scorer()).round(2)
    array([0.89, 0.89])
    """
    return AlignmentScorer(
        as_share("level", level),
        as_flag("bias", bias),
        as_flag("normalize", normalize),
        as_flag("classes", classes),
    )


def _transformer(estimator: object) -> Transformer:
    """What makes the features: the estimator, or a pipeline without its last step; of a search, of
    the best it found."""
    estimator = getattr(estimator, "best_estimator_", estimator)
    if not hasattr(estimator, "transform") and len(getattr(estimator, "steps", ())) > 1:
        estimator = cast(Any, estimator)[:-1]
    if not hasattr(estimator, "transform"):
        raise ValueError(
            f"{type(estimator).__name__} makes no features to align, for it has no transform; put "
            "it behind steps that have: make_pipeline(StandardScaler(), LogisticRegression()) is "
            "scored by what StandardScaler makes"
        )
    return cast(Transformer, estimator)


def _one_against_the_rest(y: ArrayLike) -> Floats:
    labels = as_labels("y", y)
    values = np.unique(labels)
    fractions = values.dtype.kind == "f" and len(values) > 2 and (values % 1).any()
    if fractions or len(values) > max(FEW, len(labels) / 2):
        raise ValueError(
            f"y holds {len(values)} different values in {len(labels)} samples, which look like "
            "numbers to predict and not like classes; pass classes=False, and centre y"
        )
    indicators = one_hot(labels)
    if indicators.shape[1] < 2:
        raise ValueError(
            "y holds a single class, against which there is no rest; stratify the folds, as "
            "StratifiedKFold does"
        )
    return 2 * indicators - 1
