"""The image of a page -> its lines and tables: prepared, turned upright, its rulings found, read, laid out."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median

import numpy as np

from pipeline.document import Box, Grid, Line, Word
from pipeline.read.layout import Printed, arrange
from pipeline.read.merging import is_plausible, merge_readings
from pipeline.read.ocr import OcrEngine
from pipeline.read.preparation import Prepared, prepare
from pipeline.read.rulings import Frame, erase, find_frames, read_rules
from pipeline.read.second_look import in_table, look_again, part_row
from pipeline.read.trust import syllable_share

LEAST_PIXELS, LEAST_DPI = 24, 40  # of a side, and of an inch: less holds no line that could be read
BAD_READING = 0.6  # mean confidence: upright pages, poor ones too, stay above it; turned ones below
SPECKS = re.compile(r"^[_|¿¡„‚`´'~^.,:]+(?=\w)|[_|¿¡„‚`´~^]+$|^[_|¿¡„‚`´'~^.,:;°]+$")  # dirt read as signs, not `./.`
MARKS_ABOVE = "\u0300\u0301\u0302\u0303\u0306\u0309"  # grave, acute, circumflex, tilde, breve, hook
# Confidence of a word, and of a letter alone: a row with a sure one is text, its doubtful words too.
SURE, SURE_LETTER, UNSURE = 0.6, 0.85, 0.25


@dataclass(frozen=True, slots=True)
class Scan:
    """What an image says, boxes in points of the upright page as it was scanned, skew and all."""

    items: tuple[Line | Grid, ...]
    width: float
    height: float
    rotation: int
    skew_deg: float
    confidence: float
    has_merged: bool = False  # the rival reading was of this page


@dataclass(frozen=True, slots=True)
class Upright:
    """What was read of a page that stands upright: words in pixels of the prepared image, frames in points."""

    prepared: Prepared
    rows: list[list[Word]]
    frames: list[Frame]


def read_image(
    pixels: np.ndarray, dpi: float, engine: OcrEngine, known: Sequence[Printed] = (), rival: Sequence[Printed] = ()
) -> Scan:
    """Read a page image; boxes of `known` and `rival` words are in points.

    Words that are `known` are taken as they are and covered before reading; a `rival` reading is merged with ours.
    Raises PageTimeout where the engine passes its limit.
    """
    if min(pixels.shape[:2]) < LEAST_PIXELS or dpi < LEAST_DPI:
        height, width = (round(side * 72 / dpi, 1) for side in pixels.shape[:2])
        return Scan((), width, height, 0, 0.0, 0.0)
    if known:
        pixels = cover(pixels, [word.box for word in known], dpi)
    seen, rotation = read_upright(prepare(pixels, dpi), engine), 0
    if looks_turned(seen.rows) and has_ink(seen.prepared.grey):
        rotation = engine.rotation(seen.prepared.grey, round(seen.prepared.dpi))
        if rotation:
            height, width = (side * 72 / dpi for side in pixels.shape[:2])
            known = [replace(word, box=turn_quarters(word.box, rotation, width, height)) for word in known]
            pixels = np.ascontiguousarray(np.rot90(pixels, k=-rotation // 90))
            seen = read_upright(prepare(pixels, dpi), engine)
    skew = seen.prepared.skew
    height, width = (side * 72 / dpi for side in pixels.shape[:2])
    scale = 72 / seen.prepared.dpi
    parts = (part for words in seen.rows for part in part_row(words))
    printed = [row for part in parts if (row := set_type(part, scale, in_table(part[0], scale, seen.frames)))]
    rival = [replace(word, box=turn(word.box, skew, width, height)) for word in rival]
    merged = None if rotation else merge_readings(printed, rival)  # a layer lies as the page does
    printed = printed if merged is None else merged
    printed += [[replace(word, box=turn(word.box, skew, width, height))] for word in known]
    items = arrange(printed, seen.frames, height)
    if skew:
        items = tuple(turn_item(item, -skew, width, height) for item in items)
    confidence = mean_confidence([[word.word for word in row] for row in printed])
    return Scan(items, round(width, 1), round(height, 1), rotation, round(skew, 2), confidence, merged is not None)


def read_upright(prepared: Prepared, engine: OcrEngine) -> Upright:
    """The words and the table frames of a prepared page, cells that the engine passed over among them."""
    grey, dpi = prepared.grey, prepared.dpi
    rules, drawing = read_rules(grey, dpi)
    frames = find_frames(rules)
    if frames:
        grey = erase(grey, drawing, frames)
    rows = engine.read(np.ascontiguousarray(grey), round(dpi))
    return Upright(prepared, look_again(grey, dpi, frames, rows, engine), frames)


def looks_turned(rows: Sequence[Sequence[Word]]) -> bool:
    """Whether a reading is that of a page on its side or its head: doubtful, or of words that stand upright.

    Tesseract reads a page that was turned clockwise with confidence, letter by letter, as words taller than wide.
    """
    words = [word for row in rows for word in row if word.box and len(word.text) > 2]
    tall = sum(box[3] - box[1] > box[2] - box[0] for word in words if (box := word.box))
    return mean_confidence(rows) < BAD_READING or tall > 0.5 * len(words)


def turn_quarters(box: Box, degrees: int, width: float, height: float) -> Box:
    """A box on a page of that size, after the page was turned clockwise.

    >>> turn_quarters((10, 20, 30, 25), 90, 100, 200)
    (175, 10, 180, 30)
    """
    x0, y0, x1, y1 = box
    if degrees == 90:
        return height - y1, x0, height - y0, x1
    if degrees == 180:
        return width - x1, height - y1, width - x0, height - y0
    return (y0, width - x1, y1, width - x0) if degrees == 270 else box


def cover(pixels: np.ndarray, boxes: Sequence[Box], dpi: float) -> np.ndarray:
    """A copy of the image with white over every box."""
    covered = pixels.copy()
    for box in boxes:
        x0, y0, x1, y1 = (round(value * dpi / 72) for value in box)
        covered[max(y0, 0) : y1, max(x0, 0) : x1] = 255
    return covered


def has_ink(grey: np.ndarray) -> bool:
    """Whether there is enough dark to hold some words: a blank page is not worth a second look."""
    return float(np.mean(grey[::4, ::4] < 128)) > 0.002


def turn(box: Box, skew: float, width: float, height: float) -> Box:
    """A box moved as `straighten` moves the page under it; its size stays."""
    cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    x, y = (box[0] + box[2]) / 2 - width / 2, (box[1] + box[3]) / 2 - height / 2
    x, y = x * cos - y * sin + width / 2, x * sin + y * cos + height / 2
    half_width, half_height = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    return round(x - half_width, 2), round(y - half_height, 2), round(x + half_width, 2), round(y + half_height, 2)


def turn_item(item: Line | Grid, skew: float, width: float, height: float) -> Line | Grid:
    """A line or grid with every box moved."""

    def turned(line: Line) -> Line:
        words = (word._replace(box=turn(word.box, skew, width, height)) if word.box else word for word in line.words)
        return replace(line, words=tuple(words))

    if isinstance(item, Line):
        return turned(item)
    rows = tuple(
        tuple(replace(cell, lines=tuple(map(turned, cell.lines))) if cell else None for cell in row)
        for row in item.rows
    )
    return replace(item, rows=rows, box=turn(item.box, skew, width, height) if item.box else None)


def set_type(words: Sequence[Word], scale: float, is_cell: bool) -> list[Printed]:
    """Words of a row in points, the size of their type guessed from their heights; specks and strokes left out."""
    words = [word._replace(text=text) for word in words if (text := SPECKS.sub("", word.text))]
    if is_cell or any(is_sure(word) for word in words):  # `CỘNG` at 0.06 was in such a row
        words = [word for word in words if word.confidence >= UNSURE or (len(word.text) > 1 and has_letter(word.text))]
    elif syllable_share(word.text for word in words) < 0.5:  # pen strokes, stamps
        words = []
    if not words:
        return []
    size = max(median(type_size(word) for word in words), 4 / scale) * scale
    rows = []
    for word in words:
        x0, y0, x1, y1 = (round(value * scale, 2) for value in word.box or (0, 0, 0, 0))
        rows.append(Printed(word._replace(box=(x0, y0, x1, y1)), (x0, y0, x1, y1), size))
    return rows


def is_sure(word: Word) -> bool:
    """Whether a word tells that its row is text: a word, a number or a code that the engine is sure of."""
    if len(word.text) == 1:
        return word.confidence >= SURE_LETTER and word.text.isalnum()
    text = word.text.strip(".,;:()-")
    return word.confidence >= SURE and has_letter(text) and (text.isupper() or is_plausible(text.casefold()))


def has_letter(text: str) -> bool:
    """Whether there is a letter or a digit in `text`."""
    return any(char.isalnum() for char in text)


def type_size(word: Word) -> float:
    """The size of the type that makes a word as tall as it is, by the letters it has (shares of Times New Roman).

    >>> type_size(Word("năm", (0, 0, 9, 7))) < type_size(Word("xoa", (0, 0, 9, 7)))
    True
    """
    parts = unicodedata.normalize("NFD", word.text)
    above = 0.45  # x-height
    if any(char.isupper() or char.isdigit() or char in "bdđfhklt/()[]%" for char in parts):
        above = 0.67
    if any(char in MARKS_ABOVE for char in parts):
        on_capital = any(char.isupper() and mark in MARKS_ABOVE for char, mark in pairwise(parts))
        above = 0.89 if on_capital else max(above, 0.68)
    below = 0.21 if any(char in "gpqyQ,;()[]/\u0323" for char in parts) else 0.0
    _, top, _, bottom = word.box or (0, 0, 0, 0)
    return (bottom - top) / (above + below)


def mean_confidence(rows: Sequence[Sequence[Word]]) -> float:
    """Mean confidence of all words, 0 where there are none."""
    return fmean([word.confidence for row in rows for word in row] or [0.0])
