"""From what a stage's results were made: the code of its rooms and the models it loads.

A result is kept under such a fingerprint, so that it is made anew when any of these changes, and only then.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.errors import OtherVersion, PipelineError
from pipeline.read.ocr import load_engine

HERE = Path(__file__).parent
MODELS = HERE.parent / "models"
DATA = (".py", ".tsv", ".txt")
READING = ("read", "document.py", "errors.py", "pages.py", "packed.py")
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


@cache
def own_keys() -> tuple[str, str]:
    """With what this process reads pages and makes rows: `reading_key`, `rows_key`."""
    models = model_hashes()
    reading = reading_key(_engine(), models)
    return reading, rows_key(reading, models)


def check_keys(keys: tuple[str, str]) -> None:
    """Raise OtherVersion where this process works with something else than `keys` say."""
    if own_keys() != keys:
        raise OtherVersion(
            f"a worker on {platform.node()} runs another version of this program, of a model or of Tesseract; "
            "check out the same commit there and install the same requirements.lock"
        )


def model_hashes() -> dict[str, str]:
    """SHA-256 of each model, as its digest file names it; the models are checked against these when they are loaded."""
    return {
        path.relative_to(MODELS).with_suffix("").as_posix(): path.read_text("ascii").split()[0]
        for path in sorted(MODELS.rglob("*.sha256"))
    }


def _engine() -> str:
    """The name of the OCR engine; where there is none, texts can still be read."""
    try:
        return load_engine().name
    except (PipelineError, OSError):
        return "none"


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
