"""What a person sees of a rehearsal."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from majorprojects import cli_rehearse
from majorprojects.rehearse import Cause, Place, Rehearsal, RuleChange, Span, TopThree, Unit

JUNE = date(2021, 6, 1)
MOVED = Unit(
    report_month=JUNE,
    unit_code="430407",
    name_zh="石鼓区",
    name_en="Shigu District",
    league="urban",
    before=Place(4, 11, Decimal("72.1430")),
    after=Place(3, 7, Decimal("71.2503")),
    causes=(
        Cause("start", "start", Decimal(30), Decimal(16), Decimal("-13.3928")),
        Cause("completion", "completion", Decimal(20), Decimal(32), Decimal("12.5001")),
    ),
    span=Span(3, 4, 3, 3),
    has_moved=True,
)
SILENT = Unit(
    report_month=JUNE,
    unit_code="430412",
    name_zh="南岳区",
    name_en="Nanyue District",
    league="urban",
    before=Place(None, None, None),
    after=Place(None, None, None),
    causes=(),
    span=None,
    has_moved=False,
)
REHEARSAL = Rehearsal(
    rulebook_id="draft",
    version="2022-03-06-00000000",
    first_month=JUNE,
    last_month=JUNE,
    rule_changes=(
        RuleChange("now", "start", "score/linear start weight=30", "score/linear start weight=20"),
        RuleChange("now", "late", None, "score/per_item late_start points=-3"),
    ),
    top_three=(TopThree("city", 1, 0, 1),),
    units=(MOVED, SILENT),
)


def lines(rehearsal: Rehearsal, capsys: pytest.CaptureFixture[str]) -> list[str]:
    cli_rehearse.rehearsal(rehearsal)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_it_says_which_rules_differ_who_moves_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    shown = lines(REHEARSAL, capsys)
    assert (
        "2021-06 to 2021-06 under draft, beside 2022-03-06-00000000. Nothing is published." in shown
    )
    assert "now start weight=30 weight=20" in shown
    assert "now late – score/per_item late_start points=-3" in shown
    assert (
        "2021-06 石鼓区 Shigu District 4 → 3 11 → 7 72.14 → 71.25 start -13.39, completion +12.50"
    ) in shown
    assert "city 1 0 1" in shown
    assert "urban 石鼓区 Shigu District 3 3 to 4 3" in shown
    assert not [line for line in shown if "南岳区" in line]


def test_it_says_so_where_nothing_changes(capsys: pytest.CaptureFixture[str]) -> None:
    shown = lines(replace(REHEARSAL, rule_changes=(), units=(SILENT,)), capsys)
    assert "No rule differs from those in force." in shown
    assert "Nobody moves." in shown
    assert "Nobody has a place in 2021-06." in shown
