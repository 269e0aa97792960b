"""Suites: one module an entity, named like it.

A module has ``checks()``, the rules of its sheet besides those that follow from its fields, and may have
``prepare(table, frames)``, which lays columns beside the rows that its rules compare with.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

import pyarrow as pa

from majorprojects.entities import Entity
from majorprojects.validate.suites.check import Check
from majorprojects.validate.suites.common import field_checks, project_code_checks


def checks_of(entity: Entity) -> list[Check]:
    """All checks of an entity: those of its fields, of its project code, and its own module's."""
    shared = project_code_checks() if "project_code" in entity.fields else []
    return [*field_checks(entity), *shared, *_module(entity).checks()]


def prepare(entity: Entity, frames: Mapping[str, pa.Table]) -> pa.Table:
    """The entity's frame with the columns that its own module lays beside the rows."""
    made: pa.Table = frames[entity.name]
    module = _module(entity)
    return module.prepare(made, frames) if hasattr(module, "prepare") else made


def _module(entity: Entity) -> ModuleType:
    return import_module(f"{__name__}.{entity.name}")
