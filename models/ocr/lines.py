"""Printed pages -> images of single lines with their truth, cut as Tesseract cuts them, in its own training format."""

from __future__ import annotations

import io
import lzma
import random
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import tesserocr
from PIL import Image

from models.diacritics.corpus import clean_line, is_held_out
from models.ocr.pages import Drawn, draw_page, spoil
from pipeline.read.preparation import prepare
from pipeline.read.rulings import erase, find_frames, read_rules

PADDING = 4  # pixels that Tesseract leaves around a line
LINES_A_PAGE = 40
WEIGHTS = {"admin": 8, "legal": 4, "general": 3}
Box = tuple[float, float, float, float]
AS_READ = str.maketrans({"–": "-", "—": "-", "…": "...", "‘": "'", "’": "'", "•": "-", "·": "-", "\uf0b7": "-"})


def read_texts(corpus: Path, part: str, most: int, held_out: bool) -> list[str]:
    """Lines of the corpus as they are written, tone marks in either style; the first `most` that are (not) held out."""
    found: list[str] = []
    with lzma.open(corpus / f"{part}.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if clean_line(line) and is_held_out(clean_line(line)) == held_out:
                found.append(" ".join(line.split()))
                if len(found) == most:
                    break
    return found


def line_boxes(grey: np.ndarray, dpi: int, tessdata: str) -> Iterator[Box]:
    """The boxes of the lines that Tesseract sees on a page."""
    with tesserocr.PyTessBaseAPI(path=tessdata, lang="vie", psm=tesserocr.PSM.AUTO) as api:
        api.SetImageBytes(grey.tobytes(), grey.shape[1], grey.shape[0], 1, grey.shape[1])  # pyright: ignore
        api.SetSourceResolution(dpi)
        found = api.AnalyseLayout()
        if found is None:
            return
        for line in tesserocr.iterate_level(found, tesserocr.RIL.TEXTLINE):
            if box := line.BoundingBox(tesserocr.RIL.TEXTLINE):
                yield box


def cut_lines(page: np.ndarray, drawn: Iterable[Drawn], dpi: int, tessdata: str) -> Iterator[tuple[np.ndarray, str]]:
    """Image and truth of every line that Tesseract finds whole and alone on a scanned page."""
    prepared = prepare(page, dpi)
    grey, scale = prepared.grey, prepared.dpi / dpi
    rules, drawing = read_rules(grey, prepared.dpi)
    if frames := find_frames(rules):
        grey = erase(grey, drawing, frames)
    grey = np.ascontiguousarray(grey)
    truth = list(drawn)
    height, width = grey.shape
    for box in line_boxes(grey, round(prepared.dpi), tessdata):
        x0, y0, x1, y1 = (value / scale for value in box)
        near = [line for line in truth if meets(line.box, (x0, y0, x1, y1))]
        if len(near) != 1:
            continue
        (line,) = near
        slack = 0.35 * (line.box[3] - line.box[1])
        if abs(line.box[0] - x0) > slack or abs(line.box[2] - x1) > slack:
            continue
        y0, y1 = min(y0, line.box[1]) * scale, max(y1, line.box[3]) * scale  # as high as its row
        left, top = max(0, int(box[0]) - PADDING), max(0, int(y0) - PADDING)
        right, bottom = min(width, int(box[2]) + PADDING), min(height, int(y1) + PADDING)
        yield np.ascontiguousarray(grey[top:bottom, left:right]), line.text.translate(AS_READ)


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes share more than a third of the lower one's height and some width."""
    high = min(a[3], b[3]) - max(a[1], b[1])
    return high > 0.35 * min(a[3] - a[1], b[3] - b[1]) and min(a[2], b[2]) > max(a[0], b[0])


def choose_page(texts: dict[str, list[str]], rng: random.Random) -> tuple[Image.Image, list[Drawn], int]:
    """A printed page of neighbouring lines of one part of the corpus, what stands where, and its resolution."""
    part = rng.choices(list(texts), [WEIGHTS[name] for name in texts])[0]
    start = rng.randrange(max(1, len(texts[part]) - LINES_A_PAGE))
    dpi = rng.choices((150, 200, 300), (5, 4, 3))[0]
    page, drawn = draw_page(texts[part][start : start + LINES_A_PAGE], dpi, rng)
    return page, drawn, dpi


def make_lines(job: tuple[dict[str, list[str]], str, str]) -> list[tuple[bytes, str]]:
    """PNG and truth of the lines of one page: texts by part of the corpus, a seed, the folder of Tesseract's models."""
    texts, seed, tessdata = job
    rng = random.Random(seed)
    page, drawn, dpi = choose_page(texts, rng)
    found = []
    for image, truth in cut_lines(spoil(page, dpi, rng), drawn, dpi, tessdata):
        packed = io.BytesIO()
        Image.fromarray(image).save(packed, "PNG", compress_level=1)
        found.append((packed.getvalue(), truth))
    return found


def pack_lines(lines: Iterable[tuple[bytes, str]]) -> bytes:
    """Line images and their truth as an .lstmf file (`DocumentData` of Tesseract 5, ccstruct/imagedata.cpp)."""
    items = list(lines)
    out = bytearray(struct.pack("<I", len(items)))
    for image, truth in items:
        text = truth.encode("utf-8")
        width, height = Image.open(io.BytesIO(image)).size
        out += b"\x01" + struct.pack("<IiI", 0, 0, len(image)) + image  # is there, no name, page 0
        out += struct.pack("<II", 0, len(text)) + text  # no language
        out += struct.pack("<I4h", 1, 0, 0, width, height)  # one box
        out += struct.pack("<II", 1, len(text)) + text + b"\x00"  # not vertical
    return bytes(out)
