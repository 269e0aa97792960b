"""Units of money: what a header's brackets or the line above it name, and what that is in 万元."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from majorprojects.ingest.text import plain

# 万元 per unit: the landing holds money in 万元.
MONEY_UNITS: Final = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "百万元": Decimal(100),
    "亿元": Decimal(10000),
}
USD_UNITS: Final = {"美元": Decimal("0.0001"), "万美元": Decimal(1), "亿美元": Decimal(10000)}

_UNIT_SYNONYMS: Final = {"万": "万元", "亿": "亿元"}
_UNITS_APART: Final = re.compile(r"[、,;/\s]+")


def money_unit(text: str) -> str | None:
    """The one unit of money that a text names, beside others that are none; None where there is not one.

    ``万元``, ``单位:万元``, ``人民币万元``, ``万`` and ``万元、%`` are 万元.
    """
    words = (
        word.removeprefix("单位").lstrip(":").removeprefix("人民币")
        for word in _UNITS_APART.split(plain(text))
    )
    named = {_UNIT_SYNONYMS.get(word, word) for word in words}
    units = named & (MONEY_UNITS.keys() | USD_UNITS.keys())
    return units.pop() if len(units) == 1 else None
