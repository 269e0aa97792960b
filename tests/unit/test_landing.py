"""A still picture of the landing: links where they can go, copies where they cannot."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from majorprojects.landing import landing_lock, link_landing
from majorprojects.settings import Settings


def test_where_links_cannot_go_a_copy_goes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = settings.landing / "received_on=2022-03-05"
    day.mkdir(parents=True)
    source = day / "projects.parquet"
    source.write_text("content")
    with landing_lock(settings):
        link_landing(settings, tmp_path / "links")
    assert (tmp_path / "links" / day.name / source.name).samefile(source)
    assert not (tmp_path / "links" / ".lock").exists()

    def other_file_system(*_: str) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", other_file_system)
    with landing_lock(settings):
        link_landing(settings, tmp_path / "copies")
    copy = tmp_path / "copies" / day.name / source.name
    assert copy.read_text() == "content"
    assert not copy.samefile(source)
