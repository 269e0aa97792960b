"""What two warehouses of the same landing say of the same months: places, points, rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from majorprojects.rehearse.spans import Span

if TYPE_CHECKING:
    import duckdb

CITY: Final = "city"

Key: TypeAlias = tuple[date, str]
# What each rule adds to a total, by rule and indicator.
RulePoints: TypeAlias = dict[tuple[str, str], Decimal | None]


@dataclass(frozen=True)
class Place:
    """Where a unit stands in a month; None where it was not judged, or has no score."""

    league_rank: int | None
    city_rank: int | None
    total_score: Decimal | None


@dataclass(frozen=True)
class Cause:
    """What a rule adds to a unit's total before and under the draft; None where it adds nothing."""

    rule_id: str
    indicator: str
    points_before: Decimal | None
    points_after: Decimal | None
    change: Decimal


@dataclass(frozen=True)
class Unit:
    """A unit's month as it stands and under the draft.

    ``causes`` holds every rule that adds something else, the largest difference first; together
    they are the difference of the totals. ``span`` tells how firm the place under the draft is.
    ``has_moved``: the draft gives it another place in its league or in the city.
    """

    report_month: date
    unit_code: str
    name_zh: str
    name_en: str
    league: str
    before: Place
    after: Place
    causes: tuple[Cause, ...]
    span: Span | None
    has_moved: bool


@dataclass(frozen=True)
class TopThree:
    """In how many of the months the first three of a league, or of the city, are others.

    ``reordered`` counts the months in which they are the same three in another order.
    """

    among: str
    months: int
    changed: int
    reordered: int


@dataclass(frozen=True)
class RuleChange:
    """A rule row that differs between a rulebook in force and the draft; None where it is not."""

    in_force: str
    rule_id: str
    before: str | None
    after: str | None


def read_units(
    before: duckdb.DuckDBPyConnection,
    after: duckdb.DuckDBPyConnection,
    months: tuple[date, date],
    spans: Mapping[Key, Span],
) -> tuple[Unit, ...]:
    """Read all units of the months, by month and place under the draft."""
    present, points = _read_places(before, months), _read_points(before, months)
    drafted = _read_points(after, months)
    return tuple(
        Unit(
            *key,
            *names,
            before=present[key][1],
            after=place,
            causes=_causes(points[key], drafted[key]),
            span=spans.get(key),
            has_moved=_ranks(present[key][1]) != _ranks(place),
        )
        for key, (names, place) in _read_places(after, months).items()
    )


def count_top_three(units: Iterable[Unit]) -> tuple[TopThree, ...]:
    """Compare the first three of the city and of each league, month by month."""
    lists: dict[str, dict[date, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for unit in units:
        lists[CITY][unit.report_month].append(unit)
        lists[unit.league][unit.report_month].append(unit)
    found = []
    for among, by_month in lists.items():
        changed = reordered = 0
        for members in by_month.values():
            before, after = (_first_three(members, among, side) for side in ("before", "after"))
            changed += before.keys() != after.keys()
            reordered += before.keys() == after.keys() and before != after
        found.append(TopThree(among, len(by_month), changed, reordered))
    return tuple(found)


def compare_rules(
    before: duckdb.DuckDBPyConnection, after: duckdb.DuckDBPyConnection, units: Iterable[Unit]
) -> tuple[RuleChange, ...]:
    """Name each rule row in which the draft differs from a rulebook that judged these months."""
    months = {unit.report_month for unit in units}
    [(draft,)] = _judges(after, months)
    drafted = _read_rules(after, draft)
    return tuple(
        RuleChange(in_force, rule_id, rules.get(rule_id), drafted.get(rule_id))
        for (in_force,) in _judges(before, months)
        for rules in [_read_rules(before, in_force)]
        for rule_id in sorted(rules.keys() | drafted.keys())
        if rules.get(rule_id) != drafted.get(rule_id)
    )


def _first_three(units: Iterable[Unit], among: str, side: str) -> dict[str, int]:
    places: dict[str, Place] = {unit.unit_code: getattr(unit, side) for unit in units}
    ranks = {
        code: place.city_rank if among == CITY else place.league_rank
        for code, place in places.items()
    }
    return {code: rank for code, rank in ranks.items() if rank is not None and rank <= 3}


def _ranks(place: Place) -> tuple[int | None, int | None]:
    return place.league_rank, place.city_rank


def _causes(before: RulePoints, after: RulePoints) -> tuple[Cause, ...]:
    causes = []
    for rule in before | after:
        was, will_be = before.get(rule), after.get(rule)
        if change := (will_be or Decimal(0)) - (was or Decimal(0)):
            causes.append(Cause(*rule, was, will_be, change))
    return tuple(sorted(causes, key=lambda cause: -abs(cause.change)))


def _read_places(
    connection: duckdb.DuckDBPyConnection, months: tuple[date, date]
) -> dict[Key, tuple[tuple[str, str, str], Place]]:
    rows = connection.execute(
        """
        select
            report_month, unit_code, coalesce(unit_name_zh, unit_code),
            coalesce(unit_name_en, unit_code), fct_rankings.league, league_rank, city_rank,
            total_score
        from marts.fct_rankings
        left join marts.dim_unit using (unit_code)
        where report_month between ? and ?
        order by report_month, city_rank nulls last, unit_code
        """,
        months,
    ).fetchall()
    return {
        (month, unit): ((name_zh, name_en, league), Place(*place))
        for month, unit, name_zh, name_en, league, *place in rows
    }


def _read_points(
    connection: duckdb.DuckDBPyConnection, months: tuple[date, date]
) -> dict[Key, RulePoints]:
    points: dict[Key, RulePoints] = defaultdict(dict)
    for month, unit, rule_id, indicator, value in connection.execute(
        """
        select report_month, unit_code, rule_id, indicator, points_in_total
        from marts.fct_unit_indicators
        where rule_id is not null and report_month between ? and ?
        """,
        months,
    ).fetchall():
        points[month, unit][rule_id, indicator] = value
    return points


def _judges(connection: duckdb.DuckDBPyConnection, months: set[date]) -> list[tuple[str]]:
    return connection.execute(
        "select distinct rulebook_id from marts.fct_rankings"
        " where rulebook_id is not null and list_contains(?, report_month) order by 1",
        [sorted(months)],
    ).fetchall()


def _read_rules(connection: duckdb.DuckDBPyConnection, rulebook_id: str) -> dict[str, str]:
    """Each rule as one line that says all of it, bands too, but not where it comes from."""
    return dict(
        connection.execute(
            """
            select
                rule_id,
                concat_ws(
                    ' ', topic || '/' || mode, indicator, 'weight=' || weight, 'cap=' || cap,
                    params,
                    (
                        select string_agg(
                            concat_ws(
                                ' ', '[at_least ' || at_least::double, '[above ' || above::double,
                                case when coalesce(at_least, above) is null then '[lowest' end,
                                '→', points::double, points_per_pp::double, light || ']'
                            ), ' ' order by coalesce(at_least, above) nulls first
                        )
                        from marts.dim_rulebook_bands as bands
                        where bands.rulebook_id = rules.rulebook_id and bands.rule_id = rules.rule_id
                    )
                )
            from marts.dim_rulebook as rules
            where rulebook_id = ?
            """,
            [rulebook_id],
        ).fetchall()
    )
