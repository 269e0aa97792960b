"""The command line: `majorprojects …` calls the same functions as the DAGs.

Exit codes: 0 done, 1 a fault of the data or the machine (one line on stderr), 2 wrong usage.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.logging import RichHandler
from typer.core import TyperGroup

from majorprojects import (
    __version__,
    cli_diff,
    cli_explain,
    cli_ledger,
    cli_overview,
    cli_rehearse,
    cli_show,
    cli_stages,
)
from majorprojects.cli_options import DAY, MONTH, Json, Month, Seals
from majorprojects.cli_show import current_file, errors, tell
from majorprojects.errors import MajorProjectsError
from majorprojects.settings import load_settings

if TYPE_CHECKING:
    from majorprojects.publish import Published
    from majorprojects.settings import Settings


class _Commands(TyperGroup):
    """Says a fault in one line instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            if error.title != "Settings":
                raise
            wrong = error.errors()[0]
            name = f"MP_{wrong['loc'][0]}".upper()
            cli_show.fault(f"The variable {name} is wrong: {wrong['msg']}.")
            raise typer.Exit(2) from error
        except (MajorProjectsError, OSError) as error:
            cli_show.fault(str(error))
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

ReceivedOn = Annotated[
    datetime, typer.Option("--received-on", help="Day on which the files arrived.", **DAY)
]
To = Annotated[
    datetime | None, typer.Option("--to", help="Last day; default: the same day.", **DAY)
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", help="Build what was known on this day, beside the versions.", **DAY),
]


class Order(StrEnum):
    """How a ranking is shown."""

    CITY = "city"
    LEAGUE = "league"


@app.callback(invoke_without_command=True)
def main(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """County workbooks in, published rankings out.

    Everything lies under `MP_HOME` (default `./var`); `MP_INBOX`, `MP_LANDING`, `MP_OUTBOX` and
    `MP_WAREHOUSE` move one folder.
    """
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(
        level=level,
        format="%(message)s",
        # The handler too: libraries set levels of their own.
        handlers=[RichHandler(level, console=errors, show_path=False)],
    )
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command(epilog="Example: `majorprojects sample`")
def sample(*, as_json: Json = False) -> None:
    """Write the sample inbox: a year of submissions of 14 invented registers."""
    settings = load_settings()
    summary = cli_stages.write_sample(settings)
    tell(summary, as_json, f"The sample lies in {settings.inbox}.")


@app.command(epilog="Example: `majorprojects ingest --received-on 2022-02-05 --to 2022-02-18`")
def ingest(received_on: ReceivedOn, to: To = None, *, as_json: Json = False) -> None:
    """Read, validate and load the files of some days, and write their receipts."""
    settings = load_settings()
    summary = cli_stages.load_days(settings, *_days(received_on, to))
    tell(summary, as_json, f"The receipts lie in {settings.outbox}.")


@app.command(epilog="Example: `majorprojects build --as-of 2022-02-18`")
def build(as_of: AsOf = None, *, as_json: Json = False) -> None:
    """Build a version of the warehouse from the landing, if anything is new."""
    from majorprojects.build import warehouse_file

    settings = load_settings()
    made = cli_stages.build(settings, as_of.date() if as_of else None)
    file = warehouse_file(settings, made)
    then = "" if as_of else " Publish it with `majorprojects publish`."
    tell({"id": made.id, "as_of": made.as_of, "warehouse": file}, as_json, then.strip())


@app.command(epilog="Example: `majorprojects publish`")
def publish(
    *,
    accept_moves: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Why what no submission explains is right; kept."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the latest build the current version, if it passes the audit."""
    if accept_moves is not None and not accept_moves.strip():
        raise typer.BadParameter("Say why the moves are right.", param_hint="--accept-moves")
    settings = load_settings()
    published = cli_stages.publish(settings, accept_moves=accept_moves)
    tell(_published(published, settings), as_json)


@app.command(epilog="Example: `majorprojects run --received-on 2021-01-01 --to 2022-03-31`")
def run(received_on: ReceivedOn, to: To = None, *, as_json: Json = False) -> None:
    """Do all of it for some days: ingest, validate, load, receipts, build, publish."""
    settings = load_settings()
    loaded = cli_stages.load_days(settings, *_days(received_on, to))
    cli_stages.build(settings)
    published = _published(cli_stages.publish(settings), settings)
    tell(
        {"loaded": loaded, "published": published},
        as_json,
        f"The receipts lie in {settings.outbox}.",
    )


@app.command(epilog="Example: `majorprojects ranking --month 2022-02 --by league`")
def ranking(
    month: Month,
    *,
    by: Annotated[Order, typer.Option(help="In one list, or league by league.")] = Order.CITY,
    as_json: Json = False,
) -> None:
    """Show the ranking of the units for a month, from the current version."""
    from majorprojects.rankings import read_ranking

    settings = load_settings()
    found = read_ranking(settings, month.date())
    if as_json:
        tell(found, as_json)
    else:
        cli_show.ranking(found, settings, by_league=by is Order.LEAGUE)


@app.command(epilog="Example: `majorprojects overview --month 2022-02`")
def overview(month: Month, *, as_json: Json = False) -> None:
    """Show a month at a glance: the city, the red and yellow lists, who moved most and why."""
    from majorprojects.rankings import read_overview

    found = read_overview(load_settings(), month.date())
    if as_json:
        tell(found, as_json)
    else:
        cli_overview.overview(found)


@app.command(
    epilog="Example: `majorprojects rehearse --rulebook draft.csv --from 2021-03 --to 2021-12`"
)
def rehearse(
    rulebook: Annotated[str, typer.Option(help="CSV like seeds/rulebook_rules.csv, or a name.")],
    first: Annotated[datetime, typer.Option("--from", help="First report month.", **MONTH)],
    last: Annotated[datetime, typer.Option("--to", help="Last report month.", **MONTH)],
    *,
    bands: Annotated[Path | None, typer.Option(help="CSV like seeds/rulebook_bands.csv.")] = None,
    as_json: Json = False,
) -> None:
    """Judge past months by a draft of a rulebook and show who would move; nothing is published."""
    found = cli_stages.rehearse(load_settings(), rulebook, _days(first, last), bands)
    if as_json:
        tell(found, as_json)
    else:
        cli_rehearse.rehearsal(found)


@app.command(epilog="Example: `majorprojects bulletin weekly_dispatch --day 2022-02-21`")
def bulletin(
    name: Annotated[
        str,
        typer.Argument(help="Name of the cadence, such as weekly_dispatch."),
    ],
    day: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day of the bulletin.")],
    *,
    as_json: Json = False,
) -> None:
    """Write a bulletin: a page for each unit, and pages and tables for the city, into the outbox."""
    from majorprojects.bulletins import write_bulletin

    settings = load_settings()
    written = write_bulletin(settings, name, day.date())
    tell(written, as_json, f"The files lie in {settings.outbox / day.date().isoformat()}.")


@app.command(epilog="Example: `majorprojects diff as_of/2022-02-18 current`")
def diff(
    one: Annotated[str, typer.Argument(help="Id of a version, `current`, or `as_of/YYYY-MM-DD`.")],
    other: Annotated[str, typer.Argument(help="The version that it is compared with.")],
    *,
    as_json: Json = False,
) -> None:
    """Compare two versions: rows by mart and unit, and the units' totals that moved."""
    from majorprojects.publish import compare_versions

    found = compare_versions(load_settings(), one, other)
    if as_json:
        tell(found, as_json)
    else:
        cli_diff.difference(found)


@app.command(epilog="Example: `majorprojects status --json`")
def status(*, as_json: Json = False) -> None:
    """Show what is published, what has landed, and what came in last."""
    from majorprojects.publish import read_status

    found = read_status(load_settings())
    if as_json:
        tell(found, as_json)
    else:
        cli_show.status(found)


@app.command(epilog="Example: `majorprojects verify --quick`")
def verify(
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the recomputations.")] = False,
    publications: Annotated[
        bool, typer.Option("--publications", help="Make every published ranking again, too.")
    ] = False,
    seal: Seals = None,
    as_json: Json = False,
) -> None:
    """Check that this installation keeps its promises; exits with 1 where one does not hold."""
    found = cli_stages.verify(
        load_settings(), quick=quick, publications=publications, seals=seal or ()
    )
    if as_json:
        tell(found, as_json)
    else:
        cli_show.promises(found)
    if any(promise.state != "holds" for promise in found):
        raise typer.Exit(1)


# Commands with a module of their own.
app.command(epilog="Example: `majorprojects publish-ranking --month 2022-01`")(
    cli_ledger.publish_ranking
)
app.add_typer(cli_ledger.appeals, name="appeal")
app.command(epilog="Example: `majorprojects explain --unit 430424 --month 2022-02 --cells`")(
    cli_explain.explain
)


def _days(first: datetime, last: datetime | None) -> tuple[date, date]:
    last = last or first
    if last < first:
        raise typer.BadParameter(f"{last:%Y-%m-%d} is before {first:%Y-%m-%d}.", param_hint="--to")
    return first.date(), last.date()


def _published(published: Published, settings: Settings) -> dict[str, Any]:
    return {
        "id": published.id,
        "marts": len(published.mart_rows),
        "rows": sum(published.mart_rows.values()),
        "warehouse": current_file(settings),
    }
