"""`make up`: scheduler, DAG processor, triggerer and web UI on this machine, until Ctrl-C.

Unlike `airflow standalone` it ends as a whole when one part dies, and leaves nothing behind when it
is terminated.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from majorprojects.errors import MachineError, MajorProjectsError
from majorprojects.orchestration.local import (
    airflow_command,
    airflow_environment,
    airflow_home,
    prepare,
)
from majorprojects.settings import load_settings

if TYPE_CHECKING:
    from majorprojects.settings import Settings

PARTS: Final = ("scheduler", "dag-processor", "triggerer", "api-server")
GRACE_SECONDS: Final = 20


def up(settings: Settings) -> None:
    """Run the parts of Airflow; each writes `MP_HOME/airflow/<part>.log`.

    Raises:
        MachineError: the port of the web UI is taken, or a part ended by itself.
    """
    environment = airflow_environment(settings)
    port = int(environment["AIRFLOW__API__PORT"])
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise MachineError(
                f"Port {port} is taken: run `AIRFLOW__API__PORT={port + 1} make up`."
            )
    _say("Airflow's database is made ready …")
    prepare(environment)
    home = airflow_home(settings)
    parts: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name in PARTS:
            parts[name] = _start(name, home, environment)
        _welcome(parts, home, port)
        _watch(parts, home)
    finally:
        _stop(parts)


def _start(name: str, home: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with (home / f"{name}.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - no shell, and the words are ours
            airflow_command(name),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C comes to us alone, and we end them in order
        )


def _welcome(parts: Mapping[str, subprocess.Popen[bytes]], home: Path, port: int) -> None:
    """Wait for the web UI, then say where it is and by which password one enters."""
    while all(part.poll() is None for part in parts.values()):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.5)
    else:
        return
    passwords = home / "simple_auth_manager_passwords.json.generated"
    password = json.loads(passwords.read_text(encoding="utf-8"))["admin"]
    _say(f"Airflow is up: http://127.0.0.1:{port}   user admin, password {password}")
    _say(f"Logs: {home}/*.log   Ctrl-C ends all of it.")


def _watch(parts: Mapping[str, subprocess.Popen[bytes]], home: Path) -> None:
    while True:
        for name, part in parts.items():
            if part.poll() is not None:
                raise MachineError(
                    f"The {name} ended by itself ({part.returncode}): see {home / name}.log, then "
                    "run `make up` again."
                )
        time.sleep(1)


def _stop(parts: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for part in parts.values():
        part.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for part in parts.values():
        with suppress(subprocess.TimeoutExpired):
            part.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):  # whatever of its session is still there
            os.killpg(part.pid, signal.SIGKILL)
        part.wait()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        up(load_settings())
    except KeyboardInterrupt:
        _say("Airflow is down.")
    except MajorProjectsError as error:
        sys.exit(str(error))
