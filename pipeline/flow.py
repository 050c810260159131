"""The story of one file, on one screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.document import Document, Flag, Page
from pipeline.entities.mentions import find_mentions
from pipeline.errors import PipelineError, readable
from pipeline.read.file import Opened, open_file, read_file, read_page
from pipeline.read.kept import Remembering
from pipeline.read.ocr import load_engine
from pipeline.store.kept import as_tables, write_kept
from pipeline.store.parquet import check_rows
from pipeline.store.rows import rows_of
from pipeline.structure.header import parse_header
from pipeline.structure.sections import parse_sections
from pipeline.structure.tables import parse_tables
from pipeline.text.diacritics import restore_diacritics
from pipeline.text.lines import lay_down

Reading = tuple[Page, tuple[Flag, ...]]


@dataclass(frozen=True, slots=True)
class Failure:
    """What stopped a file, for its row of `inputs`."""

    stage: str
    error_type: str
    message: str


def extract(path: Path, source: str) -> Document:
    """Read one file and fill every layer of its Document."""
    return understand(read_file(path, source))


def understand(doc: Document) -> Document:
    """Fill every layer above the pages."""
    doc = restore_diacritics(doc)  # its model is loaded when a page needs it, once a worker process
    doc = lay_down(doc)
    doc = parse_header(doc)
    doc = parse_sections(doc)
    doc = parse_tables(doc)
    return find_mentions(doc)


# The same story in three tasks, so that the pages of all files share one pool of workers.


def begin(path: Path, source: str) -> Opened | Failure:
    """What the file is and how many pages it has."""
    return attempt("open", open_file, path, source)


def read(path: Path, opened: Opened, number: int, kept: Path | None = None) -> Reading | Failure:
    """One page; `kept` is the folder of what OCR read before."""
    engine = Remembering(load_engine(), kept) if kept else load_engine()
    return attempt("read", read_page, path, opened.kind, number, engine)


def finish(opened: Opened, readings: list[Reading], kept: Path) -> Failure | None:
    """Understand a document whose pages have been read, and keep its rows in the file `kept`."""
    pages = tuple(page for page, _ in readings)
    flags = opened.document.flags + tuple(flag for _, doubts in readings for flag in doubts)
    rows = attempt("understand", lambda: rows_of(understand(replace(opened.document, pages=pages, flags=flags))))
    if isinstance(rows, Failure):
        return rows
    check_rows(rows)  # here, where a fault of ours costs one document and not the run
    write_kept(kept, as_tables(rows))
    return None


def attempt(stage: str, task, *arguments):
    """What `task` returns, or the Failure of an input that cannot be processed; any other exception is our bug."""
    try:
        return task(*arguments)
    except PipelineError as error:
        return Failure(stage, type(error).__name__, readable(str(error)))
