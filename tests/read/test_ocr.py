import csv
import io
import subprocess

import numpy as np
import pandas as pd
import pytest

from pipeline.errors import MissingEngine
from pipeline.read import ocr
from pipeline.read.ocr import PageTimeout, Tesseract, words_of

TSV = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" + "\n".join(
    [
        "4\t1\t1\t1\t1\t0\t10\t20\t90\t30\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t20\t40\t30\t96.5\tKế",
        "5\t1\t1\t1\t1\t2\t60\t20\t40\t30\t50\t ",
        '5\t1\t1\t1\t2\t1\t10\t60\t40\t30\t0\t"hoa\u0323ch',
    ]
)


def test_words_of_a_saved_report():
    table = pd.read_csv(io.StringIO(TSV), sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False, dtype={"text": str})
    words = [(place, word.text, word.box, word.confidence) for place, word in words_of(table)]
    assert words == [
        ((1, 1, 1), "Kế", (10, 20, 50, 50), 0.965),
        ((1, 1, 2), '"hoạch', (10, 60, 50, 90), 0.0),
    ]


@pytest.mark.parametrize(
    ("installed", "what"), [(frozenset(), "is not installed"), (frozenset({"eng"}), "no 'vie' model")]
)
def test_a_missing_engine_names_the_commands(monkeypatch, installed, what):
    monkeypatch.setattr(ocr, "languages", lambda: installed)
    with pytest.raises(MissingEngine, match=what) as caught:
        Tesseract().read(np.zeros((9, 9), np.uint8), 300)
    assert all(command in str(caught.value) for command in ("apt-get install", "dnf install", "brew install"))


def test_a_page_over_its_limit(monkeypatch):
    def never(*args, **options):
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(ocr, "languages", lambda: frozenset({"vie"}))
    monkeypatch.setattr(ocr.pytesseract, "image_to_data", never)
    with pytest.raises(PageTimeout):
        Tesseract().read(np.zeros((9, 9), np.uint8), 300)


def test_languages_without_tesseract(monkeypatch):
    def missing():
        raise subprocess.SubprocessError

    monkeypatch.setattr(ocr.pytesseract, "get_languages", missing)
    ocr.languages.cache_clear()
    assert ocr.languages() == frozenset()
    ocr.languages.cache_clear()
