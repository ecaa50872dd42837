"""CircleExplorer: points on a circle and the reader's labels (Figure 4)."""

import numpy as np

from repalign._support.arrays import as_rng
from repalign.decomposition import spectrum
from repalign.widgets._base import STATIC, Explorer, rounded, traitlets

MAX_POINTS = 1000


class CircleExplorer(Explorer):
    """Turn the labels of points on the unit circle and see on which singular vector they lie.

    Every other point has an angle around pi/4 and around -3 pi/4, without a bias feature, as in
    Figure 4. Labels are +1 on the side that `direction` points to, -1 on the other; painted labels
    take precedence.

    Parameters
    ----------
    n_points : int
        20 to 1000. The singular values that Figure 4 prints belong to 100 points.
    spread : float
        Standard deviation of the angles, radians, 0 to 1. Those values belong to 0.29.
    direction : int
        Degrees: 45 is the labelling on the left of Figure 4, 135 the one on the right.
    threshold : float
    painted : str
        A letter a point: p for +1, m for -1, "." for not painted; may end early.
    seed : int
        Of the angles.
    """

    _esm = STATIC / "circle.js"
    noise = traitlets.List().tag(sync=True)
    n_points = traitlets.Int(100, min=20, max=MAX_POINTS).tag(sync=True)
    spread = traitlets.Float(0.29, min=0, max=1).tag(sync=True)
    direction = traitlets.Int(45, min=0, max=360).tag(sync=True)
    threshold = traitlets.Float(5.0, min=0).tag(sync=True)
    painted = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, seed=0, **traits):
        noise = rounded(as_rng("seed", seed).standard_normal(MAX_POINTS), 4)
        state = ["n_points", "spread", "direction", "threshold", "painted"]
        super().__init__(noise=noise, **{"page_key": "circle", "page_state": state} | traits)

    @property
    def phi(self):
        """The points, (n, 2), rows of length one."""
        angles = np.resize([0.25, -0.75], self.n_points) * np.pi + self.spread * np.array(
            self.noise[: self.n_points]
        )
        return np.column_stack([np.cos(angles), np.sin(angles)])

    @property
    def labels(self):
        """The labels, (n,) of +-1."""
        turned = np.deg2rad(self.direction)
        labels = np.where(self.phi @ [np.cos(turned), np.sin(turned)] >= 0, 1.0, -1.0)
        for letter, label in (("p", 1.0), ("m", -1.0)):
            labels[
                [i for i, painted in enumerate(self.painted[: self.n_points]) if painted == letter]
            ] = label
        return labels

    @property
    def spectrum(self):
        """Spectrum of the points and labels that are shown now."""
        return spectrum(self.phi, self.labels)
