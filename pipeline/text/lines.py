"""From printed lines to one text: broken lines joined to paragraphs, pages laid down one after another.

The test of a line break is the typesetter's: had the next line's first word still fitted, the break was meant.

>>> from pipeline.document import Document, Line, Page, Word
>>> rows = ("- Tăng cường phối hợp,", "chia sẻ.", "- Đưa")
>>> lines = [Line(tuple(Word(word) for word in row.split())) for row in rows]
>>> doc = Document("0" * 16, "", "a.txt", "text/plain", pages=(Page(1, tuple(lines), "plain_text"),))
>>> lay_down(doc).text
'- Tăng cường phối hợp, chia sẻ.\\n- Đưa'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.document import (
    LOWER,
    UPPER,
    Document,
    Footnote,
    Grid,
    Line,
    Paragraph,
    PlacedWord,
    Row,
    Span,
    Table,
    Word,
    is_capitals,
)
from pipeline.text.grids import GridPart, GridRow, LongTable, stitch

LABEL = re.compile(
    rf"""
    (?: [-–—•·▪●*+] \s
      | (?: [IVXLivxl]{{1,5}} | [1-9]\d?(?:\.\d{{1,2}}){{0,3}} | [A-Zđa-z] ) [.)] (?: \s | $ )
      | (?: [IVX]{{1,5}} | [1-9]\d?(?:\.\d{{1,2}}){{0,3}} | [a-zđA-HĐ] ) \s? [/–-] \s+ (?= [{UPPER}] )
      | [1-9]\d?(?:\.\d{{1,2}}){{1,3}} \s+ (?! [{LOWER}] )
      | (?: Chương | Mục | Phần | CHƯƠNG | MỤC | PHẦN | PHỤ\ LỤC | Phụ\ lục ) \s+ (?: thứ\s | [IVXLC\d] )
      | (?: Điều | ĐIỀU ) \s+ \d+[a-z]? \s* (?: [.:] | $ )
    )
    """,
    re.VERBOSE,
)
# Openings that never stand in the middle of a paragraph of this genre (Decree 30/2020, annex I).
CARRIES_OUT = re.compile(r"Thực hiện (?:Luật|Nghị|Quyết|Thông|Kế|Chương|Chỉ|Công|Văn|Đề án)")
OPENING = re.compile(
    r"""
    (?: Số \s* : | Căn\ cứ\ (?:Luật|Nghị|Quyết|Thông|Hiến|Kế|Chương|Chỉ|Công|Văn|Bộ\ luật) | Nơi\ nhận | Kính\ gửi
      | Độc\ lập | CỘNG\ HÒA | ĐẢNG\ CỘNG | Trên\ đây | Phụ\ lục\b | PHỤ\ LỤC\b | \(?Ban\ hành\ kèm | \(?Kèm\ theo
      | (?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\. | T/M\b | K/T\b | T/L\b | Lưu\s*:
      | \S.{1,38},\s*ngày\b.{0,12}\btháng\b.{0,8}\bnăm\b.{0,8}$
    )
    """,
    re.VERBOSE,
)
TERMINAL = re.compile(r"[.;:!?…][\"”')\]]*$")
# `kinh tế / - xã hội`, `05 / - 06%`: a dash within a line that broke before it, not a list mark.
CUT_COMPOUND = re.compile(rf"[-–] (?:\d|[{LOWER}]+(?:[ ,.;]|$))")
# The same where lines are whole paragraphs: only compounds that everybody writes.
FORMULA = re.compile(r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|NGHỊ ĐỊNH|CHỈ THỊ)\s*:?$")  # in the middle of its own line
# The second half is small: `- Ngân sách tỉnh ...` under `1. Sở Tài chính` is an item of a list.
HALVES = "chính trị|kinh tế|văn hóa|văn hoá|xã hội|khoa học|an ninh|quốc phòng|tài chính"
FIRST_HALF = re.compile(rf"\b(?:{HALVES})$", re.IGNORECASE)
SECOND_HALF = re.compile(rf"[-–] (?:{HALVES}|nghề nghiệp|kỹ thuật|công nghệ|thể thao|ngân sách)\b")
# Words that cannot end a sentence: what follows belongs to them, whatever its case.
OPEN_END = re.compile(
    r"(?:,|\s[-–]|\b(?:của|và|các|về|tại|theo|do|với|cho|từ|đến|trong|bằng|là|những|hoặc|số|ngày|tháng|Ban Chấp hành|"
    r"Bộ trưởng|Thủ tướng|Ủy ban|Hội đồng|Ban Thường vụ|Nghị quyết|Quyết định|Nghị định|Thông tư|"
    r"Chỉ thị|khoản \d+|điểm [a-zđ])|\d/[A-ZĐ]{2,}-)$"
)
COMMITTEE = re.compile(r"(?:ỦY BAN|UỶ BAN|HỘI ĐỒNG) NHÂN DÂN$")
PLACE = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|XÃ|PHƯỜNG) [^\W\d_]+(?: [^\W\d_]+){0,4}$")
# Where a paragraph begins though no line break shows it (texts taken from web pages).
BASIS = r"Căn cứ (?:Luật|Nghị|Quyết|Thông|Bộ luật)[ ]"
ARTICLE = re.compile(rf"(?:Điều \d+[a-z]?\. [^.;:]{{5,80}}? )(?=1\. [{UPPER}])")  # a title and its first clause
GLUED = re.compile(rf"(?<=[;.:)] )(?=Điều \d+\. [{UPPER}])|(?<=[;.] )(?=QUYẾT ĐỊNH:?$)")
# A title in capitals that runs on into the bases: there the bases are glued to one another too.
GLUED_BASES = re.compile(
    rf"(?<=[{UPPER}] )(?=Căn cứ )|(?<=[;.] )(?=Theo đề nghị của |{BASIS})"
    rf"|(?<=[{UPPER}] )(?<!CHỦ TỊCH )(?=(?:CHỦ TỊCH )?ỦY BAN NHÂN DÂN [{UPPER} ]+ Căn cứ)"
)
POINTS = "abcdđeghiklmnopqrstuvxy"  # how Decree 30/2020 counts points
PINPOINT = re.compile(r"(?:Chương|Mục|Phần|Điều|Phụ lục)\b")  # in a cell a reference that a line cut, no heading
# `66-` / `NQ/TW`: a symbol that the end of a line cut at its own dash.
CODE_CUT, CODE_REST = re.compile(r"(?:\d|[A-ZĐ]{2})[-/]$"), re.compile(r"[A-ZĐ]{2}")
MARK_ONLY = re.compile(r"[-–—•·▪●*+]$")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where full lines of a page end: in points where boxes are known, else in characters; 0 where lines never wrap."""

    right: float
    left: float


def lay_down(doc: Document) -> Document:
    """Fill `text`, `words`, `paragraphs`, `tables` and `footnotes` from the pages.

    Paragraphs, rows and cells are separated by a newline, pages by a form feed; where a paragraph or row runs over a
    page the form feed comes after it. A footnote is laid down when the paragraph or table that its page ends in is.
    """
    writer = _Writer()
    tables: list[Table] = []
    paragraphs: list[Paragraph] = []
    footnotes: list[Footnote] = []
    for block in _blocks(doc):
        if isinstance(block, LongTable):
            tables.append(_write_table(writer, block, len(tables) + 1))
        else:
            first, last = block[0][0], block[-1][0]
            writer.separate(first)
            start = writer.length
            writer.write_lines(block)
            span = Span(start, writer.length)
            if block[0][1].note:
                footnotes.append(Footnote(block[0][1].note, span, first))
                continue
            paragraphs.append(Paragraph(span, first, last, tuple(line for _, line in block)))
    if doc.pages:
        writer.separate(doc.pages[-1].number, at_end=True)
    return replace(
        doc,
        text="".join(writer.parts),
        words=tuple(writer.words),
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        footnotes=tuple(footnotes),
    )


def _blocks(doc: Document) -> Iterator[list[tuple[int, Line]] | LongTable]:
    """Paragraphs (lists of page and line), whole tables and footnotes, in reading order."""
    margins = {
        page.number: page_margins([item for item in page.items if isinstance(item, Line) and not item.note])
        for page in doc.pages
    }
    open_lines: list[tuple[int, Line]] = []
    parts: list[GridPart] = []
    notes: list[list[tuple[int, Line]]] = []  # until what their page ends in is whole
    for page in doc.pages:
        for item in (piece for whole in page.items for piece in _unglue(whole)):
            if isinstance(item, Line) and item.note:
                if notes and notes[-1][0][0] == page.number and notes[-1][0][1].note == item.note:
                    notes[-1].append((page.number, item))
                else:
                    notes.append([(page.number, item)])
                continue
            if isinstance(item, Grid):
                if open_lines:
                    yield open_lines
                    yield from notes
                    open_lines, notes = [], []
                parts.append(GridPart(page.number, item))
                continue
            if not item.words:
                continue
            if parts:
                yield from stitch(parts)
                yield from notes
                parts, notes = [], []
            if open_lines and continues(open_lines, page.number, item, margins):
                open_lines.append((page.number, item))
            else:
                if open_lines:
                    yield open_lines
                    yield from notes
                    notes = []
                open_lines = [(page.number, item)]
    if open_lines:
        yield open_lines
    yield from stitch(parts)
    yield from notes


def _unglue(item: Line | Grid) -> list[Line | Grid]:
    """A line of a text file cut where paragraphs were run together: before `Căn cứ`, `Điều 2.`, `QUYẾT ĐỊNH:`."""
    if isinstance(item, Grid) or item.box or item.note or (len(item.words) < 12 and not item.text.startswith("a) ")):
        return [item]
    text = item.text
    pattern = (
        re.compile(f"{GLUED.pattern}|{GLUED_BASES.pattern}") if re.search(rf"[{UPPER}]{{2}} {BASIS}", text) else GLUED
    )
    starts = [0, *(match.start() for match in pattern.finditer(text)), *_next_points(text)]
    if title := ARTICLE.match(text):
        starts.append(title.end())
    if len(starts) == 1:
        return [item]
    pieces: list[Line | Grid] = []
    words = list(item.words)
    at = 0
    for start, end in zip(starts, [*starts[1:], len(text) + 1], strict=True):
        taken: list[Word] = []
        while words and at < end:
            word = words.pop(0)
            taken.append(word)
            at += len(word.text) + 1
        pieces.append(replace(item, words=tuple(taken), gap=item.gap if start == 0 else False))
    return pieces


def _next_points(text: str) -> Iterator[int]:
    """Where the points that follow begin in a line that holds several.

    >>> list(_next_points("a) Rà soát các quy định. b) Báo cáo trước ngày 15/12; c) Công khai."))
    [25, 54]
    """
    label, stop = (text[0], r"(?<=[.;] )") if text[1:3] == ") " else ("", "")
    if text[1:3] == ". " and text[0] in POINTS:
        label, stop = text[0], " "
    at = 0
    while label in POINTS[:-1] and label:
        due = POINTS[POINTS.index(label) + 1]
        also = "f" if label == "e" else due  # some count as in English
        following = re.compile(rf"{stop}[{due}{also}]\{text[1]} (?=[{UPPER}])").search(text, at)
        if not following:
            return
        at, label = following.start() + (stop == " "), due
        yield at


def page_margins(lines: list[Line]) -> Margins:
    """The right and left edge of the full lines of a page, by the printed boxes or by counting characters."""
    boxes = [line.box for line in lines if line.box]
    if boxes:
        rights, lefts = sorted(box[2] for box in boxes), sorted(box[0] for box in boxes)
        # The 9th decile leaves aside a stray stamp or a landscape table's text.
        return Margins(rights[int(0.9 * (len(rights) - 1))], lefts[int(0.1 * (len(lefts) - 1))])
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 40)
    if len(lengths) < 5:
        return Margins(0, 0)
    typical, longest = lengths[int(0.9 * (len(lengths) - 1))], lengths[-1]
    # A text file that is wrapped has many lines of about one length; one paragraph a line has a long tail.
    return Margins(typical if longest <= 1.25 * typical and typical <= 140 else 0, 0)


def continues(paragraph: list[tuple[int, Line]], page: int, line: Line, margins: dict[int, Margins]) -> bool:
    """Whether `line` goes on with `paragraph`."""
    previous_page, previous = paragraph[-1]
    before, after = previous.text, line.text
    if MARK_ONLY.match(before) and len(paragraph) == 1:
        return True
    if FORMULA.match(after):
        return False
    if (SECOND_HALF.match(after) and FIRST_HALF.search(before)) or (CODE_REST.match(after) and CODE_CUT.search(before)):
        return True
    if before[-1:].isdecimal() and re.match(r"[-–] \d", after):
        return True  # `từ 05` / `- 06%`
    if margins[previous_page].right and CUT_COMPOUND.match(after) and not TERMINAL.search(before):
        return _is_full(previous, line, margins[previous_page]) if line.box else True
    opens = bool(line.gap and CARRIES_OUT.match(after))  # behind a title that ends in `chuyển đổi số`
    if LABEL.match(after):
        return False
    if not opens and not is_capitals(before) and OPEN_END.search(before):
        return True
    if OPENING.match(after):
        return False
    if before.endswith(":") and MARK_ONLY.match(paragraph[0][1].text[:1]) and after[:1].isdigit() and not line.box:
        return True  # `- Nhóm 1:` / `40 xã, phường`
    if line.level or previous.level:
        return False
    if before.endswith("./.") or re.search(r"\./\s?\.?$", before):
        return False
    if line.box and previous.box and page == previous_page and line.box[1] < previous.box[1] - 2:
        return False  # the next column begins
    if COMMITTEE.match(before) and PLACE.match(after):
        return True  # `ỦY BAN NHÂN DÂN` / `TỈNH ĐỒNG NAI`: one name over two centred lines
    if is_capitals(before) != is_capitals(after):
        return False
    lower = after[0].islower()
    if before.count("(") > before.count(")") and ")" in after and len(before) > 40:
        return True  # a bracket opened above closes here
    margin = margins[previous_page]
    if not margin.right:  # lines of this page are whole paragraphs: only a sentence cut in the middle goes on
        if lower or (re.match(rf"\([{LOWER}]", after) and len(before) > 60):
            return not re.search(r"[.!?]$", before)
        return bool(OPEN_END.search(before)) and not is_capitals(before)
    if line.box and previous.box:
        if MARK_ONLY.match(paragraph[0][1].text[:1]) and page == previous_page and _is_narrow(previous, line, margin):
            return not TERMINAL.search(before)  # an entry of the recipients, whose column ends long before the margin
        indented = line.box[0] > margins[page].left + 12
        if page != previous_page:
            return (lower or not TERMINAL.search(before)) and (_is_full(previous, line, margin) or lower)
        if line.gap and not lower:
            return False
        if indented and len(paragraph) > 1 and not lower:
            return False
        if indented and not lower and LABEL.match(before) and abs(line.box[0] - previous.box[0]) < 6:
            return False  # a title as long as its line, and the first line of what stands under it
        return _is_full(previous, line, margin)
    if line.gap or page != previous_page:
        return (lower and not re.search(r"[.!?]$", before)) or bool(OPEN_END.search(before))
    if lower or OPEN_END.search(before):
        return True
    if before.endswith((";", ":")):
        return False
    # 0.85: in the wrapped texts at hand full lines of proportional type differ by up to 12% in characters.
    return len(before) + 1 + len(line.words[0].text) > 0.85 * margin.right


def _is_narrow(previous: Line, line: Line, margin: Margins) -> bool:
    """Whether both lines stand in a column that fills less than two thirds of the page."""
    left, right = previous.box, line.box
    limit = margin.left + 0.65 * (margin.right - margin.left)
    return (
        left is not None and right is not None and left[2] < limit and right[2] < limit and abs(left[0] - right[0]) < 40
    )


def _is_full(previous: Line, line: Line, margin: Margins) -> bool:
    """Whether the first word of `line` would not have fitted behind `previous`."""
    first, box = line.words[0].box, previous.box
    if first is None or box is None:
        return False
    return box[2] + 2 + (first[2] - first[0]) > margin.right - 3


def join_cell(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines of a cell as paragraphs: a wrapped line goes on, a list mark or a meant break begins anew."""
    lines = [line for line in lines if line.words]
    right = max((line.box[2] for line in lines if line.box), default=0.0)
    paragraphs: list[list[Line]] = []
    for line in lines:
        previous = paragraphs[-1][-1] if paragraphs else None
        if previous is None or (LABEL.match(line.text) and not PINPOINT.match(line.text)):
            paragraphs.append([line])
        elif line.box is None:
            whole = TERMINAL.search(previous.text) or not line.text[0].islower()
            paragraphs[-1].append(line) if not whole else paragraphs.append([line])
        elif (
            _is_full(previous, line, Margins(right, 0)) or line.text[0].islower() or not TERMINAL.search(previous.text)
        ):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _write_table(writer: _Writer, table: LongTable, number: int) -> Table:
    rows: list[Row] = []
    writer.separate(table.page_start)
    start = writer.length
    for index, row in enumerate(table.rows):
        if index:
            writer.separate(row.page_start)
        rows.append(_write_row(writer, row))
    return Table(
        id=f"T{number}",
        span=Span(start, writer.length),
        rows=tuple(rows),
        page_start=table.page_start,
        page_end=table.page_end,
        parts=table.parts,
    )


def _write_row(writer: _Writer, row: GridRow) -> Row:
    spans: list[Span] = []
    for index, cell in enumerate(row.cells):
        if index:
            writer.write("\n")
        start = writer.length
        for piece, (page, lines) in enumerate(cell):
            for place, paragraph in enumerate(join_cell(lines)):
                if place or piece:
                    # A cell that a page cut goes on after a space, unless a list item begins.
                    cut = piece and not place and not LABEL.match(paragraph[0].text)
                    writer.write(" " if cut else "\n")
                writer.write_lines([(page, line) for line in paragraph])
        spans.append(Span(start, writer.length))
    return Row(tuple(spans), row.page_start, row.page_end, row.is_header, row.is_section)


class _Writer:
    """Text under construction, with the place of every word that was laid down."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.words: list[PlacedWord] = []
        self.length = 0
        self.page = 1

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def separate(self, page: int, *, at_end: bool = False) -> None:
        """End the block before: one form feed a page that was left, else a newline."""
        if page > self.page:
            self.write("\f" * (page - self.page))
            self.page = page
        elif self.length and not at_end:
            self.write("\n")

    def write_lines(self, lines: Iterable[tuple[int, Line]]) -> None:
        before, at = "", self.length
        for page, line in lines:
            for place, (text, box, confidence, raw, note) in enumerate(line.words):
                if before and (place or not (CODE_REST.match(text) and CODE_CUT.search(before))):
                    self.parts.append(" ")
                    at += 1
                before, start = text, at
                self.parts.append(text)
                at += len(text)
                self.words.append(PlacedWord(Span(start, at), page, box, confidence, note, raw))
        self.length = at
