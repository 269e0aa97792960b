"""One day with whatever a receipt has to say, through the real stages."""

from __future__ import annotations

import pytest

from majorprojects.receipts import write_receipts
from majorprojects.settings import Settings
from tests.unit.receipts.documents import (
    DAY,
    HOSTILE_NAME,
    SECOND,
    Outbox,
    folder,
    load,
    write_hostile,
)
from tests.workbooks import PROGRESS, PROJECT, county_workbook


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A day with a clean, a faulty, a refused and a hostile file, and one of another unit."""
    settings = Settings(home=tmp_path_factory.mktemp("told"))
    inbox = folder(settings)
    county_workbook(inbox / "a 好.xlsx")
    county_workbook(
        inbox / "b 错.xlsx",
        projects=[
            PROJECT | {"总投资(亿元)": "涉密", "项目类别": "其它"},
            PROJECT | {"项目代码": SECOND},
        ],
        progress=[PROGRESS | {"现场人数": "很多", "建设状态": "停工"}, {"项目代码": "合计"}],
    )
    (inbox / "c 坏.xlsx").write_bytes(b"PK\x03\x04broken")
    write_hostile(inbox / HOSTILE_NAME)
    county_workbook(
        folder(settings, "430426") / "祁东.xlsx",
        projects=[PROJECT | {"总投资(亿元)": "祁东密"}],
        line="填报单位：祁东县　报告月份：2022年2月",
    )
    load(settings)
    write_receipts(settings, [DAY])
    return settings


@pytest.fixture
def outbox(told: Settings) -> Outbox:
    """The documents of 衡东县."""
    return Outbox(told)
