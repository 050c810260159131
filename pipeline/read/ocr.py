"""Words of a page image, by Tesseract with our model of it for plans; another engine needs the same three things."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from pipeline.document import Word
from pipeline.errors import MissingModel
from pipeline.read.characters import clean

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's own threads make a page 5 times slower in a pool
tesserocr: Any
try:
    import tesserocr
except ImportError:  # no wheel for this machine: the program `tesseract` reads the same, a quarter slower
    tesserocr = None

MODEL = Path(__file__).parents[2] / "models" / "ocr" / "vie_plan.traineddata"
# psm 3 finds more of a page's words than 4, 6 or 11 in every scan of `realdocs`
WHOLE_PAGE, ONE_BLOCK = 3, 6


class PageTimeout(Exception):
    """The engine did not finish a page within its limit."""


class OcrEngine(Protocol):
    """What reads the image of an upright page, dark ink on light paper."""

    @property
    def name(self) -> str:
        """The engine, its version and its model: two engines of one name read every image alike."""
        ...

    def read(self, grey: np.ndarray, dpi: int, is_block: bool = False) -> list[list[Word]]:
        """Rows of words, boxes in pixels, of a page or of one block of text; raises PageTimeout."""
        ...

    def rotation(self, grey: np.ndarray, dpi: int) -> int:
        """Degrees clockwise (0, 90, 180 or 270) to turn the image so that it stands upright; 0 where in doubt."""
        ...


@dataclass(frozen=True, slots=True)
class InProcess:
    """Tesseract as a library (tesserocr): no process to start, no image file to write."""

    model: Path = MODEL
    limit_s: float = 60

    @property
    def name(self) -> str:
        """The engine, its version and its model."""
        return f"tesserocr {tesserocr.tesseract_version().split()[1]} {digest(self.model)}"

    def read(self, grey: np.ndarray, dpi: int, is_block: bool = False) -> list[list[Word]]:
        """Rows of words, boxes in pixels, of a page or of one block of text; raises PageTimeout."""
        api = open_library(self.model)
        api.SetPageSegMode(ONE_BLOCK if is_block else WHOLE_PAGE)
        height, width = grey.shape
        api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        api.SetSourceResolution(dpi)
        try:
            if not api.Recognize(round(self.limit_s * 1000)):
                raise PageTimeout
            return rows_of(api.GetTSVText(0))
        finally:
            api.Clear()

    def rotation(self, grey: np.ndarray, dpi: int) -> int:
        """Degrees clockwise to turn the image so that it stands upright; 0 where Tesseract cannot tell."""
        from pipeline.read.program import Program

        return Program(self.model, self.limit_s).rotation(grey, dpi)


def load_engine() -> OcrEngine:
    """The faster engine that this machine has."""
    if tesserocr:
        return InProcess()
    from pipeline.read.program import Program  # it loads pandas, for which most processes have no use

    return Program()


def check_model() -> str:
    """The hash of the model; raises MissingModel where it is another."""
    return digest(MODEL)


@cache
def open_library(model: Path) -> Any:
    """Tesseract with `model`, loaded once a process."""
    digest(model)
    api = tesserocr.PyTessBaseAPI(path=f"{model.parent}/", lang=model.stem)
    api.SetVariable("tessedit_do_invert", "0")  # a second look at every line for white on black
    return api


@cache
def digest(model: Path) -> str:
    """The first 16 hex digits of a model's SHA-256; raises MissingModel where it is not the one its card describes."""
    recorded = model.with_suffix(".sha256")
    try:
        found, right = hashlib.sha256(model.read_bytes()).hexdigest(), recorded.read_text("ascii").split()[0]
    except (OSError, IndexError):
        raise MissingModel(f"{model} or {recorded.name} beside it is missing; check the project out again") from None
    if found != right:
        raise MissingModel(f"{model} is not the model of {recorded.name}; check the project out again")
    return found[:16]


def rows_of(report: str) -> list[list[Word]]:
    """The words of Tesseract's TSV report, row by row."""
    rows: dict[tuple[str, ...], list[Word]] = {}
    for place, word in words_of(report):
        rows.setdefault(place, []).append(word)
    return list(rows.values())


def words_of(report: str) -> Iterator[tuple[tuple[str, ...], Word]]:
    """The words of Tesseract's TSV report, each with its place: block, paragraph and line."""
    for row in report.splitlines():
        level, _, *place, _, left, top, width, height, confidence, text = row.split("\t", 11)
        if level == "5" and (text := clean(text).strip()):
            x, y = int(left), int(top)
            yield (
                tuple(place),
                Word(text, (x, y, x + int(width), y + int(height)), max(0.0, float(confidence) / 100)),
            )
