"""Tables over pages."""

from pipeline.document import Cell, Document, Grid, Page
from pipeline.text.grids import GridPart, header_rows, stitch
from pipeline.text.lines import lay_down
from tests.papers import grid, line

HEAD = "STT|Nội dung|Đơn vị chủ trì"


def laid(*pages):
    doc = lay_down(
        Document("0" * 16, "", "a.pdf", "x", pages=tuple(Page(n, (g,), "text_layer") for n, g in enumerate(pages, 1)))
    )
    return [[[cell.of(doc.text) for cell in row.cells] for row in table.rows] for table in doc.tables], doc


def test_repeated_head_is_dropped_and_rows_go_on():
    (table,), doc = laid(grid(HEAD, "1|Một|Sở Nội vụ"), grid(HEAD, "2|Hai|Sở Tư pháp"))
    assert [row[0] for row in table] == ["STT", "1", "2"]
    assert (doc.tables[0].page_start, doc.tables[0].page_end) == (1, 2)


def test_a_row_cut_by_the_page_is_whole_again():
    (table,), doc = laid(
        grid(HEAD, "1|đẩy mạnh cải cách|Sở Nội vụ"), grid(HEAD, "|và nâng cao hiệu quả|", "2|Hai|Sở Tư pháp")
    )
    assert table[1] == ["1", "đẩy mạnh cải cách và nâng cao hiệu quả", "Sở Nội vụ"]
    assert (doc.tables[0].rows[1].page_start, doc.tables[0].rows[1].page_end) == (1, 2)
    assert "\fdẩy" not in doc.text


def test_list_items_of_a_cut_cell_stay_items():
    (table,), _ = laid(grid(HEAD, "1|- Một;|A"), grid("|- Hai.|"))
    assert table[1][1] == "- Một;\n- Hai."


def test_a_number_set_in_the_middle_of_a_cut_row():
    (table,), _ = laid(grid(HEAD, "1|Một|A", "|nội dung rất|B"), grid("2|dài|"))
    assert table[2] == ["2", "nội dung rất dài", "B"]


def test_another_head_is_another_table():
    tables, _ = laid(grid(HEAD, "1|Một|A"), grid("STT|Họ và tên|Chức vụ", "1|An|Giám đốc"))
    assert len(tables) == 2


def test_header_rows_with_column_numbers_and_two_levels():
    assert header_rows(grid(HEAD, "(1)|(2)|(3)", "1|Một|A")) == 2
    two = Grid(
        (
            (Cell((line("TT"),), row_span=2), Cell((line("Tiến độ"),), column_span=2), None),
            (None, Cell((line("Bắt đầu"),)), Cell((line("Hoàn thành"),))),
            (Cell((line("1"),)), Cell((line("Tháng 2"),)), Cell((line("Tháng 3"),))),
        )
    )
    assert header_rows(two) == 2
    assert header_rows(grid("1|Một|A", "2|Hai|B")) == 0


def test_a_section_row_spans_the_table():
    part = GridPart(1, Grid((*grid(HEAD, "1|Một|A").rows, (Cell((line("I. Cải cách"),), column_span=3), None, None))))
    (table,) = stitch([part])
    assert [row.is_section for row in table.rows] == [False, False, True]
