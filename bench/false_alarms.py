"""How often each sign of tuned figures cries wolf, and how much of what the sample plants it tells of.

False alarms are counted where nothing is wrong: in cities drawn like the sample that tune nothing
and make no mistake (`majorprojects.sample.planted.honest`). One such city has 14 units and two
years; more of them make the rates of what is judged by unit and year less of an accident. The first
one is the sample's twin, the same figures but for what is planted: a sign told of both is a false
alarm of the sample, one told of the sample alone is owed to what was planted.

Usage: python -m bench.false_alarms [--cities 5] [--home DIR]
Example: python -m bench.false_alarms --cities 2 --home var/honest
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import duckdb
from scipy.stats import beta

from bench.rough import RoughWorld
from majorprojects.build import Build, build_version, warehouse_file
from majorprojects.cli_stages import load_days
from majorprojects.sample import write_sample
from majorprojects.sample.amounts import drawn_by
from majorprojects.sample.planted import Planted, honest, planted
from majorprojects.sample.read_facts import load_facts
from majorprojects.sample.world import World, make_world
from majorprojects.settings import Settings

_JUDGED = Path(__file__).with_name("judged.sql").read_text(encoding="utf-8")
_SIGNS = "select distinct rule_id from seeds.thresholds where parameter = 'full_strength_at'"


class Place(NamedTuple):
    """What a sign judges: a project's month, a unit's sheet (no project) or year (its first day)."""

    unit_code: str
    project_code: str
    month: dt.date


@dataclass
class Judgements:
    """What a sign looked at in a city, and where it was told."""

    judges: str
    judged: set[Place] = field(default_factory=set)
    told: set[Place] = field(default_factory=set)


City = dict[str, Judgements]
"""By sign."""


def make_city(home: Path, world: World) -> tuple[Settings, Build]:
    """Write a city's inbox, take it in and build its warehouse, as `majorprojects run` does."""
    settings = Settings(home=home)
    sample = write_sample(settings.inbox, world=world)
    load_days(settings, sample.first_day, sample.last_day)
    return settings, build_version(settings)


def honest_city(home: Path, number: int, *, is_rough: bool) -> City:
    """Draw a city where nothing is wrong; number 0 is the sample's twin."""
    # Everything is drawn while it is written.
    with drawn_by(f"honest {number}") if number else nullcontext():
        world = make_world(honest(load_facts()))
        if is_rough:
            world = RoughWorld(**vars(world))
        settings, build = make_city(home, world)
    return judge(settings, build)


def judge(settings: Settings, build: Build) -> City:
    """What each sign looked at and told of in a build.

    Raises:
        SystemExit: a sign has no denominator in judged.sql, or was told of what that does not hold.
    """
    with duckdb.connect(str(warehouse_file(settings, build)), read_only=True) as connection:
        signs = {rule for (rule,) in connection.execute(_SIGNS).fetchall()}
        rows = connection.execute(_JUDGED).fetchall()
    city: City = {}
    for rule, judges, unit, project, month, is_judged, is_told in rows:
        sign = city.setdefault(rule, Judgements(judges))
        place = Place(unit, project, month)
        sign.judged |= {place} if is_judged else set()
        sign.told |= {place} if is_told else set()
    if unknown := signs ^ city.keys():
        raise SystemExit(f"bench/judged.sql and the seed thresholds differ in {sorted(unknown)}")
    for rule, sign in city.items():
        if strange := sign.told - sign.judged:
            raise SystemExit(f"{rule} was told of what bench/judged.sql does not hold: {strange}")
    return city


def at_most(alarms: int, judged: int) -> float:
    """The highest rate that these counts still agree with, at 95% (Clopper and Pearson, one-sided)."""
    return 1.0 if alarms == judged else float(beta.ppf(0.95, alarms + 1, judged - alarms))


def rates(cities: Sequence[City]) -> str:
    """False alarms of each sign in cities where nothing is wrong, as Markdown."""
    lines = [
        "| sign | judges | judged | false alarms | per 1,000 | at most (95%) |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for rule, first in cities[0].items():
        judged = sum(len(city[rule].judged) for city in cities)
        alarms = sum(len(city[rule].told) for city in cities)
        rate = "| nothing to judge | |"
        if judged:
            rate = f"| {1000 * alarms / judged:.1f} | {1000 * at_most(alarms, judged):.1f} |"
        lines.append(f"| `{rule}` | {first.judges} | {judged} | {alarms} {rate}")
    return "\n".join(lines)


def of_the_sample(sample: City, twin: City) -> str:
    """Where each sign was told of the sample and not of its twin, or of both, as Markdown."""
    lines = [
        "| sign | judged | told | owed to what was planted | false |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for rule, sign in sample.items():
        false = sign.told & twin[rule].told
        counts = (len(sign.judged), len(sign.told), len(sign.told - false), len(false))
        lines.append(f"| `{rule}` | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def found(sample: City, before: dict[dt.date, City], truth: list[Planted]) -> str:
    """What was planted for a sign to tell of, and what none of its signs told of, as Markdown.

    Args:
        sample: as known at the end.
        before: as known on the day before something was mended.
        truth: what was planted.
    """
    lines = [
        "| planted | its signs | rows | told | not told |",
        "| --- | --- | ---: | ---: | --- |",
    ]
    kinds: dict[tuple[str, tuple[str, ...]], list[Planted]] = defaultdict(list)
    for thing in truth:
        if thing.signs:
            kinds[thing.kind, thing.signs].append(thing)
    for (kind, signs), things in kinds.items():
        missed = [
            thing
            for thing in things
            if not _is_told(thing, before[thing.mended_on] if thing.mended_on else sample)
        ]
        names = ", ".join(f"`{sign}`" for sign in signs)
        which = "; ".join(f"{m.unit_code} {m.month:%Y-%m} {m.key}" for m in missed) or "–"
        told = len(things) - len(missed)
        lines.append(f"| `{kind}` | {names} | {len(things)} | {told} | {which} |")
    return "\n".join(lines)


def _is_told(thing: Planted, city: City) -> bool:
    place = Place(thing.unit_code, thing.key or "", thing.month)
    return any(place in city[sign].told for sign in thing.signs)


def bench(home: Path, cities: int) -> None:
    """Make the sample and so many honest cities of each kind in a folder; print the tables."""
    world = make_world(load_facts())
    truth = planted(world.facts)
    settings, build = make_city(home / "sample", world)
    sample = judge(settings, build)
    before = {}
    for day in {thing.mended_on for thing in truth if thing.mended_on}:
        as_of = build_version(settings, as_of=day - dt.timedelta(days=1))
        before[day] = judge(settings, as_of)
    for is_rough in (False, True):
        name = "rough" if is_rough else "tidy"
        made = []
        for number in range(cities):
            made.append(honest_city(home / f"{name}-{number}", number, is_rough=is_rough))
            print(f"honest and {name}: {number + 1} of {cities}", file=sys.stderr)
        print(f"Honest and {name}\n\n{rates(made)}\n", flush=True)
        if not is_rough:
            print(of_the_sample(sample, made[0]), end="\n\n")
            print(found(sample, before, truth), end="\n\n", flush=True)


def main() -> None:
    """Make the cities asked for and print what was found."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.false_alarms",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cities", type=int, default=5, help="honest cities of each kind")
    parser.add_argument("--home", type=Path, help="an empty folder; a temporary one by default")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {dt.date.today()}\n")  # noqa: DTZ011
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        bench(options.home or Path(temporary), options.cities)


if __name__ == "__main__":
    main()
