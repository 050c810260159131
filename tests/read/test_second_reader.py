"""Where two readers of a table disagree."""

from dataclasses import replace

import pymupdf

from pipeline.document import Grid
from pipeline.read.file import read_page
from pipeline.read.second_reader import dispute_tables
from tests.read.paper import draw_table, write_page


def a_table(tmp_path):
    path = tmp_path / "table.pdf"
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=595, height=842)
        draw_table(page, (80, 160, 360, 520), (100, 130, 160, 190))
        cells = [
            (90, 120, "STT"),
            (170, 120, "Nội dung"),
            (370, 120, "Chủ trì"),
            (90, 150, "1"),
            (170, 150, "Một"),
            (90, 180, "2"),
        ]
        write_page(page, cells)
        pdf.save(path)
    return path


def test_agreement_is_silent(tmp_path):
    page, flags = read_page(a_table(tmp_path), "pdf", 1)
    assert [len(item.rows) for item in page.items if isinstance(item, Grid)] == [3]
    assert flags == ()


def test_another_shape_is_flagged(tmp_path):
    path = a_table(tmp_path)
    page, _ = read_page(path, "pdf", 1)
    shorter = tuple(replace(item, rows=item.rows[:2]) if isinstance(item, Grid) else item for item in page.items)
    (flag,) = dispute_tables(path, replace(page, items=shorter))
    assert flag.code == "table_uncertain"
    assert "3 rows and 3 columns" in flag.message
