"""PlaygroundExplorer: a small network that trains in the page."""

from repalign.widgets._base import STATIC, Explorer, traitlets

MAX_SAMPLES = 1000
# Two bows that no line parts.
POINTS = [
    [-0.7, 0.6, 1],
    [-0.5, 0.7, 1],
    [-0.6, 0.4, 1],
    [0.6, -0.6, 1],
    [0.7, -0.4, 1],
    [0.5, -0.7, 1],
    [-0.6, -0.5, -1],
    [-0.7, -0.7, -1],
    [-0.4, -0.6, -1],
    [0.6, 0.6, -1],
    [0.5, 0.4, -1],
    [0.7, 0.7, -1],
]


class PlaygroundExplorer(Explorer):
    """Train a fully connected network in the page and see its layers turn towards the labels.

    Everything is computed by the page, in a worker: the task, the network, its training, and the
    spectrum of every hidden layer with the labels and with second labels to transfer to. What is
    shown follows from the traits alone, so that a link or a cell reproduces a run.

    Parameters
    ----------
    data : str
        The task: ``"circles"``, ``"moons"``, ``"spirals"``, ``"stripes"``, ``"drawn"`` (`points`),
        ``"peaks"`` (Section 5.3: the function ABC of 60 inputs) or ``"digits"`` (500 of
        scikit-learn's, odd against even).
    samples : int
        50 to 1000; the digits are 500.
    noise : float
        Standard deviation of the noise of points, 0 to 0.5.
    shuffled : float
        Share of the labels that is shuffled, 0 to 1.
    painted, painted_second : str
        Labels painted by hand, a letter a sample: p for +1, m for -1, "." for not painted.
    points : list of [x, y, label]
        The task ``"drawn"``.
    second : str
        The labels of a transfer: ``"related"``, ``"unrelated"`` or ``"painted"``.
    depth, width : int
        Hidden layers, 1 to 4, and units in each, 4 to 64.
    activation : str
        ``"relu"`` or ``"tanh"``.
    scale : float
        Factor of PyTorch's default initialisation, 0.1 to 10.
    optimizer : str
        ``"sgd"``, ``"momentum"`` or ``"adam"``.
    rate : float
        Learning rate, 1e-4 to 1.
    batch : int
        Samples of a minibatch: 100, 32, 8, or 0 for all.
    seed : int
        Of data, initialisation and order, 0 to 999.
    epoch : int
        To which it trains, 0 to 10000.
    layer : int
        Of which is drawn what it says, 1 to `depth`.
    threshold : float
        In units of singular values; rows have length one.
    """

    _esm = STATIC / "playground.js"
    _css = Explorer._css + (STATIC / "playground.css").read_text(encoding="utf-8")
    data = traitlets.Unicode("circles").tag(sync=True)
    samples = traitlets.Int(300, min=50, max=MAX_SAMPLES).tag(sync=True)
    noise = traitlets.Float(0.05, min=0, max=0.5).tag(sync=True)
    shuffled = traitlets.Float(0.0, min=0, max=1).tag(sync=True)
    painted = traitlets.Unicode().tag(sync=True)
    painted_second = traitlets.Unicode().tag(sync=True)
    points = traitlets.List(POINTS).tag(sync=True)
    second = traitlets.Unicode("related").tag(sync=True)
    showing = traitlets.Unicode("first").tag(sync=True)
    brush = traitlets.Unicode("none").tag(sync=True)
    depth = traitlets.Int(2, min=1, max=4).tag(sync=True)
    width = traitlets.Int(16, min=4, max=64).tag(sync=True)
    activation = traitlets.Unicode("relu").tag(sync=True)
    scale = traitlets.Float(1.0, min=0.1, max=10).tag(sync=True)
    optimizer = traitlets.Unicode("adam").tag(sync=True)
    rate = traitlets.Float(0.01, min=1e-4, max=1).tag(sync=True)
    batch = traitlets.Int(0, min=0).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=999).tag(sync=True)
    speed = traitlets.Unicode("steady").tag(sync=True)
    epoch = traitlets.Int(0, min=0, max=10_000).tag(sync=True)
    layer = traitlets.Int(2, min=1, max=4).tag(sync=True)
    threshold = traitlets.Float(2.0, min=0).tag(sync=True)

    def __init__(self, **traits):
        not_in_links = {"showing", "brush", "speed"}
        own = [name for name in type(self).class_own_traits(sync=True) if name[0] != "_"]
        state = [name for name in own if name not in not_in_links]
        super().__init__(**{"page_key": "play", "page_state": state} | traits)
