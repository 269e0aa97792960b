"""Every file of tests/fixtures/workbooks becomes what expected.yml says, by one real run over all of them."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from majorprojects.entities import load_entities
from majorprojects.ingest import ingest_days, refusals, submission, table
from majorprojects.ingest.discover import inbox_files
from majorprojects.ingest.forms import load_forms
from majorprojects.landing import landing_days, read_day
from majorprojects.load import load_batch
from majorprojects.rules import Rule
from majorprojects.settings import Settings
from majorprojects.validate import validate_batch
from tests.conftest import settings_at
from tests.fixtures.workbooks.make_files import BY_HAND, FOLDER, kept_files, large_files

DAY = dt.date(2022, 3, 5)
SPLIT_RULE = "row_part_missing"  # only of sheets into which a form splits an entity
COUNTS = ("rows_read", "rows_accepted", "rows_rejected", "rows_skipped")


class Expected(BaseModel):
    """What becomes of one file; the words are explained in expected.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Literal["accepted", "accepted_with_findings", "refused", "left_alone"]
    refusal: str | None = None
    says: str = ""
    counts: tuple[int, int, int, int] | None = None
    findings: tuple[tuple[str, str | None, str | None, str | None], ...] = ()
    values: dict[str, dict[str, dict[int, Any]]] = {}
    notes: tuple[str, ...] = ()
    month: dt.date | None = None
    form: str | None = None
    parts: dict[str, dict[int, tuple[str, int]]] = {}
    unit: str = "430424"
    day: dt.date = DAY
    arrives_as: str | None = None


class Landed(BaseModel):
    """What the landing holds of one file."""

    model_config = ConfigDict(frozen=True)

    submission: dict[str, Any]
    findings: list[dict[str, Any]]
    rows: dict[str, dict[int, dict[str, Any]]]
    parts: dict[str, dict[int, tuple[str, int]]]


@cache
def expectations() -> dict[str, Expected]:
    text = (FOLDER / "expected.yml").read_text(encoding="utf-8")
    return {path: Expected(**what) for path, what in yaml.safe_load(text).items()}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Landed]:
    """One run over all files with the real limits; what the landing holds, by the fixture's path."""
    settings = settings_at(tmp_path_factory.mktemp("fixtures"))
    places = {_lay_out(settings, path): path for path in expectations()}
    days = sorted(dt.date.fromisoformat(day.name) for day in settings.inbox.iterdir())
    load_batch(settings, validate_batch(settings, ingest_days(settings, days)))
    return {places[place]: file for place, file in _landed(settings).items()}


def _lay_out(settings: Settings, path: str) -> str:
    """Put a file into the inbox, on the first day from its own on that has no other of its name."""
    expected = expectations()[path]
    day, name = expected.day, expected.arrives_as or Path(path).name
    while (file := settings.inbox / day.isoformat() / expected.unit / name).exists():
        day += dt.timedelta(days=1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(
        large_files()[path]() if path in large_files() else (FOLDER / path).read_bytes()
    )
    return file.relative_to(settings.inbox).as_posix()


def _landed(settings: Settings) -> dict[str, Landed]:
    files: dict[str, Landed] = {}
    for day in landing_days(settings):
        findings: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for finding in read_day(settings, day, "findings").to_pylist():
            findings[finding["submission_id"]].append(finding)
        rows: defaultdict[str, defaultdict[str, dict[int, dict[str, Any]]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for entity in load_entities():
            for row in read_day(settings, day, entity).to_pylist():
                rows[row["submission_id"]][entity][row["source_row"]] = row
        parts: defaultdict[str, defaultdict[str, dict[int, tuple[str, int]]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for row in read_day(settings, day, "row_parts").to_pylist():
            other = row["part_sheet"], row["part_row"]
            parts[row["submission_id"]][row["sheet"]][row["source_row"]] = other
        for file in read_day(settings, day, "submissions").to_pylist():
            key = file["submission_id"]
            files[file["source_path"]] = Landed(
                submission=file, findings=findings[key], rows=rows[key], parts=parts[key]
            )
    return files


@pytest.mark.parametrize("path", expectations())
def test_a_file_becomes_what_is_expected(path: str, landed: Mapping[str, Landed]) -> None:
    expected, file = expectations()[path], landed.get(path)
    if expected.outcome == "left_alone":
        assert file is None
        return
    assert file is not None, "the file has no outcome"
    found = [(f["rule_id"], f["sheet"], f["cell"], f["value_found"]) for f in file.findings]
    said = file.submission["outcome"], file.submission["refusal_rule_id"]
    assert said == (expected.outcome, expected.refusal), found
    counts = tuple(file.submission[name] for name in COUNTS)
    if expected.refusal:
        assert [rule for rule, *_ in found] == [expected.refusal]
        assert expected.says in file.submission["refusal_reason"]
        assert counts == (None,) * 4
        assert not file.rows
        return
    assert sorted(map(str, found)) == sorted(map(str, expected.findings))
    assert not any("None" in f["message_zh"] for f in file.findings)
    assert counts == expected.counts
    notes = json.loads(file.submission["notes"])
    assert len(notes) == len(expected.notes)
    assert all(name in note for name, note in zip(expected.notes, notes, strict=True)), notes
    if expected.month:
        assert file.submission["report_month"] == expected.month
    if expected.form:
        assert file.submission["form_version"] == expected.form
    if expected.parts or not path.startswith("forms/"):
        assert file.parts == expected.parts
    _check_values(expected, file)


def _check_values(expected: Expected, file: Landed) -> None:
    for entity, fields in expected.values.items():
        for name, cells in fields.items():
            found = {row: file.rows[entity][row][name] for row in cells}
            # Decimals are written as plain numbers in the file of expectations.
            wanted = {
                row: Decimal(str(cell)) if isinstance(found[row], Decimal) else cell
                for row, cell in cells.items()
            }
            assert found == wanted, (entity, name)


def test_the_same_content_on_either_form_gives_the_same_rows(landed: Mapping[str, Landed]) -> None:
    first, *others = (
        landed[f"forms/same_content_on_{name}"].rows for name in ("v1.xlsx", "v2.xlsx", "v2.xls")
    )
    fields = {name: entity.fields for name, entity in load_entities().items()}
    for rows in others:
        assert {
            entity: [[row[name] for name in fields[entity]] for row in rows[entity].values()]
            for entity in first
        } == {
            entity: [[row[name] for name in fields[entity]] for row in first[entity].values()]
            for entity in first
        }
    # Every field of both entities is filled somewhere, so that none is equal only because it is empty.
    for entity in first:
        for name in fields[entity]:
            assert any(row[name] is not None for row in first[entity].values()), name


def test_the_landing_holds_each_file_that_was_expected_and_no_other(
    landed: Mapping[str, Landed],
) -> None:
    left_alone = {path for path, what in expectations().items() if what.outcome == "left_alone"}
    assert set(landed) == set(expectations()) - left_alone
    assert len(landed) >= 120


def test_make_files_gives_the_kept_files_again() -> None:
    """By the directory of a zip file, as the packed bytes depend on the version of zlib."""
    made = dict(kept_files())
    kept = {
        path.relative_to(FOLDER).as_posix()
        for topic in FOLDER.iterdir()
        if topic.is_dir() and topic.name != "__pycache__"
        for path in topic.iterdir()
    }
    assert kept == set(made) | BY_HAND
    assert kept | set(large_files()) == set(expectations())
    for path, content in made.items():
        assert _directory(content) == _directory((FOLDER / path).read_bytes()), path


def _directory(content: bytes) -> object:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return [(e.filename, e.CRC, e.file_size) for e in package.infolist()]
    except zipfile.BadZipFile:
        return content


def test_every_rule_has_a_file() -> None:
    from majorprojects.validate.suites import checks_of

    said = {what.refusal for what in expectations().values()} | {
        rule for what in expectations().values() for rule, *_ in what.findings
    }
    rules = {
        rule.rule_id
        for module in (refusals, submission, table)
        for rule in vars(module).values()
        if isinstance(rule, Rule)
    }
    rules |= {check.rule.rule_id for e in load_entities().values() for check in checks_of(e)}
    assert said - {None} == rules


def test_every_sheet_breaks_each_of_its_rules_in_a_file() -> None:
    from majorprojects.validate.suites import checks_of

    labels = {entity.name: entity.label for entity in load_entities().values()}
    rules = {
        (check.rule.rule_id, labels[entity.name])
        for entity in load_entities().values()
        for check in checks_of(entity)
        if check.rule.rule_id != SPLIT_RULE
    }
    said = {(rule, sheet) for what in expectations().values() for rule, sheet, *_ in what.findings}
    assert rules <= said


def test_every_sheet_of_a_split_entity_breaks_the_rule_that_its_rows_are_whole() -> None:
    split = {
        part.name
        for form in load_forms()
        for name in load_entities()
        if len(parts := form.parts_of(name)) > 1
        for part in parts
    }
    said = {
        sheet
        for what in expectations().values()
        for rule, sheet, *_ in what.findings
        if rule == SPLIT_RULE
    }
    assert said == split != set()


def test_a_name_in_the_encoding_of_an_older_system_is_read_and_shown(settings: Settings) -> None:
    folder = settings.inbox / DAY.isoformat() / "430424"
    folder.mkdir(parents=True)
    for name, fixture in (
        ("月度进展.csv", "encodings/gbk_comma.csv"),
        ("县.et", "refused/no_ending"),
    ):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name.encode("gbk")))
        path.write_bytes((FOLDER / fixture).read_bytes())
    assert {Path(f.source_path).name for f in inbox_files(settings, DAY)} == {
        "月度进展.csv",
        "县.et",
    }
    load_batch(settings, validate_batch(settings, ingest_days(settings, [DAY])))
    files = read_day(settings, DAY, "submissions").to_pylist()
    assert {Path(f["source_path"]).name: f["refusal_rule_id"] for f in files} == {
        "月度进展.csv": None,
        "县.et": "file_unsupported_ending",
    }
