"""The columns of a sheet, in the order and under the headers of the unit that writes it."""

from __future__ import annotations

from dataclasses import dataclass

from majorprojects.entities import FieldType, load_entities
from majorprojects.sample.facts import SheetForm
from majorprojects.sample.form import Form


@dataclass(frozen=True)
class Column:
    """A column of a sheet as one unit writes it; ``unit`` is what stands in its header's brackets."""

    field: str
    name: str
    unit: str
    group: str
    width: int
    kind: FieldType

    def header(self, form: Form) -> str:
        """The name with its unit in brackets, as the unit writes brackets."""
        if not self.unit:
            return self.name
        return f"{self.name}{chr(10) if form.line_breaks else ''}{bracketed(self.unit, form)}"


def bracketed(unit: str, form: Form) -> str:
    """The unit in half- or full-width brackets."""
    return f"（{unit}）" if form.brackets == "full" else f"({unit})"


def columns_of(entity: str, sheet: SheetForm, form: Form) -> list[Column]:
    """The columns in the order in which they stand."""
    fields = load_entities()[entity].fields
    columns = [
        Column(
            field=column.field,
            name=column.header,
            unit=form.plan_unit if column.plan_unit else column.unit,
            group=column.group,
            width=column.width,
            kind=fields[column.field].type,
        )
        for column in sheet.columns
    ]
    if form.money_first:
        columns[2:] = sorted(columns[2:], key=lambda column: column.kind is not FieldType.MONEY)
    return columns
