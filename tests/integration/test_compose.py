"""The server's set-up, as far as it can be checked without a Docker engine."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from majorprojects.orchestration.defaults import WAREHOUSE_POOL
from majorprojects.orchestration.local import airflow_command, airflow_environment
from majorprojects.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"postgres", "init", "api-server", "scheduler", "dag-processor", "triggerer"}
SECRETS = {"POSTGRES_PASSWORD", "AIRFLOW_FERNET_KEY", "AIRFLOW_JWT_SECRET", "AIRFLOW_SECRET_KEY"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def _config(env_file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker-compose", "--env-file", str(env_file), "config", "--quiet"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not installed")
def test_compose_takes_the_file_when_every_secret_is_set_and_only_then(
    example: dict[str, str], tmp_path: Path
) -> None:
    complete = example | dict.fromkeys(SECRETS, "secret")
    for missing in [None, *sorted(SECRETS)]:
        file = tmp_path / f"{missing}.env"
        values = {name: value for name, value in complete.items() if name != missing}
        file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        done = _config(file)
        assert (done.returncode == 0) is (missing is None), done.stderr


def test_the_example_names_every_variable_and_holds_no_secret(example: dict[str, str]) -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{(\w+):\?", text))
    assert required <= set(example)
    assert {name for name, value in example.items() if not value} == SECRETS


def test_services_are_healthy_in_order_and_listen_on_this_machine_only(
    services: dict[str, Any],
) -> None:
    assert set(services) == SERVICES
    assert {name for name in services if "healthcheck" not in services[name]} == {"init"}
    assert services["init"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in SERVICES - {"postgres", "init"}:
        assert services[name]["depends_on"]["init"]["condition"] == "service_completed_successfully"
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_inbox_is_read_only_and_each_folder_is_where_the_package_looks(
    services: dict[str, Any],
) -> None:
    for name in SERVICES - {"postgres"}:
        mounts = dict(mount.rsplit("}:", 1) for mount in services[name]["volumes"][:5])
        places = {place.removesuffix(":ro") for place in mounts.values()}
        folders = {f"MP_{key.upper()}" for key in Settings.model_fields} & set(
            services[name]["environment"]
        )
        assert {services[name]["environment"][key] for key in folders} == places
        assert [place for place in mounts.values() if place.endswith(":ro")] == ["/srv/inbox:ro"]


def test_every_airflow_variable_is_a_setting_of_airflow(
    services: dict[str, Any], settings: Settings
) -> None:
    """A misspelt variable would be ignored without a word."""
    from airflow.configuration import conf

    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    names = {name for service in services.values() for name in service.get("environment", {})}
    names |= set(re.findall(r"AIRFLOW__\w+(?==)", dockerfile)) | set(airflow_environment(settings))
    for name in (name for name in names if name.startswith("AIRFLOW__")):
        section, key = name.removeprefix("AIRFLOW__").lower().split("__", 1)
        assert key in conf.configuration_description[section]["options"], name


def _commands(services: dict[str, Any]) -> set[tuple[str, ...]]:
    """The words of each `airflow …` that a service or its health check runs, without options."""
    found = set()
    for service in services.values():
        lines = [service.get("command", []), service.get("healthcheck", {}).get("test", [])[1:]]
        for line in lines:
            for part in " ".join(line).removeprefix("bash -c ").split(" && "):
                if part.startswith("airflow "):
                    found.add(tuple(re.findall(r"^[a-z -]+?(?= --| warehouse|$)", part)[0].split()))
    return found


def test_every_command_of_the_services_answers(services: dict[str, Any]) -> None:
    commands = _commands(services)
    assert {" ".join(words) for words in commands} == {
        "airflow api-server",
        "airflow scheduler",
        "airflow dag-processor",
        "airflow triggerer",
        "airflow db migrate",
        "airflow pools set",
        "airflow jobs check",
    }
    for words in commands:
        done = subprocess.run(
            [*airflow_command(*words[1:]), "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert f"airflow {words[1]}" in done.stdout


def test_init_makes_the_pool_of_the_builds(services: dict[str, Any]) -> None:
    assert f"airflow pools set {WAREHOUSE_POOL} 1 " in services["init"]["command"][-1]


def test_the_image_copies_files_that_exist_and_are_not_ignored() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    }
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)
    assert re.search(r"^USER majorprojects$", dockerfile, re.MULTILINE)
