"""Ruling lines -> the frames of tables, merged cells and all, for drawings of a PDF and for scanned pages alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from pipeline.document import Box
from pipeline.read.blobs import find_blobs

NEAR = 3.0  # points: ends that should meet miss by less, double rules stand closer
RULES_DPI = 150  # a hairline still shows, and the search takes a quarter of the time at 300
LEAST_RULES_DPI = 24  # of a sheet of ten metres: below it nothing of a table is seen
SHORTEST = 8.0  # points: a shorter stroke is a letter or an ornament
MOST_RULES = 4000  # a page of tables has some hundreds; more are a map or hatching
MOST_CELLS = 5000  # of a frame: more are the squares of graph paper


@dataclass(frozen=True, slots=True)
class Rules:
    """Straight lines of a page in points: `(y, x0, x1)` across and `(x, y0, y1)` down."""

    across: tuple[tuple[float, float, float], ...] = ()
    down: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A ruled table without its words: column and row edges, and cells as (row, column, row span, column span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> Box:
        """The outer edge."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, cell: tuple[int, int, int, int]) -> Box:
        """The edge of one cell."""
        row, column, row_span, column_span = cell
        return self.xs[column], self.ys[row], self.xs[column + column_span], self.ys[row + row_span]


def find_frames(rules: Rules) -> list[Frame]:
    """Every table that the rules draw, top to bottom.

    >>> rules = Rules(across=((0, 0, 90), (20, 0, 90), (40, 0, 90)), down=((0, 0, 40), (30, 20, 40), (90, 0, 40)))
    >>> find_frames(rules)[0].cells  # the first row is one merged cell
    ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1))
    """
    across, down = straighten(rules.across), straighten(rules.down)
    if len(across) + len(down) > MOST_RULES:
        return []
    frames = [frame for group in touching(across, down) if (frame := make_frame(*group))]
    return sorted(frames, key=lambda frame: (frame.ys[0], frame.xs[0]))


def straighten(rules: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join pieces of one line, double lines too, into one rule each; leave out short strokes."""
    joined: list[list[float]] = []
    for at, start, end in sorted(rules):
        for rule in reversed(joined):
            if at - rule[0] > NEAR:
                joined.append([at, start, end])
                break
            if start <= rule[2] + NEAR and end >= rule[1] - NEAR:
                rule[1], rule[2] = min(rule[1], start), max(rule[2], end)
                break
        else:
            joined.append([at, start, end])
    return [(at, start, end) for at, start, end in joined if end - start >= SHORTEST]


def touching(
    across: Sequence[tuple[float, float, float]], down: Sequence[tuple[float, float, float]]
) -> list[tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]]:
    """Groups of rules that meet each other: one group a table."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down, start=len(across)):
            if x0 - NEAR <= x <= x1 + NEAR and y0 - NEAR <= y <= y1 + NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list, list]] = {}
    for index, rule in enumerate([*across, *down]):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    return list(groups.values())


def make_frame(
    across: Sequence[tuple[float, float, float]], down: Sequence[tuple[float, float, float]]
) -> Frame | None:
    """Rows, columns and merged cells of rules that meet; None for what is no table.

    A table has two rows and two columns, or one row of three cells: the rest of a row that a page cut.
    """
    if len(across) < 2 or len(down) < 2:
        return None
    xs, ys = edges(down, across), edges(across, down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if columns < 2 or not 3 <= rows * columns <= MOST_CELLS:
        return None
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}
    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and not walled(down, xs[column + 1], ys[row], ys[row + 1]):
                unite(owner, (row, column), (row, column + 1))
            if row + 1 < rows and not walled(across, ys[row + 1], xs[column], xs[column + 1]):
                unite(owner, (row, column), (row + 1, column))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, first in owner.items():
        groups.setdefault(first, []).append(place)
    cells: list[tuple[int, int, int, int]] = []
    for places in groups.values():
        row_span = max(row for row, _ in places) - min(row for row, _ in places) + 1
        column_span = max(column for _, column in places) - min(column for _, column in places) + 1
        if row_span * column_span == len(places):
            cells.append((*min(places), row_span, column_span))
        else:  # an L shape: a wall is missing somewhere, so keep the small cells
            cells += [(*place, 1, 1) for place in places]
    if len(cells) < 3:
        return None
    return without_idle_edges(Frame(tuple(xs), tuple(ys), tuple(sorted(cells))))


def without_idle_edges(frame: Frame) -> Frame | None:
    """The frame without edges at which no cell begins: a stray stroke made them. None where one column is left."""
    rows = sorted({row for row, *_ in frame.cells})
    columns = sorted({column for _, column, *_ in frame.cells})
    if len(columns) < 2:
        return None
    cells = []
    for row, column, row_span, column_span in frame.cells:
        row_count = sum(row <= other < row + row_span for other in rows)
        column_count = sum(column <= other < column + column_span for other in columns)
        cells.append((rows.index(row), columns.index(column), row_count, column_count))
    xs = (*(frame.xs[column] for column in columns), frame.xs[-1])
    ys = (*(frame.ys[row] for row in rows), frame.ys[-1])
    return Frame(xs, ys, tuple(cells))


def edges(rules: Sequence[tuple[float, float, float]], crossing: Sequence[tuple[float, float, float]]) -> list[float]:
    """Where the rules stand, and where crossing rules end beyond the last of them: the open side of a table."""
    places: list[list[float]] = []
    for at in sorted(rule[0] for rule in rules):
        if places and at - places[-1][-1] <= NEAR:
            places[-1].append(at)
        else:
            places.append([at])
    found = [round(sum(place) / len(place), 2) for place in places]
    start = round(median(rule[1] for rule in crossing), 2)
    end = round(median(rule[2] for rule in crossing), 2)
    before = [start] if found[0] - start > 4 * NEAR else []
    after = [end] if end - found[-1] > 4 * NEAR else []
    return before + found + after


def walled(rules: Sequence[tuple[float, float, float]], at: float, start: float, end: float) -> bool:
    """Whether rules at `at` close more than half of the stretch from `start` to `end`."""
    closed = sum(max(0.0, min(end, rule[2]) - max(start, rule[1])) for rule in rules if abs(rule[0] - at) <= NEAR)
    return closed > 0.5 * (end - start)


def unite(owner: dict[tuple[int, int], tuple[int, int]], a: tuple[int, int], b: tuple[int, int]) -> None:
    """Give all places of `a`'s and `b`'s cells one owner, the first of them."""
    first, second = sorted((owner[a], owner[b]))
    for place, its in owner.items():
        if its == second:
            owner[place] = first


@dataclass(frozen=True, slots=True)
class Drawing:
    """The strokes of a page image that may be rulings: masks of their pixels, coarser than the image."""

    across: np.ndarray
    down: np.ndarray
    dpi: float


def read_rules(grey: np.ndarray, dpi: float) -> tuple[Rules, Drawing]:
    """The ruling lines of an upright page image in points, and where their pixels are."""
    if dpi > RULES_DPI:
        grey = cv2.resize(grey, None, fx=RULES_DPI / dpi, fy=RULES_DPI / dpi, interpolation=cv2.INTER_AREA)
        dpi = RULES_DPI
    ink = cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, blockSize=2 * int(dpi / 12) + 1, C=-25
    )
    across, mask_across = strokes(ink, dpi, is_across=True)
    down, mask_down = strokes(ink, dpi, is_across=False)
    return Rules(tuple(across), tuple(down)), Drawing(mask_across, mask_down, dpi)


def erase(grey: np.ndarray, drawing: Drawing, frames: Sequence[Frame]) -> np.ndarray:
    """The image without the rulings of its tables: to Tesseract they look like letters `|` and `l`.

    A stroke of a letter that meets a ruling stays whole, as music readers keep the notes when they take the staff out.
    """
    scale, reach = drawing.dpi / 72, round(NEAR * drawing.dpi / 72)
    near = np.zeros_like(drawing.across), np.zeros_like(drawing.down)
    for frame in frames:
        x0, y0, x1, y1 = (round(value * scale) for value in frame.box)
        for edge in frame.ys:
            at = round(edge * scale)
            near[0][max(at - reach, 0) : at + reach + 1, max(x0 - reach, 0) : x1 + reach + 1] = 255
        for edge in frame.xs:
            at = round(edge * scale)
            near[1][max(y0 - reach, 0) : y1 + reach + 1, max(at - reach, 0) : at + reach + 1] = 255
    height, width = grey.shape
    white = np.zeros_like(grey)
    ink = np.where(grey < 140, np.uint8(255), np.uint8(0))
    for mask, edges, is_across in ((drawing.across, near[0], True), (drawing.down, near[1], False)):
        ruling = cv2.dilate(cv2.bitwise_and(mask, edges), np.ones((3, 3), np.uint8))
        ruling = cv2.resize(ruling, (width, height), interpolation=cv2.INTER_NEAREST)
        length = max(3, round(width / mask.shape[1] * 3) + 2)  # a stroke that leaves the ruling, and the way across it
        beside = cv2.bitwise_and(ink, cv2.bitwise_not(ruling))
        kernel = np.ones((3, 1) if is_across else (1, 3), np.uint8)
        beside = cv2.morphologyEx(beside, cv2.MORPH_OPEN, kernel)
        kernel = np.ones((2 * length + 1, 1) if is_across else (1, 2 * length + 1), np.uint8)
        crossing = cv2.bitwise_and(cv2.dilate(beside, kernel), ruling)
        white = cv2.bitwise_or(white, cv2.bitwise_and(ruling, cv2.bitwise_not(crossing)))
    return cv2.bitwise_or(grey, white)


def strokes(ink: np.ndarray, dpi: float, is_across: bool) -> tuple[list[tuple[float, float, float]], np.ndarray]:
    """Straight strokes in one direction: longer than any letter is, thinner than a bar."""
    longest = int(dpi * (0.4 if is_across else 0.3))  # capitals of 16 pt are 0.2 inch tall
    kernel = np.ones((1, longest) if is_across else (longest, 1), np.uint8)
    thick = np.ones((3, 3), np.uint8)  # the steps of a line that leans a little
    opened = cv2.morphologyEx(cv2.dilate(ink, thick), cv2.MORPH_OPEN, kernel)
    blobs = find_blobs(opened)
    found, keep = [], np.zeros(len(blobs.areas), bool)
    scale = 72 / dpi
    for number, (x, y, width, height) in enumerate(blobs.boxes.tolist()):
        area = int(blobs.areas[number])
        length, spread = (width, height) if is_across else (height, width)
        if area / length - 2 > dpi / 20 or spread > dpi / 8:  # 3.6 pt: a bar, a photo, a dark edge of the scan
            continue
        keep[number] = True
        if is_across:
            found.append(((y + height / 2) * scale, x * scale, (x + width) * scale))
        else:
            found.append(((x + width / 2) * scale, y * scale, (y + height) * scale))
    mask = np.zeros_like(opened)
    blobs.paint(mask, keep, 255)
    return found, mask
