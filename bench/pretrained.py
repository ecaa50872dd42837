"""1000 pictures of 32 x 32 pixels through SqueezeNet 1.1 at 224 x 224: ``python -m
bench.pretrained``.

Weights do not change the time, so that they are random.
"""

import time

import numpy as np
import torch

from repalign.paper.features import pretrained

NAME, COUNT = "squeezenet1_1", 1000


def timed(function):
    """(seconds on the wall, of the processor): on a busy machine the second counts."""
    wall, processor = time.perf_counter(), time.process_time()
    function()
    return time.perf_counter() - wall, time.process_time() - processor


def main():
    images = np.random.default_rng(0).integers(0, 256, (COUNT, 32, 32, 3), dtype=np.uint8)
    net = pretrained.network(NAME)
    pretrained.extract(net, NAME, images[:50])
    for precision in ("float32", "bfloat16"):
        wall, processor = timed(
            lambda p=precision: pretrained.extract(net, NAME, images, precision=p)
        )
        label = f"{COUNT} pictures, {torch.get_num_threads()} threads, {precision}"
        print(f"{label}: {wall:.1f} s ({processor:.1f} s of the processor)")


if __name__ == "__main__":
    main()
