"""The types that travel through the pipeline: one frozen Document, one layer a stage.

Boxes are `(x0, y0, x1, y1)` in PDF points from the top left corner of the upright page; `None` for plain text.

>>> span = Span(3, 7)
>>> span.of("abcdefghij")
'defg'
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date as Day
from functools import lru_cache
from typing import Literal, NamedTuple

Box = tuple[float, float, float, float]
TextSource = Literal["text_layer", "ocr", "plain_text", "mixed"]


class Span(NamedTuple):
    """A stretch of `Document.text`, end excluded."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that this span covers."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies in this span whole.

        >>> Span(2, 9).holds(Span(2, 5)), Span(2, 9).holds(Span(1, 5))
        (True, False)
        """
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two have a character in common.

        >>> Span(2, 9).meets(Span(8, 12)), Span(2, 9).meets(Span(9, 12))
        (True, False)
        """
        return self.start < other.end and other.start < self.end


# --- read/: what a page shows ---------------------------------------------------------------------------------------


class Word(NamedTuple):
    """One token as the page shows it, no white space inside."""

    text: str
    box: Box | None = None
    confidence: float = 1.0  # 0-1: the engine's own, 1 for a trusted text layer
    raw: str | None = None  # text/: what was read, where restoration changed it (`Tr ang` for `Trang`)
    note: str | None = None  # the number of the footnote that hangs on it


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column, or one line of a text file."""

    words: tuple[Word, ...]
    size: float | None = None  # height of the type in points
    bold: bool = False
    italic: bool = False
    level: int = 0  # Markdown `#` count: a hint, often wrong
    gap: bool = False  # an empty line, or more than the usual leading, stands above
    note: str | None = None  # the number of the footnote that it belongs to

    @property
    def text(self) -> str:
        """The words joined by one space."""
        return " ".join([word.text for word in self.words])

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


@dataclass(frozen=True, slots=True)
class Layer:
    """What was thought of the text layer of a page, and why; shares are 0-1."""

    decision: Literal["none", "kept", "merged", "mixed", "rejected"]
    letters: int = 0
    marks: float = 0.0  # of the letters: bear a Vietnamese mark
    syllables: float = 0.0  # of the words: have the shape of a Vietnamese syllable
    broken: float = 0.0  # of the characters: stand for nothing
    muddled: float = 0.0  # of the numbers: have marked letters in them
    hidden: float = 0.0  # of the letters: are not painted
    legacy: float = 0.0  # of the letters: in a font older than Unicode
    uncovered: float = 0.0  # of the page's ink: no word of the layer lies on it


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
    layer: Layer | None = None  # None for a file that has none: an image, a text

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in reading order, those of the cells too."""
        found: list[Line] = []
        for item in self.items:
            if isinstance(item, Line):
                found.append(item)
            else:
                found.extend(line for row in item.rows for cell in row if cell for line in cell.lines)
        return tuple(found)


# --- text/: the pages laid down as one text -------------------------------------------------------------------------


class PlacedWord(NamedTuple):
    """A word of `Document.text` with its place on paper."""

    span: Span
    page: int
    box: Box | None
    confidence: float
    note: str | None = None  # the number of the footnote that hangs on it
    raw: str | None = None  # what was read, where restoration changed it


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, laid down behind the paragraph or table that ends its page."""

    number: str
    span: Span
    page: int


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: to compare all its words would take long
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


ColumnRole = Literal["number", "content", "form", "product", "lead", "coordinate", "time", "quota", "note"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table over one or more pages, as one."""

    id: str  # 'T1', 'T2', ... in reading order
    span: Span
    rows: tuple[Row, ...]  # header rows first, repeated ones dropped
    page_start: int
    page_end: int
    parts: tuple[tuple[int, Box | None], ...] = ()  # the pages that show it, and its box on each
    title: str = ""  # structure/
    header: tuple[str, ...] = ()  # structure/: one label a column
    roles: tuple[ColumnRole | None, ...] = ()  # structure/: what each column says


# --- structure/: the tree -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Header:
    """Who issued what, when, under which number, signed by whom and sent to whom. Spans point at `Document.text`."""

    doc_type: str | None = None
    number: str | None = None
    symbol: str | None = None
    code: str | None = None  # `61/KH-UBND`, `87/2025/QĐ-UBND`; Party form `18-NQ/TW`
    issued_date: Day | None = None
    issued_place: str | None = None
    issuer: str | None = None
    issuer_level: str = "other"
    province: str = "unknown"  # slug
    province_name: str | None = None
    province_code: str | None = None
    province_2025: str | None = None
    district: str | None = None  # 'huyện Xuân Lộc', of a district, a commune or one of their offices
    title: str | None = None
    plan_year: int | None = None
    signer: str | None = None
    signer_title: str | None = None
    sign_mode: str | None = None
    recipients: tuple[str, ...] = ()
    head: tuple[Span, ...] = ()  # the paragraphs above the body
    body: tuple[Span, ...] = ()  # the paragraphs of the outline
    recipient_spans: tuple[Span, ...] = ()  # aligned with `recipients`
    listed: tuple[Span, ...] = ()  # the paragraphs that list the recipients
    signature: tuple[Span, ...] = ()  # the lines of the signature block
    captions: tuple[Span, ...] = ()  # the paragraphs of the appendices
    found_by: tuple[tuple[str, str], ...] = ()  # field, how it was found


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
    date_value: Day | None = None
    issuer: str | None = None
    title: str | None = None
    pinpoint: str | None = None  # 'điểm a khoản 2 Điều 103'
    role: Literal["basis", "cited", "amended", "self"] = "cited"
    full_date: str | None = None  # of the document's fullest citation of the same act
    full_issuer: str | None = None
    full_title: str | None = None
    target_document_id: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention(Mention):
    """A temporal expression, in the spirit of TIMEX3."""

    kind: Literal["date", "month", "quarter", "year", "interval", "recurrence", "ongoing"]
    value: str
    start_date: Day | None = None
    end_date: Day | None = None
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
    unit_province: str | None = None  # 'Đồng Nai'
    unit_province_code: str | None = None
    unit_province_2025: str | None = None
    unit_district: str | None = None  # 'huyện Xuân Lộc'


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who must do what, by when."""

    section_path: str
    span: Span  # the section or table row that gives the task
    unit: str
    unit_raw: str
    unit_span: Span  # where the unit is named
    role: Literal["lead", "coordinate"]
    task: str
    deadline: Day | None = None
    deadline_text: str | None = None
    recurrence: str | None = None
    quota_count: int = 0
    method: str = "section"  # or `table`, `named role`, `closing order`
    confidence: float = 0.85


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
class Abbreviation:
    """A short form that the document defines, and from where in its text on it holds."""

    short: str
    full: str
    char_start: int


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
    footnotes: tuple[Footnote, ...] = ()
    header: Header = field(default_factory=Header)  # structure/
    sections: tuple[Section, ...] = ()
    legal_refs: tuple[LegalRef, ...] = ()  # entities/
    dates: tuple[DateMention, ...] = ()
    quotas: tuple[Quota, ...] = ()
    units: tuple[Unit, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    flags: tuple[Flag, ...] = ()  # any stage


# Vietnamese letters for character classes: a range such as À-ỹ would mix capitals and small letters.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = UPPER.lower()


def union(boxes: list[Box]) -> Box | None:
    """The smallest box around all of `boxes`; None for none.

    >>> union([(0, 0, 1, 1), (2, 1, 3, 4)])
    (0, 0, 3, 4)
    """
    if not boxes:
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _folds() -> dict[int, str]:
    table = {ord(letter): "d" for letter in "ĐđÐð"}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        table.setdefault(code, unicodedata.normalize("NFD", chr(code))[0].lower())
    return table


_FOLDS = _folds()


@lru_cache(maxsize=4000)  # the paragraphs of a few documents
def skeleton(text: str) -> str:
    """`text` in lower case without its marks, of the same length for NFC text: what noisy reading leaves of a word.

    >>> skeleton("Ủy ban nhân dân tỉnh Đồng Nai")
    'uy ban nhan dan tinh dong nai'
    """
    return text.translate(_FOLDS).lower()


def is_capitals(text: str) -> bool:
    """Whether `text` is set in capitals: more than four fifths of at least four letters.

    >>> is_capitals("KẾ HOẠCH 2024"), is_capitals("Kế hoạch")
    (True, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)
