"""Runs dbt as a process of its own and reads what it says: nothing else here knows of dbt."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from majorprojects.build.version import LOG_FILE, TARGET, WAREHOUSE_FILE
from majorprojects.errors import DataError, MachineError

logger = logging.getLogger(__name__)

RESULTS_FILE: Final = "run_results.json"
MANIFEST_FILE: Final = "manifest.json"

_FAILED: Final = frozenset({"error", "fail", "runtime error"})
_DONE_OF: Final = re.compile(r"\b(\d+) of (\d+) (?!START\b|OK hook)[A-Z]")
# DuckDB's words for a disk, a memory or a lock that gave way: running again may succeed.
_MACHINE: Final = re.compile(
    r"\b(IO|Out of Memory|OutOfMemory|Connection) ?Error\b|No space left on device", re.IGNORECASE
)


@dataclass(frozen=True)
class Node:
    """What became of one model, seed or test."""

    name: str
    status: str
    seconds: float
    message: str

    @property
    def failed(self) -> bool:
        """Whether the build may not go on because of it."""
        return self.status in _FAILED


def progress_of(line: str) -> tuple[int, int] | None:
    """Read (done, total) from a line of dbt that ends a node, None from any other line."""
    found = _DONE_OF.search(line)
    return (int(found[1]), int(found[2])) if found else None


def run_dbt(
    folder: Path,
    *,
    landing: Path,
    ledger: Path,
    project: Path,
    variables: Mapping[str, str],
    select: Sequence[str] = (),
    on_line: Callable[[str], None] | None = None,
) -> list[Node]:
    """Run `dbt build` into ``folder``: the warehouse file, dbt's log, manifest and run results.

    ``landing`` is the landing or a picture of it, ``ledger`` the folder of the ledger's tables.
    ``select`` names parts of the project in dbt's words; without it all is built.

    Raises:
        DataError: a node failed, or the project cannot be read; running again does not help.
        MachineError: dbt was killed, or the disk or the memory gave way.
    """
    scratch = folder / "dbt"
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--no-use-colors",
        "build",
        # Unit tests are about the code, and the test suite runs them; data tests guard the version.
        *("--exclude-resource-type", "unit_test"),
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target", TARGET, "--vars", json.dumps(variables)),
        *(("--select", *select) if select else ()),
    ]
    environment = {
        **os.environ,
        "MP_LANDING": str(landing),
        "MP_LEDGER_TABLES": str(ledger),
        "MP_WAREHOUSE_FILE": str(folder / WAREHOUSE_FILE),
        "DBT_TARGET_PATH": str(scratch / "target"),
        "DBT_LOG_PATH": str(scratch / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    code, said = _follow(command, environment, on_line)
    _keep(scratch, folder)
    nodes = _read_results(folder / RESULTS_FILE)
    _log_slowest(nodes)
    if code or any(node.failed for node in nodes):
        raise _fault(code, said, nodes, folder / LOG_FILE)
    return nodes


def _follow(
    command: list[str], environment: Mapping[str, str], on_line: Callable[[str], None] | None
) -> tuple[int, list[str]]:
    """Run a command, hand on each line; returns the exit code and the last lines."""
    last: deque[str] = deque(maxlen=40)
    with subprocess.Popen(  # noqa: S603 - no shell, and no word of it comes from a file
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout or ():
                last.append(line.rstrip())
                logger.debug("dbt: %s", last[-1])
                if on_line:
                    on_line(last[-1])
        except BaseException:  # whoever ends us ends dbt too
            process.terminate()
            raise
    return process.returncode, list(last)


def _keep(scratch: Path, folder: Path) -> None:
    """Keep of dbt's files those that explain a version; the rest is as large as it is useless."""
    for path in (
        scratch / "logs" / LOG_FILE,
        scratch / "target" / RESULTS_FILE,
        scratch / "target" / MANIFEST_FILE,
    ):
        if path.exists():
            path.rename(folder / path.name)
    shutil.rmtree(scratch, ignore_errors=True)


def _read_results(path: Path) -> list[Node]:
    if not path.exists():
        return []
    try:
        results: list[dict[str, Any]] = json.loads(path.read_bytes())["results"]
    except ValueError:  # dbt died while it wrote
        return []
    return [
        Node(
            name=_short_name(result["unique_id"]),
            status=result["status"],
            seconds=result["execution_time"],
            message=" ".join((result["message"] or "").split()),
        )
        for result in results
    ]


def _short_name(unique_id: str) -> str:
    """`test.majorprojects.not_null_x.5f2c` says no more than `test not_null_x`."""
    kind, _, rest = unique_id.split(".", 2)
    return f"{kind} {rest.rsplit('.', 1)[0] if kind == 'test' else rest}"


def _log_slowest(nodes: list[Node], count: int = 5) -> None:
    slowest = sorted(nodes, key=lambda node: node.seconds, reverse=True)[:count]
    if slowest:
        logger.info(
            "dbt: %d nodes, the slowest: %s",
            len(nodes),
            ", ".join(f"{node.name} {node.seconds:.2f} s" for node in slowest),
        )


def _fault(code: int, said: list[str], nodes: list[Node], log: Path) -> DataError | MachineError:
    failed = [node for node in nodes if node.failed]
    if failed:
        what = f"dbt's {failed[0].name} failed: {failed[0].message[:300].rstrip(' .')}"
        more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    elif code < 0:
        what, more = f"dbt was killed by signal {-code}", ""
    else:
        told = [" ".join(line.split()[1:]) for line in said if line.strip()]
        what, more = f"dbt ended with code {code}: {' / '.join(told[-3:])[:300]}", ""
    # Where nodes failed they say why; a word that dbt dropped beside them proves nothing.
    words = [node.message for node in failed] or said
    of_machine = code < 0 or any(_MACHINE.search(word) for word in words)
    kind, mend = (
        (MachineError, "make room") if of_machine else (DataError, "mend the model or the data")
    )
    return kind(
        f"{what}{more}. Nothing was published. Read {log}, {mend} and run "
        "`majorprojects build` again."
    )
