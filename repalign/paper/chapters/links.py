"""States that chapters link to, for notebooks where a click on prose reaches no explorer."""

CIRCLE = {
    "labelling A": "direction=45",
    "labelling B": "direction=135",
    "A without spread": "direction=45&spread=0",
}
EMERGENCE = {"in the middle of training": "checkpoint=30"}
NETWORKS = {
    "test samples": "split=1",
    "MNIST": "dataset=1",
    "CT slices at 0.1": "dataset=0&level=0.1",
    "CT slices at 0.4": "dataset=0&level=0.4",
}
DESCENT = {"your own points at step 20": "focus=your+own&step=20"}
FIGURE9 = {"the step size of the figure": "ratio=0.4"}
CNN = {
    "RBF and ImageNet weights after a billion steps": (
        "shown=%5B%22rbf%22%2C%22after%22%5D&step=1000000000"
    ),
    "after 1000 steps": "step=1000",
    "RBF and ImageNet weights after 1000 steps": "shown=%5B%22rbf%22%2C%22after%22%5D&step=1000",
}
SIMILARITY = {"airplanes or automobiles": "layer=3&pair=0", "cats or dogs": "layer=3&pair=12"}
OWN = {
    "odd or even": {
        "odd or even near zero": "threshold=0.1",
        "odd or even at a tenth of √n": "threshold=1.9",
    },
    "8 or 9": {
        "8 or 9 at 0.15 √n": "threshold=2",
        "8 or 9 at 0.2 √n": "threshold=2.66",
    },
}
