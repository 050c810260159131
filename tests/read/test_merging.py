from dataclasses import replace

import pytest

from pipeline.document import Word
from pipeline.read.layout import Printed
from pipeline.read.merging import merge_readings


def row(text: str, sure: float = 0.9, y: float = 100) -> list[Printed]:
    """Words of one line, 50 points a word; `_` leaves a place empty."""
    found = []
    for at, word in enumerate(text.split()):
        if word != "_":
            box = (100.0 + 50 * at, y, 140.0 + 50 * at, y + 12)
            found.append(Printed(Word(word, box, sure), box, 12))
    return found


MERGED = [  # ours, its confidence, the layer, what comes out
    ("Kế hoạch số 61", 0.9, "Kế hoạch số 61", "Kế hoạch số 61"),
    ("Kế hoạch số 61", 0.9, "Kẽ hoạeh số 61", "Kế hoạch số 61"),  # ours is surer than any layer
    ("Kế hoeh", 0.3, "Kế hoạch", "Kế hoạch"),  # ours is no word, and we doubted it
    ("năm 2015", 0.5, "năm 20Ỉ5", "năm 2015"),  # a number with a marked letter is none
    ("năm _", 0.5, "năm 2015", "năm 2015"),  # we saw nothing there, on a page hard to read
    ("năm _", 0.9, "năm 2015", "năm"),  # on one that we read well it is dirt
    ("năm _", 0.5, "năm |", "năm"),  # nor was anything
]


@pytest.mark.parametrize(("ours", "sure", "layer", "expected"), MERGED)
def test_the_better_of_two_readings(ours, sure, layer, expected):
    rows = merge_readings([row(ours, sure)], row(layer)) or []
    words = sorted((word for found in rows for word in found), key=lambda word: word.box)
    assert " ".join(word.word.text for word in words) == expected


def test_agreement_makes_sure_and_disagreement_does_not():
    agreed, chosen = (merge_readings([row("Kế hoeh", 0.3)], row("Kế hoạch")) or [])[0]
    assert (agreed.word.confidence, chosen.word.confidence) == (0.97, 0.5)


def test_words_that_are_cut_otherwise_stay_ours():
    layer = row("Kế hoạch năm")
    joined = replace(layer[0], box=(100.0, 100, 190.0, 112), word=Word("Kếhoạch", (100.0, 100, 190.0, 112)))
    (found,) = merge_readings([row("Kế hoạch năm", 0.4)], [joined, layer[2]]) or []
    assert [word.word.text for word in found] == ["Kế", "hoạch", "năm"]


def test_a_layer_of_another_page_is_not_merged():
    ours = [row("Kế hoạch số 61", y=100), row("năm 2015 của huyện", y=120)]
    assert merge_readings(ours, row("Thông báo về việc", y=100) + row("của Sở Nội vụ", y=120)) is None
    assert merge_readings(ours, row("Kế hoạch số 61", y=160) + row("năm 2015 của huyện", y=180)) is None
    assert merge_readings(ours, []) == ours
