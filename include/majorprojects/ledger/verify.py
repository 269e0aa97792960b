"""Recompute the ledger: every seal, file and row, the chain, and whether all of it is still there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from majorprojects.errors import DataError
from majorprojects.ledger.entry import ENTRY_FILE, FIRST_SEAL, WORK_PREFIX, entry_folder, legible
from majorprojects.ledger.link import Fault, Link, entry_faults, read_link
from majorprojects.ledger.read import entry_folders, is_entry

if TYPE_CHECKING:
    from majorprojects.settings import Settings

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def check_ledger(settings: Settings, known: Mapping[str, str] = _NONE) -> None:
    """See that the ledger is as it was written, as `verify_ledger` does.

    Raises:
        DataError: somebody changed it.
    """
    for fault in verify_ledger(settings, known)[1]:
        if fault.stops:
            raise DataError(
                f"The ledger was changed: {fault}; {fault.mend}, then run the same command again."
            )


def verify_ledger(settings: Settings, known: Mapping[str, str] = _NONE) -> tuple[int, list[Fault]]:
    """Recompute every seal, the hash of every file and of its rows, and the chain.

    Args:
        settings: where the ledger is.
        known: seals that it had at some time, each with who says so. One that it has no more means
            that entries are gone, which nothing in the ledger itself can tell.

    Returns:
        How many entries there are, and what is wrong.
    """
    ledger = settings.ledger
    links = [read_link(folder, number) for number, folder in entry_folders(ledger).items()]
    vouched = {*known, *(link.previous for link in links)}
    return len(links), [
        *_gaps(ledger, links),
        *(fault for link in links for fault in entry_faults(link, vouched)),
        *_chain_faults(links, vouched),
        *_gone(ledger, links, known),
        *_strays(ledger),
    ]


def _gaps(ledger: Path, links: Sequence[Link]) -> Iterator[Fault]:
    for before, after in pairwise([0, *(link.number for link in links)]):
        first, last = before + 1, after - 1
        if first == last:
            mend = f"put {entry_folder(ledger, first)} back from a copy of the ledger"
            yield Fault(f"entry {first:06}", "it is missing", mend)
        elif first < last:
            many = f"entries {first:06} to {last:06}"
            mend = f"put {many} back into {ledger} from a copy of the ledger"
            yield Fault(many, "they are missing", mend)


def _chain_faults(links: Sequence[Link], vouched: Collection[str | None]) -> Iterator[Fault]:
    """Where an entry was rewritten with its seal: it is sound by itself, but not beside the others."""
    for link in links[:1]:
        if link.is_sound and link.number == 1 and link.previous != FIRST_SEAL:
            yield _rewritten(link)
    for one, other in pairwise(links):
        are_neighbours = one.number + 1 == other.number and one.is_sound and other.is_sound
        if not are_neighbours or one.seal == other.previous:
            continue
        if (one.seal in vouched) != (other.seal in vouched):
            yield _rewritten(other if one.seal in vouched else one)
        else:
            yield Fault(
                f"entry {one.number:06} or {other.number:06}",
                "one of them was rewritten with its seal: they are not chained to each other",
                f"put {one.folder} and {other.folder} back from a copy of the ledger",
            )


def _rewritten(link: Link) -> Fault:
    return link.fault(
        ENTRY_FILE, "it was rewritten with its seal: the entry beside it is chained to another one"
    )


def _gone(ledger: Path, links: Sequence[Link], known: Mapping[str, str]) -> Iterator[Fault]:
    """Where a seal is known that no entry has: the last ones are gone, or all are others from one on."""
    if links and not links[-1].is_sound:
        return  # it may be the seal of this one
    chain = {FIRST_SEAL}.union(*({link.seal, link.told, link.previous} for link in links))
    lost = [(seal, who) for seal, who in known.items() if seal not in chain]
    for seal, who in lost[:1]:
        stands = max((link.number for link in links if link.seal in known), default=0)
        is_last = stands == max((link.number for link in links), default=0)
        yield Fault(
            f"entries after {stands:06}",
            f"they are gone{'' if is_last else ' or were rewritten'}: none has the seal {seal} of {who}",
            f"put what follows {stands:06} back into {ledger} from a copy of the ledger",
        )


def _strays(ledger: Path) -> Iterator[Fault]:
    """Folders that are no entries; if one was, its number would be given again."""
    for path in sorted(ledger.iterdir()) if ledger.is_dir() else ():
        if is_entry(path.name) or path.name.startswith(WORK_PREFIX) or not path.is_dir():
            continue
        yield Fault(
            f"folder {legible(path.name)}",
            "it does not belong here",
            f"give {legible(str(path))} its number back if it is an entry, otherwise move it elsewhere, or "
            "let MP_LEDGER name a folder below",
            stops=path.name.startswith(".") or os.path.lexists(path / ENTRY_FILE),
        )
