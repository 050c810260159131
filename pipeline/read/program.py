"""Tesseract as a program, where it is no library, and for what only the program is asked: how a page is turned."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytesseract

from pipeline.document import Word
from pipeline.errors import EngineFailure, MissingEngine
from pipeline.read.ocr import MODEL, ONE_BLOCK, WHOLE_PAGE, PageTimeout, digest, rows_of

INSTALL = (
    "install it with `sudo apt-get install tesseract-ocr tesseract-ocr-vie` (Debian, Ubuntu), "
    "`sudo dnf install tesseract tesseract-langpack-vie` (Fedora) or `brew install tesseract tesseract-lang` (macOS)"
)


@dataclass(frozen=True, slots=True)
class Program:
    """Tesseract as a program (pytesseract)."""

    model: Path = MODEL
    limit_s: float = 60

    @property
    def name(self) -> str:
        """The engine, its version and its model."""
        return f"tesseract {pytesseract.get_tesseract_version()} {digest(self.model)}"

    def read(self, grey: np.ndarray, dpi: int, is_block: bool = False) -> list[list[Word]]:
        """Rows of words, boxes in pixels, of a page or of one block of text; raises PageTimeout."""
        if not languages():
            raise MissingEngine(f"Tesseract is not installed; {INSTALL}")
        digest(self.model)
        mode = ONE_BLOCK if is_block else WHOLE_PAGE
        config = f'--tessdata-dir "{self.model.parent}" --psm {mode} --dpi {dpi} -c tessedit_do_invert=0'
        return rows_of(self.run(grey, pytesseract.image_to_data, lang=self.model.stem, config=config))

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


@cache
def languages() -> frozenset[str]:
    """The models that the program `tesseract` finds; empty where there is none."""
    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, subprocess.SubprocessError, OSError):
        return frozenset()
