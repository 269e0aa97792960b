"""Options that several commands have."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

import typer

DAY: Final[dict[str, Any]] = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
MONTH: Final[dict[str, Any]] = {"formats": ["%Y-%m"], "metavar": "YYYY-MM"}

Month = Annotated[datetime, typer.Option("--month", help="Report month.", **MONTH)]
Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines to stdout.")]
