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


def read_table(dataset: Path, name: str) -> pa.Table:
    """A table with the columns of its schema, in its order; raises NoDataset.

    Columns that an older version did not have are null.
    """
    folder = dataset / name
    if not folder.is_dir():
        raise NoDataset(
            f"{dataset} holds no table {name}; run `make extract` first, or name the folder with OUT=folder"
        )
    return ds.dataset(folder).replace_schema(TABLES[name].arrow.remove_metadata()).to_table()


def read_rows(dataset: Path) -> Rows:
    """The rows of every table; raises NoDataset."""
    return {name: read_table(dataset, name).to_pylist() for name in TABLES}


def by_document(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each document, in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["document_id"], []).append(row)
    return found
