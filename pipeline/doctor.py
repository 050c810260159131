"""What this machine has of what the pipeline needs, and how to get the rest."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from pipeline.entities.ner import load_model
from pipeline.errors import PipelineError
from pipeline.read import ocr, program
from pipeline.store.schema import PIPELINE_VERSION, SCHEMA_VERSION
from pipeline.text.restorer import load_restorer
from pipeline.words import Say

PACKAGES = ("pymupdf", "pdfplumber", "pytesseract", "tesserocr", "opencv-python-headless", "onnxruntime", "spacy",
            "underthesea", "pandas", "pyarrow", "duckdb", "xlsxwriter", "jinja2")  # fmt: skip
MEMORY_A_WORKER = 1.0  # GiB; a page of 200 dpi takes 0.88 at most
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LEAST_DISK = 2.0  # GiB free for tables and what OCR read


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "missing", "warning"]
    what: str  # what was found, or what to do


def examine(out: Path, say: Say) -> Iterator[Finding]:
    """Look at everything that a run needs; `out` is where its tables would go."""
    yield Finding("vnplan", "ok", f"{PIPELINE_VERSION}, {say('schema')} {SCHEMA_VERSION}")
    is_new = sys.version_info >= (3, 11)
    yield Finding("Python", "ok" if is_new else "missing", platform.python_version() if is_new else say("install 3.11"))
    for name in PACKAGES:
        yield _package(name, say)
    yield _tesseract(say)
    for name, load in (("ocr", lambda: ocr.digest(ocr.MODEL)), ("diacritics", load_restorer), ("units", load_model)):
        try:
            load()
            yield Finding(f"models/{name}", "ok", say("its hash is right"))
        except (PipelineError, OSError) as error:
            yield Finding(f"models/{name}", "missing", say("{}; get it again with git checkout models", error))
    cores, memory = os.cpu_count() or 1, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    room = max(1, int(memory / MEMORY_A_WORKER) - 1)
    advice = say("{} cores, {} GiB: give WORKERS={}", cores, f"{memory:.0f}", min(cores, room))
    yield Finding(say("machine"), "ok" if room >= cores else "warning", advice)
    yield _folder(out, say)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    told = browser or say("only the tests of the report need it: sudo apt-get install chromium")
    yield Finding("Chromium", "ok" if browser else "warning", told)


def _package(name: str, say: Say) -> Finding:
    try:
        return Finding(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        needed = name != "tesserocr" or sys.platform == "linux"
        return Finding(name, "missing" if needed else "warning", say("run make setup"))


def _tesseract(say: Say) -> Finding:
    """The library reads faster; the program alone will do, and tells how a page is turned."""
    found = program.languages()
    if not found:
        state = "warning" if util.find_spec("tesserocr") else "missing"
        return Finding("Tesseract", state, say("the program is not installed; {}", program.INSTALL))
    if "osd" not in found:
        return Finding("Tesseract", "warning", say("its model `osd` is missing: turned pages stay turned"))
    return Finding("Tesseract", "ok", program.Program().name.split()[1] + ", " + ", ".join(sorted(found)))


def _folder(out: Path, say: Say) -> Finding:
    place = next(path for path in (out, *out.absolute().parents) if path.exists())
    if not os.access(place, os.W_OK):
        return Finding(str(out), "missing", say("{} may not be written; name another folder with OUT=folder", place))
    free = shutil.disk_usage(place).free / 2**30
    return Finding(str(out), "ok" if free > LEAST_DISK else "warning", say("{} GiB free", f"{free:.0f}"))
