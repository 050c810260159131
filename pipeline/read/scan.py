"""Images of pages -> pages: PNG, JPEG and TIFF files, and the page images that `pdf.py` hands over."""

from __future__ import annotations

import math
import re
import struct
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median

import cv2
import numpy as np
from PIL import Image, ImageOps

from pipeline.document import Box, Flag, Grid, Line, Page, Word
from pipeline.errors import DamagedFile, OversizedImage
from pipeline.read.layout import Printed, arrange
from pipeline.read.ocr import OcrEngine, PageTimeout, Tesseract
from pipeline.read.rulings import Frame, erase, find_frames, read_rules
from pipeline.read.trust import syllable_share

MOST_PIXELS = 100_000_000  # A3 at 600 dpi is 70 million
A4_WIDTH, A4_HEIGHT = 8.27, 11.69  # inches
LEAST_DPI, WORKING_DPI = 190, 300  # enlarging 200 dpi to 300 lowers confidence and the share of true syllables
BAD_READING = 0.6  # mean confidence: upright pages, poor ones too, stay above it; turned ones below
LEAST_SKEW = 0.3  # degrees: below it nothing is gained and thin type suffers
SPECKS = re.compile(r"^[_|¿¡„‚`´'~^.,:]+(?=\w)|[_|¿¡„‚`´~^]+$|^[_|¿¡„‚`´'~^.,:;°]+$")  # dirt read as signs, not `./.`
MARKS_ABOVE = "\u0300\u0301\u0302\u0303\u0306\u0309"  # grave, acute, circumflex, tilde, breve, hook
FRAME_ERRORS = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error)  # of Pillow
SURE, UNSURE = 0.6, 0.25  # confidence of a word: a row with one sure word is text, its doubtful ones too


@dataclass(frozen=True, slots=True)
class Scan:
    """What an image says, boxes in points of the upright page as it was scanned, skew and all."""

    items: tuple[Line | Grid, ...]
    width: float
    height: float
    rotation: int
    skew_deg: float
    confidence: float


def count_frames(path: Path) -> int:
    """Pages in an image file, its header checked and nothing decoded."""
    with open_image(path) as image:
        if image.format != "TIFF":  # a phone's JPEG may hold a preview, a PNG may move
            return 1
        frames = 0
        while True:
            try:
                image.seek(frames)
            except EOFError:
                return frames
            except FRAME_ERRORS:  # this one and those behind it are lost: `read_frame` says so
                return frames + 1
            frames += 1


def read_frame(path: Path, number: int, engine: OcrEngine | None = None) -> tuple[Page, tuple[Flag, ...]]:
    """One page of an image file, read by OCR."""
    with open_image(path) as image:
        try:
            image.seek(number - 1)
            check_size(image, path)
            pixels = as_pixels(image)
        except FRAME_ERRORS as error:
            if count_frames(path) == 1:
                raise DamagedFile(f"{path.name} ends too early or is damaged; scan or download it again") from error
            message = f"page {number}, and what may follow it, is damaged; scan it again"
            flag = Flag("page_unreadable", "error", message, number)
            return Page(number, (), "ocr", confidence=0.0), (flag,)
        dpi = resolution(image)
    return read_pixels(pixels, dpi, number, engine)


def read_pixels(
    pixels: np.ndarray, dpi: float, number: int, engine: OcrEngine | None = None
) -> tuple[Page, tuple[Flag, ...]]:
    """A page image as a page; a page over the engine's time limit is an empty page with a flag."""
    try:
        scan = read_image(pixels, dpi, engine or Tesseract())
    except PageTimeout:
        height, width = (side * 72 / dpi for side in pixels.shape[:2])
        flag = Flag("page_timeout", "error", f"page {number} took too long to read; scan it again", number)
        return Page(number, (), "ocr", round(width, 1), round(height, 1), confidence=0.0), (flag,)
    page = Page(
        number, scan.items, "ocr", scan.width, scan.height, scan.rotation, scan.skew_deg, round(scan.confidence, 4)
    )
    return page, ()


def open_image(path: Path) -> Image.Image:
    """An image with its header read; too large a one is refused before any pixel is decoded."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # Pillow's own guard refuses twice this while opening
    try:
        image = Image.open(path)
    except Image.DecompressionBombError as error:
        raise OversizedImage(too_large(path)) from error
    except FRAME_ERRORS as error:
        raise DamagedFile(f"{path.name} ends too early or is damaged; scan or download it again") from error
    check_size(image, path)
    return image


def check_size(image: Image.Image, path: Path) -> None:
    """Raise OversizedImage for more pixels than a sheet of paper needs."""
    if image.width * image.height > MOST_PIXELS:
        raise OversizedImage(too_large(path, image.width, image.height))


def too_large(path: Path, width: int = 0, height: int = 0) -> str:
    """What to tell the owner of an image beyond all measure."""
    size = f" of {width:,} x {height:,} pixels" if width else ""
    return f"{path.name} holds an image{size}, over {MOST_PIXELS // 10**6} megapixels; scan the page at 300 dpi"


def as_pixels(image: Image.Image) -> np.ndarray:
    """Grey or RGB pixels of an image as a person sees it: turned as the camera noted, transparency on white."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, dtype=np.float32)
        top = 65535.0 if image.mode != "F" and values.max() > 255 else max(float(values.max()), 1.0)
        return (values * 255 / top).astype(np.uint8)
    return np.asarray(image.convert("RGB"))


def resolution(image: Image.Image) -> float:
    """Dots an inch: as noted in the file where that gives a sheet of paper, else so that A4 fits."""
    noted = image.info.get("dpi", (0, 0))
    dpi = float(noted[1] or noted[0] or 0)
    longest = max(image.width, image.height)
    if dpi >= 50 and 5 <= longest / dpi <= 24:
        return dpi
    return longest / A4_HEIGHT if longest > 1.2 * min(image.width, image.height) else longest / A4_WIDTH


def read_image(
    pixels: np.ndarray,
    dpi: float,
    engine: OcrEngine,
    known: Sequence[Printed] = (),
) -> Scan:
    """Read a page image; `known` words, boxes in points, are taken as they are and covered before reading."""
    grey = as_grey(pixels)
    if known:
        grey = cover(grey, [word.box for word in known], dpi)
    if dpi < LEAST_DPI:
        scale = WORKING_DPI / dpi
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        dpi = WORKING_DPI
    rows, frames, skew = read_upright(grey, dpi, engine)
    rotation = 0
    if not known and mean_confidence(rows) < BAD_READING and has_ink(grey):
        rotation = engine.rotation(grey, round(dpi))
        if rotation:
            grey = np.ascontiguousarray(np.rot90(grey, k=-rotation // 90))
            rows, frames, skew = read_upright(grey, dpi, engine)
    scale = 72 / dpi
    height, width = (side * scale for side in grey.shape)
    printed = [row for words in rows if (row := set_type(words, scale))]
    printed += [[replace(word, box=turn(word.box, skew, width, height))] for word in known]
    items = arrange(printed, frames, height)
    if skew:
        items = tuple(turn_item(item, -skew, width, height) for item in items)
    confidence = mean_confidence([[word.word for word in row] for row in printed])
    return Scan(items, round(width, 1), round(height, 1), rotation, round(skew, 2), confidence)


def read_upright(grey: np.ndarray, dpi: float, engine: OcrEngine):
    """Rows of words in pixels of the straightened page, its table frames in points, and the skew taken out."""
    skew = find_skew(grey, dpi)
    if abs(skew) < LEAST_SKEW:
        skew = 0.0
    else:
        grey = straighten(grey, skew)
    rules, mask = read_rules(grey, dpi)
    frames = find_frames(rules)
    if frames:
        grey = erase(grey, mask)
    rows = engine.read(np.ascontiguousarray(grey), round(dpi))
    return rows + read_missed_cells(grey, dpi, frames, rows, engine), frames, skew


def read_missed_cells(
    grey: np.ndarray, dpi: float, frames: Sequence[Frame], rows: Sequence[Sequence[Word]], engine: OcrEngine
) -> list[list[Word]]:
    """The words of cells in which the engine saw none though there is ink, most often a row's number.

    The cells are laid under each other and read in one go: a run of the engine costs more than they do.
    """
    centres = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for row in rows for word in row if (box := word.box)]
    edge, gap = round(dpi / 36), round(dpi / 6)  # leave 2 pt of rests of rulings out
    crops: list[tuple[int, int, np.ndarray]] = []
    for frame in frames:
        for cell in frame.cells:
            x0, y0, x1, y1 = (round(value * dpi / 72) for value in frame.cell_box(cell))
            if any(x0 < x < x1 and y0 < y < y1 for x, y in centres):
                continue
            crop = grey[max(y0, 0) + edge : y1 - edge, max(x0, 0) + edge : x1 - edge]
            ys, xs = np.nonzero(crop < 128)
            if len(ys) > (dpi / 40) ** 2 and np.ptp(ys) > dpi / 18:  # 4 pt tall: a digit, not a speck
                top, left = max(int(ys.min()) - edge, 0), max(int(xs.min()) - edge, 0)
                crop = crop[top : int(ys.max()) + edge, left : int(xs.max()) + edge]
                crops.append((max(x0, 0) + edge + left, max(y0, 0) + edge + top, crop))
    if not crops:
        return []
    sheet = np.full(
        (sum(crop.shape[0] + gap for *_, crop in crops) + gap, max(crop.shape[1] for *_, crop in crops) + 2 * gap),
        255,
        np.uint8,
    )
    places: list[tuple[int, int, int, int]] = []
    at = gap
    for x, y, crop in crops:
        sheet[at : at + crop.shape[0], gap : gap + crop.shape[1]] = crop
        places.append((at, at + crop.shape[0], x - gap, y - at))
        at += crop.shape[0] + gap
    found: list[list[Word]] = []
    for row in engine.read(sheet, round(dpi), is_block=True):
        for word in row:
            x0, y0, x1, y1 = word.box or (0, 0, 0, 0)
            for top, bottom, dx, dy in places:
                if top - gap / 2 < (y0 + y1) / 2 < bottom + gap / 2:
                    found.append([replace(word, box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy))])
    return found


def as_grey(pixels: np.ndarray) -> np.ndarray:
    """Grey pixels without the red of stamps: black ink under a stamp stays, for it is dark in the red channel too."""
    if pixels.ndim == 2:
        return pixels
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    red = pixels[..., 0]
    other = cv2.max(pixels[..., 1], pixels[..., 2])
    is_red = cv2.subtract(red, other) > 40  # JPEG tints black type by up to 30
    return np.where(is_red, cv2.max(red, grey), grey)


def cover(grey: np.ndarray, boxes: Sequence[Box], dpi: float) -> np.ndarray:
    """A copy of the image with white over every box."""
    covered = grey.copy()
    for box in boxes:
        x0, y0, x1, y1 = (round(value * dpi / 72) for value in box)
        covered[max(y0, 0) : y1, max(x0, 0) : x1] = 255
    return covered


def has_ink(grey: np.ndarray) -> bool:
    """Whether there is enough dark to hold some words: a blank page is not worth a second look."""
    return float(np.mean(grey[::4, ::4] < 128)) > 0.002


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
        words = (replace(word, box=turn(word.box, skew, width, height)) if word.box else word for word in line.words)
        return replace(line, words=tuple(words))

    if isinstance(item, Line):
        return turned(item)
    rows = tuple(
        tuple(replace(cell, lines=tuple(map(turned, cell.lines))) if cell else None for cell in row)
        for row in item.rows
    )
    return replace(item, rows=rows, box=turn(item.box, skew, width, height) if item.box else None)


def set_type(words: Sequence[Word], scale: float) -> list[Printed]:
    """A row of words in points, the size of its type guessed from their heights; specks left out."""
    words = [replace(word, text=text) for word in words if (text := SPECKS.sub("", word.text))]
    if any(word.confidence >= SURE and len(word.text) > 1 for word in words):  # `CỘNG` at 0.06 was in such a row
        words = [word for word in words if word.confidence >= UNSURE or any(char.isalnum() for char in word.text)]
    elif syllable_share(word.text for word in words) < 0.5:  # pen strokes, stamps
        words = [word for word in words if word.confidence >= SURE]
    if not words:
        return []
    size = max(median(type_size(word) for word in words), 4 / scale) * scale
    rows = []
    for word in words:
        x0, y0, x1, y1 = (round(value * scale, 2) for value in word.box or (0, 0, 0, 0))
        rows.append(Printed(replace(word, box=(x0, y0, x1, y1)), (x0, y0, x1, y1), size))
    return rows


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
