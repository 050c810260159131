import subprocess

import numpy as np
import pytest

from pipeline.errors import MissingEngine
from pipeline.read import program
from pipeline.read.ocr import PageTimeout
from pipeline.read.program import Program


def test_a_missing_engine_names_the_commands(monkeypatch):
    monkeypatch.setattr(program, "languages", frozenset)
    with pytest.raises(MissingEngine, match="is not installed") as caught:
        Program().read(np.zeros((9, 9), np.uint8), 300)
    assert all(command in str(caught.value) for command in ("apt-get install", "dnf install", "brew install"))


def test_a_page_over_its_limit(monkeypatch):
    def never(*args, **options):
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(program, "languages", lambda: frozenset({"eng"}))
    monkeypatch.setattr(program.pytesseract, "image_to_data", never)
    with pytest.raises(PageTimeout):
        Program().read(np.zeros((9, 9), np.uint8), 300)


def test_languages_without_tesseract(monkeypatch):
    def missing():
        raise subprocess.SubprocessError

    monkeypatch.setattr(program.pytesseract, "get_languages", missing)
    program.languages.cache_clear()
    assert program.languages() == frozenset()
    program.languages.cache_clear()
