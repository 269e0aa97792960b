"""What the command line does with the ledger: publications, appeals (申诉) and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from majorprojects.cli_options import DAY, Json, Month
from majorprojects.cli_show import console, tell
from majorprojects.ledger.entry import Ruling, entry_folder
from majorprojects.settings import TIMEZONE, load_settings
from majorprojects.wording import INDICATORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from majorprojects.rankings import FiledAppeal

appeals = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

_Day = Annotated[datetime | None, typer.Option(help="Default: today.", **DAY)]
_HEADERS = (
    "编号\nNo.", "发布\nPublished", "月份\nMonth", "单位\nUnit", "事项\nAbout", "收到\nReceived",
    "理由\nGrounds", "结论\nRuling", "更正\nCorrected by",
)  # fmt: skip
_RULINGS = {Ruling.UPHELD: "成立", Ruling.DISMISSED: "不成立", Ruling.WITHDRAWN: "撤回"}


def publish_ranking(
    month: Month,
    *,
    correction_of: Annotated[
        int | None, typer.Option(help="Number of the publication that this one corrects.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is corrected.")] = None,
    appeal: Annotated[int | None, typer.Option(help="Number of the appeal that led to it.")] = None,
    as_it_stands: Annotated[
        bool, typer.Option("--as-it-stands", help="Without what has landed since the last build.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Freeze a month's ranking into the publication ledger, where it stays for ever."""
    from majorprojects.rankings import publish_ranking as freeze

    settings = load_settings()
    entry = freeze(
        settings, month.date(), correction_of=correction_of, reason=reason, appeal=appeal, as_it_stands=as_it_stands
    )  # fmt: skip
    folder = entry_folder(settings.ledger, entry.number)
    then = f"It lies in {folder}; its seal stands in entry.sha256: put that into the minutes."
    shown = ("number", "report_month", "published_at", "correction_of", "reason", "appeal")
    made_from = ("rulebook_id", "warehouse_version", "last_received_on")
    tell(
        entry if as_json else {name: getattr(entry, name) for name in shown + made_from},
        as_json,
        then,
    )


@appeals.callback()
def main() -> None:
    """Appeals (申诉) against a published ranking: kept in the ledger with their evidence, decided once."""


@appeals.command(
    epilog="Example: `majorprojects appeal file --publication 1 --unit 430424 --indicator completion "
    "--grounds '1月报表漏记一个项目' --evidence 证明.pdf`"
)
def file(
    publication: Annotated[int, typer.Option(help="Number of the publication that it is against.")],
    unit: Annotated[str, typer.Option(help="Code of the unit that appeals.")],
    grounds: Annotated[str, typer.Option(help="Why, in the unit's words.")],
    *,
    indicator: Annotated[
        str | None, typer.Option(help="What it is about; default: the rank.")
    ] = None,
    evidence: Annotated[list[Path] | None, typer.Option(help="A file to keep with it.")] = None,
    received_on: _Day = None,
    as_json: Json = False,
) -> None:
    """Put an appeal into the ledger, with what was published of the unit and the files it brought."""
    from majorprojects.rankings import file_appeal

    settings, today = load_settings(), _today()
    filed = file_appeal(
        settings, publication, unit, grounds, received_on.date() if received_on else today,
        today=today, indicator=indicator, evidence=evidence or (),
    )  # fmt: skip
    then = (
        f"It lies in {entry_folder(settings.ledger, filed.appeal.number)}; lists mark the unit after the "
        "next build and publish."
    )
    if not filed.is_in_time:
        then = f"It came after the window, which ended on {filed.appeal.window_ends_on}: it is kept, and marks no list."
    tell(_row(filed), as_json, then)


@appeals.command(
    epilog="Example: `majorprojects appeal decide 2 --ruling upheld --reason '补报属实'`"
)
def decide(
    number: Annotated[int, typer.Argument(help="Number of the appeal.")],
    ruling: Annotated[Ruling, typer.Option(help="How it ends.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    *,
    decided_on: _Day = None,
    as_json: Json = False,
) -> None:
    """Put the decision on an appeal into the ledger; it is decided once."""
    from majorprojects.rankings import decide_appeal

    today = _today()
    day = decided_on.date() if decided_on else today
    decided = decide_appeal(load_settings(), number, ruling, reason, day, today=today)
    then = ""
    if ruling is Ruling.UPHELD:
        then = (
            "When the figures are corrected, built and published: `majorprojects publish-ranking "
            f"--month {decided.report_month:%Y-%m} --correction-of N --appeal {number} --reason '…'`."
        )
    tell(_row(decided), as_json, then)


@appeals.command("list", epilog="Example: `majorprojects appeal list`")
def show(*, as_json: Json = False) -> None:
    """Show all appeals and what became of them."""
    from majorprojects.rankings import read_appeals

    found = read_appeals(load_settings())
    if as_json:
        tell([_row(one) for one in found], as_json)
    else:
        console.print(_table(found))


def _today() -> date:
    return datetime.now(TIMEZONE).date()


def _row(filed: FiledAppeal) -> dict[str, Any]:
    appeal, decision = filed.appeal, filed.decision
    return {
        "appeal": appeal.number,
        "publication": appeal.publication,
        "report_month": filed.report_month,
        "unit_code": appeal.unit_code,
        "indicator": appeal.indicator,
        "grounds": appeal.grounds,
        "received_on": appeal.received_on,
        "window_ends_on": appeal.window_ends_on,
        "is_in_time": filed.is_in_time,
        "ruling": decision and decision.ruling,
        "ruling_reason": decision and decision.reason,
        "decided_on": decision and decision.decided_on,
        "corrections": filed.corrections,
    }


def _table(found: Iterable[FiledAppeal]) -> Table:
    table = Table(title="申诉  Appeals", title_style="bold", header_style="bold", box=SIMPLE_HEAD)
    for header in _HEADERS:
        table.add_column(header, overflow="fold")
    for one in found:
        appeal, decision = one.appeal, one.decision
        table.add_row(
            str(appeal.number),
            str(appeal.publication),
            f"{one.report_month:%Y-%m}",
            appeal.unit_code,
            INDICATORS.get(appeal.indicator, appeal.indicator) if appeal.indicator else "排名",
            str(appeal.received_on),
            appeal.grounds,
            _ended(one) if decision is None else f"{_RULINGS[decision.ruling]}：{decision.reason}",
            "、".join(map(str, one.corrections)) or "–",
        )
    return table


def _ended(undecided: FiledAppeal) -> str:
    return "待定" if undecided.is_in_time else "逾期提出"
