"""What happens to a printed document on its way to an archive: stamp, scanner, bad OCR, gazette."""

import io
import math
import os
import subprocess
from dataclasses import dataclass

import cv2
import numpy as np
import pymupdf
from PIL import Image, ImageDraw, ImageFont

from .plan import Plan
from .typeset import A4, RunningHead, Typeset, font, font_file

RED, BLUE = (205, 38, 50), (28, 52, 150)
PAPER = (252, 250, 244)


def scan_pages(plan: Plan, printed: Typeset, dpi: int, noise: float = 1.0, skew: float = 0.8) -> list[np.ndarray]:
    """Return the pages as a colour scanner sees them: stamped, signed, tilted and a little dirty."""
    random = np.random.default_rng(list(plan.stem.encode()))
    pages = []
    for number, page in enumerate(pymupdf.open(stream=printed.pdf)):
        pixels = page.get_pixmap(dpi=dpi)
        image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3).copy()
        if number == printed.seal[0]:
            image = sign_and_stamp(image, plan, printed.seal[1:], dpi, random)
        pages.append(dirty(tilt(image, random.uniform(-skew, skew)), random, noise))
    return pages


def sign_and_stamp(image: np.ndarray, plan: Plan, at: tuple, dpi: int, random: np.random.Generator) -> np.ndarray:
    """Put a blue signature over the name and the red seal over its left third."""
    scale = dpi / 72
    x, y = at[0] * scale, at[1] * scale
    steps = np.linspace(0, 1, 140)
    waves = sum(random.uniform(4, 13) * np.sin(2 * math.pi * (f * steps + random.random())) for f in (2, 3.3, 5.1, 7.7))
    points = np.stack([x + (steps - 0.45) * 105 * scale, y + waves * np.linspace(1.1, 0.5, 140) * scale], 1)
    cv2.polylines(image, [points.astype(np.int32)], False, BLUE, max(2, round(1.1 * scale)), cv2.LINE_AA)
    seal = draw_seal(plan, round(52 * scale))
    half = seal.shape[0] // 2
    left, top = round(x - 48 * scale) - half, round(y) - half
    region = image[top : top + seal.shape[0], left : left + seal.shape[1]]
    np.minimum(region, seal, out=region)
    return image


def draw_seal(plan: Plan, radius: int) -> np.ndarray:
    """Draw a round seal: two rings, the body's name along them, a star and the name in the middle."""
    side = 2 * radius + 4
    seal = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(seal)
    for inset, width in ((2, max(2, radius // 28)), (radius // 10, max(1, radius // 60))):
        draw.ellipse((inset, inset, side - inset, side - inset), outline=RED, width=width)
    draw.ellipse((radius * 0.5, radius * 0.5, side - radius * 0.5, side - radius * 0.5), outline=RED, width=1)
    letters = ImageFont.truetype(font_file("b"), round(radius * 0.2))
    ring = f"{' '.join(plan.superior or plan.head)} ★"
    turn = min(2 * math.pi / len(ring), 0.2)
    for place, letter in enumerate(ring):
        angle = (place - len(ring) / 2) * turn
        tile = Image.new("RGB", (radius // 2, radius // 2), "white")
        ImageDraw.Draw(tile).text((radius // 4, radius // 4), letter, fill=RED, font=letters, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), fillcolor="white", resample=Image.Resampling.BICUBIC)
        x = side / 2 + math.sin(angle) * radius * 0.71 - radius // 4
        y = side / 2 - math.cos(angle) * radius * 0.71 - radius // 4
        darker = np.minimum(np.asarray(seal.crop((int(x), int(y), int(x) + tile.width, int(y) + tile.height))), tile)
        seal.paste(Image.fromarray(darker), (int(x), int(y)))
    middle = ImageFont.truetype(font_file("b"), round(radius * 0.17))
    lines = plan.head if plan.superior else ("ỦY BAN", "NHÂN DÂN")
    for place, line in enumerate(lines):
        y = side / 2 + (place - (len(lines) - 1) / 2) * radius * 0.2
        draw.text((side / 2, y), line, fill=RED, font=middle, anchor="mm")
    return np.asarray(seal)


def tilt(image: np.ndarray, degrees: float) -> np.ndarray:
    """Turn the page a little about its middle."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(246, 246, 244))


def dirty(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Tint the paper, soften the print, add grain and a few specks."""
    height, width = image.shape[:2]
    page = cv2.GaussianBlur(image, (0, 0), 0.55).astype(np.float32) * (np.array(PAPER, np.float32) / 255)
    cloud = cv2.resize(random.normal(0, 1.6, (height // 60, width // 60)).astype(np.float32), (width, height))
    grain = random.normal(0, 3.0 * strength, (height, width)).astype(np.float32)
    page += ((cloud + cv2.GaussianBlur(grain, (0, 0), 0.8)) * strength)[..., None]
    for _ in range(round(12 * strength)):
        at = (int(random.integers(width)), int(random.integers(height)))
        cv2.circle(page, at, int(random.integers(1, 3)), (120, 118, 115), -1, cv2.LINE_AA)
    return np.clip(page, 0, 255).astype(np.uint8)


def jpeg(image: np.ndarray, quality: int) -> bytes:
    """Return the image as JPEG."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=quality, subsampling=2)
    return out.getvalue()


def scanned_pdf(plan: Plan, printed: Typeset, dpi: int, quality: int = 42) -> bytes:
    """Return a PDF of page images, without a text layer."""
    doc = pymupdf.open()
    for image in scan_pages(plan, printed, dpi):
        add_image(doc, image, dpi, quality)
    return finish(doc)


def add_image(doc: pymupdf.Document, image: np.ndarray, dpi: int, quality: int) -> pymupdf.Page:
    """Add a page that is one picture."""
    page = doc.new_page(width=image.shape[1] * 72 / dpi, height=image.shape[0] * 72 / dpi)
    page.insert_image(page.rect, stream=jpeg(image, quality))
    return page


def finish(doc: pymupdf.Document) -> bytes:
    """Return the file, the same on every run."""
    doc.set_metadata({"producer": "tests.samples"})
    return doc.tobytes(garbage=4, deflate=True, no_new_id=True)


def tesseract(image: np.ndarray, dpi: int, *config: str, language: str = "eng") -> str:
    """Return what Tesseract reads, with the wrong language unless told."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, "PNG")
    command = ["tesseract", "-", "-", "-l", language, "--dpi", str(dpi), *config]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, input=out.getvalue(), env=env, capture_output=True, check=True).stdout.decode()


def noisy_text(plan: Plan, printed: Typeset) -> bytes:
    """Return the text that English OCR makes of a scan, pages between form feeds."""
    pages = [tesseract(image, 200) for image in scan_pages(plan, printed, 200)]
    return "\f".join(page.strip("\n\f") + "\n" for page in pages).encode()


def bad_layer_pdf(plan: Plan, printed: Typeset, dpi: int = 200, quality: int = 42) -> bytes:
    """Return a scanned PDF with English OCR lying invisibly under each page's image, as scanners leave it."""
    doc = pymupdf.open()
    for image in scan_pages(plan, printed, dpi):
        add_layer(add_image(doc, image, dpi, quality), image, dpi, "eng")
    doc.subset_fonts()
    return finish(doc)


def add_layer(page: pymupdf.Page, image: np.ndarray, dpi: int, language: str) -> str:
    """Put what Tesseract reads under a page's image, word by word and not painted; return the words."""
    writer = pymupdf.TextWriter(page.rect)
    words = []
    for row in tesseract(image, dpi, "tsv", language=language).splitlines()[1:]:
        *_, left, top, width, height, _, word = row.split("\t")
        if word.strip():
            words.append(word)
            size = max(4.0, int(height) * 72 / dpi)
            natural = font("r").text_length(word, size)
            size = min(size, size * int(width) * 72 / dpi / natural)
            at = (int(left) * 72 / dpi, (int(top) + int(height)) * 72 / dpi)
            writer.append(at, word + " ", font=font("r"), fontsize=size)
    writer.write_text(page, render_mode=3, overlay=False)
    return " ".join(words)


def gazette_pdf(plan: Plan, printed: Typeset, head: RunningHead, dpi: int = 200) -> bytes:
    """Return page images under a digital running head, as the official gazette publishes them."""
    doc = pymupdf.open()
    for number, image in enumerate(scan_pages(plan, printed, dpi, noise=0.4, skew=0.3)):
        page = add_image(doc, image, dpi, 45)
        writer = pymupdf.TextWriter(page.rect)
        width = font("i").text_length(head[0], 12)
        writer.append(((A4[0] - width) / 2, 40), head[0], font=font("i"), fontsize=12)
        writer.append((A4[0] - 60, 40), str(head[1] + number), font=font("r"), fontsize=12)
        writer.write_text(page)
    doc.subset_fonts()
    return finish(doc)


def fax_tiff(plan: Plan, printed: Typeset, dpi: int = 300) -> bytes:
    """Return a multi-page black and white TIFF (CCITT group 4)."""
    pages = []
    for image in scan_pages(plan, printed, dpi, noise=0.6):
        grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        pages.append(Image.fromarray(np.where(grey > 150, 255, 0).astype(np.uint8)).convert("1"))
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(dpi, dpi))
    return out.getvalue()


def one_page_png(plan: Plan, printed: Typeset, dpi: int = 200) -> bytes:
    """Return a single page as PNG with few colours."""
    (image,) = scan_pages(plan, printed, dpi, noise=0.25)
    out = io.BytesIO()
    Image.fromarray(image).quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, "PNG", dpi=(dpi, dpi), optimize=True
    )
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Wear:
    """How a page was scanned and kept."""

    dpi: int
    skew: float = 0.0  # degrees, either way
    contrast: float = 1.0  # of what the paper had
    shade: float = 0.0  # grey levels between the corners
    grain: float = 0.0  # standard deviation of the noise, in grey levels
    specks: int = 0
    blur: float = 0.0  # in pixels
    quality: int = 95  # of the JPEG
    stamped: bool = False


WEAR = {
    "300 dpi clean": Wear(300),
    "200 dpi office": Wear(200, 0.8, 0.95, 0, 6, 60, 0.55, 70, stamped=True),
    "150 dpi poor": Wear(150, 1.3, 0.55, 50, 9, 350, 0.5, 45, stamped=True),
}


def worn_pages(plan: Plan, printed: Typeset, wear: Wear) -> list[np.ndarray]:
    """Return the pages as `wear` says, the same on every run."""
    random = np.random.default_rng(list(f"{plan.stem} {wear.dpi}".encode()))
    pages = []
    for number, page in enumerate(pymupdf.open(stream=printed.pdf)):
        pixels = page.get_pixmap(dpi=wear.dpi)
        image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3).copy()
        if wear.stamped and number == printed.seal[0]:
            image = sign_and_stamp(image, plan, printed.seal[1:], wear.dpi, random)
        pages.append(wear_out(image, wear, random))
    return pages


def wear_out(image: np.ndarray, wear: Wear, random: np.random.Generator) -> np.ndarray:
    """Tilt a page, take contrast from it, throw a shadow, grain and specks on it, and pack it as JPEG."""
    if wear.skew:
        image = tilt(image, wear.skew * random.choice((-1, 1)))
    if wear.blur:
        image = cv2.GaussianBlur(image, (0, 0), wear.blur)
    height, width = image.shape[:2]
    page = 255 - (255 - image.astype(np.float32)) * wear.contrast
    if wear.shade:
        down, across = np.mgrid[0:1:height * 1j, 0:1:width * 1j].astype(np.float32)  # fmt: skip
        page -= (wear.shade * (0.6 * across + 0.4 * down))[..., None]
    if wear.grain:
        page += random.normal(0, wear.grain, (height, width)).astype(np.float32)[..., None]
    for _ in range(wear.specks):
        at = (int(random.integers(width)), int(random.integers(height)))
        dark = float(random.uniform(30, 150))
        cv2.circle(page, at, int(random.integers(0, 2)), (dark, dark, dark), -1, cv2.LINE_AA)
    page = np.clip(page, 0, 255).astype(np.uint8)
    return np.asarray(Image.open(io.BytesIO(jpeg(page, wear.quality))))
