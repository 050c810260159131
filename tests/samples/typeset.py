"""A sample document set in type after Decree 30/2020/NĐ-CP, annex I: a born-digital PDF and the text of its pages."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from .plan import Node, Plan, Table, outline, plain
from .truth import columns, month_name

# Version 2, which has the Vietnamese letters: fonts-liberation2 in Debian 12, fonts-liberation since.
FONTS = (
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSerif-{}.ttf",
)
FACES = {"r": "Regular", "b": "Bold", "i": "Italic", "bi": "BoldItalic"}
A4 = (595.28, 841.89)
LEFT, RIGHT, TOP, BOTTOM = 85.0, 45.0, 57.0, 60.0  # 30, 16, 20 and 21 mm: within the decree's bounds
INDENT = 28.3  # 1 cm
BODY = 13.0

Word = tuple[str, str]  # text and face
RunningHead = tuple[str, int]  # a gazette's line over each page, and its first page number


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF, the lines of each page in reading order, and where the seal goes (page, x, y in points)."""

    pdf: bytes
    pages: tuple[tuple[str, ...], ...]
    seal: tuple[int, float, float]


@functools.cache
def font_file(face: str) -> str:
    """Return the path of the face's font file."""
    for path in FONTS:
        file = Path(path.format(FACES[face]))
        if file.exists() and pymupdf.Font(fontfile=str(file)).has_glyph(ord("ế")):
            return str(file)
    raise FileNotFoundError("no Liberation Serif 2 with Vietnamese letters; apt-get install fonts-liberation2")


@functools.cache
def font(face: str) -> pymupdf.Font:
    """Return the face's font."""
    return pymupdf.Font(fontfile=font_file(face))


@functools.cache
def width_of(word: str, face: str, size: float) -> float:
    """Return a word's width in points."""
    return font(face).text_length(word, size)


class Sheet:
    """The page under the pen: how far down it is written, and the lines of the pages so far."""

    def __init__(self, running_head: RunningHead | None = None) -> None:
        """Start with an empty first page; a running head is noted in the pages' text but not printed."""
        self.doc = pymupdf.open()
        self.pages: list[list[str]] = []
        self.running_head = running_head
        self.turn()

    def turn(self, landscape: bool | None = None) -> None:
        """Begin a new page, turned like the one before unless told."""
        if self.pages:
            self.finish()
            landscape = self.landscape if landscape is None else landscape
        self.landscape = bool(landscape)
        width, height = A4[::-1] if self.landscape else A4
        self.page = self.doc.new_page(width=width, height=height)
        self.left, self.right, self.top, self.bottom = LEFT, width - RIGHT, TOP, height - BOTTOM
        self.writer = pymupdf.TextWriter(self.page.rect)
        self.y = self.top
        self.pages.append([])
        if self.running_head:
            head, first = self.running_head
            self.pages[-1] += [head, str(first + len(self.pages) - 1)]
            self.y += 12
        elif len(self.pages) > 1:
            self.put([(str(len(self.pages)), "r")], width / 2 - 4, 40, BODY)

    def finish(self) -> None:
        """Put the page's text on it."""
        self.writer.write_text(self.page)

    def put(self, words: list[Word], x: float, y: float, size: float, gap: float | None = None) -> None:
        """Write one line whose words stand `gap` apart."""
        for place, (word, face) in enumerate(words):
            last = place == len(words) - 1
            self.writer.append((x, y), word if last else word + " ", font=font(face), fontsize=size)
            x += width_of(word, face, size) + (width_of(" ", face, size) if gap is None else gap)
        self.pages[-1].append(" ".join(word for word, _ in words))

    def line(self, words: list[Word], box: tuple[float, float], y: float, size: float, align: str) -> None:
        """Write one line in a box from left to right: align l, c or j."""
        width = line_width(words, size)
        room = box[1] - box[0]
        if align == "c":
            self.put(words, box[0] + (room - width) / 2, y, size)
        elif align == "j" and len(words) > 1:
            spaces = sum(width_of(" ", face, size) for _, face in words[:-1])
            self.put(words, box[0], y, size, (room - width + spaces) / (len(words) - 1))
        else:
            self.put(words, box[0], y, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.6) -> None:
        """Draw a straight line."""
        self.page.draw_line((x0, y0), (x1, y1), width=width)

    def paragraph(self, words: list[Word], size: float = BODY, align: str = "j", indent: float = INDENT) -> None:
        """Write a paragraph over as many pages as it needs."""
        leading = size * 1.28
        lines = wrap(words, self.right - self.left, size, indent)
        if self.y + 2 * leading > self.bottom and len(lines) > 1:
            self.turn()
        for number, line in enumerate(lines):
            if self.y + leading > self.bottom:
                self.turn()
            self.y += leading
            last = number == len(lines) - 1
            box = (self.left + (0 if number or align == "c" else indent), self.right)
            self.line(line, box, self.y, size, "l" if last and align == "j" else align)
        self.y += 5.5

    def centre(self, text: str, size: float, face: str) -> None:
        """Write lines in the middle, broken as given and where they are too long."""
        for part in text.splitlines():
            for line in wrap([(word, face) for word in part.split()], self.right - self.left, size, 0):
                self.y += size * 1.28
                self.line(line, (self.left, self.right), self.y, size, "c")


def line_width(words: list[Word], size: float) -> float:
    """Return the natural width of a line."""
    gaps = sum(width_of(" ", face, size) for _, face in words[:-1])
    return gaps + sum(width_of(word, face, size) for word, face in words)


def wrap(words: list[Word], room: float, size: float, indent: float) -> list[list[Word]]:
    """Break words into lines; the first has `indent` less room."""
    lines: list[list[Word]] = [[]]
    for word in words:
        limit = room - (indent if len(lines) == 1 else 0)
        if lines[-1] and line_width([*lines[-1], word], size) > limit:
            lines.append([])
        lines[-1].append(word)
    return lines


def typeset(plan: Plan, running_head: RunningHead | None = None) -> Typeset:
    """Set a whole document."""
    sheet = Sheet(running_head)
    set_head(sheet, plan)
    seal = None
    for node in outline(plan.body):
        if node.kind == "attach":
            seal = seal or set_signature(sheet, plan)
            sheet.turn()
        set_node(sheet, node)
    seal = seal or set_signature(sheet, plan)
    for table in plan.tables:
        sheet.turn(landscape=table.landscape)
        set_table(sheet, table)
    sheet.finish()
    pdf = save(sheet.doc, plan)
    return Typeset(pdf, tuple(tuple(page) for page in sheet.pages), seal)


def save(doc: pymupdf.Document, plan: Plan) -> bytes:
    """Return the file, small and the same on every run."""
    doc.subset_fonts()
    for xref in range(1, doc.xref_length()):  # one glyph serves "-" and the soft hyphen; say which it is
        if doc.xref_get_key(xref, "ToUnicode")[0] == "xref":
            cmap = int(doc.xref_get_key(xref, "ToUnicode")[1].split()[0])
            doc.update_stream(cmap, re.sub(rb"(?m)^(<....>) <00ad>$", rb"\1 <002d>",
                              re.sub(rb"(?m)^(<....>) <00a0>$", rb"\1 <0020>", doc.xref_stream(cmap))))  # fmt: skip
    day, month, year = plan.day
    stamp = f"D:{year}{month:02}{day:02}080000+07'00'"
    doc.set_metadata({"title": plan.stem, "producer": "tests.samples", "creationDate": stamp, "modDate": stamp})
    return doc.tobytes(garbage=4, deflate=True, use_objstms=1, no_new_id=True)


def set_head(sheet: Sheet, plan: Plan) -> None:
    """Set the two-column head, the number and date, the type and the title."""
    middle = sheet.left + (sheet.right - sheet.left) * 0.42
    left, right = (sheet.left - 12, middle - 6), (middle, sheet.right + 6)
    top = sheet.y
    y = top
    bold_superior = "r" if plan.superior else "b"
    for line in plan.superior:
        y += 16
        sheet.line([(word, bold_superior) for word in line.split()], left, y, 12, "c")
    for line in plan.head:
        y += 16
        sheet.line([(word, "b") for word in line.split()], left, y, 12, "c")
    if plan.party:
        y += 14
        sheet.line([("*", "b")], left, y, 13, "c")
        sheet.line(bold("ĐẢNG CỘNG SẢN VIỆT NAM"), right, top + 16, 14, "c")
        underline(sheet, "ĐẢNG CỘNG SẢN VIỆT NAM", right, top + 20, 14, 1.0)
    else:
        underline(sheet, plan.head[-1], left, y + 4, 12, 0.45)
        sheet.line(bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), right, top + 16, 12, "c")
        sheet.line(bold("Độc lập - Tự do - Hạnh phúc"), right, top + 32, 13, "c")
        underline(sheet, "Độc lập - Tự do - Hạnh phúc", right, top + 36, 13, 1.0)
    y = max(y, top + 36) + 22
    day, month, year = plan.day
    number = f"Số {plan.number}-{plan.symbol}" if plan.party else f"Số: {plan.number}/{plan.symbol}"
    sheet.line(words(number), left, y, 13, "c")
    date = f"{plan.place}, ngày {day:02} tháng {month_name(month)} năm {year}"
    sheet.line(words(date, "i"), right, y, 13, "c")
    sheet.y = y + 14
    sheet.centre(plan.doc_type.upper(), 14, "b")
    sheet.centre(plain(plan.title), 13.5, "b")
    set_short_rule(sheet)


def set_short_rule(sheet: Sheet) -> None:
    """Draw the short rule under a title."""
    centre = (sheet.left + sheet.right) / 2
    sheet.rule(centre - 45, sheet.y + 7, centre + 45, sheet.y + 7)
    sheet.y += 15


def underline(sheet: Sheet, text: str, box: tuple[float, float], y: float, size: float, part: float) -> None:
    """Draw a rule under a centred text, `part` of its length."""
    half = width_of(text, "b", size) * part / 2
    centre = (box[0] + box[1]) / 2
    sheet.rule(centre - half, y, centre + half, y)


def words(text: str, face: str = "r") -> list[Word]:
    """Return the words of a text in one face."""
    return [(word, face) for word in text.split()]


def bold(text: str) -> list[Word]:
    """Return the words of a text in bold."""
    return words(text, "b")


def set_node(sheet: Sheet, node: Node) -> None:
    """Set one line of the body in the face of its kind."""
    text = plain(node.source)
    if node.kind == "attach":
        kind, title, caption = text.split(" / ")
        sheet.centre(kind, 14, "b")
        sheet.centre(title, 13.5, "b")
        sheet.centre(caption, 13, "i")
        set_short_rule(sheet)
    elif node.kind == "centre":
        sheet.centre(text, 13.5, "b")
        sheet.y += 6
    elif node.style == "chp":
        keep_with_next(sheet)
        sheet.centre(f"{node.printed}\n{text}", BODY, "b")
        sheet.y += 6
    elif node.kind == "heading":
        keep_with_next(sheet)
        face = "bi" if node.style in ("letter", "dotted", "dotted3") else "b"
        sheet.paragraph(words(f"{node.printed} {text}", face), align="l")
    elif node.style == "art":
        sheet.paragraph(bold(node.printed) + words(text))
    else:
        bases = ("Căn cứ", "Theo đề nghị", "Xét đề nghị", "Thực hiện")
        italic = node.path.startswith("0.") and text.startswith(bases)
        sheet.paragraph(words(f"{node.printed} {text}", "i" if italic else "r"))


def keep_with_next(sheet: Sheet) -> None:
    """Turn the page where a heading would stand alone at its foot."""
    if sheet.y + 4 * BODY * 1.28 > sheet.bottom:
        sheet.turn()


def set_signature(sheet: Sheet, plan: Plan) -> tuple[int, float, float]:
    """Set the recipients and the signature side by side; return where the seal goes."""
    middle = sheet.left + (sheet.right - sheet.left) * 0.5
    left, right = (sheet.left, middle - 8), (middle, sheet.right)
    size = 11
    lines = [("Nơi nhận:", "bi", 12.0)] + [(f"- {text}", "r", size) for text in plan.recipients]
    broken = [(line, points) for text, face, points in lines
              for line in wrap(words(text, face), left[1] - left[0], points, 0)]  # fmt: skip
    height = max(len(broken) * 14.0, len(plan.sign) * 16 + 95) + 10
    if sheet.y + height > sheet.bottom:
        raise ValueError(f"{plan.stem}: the signature would stand alone on a page; write a line more or less")
    y = sheet.y + 6
    for line, points in broken:
        y += points * 1.25
        sheet.line(line, left, y, points, "l")
    foot = y
    y = sheet.y + 6
    for text in plan.sign:
        y += 16
        sheet.line(bold(text), right, y, 13, "c")
    seal = (len(sheet.pages) - 1, (right[0] + right[1]) / 2, y + 36)
    y += 84
    sheet.line(bold(plan.signer), right, y, 13.5, "c")
    sheet.y = max(foot, y) + 10
    return seal


Line = tuple[list[Word], str]  # words and alignment


def set_table(sheet: Sheet, table: Table) -> None:
    """Set an appendix table; its header is repeated on every page and a row may be cut by the page's end."""
    sheet.centre(table.name, 14, "b")
    sheet.centre(plain(table.title), 13.5, "b")
    sheet.centre(plain(table.caption), 12.5, "i")
    sheet.y += 10
    scale = (sheet.right - sheet.left) / sum(table.widths)
    edges = [sheet.left]
    for width in table.widths:
        edges.append(edges[-1] + width * scale)
    set_header(sheet, table, edges)
    for number, cells in enumerate(table.rows):
        below = table.rows[number + 1] if number + 1 < len(table.rows) else ()
        set_row(sheet, table, edges, cells, below)


def set_header(sheet: Sheet, table: Table, edges: list[float]) -> None:
    """Set the header, in two levels where it has groups."""
    size, leading, top = table.size, table.size * 1.22, sheet.y
    spans: list[tuple[int, int, str, int]] = []  # first column, last, text, level (0: both)
    column = 0
    for entry in table.header:
        if isinstance(entry, str):
            spans.append((column, column + 1, entry, 0))
            column += 1
        else:
            spans.append((column, column + len(entry[1]), entry[0], 1))
            spans += [(column + i, column + i + 1, name, 2) for i, name in enumerate(entry[1])]
            column += len(entry[1])
    broken = [(a, b, level, wrap(bold(text), edges[b] - edges[a] - 8, size, 0)) for a, b, text, level in spans]
    tall = {level: max((len(lines) for *_, at, lines in broken if at == level), default=0) for level in (0, 1, 2)}
    upper = tall[1] * leading + 6 if tall[1] else 0.0
    full = max(tall[0] * leading + 6, upper + (tall[2] * leading + 6 if tall[2] else 0))
    for a, b, level, lines in broken:
        y0 = top + (upper if level == 2 else 0)
        y1 = top + (upper if level == 1 else full)
        box(sheet, edges[a], y0, edges[b], y1)
        y = (y0 + y1 - len(lines) * leading) / 2 - size * 0.12
        for line in lines:
            y += leading
            sheet.line(line, (edges[a] + 3, edges[b] - 3), y - size * 0.12, size, "c")
    sheet.y = top + full


def box(sheet: Sheet, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draw the four sides of a cell."""
    for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        sheet.rule(a, b, c, d, 0.5)


def cell_lines(table: Table, cell: str | None, column: int, room: float, section: bool) -> list[Line]:
    """Return a cell's lines."""
    if not cell:
        return []
    middle = not section and (column == 0 or column == table.by)
    return [
        (line, "c" if middle else "l")
        for part in plain(cell).splitlines()
        for line in wrap(words(part, "b" if section else "r"), room, table.size, 0)
    ]


def set_row(sheet: Sheet, table: Table, edges: list[float], cells: tuple, below: tuple) -> None:
    """Set one row, in pieces where it does not fit."""
    section = len(cells) < columns(table)
    leading = table.size * 1.22
    spans = [(i, i + 1 if i + 1 < len(cells) else len(edges) - 1) for i in range(len(cells))]
    left = [cell_lines(table, cell, a, edges[b] - edges[a] - 8, section)
            for (a, b), cell in zip(spans, cells, strict=True)]  # fmt: skip
    first = True
    while True:
        fit = int((sheet.bottom - sheet.y - 6) / leading)
        tallest = max(len(lines) for lines in left)
        if fit < min(2 if not section else 4, tallest):
            sheet.turn()
            set_header(sheet, table, edges)
            continue
        piece = min(fit, tallest)
        height = piece * leading + 6
        for (a, b), lines in zip(spans, left, strict=True):
            y = sheet.y + 1
            for line, align in lines[:piece]:
                y += leading
                sheet.line(line, (edges[a] + 4, edges[b] - 4), y, table.size, align)
        last = piece == tallest
        for i, (a, b) in enumerate(spans):
            merged_below = last and len(below) == len(cells) and below[i] is None and not section
            y0, y1 = sheet.y, sheet.y + height
            sheet.rule(edges[a], y0, edges[a], y1, 0.5)
            sheet.rule(edges[b], y0, edges[b], y1, 0.5)
            if not (first and cells[i] is None):
                sheet.rule(edges[a], y0, edges[b], y0, 0.5)
            if not merged_below or sheet.y + height + 3 * leading > sheet.bottom:
                sheet.rule(edges[a], y1, edges[b], y1, 0.5)
        sheet.y += height
        left = [lines[piece:] for lines in left]
        first = False
        if last:
            return
        sheet.turn()
        set_header(sheet, table, edges)
