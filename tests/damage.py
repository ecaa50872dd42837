"""Damage as disks, networks and killed writers do it."""


def damaged(whole, rng):
    """The bytes of a file with a bit or a byte changed, cut short, or a part of it zero or from
    elsewhere in it."""
    damaged, at = bytearray(whole), rng.integers(len(whole))
    other, size = rng.integers(len(whole)), rng.integers(1, 600)
    kind = rng.integers(6)
    if kind == 0:
        damaged[at] ^= 1 << rng.integers(8)
    elif kind == 1:
        damaged[at] = rng.integers(256)
    elif kind == 2:
        del damaged[at:]
    elif kind == 3:
        damaged[at : at + size] = bytes(len(damaged[at : at + size]))
    elif kind == 4:
        damaged[at : at + size] = damaged[other : other + size]
    else:  # where files keep what they are made of
        damaged[-rng.integers(1, min(600, len(whole)))] ^= 1 << rng.integers(8)
    return bytes(damaged)


def same(first, second):
    """Whether two dicts hold the same arrays, to the bit."""
    return list(first) == list(second) and all(
        first[name].dtype == second[name].dtype
        and first[name].shape == second[name].shape
        and first[name].tobytes() == second[name].tobytes()
        for name in first
    )
