"""A duplicate is told together with the file that it repeats."""

from collections.abc import Callable

from majorprojects.build import Build
from majorprojects.build.version import build_folder
from majorprojects.publish.duplicates import read_duplicates
from majorprojects.settings import Settings
from majorprojects.submissions import Duplicate


def test_the_first_file_is_the_earliest_of_the_unit_that_was_not_refused(
    settings: Settings, make_build: Callable[..., Build]
) -> None:
    build = make_build(
        1,
        "update marts.fct_submissions set sha256 = 'same'",  # the refused first file has it too
        "update marts.fct_submissions set outcome = 'duplicate' where submission_id = '02'",
        """
        insert into marts.fct_submissions
        select
            '03', '430426', received_on, 'of another unit.xlsx', sha256, 'accepted', null,
            report_month, false, entities
        from marts.fct_submissions
        where submission_id = '00'
        """,
    )
    (settings.warehouse / "current").symlink_to(build_folder(settings, build))

    assert read_duplicates(settings) == [
        Duplicate("02", "2022-02-03/430424/a.xlsx", "2022-02-02/430424/a.xlsx")
    ]
