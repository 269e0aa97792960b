"""Which form version a file was filled in on, and which of its sheets the form knows."""

from __future__ import annotations

from majorprojects.ingest import refusals
from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.forms import Form, Sheet, load_forms
from majorprojects.ingest.heading import fields_named
from majorprojects.ingest.reader import Grid
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.units import load_units


def recognise(grids: list[Grid], file: InboxFile) -> tuple[Form, dict[str, Sheet], list[str]]:
    """The form whose headers name most fields of the file; the older one where two fit alike.

    Returns the form, its sheets by the names that the file gives them, and notes on what is not read.

    Raises:
        RefusedError: no form knows a sheet of the file, its sheets are of two forms, or one of several
            sheets that make one table is missing.
    """
    candidates = [(form, _known_sheets(grids, form, file)) for form in load_forms()]
    form, known = max(candidates, key=lambda candidate: _fit(grids, candidate[1]))
    if not known:
        _refuse_unknown(grids, file)
    _refuse_halves(form, known)
    _refuse_mixture(grids, known, candidates)
    notes = [_note(grid) for grid in grids if grid.name not in known]
    return form, known, notes


def _known_sheets(grids: list[Grid], form: Form, file: InboxFile) -> dict[str, Sheet]:
    """The form's sheets that the file has and that are read, by the file's names."""
    found = ((g.name, _sheet(g, form, file)) for g in grids if g.rows and not g.is_hidden)
    return {name: sheet for name, sheet in found if sheet}


def _sheet(grid: Grid, form: Form, file: InboxFile) -> Sheet | None:
    is_csv = file.path.suffix.lower() == ".csv"
    sheet = form.sheet_in_file_name(grid.name) if is_csv else form.sheet_named(grid.name)
    from_city = load_units()[file.unit_code].is_city
    return sheet if sheet and (sheet.reporter == "unit" or from_city) else None


def _fit(grids: list[Grid], known: dict[str, Sheet]) -> tuple[int, int]:
    """How many fields the headers name, and how many sheets are known."""
    named = (fields_named(grid, known[grid.name]) for grid in grids if grid.name in known)
    return sum(named), len(known)


def _refuse_unknown(grids: list[Grid], file: InboxFile) -> None:
    """Refuse a file without a sheet to read: none is of the form, or those that are hold nothing."""
    forms = load_forms()
    if any(
        not g.rows and not g.is_hidden and _sheet(g, form, file) for g in grids for form in forms
    ):
        raise RefusedError(refusals.NO_DATA)
    raise RefusedError(
        refusals.NO_KNOWN_SHEET,
        value="、".join(grid.name for grid in grids),
        known="、".join(dict.fromkeys(sheet.name for form in forms for sheet in form.sheets)),
    )


def _refuse_halves(form: Form, known: dict[str, Sheet]) -> None:
    """Refuse a file that has one part of a row's sheets without the others."""
    for name, sheet in known.items():
        for part in form.parts_of(sheet.entity):
            if part not in known.values():
                raise RefusedError(refusals.PART_MISSING, sheet=name, value=part.name)


def _refuse_mixture(
    grids: list[Grid], known: dict[str, Sheet], candidates: list[tuple[Form, dict[str, Sheet]]]
) -> None:
    """Refuse a file with a sheet that only another form knows: it would not be read."""
    for form, sheets in candidates:
        for grid in grids:
            sheet = None if grid.name in known else sheets.get(grid.name)
            # By its headers: a unit's own sheet may have the name of one of the other form.
            if sheet and 2 * fields_named(grid, sheet) > len(sheet.columns):
                raise RefusedError(refusals.FORMS_MIXED, sheet=grid.name, value=form.form_version)


def _note(grid: Grid) -> str:
    if grid.is_hidden:
        return f"隐藏的工作表“{grid.name}”未读取。"
    return f"工作表“{grid.name}”不在表样中或没有内容，未读取。"
