"""Plain text and Markdown -> pages. A form feed ends a page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pipeline.document import Cell, Flag, Grid, Line, Page, Word
from pipeline.read.characters import NOTE_SIGN, clean, note_sign, take_sign
from pipeline.read.flattened import NUMBER_HEAD, find_flattened
from pipeline.read.html_table import MOST_PLACES, HtmlCell, find_tables, read_html_table
from pipeline.read.legacy import code_of, transcode

HEADING = re.compile(r"\s{0,3}+(#{1,6}+)\s++")
RULE = re.compile(r"\s*+([-_*=~])(?:\s*+\1){2,}+\s*+")  # a rule under the national motto, a Markdown break: no words
FENCE = re.compile(r"\s*(```|~~~)\w*\s*")
TAG = re.compile(
    r"</?(?:p|li|ul|ol|br|div|span|b|i|u|em|strong|sup|sub|small|font|center|a|table|thead|tbody|tr|td|th|hr|h[1-6])"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
BREAKING_TAG = re.compile(r"<(?:br|/?p|/?li|/?ul|/?ol|/?div|/?tr|hr|/?h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
AUTOLINK = re.compile(r"<((?:https?://|mailto:|www\.)[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>")
LINK = re.compile(r"!?\[([^\]\n]{0,300}+)\]\((?:https?:|mailto:|www\.|#|/)[^)\s]*\)")
BOLD = re.compile(r"\*\*(?=\S)(.{1,1500}?)(?<=\S)\*\*|(?<!\w)__(?=[^\s_])(.{1,1500}?)(?<=[^\s_])__(?!\w)")
ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?![\w_])"
)
ALL_BOLD = re.compile(
    r"(?:\*\*\*?+[^*]++\*\*(?:\*(?!\*))?+\s*+)++|__[^_]++__|<b>.*</b>|<strong>.*</strong>", re.IGNORECASE
)
ALL_ITALIC = re.compile(r"\*[^*]+\*|_[^_]+_|\*\*\*[^*]+\*\*\*|<i>.*</i>|<em>.*</em>", re.IGNORECASE)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
PIPE_RULE = re.compile(r"\s*+(?:\|\s*+)?+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+(?:\|\s*+)?+")
MARKDOWN = re.compile(r"^\s{0,3}+#{1,6}+\s++\S|\*\*\S|^[^\S\n]*+\|.*\|[^\S\n]*+$", re.MULTILINE)
LETTER = re.compile(r"N[ơo]i nhận|CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI", re.IGNORECASE)
PAGE_NUMBER = r"(?:[-–] ?\d{1,3} ?[-–]|\d{1,3}|[Tt]rang \d{1,3}(?:/\d{1,3})?)"
NOTE_LINE = re.compile(r"(?m)^\[(?P<number>\d{1,2})\] ")
NOTE_MARK = re.compile(r"(?<=\S)[ ]?\[(?P<number>\d{1,2})\]")
PAGE_NUMBER_ABOVE = re.compile(rf"^\s*+{PAGE_NUMBER}[ \t]*+\n\s*+")
PAGE_NUMBER_BELOW = re.compile(rf"(?<=\n)[ \t]*+{PAGE_NUMBER}\s*+$")
MARKS = re.compile(r"[*_<&\[\\]")  # a line with none of them has no signs of Markdown or HTML
LONGEST_MARKED = 20_000  # characters; a longer line is no Markdown, and its signs would take long to pair
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
COLUMNS = re.compile(r"\s*\t+\s*|\s{5,}")  # white space that lays out two columns, as `pdftotext -layout` does


def count_text_pages(path: Path) -> int:
    """Pages of a text file."""
    return len(cut_pages(decode(path.read_bytes()) or ""))


def read_text_page(path: Path, number: int) -> tuple[Page, tuple[Flag, ...]]:
    """One page of a text file, from 1."""
    items = read_pages(path.read_bytes())[number - 1]
    lost = [line.text for line in items if isinstance(line, Line) and NUMBER_HEAD.fullmatch(line.text)]
    message = "a table was copied a cell a line, and nobody can tell its rows; look at the file that it was copied from"
    return Page(number, items, "plain_text"), tuple(
        Flag("table_uncertain", "warning", message, number, raw=text) for text in lost
    )


@lru_cache(maxsize=1)  # the pages of one file are read one after the other
def read_pages(data: bytes) -> tuple[tuple[Line | Grid, ...], ...]:
    """Lines and grids of every page."""
    pages = cut_pages(sign_notes(decode(data) or ""))
    if len(pages) > 1:
        pages = [without_number(page) for page in pages]
    return tuple(tuple(read_items(page)) for page in pages)


def cut_pages(text: str) -> list[str]:
    """The pages of a text.

    >>> cut_pages("một\\fhai\\f\\n")
    ['một', 'hai']
    """
    return text.removesuffix("\n").removesuffix("\f").split("\f")


def sign_notes(text: str) -> str:
    """A text in which the marks of the footnotes that copying put at its end are the signs of `note_sign`.

    >>> sign_notes("theo Nghị quyết[1] này\\n[1] Số 76/NQ-CP.\\n[2] Không có dấu.")
    'theo Nghị quyết\\ue101 này\\n\\ue101Số 76/NQ-CP.\\n[2] Không có dấu.'
    """
    marked = {match["number"] for match in NOTE_MARK.finditer(text)}
    noted = {match["number"] for match in NOTE_LINE.finditer(text)} & marked
    if not noted:
        return text

    def sign(match: re.Match[str]) -> str:
        return note_sign(match["number"]) if match["number"] in noted else match[0]

    return NOTE_MARK.sub(sign, NOTE_LINE.sub(sign, text))


def without_number(page: str) -> str:
    """A page without the number over or under it.

    >>> without_number("2\\n\\nthực hiện nhiệm vụ\\n- 2 -\\n")
    'thực hiện nhiệm vụ\\n'
    """
    return PAGE_NUMBER_BELOW.sub("", PAGE_NUMBER_ABOVE.sub("", page))


@lru_cache(maxsize=1)  # asked what it is, how many pages it has, and what is on them
def decode(data: bytes) -> str | None:
    """The text of UTF-8, UTF-16, CP1258, TCVN3 or VNI bytes, clean; None where they are no text.

    >>> decode("kế hoạch".encode("utf-16")), decode(b"\\x00\\x01\\x02\\x03")
    ('kế hoạch', None)
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data[1:40:2].count(0) > 12 > data[:40:2].count(0):
        encoding = "utf-16-le"
    elif data[:40:2].count(0) > 12 > data[1:40:2].count(0):
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost and lost > 0.1 * sum(
        char > "\x7f" for char in text
    ):  # fewer are bytes damaged on the way, or a letter cut in two
        western = data.decode("latin-1")
        code = code_of(western)
        try:
            text, lost = code(western) if code else data.decode("cp1258"), 0
        except UnicodeDecodeError:
            return None
    if len(CONTROL.findall(text)) + lost > 0.005 * len(text):
        return None
    return clean(transcode(text).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))


def is_markdown(text: str) -> bool:
    """Whether a text has headings, bold words or tables as Markdown writes them."""
    return bool(MARKDOWN.search(text))


def read_items(text: str) -> Iterator[Line | Grid]:
    """Lines and grids of one page, top to bottom."""
    text = without_comments(text)
    at = 0
    for start, end in find_tables(text):
        yield from read_rows(text[at:start].split("\n"))
        yield from html_grid(read_html_table(text[start:end]))
        at = end
    yield from read_rows(text[at:].split("\n"))


def without_comments(text: str) -> str:
    """A text without HTML comments; one that is never closed stays.

    >>> without_comments("một <!-- ẩn -->hai <!-- ba")
    'một hai <!-- ba'
    """
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def html_grid(rows: list[list[HtmlCell | None]]) -> Iterator[Line | Grid]:
    """An HTML table as a grid; one without cells is nothing."""
    if any(cell and cell.text.strip() for row in rows for cell in row):
        yield Grid(
            tuple(
                tuple(
                    cell
                    and Cell(
                        tuple(line for part in cell.text.split("\n") for line in read_lines(part)),
                        cell.row_span,
                        cell.column_span,
                    )
                    for cell in row
                )
                for row in rows
            )
        )


def read_rows(rows: list[str]) -> Iterator[Line | Grid]:
    """Lines and grids of rows of text without HTML tables."""
    tabbed = find_tabbed(rows)
    gap = False
    at = 0
    while at < len(rows):
        row = rows[at]
        if at in tabbed:
            yield from as_items([row.split("\t") for row in rows[at : tabbed[at]]])
            at, gap = tabbed[at], False
            continue
        if "|" in row and at + 1 < len(rows) and "-" in rows[at + 1] and PIPE_RULE.fullmatch(rows[at + 1]):
            end = at + 2
            while end < len(rows) and "|" in rows[end]:
                end += 1
            table = [pipe_cells(row) for row in [rows[at], *rows[at + 2 : end]]]
            yield from read_layout(table) if is_letter(table) else as_items(table)
            at, gap = end, False
            continue
        if flattened := find_flattened(rows, at):
            at, gap = flattened[0], False
            yield as_grid(flattened[1], has_titles=True)
            continue
        end = end_of_columns(rows, at)
        if end > at:
            lines = [*read_columns(rows[at:end])]
        else:
            end, lines = at + 1, read_lines(row)
        for line in lines:
            yield replace(line, gap=True) if gap else line
            gap = False
        gap = gap or not lines
        at = end


def is_letter(table: list[list[str]]) -> bool:
    """Whether a table only sets the head or the foot of a letter in two columns."""
    return len(table[0]) == 2 and any(LETTER.search(cell) for row in table for cell in row)


def read_layout(table: list[list[str]]) -> Iterator[Line]:
    """The lines of the left column, then those of the right."""
    for column in range(2):
        for row in table:
            for cell in row[column : column + 1]:
                yield from read_lines(cell)


def read_lines(row: str) -> list[Line]:
    """The lines one row of text makes, without the signs of Markdown and HTML: none for an empty one."""
    if RULE.fullmatch(row) or FENCE.fullmatch(row):
        return []
    heading = HEADING.match(row)
    level, row = (len(heading[1]), row[heading.end() :].rstrip().rstrip("#").rstrip()) if heading else (0, row)
    row = re.sub(r"^\s*(>\s?)+(?=\S)", "", row)
    lines = []
    for part in BREAKING_TAG.sub("\n", row).split("\n") if "<" in row else [row]:
        text, bold, italic = strip_marks(part)
        note = take_sign(text[:1])[1]
        text = text[1:] if note else text
        if NOTE_SIGN.search(text):
            words = tuple(Word(word, note=mark) for word, mark in map(take_sign, text.split()) if word)
        else:
            words = tuple(map(Word, text.split()))
        if words:
            lines.append(Line(words, bold=bold, italic=italic, level=level, note=note))
    return lines


def strip_marks(text: str) -> tuple[str, bool, bool]:
    """Clean text without emphasis, tags, links and entities; whether all of it was bold; whether all was italic.

    >>> strip_marks("**Nơi nhận:**"), strip_marks("gửi (*qua Sở Nội vụ*) <https://stttt.gialai.gov.vn>")
    (('Nơi nhận:', True, False), ('gửi (qua Sở Nội vụ) https://stttt.gialai.gov.vn', False, False))
    """
    if len(text) > LONGEST_MARKED or not MARKS.search(text):
        return text, False, False
    text = LINK.sub(r"\1", AUTOLINK.sub(r"\1", text))
    whole = text.strip()
    bold, italic = bool(ALL_BOLD.fullmatch(whole)), bool(ALL_ITALIC.fullmatch(whole))
    text = BOLD.sub(lambda match: match[1] or match[2], text)
    text = ITALIC.sub(lambda match: match[1] or match[2], text)
    text = re.sub(r"^\s*\*\*(?=\S)|(?<=\S)\*\*\s*+$", "", text)  # emphasis that another line opens or closes
    return clean(html.unescape(ESCAPE.sub(r"\1", TAG.sub("", text)))), bold, italic


def find_tabbed(rows: list[str]) -> dict[int, int]:
    """Blocks of rows that are tables by their tabs: index of the first row -> index after the last."""
    blocks: list[tuple[int, int, int]] = []
    at = 0
    while at < len(rows):
        tabs = rows[at].count("\t")
        end = at + 1
        if tabs >= 2:
            while end < len(rows) and 2 <= rows[end].count("\t") <= tabs:
                end += 1
            blocks.append((at, end, tabs))
        at = end
    sizes = [tabs for start, end, tabs in blocks if end - start > 1]
    tables = {start: end for start, end, tabs in blocks if end - start > 1 or tabs in sizes}
    return {start: end for start, end in tables.items() if not is_laid_out(rows[start:end])}


def is_laid_out(rows: list[str]) -> bool:
    r"""Whether tabs only push two columns apart, as in the head of a letter: one cell is empty in every row.

    >>> is_laid_out(["UBND TỈNH\t\tCỘNG HÒA", "Số: 1/KH\t\tHà Nội"]), is_laid_out(["STT\tViệc\tHạn", "1\tHọp\t"])
    (True, False)
    """
    columns = list(zip(*(row.split("\t") for row in rows), strict=False))
    full = [column for column in columns if any(cell.strip() for cell in column)]
    return len(full) < min(len(columns), 3) and len(rows) <= 6


def end_of_columns(rows: list[str], start: int) -> int:
    """Index after a block of rows that white space lays out in two columns; `start` where there is none."""
    end, both = start, 0
    while end < len(rows) and rows[end].strip():
        parts = COLUMNS.split(rows[end].strip())
        if len(parts) > 2 or (len(parts) == 1 and not both):
            break
        if len(parts) == 1 and len(rows[end].strip()) > 45:  # a column of the header is never so wide
            break
        both += len(parts) == 2
        end += 1
    return end if both >= 2 else start


def read_columns(rows: list[str]) -> Iterator[Line]:
    """The lines of the left column, then those of the right."""
    sides: tuple[list[str], list[str]] = ([], [])
    for row in rows:
        parts = COLUMNS.split(row.strip())
        if len(parts) == 2:
            sides[0].append(parts[0])
            sides[1].append(parts[1])
        else:
            sides[len(row) - len(row.lstrip()) > 20].append(parts[0])
    for side in sides:
        for row in side:
            yield from read_lines(row)


def pipe_cells(row: str) -> list[str]:
    """The cells of one row of a Markdown table.

    >>> pipe_cells(r"| 1 | a \\| b |")
    ['1', 'a | b']
    """
    row = row.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", row)]


def as_items(rows: list[list[str]]) -> Iterator[Line | Grid]:
    """Rows of cell texts as a grid; of a table that no page can hold, the cells as lines."""
    if max(map(len, rows)) * len(rows) <= MOST_PLACES:
        yield as_grid(rows)
    else:
        yield from (line for row in rows for cell in row for line in read_lines(cell))


def as_grid(rows: list[list[str]], has_titles: bool = False) -> Grid:
    """Rows of cell texts as a grid, short rows filled up; with `has_titles` the second of two cells spans the rest."""
    width = max(len(row) for row in rows)
    filled: list[tuple[Cell | None, ...]] = []
    for row in rows:
        cells = [Cell(tuple(line for part in cell.split("\n") for line in read_lines(part))) for cell in row]
        if has_titles and len(row) == 2 < width and not row[0][:1].isdigit():
            filled.append((cells[0], replace(cells[1], column_span=width - 1), *[None] * (width - 2)))
        else:
            filled.append((*cells, *[Cell(())] * (width - len(row))))
    return Grid(tuple(filled))
