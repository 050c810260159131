"""The restorer on whatever comes: nothing is lost, nothing is counted twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.pieces import split_token
from pipeline.text.restorer import load_restorer

SIGNS = "abcdeghiklmnopqrstuvxyABCDHNTUé¢&’()0123456789.,;:!?/-%ơệđĐ"
LINES = st.lists(st.lists(st.text(SIGNS, min_size=1, max_size=12), max_size=9), max_size=6)


@settings(max_examples=60, deadline=None)
@given(lines=LINES, keep=st.sampled_from([None, 0.0, 3.0]))
def test_every_token_is_accounted_for_once(lines, keep):
    margins = None if keep is None else [[keep] * len(line) for line in lines]
    restored = load_restorer().restore(lines, margins)
    assert len(restored) == len(lines)
    for line, tokens in zip(lines, restored, strict=True):
        read = ""
        covered = 0
        for token in tokens:
            assert token.start in (covered, covered - 1)  # the second half of a cut token begins where the first did
            covered = token.end
            read += token.raw.replace(" ", "")
            assert token.text
            assert 0 <= token.confidence <= 1
        assert covered == len(line)
        assert read == "".join(line)


@settings(max_examples=60, deadline=None)
@given(lines=LINES)
def test_digits_outside_words_stay(lines):
    numbers = [[piece.core for token in line for piece in split_token(token) if piece.core.isdigit()] for line in lines]
    for wanted, tokens in zip(
        numbers, load_restorer().restore(lines, [[3.0] * len(line) for line in lines]), strict=True
    ):
        text = " ".join(token.text for token in tokens)
        assert all(number in text for number in wanted)


def test_words_of_different_scans_do_not_lean_on_each_other():
    lines = [["t6", "chirc", "thuc", "hién", "Ké", "hoach"]]
    restorer = load_restorer()
    first = restorer.restore(lines)
    restorer.restore([["cdc", "co", "quan", "don", "vi"]] * 80)
    assert restorer.restore(lines) == first


@pytest.mark.parametrize(
    ("read", "restored"),
    [("$6, ban, nganh", "Sở,"), ("S3 Tai chinh", "Sở"), ("S3 cua", "S3"), ("$6 10", "$6")],
)
def test_a_department_behind_a_dollar_sign(read, restored):
    (line,) = load_restorer().restore([read.split()])
    assert line[0].text == restored
