"""Rules without number are no table: maps, hatching, the squares of graph paper."""

import pytest

from pipeline.read.rulings import Rules, find_frames


@pytest.mark.parametrize(("lines", "tables"), [(20, 1), (80, 0), (2100, 0)])
def test_graph_paper_is_no_table(lines, tables):
    end = 10 * (lines - 1)
    across = tuple((10.0 * at, 0.0, float(end)) for at in range(lines))
    assert len(find_frames(Rules(across, across))) == tables
