"""Expected values: numpy's thin SVD of features computed by hand, beside the definition."""

import pickle

import numpy as np
import pytest

pytest.importorskip("sklearn")
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import (
    GridSearchCV,
    KFold,
    cross_val_score,
    cross_validate,
    permutation_test_score,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from repalign import alignment_scorer
from repalign._support.levels import LEVELS

N, D = 60, 5
CV = KFold(2)


@pytest.fixture(scope="module")
def X():
    return np.random.default_rng(0).normal(size=(N, D)) @ np.diag([5, 3, 1, 0.5, 0.1])


@pytest.fixture(scope="module")
def three(X):
    return np.array(["a", "b", "c"])[np.digitize(X[:, 0] + X[:, 2], [-2, 2])]


def by_hand(phi, y, level=0.1, *, bias=True, normalize=True):
    """One against the rest, each class' share of its labels' length, and their mean."""
    if bias:
        phi = np.hstack([np.ones((len(phi), 1)), phi])
    if normalize:
        phi = phi / np.sqrt((phi**2).sum(axis=1))[:, None]
    U, sigma, _ = np.linalg.svd(phi, full_matrices=False)
    large = U[:, sigma >= level * np.sqrt((phi**2).sum())]
    signs = [np.where(y == each, 1, -1) for each in np.unique(y)]
    return np.mean([((sign @ large) ** 2).sum() / len(y) for sign in signs])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("normalize", [True, False])
def test_equals_the_definition(X, three, level, bias, normalize):
    options = {"level": level, "bias": bias, "normalize": normalize}
    scaler = StandardScaler().fit(X)
    score = alignment_scorer(**options)(scaler, X, three)
    assert isinstance(score, float)
    assert score == pytest.approx(by_hand(scaler.transform(X), three, **options))


def test_two_classes_are_one_target(X, three):
    scorer, two = alignment_scorer(), three != "b"
    scaler = StandardScaler().fit(X)
    assert scorer(scaler, X, two) == pytest.approx(by_hand(scaler.transform(X), two))
    assert scorer(scaler, X, two.astype(int)) == scorer(scaler, X, two)


def test_the_default_is_the_report_s():
    assert repr(alignment_scorer()) == (
        f"AlignmentScorer(level={LEVELS[1]}, bias=True, normalize=True, classes=True)"
    )


def test_folds_are_measured_by_what_was_fitted_on_the_others(X, three):
    pipeline = make_pipeline(StandardScaler(), PCA(2), LogisticRegression())
    expected = []
    for train, test in CV.split(X):
        steps = make_pipeline(StandardScaler(), PCA(2)).fit(X[train])
        expected.append(by_hand(steps.transform(X[test]), three[test]))
    scores = cross_val_score(pipeline, X, three, cv=CV, scoring=alignment_scorer())
    np.testing.assert_allclose(scores, expected)
    both = cross_val_score(pipeline, X, three, cv=CV, scoring=alignment_scorer(), n_jobs=2)
    np.testing.assert_array_equal(both, scores)


def test_a_grid_search_finds_what_aligns_best(X, three):
    pipeline = make_pipeline(StandardScaler(), PCA(), LogisticRegression())
    search = GridSearchCV(
        pipeline, {"pca__n_components": [1, 3]}, cv=CV, scoring=alignment_scorer(level=0.05)
    ).fit(X, three)
    kept = [by_hand_of_folds(X, three, count) for count in (1, 3)]
    np.testing.assert_allclose(search.cv_results_["mean_test_score"], kept)
    assert search.best_params_ == {"pca__n_components": (1, 3)[np.argmax(kept)]}
    # A search is scored by the best it found, which is fitted on all.
    best = make_pipeline(StandardScaler(), PCA(search.best_params_["pca__n_components"])).fit(X)
    assert search.score(X, three) == pytest.approx(by_hand(best.transform(X), three, 0.05))
    assert clone(search).scoring == search.scoring


def by_hand_of_folds(X, y, count):
    folds = [
        (make_pipeline(StandardScaler(), PCA(count)).fit(X[train]), test)
        for train, test in CV.split(X)
    ]
    return np.mean([by_hand(steps.transform(X[test]), y[test], 0.05) for steps, test in folds])


def test_beside_other_scores_and_shuffled_labels(X, three):
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    scoring = {"accuracy": "accuracy", "alignment": alignment_scorer()}
    scores = cross_validate(pipeline, X, three, cv=CV, scoring=scoring)
    assert {"test_accuracy", "test_alignment"} <= set(scores)
    score, shuffled, p = permutation_test_score(
        pipeline, X, three, cv=CV, scoring=alignment_scorer(), n_permutations=19, random_state=0
    )
    assert score > shuffled.max() and p == 1 / 20


def test_a_predictor_that_transforms_is_measured_by_what_it_puts_out(X, three):
    lda = make_pipeline(StandardScaler(), LinearDiscriminantAnalysis()).fit(X, three)
    assert alignment_scorer()(lda, X, three) == pytest.approx(by_hand(lda.transform(X), three))


def test_numbers_are_taken_as_they_are(X):
    y = X[:, :2] @ [[1.0, 0.0], [2.0, 1.0]] - 1
    pipeline = make_pipeline(FunctionTransformer(), Ridge()).fit(X, y)
    scorer = alignment_scorer(classes=False, bias=False, normalize=False, level=0.3)
    U, sigma, _ = np.linalg.svd(X, full_matrices=False)
    held = ((U[:, sigma >= 0.3 * np.linalg.norm(X)].T @ y) ** 2).sum(axis=0)
    assert scorer(pipeline, X, y) == pytest.approx(np.mean(held / (y**2).sum(axis=0)))
    assert scorer(pipeline, X, y[:, 0]) == pytest.approx(held[0] / (y[:, 0] ** 2).sum())


def test_it_is_a_value():
    scorer = alignment_scorer(level=0.2, bias=False)
    assert pickle.loads(pickle.dumps(scorer)) == scorer == clone(scorer, safe=False)
    assert hash(scorer) == hash(alignment_scorer(level=0.2, bias=False))
    assert scorer != alignment_scorer()


@pytest.mark.parametrize("options, message", [
    ({"level": 0}, r"level is a share, above 0 and at most 1; got 0"),
    ({"level": "high"}, r"level is a share"),
    ({"bias": "no"}, r"bias must be True or False"),
])  # fmt: skip
def test_refused_at_once(options, message):
    with pytest.raises((TypeError, ValueError), match=message):
        alignment_scorer(**options)


@pytest.mark.parametrize(
    "estimator", [LogisticRegression(), make_pipeline(LogisticRegression()), None]
)
def test_a_bare_predictor_makes_no_features(X, three, estimator):
    with pytest.raises(ValueError, match=r"makes no features to align.*make_pipeline\(Standard"):
        alignment_scorer()(estimator, X, three)


def test_sparse_features_are_refused_with_what_to_do():
    words = CountVectorizer().fit(["one", "two"])
    with pytest.raises(ValueError, match=r"transform\(X\) is sparse, .*pass transform\(X\)\.toarr"):
        alignment_scorer()(words, ["one", "two"], [0, 1])


def test_labels_that_say_nothing_are_refused(X):
    with pytest.raises(ValueError, match=r"single class.*StratifiedKFold"):
        alignment_scorer()(FunctionTransformer(), X, np.zeros(N))
    with pytest.raises(ValueError, match=r"y has 59 labels for 60 samples"):
        alignment_scorer()(FunctionTransformer(), X, np.arange(N - 1) % 2)


@pytest.mark.parametrize("bias, most", [(True, D + 1), (False, D)])
def test_folds_of_no_more_samples_than_features_are_told(X, three, bias, most):
    scorer = alignment_scorer(bias=bias)
    with pytest.warns(UserWarning, match=rf"{most} samples have {most} features"):
        scorer(FunctionTransformer(), X[:most], three[:most])
    scorer(FunctionTransformer(), X[: most + 1], three[: most + 1])


@pytest.mark.parametrize("y", [np.linspace(0, 1, N), np.arange(N), np.arange(float(N))])
def test_numbers_to_predict_are_no_classes(X, y):
    with pytest.raises(ValueError, match=r"60 different values in 60 samples.*pass classes=False"):
        alignment_scorer()(StandardScaler().fit(X), X, y)
