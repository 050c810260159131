"""The exports: whole, in the same words, harmless in a spreadsheet, the same on every run."""

import csv
import datetime
import shutil
import time
from collections import Counter

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.__main__ import main
from pipeline.store.export import DATABASE, MOST_CHARACTERS, VIEWS, WORKBOOK, _harmless, _with_csv, export
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


FORMULAS = [
    "=1+1",
    " =1+1",
    "\u00a0\t@SUM(A1)",
    "\r-1",
    "1. Sở Nội vụ;=1+1 chủ trì",  # `;` ends a cell where the comma ends a whole number
    'Sở "A";"=1+1"',
    "Sở A; \n ;+1",
    "một\n=1+1",  # a line end is one, once a quote is taken for a sign like others
    "một\t-2+3|hai|@A1",
    "＝1+1",  # a Japanese keyboard's
]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("separator", ",;\t|")
def test_nothing_becomes_a_formula_in_any_country(tmp_path, text, separator):
    path = tmp_path / "a.csv"
    width = len(TABLES["units"].arrow.names)
    assert len(list(_with_csv(iter([(text,) * width, ("a",) * (width - 1) + (-3,)]), "units", path))) == 2
    with path.open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines, delimiter=separator) for cell in row]
    assert [cell for cell in cells if cell.lstrip(' "')[:1] in tuple("=@+-＝\t\r") and cell != "-3"] == []
    assert path.read_text("utf-8-sig").endswith('"a",-3\n')


def test_words_with_a_dash_stay():
    text = "Kế hoạch 2021-2025 - giai đoạn 1; Sở A (a=b), e-mail a@b.vn, +84"
    assert _harmless(text) == text
    assert _harmless("1" + "\n" * 100_000) == "1" + "\n" * 100_000


def test_a_long_run_of_blanks_costs_no_time():
    started = time.process_time()
    _harmless("a" + ' ;"\n' * 100_000 + "b")
    assert time.process_time() - started < 1


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


def test_files_that_stand_are_replaced_when_all_are_whole(published, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    written = export(published / "data", out)
    before = {path: path.read_bytes() for path in written}
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.store.export._write_database", full_disk)
        assert main(["export", str(published / "data"), "--out", str(out)]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    (out / f".{DATABASE}.fresh").write_text("left by a run that was killed")
    assert export(published / "data", out) == written
    assert {path for path in out.rglob("*") if path.is_file()} == set(written)


def full_disk(dataset, path):
    path.write_bytes(b"half")
    raise OSError(28, "No space left on device")


def sheets_of_one_row(data, out, monkeypatch):
    """The exported workbook and its sheets of units, each of one row."""
    monkeypatch.setattr("pipeline.store.export.MOST_ROWS", 1)
    export(data, out)
    book = openpyxl.load_workbook(out / WORKBOOK)
    return book, [sheet for sheet in book if sheet.title.split()[0] == "units"]


def test_a_table_goes_on_in_a_second_sheet(published, tmp_path, monkeypatch):
    book, sheets = sheets_of_one_row(published / "data", tmp_path, monkeypatch)
    units = pd.read_parquet(published / "data" / "units")
    assert [sheet.title for sheet in sheets] == ["units", *(f"units {n}" for n in range(2, len(units) + 1))]
    assert [(sheet.max_row, sheet["A1"].value) for sheet in sheets] == [(2, "document_id")] * len(units)
    places = [sheet["A2"].hyperlink.location.replace("'", "").split("!") for sheet in sheets]
    assert [book[name][cell].value for name, cell in places] == list(units.document_id)


def test_anchors_are_counted_through_all_sheets(published, tmp_path, monkeypatch):
    shutil.copytree(published / "data", tmp_path / "data", symlinks=True)
    assert main(["report", str(tmp_path / "data"), "--raw", str(published / "raw")]) == 0
    _, sheets = sheets_of_one_row(tmp_path / "data", tmp_path / "out", monkeypatch)
    numbers = pd.read_parquet(published / "data" / "units").groupby("document_id").cumcount() + 1
    assert numbers.max() > 1
    assert [sheet["A2"].hyperlink.location for sheet in sheets] == [f"units-{number}" for number in numbers]


def test_rows_come_in_batches(published, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.store.export.BATCH", 1)
    for path in export(published / "data", tmp_path):
        if path.name != DATABASE:
            assert path.read_bytes() == (published / "export" / path.relative_to(tmp_path)).read_bytes()


def test_what_is_no_number_is_a_text(published, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(published / "data", data)
    path = data / "quotas" / "part-0.parquet"
    table = pq.read_table(path)
    at = table.schema.get_field_index("value")
    values = pa.array([float("-inf"), *([float("nan")] * (table.num_rows - 1))])
    pq.write_table(table.set_column(at, table.schema.field(at), values), path)
    export(data, tmp_path / "out")
    cell = openpyxl.load_workbook(tmp_path / "out" / WORKBOOK)["quotas"].cell(2, at + 1)
    assert (cell.value, cell.data_type) == ("-inf", "s")
    with (tmp_path / "out" / "csv" / "quotas.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert [row["value"] for row in csv.DictReader(lines)] == ["'-inf", *(["nan"] * (table.num_rows - 1))]
