"""Documents for tests from a few lines of text, through the pipeline's own stages."""

from pipeline.document import Cell, Document, Grid, Line, Page, Word
from pipeline.structure.header import parse_header
from pipeline.structure.sections import parse_sections
from pipeline.structure.tables import parse_tables
from pipeline.text.lines import lay_down


def line(text: str, **properties) -> Line:
    """A line of a text file."""
    return Line(tuple(Word(word) for word in text.split()), **properties)


def grid(*rows: str) -> Grid:
    """A table from rows with `|` between cells; `\\n` begins a new line in a cell."""
    return Grid(
        tuple(
            tuple(Cell(tuple(line(part) for part in cell.split("\n") if part.strip())) for cell in row.split("|"))
            for row in rows
        )
    )


def document(text: str, *, source: str = "a.txt", text_source="plain_text") -> Document:
    """A document from plain text, `\\f` between pages, an empty line above a line as its gap."""
    pages = []
    for number, page in enumerate(text.strip("\n").split("\f"), start=1):
        items, gap = [], False
        for row in page.split("\n"):
            if row.strip():
                items.append(line(row, gap=gap))
            gap = not row.strip()
        pages.append(Page(number, tuple(items), text_source))
    return Document("0" * 16, "0" * 64, source, "text/plain", pages=tuple(pages))


def structured(text: str, **properties) -> Document:
    """The document with text, header, outline and tables."""
    return parse_tables(parse_sections(parse_header(lay_down(document(text, **properties)))))
