"""The published tables in the forms that people ask for: one Excel workbook, CSV files, a DuckDB file with views.

A text of a document is data: what a spreadsheet would run as a formula is written as text (OWASP, `CSV Injection`).
"""

from __future__ import annotations

import csv
import datetime
import os
import re
from collections import Counter
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.store.corrections import KEYS
from pipeline.store.published import read_table
from pipeline.store.schema import TABLES

WORKBOOK, DATABASE, CSV = "plans.xlsx", "plans.duckdb", "csv"
MOST_ROWS = 1_048_575  # of a sheet of Excel, below the header
MOST_LINKS = 65_000  # of a sheet of Excel, nearly
MOST_CHARACTERS = 32_767  # of a cell of Excel
WIDEST = 60  # characters of a column on the screen
FORMULA = re.compile(r"^[=+\-@\t\r]")
# Not in a file of XML 1.0; a scan or a PDF may hold them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

VIEWS = {
    "tasks": """
        SELECT d.province_name, d.province_2025, d.district, d.code, d.issuer, d.title, d.issued_date,
               a.section_path, a.unit, a.role, a.task, a.deadline, a.deadline_text, a.recurrence, a.quota_count,
               a.page, a.confidence, a.document_id
        FROM assignments a JOIN documents d USING (document_id)""",
    "tasks_by_unit": """
        SELECT province_name, unit, role, count(*) AS tasks, count(DISTINCT document_id) AS documents,
               min(deadline) AS first_deadline
        FROM tasks GROUP BY ALL ORDER BY tasks DESC, unit""",
    "tasks_by_month": """
        SELECT province_name, date_trunc('month', deadline)::DATE AS month, count(*) AS tasks
        FROM tasks WHERE deadline IS NOT NULL GROUP BY ALL ORDER BY month, province_name""",
    "quotas_by_unit": """
        SELECT d.province_name, d.code, unnest(coalesce(nullif(q.responsible, []), [NULL])) AS responsible,
               q.comparator, q.value, q.unit, q.period, q.object, q.raw, q.section_path, q.document_id
        FROM quotas q JOIN documents d USING (document_id)""",
    "citations": """
        SELECT r.type, r.code, r.name, r.full_issuer, count(DISTINCT r.document_id) AS documents,
               count(DISTINCT d.province_name) AS provinces
        FROM legal_refs r JOIN documents d USING (document_id)
        WHERE r.role <> 'self' GROUP BY ALL ORDER BY documents DESC, r.type, r.code, r.name""",
}


Rows = list[tuple[object, ...]]


def export(dataset: Path, out: Path) -> list[Path]:
    """Write the tables of `dataset` below `out` as a workbook, CSV files and a DuckDB file; returns the files written.

    In the workbook a document's id leads to its page of the report, where `make report` has written one, else to its
    row in `documents`. The workbook and the CSV files are the same on every run; DuckDB's own file is not, its tables
    are. Raises NoDataset where a table is missing.
    """
    tables = {name: _rows(dataset, name) for name in TABLES}
    (out / CSV).mkdir(parents=True, exist_ok=True)
    _write_workbook(tables, out / WORKBOOK, dataset / "report" / "documents")
    _write_database(dataset, out / DATABASE)
    files = [out / WORKBOOK, out / DATABASE]
    for name, rows in tables.items():
        path = out / CSV / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as lines:  # Excel knows UTF-8 by its mark
            writer = csv.writer(lines)
            writer.writerow(TABLES[name].arrow.names)
            writer.writerows([_harmless(cell) for cell in row] for row in rows)
        files.append(path)
    return files


def _rows(dataset: Path, name: str) -> Rows:
    """The rows of a table, lists written out: a cell of a spreadsheet holds one value."""
    table = read_table(dataset, name)
    return list(zip(*([_plain(value) for value in column.to_pylist()] for column in table.columns), strict=True))


def _plain(value: object) -> object:
    """A value as a cell holds it.

    >>> _plain(["UBND tỉnh", None]), _plain(12.5)
    ('UBND tỉnh; ', 12.5)
    """
    if isinstance(value, (list, tuple)):
        return "; ".join("" if each is None else str(each) for each in value)
    return value


def _harmless(value: object) -> object:
    """A text that no spreadsheet takes for a formula.

    >>> _harmless("=1+1"), _harmless("- Sở Nội vụ"), _harmless(-3)
    ("'=1+1", "'- Sở Nội vụ", -3)
    """
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _write_workbook(tables: dict[str, Rows], path: Path, report: Path) -> None:
    """A sheet a table, header frozen and filtered; a document's id leads to its page below `report` or to its row."""
    at = TABLES["documents"].arrow.names.index("document_id")
    places = {}
    folder = os.path.relpath(report, path.parent)
    for number, row in enumerate(tables["documents"], start=2):
        page = f"{row[at]}.html"
        shown = (report / page).is_file()
        places[row[at]] = f"external:{folder}/{page}" if shown else f"internal:'documents'!A{number}"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime.datetime(2024, 1, 1)})  # the same bytes on every day
        formats = {
            "head": book.add_format({"bold": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "link": book.add_format({"font_color": "blue", "underline": 1}),
        }
        for name, rows in tables.items():
            for part, first in enumerate(range(0, max(len(rows), 1), MOST_ROWS)):
                sheet = book.add_worksheet(name if part == 0 else f"{name} {part + 1}")
                _write_sheet(sheet, name, rows[first : first + MOST_ROWS], places, formats)


def _write_sheet(sheet: Worksheet, table: str, rows: Rows, places: dict, formats: dict[str, Format]) -> None:
    """The rows of one sheet; `places`: where the id of every document leads."""
    columns = TABLES[table].arrow.names
    seen: Counter[object] = Counter()  # rows of a document so far: the report counts them in the same order
    for number, title in enumerate(columns):
        longest = max([len(title) + 3, *(len(str(row[number])) for row in rows[:200])])
        sheet.set_column(number, number, min(longest + 1, WIDEST))
        sheet.write_string(0, number, title, formats["head"])
    for at, row in enumerate(rows, start=1):
        for number, cell in enumerate(row):
            if columns[number] == "document_id" and cell in places and at <= MOST_LINKS:
                seen[cell] += 1
                anchor = f"#{table}-{seen[cell]}" if table in KEYS and places[cell].startswith("external") else ""
                sheet.write_url(at, number, places[cell] + anchor, formats["link"], str(cell))
            elif isinstance(cell, datetime.date):
                sheet.write_datetime(at, number, datetime.datetime.combine(cell, datetime.time()), formats["day"])
            elif isinstance(cell, str):
                sheet.write_string(at, number, CONTROL.sub("", _shortened(cell)))
            elif cell is not None:
                sheet.write(at, number, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _shortened(text: str) -> str:
    """A text that fits into a cell, with a sign where it does not."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def _write_database(dataset: Path, path: Path) -> None:
    """The tables, whole, and the views that join them."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as database:
        for name, schema in TABLES.items():
            columns = ", ".join(f'"{each}"' for each in schema.arrow.names)
            files = f"read_parquet('{_quoted(dataset / name)}/**/*.parquet', hive_partitioning = true)"
            database.execute(f'CREATE TABLE "{name}" AS SELECT {columns} FROM {files}')
        for name, query in VIEWS.items():
            database.execute(f"CREATE VIEW {name} AS {query}")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
