"""What this machine has of what the pipeline needs, and how to get the rest."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Literal

from pipeline.words import Say

PACKAGES = """rich numpy pymupdf pdfplumber pytesseract tesserocr opencv-python-headless onnxruntime spacy underthesea
    pandas pyarrow duckdb xlsxwriter jinja2""".split()
MODELS = {
    "ocr": "pipeline.read.ocr:check_model",
    "diacritics": "pipeline.text.restorer:load_restorer",
    "units": "pipeline.entities.ner:load_model",
}
MEMORY_A_WORKER = 1.0  # GiB; a page of 200 dpi takes 0.88 at most
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LEAST_DISK = 2.0  # GiB free for tables and what OCR read


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: Literal["fine", "missing", "warning"]
    what: str  # what was found, or what to do


def examine(out: Path, say: Say) -> Iterator[Finding]:
    """Look at everything that a run needs; `out` is where its tables would go."""
    is_new = sys.version_info >= (3, 11)
    yield Finding(
        "Python", "fine" if is_new else "missing", platform.python_version() if is_new else say("install 3.11")
    )
    for name in PACKAGES:
        yield _package(name, say)
    yield _attempt("Tesseract", _tesseract, say)
    for name, load in MODELS.items():
        yield _attempt(f"models/{name}", lambda say, load=load, name=name: _model(name, load, say), say)
    cores, memory = os.cpu_count() or 1, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    room = max(1, int(memory / MEMORY_A_WORKER) - 1)
    advice = say("{} cores, {} GiB: give WORKERS={}", cores, f"{memory:.0f}", min(cores, room))
    yield Finding(say("machine"), "fine" if room >= cores else "warning", advice)
    yield _folder(out, say)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    told = browser or say("only the tests of the report need it: sudo apt-get install chromium")
    yield Finding("Chromium", "fine" if browser else "warning", told)


def _attempt(name: str, look: Callable[[Say], Finding], say: Say) -> Finding:
    """What `look` finds; where a package is missing that it needs, that is what is found."""
    try:
        return look(say)
    except ImportError as error:
        return Finding(name, "missing", say("{} is not installed; run make setup", error.name or error))


def _model(name: str, place: str, say: Say) -> Finding:
    """A model that loads, which checks its hash."""
    from pipeline.errors import PipelineError

    module, function = place.split(":")
    try:
        getattr(import_module(module), function)()
    except (PipelineError, OSError) as error:
        return Finding(f"models/{name}", "missing", say("{}; get it again with git checkout models", error))
    return Finding(f"models/{name}", "fine", say("its hash is right"))


def _package(name: str, say: Say) -> Finding:
    if _has(name):
        return Finding(name, "fine", metadata.version(name))
    needed = name != "tesserocr" or sys.platform == "linux"
    return Finding(name, "missing" if needed else "warning", say("run make setup"))


def _tesseract(say: Say) -> Finding:
    """The library reads faster; the program alone will do, and tells how a page is turned."""
    from pipeline.read import program

    found = program.languages()
    if not found:
        state = "warning" if _has("tesserocr") else "missing"
        return Finding("Tesseract", state, say("the program is not installed; {}", program.INSTALL))
    if "osd" not in found:
        return Finding("Tesseract", "warning", say("its model `osd` is missing: turned pages stay turned"))
    return Finding("Tesseract", "fine", program.Program().name.split()[1] + ", " + ", ".join(sorted(found)))


def _has(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _folder(out: Path, say: Say) -> Finding:
    place = next(path for path in (out, *out.absolute().parents) if path.exists())
    if not place.is_dir() or not os.access(place, os.W_OK):
        return Finding(str(out), "missing", say("{} may not be written; name another folder with OUT=folder", place))
    free = shutil.disk_usage(place).free / 2**30
    return Finding(str(out), "fine" if free > LEAST_DISK else "warning", say("{} GiB free", f"{free:.0f}"))
