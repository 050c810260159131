"""The rows of a document that is finished, kept in a file of its own until the dataset is put together.

A file is a sequence of Arrow streams, one a table in the order of the schema. Its name says from what it was made, so
that it is never asked whether it still holds.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.packed import read_packed, write_packed
from pipeline.store.rows import ENTITY_TABLES, Rows
from pipeline.store.schema import TABLES

Tables = dict[str, pa.Table]
OWN = tuple(name for name in TABLES if name not in ("corrections", "inputs"))  # which are the run's


def as_tables(rows: Rows) -> Tables:
    """The rows of a document as Arrow tables, strings in NFC, entities in the order of the text."""
    tables = {}
    for name in OWN:
        mine = rows.get(name, [])
        if name in ENTITY_TABLES:
            mine = sorted(mine, key=lambda row: (row["char_start"], row["char_end"]))
        tables[name] = rows_as_table(name, mine)
    return tables


def rows_as_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows of a table of the schema as an Arrow table, strings in NFC."""
    schema, columns = _columns(name)
    if not rows:
        return schema.empty_table()
    return pa.table({column: _column(kind, [row[column] for row in rows]) for column, kind in columns}, schema)


@cache
def _columns(name: str) -> tuple[pa.Schema, tuple[tuple[str, pa.DataType], ...]]:
    schema = TABLES[name].arrow.remove_metadata()
    return schema, tuple((column.name, column.type) for column in schema)


def as_rows(tables: Tables) -> Rows:
    """The rows of a document as dictionaries."""
    return {name: table.to_pylist() for name, table in tables.items()}


def write_kept(path: Path, tables: Tables) -> None:
    """Write the tables of one document as one file, whole or not at all; raises NoRoom."""
    whole = pa.BufferOutputStream()
    for name in OWN:
        with pa.ipc.new_stream(whole, tables[name].schema) as stream:
            stream.write_table(tables[name])
    write_packed(path, whole.getvalue())


def read_kept(path: Path, *names: str) -> Tables:
    """The tables of one document, or those of the `names` that come first in the schema; raises OSError."""
    tables: Tables = {}
    file = pa.BufferReader(read_packed(path))
    for name in OWN:
        with pa.ipc.open_stream(file) as stream:
            tables[name] = stream.read_all()
        if names and set(names) <= tables.keys():
            break
    return tables


def _column(kind: pa.DataType, values: list[Any]) -> list[Any]:
    """Strings in NFC; offsets stay right because the text itself was made of NFC words."""
    if pa.types.is_string(kind):
        return [value and unicodedata.normalize("NFC", value) for value in values]
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return [value and _column(kind.value_type, value) for value in values]
    return values
