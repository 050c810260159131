"""A second look at a page: places that the engine passed over, and lines of which it was not sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from pipeline.document import Word
from pipeline.read.blobs import find_blobs
from pipeline.read.ocr import OcrEngine
from pipeline.read.rulings import Frame

PixelBox = tuple[int, int, int, int]
Rows = list[list[Word]]

COARSE = 0.5  # scale at which missed lines are looked for
LEAST_LETTERS = 4  # of a line that the engine may have passed over
DOUBTFUL = 0.75  # confidence of a word that is worth another reading; right ones stand above it
PART = 1.5  # a gap between words as wide as so many times their height parts a row
NOISE = 0.5  # confidence of what stains and rulings are read as
UNREAD = 0.25  # share of the ink of a cell outside its words at which it was read in part
SURE = 0.95  # confidence above which a word of one column of two is left as it is
TEXT = 0.85  # one word as sure tells that a row is text


def look_again(
    grey: np.ndarray, dpi: float, frames: Sequence[Frame], rows: Sequence[Sequence[Word]], engine: OcrEngine
) -> Rows:
    """The rows with what they lacked: numbers in cells, names beside a seal, better readings of doubtful words.

    What is shown again is laid on one sheet and read in one go: a run of the engine costs more than the lines do.
    """
    cells = missed_cells(grey, dpi, frames, rows)
    missed = cells + missed_lines(grey, dpi, frames, rows)
    parts: Rows = []
    columns: set[int] = set()  # parts of rows in which two columns stand: cut as one row, letters lose their ends
    for row in rows:
        cut = [list(row)] if in_table(row[0], 72 / dpi, frames) else part_row(row)
        columns |= {len(parts) + number for number in range(len(cut)) if len(cut) > 1}
        parts += cut
    doubtful = [number for number, part in enumerate(parts) if number in columns or is_doubtful(part)]
    places = missed + [row_box(parts[number], grey.shape, dpi) for number in doubtful]
    if not places:
        return parts
    again: dict[int, list[Word]] = {}
    more: Rows = []
    whole: dict[int, Rows] = {}
    for place, words in read_places(grey, places, dpi, engine):
        if place < len(cells):
            whole.setdefault(place, []).append(words)
        elif place < len(missed):
            more.append(words)
        else:
            again.setdefault(doubtful[place - len(missed)], []).extend(words)
    for number, words in again.items():
        parts[number] = better(parts[number], words, SURE if number in columns else DOUBTFUL)
    for place, found in whole.items():
        read = [word for part in parts for word in part if is_within(word, cells[place])]
        if not read or gain(word for row in found for word in row) > max(gain(read), 0.0):
            parts = [kept for part in parts if (kept := [word for word in part if word not in read])] if read else parts
            more += found
    return parts + more


def part_row(words: Sequence[Word]) -> Rows:
    """A row of words cut at its wide gaps: the text of a column, and the strokes of a seal beside it."""
    parts: Rows = []
    for word in words:
        last = parts[-1][-1] if parts else None
        x0, y0, _, y1 = word.box or (0, 0, 0, 0)
        if last and last.box and 0 <= x0 - last.box[2] <= PART * max(y1 - y0, last.box[3] - last.box[1]):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def in_table(word: Word, scale: float, frames: Sequence[Frame]) -> bool:
    """Whether the middle of a word lies in a ruled table; `scale`: points a pixel."""
    x0, y0, x1, y1 = word.box or (0, 0, 0, 0)
    x, y = (x0 + x1) / 2 * scale, (y0 + y1) / 2 * scale
    return any(f.xs[0] <= x <= f.xs[-1] and f.ys[0] <= y <= f.ys[-1] for f in frames)


def is_doubtful(row: Sequence[Word]) -> bool:
    """Whether a row is text, and some word of it may be wrong."""
    words = [word for word in row if any(char.isalnum() for char in word.text)]
    return any(word.confidence < DOUBTFUL for word in words) and any(
        word.confidence >= TEXT and len(word.text) > 1 for word in words
    )


def row_box(row: Sequence[Word], shape: tuple[int, ...], dpi: float) -> PixelBox:
    """The place of a row with room for marks around it."""
    pad = round(dpi / 25)
    boxes = [word.box for word in row if word.box]
    x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return max(round(x0) - pad, 0), max(round(y0) - pad // 2, 0), min(round(x1) + pad, shape[1]), round(y1) + pad // 2


def read_places(
    grey: np.ndarray, places: Sequence[PixelBox], dpi: float, engine: OcrEngine
) -> list[tuple[int, list[Word]]]:
    """The rows of words in each place of a page, with the number of the place."""
    gap = round(dpi / 6)
    crops = [grey[y0:y1, x0:x1] for x0, y0, x1, y1 in places]
    height = sum(crop.shape[0] + gap for crop in crops) + gap
    sheet = np.full((height, max(crop.shape[1] for crop in crops) + 2 * gap), 255, np.uint8)
    strips: list[tuple[int, int, int, int]] = []  # top and bottom on the sheet, way back to the page
    at = gap
    for (x0, y0, _, _), crop in zip(places, crops, strict=True):
        sheet[at : at + crop.shape[0], gap : gap + crop.shape[1]] = crop
        strips.append((at, at + crop.shape[0], x0 - gap, y0 - at))
        at += crop.shape[0] + gap
    found: dict[tuple[int, int], list[Word]] = {}
    for number, row in enumerate(engine.read(sheet, round(dpi), is_block=True)):
        for word in row:
            x0, y0, x1, y1 = word.box or (0, 0, 0, 0)
            for place, (top, bottom, dx, dy) in enumerate(strips):
                if top - gap / 2 < (y0 + y1) / 2 < bottom + gap / 2:
                    moved = word._replace(box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy))
                    found.setdefault((place, number), []).append(moved)
    return [(place, words) for (place, _), words in found.items()]


def better(row: Sequence[Word], again: Sequence[Word], doubtful: float) -> list[Word]:
    """A row with the surer of two readings for every word under `doubtful` that both cut alike."""
    taken: list[Word] = []
    for word in row:
        over = [other for other in again if shared(word, other) > 0.5]
        if word.confidence < doubtful and len(over) == 1 and over[0].confidence > word.confidence:
            (other,) = over
            if shared(other, word) > 0.5:
                word = word._replace(text=other.text, confidence=other.confidence)
        taken.append(word)
    return taken


def shared(a: Word, b: Word) -> float:
    """Share of the width of `a` that lies over or under `b`."""
    (x0, _, x1, _), (left, _, right, _) = a.box or (0, 0, 0, 0), b.box or (0, 0, 0, 0)
    return max(0.0, min(x1, right) - max(x0, left)) / max(x1 - x0, 1)


def is_within(word: Word, place: PixelBox) -> bool:
    """Whether the middle of a word lies in a place."""
    left, top, right, bottom = word.box or (0, 0, 0, 0)
    return place[0] < (left + right) / 2 < place[2] and place[1] < (top + bottom) / 2 < place[3]


def gain(words: Iterable[Word]) -> float:
    """What a reading of a cell is worth: its letters and digits, by how sure the engine is; noise counts less."""
    return sum((word.confidence - NOISE) * sum(map(str.isalnum, word.text)) for word in words)


def missed_cells(
    grey: np.ndarray, dpi: float, frames: Sequence[Frame], rows: Sequence[Sequence[Word]]
) -> list[PixelBox]:
    """The ink of cells without a word, most often a row's number, of those read in part, and of those read as noise."""
    words = [word for row in rows for word in row if word.box]
    edge = round(dpi / 36)  # leave 2 pt of rests of rulings out
    found: list[PixelBox] = []
    for frame in frames:
        for cell in frame.cells:
            x0, y0, x1, y1 = (round(value * dpi / 72) for value in frame.cell_box(cell))
            left, top = max(x0, 0) + edge, max(y0, 0) + edge
            ink = grey[top : y1 - edge, left : x1 - edge] < 128
            ys, xs = np.nonzero(ink)
            inside = [word for word in words if is_within(word, (x0, y0, x1, y1))]
            for word in inside:
                across, up, right, down = (round(value) for value in word.box or ())
                ink[max(up - top, 0) : max(down - top, 0), max(across - left, 0) : max(right - left, 0)] = False
            is_number = all(word.text.strip(".").isdigit() for word in inside)  # alone it is read worse than in its row
            is_sure = is_number or all(word.confidence >= NOISE for word in inside)
            if inside and is_sure and np.count_nonzero(ink) < UNREAD * len(ys):
                continue
            if len(ys) > (dpi / 40) ** 2 and np.ptp(ys) > dpi / 18:  # 4 pt tall: a digit, not a speck
                x0, y0 = max(left + int(xs.min()) - edge, 0), max(top + int(ys.min()) - edge, 0)
                found.append((x0, y0, left + int(xs.max()) + edge, top + int(ys.max()) + edge))
    return found


def missed_lines(
    grey: np.ndarray, dpi: float, frames: Sequence[Frame], rows: Sequence[Sequence[Word]]
) -> list[PixelBox]:
    """Strips of ink outside tables that look like lines and hold no word: engines pass over some beside a seal."""
    ink = (cv2.resize(grey, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_AREA) < 160).astype(np.uint8)
    dpi *= COARSE
    reach = round(dpi / 50)
    boxes = [tuple(value * COARSE for value in word.box) for row in rows for word in row if word.box]
    boxes += [tuple(value * dpi / 72 for value in frame.box) for frame in frames]
    for x0, y0, x1, y1 in boxes:
        ink[max(round(y0) - reach, 0) : round(y1) + reach, max(round(x0) - reach, 0) : round(x1) + reach] = 0
    pieces = find_blobs(ink)
    width, height = pieces.boxes[:, 2], pieces.boxes[:, 3]
    letter = (height > dpi / 40) & (height < dpi / 3.5) & (width < dpi / 2)  # x-height of 8 pt to a word of 16 pt
    if letter.sum() < LEAST_LETTERS:
        return []
    letters = np.zeros_like(ink)
    pieces.paint(letters, letter, 1)
    joined = cv2.dilate(letters, np.ones((1, round(dpi / 7) | 1), np.uint8))  # over the space between two words
    lines = find_blobs(joined)
    found: list[PixelBox] = []
    for number, (x, y, width, height) in enumerate(lines.boxes.tolist()):
        if not dpi / 20 < height < dpi / 3 or width < dpi / 2.5:
            continue
        if len(find_blobs(letters[y : y + height, x : x + width] & lines.mask(number)).areas) >= LEAST_LETTERS:
            pad = round(dpi / 20)  # marks above and below
            left, top = round(max(x - pad, 0) / COARSE), round(max(y - pad, 0) / COARSE)
            found.append((left, top, round((x + width + pad) / COARSE), round((y + height + pad) / COARSE)))
    return found
