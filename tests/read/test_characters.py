"""Characters that cannot be seen, and marks that no letter bears."""

import time
import unicodedata

import pytest

from pipeline.read.characters import MOST_MARKS, clean

UNSEEN = (
    "\u061c\u180e\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\x00\x1b\x7f\x80\x84\x86\x9b\x9f"
)


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_cannot_be_seen_is_gone(sign):
    assert clean(f"Sở{sign} Nội vụ") == "Sở Nội vụ"


@pytest.mark.parametrize("end", "\x85\u2028\u2029\u00a0\u3000")
def test_other_line_ends_and_wide_blanks_are_spaces(end):
    assert clean(f"Sở Y tế{end}Sở Nội vụ") == "Sở Y tế Sở Nội vụ"


@pytest.mark.parametrize(
    "marks",
    [
        "\u0301\u0323",
        "\u05b0\u05bc",  # Hebrew
        "\u064b\u0655",  # Arabic
        "\u0f73",  # Tibetan: a mark that is two, and counts as a letter
        "\u0301\u200d\u0323",  # what stands between them goes
        "\U0001d165\U0001d16d",  # music
    ],
)
def test_a_crowd_of_marks_costs_no_time(marks):
    started = time.process_time()
    text = clean("a" + marks * 200_000)
    assert time.process_time() - started < 2  # minutes, were the marks put in order
    assert len(unicodedata.normalize("NFD", text)) <= 1 + 2 * MOST_MARKS


@pytest.mark.parametrize(
    "text",
    [
        "Trưởng ban ế ặ ở ữ, nghĩa vụ",
        "Mục lục" + "…" * 40 + "7",  # signs in a row that are no marks
        "№ ∑∏∫∆∇∂≤≥≠≈ đạt",
        "กิ่งที่ นี้ ภาษาไทย",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_other_text_stays(text, form):
    assert clean(unicodedata.normalize(form, text)) == unicodedata.normalize("NFC", text)
