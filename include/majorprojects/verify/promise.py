"""A promise of the platform and what was found of it: plain data, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether a promise holds.

    ``BEHIND`` is no damage: something new, or older rules, wait for a run. ``UNTOLD`` means that it
    cannot be told until something else is mended.
    """

    HOLDS = "holds"
    BEHIND = "behind"
    BROKEN = "broken"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Promise:
    """An invariant of docs/architecture.md, and what was found.

    ``found`` is a sentence with figures; ``next_step`` says what to do where it does not hold.
    """

    invariant: str
    promise: str
    state: State
    found: str
    next_step: str | None = None


class Promised:
    """An invariant by name, of which findings are made."""

    def __init__(self, invariant: str, promise: str) -> None:
        """Name the invariant and say it in words."""
        self.invariant, self.promise = invariant, promise

    def holds(self, found: str) -> Promise:
        """It holds, with these figures."""
        return Promise(self.invariant, self.promise, State.HOLDS, found)

    def behind(self, found: str, next_step: str) -> Promise:
        """Something waits for a run."""
        return Promise(self.invariant, self.promise, State.BEHIND, found, next_step)

    def broken(self, found: str, next_step: str) -> Promise:
        """It does not hold."""
        return Promise(self.invariant, self.promise, State.BROKEN, found, next_step)

    def untold(self, found: str, next_step: str) -> Promise:
        """It cannot be told now."""
        return Promise(self.invariant, self.promise, State.UNTOLD, found, next_step)
