"""The published dataset, read back: what the exports, the report and a person at the terminal look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.errors import PipelineError
from pipeline.store.rows import Rows
from pipeline.store.schema import TABLES


class NoDataset(PipelineError):
    """The folder does not hold the published tables, or not all of them."""


def open_table(dataset: Path, name: str) -> ds.Dataset:
    """A table with the columns of its schema, in its order, none of it in memory; raises NoDataset."""
    folder = dataset / name
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise NoDataset(
            f"{dataset} holds no table {name}; run `make extract` first, or name the folder with OUT=folder"
        )
    wanted = TABLES[name].arrow.remove_metadata()
    try:
        found = ds.dataset(files)
        if missing := [column for column in wanted.names if column not in found.schema.names]:
            message = f"{folder} lacks {', '.join(missing)}: another version of this program made it"
            raise NoDataset(f"{message}; run `make extract` again")
        return found.replace_schema(wanted)
    except (pa.ArrowException, OSError) as error:
        raise NoDataset(f"{folder} cannot be read ({error}); run `make extract` again") from error


def read_table(dataset: Path, name: str) -> pa.Table:
    """A table, all of it in memory; raises NoDataset."""
    try:
        return open_table(dataset, name).to_table()
    except (pa.ArrowException, OSError) as error:
        raise NoDataset(f"{dataset / name} cannot be read ({error}); run `make extract` again") from error


def read_rows(dataset: Path) -> Rows:
    """The rows of every table; raises NoDataset."""
    return {name: read_table(dataset, name).to_pylist() for name in TABLES}


def by_document(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each document, in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["document_id"], []).append(row)
    return found
