"""Image files -> pages: PNG, JPEG and TIFF."""

from __future__ import annotations

import os
import struct
import weakref
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps

from pipeline.document import Flag, Page
from pipeline.errors import DamagedFile, OversizedFile, OversizedImage
from pipeline.read.ocr import OcrEngine, PageTimeout
from pipeline.read.recognition import read_image

MOST_PIXELS = 70_000_000  # A3 at 600 dpi is 69.6 million, A0 at 200 dpi 62
MOST_PAGES = 2000  # of a PDF or a TIFF: the largest plan with its annexes has some hundreds
BAND = 2_000_000  # pixels that are converted at a time
A4_WIDTH, A4_HEIGHT = 8.27, 11.69  # inches
FRAME_ERRORS = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error)  # of Pillow


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
            if frames > MOST_PAGES:
                raise OversizedFile(f"{path.name} has over {MOST_PAGES:,} pages; cut it into parts")


def read_frame(path: Path, number: int, engine: OcrEngine) -> tuple[Page, tuple[Flag, ...]]:
    """One page of an image file, read by OCR."""
    try:
        pixels, dpi = decode_frame(path, number)
    except FRAME_ERRORS as error:
        keep_frames.cache_clear()
        if count_frames(path) == 1:
            raise DamagedFile(f"{path.name} ends too early or is damaged; scan or download it again") from error
        message = f"page {number}, and what may follow it, is damaged; scan it again"
        flag = Flag("page_unreadable", "error", message, number)
        return Page(number, (), "ocr", confidence=0.0), (flag,)
    return read_pixels(pixels, dpi, number, engine)


def decode_frame(path: Path, number: int) -> tuple[np.ndarray, float]:
    """The pixels of one page of an image file, square, and their dots an inch."""
    if number == 1:  # most images have one page: nothing is kept of them
        with open_image(path) as image:
            return as_square(as_pixels(image), image), resolution(image)
    state = path.stat()
    image = keep_frames(path, state.st_size, state.st_mtime_ns, os.getpid())
    image.seek(number - 1)
    check_size(image, path)
    return as_square(as_pixels(image), image), resolution(image)


@lru_cache(maxsize=1)
def keep_frames(path: Path, size: int, changed: int, process: int) -> Image.Image:
    """The image file last read, open: Pillow finds a page by going through all those before it.

    `size` and `changed` tell another file of that name; processes that fork must not share its place in the file.
    """
    image: Any = open_image(path)
    if image.fp:
        weakref.finalize(image, image.fp.close)
    return image


def read_pixels(pixels: np.ndarray, dpi: float, number: int, engine: OcrEngine) -> tuple[Page, tuple[Flag, ...]]:
    """A page image as a page; a page over the engine's time limit is an empty page with a flag."""
    try:
        scan = read_image(pixels, dpi, engine)
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
    width, height = square_size(image)
    if width * height > MOST_PIXELS:
        raise OversizedImage(too_large(path, width, height))


def too_large(path: Path, width: int = 0, height: int = 0) -> str:
    """What to tell the owner of an image beyond all measure."""
    size = f" of {width:,} x {height:,} pixels" if width else ""
    return f"{path.name} holds an image{size}, over {MOST_PIXELS // 10**6} megapixels; scan the page at 300 dpi"


def as_pixels(image: Image.Image) -> np.ndarray:
    """Grey or RGB pixels of an image as a person sees it: turned as the camera noted, transparency on white."""
    ImageOps.exif_transpose(image, in_place=True)
    top = 0.0
    if image.mode.startswith("I") or image.mode == "F":
        most = max(float(np.asarray(band).max()) for _, band in bands(image))
        top = 65535.0 if image.mode != "F" and most > 255 else max(most, 1.0)
    is_clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    is_grey = top or (image.mode in ("1", "L") and not is_clear)
    pixels = np.empty((image.height, image.width) if is_grey else (image.height, image.width, 3), np.uint8)
    for row, band in bands(image):
        if is_clear:
            band = band.convert("RGBA")
            band = Image.alpha_composite(Image.new("RGBA", band.size, "white"), band)
        if top:
            shown = (np.asarray(band, dtype=np.float32) * 255 / top).astype(np.uint8)
        else:
            shown = np.asarray(band.convert("L" if is_grey else "RGB"))
        pixels[row : row + band.height] = shown
    return pixels


def bands(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """An image in strips, each with the row it begins at: a conversion of all of it at once takes several times it."""
    height = max(1, BAND // image.width)
    for row in range(0, image.height, height):
        yield row, image.crop((0, row, image.width, min(row + height, image.height)))


def as_square(pixels: np.ndarray, image: Image.Image) -> np.ndarray:
    """The pixels of a fax, which are taller than wide, made square at the higher of their resolutions."""
    wider, taller = square_scale(image)
    if wider == taller:
        return pixels
    return cv2.resize(pixels, None, fx=wider, fy=taller, interpolation=cv2.INTER_CUBIC)


def square_scale(image: Image.Image) -> tuple[float, float]:
    """By how much `as_square` makes an image wider and taller."""
    across, down = (float(value or 0) for value in image.info.get("dpi", (0, 0)))
    if min(across, down) < 50 or not 1.05 < max(across, down) / min(across, down) < 4:
        return 1.0, 1.0
    best = max(across, down)
    return best / across, best / down


def square_size(image: Image.Image) -> tuple[int, int]:
    """Width and height of an image once its pixels are square."""
    wider, taller = square_scale(image)
    return round(image.width * wider), round(image.height * taller)


def resolution(image: Image.Image) -> float:
    """Dots an inch: as noted in the file where that gives a sheet of paper, else so that A4 fits."""
    noted = image.info.get("dpi", (0, 0))
    dpi = float(max(noted))
    longest = max(image.width, image.height)
    if dpi >= 50 and 5 <= longest / dpi <= 24:
        return dpi
    return longest / A4_HEIGHT if longest > 1.2 * min(image.width, image.height) else longest / A4_WIDTH
