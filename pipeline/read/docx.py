"""Word documents -> pages: paragraphs with the numbers Word counts for them, and tables with their merged cells.

Pages are those of Word's last printing, where it noted them; a page otherwise ends only where the author ended it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.document import Cell, Flag, Grid, Line, Page, Word
from pipeline.errors import DamagedFile
from pipeline.read.characters import clean, note_sign, take_sign
from pipeline.read.legacy import code_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MOST_BYTES = 200_000_000  # unpacked: the text of the longest report is a few million
BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\u2022\u25cf\u25cb\u25aa\u25a0\u2013\u2014\uf076o", "-")
PACKAGE_ERRORS = (  # what zipfile and the XML parser raise for bytes that are not what they should be
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    OSError,
    EOFError,
    RuntimeError,
    LookupError,
    ValueError,
)
NO_BORDER = {"none", "nil"}
PAGE_BREAK = "\f"
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
Item = Line | Grid


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says about its paragraphs."""

    bold: bool = False
    italic: bool = False
    size: float | None = None
    level: int = 0
    numbering: tuple[str, int] | None = None  # list and level
    borders: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbered list: `%1.%2` and how each number is written."""

    start: int
    form: str
    pattern: str


@dataclass(slots=True)
class Package:
    """The parts of a DOCX that say what it shows, and how far its lists have counted."""

    body: Element
    styles: dict[str, Style]
    lists: dict[str, tuple[str, dict[int, Level]]]  # list -> what it shares its counters with, its levels
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    notes: tuple[Element, ...] = ()  # footnotes and endnotes
    default_style: str = ""


def count_docx_pages(path: Path) -> int:
    """Pages of a Word document."""
    return len(read_pages(*stamp(path)))


def read_docx_page(path: Path, number: int) -> tuple[Page, tuple[Flag, ...]]:
    """One page of a Word document, from 1."""
    return Page(number, read_pages(*stamp(path))[number - 1], "plain_text"), ()


def stamp(path: Path) -> tuple[Path, int]:
    """A file as it is now, so that a later one under the same name is read anew."""
    return path, path.stat().st_mtime_ns


@lru_cache(maxsize=1)  # the pages of one file are read one after the other
def read_pages(path: Path, _modified: int) -> tuple[tuple[Item, ...], ...]:
    """Lines and grids of every page; raises DamagedFile where they nest deeper than any author nests them."""
    try:
        return split_pages(path)
    except RecursionError as error:
        raise DamagedFile(f"{path.name} nests its tables too deep; print it to PDF in Word") from error


def split_pages(path: Path) -> tuple[tuple[Item, ...], ...]:
    """The blocks of a document, cut at its page breaks."""
    package = open_package(path)
    pages: list[list[Item]] = [[]]
    for item in read_blocks(package.body, package):
        if item == PAGE_BREAK:
            if pages[-1]:
                pages.append([])
        elif not isinstance(item, str):
            pages[-1].append(item)
    if len(pages) > 1 and not pages[-1]:
        pages.pop()
    pages[-1] += read_notes(package)
    return tuple(tuple(page) for page in pages)


def open_package(path: Path) -> Package:
    """The parts of a DOCX, parsed; raises DamagedFile where they are not there or not XML."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise DamagedFile(f"{path.name} unpacks to over {MOST_BYTES // 10**6} MB; print it to PDF in Word")
            names = set(archive.namelist())
            document, styles, numbering, footnotes, endnotes = (
                fromstring(archive.read(f"word/{name}.xml")) if f"word/{name}.xml" in names else Element("none")
                for name in ("document", "styles", "numbering", "footnotes", "endnotes")
            )
    except PACKAGE_ERRORS as error:
        raise DamagedFile(f"{path.name} begins like a Word document but is damaged; save it again in Word") from error
    body = document.find(W + "body")
    if body is None:
        raise DamagedFile(f"{path.name} is a Word document without a body; save it again in Word")
    named = {style.get(W + "styleId", ""): style for style in styles.iter(W + "style")}
    default = next(
        (
            name
            for name, style in named.items()
            if is_on(style.get(W + "default")) and style.get(W + "type") == "paragraph"
        ),
        "",
    )
    if code := code_of("".join(words.text or "" for words in body.iter(W + "t"))):
        for words in body.iter(W + "t"):
            words.text = code(words.text or "")
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    plain = with_type(Style(), defaults)
    return Package(
        body,
        {name: read_style(name, named, plain) for name in named},
        read_lists(numbering),
        default_style=default,
        notes=(*footnotes.findall(W + "footnote"), *endnotes.findall(W + "endnote")),
    )


def read_style(name: str, named: dict[str, Element], plain: Style, depth: int = 0) -> Style:
    """A style with what it inherits."""
    element = named.get(name)
    if element is None or depth > 20:
        return plain
    based_on = element.find(W + "basedOn")
    style = read_style(based_on.get(W + "val", ""), named, plain, depth + 1) if based_on is not None else plain
    style = with_type(style, element.find(W + "rPr"))
    outline = value(element, f"{W}pPr/{W}outlineLvl")
    if outline and outline.isdigit() and int(outline) < 6:
        style = replace(style, level=int(outline) + 1)
    numbering = list_place(element.find(W + "pPr"), style)
    borders = element.find(f"{W}tblPr/{W}tblBorders")
    return replace(style, numbering=numbering, borders=style.borders if borders is None else has_borders(borders))


def with_type(style: Style, properties: Element | None) -> Style:
    """A style with the weight, slant and size of run properties laid over it."""
    if properties is None:
        return style
    bold, italic, size = (properties.find(W + name) for name in ("b", "i", "sz"))
    half_points = size.get(W + "val", "") if size is not None else ""
    return replace(
        style,
        bold=style.bold if bold is None else is_on(bold.get(W + "val", "1")),
        italic=style.italic if italic is None else is_on(italic.get(W + "val", "1")),
        size=int(half_points) / 2 if half_points.isdigit() else style.size,
    )


def is_on(flag: str | None) -> bool:
    """Word's several ways to say yes."""
    return flag in ("1", "true", "on")


def value(element: Element | None, path: str) -> str | None:
    """The `w:val` of a descendant, None where there is none."""
    found = element.find(path) if element is not None else None
    return found.get(W + "val") if found is not None else None


def as_number(written: str | None, otherwise: int) -> int:
    """A count that an attribute gives, at most the 63 columns that Word allows; `otherwise` where it is no number."""
    return min(int(written), 63) if written and written.isascii() and written.isdigit() else otherwise


def list_place(properties: Element | None, style: Style) -> tuple[str, int] | None:
    """Which list a paragraph belongs to, and at which level: its own, else its style's."""
    numbering = properties.find(W + "numPr") if properties is not None else None
    if numbering is None:
        return style.numbering
    inherited_list, inherited_level = style.numbering or ("0", 0)
    name = value(numbering, W + "numId") or inherited_list
    level = value(numbering, W + "ilvl") or ""
    return (name, int(level) if level.isdigit() else inherited_level) if name != "0" else None


def read_lists(numbering: Element) -> dict[str, tuple[str, dict[int, Level]]]:
    """Every numbered list by its id: the counters it shares with its like, and its levels."""
    abstract = {element.get(W + "abstractNumId", ""): element for element in numbering.iter(W + "abstractNum")}
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    for number in numbering.iter(W + "num"):
        name, shared = number.get(W + "numId", ""), value(number, W + "abstractNumId") or ""
        levels = {}
        if shared in abstract:
            levels = dict(read_level(element) for element in abstract[shared].iter(W + "lvl"))
        for override in number.iter(W + "lvlOverride"):
            at = as_number(override.get(W + "ilvl"), 0)
            own, start = override.find(W + "lvl"), value(override, W + "startOverride")
            if own is not None:
                levels[at] = read_level(own)[1]
            if start and start.isdigit() and at in levels:
                levels[at] = replace(levels[at], start=int(start))
                shared = f"{shared}/{name}"  # a list that starts anew counts for itself
        lists[name] = (shared, levels)
    return lists


def read_level(element: Element) -> tuple[int, Level]:
    """One level of a list, with its number from 0."""
    start = value(element, W + "start") or "1"
    level = Level(
        int(start) if start.isdigit() else 1,
        value(element, W + "numFmt") or "decimal",
        value(element, W + "lvlText") or "",
    )
    return as_number(element.get(W + "ilvl"), 0), level


def next_label(package: Package, place: tuple[str, int]) -> str:
    """The number or bullet that Word shows before the next paragraph of a list."""
    shared, levels = package.lists.get(place[0], ("", {}))
    at = place[1]
    if at not in levels:
        return ""
    counts = package.counts.setdefault(shared, {})
    counts[at] = counts.get(at, levels[at].start - 1) + 1
    for deeper in [level for level in counts if level > at]:
        del counts[deeper]
    if levels[at].form == "bullet":
        return BULLETS.get(levels[at].pattern, levels[at].pattern or "-")

    def shown(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        if level not in levels:
            return ""
        count = counts.setdefault(level, levels[level].start)
        return write_number(count, levels[level].form)

    return re.sub(r"%(\d)", shown, levels[at].pattern).strip()


def write_number(number: int, form: str) -> str:
    """A list number as Word writes it.

    >>> [write_number(4, form) for form in ("decimal", "upperRoman", "lowerLetter", "decimalZero", "none")]
    ['4', 'IV', 'd', '04', '']
    """
    if form == "none":
        return ""
    if form in ("upperRoman", "lowerRoman"):
        roman = ""
        for size, sign in ROMAN:
            roman += sign * (number // size)
            number %= size
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02}" if form == "decimalZero" else str(number)


def read_blocks(parent: Element, package: Package) -> Iterator[Item | str]:
    """Lines, grids and page breaks of a body, a text box or a content control, in order."""
    for element in parent:
        if element.tag == W + "p":
            yield from read_paragraph(element, package)
        elif element.tag == W + "tbl":
            yield from read_table(element, package)
        elif element.tag in (W + "sdt", W + "ins", W + "moveTo", W + "smartTag", W + "customXml"):
            content = element.find(W + "sdtContent")
            yield from read_blocks(element if content is None else content, package)
        elif element.tag == MC + "AlternateContent":
            choice = element.find(MC + "Choice")
            yield from read_blocks(choice if choice is not None else element, package)


def read_paragraph(element: Element, package: Package) -> Iterator[Line | Grid | str]:
    """A paragraph as one line, more where the author broke it; text boxes hung on it come after."""
    properties = element.find(W + "pPr")
    style = package.styles.get(value(properties, W + "pStyle") or package.default_style, Style())
    level = style.level
    place = list_place(properties, style)
    if properties is not None and is_on_by_default(properties.find(W + "pageBreakBefore")):
        yield PAGE_BREAK
    pieces = list(read_runs(element, package, style))
    text = "".join(piece for piece, _ in pieces)
    label = next_label(package, place) if place and text.strip() else ""
    rows: list[list[tuple[str, Style]]] = [[(f"{label} ", style)]] if label else [[]]
    gap = True
    for piece, its in pieces:
        for part in re.split(r"([\n\f])", piece):
            if part in ("\n", PAGE_BREAK):
                yield from as_line(rows[-1], level, gap)
                gap = gap and not "".join(text for text, _ in rows[-1]).strip()
                rows.append([])
                if part == PAGE_BREAK:
                    yield PAGE_BREAK
            elif part:
                rows[-1].append((part, its))
    yield from as_line(rows[-1], level, gap)
    for box in text_boxes(element):
        yield from read_blocks(box, package)


def is_on_by_default(element: Element | None) -> bool:
    """A switch that is on where it stands without a value."""
    return element is not None and is_on(element.get(W + "val", "1"))


def read_runs(element: Element, package: Package, style: Style) -> Iterator[tuple[str, Style]]:
    """Pieces of text with their type; `\\n` where a line is broken, `\\f` where a page is."""
    for child in element:
        if child.tag == W + "r":
            properties = child.find(W + "rPr")
            if properties is not None and is_on_by_default(properties.find(W + "vanish")):
                continue
            named = value(properties, W + "rStyle")
            its = with_type(style, properties)
            if named and named in package.styles and properties is not None:
                run_style = package.styles[named]
                its = replace(its, bold=its.bold or run_style.bold, italic=its.italic or run_style.italic)
            yield from ((piece, its) for piece in run_pieces(child))
        elif child.tag in (W + "del", W + "moveFrom", W + "pPr"):
            continue
        elif child.tag in (MC + "AlternateContent",):
            choice = child.find(MC + "Choice")
            if choice is not None:
                yield from read_runs(choice, package, style)
        else:  # hyperlinks, insertions, fields, content controls
            yield from read_runs(child, package, style)


def run_pieces(run: Element) -> Iterator[str]:
    """What one run shows."""
    for child in run:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "tab", W + "ptab"):
            yield "\t"
        elif child.tag in (W + "br", W + "cr"):
            yield PAGE_BREAK if child.get(W + "type") == "page" else "\n"
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        elif child.tag == W + "lastRenderedPageBreak":
            yield PAGE_BREAK
        elif child.tag in (W + "footnoteReference", W + "endnoteReference"):
            yield note_sign(as_count(child.get(W + "id")))


def read_notes(package: Package) -> Iterator[Line]:
    """The lines of the footnotes, which Word keeps apart from the text; they go below its last page."""
    for note in package.notes:
        if note.get(W + "type") in (None, "normal"):  # the others are the rules above them
            number = as_count(note.get(W + "id"))
            yield from (replace(item, note=number) for item in read_blocks(note, package) if isinstance(item, Line))


def as_count(written: str | None) -> str:
    """The number of a footnote; `0` where it is none."""
    return written if written and written.isascii() and written.isdigit() and len(written) < 5 else "0"


def text_boxes(element: Element) -> Iterator[Element]:
    """The contents of text boxes hung on a paragraph, each once: Word writes a second copy for older readers."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag != MC + "Fallback":
            yield from text_boxes(child)


def as_line(pieces: Iterable[tuple[str, Style]], level: int, gap: bool) -> Iterator[Line]:
    """One line of pieces of text; nothing where they say nothing."""
    pieces = [(clean(text), style) for text, style in pieces]
    whole = clean("".join(text for text, _ in pieces))  # a mark may open a run
    words = tuple(Word(word, note=note) for word, note in map(take_sign, whole.split()) if word)
    if words:
        shown = [(len(text.strip()), style) for text, style in pieces if text.strip()]
        letters = sum(count for count, _ in shown)
        yield Line(
            words,
            size=max(shown, key=lambda piece: piece[0])[1].size,
            bold=sum(count for count, style in shown if style.bold) >= 0.8 * letters,
            italic=sum(count for count, style in shown if style.italic) >= 0.8 * letters,
            level=level,
            gap=gap,
        )


def read_table(table: Element, package: Package) -> Iterator[Item | str]:
    """A table as a grid, one for each page it runs over; one without borders that lays out two columns as lines."""
    style = package.styles.get(value(table, f"{W}tblPr/{W}tblStyle") or "", Style())
    rows, breaks = read_rows(table, package)
    if not rows:
        return
    width = max(len(row) for row in rows)
    rows = [[*row, *[Cell(())] * (width - len(row))] for row in rows]
    if width <= 2 and len(rows) <= 6 and not is_bordered(table, style):
        for column in range(width):
            for row in rows:
                cell = row[column]
                yield from cell.lines if cell else ()
        return
    starts = [0, *[at for at in breaks if at > 0], len(rows)]
    for start, end in pairwise(starts):
        if start:
            yield PAGE_BREAK
        if end - start == len(rows):
            yield Grid(tuple(map(tuple, rows)))
        else:
            yield Grid(tuple(cut_rows(rows, start, end)))


def cut_rows(rows: list[list[Cell | None]], start: int, end: int) -> Iterator[tuple[Cell | None, ...]]:
    """Rows of one page of a table: a merged cell that began on an earlier page leaves an empty one."""
    for at in range(start, end):
        row: list[Cell | None] = []
        for column, cell in enumerate(rows[at]):
            if cell is None and at == start and not covered_from_left(rows[at], column):
                cell = Cell(())
            if cell is not None:
                cell = replace(cell, row_span=min(cell.row_span, end - at))
            row.append(cell)
        yield tuple(row)


def covered_from_left(row: list[Cell | None], column: int) -> bool:
    """Whether the cell before covers this column too."""
    return any(cell and at + cell.column_span > column for at, cell in enumerate(row[:column]))


def read_rows(table: Element, package: Package) -> tuple[list[list[Cell | None]], list[int]]:
    """Cells row by row, None where a merged cell covers; and the rows at which Word began a new page."""
    rows: list[list[Cell | None]] = []
    breaks: list[int] = []
    above: dict[int, tuple[int, int]] = {}  # column -> where the cell stands that reaches down here
    for element in table.iter(W + "tr") if table.find(f".//{W}tbl") is None else own_rows(table):
        row: list[Cell | None] = []
        before = value(element, f"{W}trPr/{W}gridBefore") or "0"
        row += [Cell(())] * as_number(before, 0)
        for cell in own_cells(element):
            properties = cell.find(W + "tcPr")
            span = max(1, as_number(value(properties, W + "gridSpan"), 1))
            merge = properties.find(W + "vMerge") if properties is not None else None
            column = len(row)
            goes_on = merge is not None and merge.get(W + "val", "continue") != "restart"
            items = list(read_blocks(cell, package))
            if PAGE_BREAK in items and len(rows) not in breaks:
                breaks.append(len(rows))
            if goes_on and column in above:
                at, its = above[column]
                first = rows[at][its]
                if first:
                    lines = first.lines + tuple(cell_lines(items))
                    rows[at][its] = replace(first, row_span=len(rows) - at + 1, lines=lines)
                row += [None] * span
                continue
            above[column] = (len(rows), column)
            row += [Cell(tuple(cell_lines(items)), column_span=span), *[None] * (span - 1)]
        rows.append(row)
    return rows, breaks


def own_rows(table: Element) -> Iterator[Element]:
    """The rows of a table, without those of tables inside its cells."""
    for child in table:
        if child.tag == W + "tr":
            yield child
        elif child.tag not in (W + "tblPr", W + "tblGrid", W + "del"):
            yield from own_rows(child)


def own_cells(row: Element) -> Iterator[Element]:
    """The cells of a row, without those of tables inside them."""
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag not in (W + "trPr", W + "tblPrEx", W + "del"):
            yield from own_cells(child)


def cell_lines(items: Iterable[Item | str]) -> Iterator[Line]:
    """The lines of a cell; a table inside it row by row."""
    for item in items:
        if isinstance(item, Line):
            yield replace(item, gap=False)
        elif isinstance(item, Grid):
            for row in item.rows:
                words = tuple(word for cell in row if cell for line in cell.lines for word in line.words)
                if words:
                    yield Line(words)


def is_bordered(table: Element, style: Style) -> bool:
    """Whether any border of a table is painted: its own, its cells', or its style's."""
    own = table.find(f"{W}tblPr/{W}tblBorders")
    if any(has_borders(borders) for borders in table.iter(W + "tcBorders")):
        return True
    return style.borders if own is None else has_borders(own)


def has_borders(borders: Element) -> bool:
    """Whether one of the sides is painted."""
    return any(side.get(W + "val", "none") not in NO_BORDER for side in borders)
