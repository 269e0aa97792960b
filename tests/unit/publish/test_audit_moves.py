"""No total moves between two published versions unless a submission or a person says why."""

import json
from collections.abc import Callable

import pytest

from majorprojects.build import Build
from majorprojects.errors import DataError
from majorprojects.publish import publish_version, read_current
from majorprojects.settings import Settings

MakeBuild = Callable[..., Build]

MOVED = "update marts.fct_rankings set ytd_investment_cny_10k = 150"


def new_file(
    unit: str = "430424",
    month: str = "2022-01-01",
    combined: str = "false",
    outcome: str = "accepted",
) -> str:
    """A submission that the other version has not, in place of the refused one."""
    return f"""
        update marts.fct_submissions
        set submission_id = '99', refusal_reason = null, unit_code = '{unit}', outcome = '{outcome}',
            report_month = date '{month}', is_combined_month = {combined}
        where submission_id = '00'
    """  # noqa: S608 - the words are those of this file's cases


def test_a_total_that_moves_by_itself_stops_the_pointer(
    settings: Settings, make_build: MakeBuild
) -> None:
    first = publish_version(settings, make_build(1))

    with pytest.raises(DataError) as refused:
        publish_version(settings, make_build(2, MOVED))

    assert str(refused.value) == (
        "Version 2022-02-18-00000002 is not published: ytd_investment_cny_10k of 430424 in 2022-01 "
        "went from 100.00 to 150.00, and no submission explains it. Run `majorprojects diff current "
        "2022-02-18-00000002`; then mend the model and build again, or accept it by `majorprojects "
        "publish --accept-moves 'why it is right'`."
    )
    assert read_current(settings) == first


@pytest.mark.parametrize(
    "statements",
    [
        ("update marts.fct_rankings set ytd_investment_cny_10k = 100.09",),
        ("update marts.fct_rankings set league_rank = 2",),
        (
            "insert into marts.fct_rankings by name "
            "select 2 as version, '430424' as unit_code, date '2022-02-01' as report_month, "
            "500 as ytd_investment_cny_10k",
        ),
        (MOVED, "update marts.dim_month set max_total_move_ratio = 0.5"),
    ],
    ids=["within the limit", "a place", "a month that is new", "a wider limit"],
)
def test_what_needs_no_submission_is_published(
    settings: Settings, make_build: MakeBuild, statements: tuple[str, ...]
) -> None:
    publish_version(settings, make_build(1))
    published = publish_version(settings, make_build(2, *statements))
    assert read_current(settings) == published
    assert published.accepted is None


@pytest.mark.parametrize(
    ("file", "is_explained"),
    [
        (new_file(), True),
        (new_file(month="2021-12-01"), True),
        (new_file(month="2022-02-01"), False),
        (new_file(month="2022-02-01", combined="true"), True),
        (new_file(unit="430400"), False),
        (new_file(outcome="refused"), False),
    ],
    ids=["this month", "an earlier one", "a later one", "1-2月", "another unit's", "refused"],
)
def test_a_file_explains_the_totals_that_it_can_move(
    settings: Settings, make_build: MakeBuild, file: str, is_explained: bool
) -> None:
    publish_version(settings, make_build(1))
    build = make_build(2, MOVED, file)
    if not is_explained:
        with pytest.raises(DataError, match="no submission explains it"):
            publish_version(settings, build)
    else:
        assert publish_version(settings, build).accepted is None


def test_a_file_that_is_gone_explains_too(settings: Settings, make_build: MakeBuild) -> None:
    publish_version(settings, make_build(1, new_file()))
    assert publish_version(settings, make_build(2, MOVED)).accepted is None


@pytest.mark.parametrize("mode", ["linear", "rank_bands"])
def test_where_places_are_scored_anybodys_file_explains_a_score(
    settings: Settings, make_build: MakeBuild, mode: str
) -> None:
    publish_version(settings, make_build(1))
    statements = (
        "update marts.fct_rankings set total_score = 70",
        f"alter table marts.dim_rulebook alter mode set default '{mode}'",
        "update marts.dim_rulebook set mode = default",
        new_file(unit="430400"),
    )
    build = make_build(2, *statements)
    if mode == "linear":
        with pytest.raises(DataError, match=r"total_score of 430424 in 2022-01 went from 80\.00"):
            publish_version(settings, build)
    else:
        assert publish_version(settings, build).accepted is None


def test_a_project_that_changes_its_unit_is_explained_by_the_other_ones_file(
    settings: Settings, make_build: MakeBuild
) -> None:
    publish_version(settings, make_build(1))
    left = (
        "update marts.fct_rankings set project_count = 0",
        "update marts.fct_investment set unit_code = '430400'",
        new_file(unit="430400"),
    )
    assert publish_version(settings, make_build(2, *left)).accepted is None


def test_a_reason_is_kept_with_the_version(settings: Settings, make_build: MakeBuild) -> None:
    first = publish_version(settings, make_build(1))
    build = make_build(2, MOVED)

    published = publish_version(settings, build, accept_moves="税前改为税后")

    assert published.accepted
    assert (published.accepted.reason, published.accepted.moves) == ("税前改为税后", 1)
    assert published.accepted.compared_with == first.id
    manifest = json.loads((settings.warehouse / "current" / "version.json").read_text("utf-8"))
    assert manifest["accepted"]["reason"] == "税前改为税后"
    assert read_current(settings) == published == publish_version(settings, build)


def test_a_reason_that_nobody_needs_is_not_kept(settings: Settings, make_build: MakeBuild) -> None:
    publish_version(settings, make_build(1))
    assert publish_version(settings, make_build(2), accept_moves="in case").accepted is None


def test_totals_that_cannot_be_read_need_a_person(
    settings: Settings, make_build: MakeBuild
) -> None:
    publish_version(settings, make_build(1, "alter table marts.fct_rankings drop total_score"))
    build = make_build(2)
    with pytest.raises(DataError, match="its totals cannot be compared with"):
        publish_version(settings, build)
    accepted = publish_version(settings, build, accept_moves="scores are new").accepted
    assert accepted
    assert accepted.moves is None
