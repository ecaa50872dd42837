"""Test error of gradient descent in closed form: what Proposition 1 says of samples that were not
trained on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import LARGEST_TARGET, as_matrix, as_shaped, as_targets, as_vector
from repalign._support.check import checked_rtol, require_one_target, require_positive, require_type
from repalign._support.typing import Floats
from repalign.decomposition import EPS, LARGEST_POWER, Spectrum
from repalign.dynamics import learnt_shares


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What training on (Phi, y) does to other samples (Phi', y').

    With Phi = U S V^T the weights after t steps are w_t = V a_t, a_ti = (1 - (1 - eta sigma_i^2)^t)
    u_i^T y / sigma_i. So the test error ||Phi' V a_t - y'|| needs no more of Phi' than its Gram
    matrix in the right singular basis, V^T Phi'^T Phi' V, with V^T Phi'^T y' and ||y'||^2. Kept is
    the triangle R of Phi' V = Q R instead, R^T R being that Gram matrix: it has all its digits.

    Attributes
    ----------
    spectrum : Spectrum
        Of the training samples.
    coefficients : array (r,)
        u_i^T y, with their signs.
    factor : array (q, r)
        R, with q = min(r, m) for m test samples.
    target : array (q,)
        Q^T y'.
    outside : float
        ||y'||^2 outside the span of Q: no weights in the row space of Phi reach it.
    n_samples : int
        m.

    Raises
    ------
    ValueError
        Shapes that do not fit each other, or numbers that are not finite.
    """

    spectrum: Spectrum
    coefficients: Floats
    factor: Floats
    target: Floats
    outside: float
    n_samples: int

    def __post_init__(self) -> None:
        require_type("spectrum", self.spectrum, Spectrum)
        require_one_target("spectrum", self.spectrum)
        r = self.spectrum.rank
        target, coefficients = (
            as_vector("target", self.target),
            as_vector("coefficients", self.coefficients, r),
        )
        arrays = {
            "coefficients": coefficients,
            "factor": as_shaped("factor", self.factor, (len(target), r)),
            "target": target,
            "outside": float(as_shaped("outside", self.outside, ())),
            "n_samples": require_positive("n_samples", self.n_samples, integer=True),
        }
        for name, value in arrays.items():
            object.__setattr__(self, name, value)
        self._check()

    def _check(self) -> None:
        if len(self.target) > min(self.spectrum.rank, self.n_samples):
            raise ValueError(
                f"target has {len(self.target)} entries; expected at most as many as there are "
                f"directions, {self.spectrum.rank}, and test samples, {self.n_samples}"
            )
        if not 0 <= self.outside <= LARGEST_POWER:
            raise ValueError(
                f"outside is a squared length, from 0 to {LARGEST_POWER:g}; got {self.outside}"
            )
        for name in ("factor", "target"):
            _require_moderate(name, getattr(self, name))
        with np.errstate(over="ignore"):
            if not np.isfinite(self.coefficients / self.spectrum.singular_values).all():
                raise ValueError(
                    "weights that fit y exceed float64; divide y by a constant, or multiply phi"
                )


def _require_moderate(name: str, array: Floats) -> Floats:
    if np.abs(array).max(initial=0) > LARGEST_TARGET:
        raise ValueError(
            f"{name} reaches {np.abs(array).max():.3g}, whose square float64 cannot hold; scale it "
            "down"
        )
    return array


def held_out(
    phi: ArrayLike,
    y: ArrayLike,
    phi_test: ArrayLike,
    y_test: ArrayLike,
    *,
    rtol: float | None = None,
) -> HeldOut:
    """Reduce training and test samples to what their learning curves need.

    Parameters
    ----------
    phi : array (n, d)
    y : array (n,)
    phi_test : array (m, d)
    y_test : array (m,)
    rtol : float, optional
        As in `spectrum`.

    Returns
    -------
    HeldOut

    Raises
    ------
    ValueError
        As `spectrum`; y and y_test are not vectors; the numbers of features differ; features beyond
        1e150, or so small that the weights exceed float64.

    Examples
    --------
    >>> both = held_out([[2.0, 0.0], [0.0, 1.0]], [4.0, 3.0], [[1.0, 1.0]], [7.0])
    >>> test_error(both, [0, 10_000], step_size=0.25)
    array([7., 2.])
    """
    phi = _require_moderate("phi", as_matrix("phi", phi))
    phi_test = _require_moderate("phi_test", as_matrix("phi_test", phi_test))
    y, y_test = as_targets(y, len(phi)), as_targets(y_test, len(phi_test), "y_test")
    if y.ndim != 1 or y_test.ndim != 1:
        raise ValueError(
            f"y and y_test must be vectors, one target; got shapes {y.shape} and {y_test.shape}"
        )
    if phi.shape[1] != phi_test.shape[1]:
        raise ValueError(
            f"phi has {phi.shape[1]} features and phi_test has {phi_test.shape[1]}; they must be "
            "the same"
        )
    U, sigma, Vt = np.linalg.svd(phi, full_matrices=False)
    rank = np.count_nonzero(sigma > checked_rtol(rtol, max(phi.shape) * EPS) * sigma[0])
    coefficients = U[:, :rank].T @ y
    left = y - U[:, :rank] @ coefficients
    Q, R = np.linalg.qr(phi_test @ Vt[:rank].T)
    target = Q.T @ y_test
    return HeldOut(
        spectrum=Spectrum(sigma[:rank], np.square(coefficients), left @ left, *phi.shape),
        coefficients=coefficients,
        factor=R,
        target=target,
        outside=float(np.square(y_test - Q @ target).sum()),
        n_samples=len(y_test),
    )


def test_error(both: HeldOut, steps: ArrayLike, *, step_size: float) -> Floats:
    """||Phi' w_t - y'|| after gradient descent on the training samples: may fall and rise again.

    Parameters
    ----------
    both : HeldOut
    steps : array (t,) of integers >= 0
    step_size : float > 0
        eta of the summed loss.

    Returns
    -------
    array (t,); inf where the value exceeds the range of a float64

    Examples
    --------
    >>> both = held_out(np.eye(2), [1.0, 1.0], [[1.0, 0.0]], [3.0])
    >>> test_error(both, [0, 1], step_size=0.5)
    array([3. , 2.5])
    """
    require_type("both", both, HeldOut)
    shares = learnt_shares(both.spectrum, steps, step_size=step_size)
    ends = both.coefficients / both.spectrum.singular_values
    with np.errstate(over="ignore"):
        # Not infinite times 0.
        weights = np.multiply(shares, ends, out=np.zeros_like(shares), where=ends != 0)
    # Divergent weights are scaled down first, so that their squares do not overflow before the
    # error does.
    scale = np.maximum(np.abs(weights).max(axis=1, initial=1.0), 1.0)
    with np.errstate(over="ignore", invalid="ignore"):
        misfit = (weights / scale[:, None]) @ both.factor.T - both.target / scale[:, None]
        error = scale * np.sqrt(np.square(misfit).sum(axis=1) + both.outside / scale**2)
    return np.where(np.isfinite(scale), error, np.inf)


# A measure, not a test: pytest collects by name.
test_error.__test__ = False  # type: ignore[attr-defined]
