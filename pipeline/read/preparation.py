"""A page image as the engine reads it best: grey, even, upright to the row, without dirt. Clean pages stay as they are.

What each step is worth is measured by `make scans` (tests/scans.py); the table stands in models/ocr/CARD.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.blobs import find_blobs

BEST_DPI = 200  # more only costs time: the engine makes every line 36 pixels high
FINE_DPI = 240  # below it nothing is gained by making the image smaller
LEAST_SKEW = 0.3  # degrees: below it nothing is gained and thin type suffers
COARSE_DPI = 100  # at which coloured marks are told apart
LETTER = 0.3  # inch: seals and the strokes of pens are larger, letters of 20 points are not
TINTED = 12  # difference of the channels in black ink and white paper, as JPEG leaves it
# A page of signatures alone holds some black print too.
DARK_INK, COLOURED, LEAST_COLOURED, MOST_COLOURED = 150, 60, 0.002, 0.8
DARK_PAGE = 90  # median grey of a page that is printed white on black
DARK_PAPER = 225  # grey of paper that is worth making white; ordinary paper scans at 235 and more
# Square inches of a speck at most, inches around it without other ink at least: a full stop of 10 points has 4.4e-4
# and stands beside a letter, the mark of a letter within 0.03 of it.
SPECKS = ((2.2e-4, 0.045), (6.5e-4, 0.1))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page image made ready, its dots an inch, and the skew in degrees that was taken out of it."""

    grey: np.ndarray
    dpi: float
    skew: float


def prepare(pixels: np.ndarray, dpi: float) -> Prepared:
    """Make an upright page image ready for the engine."""
    if pixels.ndim == 3 and not is_coloured(pixels):
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if dpi > FINE_DPI:
        scale = BEST_DPI / dpi
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        dpi = BEST_DPI
    grey = pixels if pixels.ndim == 2 else without_colour(pixels, dpi)
    if np.median(grey[::8, ::8]) < DARK_PAGE:
        grey = 255 - grey
    grey = flatten(grey, dpi)
    grey = remove_specks(grey, dpi)
    skew = find_skew(grey, dpi)
    if abs(skew) < LEAST_SKEW:
        return Prepared(grey, dpi, 0.0)
    return Prepared(straighten(grey, skew), dpi, skew)


def is_coloured(pixels: np.ndarray) -> bool:
    """Whether stamps and pens have left colour on a page; not so where all print is coloured, or the paper."""
    few = np.ascontiguousarray(pixels[::4, ::4])
    ink = cv2.cvtColor(few, cv2.COLOR_RGB2GRAY) < DARK_INK
    print_, coloured = np.count_nonzero(ink), np.count_nonzero(ink & (spread(few) > COLOURED // 2))
    return bool(LEAST_COLOURED * print_ < coloured < MOST_COLOURED * print_)


def spread(pixels: np.ndarray) -> np.ndarray:
    """How far the channels of each pixel lie apart: 0 for greys."""
    red, green, blue = cv2.split(pixels)
    return cv2.subtract(cv2.max(red, cv2.max(green, blue)), cv2.min(red, cv2.min(green, blue)))


def without_colour(pixels: np.ndarray, dpi: float) -> np.ndarray:
    """Grey pixels without coloured ink, the red of stamps and the blue of pens; black ink under them stays.

    Black is dark in every channel, so that the lightest channel shows it alone; the more colour, the lighter it gets.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    red, green, blue = cv2.split(pixels)
    lightest, colour = cv2.max(red, cv2.max(green, blue)), spread(pixels)
    ink = grey[::4, ::4] < DARK_INK
    paper = cv2.max(grey, paper_of(grey, dpi))
    clear = cv2.min(cv2.add(lightest, np.maximum(colour, TINTED) - TINTED), paper)
    # JPEG keeps colour coarsely: beside a coloured stroke what is not as dark as print is the edge of it
    beside = cv2.dilate((colour > TINTED + 8).astype(np.uint8), np.ones((5, 5), np.uint8))
    darkest = float(np.percentile(lightest[::4, ::4][ink], 25))
    pale = cv2.compare(lightest, cv2.convertScaleAbs(paper, alpha=0.5, beta=darkest / 2), cv2.CMP_GT)
    cv2.copyTo(paper, cv2.bitwise_and(pale, beside), clear)
    cv2.copyTo(grey, coloured_print(colour, dpi), clear)
    return clear


def coloured_print(colour: np.ndarray, dpi: float) -> np.ndarray:
    """Where coloured ink is as small as letters and no part of a seal or a signature: print, or a number by hand."""
    scale = COARSE_DPI / dpi
    small = cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) > TINTED + 8
    blobs = find_blobs(small.astype(np.uint8))
    is_large = blobs.boxes[:, 2:].max(axis=1, initial=0) >= LETTER * COARSE_DPI
    is_print = ~is_large
    centres = blobs.boxes[:, :2] + blobs.boxes[:, 2:] / 2
    for x, y, width, height in blobs.boxes[is_large]:
        inside = (centres >= (x, y)) & (centres <= (x + width, y + height))
        is_print &= ~inside.all(axis=1)
    kept = np.zeros(small.shape, np.uint8)
    blobs.paint(kept, is_print, 1)
    kept = cv2.dilate(kept, np.ones((3, 3), np.uint8))
    return cv2.resize(kept, (colour.shape[1], colour.shape[0]), interpolation=cv2.INTER_NEAREST)


def paper_of(grey: np.ndarray, dpi: float) -> np.ndarray:
    """The page image without its ink: what the light and the paper alone would give."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = max(3, round(dpi / 24) | 1)  # wider than a stroke, narrower than a shadow
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), side / 2)
    return cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)


def flatten(grey: np.ndarray, dpi: float) -> np.ndarray:
    """The image with white paper: shadows and tints divided out, faint ink made dark; white paper is left alone."""
    paper = paper_of(grey, dpi)
    if np.percentile(paper[::16, ::16], 5) > DARK_PAPER:
        return grey
    even = cv2.divide(grey, paper, scale=255)
    darkest = min(float(np.percentile(even[::4, ::4], 1)), 200.0)
    table = np.clip((np.arange(256) - darkest) * 255 / (250 - darkest), 0, 255).astype(np.uint8)
    return cv2.LUT(even, table)


def remove_specks(grey: np.ndarray, dpi: float) -> np.ndarray:
    """The image without small dots that stand alone; the larger, the more alone."""
    blobs = find_blobs((grey < 160).astype(np.uint8))
    small = blobs.areas <= max(3, SPECKS[-1][0] * dpi**2)
    if not small.any():
        return grey
    others = (grey < 200).astype(np.uint8)
    blobs.paint(others, small, 0)
    sums = cv2.integral(others)
    height, width = grey.shape
    clean = grey.copy()
    for largest, distance in SPECKS:
        x, y, wide, high = blobs.boxes[small & (blobs.areas <= max(3, largest * dpi**2))].T
        reach = round(distance * dpi)
        left, right = np.maximum(x - reach, 0), np.minimum(x + wide + reach, width)
        top, bottom = np.maximum(y - reach, 0), np.minimum(y + high + reach, height)
        around = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        left, right = np.maximum(x - 1, 0), np.minimum(x + wide + 1, width)  # its own pale edge
        top, bottom = np.maximum(y - 1, 0), np.minimum(y + high + 1, height)
        edge = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        for at in np.flatnonzero(around == edge):
            clean[top[at] : bottom[at], left[at] : right[at]] = 255
    return clean


def find_skew(grey: np.ndarray, dpi: float) -> float:
    """Degrees by which the rows of a page climb to the right, from -5 to 5.

    The right angle is the one at which the ink falls into the sharpest rows.
    """
    scale = 100 / dpi
    if min(grey.shape) * scale < 20:  # 5 mm: a strip, not a page
        return 0.0
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = small[small.shape[0] // 20 : -small.shape[0] // 20, small.shape[1] // 20 : -small.shape[1] // 20]
    ys, xs = np.nonzero(small < 150)
    if len(ys) < 500:
        return 0.0
    if len(ys) > 60_000:
        keep = slice(None, None, len(ys) // 60_000 + 1)
        ys, xs = ys[keep], xs[keep]
    margin = small.shape[1]

    def sharpness(angle: float) -> float:
        rows = np.bincount((ys + xs * math.tan(math.radians(angle)) + margin).astype(np.int64))
        return float(np.sum(np.diff(rows.astype(np.float64)) ** 2))

    coarse = max(np.arange(-5, 5.01, 0.5), key=sharpness)
    return float(max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=sharpness))


def straighten(grey: np.ndarray, skew: float) -> np.ndarray:
    """The image turned so that its rows are level, white where it had nothing."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
