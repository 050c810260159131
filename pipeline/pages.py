"""Pages that were read, kept on disk until the way they are read changes: a change of later rules reads none again.

A page lies in a file of its own from the moment it is read; those of a finished document are put into one.

>>> from pipeline.document import Line, Word
>>> page = Page(1, (Line((Word("Kế", (1, 2, 3, 4), 0.9), Word("hoạch"))),), "ocr")
>>> from_json(as_json([(page, ())])) == [(page, ())]
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree

from pydantic import TypeAdapter

from pipeline.document import Flag, Page
from pipeline.packed import read_packed, write_packed

Reading = tuple[Page, tuple[Flag, ...]]  # with the doubts about it


@dataclass(frozen=True, slots=True)
class Pages:
    """The kept pages of one document, in files that begin with `stem`."""

    stem: Path

    @property
    def whole(self) -> Path:
        """All pages of a document in one file."""
        return self.stem.with_name(f"{self.stem.name}.pages")

    def page(self, number: int) -> Path:
        """A page alone."""
        return self.stem / f"{number}.page"

    def has(self, number: int) -> bool:
        """Whether a page is kept."""
        return self.whole.is_file() or self.page(number).is_file()

    def keep(self, reading: Reading) -> None:
        """Keep one page; raises NoRoom."""
        write_packed(self.page(reading[0].number), as_json([reading]))

    def read(self) -> dict[int, Reading]:
        """The pages that are kept whole, by number; a damaged file is as none."""
        found: dict[int, Reading] = {}
        for path in [*self.stem.glob("*.page"), self.whole]:
            try:
                found |= {reading[0].number: reading for reading in from_json(read_packed(path).to_pybytes())}
            except (OSError, ValueError):
                continue
        return found

    def put_together(self, readings: Sequence[Reading]) -> None:
        """Keep all pages of a document as one file; raises NoRoom."""
        if not self.whole.is_file() or self.stem.is_dir():
            write_packed(self.whole, as_json(readings))
            rmtree(self.stem, ignore_errors=True)

    def forget(self) -> None:
        """Keep none."""
        rmtree(self.stem, ignore_errors=True)
        self.whole.unlink(missing_ok=True)


@cache
def _form() -> TypeAdapter[list[Reading]]:
    return TypeAdapter(list[Reading])


def as_json(readings: Sequence[Reading]) -> bytes:
    """Pages with the doubts about them as JSON."""
    return _form().dump_json(list(readings))


def from_json(data: bytes) -> list[Reading]:
    """The pages again, each value as it was."""
    return _form().validate_json(data)
