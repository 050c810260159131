"""Pages of known text, printed, spoilt like a scan and read by Tesseract, in English or in Vietnamese.

One JSON object a page: `{"lines": what was printed, "read": what Tesseract saw, "sure": its confidence in each word,
"print": font, size, ...}`. Pages for `vie` are poor scans of 150 dpi, since that engine reads good ones right.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT_DIR = Path("/usr/share/fonts/truetype")
TEX_GYRE = Path("/usr/share/texmf/fonts/opentype/public/tex-gyre")
FONTS = [  # weight, regular, bold, italic; Liberation Serif has the shapes of Times New Roman, which offices must use
    (8, *(FONT_DIR / f"liberation2/LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic"))),
    (3, *(TEX_GYRE / f"texgyretermes-{face}.otf" for face in ("regular", "bold", "italic"))),
    (2, *(FONT_DIR / f"freefont/FreeSerif{face}.ttf" for face in ("", "Bold", "Italic"))),
    (1, *(FONT_DIR / f"dejavu/DejaVuSerifCondensed{face}.ttf" for face in ("", "-Bold", "-Italic"))),
    (1, *(FONT_DIR / f"gentiumplus/GentiumPlus-{face}.ttf" for face in ("Regular", "Bold", "Italic"))),
    (1, *(FONT_DIR / f"charis/CharisSIL-{face}.ttf" for face in ("Regular", "Bold", "Italic"))),
]
LINES_PER_PAGE = 60


def choose_print(rng: random.Random, language: str) -> dict[str, Any]:
    """The font, size, resolution and damage of one page."""
    weights = [weight for weight, *_ in FONTS]
    _, regular, bold, italic = rng.choices(FONTS, weights)[0]
    poor = language == "vie"
    dpi = 150 if poor else rng.choice([150, 200, 200, 200, 250, 300, 300])
    return {
        "faces": [str(face) for face in (regular, bold, italic)],
        "dpi": dpi,
        "points": rng.choice([11, 12, 13, 13, 14, 14]),
        "blur": rng.choice([0.5, 0.7, 0.9, 1.1] if poor else [0, 0.3, 0.5, 0.7, 0.9]) * dpi / 200,
        "noise": rng.choice([10, 20, 30] if poor else [0, 5, 10, 20]),
        "skew": rng.uniform(-0.5, 0.5),
        "threshold": rng.choice([None, None, None, 130, 150, 170]),  # offices often scan in black and white
        "thicken": rng.choice([None] * 8 + ["dark", "light" if dpi > 200 else "dark"]),
        "jpeg": rng.choice([None, 75, 50, 30]),
        "spread": rng.choice([1.0, 1.0, 1.2, 1.5]),
    }


def break_lines(paragraphs: list[str], fonts: list[Any], width: float, rng: random.Random) -> list[tuple[str, Any]]:
    """The paragraphs as printed lines, each with its face: headings bold, a few paragraphs bold or italic."""
    regular, bold, italic = fonts
    lines: list[tuple[str, Any]] = []
    for paragraph in paragraphs:
        face = bold if paragraph.isupper() or rng.random() < 0.08 else italic if rng.random() < 0.06 else regular
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and face.getlength(longer) > width:
                lines.append((line, face))
                line = word
            else:
                line = longer
        if line:
            lines.append((line, face))
    return lines[:LINES_PER_PAGE]


def draw_page(lines: list[tuple[str, Any]], style: dict[str, Any], width: int) -> Image.Image:
    """The lines as a grey image, set with the word spacing of `style`."""
    leading = int(style["points"] * style["dpi"] / 72 * 1.45)
    margin = style["dpi"] // 3
    page = Image.new("L", (width + 2 * margin, leading * len(lines) + 2 * margin), 255)
    pen = ImageDraw.Draw(page)
    for row, (line, face) in enumerate(lines):
        x = float(margin)
        space = face.getlength(" ")
        words = line.split()
        slack = width - face.getlength(line)
        if len(words) > 4 and 0 < slack < 0.15 * width:  # justified, as office programs do
            space += slack / (len(words) - 1)
        else:
            space *= style["spread"]
        for word in words:
            pen.text((x, margin + row * leading), word, font=face, fill=20)
            x += face.getlength(word) + space
    return page


def spoil(page: Image.Image, style: dict[str, Any], rng: random.Random) -> Image.Image:
    """The page as a scanner would give it."""
    if style["thicken"]:
        page = page.filter(ImageFilter.MinFilter(3) if style["thicken"] == "dark" else ImageFilter.MaxFilter(3))
        if style["dpi"] < 250:  # three dots are too much for a small image: keep half of the change
            page = page.filter(ImageFilter.GaussianBlur(0.4))
    page = page.rotate(style["skew"], Image.Resampling.BICUBIC, fillcolor=255)
    if style["blur"]:
        page = page.filter(ImageFilter.GaussianBlur(style["blur"]))
    if style["noise"]:
        grain = np.random.default_rng(rng.getrandbits(32)).normal(0, style["noise"], (page.height, page.width))
        page = Image.fromarray(np.clip(np.asarray(page, dtype=np.float32) + grain, 0, 255).astype(np.uint8))
    if style["threshold"]:
        page = page.point(lambda grey: 255 if grey > style["threshold"] else 0)
    if style["jpeg"]:
        packed = io.BytesIO()
        page.save(packed, "JPEG", quality=style["jpeg"])
        page = Image.open(packed)
    return page


def read_image(page: Image.Image, dpi: int, language: str) -> tuple[list[str], list[list[int]]]:
    """What Tesseract reads, a string a line, and its confidence in each word, 0 to 100."""
    packed = io.BytesIO()
    page.save(packed, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", language, "--psm", "6", "--dpi", str(dpi), "tsv"]
    done = subprocess.run(
        command, input=packed.getvalue(), capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    words: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for row in csv.DictReader(io.StringIO(done.stdout.decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and row["text"].strip():
            line = words.setdefault((row["block_num"], row["par_num"], row["line_num"]), [])
            line += [(word, int(float(row["conf"]))) for word in row["text"].split()]
    lines = list(words.values())
    return [" ".join(word for word, _ in line) for line in lines], [[sure for _, sure in line] for line in lines]


def make_page(paragraphs: list[str], seed: str, language: str) -> dict[str, Any]:
    """Print `paragraphs` on one page, spoil it by `seed`, read it in `language`."""
    image, lines, style = print_page(paragraphs, seed, language)
    read, sure = read_image(image, style["dpi"], language)
    return {"lines": lines, "read": read, "sure": sure, "print": style}


def print_page(
    paragraphs: list[str], seed: str, language: str, **fixed: Any
) -> tuple[Image.Image, list[str], dict[str, Any]]:
    """Print `paragraphs` on a page and spoil it by `seed`: image, lines and style, of which some may be `fixed`."""
    rng = random.Random(seed)
    style = choose_print(rng, language) | fixed
    size = style["points"] * style["dpi"] / 72
    fonts = [ImageFont.truetype(face, size) for face in style["faces"]]
    check_glyphs(fonts[0], style["faces"][0])
    width = int(6.5 * style["dpi"])
    lines = break_lines(paragraphs, fonts, width, rng)
    return spoil(draw_page(lines, style, width), style, rng), [line for line, _ in lines], style


def check_glyphs(font: ImageFont.FreeTypeFont, name: str) -> None:
    """Refuse a font without Vietnamese letters: it prints boxes (Liberation 1 does), which teach nonsense."""

    def shape(letter: str) -> bytes:
        return np.array(font.getmask(letter)).tobytes()

    if any(shape(letter) == shape("\uffff") for letter in "ơưạảầềộữỳđĂ"):
        raise ValueError(f"{name} has no Vietnamese letters; install Debian's fonts-liberation2 and take that one")


def choose_paragraphs(lines: list[str], rng: random.Random) -> list[str]:
    """Neighbouring lines of the corpus, enough for a page; some set in capitals, as headings are."""
    start = rng.randrange(max(1, len(lines) - LINES_PER_PAGE))
    chosen: list[str] = []
    for line in lines[start : start + LINES_PER_PAGE]:
        if rng.random() < 0.10 and len(line) < 400:
            line = line.upper()
        elif rng.random() < 0.04 and len(line) < 200:
            line = line.title()
        chosen.append(line)
    return chosen


PART_WEIGHTS = {"admin": 11, "legal": 6, "general": 3}


def choose_page(number: int, parts: dict[str, list[str]], seed: int, language: str) -> tuple[str, list[str], str, str]:
    """Part, paragraphs, seed and language of page `number`: they depend on nothing else."""
    rng = random.Random(f"text {seed} {number} {language}")
    part = rng.choices(list(parts), [PART_WEIGHTS[name] for name in parts])[0]
    return part, choose_paragraphs(parts[part], rng), f"page {seed} {number}", language


def make_job(job: tuple[str, list[str], str, str]) -> dict[str, Any]:
    """The page that `choose_page` chose."""
    part, paragraphs, seed, language = job
    return make_page(paragraphs, seed, language) | {"part": part}


def make_pages(
    parts: dict[str, list[str]], count: int, seed: int, language: str, done: int = 0
) -> Iterator[dict[str, Any]]:
    """Yield pages number `done` to `count`, made on all cores."""
    jobs = (choose_page(number, parts, seed, language) for number in range(done, count))
    with ProcessPoolExecutor() as pool:
        yield from pool.map(make_job, jobs, chunksize=4)


def append_pages(path: Path, parts: dict[str, list[str]], count: int, seed: int, language: str) -> None:
    """Fill `path` up to `count` pages; an interrupted run is taken up where it stopped."""
    done = len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0
    with path.open("a", encoding="utf-8") as out:
        for page in make_pages(parts, count, seed, language, done):
            out.write(json.dumps(page, ensure_ascii=False) + "\n")
            out.flush()
