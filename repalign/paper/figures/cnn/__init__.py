"""Figures of chapter 6: networks with ImageNet weights and at random, beside features made by
hand."""

from repalign.paper.figures.cnn.alignment import (
    behind,
    by_hand,
    layers,
    learnt,
    orders,
    pairs,
    shares,
    trained,
)
from repalign.paper.figures.cnn.descent import (
    exact_and_descent,
    linear_models,
    logistic_loss,
    ridge,
    squared_error,
)
from repalign.paper.figures.cnn.networks import (
    at_random,
    by_accuracy,
    scores_and_descent,
    scores_and_ridge,
    scores_and_steps,
    steps_up,
)

__all__ = [
    "at_random",
    "behind",
    "by_accuracy",
    "by_hand",
    "exact_and_descent",
    "layers",
    "learnt",
    "linear_models",
    "logistic_loss",
    "orders",
    "pairs",
    "ridge",
    "scores_and_descent",
    "scores_and_ridge",
    "scores_and_steps",
    "shares",
    "squared_error",
    "steps_up",
    "trained",
]
