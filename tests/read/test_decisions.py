import pytest

from tests.read.decisions import decisions, precision_and_recall


@pytest.mark.slow
def test_what_is_done_with_text_layers():
    found = decisions()
    assert len(found) >= 300
    scores = precision_and_recall(found)
    assert {decision: score for decision, score in scores.items() if min(score) < 0.99} == {}
