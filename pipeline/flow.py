"""The story of one file, on one screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.document import Document
from pipeline.entities.mentions import find_mentions
from pipeline.errors import Failure, PipelineError, UnreadableFile, readable
from pipeline.pages import Pages, Reading
from pipeline.read.file import Opened, open_file, read_file, read_page, stamp_of
from pipeline.read.kept import Remembering
from pipeline.read.ocr import load_engine
from pipeline.stages import check_keys
from pipeline.store.kept import as_tables, write_kept
from pipeline.store.parquet import check_rows
from pipeline.store.rows import rows_of
from pipeline.structure.header import parse_header
from pipeline.structure.sections import parse_sections
from pipeline.structure.tables import parse_tables
from pipeline.text.diacritics import restore_diacritics
from pipeline.text.lines import lay_down


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


# The same story in three tasks, so that the pages of all files share one crew of workers. What they make they leave on
# disk, and hand nothing on but what went wrong: the next task may run on another machine, or after a crash.


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the results of one document are kept."""

    pages: Pages
    rows: Path
    ocr: Path | None  # what OCR read, of all documents
    stamp: str  # of the file that was opened (`stamp_of`)
    keys: tuple[str, str]  # with what pages and rows are made


def begin(path: Path, source: str) -> Opened | Failure:
    """What the file is and how many pages it has."""
    return attempt("open", open_file, path, source)


def read(path: Path, opened: Opened, number: int, shelf: Shelf) -> Failure | None:
    """Read one page and keep it."""
    return attempt("read", _read_page, path, opened, number, shelf)


def finish(path: Path, opened: Opened, shelf: Shelf) -> Failure | None:
    """Understand a document whose pages are kept, or quickly read, and keep its rows."""
    return attempt("understand", _finish, path, opened, shelf)


def _read_page(path: Path, opened: Opened, number: int, shelf: Shelf) -> None:
    check_keys(shelf.keys)
    shelf.pages.keep(_reading(path, opened, number, shelf))


def _finish(path: Path, opened: Opened, shelf: Shelf) -> None:
    check_keys(shelf.keys)
    kept = {} if opened.is_quick else shelf.pages.read()
    numbers = range(1, opened.page_count + 1)
    readings = [kept.get(number) or _reading(path, opened, number, shelf) for number in numbers]
    if not opened.is_quick:
        shelf.pages.put_together(readings)
    flags = opened.document.flags + tuple(flag for _, doubts in readings for flag in doubts)
    doc = replace(opened.document, pages=tuple(page for page, _ in readings), flags=flags)
    rows = rows_of(understand(doc))
    check_rows(rows)  # here, where a fault of ours costs one document and not the run
    write_kept(shelf.rows, as_tables(rows))


def _reading(path: Path, opened: Opened, number: int, shelf: Shelf) -> Reading:
    """One page, read now; `shelf` may know what OCR has seen in it."""
    engine = Remembering(load_engine(), shelf.ocr) if shelf.ocr else load_engine()
    reading = read_page(path, opened.kind, number, engine)
    if stamp_of(path) != shelf.stamp:  # never kept under bytes that it had before
        raise UnreadableFile(f"{opened.document.source} was changed while it was read; run this again")
    return reading


def attempt(stage: str, task, *arguments):
    """What `task` returns, or the Failure of an input that cannot be processed; any other exception is our bug."""
    try:
        return task(*arguments)
    except PipelineError as error:
        return Failure(stage, type(error).__name__, readable(str(error)))
