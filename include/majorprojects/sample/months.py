"""Months as their first day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date


def month_of(text: str) -> date:
    """Read ``2022-02`` as the first day of that month.

    Raises:
        ValueError: the text is no month.
    """
    return date.fromisoformat(f"{text}-01")


def add_months(month: date, count: int) -> date:
    """First day of the month that lies ``count`` months after (or, negative, before)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def last_day(month: date) -> date:
    """Last day of the month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def months_between(first: date, last: date) -> Iterator[date]:
    """First days of the months from ``first`` to ``last``, both included."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)
