"""The command line: names, exit codes, one line for a fault, JSON for machines."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from majorprojects import __version__
from majorprojects.cli import app
from majorprojects.settings import Settings

COMMANDS = {
    "explain",
    "sample",
    "ingest",
    "build",
    "publish",
    "run",
    "ranking",
    "overview",
    "bulletin",
    "publish-ranking",
    "status",
    "verify",
    "rehearse",
    "diff",
}


@pytest.fixture
def cli(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """Runs a command line in the home of the test."""
    monkeypatch.setenv("MP_HOME", str(settings.home))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, arguments)

    return run


def test_the_commands_are_the_public_face(cli) -> None:
    assert {
        command.callback.__name__.replace("_", "-") for command in app.registered_commands
    } == COMMANDS
    assert cli("--version").stdout.strip() == __version__


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_shows_an_example(cli, command: str) -> None:
    shown = cli(command, "--help")
    assert shown.exit_code == 0
    assert f"Example: majorprojects {command}" in shown.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("ingest",),
        ("ingest", "--received-on", "2022-2-31"),
        ("run", "--received-on", "2022-02-18", "--to", "2022-02-17"),
        ("build", "--as-of", "tomorrow"),
        ("ranking", "--month", "2022-02-01"),
        ("ranking", "--month", "2022-02", "--by", "name"),
        ("rank",),
    ],
)
def test_wrong_usage_is_2(cli, arguments: tuple[str, ...]) -> None:
    assert cli(*arguments).exit_code == 2


def test_a_wrong_variable_is_wrong_usage_and_names_itself(
    cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MP_KEEP_VERSIONS", "many")
    wrong = cli("status")
    assert wrong.exit_code == 2
    assert "MP_KEEP_VERSIONS" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "next_step"),
    [
        (("build",), "majorprojects ingest"),
        (("publish",), "majorprojects build"),
        (("ranking", "--month", "2022-02"), "majorprojects build"),
    ],
)
def test_a_fault_is_1_and_one_line_with_the_next_step(
    cli, arguments: tuple[str, ...], next_step: str
) -> None:
    fault = cli(*arguments)
    assert fault.exit_code == 1
    assert fault.stdout == ""
    said = [line for line in fault.stderr.splitlines() if line.startswith("error: ")]
    assert len(said) == 1
    assert next_step in said[0]
    assert "Traceback" not in fault.stderr


def test_a_fault_of_the_machine_is_one_line_too(cli, settings: Settings) -> None:
    settings.home.parent.mkdir(parents=True, exist_ok=True)
    settings.home.write_text("a file where a folder should be")
    fault = cli("build")
    assert fault.exit_code == 1
    assert fault.stderr.splitlines()[-1].startswith("error: ")


def test_days_without_files_are_no_fault(cli, settings: Settings) -> None:
    settings.inbox.mkdir(parents=True)
    assert "nothing to do" in cli("ingest", "--received-on", "2022-02-18").stdout
    assert json.loads(cli("ingest", "--received-on", "2022-02-18", "--json").stdout) is None


def test_the_ranking_shows_both_names_rates_and_where_to_look(cli, ranked: Settings) -> None:
    shown = cli("ranking", "--month", "2022-02")

    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    first = next(line for line in lines if "Hengdong County" in line)
    assert first.split() == [
        "1", "衡东县", "Hengdong", "County", "县市组", "1", "–", "12", "123.5%", "75.0%", "–", "90.50",
    ]  # fmt: skip
    assert _order(shown.stdout) == ["430424", "430426", "430408", "430499"]
    assert "▼1" in shown.stdout
    assert "▲1" in shown.stdout
    assert f"{ranked.warehouse}/current/warehouse.duckdb" in shown.stdout
    assert str(ranked.outbox) in shown.stdout
    table = [cell_len(line) for line in lines if "County" in line or "District" in line]
    assert len(set(table)) == 1  # Chinese takes two columns a sign: the rows still line up


def test_league_by_league_each_has_its_own_order(cli, ranked: Settings) -> None:
    shown = cli("ranking", "--month", "2022-02", "--by", "league")
    assert _order(shown.stdout) == ["430424", "430426", "430499", "430408"]


def _order(shown: str) -> list[str]:
    names = {"衡东县": "430424", "祁东县": "430426", "蒸湘区": "430408", "430499": "430499"}
    found = [(shown.index(name), code) for name, code in names.items()]
    return [code for _, code in sorted(found)]


def test_a_machine_reads_the_ranking_without_rounding(cli, ranked: Settings) -> None:
    read = json.loads(cli("ranking", "--month", "2022-02", "--json").stdout)
    assert read["report_month"] == "2022-02-01"
    assert read["units"][0]["completion_ratio"] == "1.234500"
    assert read["units"][-1]["total_score"] is None


def test_the_status_of_nothing_is_a_status(cli) -> None:
    shown = cli("status")
    assert shown.exit_code == 0
    assert "nothing is published yet" in shown.stdout
    assert json.loads(cli("status", "--json").stdout)["published"] is None


def test_a_sample_goes_into_the_inbox_that_the_variable_names(
    cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MP_INBOX", str(tmp_path / "elsewhere"))
    written = json.loads(cli("sample", "--json").stdout)
    assert written["units"] == 14
    days = [path.name for path in (tmp_path / "elsewhere").iterdir() if path.is_dir()]
    assert min(days) == written["first_day"]
