"""A promise of the platform and what was found of it: plain data, in words."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import duckdb
import pyarrow as pa

T = TypeVar("T")


class State(StrEnum):
    """Whether a promise holds.

    ``BEHIND`` is no damage: something new, or other rules, wait for a run. ``UNTOLD`` means that it
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

    def check(self, verify: Callable[[T], Promise]) -> Callable[[T], Promise]:
        """Let a check find the promise broken where a file cannot be read."""

        @functools.wraps(verify)
        def checked(installation: T) -> Promise:
            try:
                return verify(installation)
            except (duckdb.Error, pa.ArrowInvalid) as error:
                # The picture's files are the landing's.
                said = re.sub(r"[^\s']*/picture/", "landing/", " ".join(str(error).split()))[:300]
                return self.broken(
                    f"something cannot be read ({said})",
                    "remove the folder of that day or version, then run its days again",
                )

        return checked

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


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """A number of things: 1 file, 2 files."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def shown(places: Sequence[object], most: int = 3) -> str:
    """The first few of many places."""
    return "; ".join(map(str, places[:most])) + ("; …" if len(places) > most else "")
