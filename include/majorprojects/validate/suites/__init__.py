"""Suites: one module an entity, named like it, with a function ``checks``."""

from __future__ import annotations

from importlib import import_module

from majorprojects.entities import Entity
from majorprojects.validate.suites.check import Check
from majorprojects.validate.suites.common import field_checks, project_code_checks


def checks_of(entity: Entity) -> list[Check]:
    """All checks of an entity: those of its fields, of its project code, and its own module's."""
    module = import_module(f"{__name__}.{entity.name}")
    shared = project_code_checks() if "project_code" in entity.fields else []
    return [*field_checks(entity), *shared, *module.checks()]
