"""The rows of a document that is finished, kept in a file of its own until the dataset is put together.

A file is a sequence of Arrow streams, one a table in the order of the schema, written beside its place and renamed: it
is whole or not there. Its name says from what it was made, so that it is never asked whether it still holds.
"""

from __future__ import annotations

import os
import struct
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.store.rows import ENTITY_TABLES, Rows
from pipeline.store.schema import TABLES

Tables = dict[str, pa.Table]
MARK, HEAD = b"VNPR", struct.Struct("<4sQI")  # then the length of the streams, the CRC-32 of the packed ones
OWN = tuple(name for name in TABLES if name not in ("corrections", "inputs"))  # which are the run's


def as_tables(rows: Rows) -> Tables:
    """The rows of a document as Arrow tables, strings in NFC, entities in the order of the text."""
    tables = {}
    for name in OWN:
        schema = TABLES[name].arrow.remove_metadata()
        mine = rows.get(name, [])
        if name in ENTITY_TABLES:
            mine = sorted(mine, key=lambda row: (row["char_start"], row["char_end"]))
        tables[name] = rows_as_table(schema, mine)
    return tables


def rows_as_table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as an Arrow table, strings in NFC."""
    return pa.table({column: [_clean(row[column]) for row in rows] for column in schema.names}, schema)


def as_rows(tables: Tables) -> Rows:
    """The rows of a document as dictionaries."""
    return {name: table.to_pylist() for name, table in tables.items()}


def write_kept(path: Path, tables: Tables) -> None:
    """Write the tables of one document as one file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    whole = pa.BufferOutputStream()
    for name in OWN:
        with pa.ipc.new_stream(whole, tables[name].schema) as stream:
            stream.write_table(tables[name])
    plain = whole.getvalue()
    packed = pa.compress(plain, "zstd", asbytes=True)
    fresh.write_bytes(HEAD.pack(MARK, plain.size, zlib.crc32(packed)) + packed)
    fresh.replace(path)


def read_kept(path: Path, *names: str) -> Tables:
    """The tables of one document, or those of the `names` that come first in the schema; raises OSError."""
    tables: Tables = {}
    whole = path.read_bytes()
    try:
        mark, size, crc = HEAD.unpack_from(whole)
        packed = memoryview(whole)[HEAD.size :]
        if mark != MARK or zlib.crc32(packed) != crc:
            raise OSError(f"{path} is damaged")
        file = pa.BufferReader(pa.decompress(packed, size, "zstd"))
        for name in OWN:
            with pa.ipc.open_stream(file) as stream:
                tables[name] = stream.read_all()
            if names and set(names) <= tables.keys():
                break
    except (pa.ArrowException, struct.error) as error:
        raise OSError(f"{path} is damaged") from error
    return tables


def is_whole(path: Path) -> bool:
    """Whether the file is there and as it was written: a power cut may leave a name without its bytes."""
    try:
        whole = path.read_bytes()
        mark, _, crc = HEAD.unpack_from(whole)
    except (OSError, struct.error):
        return False
    return mark == MARK and zlib.crc32(memoryview(whole)[HEAD.size :]) == crc


def _clean(value: Any) -> Any:
    """Strings in NFC; offsets stay right because the text itself was made of NFC words."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return [_clean(item) for item in value] if isinstance(value, list) else value
