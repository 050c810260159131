"""The published tables in the forms that people ask for: one Excel workbook, CSV files, a DuckDB file with views.

A text of a document is data: what a spreadsheet would run as a formula is written as text (OWASP, `CSV Injection`).
Memory holds some rows of one table at a time; whoever opens a file sees the old one whole or the new one whole.
"""

from __future__ import annotations

import csv
import datetime
import errno
import itertools
import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.store.corrections import KEYS
from pipeline.store.published import NoDataset, open_table
from pipeline.store.schema import TABLES

WORKBOOK, DATABASE, CSV = "plans.xlsx", "plans.duckdb", "csv"
MOST_ROWS = 1_048_575  # of a sheet of Excel, below the header
MOST_LINKS = 65_000  # of a sheet of Excel, nearly
MOST_CHARACTERS = 32_767  # of a cell of Excel
WIDEST = 60  # characters of a column on the screen
MEASURED = 200  # rows that tell how wide a column is
BATCH = 1000  # rows in memory: documents of 30 kB each are 30 MB
# The start of a formula, or blanks and quotes before one. Excel splits at the list separator of its country, `;` in
# Vietnam, and then at line ends too: a formula may begin behind those. A run is looked at once, however long.
FORMULA = re.compile(r"""^(?=[=+\-@＝＋－＠\t\r])|(?<![\s";|])[\s";|]++(?=[=+\-@＝＋－＠])""")
CELL_ENDS = frozenset(";|\t\r\n\v\f\x85\u2028\u2029")
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


Row = tuple[object, ...]


def export(dataset: Path, out: Path) -> list[Path]:
    """Write the tables of `dataset` below `out` as a workbook, CSV files and a DuckDB file; returns the files written.

    In the workbook a document's id leads to its page of the report, where `make report` has written one, else to its
    row in `documents`; a table of more rows than a sheet holds goes on in `units 2` and so on. The workbook and the
    CSV files are the same on every run; DuckDB's own file is not, its tables are. Files that stand are replaced when
    all new ones are whole. Raises NoDataset where a table is missing.
    """
    tables = {name: open_table(dataset, name) for name in TABLES}
    (out / CSV).mkdir(parents=True, exist_ok=True)
    files = [out / WORKBOOK, out / DATABASE, *(out / CSV / f"{name}.csv" for name in TABLES)]
    fresh = {path: path.with_name(f".{path.name}.fresh") for path in files}
    try:
        _forget(fresh.values())  # what a run that was killed left
        _write_sheets(tables, fresh, out, dataset / "report" / "documents")
        _write_database(dataset, fresh[out / DATABASE])
        for path in files:
            fresh[path].replace(path)
    finally:
        _forget(fresh.values())
    return files


def _forget(fresh: Iterable[Path]) -> None:
    for path in fresh:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)  # of DuckDB


def _rows(name: str, table: ds.Dataset, columns: list[str] | None = None) -> Iterator[Row]:
    """The rows of a table, lists written out: a cell of a spreadsheet holds one value."""
    try:
        for batch in table.to_batches(columns, batch_size=BATCH, batch_readahead=1, fragment_readahead=1):
            yield from zip(*([_plain(value) for value in column.to_pylist()] for column in batch.columns), strict=True)
    except (pa.ArrowException, OSError) as error:
        raise NoDataset(f"The table {name} cannot be read ({error}); run `make extract` again") from error


def _plain(value: object) -> object:
    """A value as a cell holds it; what is no number to a spreadsheet is a text.

    >>> _plain(["UBND tỉnh", None]), _plain(12.5), _plain(float("inf"))
    ('UBND tỉnh; ', 12.5, 'inf')
    """
    if isinstance(value, (list, tuple)):
        return "; ".join("" if each is None else str(each) for each in value)
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _harmless(value: object) -> object:
    """A text that no spreadsheet takes for a formula, whatever sign it takes for the end of a cell.

    >>> _harmless("=1+1"), _harmless("- Sở Nội vụ"), _harmless(-3), _harmless("năm 2024 - 2025")
    ("'=1+1", "'- Sở Nội vụ", -3, 'năm 2024 - 2025')
    >>> _harmless("1. Sở Nội vụ; =1+1"), _harmless(" @SUM(A1)")
    ("1. Sở Nội vụ; '=1+1", " '@SUM(A1)")
    """
    return FORMULA.sub(_marked, value) if isinstance(value, str) else value


def _marked(before: re.Match[str]) -> str:
    """What stands before a formula, with an apostrophe where it begins a cell."""
    begins = before.start() == 0 or not CELL_ENDS.isdisjoint(before[0])
    return f"{before[0]}'" if begins else before[0]


@dataclass(frozen=True, slots=True)
class _Links:
    """Where the ids of documents lead."""

    folder: str  # of the report's pages, seen from the workbook
    pages: frozenset[str]  # ids of documents that have one
    rows: dict[object, int]  # of the table `documents`, from 0


def _write_sheets(tables: dict[str, ds.Dataset], fresh: dict[Path, Path], out: Path, report: Path) -> None:
    """Every table as CSV and as sheets of the workbook, in one pass; `report` holds the pages of documents."""
    ids = (each for (each,) in _rows("documents", tables["documents"], ["document_id"]))
    links = _Links(
        os.path.relpath(report, out),
        frozenset(page.stem for page in report.glob("*.html")),
        {each: number for number, each in enumerate(ids)},
    )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True, "use_zip64": True}
    try:
        with xlsxwriter.Workbook(str(fresh[out / WORKBOOK]), options) as book:
            book.set_properties({"created": datetime.datetime(2024, 1, 1)})  # the same bytes on every day
            formats = {
                "head": book.add_format({"bold": True}),
                "day": book.add_format({"num_format": "yyyy-mm-dd"}),
                "link": book.add_format({"font_color": "blue", "underline": 1}),
            }
            for name, table in tables.items():
                rows = _with_csv(_rows(name, table), name, fresh[out / CSV / f"{name}.csv"])
                seen: Counter[object] = Counter()
                for part in range(max(math.ceil(table.count_rows() / MOST_ROWS), 1)):
                    sheet = book.add_worksheet(_sheet_name(name, part))
                    _write_sheet(sheet, name, itertools.islice(rows, MOST_ROWS), links, seen, formats)
                next(rows, None)  # there is none: this closes the CSV file
    except FileCreateError as error:
        raise error.args[0] from error  # the OSError: a full disk


def _sheet_name(table: str, part: int) -> str:
    """The name of the sheet that holds a part of a table, from 0.

    >>> _sheet_name("units", 0), _sheet_name("units", 1)
    ('units', 'units 2')
    """
    return f"{table} {part + 1}" if part else table


def _with_csv(rows: Iterator[Row], table: str, path: Path) -> Iterator[Row]:
    """The rows, each written to a CSV file as it goes by."""
    with path.open("w", encoding="utf-8-sig", newline="") as lines:  # Excel knows UTF-8 by its mark
        writer = csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(TABLES[table].arrow.names)
        for row in rows:
            writer.writerow(map(_harmless, row))
            yield row


def _write_sheet(
    sheet: Worksheet,
    table: str,
    rows: Iterator[Row],
    links: _Links,
    seen: Counter[object],
    formats: dict[str, Format],
) -> None:
    """The rows of one sheet, header frozen and filtered; `seen`: rows of each document so far.

    The report counts them in the same order.
    """
    columns = TABLES[table].arrow.names
    longest = [len(title) + 3 for title in columns]
    for number, title in enumerate(columns):
        sheet.write_string(0, number, title, formats["head"])
    at = 0
    for at, row in enumerate(rows, start=1):
        for number, cell in enumerate(row):
            if at <= MEASURED:
                longest[number] = max(longest[number], len(str(cell)))
            if columns[number] == "document_id" and cell in links.rows:
                seen[cell] += 1
                if at <= MOST_LINKS:
                    sheet.write_url(at, number, _place(links, cell, table, seen[cell]), formats["link"], str(cell))
                else:
                    sheet.write_string(at, number, str(cell))
            elif isinstance(cell, datetime.date):
                sheet.write_datetime(at, number, datetime.datetime.combine(cell, datetime.time()), formats["day"])
            elif isinstance(cell, str):
                sheet.write_string(at, number, CONTROL.sub("", _shortened(cell)))
            elif cell is not None:
                sheet.write(at, number, cell)
    for number, length in enumerate(longest):
        sheet.set_column(number, number, min(length + 1, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(at, 1), len(columns) - 1)


def _place(links: _Links, document_id: object, table: str, number: int) -> str:
    """Where the id of a document leads from its row of that number in a table.

    >>> _place(_Links("../report", frozenset(["a"]), {"a": 0, "b": 1_048_575}), "a", "units", 2)
    'external:../report/a.html#units-2'
    >>> _place(_Links("../report", frozenset(), {"a": 0, "b": 1_048_575}), "b", "units", 2)
    "internal:'documents 2'!A2"
    """
    if document_id in links.pages:
        return f"external:{links.folder}/{document_id}.html" + (f"#{table}-{number}" if table in KEYS else "")
    part, row = divmod(links.rows[document_id], MOST_ROWS)
    return f"internal:'{_sheet_name('documents', part)}'!A{row + 2}"


def _shortened(text: str) -> str:
    """A text that fits into a cell, with a sign where it does not."""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def _write_database(dataset: Path, path: Path) -> None:
    """The tables, whole, and the views that join them."""
    try:
        with duckdb.connect(str(path)) as database:
            for name, schema in TABLES.items():
                columns = ", ".join(f'"{each}"' for each in schema.arrow.names)
                files = f"read_parquet('{_quoted(dataset / name)}/**/*.parquet', hive_partitioning = true)"
                database.execute(f'CREATE TABLE "{name}" AS SELECT {columns} FROM {files}')
            for name, query in VIEWS.items():
                database.execute(f"CREATE VIEW {name} AS {query}")
    except duckdb.IOException as error:
        raise OSError(errno.EIO, str(error)) from error  # a full disk


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
