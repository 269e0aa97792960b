"""What is written down agrees with the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from majorprojects.entities import load_entities
from majorprojects.ingest.forms import load_forms

ROOT = Path(__file__).resolve().parents[2]


def test_the_data_dictionary_is_that_of_the_marts() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "data_dictionary.py"), "--check"]
    assert subprocess.run(script, check=False).returncode == 0


def test_the_guide_for_units_names_what_is_required_and_every_term() -> None:
    text = (ROOT / "docs" / "guide_for_units.md").read_text(encoding="utf-8")
    table = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if "|" in line}
    for sheet in load_forms()[0].sheets:
        if sheet.reporter == "city":
            continue
        fields = load_entities()[sheet.entity].fields
        said = table[sheet.name]
        required = [c.header for c in sheet.columns if fields[c.field].required]
        terms = [term for c in sheet.columns for term in fields[c.field].values]
        assert [word for word in [*required, *terms] if word not in said] == []


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []
