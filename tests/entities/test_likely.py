"""A pattern that matches is never left out."""

import re

import pytest

from pipeline.entities import dates, organisations, references
from pipeline.entities.likely import Patterns, wanted
from tests.plans import make_text

EVERY = {
    "dates": dates.PATTERNS,
    "lists of dates": dates.LISTS,
    "numbers": references.NUMBERS,
    "named laws": references.NAMED,
    "known laws": references._known_laws(),
    "shared heads": organisations._shared_heads(),
    "forms of units": organisations._forms(),
}


@pytest.mark.parametrize("name", EVERY)
def test_every_pattern_that_matches_a_paragraph_is_likely_there(name):
    patterns, matched = EVERY[name], 0
    for paragraph in "\n".join(make_text(number) for number in range(12)).split("\n"):
        matching = [named for named in patterns.named if named[1].search(paragraph)]
        likely = patterns.likely(paragraph)
        assert [named for named in likely if named in matching] == matching, paragraph
        matched += len(matching)
    assert matched


def test_patterns_keep_their_order_and_those_without_a_literal_are_always_tried():
    patterns = Patterns([("ngày", re.compile("ngày")), ("any", re.compile(r"\w+")), ("UBND", re.compile("UBND tỉnh"))])
    assert [name for name, _ in patterns.likely("của UBND tỉnh, trước ngày 15")] == ["ngày", "any", "UBND"]
    assert [name for name, _ in patterns.likely("của UBND huyện")] == ["any"]
    assert Patterns([]).likely("của UBND tỉnh") == []


def test_a_literal_is_looked_for_whatever_its_case_and_its_digits():
    assert wanted(re.compile(r"Năm 20\d\d")) == {"năm 0000"}
    patterns = Patterns([("year", re.compile(r"(?i:năm) 20\d\d"))])
    assert patterns.likely("NĂM 2024")
    assert not patterns.likely("năm nay")
