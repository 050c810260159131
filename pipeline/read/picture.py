"""A page as a person sees it: upright, in colour, small enough for a screen. Boxes of words fall where they belong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.errors import DamagedFile
from pipeline.read.mupdf import pymupdf
from pipeline.read.pdf import MUPDF_ERRORS
from pipeline.read.raster import as_array
from pipeline.read.scan import FRAME_ERRORS, as_pixels, as_square, check_size, open_image

MOST_LONG = 4000  # pixels along the longer side; a banner is not drawn larger


def draw_page(path: Path, media_type: str, number: int, rotation: int, width: int) -> Image.Image:
    """Page `number`, from 1, of a PDF or an image, `width` pixels wide or less.

    `rotation` is that of the published page. Raises DamagedFile where the page cannot be drawn.
    """
    try:
        if media_type == "application/pdf":
            return _draw_pdf(path, number, rotation, width)
        with open_image(path) as image:
            image.seek(number - 1)
            check_size(image, path)
            picture = Image.fromarray(as_square(as_pixels(image), image))
    except (*MUPDF_ERRORS, *FRAME_ERRORS) as error:
        raise DamagedFile(f"page {number} of {path.name} cannot be drawn; open the file itself") from error
    picture = _turned(picture, rotation)
    picture.thumbnail((width, MOST_LONG), Image.Resampling.LANCZOS)
    return picture


def _draw_pdf(path: Path, number: int, rotation: int, width: int) -> Image.Image:
    with pymupdf.open(path) as pdf:
        page = pdf[number - 1]
        turn = (rotation - page.rotation) % 360
        across, down = (page.rect.height, page.rect.width) if turn % 180 else (page.rect.width, page.rect.height)
        scale = min(width / across, MOST_LONG / down)
        pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
        return _turned(Image.fromarray(np.ascontiguousarray(as_array(pixmap))), turn)


def _turned(picture: Image.Image, degrees: int) -> Image.Image:
    """Turned clockwise by whole quarters."""
    quarters = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return picture.transpose(quarters[degrees]) if degrees in quarters else picture
