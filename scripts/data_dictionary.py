"""Write docs/data_dictionary.md from the YAML of the marts: the same words that the warehouse carries.

Usage: python scripts/data_dictionary.py [--check]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
MARTS = ROOT / "dbt_project" / "models" / "marts"
TARGET = ROOT / "docs" / "data_dictionary.md"
DOC = re.compile(r"\{%-?\s*docs\s+(\w+)\s*-?%\}(.*?)\{%-?\s*enddocs\s*-?%\}", re.DOTALL)
REFERENCE = re.compile(r"\{\{\s*doc\(['\"](\w+)['\"]\)\s*\}\}")


def text() -> str:
    """The whole document."""
    shared = {
        name: body.strip()
        for path in (ROOT / "dbt_project" / "models").rglob("*.md")
        for name, body in DOC.findall(path.read_text(encoding="utf-8"))
    }
    models = [
        model
        for path in sorted(MARTS.rglob("*.yml"))
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
    ]
    lines = [
        "# Data dictionary",
        "",
        "Schema `marts`: the contract with BI tools. Written by `make docs` from the dbt project's YAML;",
        "change it there. Money is in 万元 (`_cny_10k`), `report_month` is the first day of the month.",
    ]
    for model in sorted(models, key=lambda model: str(model["name"])):
        lines += [
            "",
            f"## `{model['name']}`",
            "",
            _words(model, shared),
            "",
            *_columns(model, shared),
        ]
    return "\n".join(lines) + "\n"


def _columns(model: dict[str, Any], shared: dict[str, str]) -> list[str]:
    rows = [
        f"| `{column['name']}` | {column.get('data_type', '')} | {_words(column, shared)} |"
        for column in model.get("columns", [])
    ]
    return ["| column | type | meaning |", "| --- | --- | --- |", *rows]


def _words(node: dict[str, Any], shared: dict[str, str]) -> str:
    words = REFERENCE.sub(lambda match: shared[match[1]], str(node.get("description", "")))
    return " ".join(words.split()).replace("|", "\\|")


def main() -> int:
    """Write the document; with --check only say whether it is up to date."""
    if "--check" in sys.argv:
        current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text()
        if not current:
            sys.stderr.write(f"{TARGET.name} is not up to date: run `make docs`\n")
        return 0 if current else 1
    TARGET.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
