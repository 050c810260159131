"""Image files -> pages: PNG, JPEG and TIFF."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from pipeline.document import Flag, Page
from pipeline.errors import DamagedFile, OversizedImage
from pipeline.read.ocr import OcrEngine, PageTimeout
from pipeline.read.recognition import read_image

MOST_PIXELS = 100_000_000  # A3 at 600 dpi is 70 million
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


def read_frame(path: Path, number: int, engine: OcrEngine) -> tuple[Page, tuple[Flag, ...]]:
    """One page of an image file, read by OCR."""
    with open_image(path) as image:
        try:
            image.seek(number - 1)
            check_size(image, path)
            pixels = as_square(as_pixels(image), image)
        except FRAME_ERRORS as error:
            if count_frames(path) == 1:
                raise DamagedFile(f"{path.name} ends too early or is damaged; scan or download it again") from error
            message = f"page {number}, and what may follow it, is damaged; scan it again"
            flag = Flag("page_unreadable", "error", message, number)
            return Page(number, (), "ocr", confidence=0.0), (flag,)
        dpi = resolution(image)
    return read_pixels(pixels, dpi, number, engine)


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


def as_square(pixels: np.ndarray, image: Image.Image) -> np.ndarray:
    """The pixels of a fax, which are taller than wide, made square at the higher of their resolutions."""
    across, down = (float(value or 0) for value in image.info.get("dpi", (0, 0)))
    if min(across, down) < 50 or not 1.05 < max(across, down) / min(across, down) < 4:
        return pixels
    best = max(across, down)
    return cv2.resize(pixels, None, fx=best / across, fy=best / down, interpolation=cv2.INTER_CUBIC)


def resolution(image: Image.Image) -> float:
    """Dots an inch: as noted in the file where that gives a sheet of paper, else so that A4 fits."""
    noted = image.info.get("dpi", (0, 0))
    dpi = float(max(noted))
    longest = max(image.width, image.height)
    if dpi >= 50 and 5 <= longest / dpi <= 24:
        return dpi
    return longest / A4_HEIGHT if longest > 1.2 * min(image.width, image.height) else longest / A4_WIDTH
