"""Why a file is refused as a whole (submission_format §4): the rules, and the exception that says one.

A sentence is for the clerk who sent the file: what is wrong and how to mend it.
"""

from __future__ import annotations

from typing import Final

from majorprojects.ingest.text import printable
from majorprojects.rules import Finding, Rule


class RefusedError(Exception):
    """A file is refused; no row of it goes on. Carries the finding for the receipt."""

    def __init__(
        self,
        rule: Rule,
        *,
        sheet: str | None = None,
        cell: str | None = None,
        value: object = None,
        **words: str | float,
    ) -> None:
        """Refuse by a rule; ``words`` fill its sentences besides sheet, cell and value."""
        found = None if value is None else printable(str(value))
        self.finding = Finding.of(rule, sheet=sheet, cell=cell, value_found=found, words=words)
        super().__init__(self.finding.message_en)


def _refusal(rule_id: str, zh: str, en: str) -> Rule:
    return Rule(rule_id, "critical", zh, en)


UNSUPPORTED_ENDING: Final = _refusal(
    "file_unsupported_ending",
    "平台只接收 .xlsx、.xls、.csv 三种文件，收到的是“{value}”，请另存为其中一种后重新报送。",
    "Only .xlsx, .xls and .csv are taken; this is {value}. Save it as one of them and send it again.",
)
TOO_LARGE: Final = _refusal(
    "file_too_large",
    "文件超过限制（{what}：{value}，上限 {limit}），请删去无关内容后重新报送。",
    "The file is over the limit ({what}: {value}, at most {limit}). Remove what does not belong.",
)
UNOPENABLE: Final = _refusal(
    "file_unopenable",
    "文件无法打开，可能已损坏或上传不完整，请在表格软件中确认能打开后重新报送。",
    "The file cannot be opened: it is damaged or was cut off. Check that it opens, then send it again.",
)
ENCRYPTED: Final = _refusal(
    "file_encrypted",
    "文件设有打开密码，平台无法读取，请取消密码后重新报送。",
    "The file is protected by a password. Remove the password and send it again.",
)
DISGUISED: Final = _refusal(
    "file_disguised",
    "文件扩展名是 {ending}，内容却是 {value}，请用表格软件打开后另存为 .xlsx 再报送。",
    "The file is called {ending} but holds {value}. Open it in a spreadsheet program and save as .xlsx.",
)
MACROS: Final = _refusal(
    "file_has_macros",
    "文件含有宏，平台不接收带宏的文件，请另存为不含宏的 .xlsx 后重新报送。",
    "The file holds macros, which are not taken. Save it as .xlsx without macros and send it again.",
)
UNSAFE: Final = _refusal(
    "file_unsafe",
    "文件内部含有不安全的内容（{value}），平台不接收，请将数据复制到新建工作簿后重新报送。",
    "The file holds something unsafe ({value}) and is not taken. Copy the data into a new workbook.",
)
READER_DIED: Final = _refusal(
    "file_reader_failed",
    "读取该文件时程序{value}，文件可能有异常格式，请将内容复制到新建工作簿后重新报送。",
    "Reading the file failed ({value_en}). Copy its content into a new workbook and send that.",
)
NO_KNOWN_SHEET: Final = _refusal(
    "file_no_known_sheet",
    "未找到平台认识的工作表，文件中有：{value}；请使用规定的表名（{known}）。",
    "No sheet is known. The file holds: {value}; use the names of the form ({known}).",
)
PART_MISSING: Final = _refusal(
    "file_part_missing",
    "“{sheet}”与“{value}”是同一张表的两部分，文件中缺少“{value}”；请在同一个工作簿（.xlsx 或 .xls）中报送，不要隐藏。",
    "{sheet} and {value} are parts of one table, and {value} is missing. Send both in one workbook, "
    "neither of them hidden.",
)
FORMS_MIXED: Final = _refusal(
    "file_forms_mixed",
    "工作表“{sheet}”用的是另一版表样（{value}），与文件中其他工作表不同，请全部改用同一版表样后重新报送。",
    "Sheet {sheet} is on another version of the form ({value}) than the rest. Use one version for all.",
)
HEADER_NOT_FOUND: Final = _refusal(
    "sheet_header_not_found",
    "工作表“{sheet}”中找不到表头行，请保留表样中的表头。",
    "No header row was found in sheet {sheet}. Keep the header of the form.",
)
COLUMN_MISSING: Final = _refusal(
    "sheet_required_column_missing",
    "工作表“{sheet}”缺少必填列：{value}，请按表样补上该列后重新报送。",
    "Sheet {sheet} lacks the required column {value}. Add it as in the form and send again.",
)
COLUMN_TWICE: Final = _refusal(
    "sheet_header_twice",
    "工作表“{sheet}”中“{value}”列出现了两次（{cell}），无法判断以哪一列为准，请删去一列。",
    "Sheet {sheet} has the column {value} twice ({cell}). Remove one of them.",
)
OTHER_CURRENCY: Final = _refusal(
    "sheet_currency_unlike",
    "工作表“{sheet}”的“{value}”列（{cell}）所写单位的币种与表样不同，该列应以{usual}填报，请改正后重新报送。",
    "Column {value} ({cell}) of sheet {sheet} is in another currency than the form's {usual}. Correct it.",
)
UNIT_MISMATCH: Final = _refusal(
    "file_unit_mismatch",
    "表头上方的填报单位是“{value}”，与报送单位“{unit}”不一致，请核对后重新报送。",
    "The reporting unit above the header is {value}, but the file came from {unit}. Check and resend.",
)
UNIT_MISSING: Final = _refusal(
    "file_unit_missing",
    "表头上方没有写明填报单位，请补上“填报单位：{unit}”后重新报送。",
    "No reporting unit stands above the header. Add 填报单位：{unit} and send it again.",
)
UNIT_UNKNOWN: Final = _refusal(
    "file_unit_unknown",
    "报送文件夹“{value}”不在单位名录中，请联系市重点办登记。",
    "The folder {value} is in no unit register. Ask the city's key-project office to enter it.",
)
SHEETS_DISAGREE: Final = _refusal(
    "file_sheets_disagree",
    "各工作表的{what}不一致（{value}），请改为一致后重新报送。",
    "The sheets disagree on the {what_en} ({value}). Make them agree and send the file again.",
)
MONTH_MISSING: Final = _refusal(
    "file_month_missing",
    "表头上方没有写明报告月份，请补上，例如“报告月份：2022年2月”。",
    "No report month stands above the header. Add it, for example 报告月份：2022年2月.",
)
MONTH_UNREADABLE: Final = _refusal(
    "file_month_unreadable",
    "报告月份“{value}”无法识别，请写成“2022年2月”的样式。",
    "The report month {value} cannot be read. Write it like 2022年2月.",
)
MONTH_AMBIGUOUS: Final = _refusal(
    "file_month_ambiguous",
    "报告月份填成了数字 {value}，分不清是 1 月还是 10 月一类的月份，请写成“2022年1月”的样式。",
    "The report month is the number {value}: .1 may be January or October. Write it like 2022年1月.",
)
MONTH_FUTURE: Final = _refusal(
    "file_month_in_future",
    "报告月份 {value} 在收到日期 {received_on} 之后才开始，请核对报告月份。",
    "The report month {value} begins after the day of arrival {received_on}. Check the month.",
)
NO_DATA: Final = _refusal(
    "file_without_rows",
    "文件中没有数据行；如本月无内容，请在备注中说明并与市重点办联系。",
    "The file holds no data row. If there is nothing to report, tell the key-project office.",
)
