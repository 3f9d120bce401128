"""The lot: the one place in this room where chance comes in. The engine is given the draw."""

import secrets

_lot = secrets.SystemRandom()


def draw() -> float:
    """Return a number drawn uniformly from [0, 1), which nobody can foresee."""
    return _lot.random()
