"""What of a publication would be different today, as `majorprojects explain --publication` ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from majorprojects.cli_show import console
from majorprojects.wording import INDICATORS, figure, half_up

if TYPE_CHECKING:
    from majorprojects.rankings import Restated, RestatedItem, Restatement, Told

# Items of an indicator that the screen shows; JSON has all of them.
_SHOWN: Final = 8
_NOTHING: Final = "–"
_CAUSES: Final = {"figures": "数据", "rule": "规则或他人名次", "weights": "适用权重"}
_LOST: Final = {
    "transferred": "移交其他单位",
    "withdrawn": "退库",
    "finished": "往年已竣工",
    "left_out": "未列入本年备案表",
}


def show_restated(found: Restated | None) -> None:
    """Show the indicators that would be different today, and below them what changed, file by file.

    None: the current version is older than the publication.
    """
    console.print("与现在相比 What would be different today", style="bold")
    if found is None:
        _say(
            "  当前版本早于此次发布，尚不能对照 The current version is older than the publication: run "
            "`majorprojects build`, then `majorprojects publish`."
        )
        return
    if not found.restatements:
        console.print("  与发布时一致 Nothing: all is as it was published.")
        return
    _say(
        f"  得分 {_points(found.published_total_score)} → {_points(found.total_score)}，"
        f"组内名次 {_place(found.published_league_rank)} → {_place(found.league_rank)}"
    )
    scored = [one for one in found.restatements if (one.score, one.published_score) != (None, None)]
    if scored:
        console.print(_table(scored))
    for one in scored:
        for line in _lines(one):
            _say(line)
    if unscored := len(found.restatements) - len(scored):
        _say(f"  另有{unscored}项不计分的指标有变化，见 --json")


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _table(scored: list[Restatement]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("指标\nIndicator")
    for header in (
        "发布时\nPublished", "现在\nNow", "原得分\nScore", "现得分\nNow", "仅此一项总分\nTotal by this alone",
        "名次影响\nPlaces",
    ):  # fmt: skip
        table.add_column(header, justify="right")
    table.add_column("原因\nBecause of")
    for one in scored:
        table.add_row(
            INDICATORS.get(one.indicator, one.indicator),
            _share(one.published_numerator, one.published_denominator),
            _share(one.numerator, one.denominator),
            _points(one.published_score),
            _points(one.score),
            _points(one.total_score_with_it),
            _effect(one.rank_effect),
            _CAUSES[one.changed_by],
        )
    return table


def _lines(one: Restatement) -> Iterator[str]:
    """What changed in an indicator; files that say it of no single thing stand alone."""
    if not (one.items or one.files):
        return
    yield f"{INDICATORS.get(one.indicator, one.indicator)}（{len(one.items)}项）"
    for item in one.items[:_SHOWN]:
        yield f"  {_item(item)}"
        for told in item.told:
            yield f"    {_told(told)}"
    if len(one.items) > _SHOWN:
        yield f"  …其余{len(one.items) - _SHOWN}项见 --json"
    named = {told.source_path for item in one.items for told in item.told}
    for file in one.files:
        if file.source_path not in named:
            yield f"  {_told(file)}"


def _item(item: RestatedItem) -> str:
    was = _share(item.published_numerator, item.published_denominator)
    now = _LOST.get(item.lost_as or "") or _share(item.numerator, item.denominator)
    return f"{item.project_name or ''} {item.item}：{was} → {now}".strip()


def _told(told: Told) -> str:
    place = f"  {told.sheet} {told.cell or _row(told)}" if told.sheet else ""
    return f"{told.source_path}{place}  收到 {told.received_on}"


def _row(told: Told) -> str:
    return f"第{told.source_row}行" if told.source_row else "（无此项目）"


def _share(numerator: Decimal | None, denominator: Decimal | None) -> str:
    if denominator is None:
        return figure(numerator)
    return f"{figure(numerator)} / {figure(denominator)}"


def _points(value: Decimal | None) -> str:
    return _NOTHING if value is None else str(half_up(value, "0.01"))


def _place(rank: int | None) -> str:
    return _NOTHING if rank is None else f"第{rank}位"


def _effect(places: int | None) -> str:
    return _NOTHING if places is None else f"{places:+d}" if places else "0"
