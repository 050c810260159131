"""HTML tables within a text, as converters to Markdown leave them -> grids, merged cells and all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

OPENING, CLOSING = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*+>", re.IGNORECASE)
UNCLOSED = re.compile(r"<(?![^<>]*+>)")  # the standard library's parser takes long over many of them
MOST_SPAN = 100  # rows or columns that a cell may claim; more is a fault, and would cost memory
MOST_PLACES = 200_000  # rows times columns: twenty columns over five hundred pages


@dataclass(slots=True)
class HtmlCell:
    """One cell: its text, inner tags gone, breaks as newlines, and how far it reaches."""

    text: str = ""
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class _Reader(HTMLParser):
    rows: list[list[HtmlCell]] = field(default_factory=list)
    is_open: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            given = dict(attrs)
            self.rows[-1].append(HtmlCell("", span_of(given.get("rowspan")), span_of(given.get("colspan"))))
            self.is_open = True
        elif tag in ("br", "p", "li", "div") and self.is_open:
            self.rows[-1][-1].text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open and self.rows[-1]:
            self.rows[-1][-1].text += re.sub(r"\s+", " ", data)


def span_of(value: str | None) -> int:
    """Rows or columns that an attribute claims, 1 where it makes no sense."""
    if not value or not value.isascii() or not value.isdigit() or len(value) > 9:
        return 1
    return max(1, min(int(value), MOST_SPAN))


def find_tables(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every table, left to right, up to the first end of one behind it.

    >>> [text[start:end] for text in ["a<table>1</table>b<table>2"] for start, end in find_tables(text)]
    ['<table>1</table>']
    """
    at = 0
    while (opening := OPENING.search(text, at)) and (closing := CLOSING.search(text, opening.end())):
        yield opening.start(), closing.end()
        at = closing.end()


def read_html_table(source: str) -> list[list[HtmlCell | None]]:
    """The rows of one `<table>`, every row as long; None where a merged cell reaches. Too large a one is cells alone.

    >>> html = "<table><tr><th>TT<th>Việc<tr><td rowspan=2>1<td>Họp<br>báo</td></tr><tr><td>In</tr></table>"
    >>> [[cell and cell.text for cell in row] for row in read_html_table(html)]
    [['TT', 'Việc'], ['1', 'Họp\\nbáo'], [None, 'In']]
    """
    reader = _Reader()
    reader.feed(UNCLOSED.sub("&lt;", source))
    reader.close()
    claimed = sum(cell.row_span * cell.column_span for row in reader.rows for cell in row)
    widest = max((sum(cell.column_span for cell in row) for row in reader.rows), default=0)
    if max(claimed, widest * len(reader.rows)) > MOST_PLACES:
        return [[HtmlCell(cell.text)] for row in reader.rows for cell in row]
    places: dict[tuple[int, int], HtmlCell | None] = {}
    for at, row in enumerate(reader.rows):
        column = 0
        for cell in row:
            while (at, column) in places:
                column += 1
            cell.row_span = min(cell.row_span, len(reader.rows) - at)
            for below in range(cell.row_span):
                for beside in range(cell.column_span):
                    places.setdefault((at + below, column + beside), None)
            places[at, column] = cell
            column += cell.column_span
    width = max((column for _, column in places), default=-1) + 1
    return [[places.get((at, column), HtmlCell()) for column in range(width)] for at in range(len(reader.rows))]
