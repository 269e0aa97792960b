"""The kinds of rows that the platform keeps: `include/templates/entities.yml` as typed objects."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from majorprojects.settings import TEMPLATES


class FieldType(StrEnum):
    """How the text of a cell is read (submission_format §3)."""

    TEXT = "text"
    CODE = "code"
    MONEY = "money"
    USD = "usd"
    NUMBER = "number"
    INTEGER = "integer"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CATEGORY = "category"
    DATE = "date"
    UNIT = "unit"


class Field(BaseModel):
    """One field of an entity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: FieldType
    required: bool = False
    month_end: bool = False
    values: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _values_belong_to_categories(self) -> Field:
        if bool(self.values) != (self.type is FieldType.CATEGORY):
            raise ValueError("`values` belongs to fields of type category, and only to them")
        return self


class Entity(BaseModel):
    """A kind of row: its fields in landing order, and the key that may occur once in a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    label: str
    key: tuple[str, ...]
    fields: dict[str, Field]

    @model_validator(mode="after")
    def _key_names_fields(self) -> Entity:
        if unknown := [name for name in self.key if name not in self.fields]:
            raise ValueError(f"the key of {self.name} names no field: {', '.join(unknown)}")
        return self

    def fields_of(self, *types: FieldType) -> list[str]:
        """Names of the fields of these types, in landing order."""
        return [name for name, field in self.fields.items() if field.type in types]


@cache
def load_entities(path: Path = TEMPLATES / "entities.yml") -> dict[str, Entity]:
    """Read the entities, by name.

    Raises:
        pydantic.ValidationError: the file has a key or a type that is not known.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: Entity(name=name, **body) for name, body in raw.items()}
