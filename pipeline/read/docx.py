"""Word documents -> pages: paragraphs with the numbers Word counts for them, and tables with their merged cells.

Pages are those of Word's last printing, where it noted them; a page otherwise ends only where the author ended it.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from pipeline.document import Cell, Flag, Grid, Line, Page, Word
from pipeline.errors import DamagedFile, OversizedFile
from pipeline.read.characters import clean, note_sign, take_sign
from pipeline.read.legacy import code_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What hostile files are held to; no document that a person wrote comes near.
MOST_BYTES = 30_000_000  # of XML in one part: 3,000 pages of 10 kB
MOST_ELEMENTS = 2_000_000  # of one part: Word's XML has one in every 22 bytes, and the smallest takes 4
MOST_TEXT = 5_000_000  # characters: 2,000 pages of 2,500
MOST_NAMESPACE = 120  # characters of a namespace, which the parser puts before every name; Word's have up to 73
MOST_DIGITS = 5  # of a number: 99,999 half points, columns, footnotes
MOST_COUNT = 32_767  # Word's own limit for the number of a list
MOST_LEVELS = 9  # of a list: Word's own limit
MOST_LABEL = 100  # characters of a list number: `Điều 12.`
MOST_COLUMNS = 63  # that one cell covers: Word's own limit
MOST_PLACES = 200_000  # rows x columns of one table: 10,000 rows of 20 columns
MOST_PLACES_OF_ALL = 1_000_000
MOST_NESTED = 30  # tables in tables: authors stop at three
BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\u2022\u25cf\u25cb\u25aa\u25a0\u2013\u2014\uf076o", "-")
PACKAGE_ERRORS = (  # what zipfile and the XML parser raise for bytes that are not what they should be
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    ParseError,
    DefusedXmlException,
    OSError,
    EOFError,
    RuntimeError,  # what zipfile raises for a zip of a later version is one of them
    LookupError,
    ValueError,  # UnicodeDecodeError is one
)
NO_BORDER = {"none", "nil"}
PAGE_BREAK = "\f"
ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
)
ROMAN += ((5, "V"), (4, "IV"), (1, "I"))
LETTERS = 780  # Word begins at `a` again after thirty times `z`
Item = Line | Grid
Cells = list[tuple[Element, int]]  # of one row, with the columns that each covers


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
    """The parts of a DOCX that say what it shows, and how far reading it has come."""

    body: Element
    styles: dict[str, Style]
    lists: dict[str, tuple[str, dict[int, Level]]]  # list -> what it shares its counters with, its levels
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    notes: tuple[Element, ...] = ()  # footnotes and endnotes
    default_style: str = ""
    page: int = 1
    doubts: dict[int, Flag] = field(default_factory=dict)  # page -> the first doubt about its tables
    places: int = 0  # rows x columns of the tables so far
    nested: int = 0  # tables around what is read now


class Builder(TreeBuilder):
    """Builds the tree of one part; raises ValueError for what would fill the memory."""

    def __init__(self) -> None:
        super().__init__()
        self.left = MOST_ELEMENTS

    def start(self, tag, attrs, /):
        """One more element."""
        self.left -= 1
        if self.left < 0:
            raise ValueError(f"over {MOST_ELEMENTS:,} elements")
        return super().start(tag, attrs)

    def start_ns(self, _prefix, uri):
        """A namespace."""
        if len(uri) > MOST_NAMESPACE:
            raise ValueError(f"a namespace of {len(uri):,} characters")


def count_docx_pages(path: Path) -> int:
    """Pages of a Word document."""
    return len(read_pages(*stamp(path)))


def read_docx_page(path: Path, number: int) -> tuple[Page, tuple[Flag, ...]]:
    """One page of a Word document, from 1."""
    items, flags = read_pages(*stamp(path))[number - 1]
    return Page(number, items, "plain_text"), flags


def stamp(path: Path) -> tuple[Path, int]:
    """A file as it is now, so that a later one under the same name is read anew."""
    return path, path.stat().st_mtime_ns


@lru_cache(maxsize=1)  # the pages of one file are read one after the other
def read_pages(path: Path, _modified: int) -> tuple[tuple[tuple[Item, ...], tuple[Flag, ...]], ...]:
    """Lines and grids of every page, and the doubts about it; raises DamagedFile where they nest too deep."""
    try:
        return split_pages(path)
    except RecursionError as error:
        raise DamagedFile(f"{path.name} nests its tables too deep; print it to PDF in Word") from error


def split_pages(path: Path) -> tuple[tuple[tuple[Item, ...], tuple[Flag, ...]], ...]:
    """The blocks of a document, cut at its page breaks, and the doubts about each page."""
    package = open_package(path)
    pages: list[list[Item]] = [[]]
    for item in read_blocks(package.body, package):
        if item == PAGE_BREAK:
            if pages[-1]:
                pages.append([])
                package.page = len(pages)
        elif not isinstance(item, str):
            pages[-1].append(item)
    if len(pages) > 1 and not pages[-1]:
        pages.pop()
    package.page = len(pages)
    pages[-1] += read_notes(package)
    doubts = package.doubts
    return tuple(
        (tuple(page), (doubts[number],) if number in doubts else ()) for number, page in enumerate(pages, start=1)
    )


def open_package(path: Path) -> Package:
    """The parts of a DOCX, parsed; raises DamagedFile where they are not there or not XML, OversizedFile for a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            document, styles, numbering, footnotes, endnotes = (
                read_part(archive, f"word/{name}.xml", path)
                for name in ("document", "styles", "numbering", "footnotes", "endnotes")
            )
    except PACKAGE_ERRORS as error:
        raise DamagedFile(
            f"{path.name} begins like a Word document but is damaged or unusual; open it in Word and save it again"
        ) from error
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
    text = "".join(words.text or "" for part in (body, footnotes, endnotes) for words in part.iter(W + "t"))
    if len(text) > MOST_TEXT:
        raise OversizedFile(
            f"{path.name} holds {len(text) / 10**6:.1f} million characters of text; "
            f"split it into documents of at most {MOST_TEXT / 10**6:g} million"
        )
    if code := code_of("".join(words.text or "" for words in body.iter(W + "t"))):
        for words in body.iter(W + "t"):
            words.text = code(words.text or "")
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    plain = with_type(Style(), defaults)
    known: dict[str, Style] = {}
    return Package(
        body,
        {name: read_style(name, named, plain, known) for name in named},
        read_lists(numbering),
        default_style=default,
        notes=(*footnotes.findall(W + "footnote"), *endnotes.findall(W + "endnote")),
    )


def read_part(archive: zipfile.ZipFile, name: str, path: Path) -> Element:
    """One part of a DOCX as a tree, empty where it is not there; raises OversizedFile for one too large to parse."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return Element("none")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"{name} is packed as Word packs nothing")
    with archive.open(entry) as packed:
        data = packed.read(MOST_BYTES + 1)  # what it holds, whatever its header declares
    if max(len(data), entry.file_size) > MOST_BYTES:
        raise OversizedFile(
            f"{path.name} unpacks to over {MOST_BYTES // 10**6} MB of text and its type; split the document"
        )
    parser = DefusedXMLParser(target=Builder(), forbid_dtd=True)  # a DTD can give every element an attribute
    parser.feed(data)
    return parser.close()


def read_style(name: str, named: dict[str, Element], plain: Style, known: dict[str, Style], depth: int = 0) -> Style:
    """A style with what it inherits; `known` has those that were read."""
    if name in known:
        return known[name]
    element = named.get(name)
    if element is None or depth > 20:
        return plain
    based_on = element.find(W + "basedOn")
    base = based_on.get(W + "val", "") if based_on is not None else ""
    style = read_style(base, named, plain, known, depth + 1) if based_on is not None else plain
    style = with_type(style, element.find(W + "rPr"))
    outline = as_number(value(element, f"{W}pPr/{W}outlineLvl"))
    if outline is not None and outline < 6:
        style = replace(style, level=outline + 1)
    numbering = list_place(element.find(W + "pPr"), style)
    borders = element.find(f"{W}tblPr/{W}tblBorders")
    bordered = style.borders if borders is None else has_borders(borders)
    known[name] = replace(style, numbering=numbering, borders=bordered)
    return known[name]


def with_type(style: Style, properties: Element | None) -> Style:
    """A style with the weight, slant and size of run properties laid over it."""
    if properties is None:
        return style
    bold, italic, size = (properties.find(W + name) for name in ("b", "i", "sz"))
    half_points = as_number(size.get(W + "val")) if size is not None else None
    return replace(
        style,
        bold=style.bold if bold is None else is_on(bold.get(W + "val", "1")),
        italic=style.italic if italic is None else is_on(italic.get(W + "val", "1")),
        size=style.size if half_points is None else half_points / 2,
    )


def is_on(flag: str | None) -> bool:
    """Word's several ways to say yes."""
    return flag in ("1", "true", "on")


def value(element: Element | None, path: str) -> str | None:
    """The `w:val` of a descendant, None where there is none."""
    found = element.find(path) if element is not None else None
    return found.get(W + "val") if found is not None else None


def as_number(written: str | None) -> int | None:
    """The number that an attribute gives; None where it is none, or one that no document needs.

    >>> as_number("28"), as_number("²"), as_number("9" * 5000), as_number("-1"), as_number(None)
    (28, None, None, None, None)
    """
    if not written or len(written) > MOST_DIGITS or not (written.isascii() and written.isdigit()):
        return None
    return int(written)


def list_place(properties: Element | None, style: Style) -> tuple[str, int] | None:
    """Which list a paragraph belongs to, and at which level: its own, else its style's."""
    numbering = properties.find(W + "numPr") if properties is not None else None
    if numbering is None:
        return style.numbering
    inherited_list, inherited_level = style.numbering or ("0", 0)
    name = value(numbering, W + "numId") or inherited_list
    level = as_number(value(numbering, W + "ilvl"))
    return (name, inherited_level if level is None else level) if name != "0" else None


def read_lists(numbering: Element) -> dict[str, tuple[str, dict[int, Level]]]:
    """Every numbered list by its id: the counters it shares with its like, and its levels."""
    abstract = {
        element.get(W + "abstractNumId", ""): dict(map(read_level, element.findall(W + "lvl")[:MOST_LEVELS]))
        for element in numbering.findall(W + "abstractNum")
    }
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    for number in numbering.findall(W + "num"):
        name, shared = number.get(W + "numId", ""), value(number, W + "abstractNumId") or ""
        levels = dict(abstract.get(shared, {}))
        for override in number.findall(W + "lvlOverride")[:MOST_LEVELS]:
            at = as_number(override.get(W + "ilvl")) or 0
            own, start = override.find(W + "lvl"), as_number(value(override, W + "startOverride"))
            if own is not None:
                levels[at] = read_level(own)[1]
            if start is not None and at in levels:
                levels[at] = replace(levels[at], start=min(start, MOST_COUNT))
                shared = f"{shared}/{name}"  # a list that starts anew counts for itself
        lists[name] = (shared, levels)
    return lists


def read_level(element: Element) -> tuple[int, Level]:
    """One level of a list, with its number from 0."""
    start = as_number(value(element, W + "start"))
    level = Level(
        1 if start is None else min(start, MOST_COUNT),
        value(element, W + "numFmt") or "decimal",
        (value(element, W + "lvlText") or "")[:MOST_LABEL],
    )
    return as_number(element.get(W + "ilvl")) or 0, level


def next_label(package: Package, place: tuple[str, int]) -> str:
    """The number or bullet that Word shows before the next paragraph of a list."""
    shared, levels = package.lists.get(place[0], ("", {}))
    at = place[1]
    if at not in levels:
        return ""
    counts = package.counts.setdefault(shared, {})
    counts[at] = min(counts.get(at, levels[at].start - 1) + 1, MOST_COUNT)
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

    return re.sub(r"%(\d)", shown, levels[at].pattern)[:MOST_LABEL].strip()


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
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) % LETTERS // 26 + 1)
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
        elif child.tag != W + "txbxContent":  # hyperlinks, insertions, fields, content controls; boxes come after
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
    return "0" if written is None or as_number(written) is None else written


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
    layout = list(read_layout(table))
    width = max((before + sum(span for _, span in cells) for before, cells in layout), default=0)
    places = max(width, 1) * len(layout)
    if places > MOST_PLACES or package.places + places > MOST_PLACES_OF_ALL:
        message = f"a table of {len(layout):,} rows and {width:,} columns is read as lines; split it in Word"
        package.doubts.setdefault(package.page, Flag("table_uncertain", "warning", message, package.page))
        for _, cells in layout:
            for cell, _ in cells:
                yield from read_blocks(cell, package)
        return
    package.places += places
    rows, breaks = read_rows(layout, package)
    if not rows:
        return
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
        covered = 0  # columns that the cells to the left cover
        for column, cell in enumerate(rows[at]):
            if cell is None and at == start and column >= covered:
                cell = Cell(())
            if cell is not None:
                covered = max(covered, column + cell.column_span)
                cell = replace(cell, row_span=min(cell.row_span, end - at))
            row.append(cell)
        yield tuple(row)


def read_layout(table: Element) -> Iterator[tuple[int, Cells]]:
    """The rows of a table: how many columns stand empty before each, and its cells."""
    for element in table.iter(W + "tr") if table.find(f".//{W}tbl") is None else own_rows(table):
        before = as_number(value(element, f"{W}trPr/{W}gridBefore")) or 0
        spans = ((cell, as_number(value(cell, f"{W}tcPr/{W}gridSpan")) or 1) for cell in own_cells(element))
        yield min(before, MOST_COLUMNS), [(cell, min(span, MOST_COLUMNS)) for cell, span in spans]


def read_rows(layout: list[tuple[int, Cells]], package: Package) -> tuple[list[list[Cell | None]], list[int]]:
    """Cells row by row, None where a merged cell covers; and the rows at which Word began a new page."""
    package.nested += 1
    if package.nested > MOST_NESTED:
        raise RecursionError(f"over {MOST_NESTED} tables in tables")
    rows: list[list[Cell | None]] = []
    breaks: list[int] = []
    above: dict[int, tuple[int, int]] = {}  # column -> where the cell stands that reaches down here
    merged: dict[tuple[int, int], tuple[int, list[Line]]] = {}  # where a cell stands -> its rows, lines of those below
    for before, cells in layout:
        row: list[Cell | None] = [Cell(())] * before
        for cell, span in cells:
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            column = len(row)
            goes_on = merge is not None and merge.get(W + "val", "continue") != "restart"
            items = list(read_blocks(cell, package))
            if PAGE_BREAK in items and breaks[-1:] != [len(rows)]:
                breaks.append(len(rows))
            if goes_on and column in above:
                place = above[column]
                lines = merged.setdefault(place, (1, []))[1]
                lines.extend(cell_lines(items))
                merged[place] = len(rows) - place[0] + 1, lines
                row += [None] * span
                continue
            above[column] = (len(rows), column)
            row += [Cell(tuple(cell_lines(items)), column_span=span), *[None] * (span - 1)]
        rows.append(row)
    for (at, column), (row_span, lines) in merged.items():
        if first := rows[at][column]:
            rows[at][column] = replace(first, row_span=row_span, lines=first.lines + tuple(lines))
    package.nested -= 1
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
            yield replace(item, gap=False) if item.gap else item
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
