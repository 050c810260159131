"""Where mentions may stand: head, sections, table rows and captions, recipients, signature, footnotes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pipeline.document import ColumnRole, Document, Footnote, Mention, Span

M = TypeVar("M", bound=Mention)
REACH = 3000  # words before a footnote among which its mark is sought: three full pages


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text that no mention crosses, and its path."""

    path: str  # a section's path, `H`, `R`, `S`, `T1` for a caption, `T1.3` for a row, `A` for other captions
    span: Span
    column: int | None = None  # of a table cell
    role: ColumnRole | None = None  # of its column, where the cell is none of the head


def by_path(mentions: Iterable[M]) -> dict[str, list[M]]:
    """The mentions of each path, in their order."""
    found: dict[str, list[M]] = {}
    for each in mentions:
        found.setdefault(each.section_path, []).append(each)
    return found


def zones(doc: Document) -> Iterator[Zone]:
    """Every zone of `doc`, in reading order."""
    header = doc.header
    found = [Zone("H", span) for span in header.head]
    found += [Zone(section.path, section.span) for section in doc.sections]
    found += [Zone("R", span) for span in header.recipient_spans]
    found += [Zone("S", span) for span in header.signature]
    for span in header.captions:
        below = next((table for table in doc.tables if table.span.start >= span.end), None)
        found.append(Zone(below.id if below else "A", span))
    for table in doc.tables:
        number = 0
        for row in table.rows:
            number += not row.is_header
            path = table.id if row.is_header else f"{table.id}.{number}"
            for column, cell in enumerate(row.cells):
                if cell.end > cell.start:
                    role = table.roles[column] if column < len(table.roles) and not row.is_header else None
                    found.append(Zone(path, cell, column, role))
    places = sorted(found, key=lambda zone: (zone.span.start, zone.span.end))
    for note in doc.footnotes:
        found.append(Zone(_path_of(note, doc, places), note.span))
    yield from sorted(found, key=lambda zone: (zone.span.start, zone.span.end))


def _path_of(note: Footnote, doc: Document, places: list[Zone]) -> str:
    """The path of the place that a footnote hangs on; without a mark that was read, of the last place of its page."""
    before = bisect_right(doc.words, note.span.start, key=lambda word: word.span.end)
    near = doc.words[max(0, before - REACH) : before]
    above = [word for word in near if word.page <= note.page]
    marked = next((word for word in reversed(above) if word.note == note.number), None)
    at = marked or (above[-1] if above else None)
    return next((zone.path for zone in reversed(places) if at and zone.span.holds(at.span)), "A")
