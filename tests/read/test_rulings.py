import numpy as np
import pytest

from pipeline.read.rulings import Rules, erase, find_frames, read_rules

ACROSS = ((0, 0, 90), (20, 0, 90), (40, 0, 90))
DOWN = ((0, 0, 40), (30, 0, 40), (90, 0, 40))
FULL = ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1))

FRAMES = [  # across, down, cells
    (ACROSS, DOWN, FULL),
    (ACROSS, (DOWN[0], (30, 20, 40), DOWN[2]), ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1))),  # merged across
    ((ACROSS[0], (20, 30, 90), ACROSS[2]), DOWN, ((0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1))),  # merged down
    (
        ACROSS,
        (DOWN[1], (60, 0, 40)),
        ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)),
    ),
    (((0, 0, 45), (0.5, 46, 90), (1.5, 0, 90), *ACROSS[1:]), DOWN, FULL),  # in pieces, and double
    (ACROSS, (*DOWN, (60, 8, 18)), FULL),  # a stray stroke is no wall
    (ACROSS, (), None),  # lines under a title
    ((ACROSS[0], ACROSS[2]), (DOWN[0], DOWN[2]), None),  # a box around text
]


@pytest.mark.parametrize(("across", "down", "cells"), FRAMES)
def test_find_frames(across, down, cells):
    frames = find_frames(Rules(across, down))
    assert [frame.cells for frame in frames] == ([cells] if cells else [])


def test_rulings_of_an_image():
    page = np.full((1000, 800), 255, np.uint8)
    for y in (200, 300, 500):
        page[y : y + 2, 100:700] = 0
    for x in (100, 400, 698):
        page[200:500, x : x + 2] = 0
    page[700:760, 100:160] = 0  # a black square is no ruling
    rules, drawing = read_rules(page, 150)
    (frame,) = find_frames(rules)
    assert frame.cells == FULL
    assert frame.xs == pytest.approx([48, 192, 335], abs=1)
    assert drawing.across[201, 300]
    assert not drawing.across[730, 130]
    page[250:302, 200:204] = 0  # a stroke of a letter that ends on a ruling
    page[500:502, 700:760] = 0  # a line that is no part of the table
    clean = erase(page, drawing, [frame])
    assert (clean[200:202, 150:350] == 255).all()
    assert (clean[302:500, 399:403] == 255).all()
    assert (clean[250:302, 200:204] == 0).all()
    assert (clean[500, 710:760] == 0).all()
