"""What is wrong in the sample on purpose: the truth by which checks are measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from majorprojects.sample.deliveries import Sender, make_deliveries
from majorprojects.sample.facts import Facts, Unapproved
from majorprojects.sample.months import last_day
from majorprojects.sample.register import is_lowered_silently, is_plan_lowered
from majorprojects.sample.world import Report, World, make_world

_PLANS_LOWERED_IN = date(2021, 7, 1)


@dataclass(frozen=True)
class Planted:
    """Something that a unit's sheet of a month has wrong on purpose.

    ``key`` tells its row from the others of the sheet (a project's code, empty where the sheet has
    one row only); None is the whole sheet. ``signs`` are those of which at least one should tell of
    it. From ``mended_on`` on a correction stands in its place.
    """

    kind: str
    unit_code: str
    month: date
    sheet: str
    key: str | None
    signs: tuple[str, ...] = ()
    mended_on: date | None = None


def honest(facts: Facts) -> Facts:
    """The same city with nothing wrong on purpose: no fault, and each change with its approval.

    Files still come late, twice, cut off, or for two months at once: honest units do that too.
    """
    nothing = {"faults": (), "sheets": (), "unapproved": Unapproved(plans=0, promises=0)}
    corrected = facts.deliveries.corrected.model_copy(update={"stale_rows": 0})
    return replace(
        facts,
        faults=facts.faults.model_copy(update=nothing),
        deliveries=facts.deliveries.model_copy(update={"corrected": corrected}),
    )


def planted(facts: Facts) -> list[Planted]:
    """Everything that is wrong on purpose in the sample that these facts make."""
    world, deliveries = make_world(facts), make_deliveries(facts)
    sender = Sender(world, deliveries)
    found = [
        Planted(
            fault.kind, at.unit_code, at.month, fault.sheet, "|".join(map(str, key)), fault.signs
        )
        for at, key, fault in sender.faults
    ]
    found += [
        Planted(fault.kind, fault.unit, month, fault.sheet, None)
        for fault in facts.faults.sheets
        for month in fault.months
    ]
    mended_on = facts.deliveries.corrected.day
    for delivery in deliveries:
        at = delivery.report
        found += [
            Planted(
                "row_of_month_before",
                at.unit_code,
                at.month,
                "monthly_progress",
                str(code),
                ("row_repeated",),
                mended_on,
            )
            for code in sender.stale(delivery)
        ]
    return [*found, *_unapproved(world)]


def _unapproved(world: World) -> Iterator[Planted]:
    """Plans lowered and promises changed that nobody approved."""
    share, month = world.facts.faults.unapproved.plans, _PLANS_LOWERED_IN
    for unit in world.facts.units:
        for course in world.reported(Report(unit, month, last_day(month))):
            if is_plan_lowered(course) and is_lowered_silently(course, share):
                signs = ("annual_plan_lowered",)
                code = course.project.code
                yield Planted("plan_lowered_silently", unit, month, "projects", code, signs)
    for course in world.courses:
        unit = course.project.unit.code
        for promise in world.promises.get(course.project.code, ()):
            change = promise.change
            if change and not change.approval:
                key = promise.commitment_id
                yield Planted("promise_changed_silently", unit, change.month, "commitments", key)
