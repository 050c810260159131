"""The types that travel through the pipeline: one frozen Document, one layer a stage.

Boxes are `(x0, y0, x1, y1)` in PDF points from the top left corner of the upright page; `None` for plain text.

>>> span = Span(3, 7)
>>> span.of("abcdefghij")
'defg'
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Box = tuple[float, float, float, float]
TextSource = Literal["text_layer", "ocr", "plain_text", "mixed"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Document.text`, end excluded."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        return text[self.start : self.end]


# --- read/: what a page shows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """One token as the page shows it, no white space inside."""

    text: str
    box: Box | None = None
    confidence: float = 1.0  # 0-1: the engine's own, 1 for a trusted text layer
    raw: str | None = None  # text/: what was read, where restoration changed it (`Tr ang` for `Trang`)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column, or one line of a text file."""

    words: tuple[Word, ...]
    size: float | None = None  # height of the type in points
    bold: bool = False
    italic: bool = False
    level: int = 0  # Markdown `#` count: a hint, often wrong
    gap: bool = False  # an empty line, or more than the usual leading, stands above

    @property
    def text(self) -> str:
        """The words joined by one space."""
        return " ".join(word.text for word in self.words)

    @property
    def raw(self) -> str:
        """The line as it was read, before restoration."""
        return " ".join(word.raw if word.raw is not None else word.text for word in self.words)

    @property
    def box(self) -> Box | None:
        """The smallest box around the words, None for plain text."""
        return union([word.box for word in self.words if word.box])


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled grid; a merged cell stands once, at its first row and column."""

    lines: tuple[Line, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as one page shows it: rows of cells, all rows equally long, None where a merged cell covers."""

    rows: tuple[tuple[Cell | None, ...], ...]
    box: Box | None = None
    row_boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright: its lines and grids in reading order."""

    number: int  # from 1
    items: tuple[Line | Grid, ...]
    text_source: TextSource
    width: float | None = None  # points
    height: float | None = None
    rotation: int = 0  # degrees clockwise that the image was turned to stand upright
    skew_deg: float = 0.0
    confidence: float = 1.0


# --- text/: the pages laid down as one text -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of `Document.text` with its place on paper."""

    span: Span
    page: int
    line: int  # from 1, counted down the page
    box: Box | None
    confidence: float
    raw: str | None  # what was read, where restoration changed it


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the running text: broken lines joined, whole even where a page cut it."""

    span: Span
    page_start: int
    page_end: int
    lines: tuple[Line, ...]  # as printed, for size, weight and place


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, whole even where a page cut it; `cells` are spans of `Document.text`."""

    cells: tuple[Span, ...]
    page_start: int
    page_end: int
    is_header: bool = False
    is_section: bool = False  # one cell that spans the table (`I. Cải cách thể chế`)


@dataclass(frozen=True, slots=True)
class Table:
    """A table over one or more pages, as one."""

    id: str  # 'T1', 'T2', ... in reading order
    span: Span
    rows: tuple[Row, ...]  # header rows first, repeated ones dropped
    page_start: int
    page_end: int
    parts: tuple[tuple[int, Box | None], ...] = ()  # page and box of each part
    title: str = ""  # structure/
    header: tuple[str, ...] = ()  # structure/: one label a column


# --- structure/: the tree -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Header:
    """Who issued what, when, under which number, signed by whom and sent to whom. Spans point at `Document.text`."""

    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    issued_date: date | None = None
    issued_place: str | None = None
    issuer: str | None = None
    issuer_level: str = "other"
    province: str = "unknown"  # slug
    province_name: str | None = None
    title: str | None = None
    plan_year: int | None = None
    signer: str | None = None
    signer_title: str | None = None
    sign_mode: str | None = None
    recipients: tuple[str, ...] = ()
    head: Span | None = None  # everything above the body
    recipient_spans: tuple[Span, ...] = ()
    signature: Span | None = None
    found_by: tuple[tuple[str, str], ...] = ()  # field, how it was found

    @property
    def code(self) -> str | None:
        """`61/KH-UBND`; Party form `18-NQ/TW`; None where number or symbol is not known."""
        if not self.number or not self.symbol:
            return None
        return f"{self.number}{'-' if '/' in self.symbol else '/'}{self.symbol}"


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline; `span` covers its own text, without label and without children."""

    id: str
    parent_id: str | None
    path: str
    depth: int
    ordinal: int
    kind: Literal["heading", "point", "bullet", "paragraph"]
    label: str | None
    span: Span
    page_start: int
    page_end: int


# --- entities/ ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """What every entity row carries: where it stands, as written, how it was found."""

    span: Span
    raw: str
    section_path: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LegalRef(Mention):
    """A mention of another document (or of this one, role `self`)."""

    type: str
    code: str | None = None
    number: str | None = None
    symbol: str | None = None
    name: str | None = None
    date: str | None = None  # '2021-10-14' or '2015'
    date_value: date | None = None
    issuer: str | None = None
    title: str | None = None
    role: Literal["basis", "cited", "amended", "self"] = "cited"
    target_document_id: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention(Mention):
    """A temporal expression, in the spirit of TIMEX3."""

    kind: Literal["date", "month", "quarter", "year", "interval", "recurrence", "ongoing"]
    value: str
    start_date: date | None = None
    end_date: date | None = None
    edtf: str | None = None
    modifier: Literal["before", "on_or_before", "within", "after", "from"] | None = None
    role: Literal["issued", "reference", "deadline", "period", "reporting", "other"] = "other"
    valid: bool = True
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Quota(Mention):
    """A quantified obligation."""

    value: float
    comparator: Literal[">=", "<=", "="]
    unit: str
    period: str | None = None  # ISO 8601 duration
    responsible: tuple[str, ...] = ()
    object: str | None = None


@dataclass(frozen=True, slots=True)
class Unit(Mention):
    """A mention of a body that can act."""

    canonical: str
    unit_type: str
    level: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who must do what, by when."""

    section_path: str
    unit: str
    unit_raw: str
    role: Literal["lead", "coordinate"]
    task: str
    deadline: date | None = None
    deadline_text: str | None = None
    recurrence: str | None = None
    quota_count: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt, from any stage, that a person should look at."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    page: int | None = None
    section_path: str | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file on its way through; a stage returns a new one with its own layer filled."""

    id: str  # first 16 hex digits of the SHA-256 of the bytes
    sha256: str
    source: str  # path below RAW, forward slashes
    media_type: str
    pages: tuple[Page, ...] = ()  # read/, words restored by text/
    restored: bool = False  # text/: at least one page was read through the channel model
    text: str = ""  # text/
    words: tuple[PlacedWord, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    header: Header = field(default_factory=Header)  # structure/
    sections: tuple[Section, ...] = ()
    legal_refs: tuple[LegalRef, ...] = ()  # entities/
    dates: tuple[DateMention, ...] = ()
    quotas: tuple[Quota, ...] = ()
    units: tuple[Unit, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    flags: tuple[Flag, ...] = ()  # any stage


def union(boxes: list[Box]) -> Box | None:
    """The smallest box around all of `boxes`; None for none.

    >>> union([(0, 0, 1, 1), (2, 1, 3, 4)])
    (0, 0, 3, 4)
    """
    if not boxes:
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)
