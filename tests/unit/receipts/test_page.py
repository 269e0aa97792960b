"""The summary page: complete in itself, in words, and nothing in it is markup but ours."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from majorprojects.receipts import write_receipts
from majorprojects.receipts.page import LISTED_FINDINGS
from majorprojects.settings import Settings
from tests.unit.receipts.documents import DAY, HOSTILE_NAME, Outbox, folder, load
from tests.workbooks import PROGRESS, PROJECT, county_workbook

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "p", "dl", "div", "dt", "dd",
    "small", "section", "h2", "article", "h3", "span", "table", "thead", "tbody", "tr", "th", "td",
    "a", "footer", "ol", "li",
}  # fmt: skip


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_says_what_arrived_and_what_to_mend(outbox: Outbox) -> None:
    said = Page(outbox.page()).text
    assert "衡东县 报送情况" in said
    assert "2022年3月5日收到" in said
    counts = "共收到 4 份文件：1 份已接收，2 份已接收（有待处理），1 份未接收。请按下面的提示修改后重新报送。"
    assert counts in re.sub(r"\s*\n\s*", "", said)
    assert "报告月份：2022年2月" in said
    assert "报告月份：未分月份" in said
    assert "“总投资(亿元)”应填数字，F4 填的是“涉密”" in said
    assert "文件无法打开" in said
    assert "1（合计小计 1）" in said


def test_nothing_that_a_unit_wrote_becomes_markup(outbox: Outbox) -> None:
    page = Page(outbox.page())
    assert HOSTILE_NAME in page.text
    assert '<script>alert("1")</script>' in page.text
    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "href",
    }  # fmt: skip


def test_the_page_needs_nothing_else(outbox: Outbox) -> None:
    page = outbox.page()
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "url(" not in page


def test_links_lead_to_the_documents_beside_it(outbox: Outbox) -> None:
    links = [unquote(str(v)) for name, v in Page(outbox.page()).attributes if name == "href"]
    assert sorted([*links, "summary.html"]) == outbox.names()


def test_months_are_apart_and_in_order(settings: Settings, tmp_path: Path) -> None:
    for month in (2, 1):
        county_workbook(
            folder(settings) / f"{3 - month}.xlsx",
            line=f"填报单位：衡东县　报告月份：2022年{month}月",
        )
    load(settings)
    write_receipts(settings, [DAY])
    said = Page(Outbox(settings).page()).text
    assert "没有需要修改的内容" in said
    places = [said.index(words) for words in ("2022年1月", "2.xlsx", "2022年2月", "1.xlsx")]
    assert places == sorted(places)


def test_a_long_list_ends_and_says_where_the_rest_is(settings: Settings) -> None:
    codes = [f"2201-430424-04-01-{number:06}" for number in range(LISTED_FINDINGS + 5)]
    county_workbook(
        folder(settings) / "a.xlsx",
        projects=[PROJECT | {"项目代码": code} for code in codes],
        progress=[PROGRESS | {"项目代码": code, "现场人数": "很多"} for code in codes],
    )
    load(settings)
    write_receipts(settings, [DAY])
    page = Outbox(settings).page()
    assert page.count('class="warning"') == LISTED_FINDINGS
    assert f"共 {len(codes)} 处，其余见回执工作簿" in page
    assert "请核对下面列出的内容" in page
