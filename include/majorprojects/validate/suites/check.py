"""A rule of a suite: the expectation that judges it, and the sentences that say it."""

from __future__ import annotations

from dataclasses import dataclass

from great_expectations.expectations.expectation import Expectation

from majorprojects.rules import Rule, Severity


@dataclass(frozen=True)
class Check:
    """An expectation with its rule.

    ``field`` is the cell that a finding points to, ``beside`` a second field that its sentence names:
    the rule's sentences may use {value}, {header}, {sheet}, {cell}, {row} and, for the text of ``beside``,
    {other}. Where the sheet has no column for the field there is no value and no cell.
    """

    rule: Rule
    field: str
    expectation: Expectation
    beside: str | None = None

    @property
    def check_id(self) -> str:
        """Names the check in GX's result: a rule may stand once for each field."""
        return f"{self.rule.rule_id}:{self.field}"


def check(
    rule_id: str,
    severity: Severity,
    expectation: Expectation,
    *,
    field: str,
    zh: str,
    en: str,
    beside: str | None = None,
) -> Check:
    """Tie an expectation to its rule; the severity and the rule id stand in the expectation too."""
    made = Check(Rule(rule_id, severity, zh, en), field, expectation, beside)
    expectation.severity = severity
    expectation.meta = {"rule_id": rule_id, "check_id": made.check_id}
    return made
