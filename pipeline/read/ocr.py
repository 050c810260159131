"""Words of a page image, by Tesseract with its Vietnamese model; another engine needs the same two methods."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pytesseract

from pipeline.document import Word
from pipeline.errors import EngineFailure, MissingEngine
from pipeline.read.characters import clean

INSTALL = (
    "install it with `sudo apt-get install tesseract-ocr tesseract-ocr-vie` (Debian, Ubuntu), "
    "`sudo dnf install tesseract tesseract-langpack-vie` (Fedora) or `brew install tesseract tesseract-lang` (macOS)"
)


class PageTimeout(Exception):
    """The engine did not finish a page within its limit."""


class OcrEngine(Protocol):
    """What reads the image of an upright page, dark ink on light paper."""

    def read(self, grey: np.ndarray, dpi: int, is_block: bool = False) -> list[list[Word]]:
        """Rows of words, boxes in pixels, of a page or of one block of text; raises PageTimeout."""
        ...

    def rotation(self, grey: np.ndarray, dpi: int) -> int:
        """Degrees clockwise (0, 90, 180 or 270) to turn the image so that it stands upright; 0 where in doubt."""
        ...


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract as a subprocess with one OpenMP thread: pages run in parallel, never the lines of one page."""

    language: str = "vie"
    limit_s: float = 120

    def read(self, grey: np.ndarray, dpi: int, is_block: bool = False) -> list[list[Word]]:
        """Rows of words, boxes in pixels, of a page or of one block of text; raises PageTimeout."""
        check_installed(self.language)
        # psm 3 finds more of a page's words than 4, 6 or 11 in every scan of `realdocs`
        config = f"--psm {6 if is_block else 3} --dpi {dpi} -c tessedit_do_invert=0"
        table = self.run(
            grey,
            pytesseract.image_to_data,
            lang=self.language,
            config=config,
            output_type=pytesseract.Output.DATAFRAME,
            pandas_config={"keep_default_na": False, "dtype": {"text": str}},  # `null` and `NA` are words
        )
        rows: dict[tuple[int, ...], list[Word]] = {}
        for place, word in words_of(table):
            rows.setdefault(place, []).append(word)
        return list(rows.values())

    def rotation(self, grey: np.ndarray, dpi: int) -> int:
        """Degrees clockwise to turn the image so that it stands upright; 0 where Tesseract cannot tell."""
        if "osd" not in languages():
            return 0
        try:
            report = self.run(grey, pytesseract.image_to_osd, config=f"--dpi {dpi}")
        except EngineFailure:  # "Too few characters"
            return 0
        degrees = re.search(r"Rotate: (\d+)", report)
        return int(degrees[1]) if degrees else 0

    def run(self, grey: np.ndarray, ask: Callable[..., Any], **options: Any) -> Any:
        """The report of one Tesseract run."""
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's own threads make a page 5 times slower in a pool
        with tempfile.TemporaryDirectory(prefix="vnplan-") as folder:
            image = Path(folder) / "page.pgm"  # pytesseract's PNG takes longer to pack
            height, width = grey.shape
            image.write_bytes(b"P5 %d %d 255\n" % (width, height) + grey.tobytes())
            try:
                return ask(str(image), timeout=self.limit_s, **options)
            except pytesseract.TesseractError as error:
                raise EngineFailure(
                    f"Tesseract failed ({error.message}); see that there is disk and memory left"
                ) from error
            except RuntimeError as error:
                if "timeout" not in str(error).lower():
                    raise
                raise PageTimeout from None


def words_of(table: pd.DataFrame) -> Iterator[tuple[tuple[int, ...], Word]]:
    """The words of Tesseract's table, each with its place: block, paragraph and line."""
    for row in table.query("level == 5").to_dict(orient="records"):
        if text := clean(str(row["text"])).strip():
            x, y = int(row["left"]), int(row["top"])
            box = (x, y, x + int(row["width"]), y + int(row["height"]))
            place = (row["block_num"], row["par_num"], row["line_num"])
            yield place, Word(text, box, max(0.0, float(row["conf"]) / 100))


@cache
def languages() -> frozenset[str]:
    """The models that Tesseract finds; empty where there is no Tesseract."""
    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, subprocess.SubprocessError, OSError):
        return frozenset()


def check_installed(language: str) -> None:
    """Raise MissingEngine, with the commands that help, where Tesseract or its model is not there."""
    if not languages():
        raise MissingEngine(f"Tesseract is not installed; {INSTALL}")
    if language not in languages():
        raise MissingEngine(f"Tesseract has no {language!r} model; {INSTALL}")
