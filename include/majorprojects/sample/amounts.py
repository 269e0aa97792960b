"""Random amounts that add up: the published sums are met exactly, every part stays within its bounds."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from math import floor

from majorprojects.errors import DataError

# One seed for everything; a stream each for what must not move when something else changes.
_seed = ContextVar("seed", default="hengyang-2021-2022")


def stream(*names: object) -> random.Random:
    """A random stream of its own for these names: the same numbers in every run."""
    return random.Random("/".join((_seed.get(), *map(str, names))))  # noqa: S311 - sample data, no secret


@contextmanager
def drawn_by(seed: str) -> Iterator[None]:
    """Draw by another seed: another city, with the same published sums."""
    token = _seed.set(seed)
    try:
        yield
    finally:
        _seed.reset(token)


def apportion(
    weights: Sequence[float],
    target: int,
    low: Sequence[int],
    high: Sequence[int],
    step: int = 1,
) -> list[int]:
    """Share ``target`` out by ``weights``, each part within ``low`` and ``high``.

    Args:
        weights: wished sizes; only their proportions count.
        target: what the parts add up to.
        low: smallest allowed size of each part.
        high: largest allowed size of each part.
        step: each part that is not at a bound is a multiple of it, but for one that takes the rest.

    Returns:
        The parts, in the order of the weights; their sum is ``target``.

    Raises:
        DataError: the bounds leave no way to reach ``target``.
    """
    if not sum(low) <= target <= sum(high):
        raise DataError(
            f"the sample's facts cannot add up to {target}: the parts allow {sum(low)} to "
            f"{sum(high)}; change the shares or totals in include/sample/cohorts.csv"
        )

    def parts(factor: float) -> list[int]:
        return [
            min(top, max(bottom, floor(weight * factor / step) * step))
            for weight, bottom, top in zip(weights, low, high, strict=True)
        ]

    below, above = 0.0, 1.0
    while sum(parts(above)) <= target and above < 2**60:
        above *= 2
    for _ in range(200):
        middle = (below + above) / 2
        below, above = (middle, above) if sum(parts(middle)) <= target else (below, middle)
    return _hand_out(parts(below), target, high, step)


def _hand_out(shares: list[int], target: int, high: Sequence[int], step: int) -> list[int]:
    """Add what is missing, largest parts first: there one step more is not seen."""
    rest = target - sum(shares)
    largest_first = sorted(range(len(shares)), key=lambda i: (-shares[i], i))
    for size in (step, 1):
        for index in largest_first:
            more = min(rest, high[index] - shares[index])
            if size > 1:
                more = min(more, size) // size * size
            shares[index] += more
            rest -= more
    return shares
