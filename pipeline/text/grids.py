"""Tables over pages: the parts that pages show are stitched into one table, with repeated headers dropped.

A part continues the table before it when nothing but the page break stands between them and the columns agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.document import Box, Cell, Grid, Line

STT = re.compile(r"^\W*(?:\d{1,3}(?:\.\d{1,2})*|[IVXLC]+|[A-Z])\W*$")
# What the heads of columns say in task tables; a first row without any of them is a head only if nothing is numbered.
HEAD_WORDS = re.compile(
    r"\b(?:stt|số tt|tt|nội dung|nhiệm vụ|công việc|chủ trì|phối hợp|thời gian|thời hạn|tiến độ|sản phẩm|ghi chú|"
    r"đơn vị|cơ quan|tên|chỉ tiêu|kết quả|hình thức|số lượng|hoàn thành|họ và tên|chức vụ|địa chỉ|kinh phí|"
    r"mục tiêu|lĩnh vực)\b"
)

HEAD_ALIKE = 0.8  # of the letters: an engine reads a head differently on every page
LIST_MARK = re.compile(r"[-–+•]\s")
ENDED = re.compile(r"[.;:!?]$")
OPEN = re.compile(r"(?:,|\b(?:và|của|các|về|cho|với|tại|theo))$")

CellParts = tuple[tuple[int, tuple[Line, ...]], ...]  # what a cell holds on each page that it stands on


@dataclass(frozen=True, slots=True)
class GridPart:
    """A grid and the page that shows it."""

    page: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row that may run over a page."""

    cells: tuple[CellParts, ...]
    page_start: int
    page_end: int
    is_header: bool = False
    is_section: bool = False


@dataclass(frozen=True, slots=True)
class LongTable:
    """A table with all its rows, header rows first."""

    rows: tuple[GridRow, ...]
    parts: tuple[tuple[int, Box | None], ...]

    @property
    def page_start(self) -> int:
        return self.parts[0][0]

    @property
    def page_end(self) -> int:
        return self.parts[-1][0]


def stitch(parts: list[GridPart]) -> Iterator[LongTable]:
    """Join neighbouring grids that are one table; yield the tables in order."""
    group: list[GridPart] = []
    for part in parts:
        if group and not _goes_on(group, part):
            yield _join(group)
            group = []
        group.append(part)
    if group:
        yield _join(group)


def _goes_on(group: list[GridPart], part: GridPart) -> bool:
    """Whether `part` continues the table of `group`: same columns, and the same head, no head, or the next number."""
    last = group[-1]
    if part.page - last.page > 1 or _width(part.grid) != _width(last.grid):
        return False
    if part.page == last.page and part.grid.box is not None:
        return False  # two ruled tables on one sheet
    heads = header_rows(group[0].grid)
    mine = header_rows(part.grid)
    if not mine:
        return True
    return _alike(_fold_row(part.grid.rows[0]), _fold_row(group[0].grid.rows[0])) and abs(mine - heads) <= 1


def _alike(head: list[str], other: list[str]) -> bool:
    """Whether two heads are one, each as it was read: half of the labels the same, or all of them nearly so."""
    shares = [fuzz.ratio(a, b) / 100 for a, b in zip(head, other, strict=True)]
    return sum(share == 1 for share in shares) > len(shares) / 2 or sum(shares) > HEAD_ALIKE * len(shares)


def header_rows(grid: Grid) -> int:
    """How many rows at the top of `grid` are its head: 0 to 3."""
    rows = grid.rows
    if not rows:
        return 0
    first = _fold_row(rows[0])
    heads = sum(bool(HEAD_WORDS.search(cell)) for cell in first)
    filled = sum(bool(cell) or rows[0][index] is None for index, cell in enumerate(first))
    if (STT.match(first[0]) and first[0]) or not heads or 2 * filled < len(first):
        return 0
    if len(rows) == 1:  # a head alone at the foot of a page
        return int(heads >= 3)
    if sum(len(cell) for cell in first) > 60 * len(first):
        return 0
    count = 1
    spanned = any(cell and (cell.row_span > 1 or cell.column_span > 1) for cell in rows[0])
    if spanned and len(rows) > 2 and not _fold_row(rows[1])[0] and not _is_section(rows[1]):
        count = 2
    if count < len(rows) - 1:
        cells = _fold_row(rows[count])
        numbered = all(re.fullmatch(r"\W*(?:\d{1,2}|[a-z])\W*", cell) or not cell for cell in cells)
        count += numbered and sum(map(bool, cells)) > 1  # (1) (2) (3) under the head
    return count


def _join(group: list[GridPart]) -> LongTable:
    rows: list[GridRow] = []
    for index, part in enumerate(group):
        heads = header_rows(part.grid)
        for place, cells in enumerate(part.grid.rows):
            if place < heads and index:
                continue
            row = GridRow(
                tuple(((part.page, cell.lines),) if cell and cell.lines else () for cell in cells),
                part.page,
                part.page,
                is_header=place < heads,
                is_section=place >= heads and _is_section(cells),
            )
            if index and place == heads and rows and _is_cut(rows[-1], row):
                rows[-1] = _merge(rows[-1], row)
            else:
                rows.append(row)
    return LongTable(tuple(rows), tuple((part.page, part.grid.box) for part in group))


def _is_cut(above: GridRow, below: GridRow) -> bool:
    """Whether a page break, not a ruling line, parts these two rows."""
    if above.is_header or above.is_section or below.is_section:
        return False
    texts = [_cell_text(cell) for cell in below.cells]
    if not any(texts):
        return True
    if texts[0]:
        # a number set in the middle of a tall row stands on its second page only
        number = re.fullmatch(r"\W*(\d{1,3})\W*", texts[0])
        begun = "".join(map(_cell_text, above.cells[1:2]))  # else a row of a cell merged over several
        return bool(number and begun) and not _cell_text(above.cells[0])
    pairs = [(_cell_text(a), b) for a, b in zip(above.cells, texts, strict=True) if b]
    if any(b[0].islower() or LIST_MARK.match(b) for _, b in pairs) and len(pairs) <= len(texts) // 2:
        return True
    if any(a and not ENDED.search(a) and b[0].islower() for a, b in pairs):
        return True
    # a sentence that the page cut: nothing ends it above, and more than a phrase was said
    unended = [a for a, b in pairs if a and not ENDED.search(a) and (b[0].islower() or len(a) > 40 or OPEN.search(a))]
    return bool(unended) and not any(a and ENDED.search(a) and b[0].isupper() for a, b in pairs)


def _merge(above: GridRow, below: GridRow) -> GridRow:
    cells = tuple(a + b for a, b in zip(above.cells, below.cells, strict=True))
    return GridRow(cells, above.page_start, below.page_end)


def _is_section(cells: tuple[Cell | None, ...]) -> bool:
    """One text over the whole width, or a Roman label and one text: a section row."""
    filled = [cell for cell in cells if cell and cell.lines]
    if len(cells) < 3 or not filled:
        return False
    if len(filled) == 1:
        return filled[0].column_span >= len(cells) - 1
    label = " ".join(line.text for line in filled[0].lines)
    return (
        len(filled) == 2
        and bool(re.fullmatch(r"[IVXLC]+\.?|[A-Z]\.?", label))
        and filled[1].column_span >= len(cells) - 2
    )


def _width(grid: Grid) -> int:
    return len(grid.rows[0]) if grid.rows else 0


def _cell_text(cell: CellParts) -> str:
    return " ".join(line.text for _, lines in cell for line in lines)


def _fold_row(row: tuple[Cell | None, ...]) -> list[str]:
    """The row's cells as bare lower-case words, for comparing heads."""
    texts = [" ".join(line.text for line in cell.lines) if cell else "" for cell in row]
    return [" ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())) for text in texts]
