"""One file -> its pages. What a file is, its bytes tell, not its name.

Pages do not depend on each other, so that the pages of all files can share one pool of workers.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipeline.document import Document, Flag, Page
from pipeline.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    UnreadableFile,
    UnsupportedFile,
)
from pipeline.read.docx import PACKAGE_ERRORS, count_docx_pages, read_docx_page
from pipeline.read.ocr import OcrEngine, load_engine
from pipeline.read.pdf import count_pages, read_pdf_page
from pipeline.read.plain import count_text_pages, decode, is_markdown, read_text_page
from pipeline.read.scan import MOST_PAGES, count_frames, read_frame

Kind = Literal["pdf", "image", "docx", "text"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
MEDIA |= dict.fromkeys((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), "image/tiff")
OTHER_KINDS = {  # first bytes, what it is, what to do
    b"{\\rtf": ("a rich text file", "open it in Word or LibreOffice and save it as DOCX or PDF"),
    b"GIF8": ("a GIF image", "save it as PNG"),
    b"BM": ("a bitmap image", "save it as PNG"),
    b"RIFF": ("a WebP image or a recording", "save an image as PNG"),
    b"AT&TFORM": ("a DjVu file", "print it to PDF"),
    b"7z\xbc\xaf": ("an archive", "unpack it and put the files in its place"),
    b"Rar!": ("an archive", "unpack it and put the files in its place"),
    b"\x1f\x8b": ("an archive", "unpack it and put the files in its place"),
}
MOST_BYTES = 500_000_000  # a file is held in memory whole: 1,000 scanned pages of 500 kB
MOST_TEXT = 5_000_000  # bytes of a text, which is understood in one piece: 1,500 pages
MOST_ENTRIES = 10_000  # of a zip: a Word document has some twenty, and one for each picture
LOW_CONFIDENCE = 0.7  # mean of a page; ordinary scans stand at 0.85 to 0.95


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read: what is known before its pages are."""

    document: Document  # without pages
    kind: Kind
    page_count: int

    @property
    def is_quick(self) -> bool:
        """Whether reading it is no work: its pages are read with their document, and not kept."""
        return self.kind in ("text", "docx")


def read_file(path: Path, source: str) -> Document:
    """The file as a Document with every page read; raises a ReadError that tells the owner what to do."""
    opened = open_file(path, source)
    readings = [read_page(path, opened.kind, number) for number in range(1, opened.page_count + 1)]
    pages = tuple(page for page, _ in readings)
    flags = tuple(flag for _, flags in readings for flag in flags)
    return replace(opened.document, pages=pages, flags=flags)


def open_file(path: Path, source: str) -> Opened:
    """What a file is and how many pages it has; raises a ReadError where it cannot be read."""
    data = read_bytes(path)
    kind, media_type = find_kind(data, path)
    count = {"pdf": count_pages, "image": count_frames, "docx": count_docx_pages, "text": count_text_pages}[kind]
    digest, pages = hashlib.sha256(data).hexdigest(), count(path)
    if pages > MOST_PAGES:
        raise OversizedFile(f"{path.name} has {pages:,} pages, over {MOST_PAGES:,}; cut it into parts")
    return Opened(Document(digest[:16], digest, source, media_type), kind, pages)


def read_page(path: Path, kind: Kind, number: int, engine: OcrEngine | None = None) -> tuple[Page, tuple[Flag, ...]]:
    """One page, from 1, and the doubts about it; `engine` reads what is a picture, Tesseract unless told."""
    try:
        if kind in ("pdf", "image"):
            read = read_pdf_page if kind == "pdf" else read_frame
            page, flags = read(path, number, engine or load_engine())
        else:
            page, flags = (read_docx_page if kind == "docx" else read_text_page)(path, number)
    except (OSError, IndexError) as error:
        raise UnreadableFile(f"{path.name} was moved or changed while it was read; run this again") from error
    if not page.items and not any(flag.severity == "error" for flag in flags):
        flags += (Flag("empty_page", "info", f"page {number} shows no text", number),)
    elif page.items and page.text_source in ("ocr", "mixed") and page.confidence < LOW_CONFIDENCE:
        message = f"page {number} was hard to read ({page.confidence:.0%} sure); compare it with the paper"
        flags += (Flag("low_confidence_page", "warning", message, number),)
    return page, flags


def stamp_of(path: Path) -> str:
    """Size and time of a file, which change with its bytes: the same from every machine; empty where it is gone."""
    try:
        state = path.stat()
    except OSError:
        return ""
    return f"{state.st_size}:{state.st_mtime_ns}"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises where there are none or we may not have them."""
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path.name} is a folder; put the files themselves in its place")
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):  # reading a pipe would wait for ever
            raise UnreadableFile(f"{path.name} is a pipe or a device; put a file in its place")
        if state.st_size > MOST_BYTES:
            raise OversizedFile(
                f"{path.name} holds {state.st_size / 10**6:,.0f} MB; "
                f"split it into files of at most {MOST_BYTES // 10**6} MB"
            )
        data = path.read_bytes()
    except PermissionError as error:
        raise UnreadableFile(
            f"{path.name} may not be read; give the user who runs this the right to read it"
        ) from error
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read ({error.strerror}); check that it is still there") from error
    if not data:
        raise EmptyFile(f"{path.name} is empty; download or scan it again")
    return data


def find_kind(data: bytes, path: Path) -> tuple[Kind, str]:
    """How to read these bytes, and their media type; raises for what this pipeline does not read."""
    if b"%PDF-" in data[:1024] and not data.startswith(b"PK\x03\x04"):
        return "pdf", "application/pdf"
    for start, media_type in MEDIA.items():
        if data.startswith(start):
            return "image", media_type
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return find_zip_kind(data, path)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFile(f"{path.name} asks for a password; save a copy without one in its place")
        raise UnsupportedFile(f"{path.name} is a Word 97-2003 or Excel file; save it as DOCX or PDF")
    if data[4:8] == b"ftyp":
        raise UnsupportedFile(f"{path.name} is a HEIC photo or a film; save a photo as JPEG")
    text = decode(data[:MOST_TEXT])
    if text is None or text.startswith("{\\rtf"):
        for start, (what, advice) in OTHER_KINDS.items():
            if data.startswith(start):
                raise UnsupportedFile(f"{path.name} is {what}; {advice}")
        raise UnsupportedFile(f"{path.name} is of no kind we know; save it as PDF, DOCX, PNG, JPEG, TIFF or plain text")
    start = text[:2000].lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body")) or ("<html" in start and start.startswith("<")):
        raise UnsupportedFile(f"{path.name} is a web page; open it in a browser and print it to PDF")
    if start.startswith("<?xml"):
        raise UnsupportedFile(f"{path.name} is an XML file; save the document as PDF or DOCX")
    if len(data) > MOST_TEXT:
        raise OversizedFile(
            f"{path.name} is a text of {len(data) / 10**6:,.1f} MB; "
            f"split it into files of at most {MOST_TEXT / 10**6:g} MB"
        )
    if not text.strip():
        raise EmptyFile(f"{path.name} holds only white space; export it again")
    return "text", "text/markdown" if is_markdown(text) else "text/plain"


def find_zip_kind(data: bytes, path: Path) -> tuple[Kind, str]:
    """A zip that holds a Word document is one; any other is for its owner to unpack."""
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:  # the sign before each: listing millions takes gigabytes
        raise UnsupportedFile(
            f"{path.name} is an archive of over {MOST_ENTRIES:,} files; unpack it and put the files in its place"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except PACKAGE_ERRORS as error:
        raise DamagedFile(
            f"{path.name} begins like a DOCX or zip file but is cut or damaged; download it again"
        ) from error
    if "word/document.xml" in names:
        return "docx", DOCX
    if "xl/workbook.xml" in names:
        raise UnsupportedFile(f"{path.name} is an Excel workbook; print its sheets to PDF")
    if "ppt/presentation.xml" in names:
        raise UnsupportedFile(f"{path.name} is a PowerPoint file; print it to PDF")
    if "content.xml" in names:
        raise UnsupportedFile(f"{path.name} is an OpenDocument file; save it as DOCX or PDF")
    raise UnsupportedFile(f"{path.name} is a zip archive; unpack it and put the files in its place")
