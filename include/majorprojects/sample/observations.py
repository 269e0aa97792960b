"""现场观摩: rounds in which judges rank or mark one project of each unit, and look back at earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from majorprojects.sample.amounts import stream
from majorprojects.sample.city_facts import Round
from majorprojects.sample.course import Course
from majorprojects.sample.facts import Facts
from majorprojects.sample.rows import ObservationRow


@dataclass(frozen=True)
class Sight:
    """A project as it is seen; ``quality`` is about 1 for an ordinary one."""

    unit_code: str
    project_code: str
    quality: float


def _sight(courses: Sequence[Course], seen: Round) -> Sight:
    """What a unit shows: rather a project on which much is built."""
    month = seen.observed_on.replace(day=1)
    readings = {c.project.code: c.read(month, seen.observed_on) for c in courses}
    at_work = [c for c in courses if readings[c.project.code].status == "在建"]
    rng = stream("sight", seen.round_id, courses[0].project.unit.code)
    few = rng.sample(at_work, min(4, len(at_work)))
    chosen = max(few, key=lambda c: (readings[c.project.code].ytd, c.project.code))
    unit = chosen.project.unit
    return Sight(unit.code, chosen.project.code, unit.pace[2021] / 1.3 * rng.uniform(0.85, 1.15))


def _ranks(
    seen: Round, sights: Sequence[Sight], leagues: Mapping[str, str], judge: str, home: str | None
) -> Iterator[tuple[Sight, int]]:
    """A judge's places within each league; a judge of a unit puts his own first."""

    def regard(sight: Sight) -> float:
        rng = stream("vote", seen.round_id, judge, sight.unit_code)
        return 9.0 if sight.unit_code == home else sight.quality * rng.uniform(0.85, 1.15)

    for league in dict.fromkeys(leagues.values()):
        of_league = [sight for sight in sights if leagues[sight.unit_code] == league]
        yield from (
            (sight, place)
            for place, sight in enumerate(sorted(of_league, key=regard, reverse=True), 1)
        )


def _mark(seen: Round, sight: Sight, judge: str, *, is_home: bool, is_extreme: bool) -> Decimal:
    rng = stream("mark", seen.round_id, judge, sight.unit_code)
    if is_extreme:
        return Decimal(100 if sight.quality > 1 else 55)
    mark = 98.0 if is_home else min(97.0, 86 * sight.quality**0.5 + rng.uniform(-3, 3))
    return Decimal(round(mark * 2)) / 2


def _looked_at_again(
    seen: Round, earlier: Sequence[Sight], courses: Mapping[str, Course]
) -> list[Sight]:
    """Places of earlier rounds; one that stands still is not what it was."""
    month = seen.observed_on.replace(day=1)
    again = []
    for sight in earlier:
        course = courses[sight.project_code]
        rests = course.halted or course.read(month, seen.observed_on).status == "停工"
        weaker = 0.6 if rests else stream("again", sight.project_code).uniform(0.7, 1.05)
        again.append(Sight(sight.unit_code, sight.project_code, sight.quality * weaker))
    return again


def make_rounds(
    facts: Facts, courses: Sequence[Course], leagues: Mapping[str, str]
) -> list[tuple[Round, list[ObservationRow]]]:
    """Hold the rounds, each with the rows of its judges."""
    by_code = {course.project.code: course for course in courses}
    of_unit = {
        code: [
            c
            for c in courses
            if c.project.unit.code == code
            and c.project.counts_for_the_city
            and c.project.construction_type(2021)
            and c.project.known_from <= date(2021, 1, 1)
        ]
        for code in facts.units
    }
    shown: dict[str, list[Sight]] = {}
    made = []
    for seen in facts.city.observations.rounds:
        if seen.looks_back:
            # Each unit's place of one of the rounds, in turns.
            earlier = [
                shown[seen.looks_back[number % len(seen.looks_back)]][number]
                for number in range(len(facts.units))
            ]
            sights = _looked_at_again(seen, earlier, by_code)
        else:
            sights = [_sight(of_unit[code], seen) for code in facts.units]
        shown[seen.round_id] = sights
        made.append((seen, list(_rows(facts, seen, sights, leagues))))
    return made


def _rows(
    facts: Facts, seen: Round, sights: Sequence[Sight], leagues: Mapping[str, str]
) -> Iterator[ObservationRow]:
    plan = facts.city.observations
    for judge, home in plan.judges.items():
        if seen.looks_back and home:
            continue  # only the city's own judges look back
        if seen.by == "rank":
            votes = _ranks(seen, sights, leagues, judge, home)
            yield from (_row(seen, sight, judge, rank, None) for sight, rank in votes)
            continue
        for sight in sights:
            is_home, is_extreme = sight.unit_code == home, judge == plan.extreme_judge
            mark = _mark(seen, sight, judge, is_home=is_home, is_extreme=is_extreme)
            yield _row(seen, sight, judge, None, mark)


def _row(
    seen: Round, sight: Sight, judge: str, rank: int | None, score: Decimal | None
) -> ObservationRow:
    return ObservationRow(
        round_id=seen.round_id,
        observed_on=seen.observed_on,
        subject_unit_code=sight.unit_code,
        project_code=sight.project_code,
        judge_id=judge,
        vote_rank=rank,
        score=score,
        is_look_back=bool(seen.looks_back),
    )
