"""One stage in a process of its own. Usage: python -m bench.stage STAGE [BATCH], with MP_HOME set."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from majorprojects.settings import load_settings

STAGES = ("ingest", "validate", "load", "receipts", "build", "publish")


def main(stage: str, batch: Path) -> None:
    """Run a stage over everything in the inbox; ingest prints the folder of its batch."""
    settings = load_settings()
    match stage:
        case "ingest":
            from majorprojects.ingest import inbox_days, ingest_days

            days = inbox_days(settings, dt.date(2000, 1, 1), dt.date(2100, 1, 1))
            print(ingest_days(settings, days))
        case "validate":
            from majorprojects.validate import validate_batch

            validate_batch(settings, batch)
        case "load":
            from majorprojects.load import load_batch

            load_batch(settings, batch)
        case "receipts":
            from majorprojects.landing import landing_days
            from majorprojects.receipts import write_receipts

            write_receipts(settings, landing_days(settings))
        case "build":
            from majorprojects.build import build_version

            build_version(settings)
        case "publish":
            from majorprojects.build import latest_build
            from majorprojects.publish import publish_version

            publish_version(settings, latest_build(settings))


if __name__ == "__main__":
    main(sys.argv[1], Path(*sys.argv[2:]))
