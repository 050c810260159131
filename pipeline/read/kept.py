"""What OCR read, kept on disk by what it was shown, so that a change of rules in a later stage reads no page twice.

One small file a reading, named by the SHA-256 of the prepared page image, the engine and its model. Files are written
beside their place and renamed, and a damaged or missing one is read again: the folder may be deleted at any time, and
two runs may share it.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable
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
        rows = self.recall(
            f"{'block' if is_block else 'page'} {dpi}", grey, lambda: self.read_anew(grey, dpi, is_block)
        )
        return [[Word(text, (x0, y0, x1, y1), sure) for text, x0, y0, x1, y1, sure in row] for row in rows]

    def read_anew(self, grey: np.ndarray, dpi: int, is_block: bool) -> list[list[tuple]]:
        """What the engine reads, as JSON holds it."""
        rows = self.engine.read(grey, dpi, is_block)
        return [[(word.text, *(word.box or (0, 0, 0, 0)), word.confidence) for word in row] for row in rows]

    def rotation(self, grey: np.ndarray, dpi: int) -> int:
        """Degrees clockwise to turn the image, as the engine said, now or before."""
        return self.recall(f"rotation {dpi}", grey, lambda: self.engine.rotation(grey, dpi))

    def recall(self, question: str, grey: np.ndarray, ask: Callable[[], Any]) -> Any:
        """The answer on disk, or the engine's, kept for the next time."""
        shown = hashlib.sha256(f"{self.name} {question} {grey.shape}".encode())
        shown.update(np.ascontiguousarray(grey).data)
        key = shown.hexdigest()
        path = self.folder / key[:2] / f"{key[2:]}.json.z"
        try:
            answer = json.loads(zlib.decompress(path.read_bytes()))
            os.utime(path)  # the least used go first
            return answer
        except (OSError, ValueError, zlib.error):
            answer = ask()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}")
            beside.write_bytes(zlib.compress(json.dumps(answer, ensure_ascii=False).encode("utf-8")))
            beside.replace(path)
        except OSError:  # no room, or not ours to write: the page is read, and will be again
            pass
        return answer


def trim(folder: Path, most: int = MOST_BYTES) -> None:
    """Delete the readings that were not asked for longest, until the rest takes at most `most` bytes."""
    found = []
    for path in folder.glob("??/*"):
        try:
            state = path.stat()
        except OSError:  # another run was here first
            continue
        found.append((state.st_mtime_ns, state.st_size, path))
    size = sum(size for _, size, _ in found)
    for _, its, path in sorted(found):
        if size <= most:
            return
        path.unlink(missing_ok=True)
        size -= its
