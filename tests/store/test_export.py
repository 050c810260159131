"""The exports: whole, in the same words, harmless in a spreadsheet, the same on every run."""

import csv
import datetime
import shutil
from collections import Counter

import duckdb
import openpyxl
import pandas as pd
import pytest

from pipeline.__main__ import main
from pipeline.store.export import DATABASE, MOST_CHARACTERS, VIEWS, WORKBOOK, export
from pipeline.store.schema import TABLES

PLAN = """ỦY BAN NHÂN DÂN
TỈNH TÂY NINH

Số: 25/KH-UBND

Tây Ninh, ngày 15 tháng 01 năm 2024

KẾ HOẠCH
=HYPERLINK("http://a") năm 2024

II. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ

- =1+1 Phối hợp với Sở Tài chính tổ chức ít nhất 02 hội nghị trước ngày 30/6/2024.

2. Sở Y tế

- @SUM(A1) Đăng tin theo Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ.
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The dataset of one plan and a file that is none, and its exports."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "raw").mkdir()
    (folder / "raw" / "=plan.md").write_text(PLAN, "utf-8")
    (folder / "raw" / "long.md").write_text(PLAN.replace("Đăng tin", "Đăng tin " * 5000), "utf-8")
    assert main(["extract", str(folder / "raw"), "--out", str(folder / "data"), "--no-cache"]) == 0
    assert main(["export", str(folder / "data"), "--out", str(folder / "export")]) == 0
    return folder


def test_every_row_is_in_every_form(published):
    book = openpyxl.load_workbook(published / "export" / WORKBOOK)
    with duckdb.connect(str(published / "export" / DATABASE), read_only=True) as database:
        for name, schema in TABLES.items():
            count = len(pd.read_parquet(published / "data" / name))
            with (published / "export" / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
                header, *rows = csv.reader(lines)
            assert header == [cell.value for cell in book[name][1]] == schema.arrow.names
            assert len(rows) == book[name].max_row - 1 == count
            assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (count,)


def test_nothing_becomes_a_formula(published):
    book = openpyxl.load_workbook(published / "export" / WORKBOOK)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)  # as written
    for path in (published / "export" / "csv").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            risky = [cell for row in csv.reader(lines) for cell in row if cell[:1] in ("=", "@", "+")]
        assert risky == []


def test_the_workbook_can_be_worked_with(published):
    book = openpyxl.load_workbook(published / "export" / WORKBOOK)
    sheet = book["assignments"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    columns = [cell.value for cell in sheet[1]]
    first = dict(zip(columns, sheet[2], strict=True))
    assert first["deadline"].value == datetime.datetime(2024, 6, 30)
    target = first["document_id"].hyperlink.location
    assert book["documents"][target.split("!")[1]].value == first["document_id"].value
    longest = max(len(str(cell.value)) for row in book["documents"].iter_rows() for cell in row)
    assert longest == MOST_CHARACTERS  # the text of the long plan, cut with a sign


def test_ids_lead_to_the_report_once_there_is_one(published, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(published / "data", data, symlinks=True)
    assert main(["report", str(data), "--raw", str(published / "raw")]) == 0
    out = data / "export"
    export(data, out)
    book = openpyxl.load_workbook(out / WORKBOOK)
    for name in ("documents", "assignments", "units", "inputs"):
        cells = [row[[cell.value for cell in book[name][1]].index("document_id")] for row in book[name].iter_rows(2)]
        seen = Counter()
        for cell in cells:
            seen[cell.value] += 1
            page = out / cell.hyperlink.target.replace("\\", "/")  # as Excel writes them
            assert page.resolve() == (data / "report" / "documents" / f"{cell.value}.html").resolve()
            wanted = None if name == "inputs" else f"{name}-{seen[cell.value]}"
            assert cell.hyperlink.location == wanted
            assert wanted is None or f'"{wanted}"' in page.read_text("utf-8")


def test_views_join_the_tables(published):
    with duckdb.connect(str(published / "export" / DATABASE), read_only=True) as database:
        for view in VIEWS:
            assert database.execute(f"SELECT count(*) FROM {view}").fetchone() != (0,), view
        tasks = database.execute(
            "SELECT DISTINCT province_name, unit, role, deadline FROM tasks WHERE deadline IS NOT NULL ORDER BY unit"
        ).fetchall()
    assert tasks == [
        ("Tây Ninh", "Sở Nội vụ tỉnh Tây Ninh", "lead", datetime.date(2024, 6, 30)),
        ("Tây Ninh", "Sở Tài chính tỉnh Tây Ninh", "coordinate", datetime.date(2024, 6, 30)),
    ]


def test_the_same_bytes_again(published, tmp_path):
    again = [path for path in export(published / "data", tmp_path) if path.name != DATABASE]
    first = [published / "export" / path.relative_to(tmp_path) for path in again]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in first]


def test_a_folder_without_tables_is_told(tmp_path, capsys):
    assert main(["export", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "run `make extract` first" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
