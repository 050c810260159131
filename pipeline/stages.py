"""From what a stage's results were made: the code of its rooms and the models it loads.

A result is kept under such a fingerprint, so that it is made anew when any of these changes, and only then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
DATA = (".py", ".tsv", ".txt")
READING = ("read", "document.py", "errors.py")
UNDERSTANDING = ("text", "structure", "entities", "places.py", "provinces.tsv", "districts.tsv", "timex.py", "flow.py")
STORING = ("store/rows.py", "store/schema.py", "store/kept.py")


def reading_key(engine: str, models: Mapping[str, str]) -> str:
    """What a page is read with; `engine` is the name of the OCR engine with its version and model."""
    return _key(_code(READING), engine, *(models[name] for name in sorted(models) if name.startswith("ocr")))


def rows_key(reading: str, models: Mapping[str, str]) -> str:
    """What the rows of a document are made with, once its pages were read with `reading`."""
    return _key(reading, _code(UNDERSTANDING), _code(STORING), *(f"{name} {models[name]}" for name in sorted(models)))


def dataset_key(rows: str) -> str:
    """What a dataset is put together with, once the rows of its documents were made with `rows`."""
    return _key(rows, _code(("store",)))


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def _code(rooms: tuple[str, ...]) -> str:
    """A digest of the files of some rooms."""
    digest = hashlib.sha256()
    for room in rooms:
        place = HERE / room
        files = [place] if place.is_file() else [path for path in sorted(place.rglob("*")) if path.suffix in DATA]
        for path in files:
            digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
