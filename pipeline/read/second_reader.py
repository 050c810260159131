"""A second reader of ruled tables: where pdfplumber sees other rows or columns than we do, a person should look."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.document import Box, Flag, Grid, Page

SAME_PLACE = 0.6  # of the area of the smaller box; two readers of one table differ by its border at most


def dispute_tables(path: Path, page: Page) -> tuple[Flag, ...]:
    """A flag `table_uncertain` for every table of a digital page whose shape pdfplumber reads otherwise.

    Tables of one row or one column, which pdfplumber takes from any box, are left out of the comparison.
    """
    grids = [item for item in page.items if isinstance(item, Grid) and item.box and len(item.rows) > 1]
    if not grids or page.rotation:
        return ()
    try:
        shapes = read_shapes(path, page.number)
    except (PdfminerException, MalformedPDFException):  # pdfminer is stricter than MuPDF about damaged files
        return ()
    flags = []
    for grid in grids:
        theirs = next((shape for box, shape in shapes if grid.box and share(box, grid.box) > SAME_PLACE), None)
        ours = len(grid.rows), len(grid.rows[0])
        if theirs and theirs != ours and min(theirs) > 1:
            message = (
                f"A second reader sees {theirs[0]} rows and {theirs[1]} columns on page {page.number} where "
                f"{ours[0]} and {ours[1]} were read; compare the table with the page."
            )
            flags.append(Flag("table_uncertain", "info", message, page.number))
    return tuple(flags)


def read_shapes(path: Path, number: int) -> list[tuple[Box, tuple[int, int]]]:
    """Box, and rows and columns, of every ruled table that pdfplumber finds on a page."""
    with pdfplumber.open(path, pages=[number]) as pdf:
        return [
            (table.bbox, (len(table.rows), max(len(row.cells) for row in table.rows)))
            for page in pdf.pages
            for table in page.find_tables()
        ]


def share(a: Box, b: Box) -> float:
    """Overlap of two boxes as a share of the smaller one.

    >>> share((0, 0, 10, 10), (0, 5, 10, 15))
    0.5
    """
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return max(wide, 0) * max(high, 0) / smaller if smaller > 0 else 0.0
