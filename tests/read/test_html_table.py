"""HTML tables that converters leave in Markdown."""

import pytest

from pipeline.document import Grid, Line
from pipeline.read.html_table import read_html_table
from pipeline.read.plain import read_pages

TASKS = (
    "<table>\n<thead><tr><th rowspan='2'>STT</th><th rowspan='2'>Nội dung</th><th colspan='2'>Phân công</th></tr>\n"
    "<tr><th>Chủ trì</th><th>Phối hợp</th></tr></thead>\n<tbody><tr><td>1</td><td><b>Rà soát</b> thủ tục &amp; quy định</td>"
    "<td>Sở Nội vụ</td><td>Sở Tư pháp<br/>Sở Y tế</td></tr></tbody></table>"
)


def texts(table):
    return [[cell and cell.text for cell in row] for row in table]


def test_spans_entities_and_breaks():
    assert texts(read_html_table(TASKS)) == [
        ["STT", "Nội dung", "Phân công", None],
        [None, None, "Chủ trì", "Phối hợp"],
        ["1", "Rà soát thủ tục & quy định", "Sở Nội vụ", "Sở Tư pháp\nSở Y tế"],
    ]


def test_a_table_among_lines():
    ((before, grid, after),) = read_pages(f"Phụ lục\n\n{TASKS}\n\nHết.".encode())
    assert isinstance(before, Line)
    assert isinstance(after, Line)
    assert isinstance(grid, Grid)
    assert (before.text, after.text) == ("Phụ lục", "Hết.")
    assert grid.rows[0][2] is not None
    assert grid.rows[0][2].column_span == 2
    assert [line.text for line in grid.rows[2][3].lines] == ["Sở Tư pháp", "Sở Y tế"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("<table></table>", []),
        ("<table><td>lẻ loi</table>", [["lẻ loi"]]),
        ("<table><tr><td>a<tr><td>b<td>c</table>", [["a", ""], ["b", "c"]]),
        ("<table><tr><td colspan='-1' rowspan='x'>a</td></tr></table>", [["a"]]),
        ("<table><tr><td rowspan='99999999'>a</td><td>b</td></tr></table>", [["a", "b"]]),
    ],
)
def test_faulty_tables(source, rows):
    assert texts(read_html_table(source)) == rows


def test_a_letter_in_two_columns_is_no_table():
    text = "| **Nơi nhận:** | **TM. ỦY BAN NHÂN DÂN** |\n|---|---|\n| - UBND tỉnh; | **CHỦ TỊCH** |\n| - Lưu: VT. | Nguyễn An |"
    (items,) = read_pages(text.encode())
    assert [item.text for item in items if isinstance(item, Line)] == [
        "Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn An",
    ]  # fmt: skip


def test_page_numbers_of_a_text_go():
    pages = read_pages("một\n2\n\fhai\n\n- 3 -\n\fTrang 4/4\nba".encode())
    assert [[item.text for item in page if isinstance(item, Line)] for page in pages] == [["một"], ["hai"], ["ba"]]
    ((only,),) = read_pages(b"12")
    assert isinstance(only, Line)
