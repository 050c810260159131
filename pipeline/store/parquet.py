"""Rows -> Parquet, published at one instant.

A dataset is written whole into a folder of its own, then one symbolic link is turned: `OUT/<table>` points through
`OUT/.current` at the newest version, so that a reader sees the old dataset or the new one and never a mixture, and a
crash before the turn leaves the old one. The version before the newest is kept for readers that are still in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.store.datapackage import datapackage
from pipeline.store.kept import OWN, Tables, as_tables, rows_as_table
from pipeline.store.rows import Rows
from pipeline.store.schema import PIPELINE_VERSION, SCHEMA_VERSION, TABLES, TableSchema

PART_BYTES = 128 * 2**20
GROUP_ROWS = {"documents": 1000, "pages": 4000}  # whole texts of 30 kB a document: a group well below a part
OTHER_ROWS = 50_000
FRESH = 32  # tables that wait before they are copied together
KEPT_VERSIONS = 2

SORTED_BY = {"inputs": ("source_path",)}


class SchemaViolation(Exception):
    """Rows that do not fit their schema: our bug, never published."""


def in_the_way(out: Path) -> list[str]:
    """Names in `out` that the tables need and that somebody else's files have: never removed."""
    return [name for name in [*TABLES, "datapackage.json"] if (out / name).exists() and not (out / name).is_symlink()]


def publish(rows: Rows, out: Path, model_hashes: dict[str, str]) -> None:
    """Check `rows` of every table and publish them under `out`; raises SchemaViolation and leaves `out` as it was."""
    for schema in TABLES.values():
        check(schema, rows.get(schema.name, []))
    mine: dict[tuple[str, str], Rows] = {}
    for name in OWN:
        for row in rows.get(name, []):
            mine.setdefault((row["province"], row["document_id"]), {}).setdefault(name, []).append(row)
    documents = (as_tables(mine[key]) for key in sorted(mine))
    publish_documents(documents, {name: rows.get(name, []) for name in TABLES if name not in OWN}, out, model_hashes)


def standing_version(out: Path) -> str | None:
    """The name of the published version, where it is as it was written."""
    version = (out / ".current").resolve()
    in_place = all((out / name).is_symlink() for name in [*TABLES, "datapackage.json"])
    return version.name if in_place and version.is_dir() and _fingerprint(version) == version.name else None


def publish_documents(documents: Iterable[Tables], rest: Rows, out: Path, model_hashes: dict[str, str]) -> None:
    """Publish checked tables of documents, sorted by province and id, and the rows of the run itself, under `out`.

    Memory holds one row group a table, however many documents there are. What is raised on the way leaves `out` as it
    was.
    """
    out.mkdir(parents=True, exist_ok=True)
    versions = out / ".versions"
    building = versions / ".building"
    shutil.rmtree(building, ignore_errors=True)  # what a run that was killed left
    with ExitStack() as open_parts:
        writers = {name: open_parts.enter_context(_Parts(name, building / name, model_hashes)) for name in OWN}
        for tables in documents:
            for name in OWN:
                writers[name].add(tables[name])
    for name, rows in rest.items():
        schema = TABLES[name]
        check(schema, rows)
        with _Parts(name, building / name, model_hashes) as parts:
            keys = SORTED_BY.get(name, ("province", "document_id"))
            ordered = sorted(rows, key=lambda row: tuple(row[key] for key in keys))
            parts.add(rows_as_table(name, ordered))
    parts = {name: sorted(path.name for path in (building / name).iterdir()) for name in TABLES}
    (building / "datapackage.json").write_text(datapackage(parts), "utf-8")
    _sync(building)
    version = versions / _fingerprint(building)
    if version.exists() and _fingerprint(version) == version.name:
        shutil.rmtree(building)
        version.touch()
    else:
        shutil.rmtree(version, ignore_errors=True)  # somebody's hand was in it
        building.rename(version)
    _turn(out, version)
    _forget(versions, version)


class _Parts:
    """The `part-*.parquet` of one table, in row groups of one size, a new part where one passes PART_BYTES."""

    def __init__(self, name: str, folder: Path, model_hashes: dict[str, str]) -> None:
        self.arrow = TABLES[name].arrow.with_metadata({"vnplan": _stamp(TABLES[name], model_hashes)})
        self.folder, self.group = folder, GROUP_ROWS.get(name, OTHER_ROWS)
        self.waiting: list[pa.Table] = []
        self.fresh: list[pa.Table] = []  # each holds the whole document that it is of in memory
        self.rows = self.part = 0
        self.writer: pq.ParquetWriter | None = None

    def __enter__(self) -> _Parts:
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and (self.rows or (self.writer is None and not self.part)):
            self._write(self.rows)  # the last group; an empty table still has its schema
        if self.writer:
            self.writer.close()

    @property
    def path(self) -> Path:
        return self.folder / f"part-{self.part}.parquet"

    def add(self, table: pa.Table) -> None:
        """Rows behind those before."""
        if table.num_rows:
            self.fresh.append(table)
            self.rows += table.num_rows
        if len(self.fresh) >= FRESH:
            self._copy()
        while self.rows >= self.group:
            self._write(self.group)

    def _copy(self) -> None:
        """Take the rows out of their documents."""
        if self.fresh:
            self.waiting.append(pa.concat_tables(self.fresh).combine_chunks())
            self.fresh = []

    def _write(self, count: int) -> None:
        """The first `count` of the rows that wait, as one row group."""
        self._copy()
        every = pa.concat_tables(self.waiting) if self.waiting else self.arrow.empty_table()
        group, rest = every.slice(0, count).combine_chunks(), every.slice(count)
        self.waiting, self.rows = [rest] if rest.num_rows else [], rest.num_rows
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.path, self.arrow, compression="zstd", store_schema=True)
        self.writer.write_table(group.cast(self.arrow))
        if self.path.stat().st_size > PART_BYTES:
            self.writer.close()
            self.writer, self.part = None, self.part + 1


def check_rows(rows: Rows) -> None:
    """Check the rows of one document, table by table; raises SchemaViolation."""
    for name, mine in rows.items():
        check(TABLES[name], mine)


def check(schema: TableSchema, rows: Sequence[dict[str, Any]]) -> None:
    """Each row has the schema's columns, no null where none may be, and a primary key of its own."""
    names, required = set(schema.arrow.names), [field.name for field in schema.arrow if not field.nullable]
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        if row.keys() != names:
            raise SchemaViolation(f"{schema.name}: columns {sorted(row.keys() ^ names)} are missing or unknown")
        if null := [name for name in required if row[name] is None]:
            raise SchemaViolation(
                f"{schema.name}: {null} may not be null in {[row[key] for key in schema.primary_key]}"
            )
        if schema.name == "documents" and not unicodedata.is_normalized("NFC", row["text"]):
            raise SchemaViolation(f"documents: the text of {row['document_id']} is not NFC; its offsets would shift")
        key = tuple(row[name] for name in schema.primary_key)
        if key in seen:
            raise SchemaViolation(f"{schema.name}: two rows have the primary key {key}")
        seen.add(key)


def _stamp(schema: TableSchema, model_hashes: dict[str, str]) -> str:
    return json.dumps(
        {
            "table": schema.name,
            "primary_key": list(schema.primary_key),
            "schema_version": SCHEMA_VERSION,
            "pipeline_version": PIPELINE_VERSION,
            "models": dict(sorted(model_hashes.items())),
        },
        ensure_ascii=False,
    )


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _sync(folder: Path) -> None:
    """Everything on disk before the turn."""
    for path in [*sorted(folder.rglob("*")), folder]:  # folders too: they hold the names
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _turn(out: Path, version: Path) -> None:
    """Point `.current` at `version` in one rename, and each table's name at its folder there."""
    _link(out / ".current", Path(".versions") / version.name)
    for name in [*TABLES, "datapackage.json"]:
        target = Path(".current") / name
        path = out / name
        if path.is_symlink() and path.readlink() == target:
            continue
        _link(path, target)


def _link(path: Path, target: Path) -> None:
    fresh = path.with_name(path.name + ".fresh")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(path)


def _forget(versions: Path, newest: Path) -> None:
    older = sorted(
        (path for path in versions.iterdir() if path != newest), key=lambda path: path.stat().st_mtime, reverse=True
    )
    for path in older[KEPT_VERSIONS - 1 :]:
        shutil.rmtree(path)
