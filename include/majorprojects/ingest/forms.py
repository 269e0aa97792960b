"""Form versions: `include/templates/<form_version>.yml` as typed objects, and how headers are compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from majorprojects.entities import Entity, FieldType, load_entities
from majorprojects.ingest.money import money_unit
from majorprojects.ingest.text import SHORT, compact
from majorprojects.settings import TEMPLATES

_BRACKETS: Final = re.compile(r"[(\[【<《]([^)\]】>》]*)[)\]】>》]")
_ORDINAL: Final = re.compile(r"^附?[表件]?(?:\d+[.、:,)-]*|[一二三四五六七八九十]+[.、:,)-]+)")


def sheet_key(name: str) -> str:
    """The form in which sheet names are compared: ``1.项目备案表`` is ``项目备案``."""
    text = _BRACKETS.sub("", compact(name))
    return _ORDINAL.sub("", text).removesuffix("表") or text


class Column(BaseModel):
    """A column of a sheet: its header, the field that it fills, and the unit of its money."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    header: str
    field: str
    unit: str | None = None
    aliases: tuple[str, ...] = ()


class Sheet(BaseModel):
    """A sheet of a form and the entity that its rows are.

    Sheets of one entity are the parts of one row, joined by the entity's key.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    entity: str
    name: str
    reporter: Literal["unit", "city"] = "unit"
    aliases: tuple[str, ...] = ()
    columns: tuple[Column, ...]

    @cached_property
    def keys(self) -> frozenset[str]:
        """All names of the sheet, as compared."""
        return frozenset(sheet_key(name) for name in (self.name, *self.aliases))

    @cached_property
    def columns_by_name(self) -> dict[str, Column]:
        """Columns by every header and alias, as compared."""
        return {
            compact(name): column
            for column in self.columns
            for name in (column.header, *column.aliases)
        }

    def match(self, header: str) -> tuple[Column | None, str | None]:
        """The column of a header, and the unit that stands in the header's brackets.

        A bracket that the template itself has belongs to the name; any other is set apart.
        """
        return self._remembered(header) if len(header) <= SHORT else self._match(header)

    @cached_property
    def _remembered(self) -> Callable[[str], tuple[Column | None, str | None]]:
        # The same headers come again in every workbook, and more than once in each.
        return lru_cache(maxsize=1 << 12)(self._match)

    def _match(self, header: str) -> tuple[Column | None, str | None]:
        text = compact(header)
        if column := self.columns_by_name.get(text):
            return column, None
        units = (money_unit(part) for part in _BRACKETS.findall(text))
        return self.columns_by_name.get(_BRACKETS.sub("", text)), next(filter(None, units), None)


class Labels(BaseModel):
    """Labels of the lines above the header."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: tuple[str, ...]
    month: tuple[str, ...]
    money_unit: tuple[str, ...]


class Form(BaseModel):
    """A form version; ``based_on`` names the form that has what its own file does not say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form_version: str
    based_on: str | None = None
    labels: Labels
    total_words: tuple[str, ...]
    footer_words: tuple[str, ...]
    ignored_headers: tuple[str, ...]
    sheets: tuple[Sheet, ...]

    @model_validator(mode="after")
    def _fits_the_entities(self) -> Form:
        for sheet in self.sheets:
            _check_sheet(sheet, load_entities())
        for entity in load_entities().values():
            _check_parts(self.parts_of(entity.name), entity)
        return self

    def parts_of(self, entity: str) -> list[Sheet]:
        """The sheets of an entity, in the form's order: more than one where the form splits it."""
        return [sheet for sheet in self.sheets if sheet.entity == entity]

    def sheet_named(self, name: str) -> Sheet | None:
        """The form's sheet of a sheet name in a file, if there is one."""
        key = sheet_key(name)
        return next((sheet for sheet in self.sheets if key in sheet.keys), None)

    def sheet_in_file_name(self, stem: str) -> Sheet | None:
        """The one sheet whose name a CSV file's name holds, if it is one alone."""
        key = compact(stem)
        if sheet := self.sheet_named(stem):
            return sheet
        found = [sheet for sheet in self.sheets if any(name in key for name in sheet.keys)]
        return found[0] if len(found) == 1 else None


def _check_sheet(sheet: Sheet, entities: dict[str, Entity]) -> None:
    entity = entities.get(sheet.entity)
    if entity is None:
        raise ValueError(f"sheet {sheet.name}: entities.yml has no entity {sheet.entity}")
    money = set(entity.fields_of(FieldType.MONEY, FieldType.USD))
    for column in sheet.columns:
        if column.field not in entity.fields:
            raise ValueError(f"sheet {sheet.name}: {entity.name} has no field {column.field}")
        if (column.unit is not None) != (column.field in money):
            raise ValueError(f"sheet {sheet.name}: {column.header} needs a unit if it is money")
    names = [compact(n) for c in sheet.columns for n in (c.header, *c.aliases)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"sheet {sheet.name}: the same header twice: {', '.join(twice)}")


def _check_parts(parts: list[Sheet], entity: Entity) -> None:
    """Sheets of one entity have its key, by which they are joined, and no other field in common."""
    if len(parts) < 2:
        return
    times = Counter(column.field for sheet in parts for column in sheet.columns)
    names = ", ".join(sheet.name for sheet in parts)
    if not entity.key or any(times[name] < len(parts) for name in entity.key):
        raise ValueError(f"sheets {names}: each needs the columns of the key of {entity.name}")
    if twice := sorted(name for name in times.keys() - set(entity.key) if times[name] > 1):
        raise ValueError(f"sheets {names}: the same field twice: {', '.join(twice)}")


@cache
def load_forms(folder: Path = TEMPLATES) -> tuple[Form, ...]:
    """Read all form versions, the oldest first.

    Raises:
        pydantic.ValidationError: a template names an unknown key, field or entity.
        KeyError: a template is based on a form that is none of the older ones.
    """
    forms: dict[str, Form] = {}
    for path in sorted(folder.glob("*_v*.yml")):
        raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        if base := raw.get("based_on"):
            raw = _inherited(forms[base], raw)
        forms[raw["form_version"]] = Form(**raw)
    return tuple(forms.values())


def _inherited(base: Form, raw: dict[str, Any]) -> dict[str, Any]:
    """A template with what it has from the form that it is based on; entities are replaced whole."""
    own = {sheet["entity"] for sheet in raw["sheets"]}
    kept = [sheet for sheet in base.sheets if sheet.entity not in own]
    said = {name: getattr(base, name) for name in Form.model_fields}
    return said | raw | {"sheets": [*raw["sheets"], *kept]}
