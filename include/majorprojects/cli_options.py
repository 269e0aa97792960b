"""Options that several commands have."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Final

import typer

DAY: Final[dict[str, Any]] = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
MONTH: Final[dict[str, Any]] = {"formats": ["%Y-%m"], "metavar": "YYYY-MM"}

Month = Annotated[datetime, typer.Option("--month", help="Report month.", **MONTH)]
Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines to stdout.")]


def _hex_seal(given: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", given.lower()):
        raise typer.BadParameter("A seal has 64 digits of 0-9 and a-f, as in an entry.sha256.")
    return given.lower()


Seals = Annotated[
    list[str] | None,
    typer.Option(
        parser=_hex_seal,
        metavar="HEX",
        help="A seal that the minutes hold, and the ledger has to; may be repeated.",
    ),
]
