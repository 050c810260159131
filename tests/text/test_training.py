"""The parts of training that need no PyTorch: readings drawn from printed pages, and the text as the tagger sees it."""

import json
import random

import numpy as np
import pytest

from models.diacritics.channel import align_page, core_pairs
from models.diacritics.corpus import read_places
from models.diacritics.noise import IGNORED, Misreader, Texts, split_by_damage
from pipeline.text.syllables import strip_marks
from tests.samples.misread import PAGES


@pytest.fixture(scope="module")
def pages() -> list[dict]:
    rows = [json.loads(row) for row in PAGES.read_text(encoding="utf-8").splitlines()]
    return [{"lines": row["true"], "read": row["read"]} for row in rows if row["language"] == "eng"]


def test_words_met_are_misread_as_they_were(pages):
    pairs = split_by_damage(pages)[0]
    met = {read for (true, read), _ in pairs.items() if true == "và"}
    reader = Misreader(pairs)
    rng = random.Random(1)
    drawn = [reader.draw("và", rng) for _ in range(200)]
    assert sum(read in met for read in drawn) > 150
    assert [Misreader(pairs).draw("nghiêng", random.Random(7)) for _ in range(3)] == [
        reader.draw("nghiêng", random.Random(7)) for _ in range(3)
    ]


def test_worse_pages_are_the_second_half(pages):
    better, worse = split_by_damage(pages)
    right = [
        sum(count for pair, count in half.items() if len({strip_marks(word).lower() for word in pair}) == 1)
        / half.total()
        for half in (better, worse)
    ]
    assert right[0] > right[1]


def test_a_page_gives_readings_and_the_forms_behind_them(pages):
    texts = Texts({"<u>": 0, "kế": 1, "hoạch": 2})
    reads, forms = texts.page(pages[0])
    assert len(reads) == len(forms)
    names, forms_of = list(texts.reads), list(texts.forms)
    seen = {(names[read], forms_of[form]) for read, form in zip(reads, forms, strict=True)}
    known = dict(pair[::-1] for pair in core_pairs(align_page(pages[0])))
    assert sum(known.get(read) == form for read, form in seen) > 150
    words, cases = texts.answers()
    assert words[texts.form("<b>")] == cases[texts.form("<b>")] == IGNORED


def test_a_pool_draws_readings_of_the_right_forms(pages):
    texts = Texts({"<u>": 0})
    stream = texts.stream(["Kế hoạch số 300/KH-UBND", "kế hoạch năm 2024"])
    pool = texts.pool(Misreader(split_by_damage(pages)[0]), np.bincount(stream) * 100, "seed")
    names, forms = list(texts.reads), list(texts.forms)
    for form, read in zip(stream, pool.draw(stream, np.random.default_rng(0)), strict=True):
        if not forms[form].isalpha():
            assert names[read] == forms[form]  # numbers, codes and ends of clauses are shown as they are
    assert (pool.draw(stream, np.random.default_rng(3)) == pool.draw(stream, np.random.default_rng(3))).all()


def test_places_name_every_district():
    lines = {line for line, _ in read_places()}
    assert {"UBND huyện Xuân Lộc", "Ủy ban nhân dân tỉnh Đồng Nai"} <= lines
