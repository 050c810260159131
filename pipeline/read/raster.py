"""A page of a PDF as pixels: the picture it holds where it holds nothing else, drawn by MuPDF otherwise."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from pipeline.read.mupdf import pymupdf
from pipeline.read.preparation import BEST_DPI, FINE_DPI

LEAST_DPI = 72  # a scan is drawn at its own dots an inch where the engine has use for them
MOST_RENDERED = 40_000_000  # pixels: A3 at 400 dpi is 31 million
MOST_INK = 10_000_000  # the same where only dark and light is asked: A0 at a pixel a point is 8 million
SAME = 0.01  # share by which a picture may miss the edges of its page, or its dots be taller than wide
UNPAINTED = ("ignore-text", "clip-path", "clip-text", "begin-layer", "end-layer")  # of MuPDF's list of a page


def image_share(page: pymupdf.Page) -> float:
    """Share of the page that images cover, strips of one scan together."""
    frame = page.mediabox if page.rotation in (0, 180) else page.rect
    area = sum(abs(pymupdf.Rect(image["bbox"]) & frame) for image in page.get_image_info())
    return min(1.0, area / abs(page.rect))


def photograph(page: pymupdf.Page) -> tuple[np.ndarray, float] | None:
    """Pixels and dots an inch of the JPEG that is all a page shows; None for any other page.

    MuPDF takes three times as long to decode one, and draws it on a grid that is not its own.
    """
    painted = [kind for kind, _ in page.get_bboxlog() if kind not in UNPAINTED]
    named = page.get_images()
    if painted != ["fill-image"] or len(named) != 1 or page.rotation:
        return None
    xref, masked, width, height, *_ = named[0]
    across, b, c, down, x, y = page.get_image_info()[0]["transform"]
    frame = page.rect
    off = max(
        abs(x - frame.x0), abs(y - frame.y0), abs(x + across - frame.x1), abs(y + down - frame.y1), abs(b), abs(c)
    )
    dots = width / across * 72 if across > 0 else 0.0
    pdf: Any = page.parent
    is_plain = all(pdf.xref_get_key(xref, key)[0] == "null" for key in ("Decode", "DecodeParms", "Mask"))
    if (
        not is_plain
        or masked
        or off > SAME * min(frame.width, frame.height)
        or abs(dots * down / 72 - height) > SAME * height
        or dots < LEAST_DPI
        or width * height > MOST_RENDERED
    ):
        return None
    try:
        picture = Image.open(io.BytesIO(pdf.extract_image(xref)["image"]))
        if picture.format != "JPEG" or picture.mode not in ("L", "RGB") or picture.size != (width, height):
            return None
        return np.asarray(picture), dots
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
    ):  # a damaged one: MuPDF draws what is left of it
        return None


def scan_dpi(page: pymupdf.Page) -> float:
    """Dots an inch at which to read a page: those of its scan where they suit OCR."""
    images = page.get_image_info()
    largest = max(images, key=lambda image: abs(pymupdf.Rect(image["bbox"])), default=None)
    if largest and (area := abs(pymupdf.Rect(largest["bbox"]))) > 0.2 * abs(page.rect):
        own = (largest["width"] * largest["height"] / area) ** 0.5 * 72
        if LEAST_DPI <= own <= FINE_DPI:
            return own
    return BEST_DPI


def render(
    page: pymupdf.Page, drawn: pymupdf.DisplayList, dpi: float, in_grey: bool = False
) -> tuple[np.ndarray, float]:
    """The page as pixels, in colour only where an image is, and their dots an inch: fewer than asked on huge sheets."""
    dpi = min(dpi, (MOST_RENDERED / abs(page.rect)) ** 0.5 * 72)
    in_colour = not in_grey and any(image["colorspace"] >= 3 for image in page.get_image_info())
    pixmap = drawn.get_pixmap(
        matrix=pymupdf.Matrix(dpi / 72, dpi / 72),
        colorspace=pymupdf.csRGB if in_colour else pymupdf.csGRAY,
        alpha=False,
    )
    return as_array(pixmap), dpi


def as_array(pixmap: pymupdf.Pixmap) -> np.ndarray:
    """The samples of a pixmap, rows without padding."""
    flat = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    array = flat[:, : pixmap.width * pixmap.n].reshape(pixmap.height, pixmap.width, pixmap.n)
    return array[..., 0].copy() if pixmap.n == 1 else array.copy()


def ink_of(drawn: pymupdf.DisplayList) -> tuple[np.ndarray, float]:
    """Where the page is dark, and the elements a point: one, fewer on huge sheets."""
    scale = min(1.0, (MOST_INK / abs(drawn.rect)) ** 0.5)
    pixmap = drawn.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    return as_array(pixmap) < 150, scale
