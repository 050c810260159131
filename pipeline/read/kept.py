"""What OCR read, kept on disk by what it was shown, so that a change of rules in a later stage reads no page twice.

One small file a reading, named by the SHA-256 of the prepared page image, the engine and its model. Files are written
beside their place and renamed, and a damaged or missing one is read again: the folder may be deleted at any time, and
two runs may share it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.document import Word
from pipeline.read.ocr import OcrEngine

MOST_BYTES = 1_000_000_000  # some hundred thousand pages


@dataclass(frozen=True, slots=True)
class Remembering:
    """An engine that reads an image once."""

    engine: OcrEngine
    folder: Path

    @property
    def name(self) -> str:
        """The engine, its version and its model."""
        return self.engine.name

    def read(self, grey: np.ndarray, dpi: int, is_block: bool = False) -> list[list[Word]]:
        """Rows of words, boxes in pixels, as the engine gave them, now or before; raises PageTimeout."""
        question = f"{'block' if is_block else 'page'} {dpi}"
        return self.recall(question, grey, lambda: self.engine.read(grey, dpi, is_block), as_json, from_json)

    def rotation(self, grey: np.ndarray, dpi: int) -> int:
        """Degrees clockwise to turn the image, as the engine said, now or before."""
        return self.recall(f"rotation {dpi}", grey, lambda: self.engine.rotation(grey, dpi), int, int)

    def recall(self, question: str, grey: np.ndarray, ask: Callable, pack: Callable, unpack: Callable) -> Any:
        """The answer on disk, or the engine's, kept for the next time."""
        shown = hashlib.sha256(f"{self.name} {question} {grey.shape}".encode())
        shown.update(np.ascontiguousarray(grey).data)
        key = shown.hexdigest()
        path = self.folder / key[:2] / f"{key[2:]}.json.z"
        try:
            answer = unpack(json.loads(zlib.decompress(path.read_bytes())))
            os.utime(path)  # the least used go first
            return answer
        except (OSError, ValueError, TypeError, zlib.error):
            answer = ask()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}")
            beside.write_bytes(zlib.compress(json.dumps(pack(answer), ensure_ascii=False).encode("utf-8")))
            beside.replace(path)
        except OSError:  # no room, or not ours to write: the page is read, and will be again
            pass
        return answer


def as_json(rows: list[list[Word]]) -> list[list[tuple]]:
    """Rows of words as JSON holds them."""
    return [[(word.text, *(word.box or (0, 0, 0, 0)), word.confidence) for word in row] for row in rows]


def from_json(rows: list[list[list]]) -> list[list[Word]]:
    """The rows of words again."""
    return [[Word(str(text), (x0, y0, x1, y1), float(sure)) for text, x0, y0, x1, y1, sure in row] for row in rows]


def trim(folder: Path, most: int = MOST_BYTES) -> None:
    """Delete the readings that were not asked for longest, until the rest takes at most `most` bytes.

    Nothing but readings is touched, and what another run deletes first is no fault.
    """
    found: list[tuple[int, int, Path]] = []
    try:
        for path in folder.iterdir():
            for reading in path.iterdir() if re.fullmatch("[0-9a-f]{2}", path.name) and path.is_dir() else ():
                if re.fullmatch(r"[0-9a-f]{62}\.json\.\w+", reading.name):
                    state = reading.stat()
                    found.append((state.st_mtime_ns, state.st_size, reading))
    except OSError:
        pass
    size = sum(its for _, its, _ in found)
    for _, its, reading in sorted(found):
        if size <= most:
            return
        with suppress(OSError):
            reading.unlink()
        size -= its
