"""A draft is read in the form of the seeds, and stands in a copy of them alone."""

import csv
import shutil
from pathlib import Path

import pytest

from majorprojects.errors import DataError
from majorprojects.rehearse.draft import Draft, read_draft, write_draft
from majorprojects.settings import DBT_PROJECT

RULES = "rule_id,topic,indicator,mode,weight,target\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's seeds."""
    shutil.copytree(DBT_PROJECT / "seeds", tmp_path / "project" / "seeds")
    return tmp_path / "project"


def rows(project: Path, seed: str, rulebook_id: str) -> list[dict[str, str]]:
    with (project / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["rulebook_id"] == rulebook_id]


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8-sig")
    return str(path)


def test_rows_without_a_name_make_a_rulebook_with_its_weights_as_full_marks(
    project: Path, tmp_path: Path
) -> None:
    file = write(
        tmp_path / "draft.csv",
        RULES + "a,score,completion,linear,45,1\nb,score,start,linear,5.5,1\np,policy,,zero,,\n",
    )
    draft = read_draft(file, None, project)
    write_draft(draft, project)

    [rulebook] = rows(project, "rulebooks", "draft")
    assert (rulebook["full_marks"], rulebook["valid_from"]) == ("50.5", "")
    written = rows(project, "rulebook_rules", "draft")
    assert [(row["rule_id"], row["weight"], row["cap"]) for row in written] == [
        ("a", "45", ""),
        ("b", "5.5", ""),
        ("p", "", ""),
    ]
    assert rows(project, "rulebook_rules", "hengyang-default")


def test_rows_under_a_known_name_replace_its_rules_and_keep_its_bands(
    project: Path, tmp_path: Path
) -> None:
    bands = rows(project, "rulebook_bands", "comprehensive-2020")
    rulebooks = rows(project, "rulebooks", "comprehensive-2020")
    file = write(
        tmp_path / "draft.csv", f"rulebook_id,{RULES}comprehensive-2020,p,policy,,rebase,,\n"
    )
    write_draft(read_draft(file, None, project), project)

    [rule] = rows(project, "rulebook_rules", "comprehensive-2020")
    assert rule["mode"] == "rebase"
    assert rows(project, "rulebook_bands", "comprehensive-2020") == bands
    assert rows(project, "rulebooks", "comprehensive-2020") == rulebooks


def test_bands_of_a_file_replace_those_of_a_rulebook_that_is_named(
    project: Path, tmp_path: Path
) -> None:
    rules = rows(project, "rulebook_rules", "wuhan")
    file = tmp_path / "bands.csv"
    write(file, "rule_id,at_least,light\nshare_of_time,,red\nshare_of_time,0.9,green\n")
    write_draft(read_draft("wuhan", file, project), project)

    found = rows(project, "rulebook_bands", "wuhan")
    assert [(row["at_least"], row["light"]) for row in found] == [("", "red"), ("0.9", "green")]
    assert rows(project, "rulebook_rules", "wuhan") == rules


def test_a_rulebook_that_the_seeds_have_is_taken_as_it_is(project: Path) -> None:
    assert read_draft("yanan-2017", None, project) == Draft("yanan-2017")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            None, "is neither a file nor a rulebook: name a CSV file or one of", id="gone"
        ),
        pytest.param("rulebook_id,rule_id\na,x\nb,x\n", "holds 2 rulebooks", id="two rulebooks"),
        pytest.param("rule_id,wheight\nx,40\n", "unknown columns wheight: take those", id="column"),
        pytest.param(RULES, "holds 0 rulebooks", id="no row"),
        pytest.param("\x00", "holds 0 rulebooks", id="no CSV"),
    ],
)
def test_what_is_no_draft_is_refused_with_the_next_step(
    project: Path, tmp_path: Path, text: str | None, sentence: str
) -> None:
    file = tmp_path / "draft.csv"
    if text is not None:
        write(file, text)
    with pytest.raises(DataError, match=sentence):
        read_draft(str(file), None, project)


def test_a_weight_that_is_no_number_is_refused(project: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "draft.csv", RULES + "a,score,completion,linear,forty,1\n")
    draft = read_draft(file, None, project)
    with pytest.raises(DataError, match="Rule a has no number as weight: forty; write one"):
        write_draft(draft, project)
