"""Made-up data sets for tests: what they need of the real ones, in little."""

import numpy as np


def write_pictures(folder, name, *, n_classes=4, n_train=30, n_test=12, seed=0):
    """<name>.npz with coloured textures of 32 x 32 pixels, each class with a colour of its own."""
    rng = np.random.default_rng(seed)
    colours = rng.uniform(60, 200, (n_classes, 3))

    def part(n):
        labels = rng.permutation(np.repeat(np.arange(n_classes), n))
        blocks = rng.normal(0, 45, (len(labels), 8, 8, 1)).repeat(4, axis=1).repeat(4, axis=2)
        noise = rng.normal(0, 15, (len(labels), 32, 32, 3))
        return np.clip(colours[labels][:, None, None] + blocks + noise, 0, 255).astype(
            np.uint8
        ), labels

    train, test = part(n_train), part(n_test)
    np.savez(
        folder / f"{name}.npz",
        train_images=train[0],
        train_labels=train[1],
        test_images=test[0],
        test_labels=test[1],
        classes=np.array([f"class {number}" for number in range(n_classes)]),
    )
