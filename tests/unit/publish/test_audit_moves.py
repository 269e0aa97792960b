"""No total moves between two published versions unless a submission or a person says why."""

import json
import shutil
from collections.abc import Callable

import pytest

from majorprojects.build import Build, warehouse_file
from majorprojects.build.version import build_folder
from majorprojects.errors import DataError
from majorprojects.publish import publish_version, read_current
from majorprojects.settings import Settings

MakeBuild = Callable[..., Build]

INVESTED = (
    "update marts.fct_rankings set ytd_investment_cny_10k = 150",
    "update marts.fct_investment set ytd_investment_cny_10k = 150",
)
PLANNED = (
    "update marts.fct_rankings set annual_plan_cny_10k = 300",
    "update marts.fct_investment set annual_plan_cny_10k = 300",
)
SCORED = (
    "update marts.fct_rankings set total_score = 70",
    "update marts.fct_unit_indicators set score = 70",
)
COUNTED = "update marts.fct_indicator_items set numerator = 90"
LEFT = (
    "update marts.fct_rankings set project_count = 0",
    "update marts.fct_investment set unit_code = '430400'",
)
DECEMBER = (
    "insert into marts.fct_rankings by name "
    "select date '2021-12-01' as report_month, 500 as ytd_investment_cny_10k"
)


def new_file(
    unit: str = "430424",
    month: str = "2022-01-01",
    entities: str = "monthly_progress,projects",
    outcome: str = "accepted",
) -> str:
    """A submission that the other version has not, in place of the refused one."""
    return f"""
        update marts.fct_submissions
        set submission_id = '99', refusal_reason = null, unit_code = '{unit}', outcome = '{outcome}',
            report_month = date '{month}', entities = '{entities}'
        where submission_id = '00'
    """  # noqa: S608 - the words are those of this file's cases


def named(mart: str, column: str = "submission_id", **values: str) -> str:
    """A row of a mart names the new file, and is of other things than the version before had."""
    changes = "".join(f", {name} = {value}" for name, value in values.items())
    return f"update marts.{mart} set {column} = '99'{changes}"  # noqa: S608 - of this file's cases


def publish_after(
    settings: Settings, make_build: MakeBuild, before: tuple[str, ...], *after: str
) -> None:
    """Publish a second version, which is to pass without a person."""
    publish_version(settings, make_build(1, *before))
    assert publish_version(settings, make_build(2, *after)).accepted is None


def test_a_total_that_moves_by_itself_stops_the_pointer(
    settings: Settings, make_build: MakeBuild
) -> None:
    first = publish_version(settings, make_build(1))

    with pytest.raises(DataError) as refused:
        publish_version(settings, make_build(2, *INVESTED))

    assert str(refused.value) == (
        "Version 2022-02-18-00000002 is not published: ytd_investment_cny_10k of 430424 in 2022-01 "
        "went from 100.00 to 150.00, and no submission explains it. Run `majorprojects diff "
        "2022-02-18-00000001 2022-02-18-00000002`; then mend the model or the landing and build "
        "again, or accept it by `majorprojects publish --accept-moves 'why it is right'`."
    )
    assert read_current(settings) == first


@pytest.mark.parametrize(
    "statements",
    [
        ("update marts.fct_rankings set ytd_investment_cny_10k = 100.09",),
        (DECEMBER,),
        (DECEMBER, "update marts.fct_period_rankings set total_score = 70, city_rank = 2"),
    ],
    ids=["within the limit", "a month that is new", "a quarter with a month that is new"],
)
def test_what_needs_no_submission_is_published(
    settings: Settings, make_build: MakeBuild, statements: tuple[str, ...]
) -> None:
    publish_after(settings, make_build, (), *statements)


@pytest.mark.parametrize(
    ("before", "after"),
    [("0.001", "0.5"), ("0.5", "0.001"), ("0.5", "null")],
    ids=["widened", "narrowed", "taken away"],
)
def test_the_narrower_of_two_limits_counts(
    settings: Settings, make_build: MakeBuild, before: str, after: str
) -> None:
    limit = "update marts.dim_month set max_total_move_ratio = "
    publish_version(settings, make_build(1, limit + before))
    with pytest.raises(DataError, match=r"from 100\.00 to 150\.00"):
        publish_version(settings, make_build(2, limit + after, *INVESTED))


REPORT = named("fct_progress")
REGISTER = named("fct_progress", "plan_submission_id")
EXPLAINED = {
    "an investment, by the report of its month": (*INVESTED, new_file(), REPORT),
    "a plan, by its register": (*PLANNED, new_file(), REGISTER),
    "a plan, by a register of an earlier month": (
        *PLANNED,
        new_file(month="2021-12-01"),
        REGISTER,
    ),
    "a total investment, by its register": (
        "update marts.fct_investment set total_investment_cny_10k = 1000",
        new_file(),
        REGISTER,
    ),
    "a project that left, by the register that withdraws it": (
        *LEFT,
        new_file(month="2022-05-01"),
        named(
            "dim_project_history",
            report_month="date '2022-05-01'",
            changed_columns="'batch,withdrawn_on'",
        ),
    ),
    "a project that left, by the register of its new owner": (
        *LEFT,
        new_file(unit="430400", month="2023-01-01"),
        named(
            "dim_project_history", report_month="date '2023-01-01'", changed_columns="'unit_code'"
        ),
    ),
    "a project that left, by a report that it was finished the year before": (
        *LEFT,
        new_file(month="2021-12-01"),
        named("fct_progress", report_month="date '2021-12-01'"),
    ),
    "a project that left, by the first register of the year": (
        *LEFT,
        new_file(month="2022-02-01"),
        "update marts.fct_submissions set entities = 'issues' where submission_id <> '99'",
    ),
    "a score, by the report that says what counts": (
        *SCORED,
        COUNTED,
        new_file(),
        named("fct_indicator_items"),
    ),
    "a score, by an earlier report of the project": (
        *SCORED,
        COUNTED,
        new_file(month="2021-12-01"),
        named("fct_progress", report_month="date '2021-12-01'"),
    ),
    "a score, by the votes of a round of the year": (
        *SCORED,
        COUNTED,
        new_file(unit="430400", entities="observations"),
        "update marts.fct_indicator_items set indicator = 'observation'",
        "update marts.fct_unit_indicators set indicator = 'observation'",
        named("fct_observations"),
    ),
}


@pytest.mark.parametrize("what", EXPLAINED)
def test_a_file_that_the_changed_rows_name_explains(
    settings: Settings, make_build: MakeBuild, what: str
) -> None:
    same = tuple(s for s in EXPLAINED[what] if "set indicator" in s)
    publish_after(settings, make_build, same, *EXPLAINED[what])


UNEXPLAINED = {
    "named by no row": (*INVESTED, new_file()),
    "an issue of an earlier month": (*PLANNED, new_file(month="2021-01-01", entities="issues")),
    "the city's": (*SCORED, COUNTED, new_file(unit="430400", month="2021-01-01")),
    "refused": (*INVESTED, new_file(outcome="refused"), REPORT),
    "a register, of an investment": (*INVESTED, new_file(), REGISTER),
    "a report, of a plan": (*PLANNED, new_file(), REPORT),
    "a report of another month, of an investment": (
        *INVESTED,
        new_file(month="2021-12-01"),
        named("fct_progress", report_month="date '2021-12-01'"),
    ),
    "of a tenth of the move": (
        "update marts.fct_rankings set ytd_investment_cny_10k = 150",
        "update marts.fct_investment set ytd_investment_cny_10k = 105",
        new_file(),
        REPORT,
    ),
    "a later register, of a project that left": (
        *LEFT,
        new_file(month="2022-02-01"),
        named("dim_project_history", report_month="date '2022-02-01'"),
        named("fct_progress", report_month="date '2022-02-01'"),
    ),
    "a withdrawal of another year, of a project that left": (
        *LEFT,
        new_file(month="2023-01-01"),
        named(
            "dim_project_history",
            report_month="date '2023-01-01'",
            changed_columns="'withdrawn_on'",
        ),
    ),
    "a second register of the year": (*LEFT, new_file(month="2022-02-01")),
    "a later report of the project": (
        *SCORED,
        COUNTED,
        new_file(month="2022-02-01"),
        named("fct_progress", report_month="date '2022-02-01'"),
    ),
    "votes of another year": (
        *SCORED,
        COUNTED,
        new_file(unit="430400", entities="observations"),
        "update marts.fct_indicator_items set indicator = 'observation'",
        "update marts.fct_unit_indicators set indicator = 'observation'",
        named("fct_observations", observed_on="date '2021-01-15'"),
    ),
    "of a row that counts as before": (*SCORED, new_file(), named("fct_indicator_items")),
    "of a rule that weighs otherwise": (
        *SCORED,
        COUNTED,
        new_file(),
        named("fct_indicator_items"),
        "update marts.fct_unit_indicators set weight = 50",
    ),
    "of one row of two": (
        *SCORED,
        COUNTED,
        new_file(),
        named("fct_indicator_items"),
        "insert into marts.fct_indicator_items by name select 'P-2' as item, 'P-2' as project_code",
    ),
}


@pytest.mark.parametrize("what", UNEXPLAINED)
def test_any_other_file_explains_nothing(
    settings: Settings, make_build: MakeBuild, what: str
) -> None:
    same = tuple(s for s in UNEXPLAINED[what] if "set indicator" in s)
    publish_version(settings, make_build(1, *same))
    with pytest.raises(DataError, match="no submission explains it"):
        publish_version(settings, make_build(2, *UNEXPLAINED[what]))


@pytest.mark.parametrize("mode", ["linear", "rank_bands"])
def test_where_places_are_scored_the_rows_of_all_who_compete_explain_a_score(
    settings: Settings, make_build: MakeBuild, mode: str
) -> None:
    other_unit = (
        "insert into marts.fct_rankings by name select '430426' as unit_code, 70 as total_score",
        "insert into marts.fct_indicator_items by name select '430426' as unit_code",
        f"alter table marts.dim_rulebook alter mode set default '{mode}'",
        "update marts.dim_rulebook set mode = default",
    )
    publish_version(settings, make_build(1, *other_unit))
    build = make_build(
        2,
        *other_unit,
        "update marts.fct_rankings set total_score = 75 where unit_code = '430424'",
        "update marts.fct_unit_indicators set score = 75",
        new_file(unit="430426"),
        f"{named('fct_indicator_items')} where unit_code = '430426'",
    )
    if mode == "linear":
        with pytest.raises(DataError, match=r"total_score of 430424 in 2022-01 went from 80\.00"):
            publish_version(settings, build)
    else:
        assert publish_version(settings, build).accepted is None


@pytest.mark.parametrize(
    ("entities", "is_explained"),
    [("monthly_progress", True), ("projects", True), ("issues", False)],
)
def test_the_first_report_of_a_silent_month_explains_all_of_it(
    settings: Settings, make_build: MakeBuild, entities: str, is_explained: bool
) -> None:
    silent = (
        "update marts.fct_rankings set is_silent = true, project_count = null,"
        " annual_plan_cny_10k = null, ytd_investment_cny_10k = null, total_score = null",
        "update marts.fct_unit_indicators set score = null",
        "update marts.fct_investment set unit_code = '430400'",
    )
    publish_version(settings, make_build(1, *silent))
    build = make_build(2, new_file(entities=entities))
    if is_explained:
        assert publish_version(settings, build).accepted is None
    else:
        with pytest.raises(DataError, match="nor 4 more that moved"):
            publish_version(settings, build)


OF_THE_QUARTER = "update marts.fct_period_rankings set "


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update marts.fct_rankings set league_rank = 2", "league_rank .* in 2022-01 went from 1"),
        ("update marts.fct_rankings set city_rank = 2", "city_rank of 430424 in 2022-01"),
        ("update marts.fct_rankings set list_colour = 'red'", "from nothing to red"),
        ("update marts.fct_rankings set league = 'park'", "from county to park"),
        (f"{OF_THE_QUARTER} city_rank = 2", "city_rank of 430424 in the quarter up to 2022-01"),
        (f"{OF_THE_QUARTER} total_score = 79", r"the quarter up to 2022-01 went from 80\.00"),
        (f"{OF_THE_QUARTER} total_score = 79, judged_months = 2", "total_score .* the quarter"),
    ],
)
def test_what_moves_although_nothing_did_that_it_follows_from_stops_the_pointer(
    settings: Settings, make_build: MakeBuild, statement: str, said: str
) -> None:
    publish_version(settings, make_build(1))
    with pytest.raises(DataError, match=f"{said}.*, and no submission explains it"):
        publish_version(settings, make_build(2, statement))


def test_what_follows_from_an_explained_score_needs_no_file_of_its_own(
    settings: Settings, make_build: MakeBuild
) -> None:
    places = "league_rank = 2, city_rank = 2, list_colour = 'yellow'"
    publish_after(
        settings,
        make_build,
        (),
        *EXPLAINED["a score, by the report that says what counts"],
        "update marts.fct_rankings set " + places,  # noqa: S608 - of this file
        OF_THE_QUARTER + "total_score = 75, " + places,
    )


def test_a_quarter_moves_no_further_than_its_months(
    settings: Settings, make_build: MakeBuild
) -> None:
    scored = EXPLAINED["a score, by the report that says what counts"]
    publish_version(settings, make_build(1))
    with pytest.raises(DataError, match=r"the quarter up to 2022-01 went from 80\.00 to 60\.00"):
        publish_version(settings, make_build(2, *scored, f"{OF_THE_QUARTER} total_score = 60"))


def test_files_that_are_gone_stop_the_pointer_and_explain_nothing(
    settings: Settings, make_build: MakeBuild
) -> None:
    publish_version(settings, make_build(1, new_file()))
    build = make_build(2, *INVESTED)
    with pytest.raises(
        DataError,
        match=r"1 of the files that \S+ knows are gone, such as 2022-02-01/430424/a\.xlsx;"
        r" ytd_investment_cny_10k of 430424 in 2022-01 went from .*, and no submission explains it",
    ):
        publish_version(settings, build)
    accepted = publish_version(settings, build, accept_moves="回退").accepted
    assert accepted
    assert (accepted.lost_files, accepted.moves) == (1, 1)


def test_a_refused_file_may_be_replaced(settings: Settings, make_build: MakeBuild) -> None:
    publish_after(settings, make_build, (), new_file())


def test_where_the_current_version_is_damaged_an_older_one_is_compared(
    settings: Settings, make_build: MakeBuild
) -> None:
    first, second = make_build(1), make_build(2)
    publish_version(settings, first)
    publish_version(settings, second)
    warehouse_file(settings, second).write_bytes(b"not a database")
    with pytest.raises(DataError, match=f"Run `majorprojects diff {first.id} 2022-02-18-00000003`"):
        publish_version(settings, make_build(3, *INVESTED))
    assert publish_version(settings, make_build(4)).accepted is None


@pytest.mark.parametrize("is_folder_left", [True, False])
def test_where_nothing_is_left_to_compare_with_a_person_decides(
    settings: Settings, make_build: MakeBuild, is_folder_left: bool
) -> None:
    first = make_build(1)
    publish_version(settings, first)
    if is_folder_left:
        warehouse_file(settings, first).unlink()
    else:
        shutil.rmtree(build_folder(settings, first))
    build = make_build(2)
    with pytest.raises(
        DataError, match=f"neither {first.id}, which is the current one, nor an older"
    ):
        publish_version(settings, build)
    accepted = publish_version(settings, build, accept_moves="the disk died").accepted
    assert accepted
    assert (accepted.compared_with, accepted.moves) == (first.id, None)


def test_a_link_that_was_moved_by_hand_spares_no_version_the_audit(
    settings: Settings, make_build: MakeBuild
) -> None:
    publish_version(settings, make_build(1))
    build = make_build(2, *INVESTED)
    link = settings.warehouse / "current"
    link.unlink()
    with pytest.raises(DataError, match="no submission explains it"):
        publish_version(settings, build)
    link.symlink_to(f"versions/{build.id}")
    with pytest.raises(DataError, match="no submission explains it"):
        publish_version(settings, build)


def test_a_reason_is_kept_with_the_version(settings: Settings, make_build: MakeBuild) -> None:
    first = publish_version(settings, make_build(1))
    build = make_build(2, *INVESTED)

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
