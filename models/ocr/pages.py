"""Pages as offices print and scan them, with the truth of every line: what the recogniser learns from and is judged by.

Paragraphs, headings, two-column blocks and ruled tables, in the fonts of `models.diacritics.render`, at 150 to 300 dots
an inch, with the damage that scanners and archives do. What a page says is drawn from the corpus and from the short
forms that plans are full of and prose is not: Roman numerals, quarters, codes, dates, posts.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from models.diacritics.render import FONTS, check_glyphs

A4 = (8.27, 11.69)  # inches
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
TYPES = "KH QĐ CT TB BC TTr CV HD CTr ĐA PA NQ CĐ QC".split()
BODIES = (
    "UBND HĐND SNV STTTT SGDĐT SYT STC SXD SCT SLĐTBXH SNN STNMT SGTVT STP SKHĐT SVHTTDL VP VPUB BNV BTTTT CP TTg TU "
    "HU ĐU PNV PVHTT BCĐ BTC BYT BGDĐT BNNPTNT BKHĐT BVHTTDL BLĐTBXH BTNMT BXD BCT BTP BCA BQP PCTT&TKCN BCH"
).split()
POSTS = (
    "TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|CHỦ TỊCH|GIÁM ĐỐC|KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TL. CHỦ TỊCH|BÍ THƯ|"
    "T/M BAN THƯỜNG VỤ|TRƯỞNG PHÒNG|KT. TRƯỞNG PHÒNG|Nơi nhận:|Kính gửi:|KẾ HOẠCH|QUYẾT ĐỊNH|STT|Stt|TT|./.|"
    "Độc lập - Tự do - Hạnh phúc|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Nội dung|Thời gian|Ghi chú|Cơ quan chủ trì|"
    "Cơ quan phối hợp|Sản phẩm|Phụ lục|PHỤ LỤC|Thời gian hoàn thành|Đơn vị thực hiện|Thường xuyên|Hàng năm|Hằng quý|"
    "Nhiệm vụ|- Lưu: VT."
).split("|")


MEASURES = ("%", "% trở lên", " tin, bài", " lần/năm", " đợt/năm")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A printed line and its box in pixels."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Sheet:
    """The page under the pen."""

    dpi: int
    rng: random.Random
    faces: tuple[str, ...]
    points: float
    image: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)
    lines: list[Drawn] = field(default_factory=list)
    fonts: dict[tuple[str, int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.image = Image.new("L", (round(A4[0] * self.dpi), round(A4[1] * self.dpi)), 255)
        self.pen = ImageDraw.Draw(self.image)

    def font(self, face: int, points: float) -> Any:
        """The font of one face in pixels of this page."""
        key = self.faces[min(face, len(self.faces) - 1)], round(points * self.dpi / 72 * 4)
        if key not in self.fonts:
            self.fonts[key] = ImageFont.truetype(key[0], key[1] / 4)
        return self.fonts[key]

    def put(self, text: str, x: float, y: float, font: Any, width: float = 0) -> None:
        """One line; `width` stretches its spaces so that it is that wide."""
        words = text.split()
        space = font.getlength(" ")
        if width and len(words) > 4:
            space += max(0.0, width - font.getlength(" ".join(words))) / (len(words) - 1)
        start = x
        grey = self.rng.choice((0, 0, 20, 40))
        for word in words:
            self.pen.text((x, y), word, font=font, fill=grey, anchor="ls")
            x += font.getlength(word) + space
        if words:
            self.lines.append(Drawn(" ".join(words), (start, y - 0.7 * font.size, x - space, y + 0.2 * font.size)))


def begin(text: str) -> str:
    """`text` with a capital at its start.

    >>> begin("giao UBND huyện")
    'Giao UBND huyện'
    """
    return text[:1].upper() + text[1:]


def wrap(text: str, font: Any, width: float) -> list[str]:
    """The words of `text` in lines no wider than `width`."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def short_form(rng: random.Random, words: Callable[[int], str]) -> str:
    """Something short that plans say: numbers, codes, dates, labels, posts, names of bodies."""
    year = rng.randrange(2010, 2031)
    day, month = rng.randrange(1, 32), rng.randrange(1, 13)
    number = rng.choice((rng.randrange(1, 100), rng.randrange(1, 5000)))
    code = f"{number:02}/{rng.choice(TYPES)}-{rng.choice(BODIES)}"
    forms = (
        lambda: f"{rng.choice(ROMAN)}. {words(rng.randrange(2, 9)).upper()}",
        lambda: f"{rng.choice(ROMAN)}. {words(rng.randrange(2, 9)).upper()}",
        lambda: f"{rng.choice(('Quý', 'quý'))} {rng.choice(ROMAN[:4])}{rng.choice(('/', ' năm ', '-'))}{year}",
        lambda: f"Quý {rng.choice(ROMAN[:4])}, {rng.choice(ROMAN[:4])}/{year}",
        lambda: f"Số: {code}",
        lambda: f"{words(2)} số {code} ngày {day:02}/{month:02}/{year} {words(3)}",
        lambda: f"{number}/{year}/{rng.choice(TYPES)}-{rng.choice(BODIES)}-{rng.choice(BODIES)}",
        lambda: f"{words(2).title()}, ngày {day:02} tháng {month:02} năm {year}",
        lambda: f"{rng.choice(('Tháng', 'tháng', 'Trước tháng'))} {month}/{year}",
        lambda: f"{rng.choice(('Trước ngày', 'Ngày', 'ngày'))} {day}/{month}/{year}",
        lambda: f"{rng.randrange(1, 10)}.{rng.randrange(1, 10)}. {words(5)}",
        lambda: f"{rng.randrange(1, 30)}. {begin(words(rng.randrange(2, 8)))}",
        lambda: f"{rng.choice('abcdđeghik')}) {begin(words(rng.randrange(2, 8)))}",
        lambda: f"- {begin(words(rng.randrange(2, 8)))};",
        lambda: f"+ {begin(words(rng.randrange(2, 8)))};",
        lambda: rng.choice(POSTS),
        lambda: rng.choice(POSTS),
        lambda: str(rng.randrange(1, 40)),
        lambda: f"{number:02}",
        lambda: f"{rng.randrange(1, 101)}%",
        lambda: f"{rng.choice(('ít nhất', 'tối thiểu', 'trên'))} {rng.randrange(1, 101)}{rng.choice(MEASURES)}",
        lambda: f"{rng.randrange(1, 999)}.{rng.randrange(0, 999):03}.{rng.randrange(0, 999):03} đồng",
        lambda: words(rng.randrange(1, 7)).title(),
        lambda: words(rng.randrange(1, 7)).upper(),
        lambda: words(rng.randrange(1, 6)),
        lambda: f"UBND {words(3)}",
        lambda: f"- Như trên; - Lưu: VT, {rng.choice(BODIES)}.",
    )  # fmt: skip
    return rng.choice(forms)()


def draw_page(lines: list[str], dpi: int, rng: random.Random) -> tuple[Image.Image, list[Drawn]]:
    """A page of `lines` of the corpus and of short forms, and what stands where."""
    _, *faces = rng.choices(FONTS, [weight for weight, *_ in FONTS])[0]
    sheet = Sheet(dpi, rng, tuple(map(str, faces)), rng.choice((11, 12, 13, 13, 13.5, 14, 14)))
    check_glyphs(sheet.font(0, sheet.points), faces[0].name)
    pool = [word for line in lines for word in line.split()]

    def words(count: int) -> str:
        start = rng.randrange(max(1, len(pool) - count))
        return " ".join(pool[start : start + count])

    left, right = 1.1 * dpi, (A4[0] - 0.65) * dpi
    y = rng.uniform(0.6, 1.0) * dpi
    text = iter(lines)
    while y < (A4[1] - 1.1) * dpi:
        kind = rng.choices(("prose", "short", "pair", "table"), (8, 5, 2, 4))[0]
        leading = sheet.points * dpi / 72 * rng.uniform(1.15, 1.5)
        if kind == "prose":
            y = set_prose(sheet, next(text, words(40)), left, right, y, leading)
        elif kind == "short":
            y += leading
            font = sheet.font(rng.choice((0, 0, 1, 1, 2)), sheet.points)
            line = wrap(short_form(rng, words), font, right - left)[0]
            room = right - left - font.getlength(line)
            sheet.put(line, left + room * rng.choice((0, 0, 0.06, 0.5)), y, font)
        elif kind == "pair":
            middle = left + (right - left) * rng.uniform(0.4, 0.55)
            for _ in range(rng.randrange(1, 5)):
                y += leading
                for x0, x1 in ((left, middle - 0.15 * dpi), (middle + 0.15 * dpi, right)):
                    font = sheet.font(rng.choice((0, 1, 1, 2)), sheet.points - rng.choice((0, 1)))
                    line = wrap(short_form(rng, words), font, x1 - x0)[0]
                    sheet.put(line, x0 + rng.choice((0, 0.5)) * max(0, x1 - x0 - font.getlength(line)), y, font)
        else:
            y = set_table(sheet, words, left, right, y)
        y += rng.uniform(0, 0.12) * dpi
    return sheet.image, sheet.lines


def set_prose(sheet: Sheet, text: str, left: float, right: float, y: float, leading: float) -> float:
    """A paragraph, justified, its first line set in; returns where it ends."""
    rng = sheet.rng
    if rng.random() < 0.06:
        text = text.upper()
    font = sheet.font(rng.choices((0, 1, 2), (8, 2, 2))[0], sheet.points)
    lines = wrap(text, font, right - left - 0.4 * sheet.dpi)[: rng.randrange(2, 9)]
    for number, line in enumerate(lines):
        y += leading
        if y > (A4[1] - 0.7) * sheet.dpi:
            break
        indent = 0.4 * sheet.dpi if number == 0 else 0
        is_last = number == len(lines) - 1
        sheet.put(line, left + indent, y, font, 0 if is_last or number == 0 else right - left)
    return y


def set_table(sheet: Sheet, words: Callable[[int], str], left: float, right: float, y: float) -> float:
    """A few rows of a ruled table; returns where it ends."""
    rng, dpi = sheet.rng, sheet.dpi
    parts = [0.35] + [rng.uniform(0.6, 2.5) for _ in range(rng.randrange(2, 6))]
    edges = [left]
    for part in parts:
        edges.append(edges[-1] + part * (right - left) / sum(parts))
    points = rng.choice((10.5, 11, 11.5, 12, 12))
    leading = points * dpi / 72 * rng.uniform(1.12, 1.35)
    pad, thick = rng.uniform(0.025, 0.06) * dpi, max(1, round(dpi / rng.choice((100, 150, 200))))
    top = y
    for row in range(rng.randrange(2, 6)):
        cells = []
        for column, (x0, x1) in enumerate(pairwise(edges)):
            font = sheet.font(1 if row == 0 else 0, points)
            text = str(rng.randrange(1, 30)) if column == 0 else begin(words(rng.randrange(1, 14)))
            if column and rng.random() < 0.4:
                text = short_form(rng, words)
            cells.append((x0, x1, font, wrap(text, font, x1 - x0 - 2 * pad)[:7]))
        height = max(len(lines) for *_, lines in cells) * leading + 2 * pad
        if top + height > (A4[1] - 0.7) * dpi:
            break
        for x0, x1, font, lines in cells:
            line_y = top + pad - 0.2 * leading
            for line in lines:
                line_y += leading
                if font.getlength(line) < x1 - x0 - pad:
                    sheet.put(line, x0 + pad, line_y, font)
            sheet.pen.rectangle((x0, top, x1, top + height), outline=0, width=thick)
        top += height
    return top


def spoil(page: Image.Image, dpi: int, rng: random.Random) -> np.ndarray:
    """The page as a scanner and an archive leave it, grey: from clean to all but lost."""
    random_ = np.random.default_rng(rng.getrandbits(32))
    strength = rng.choices((0.0, 0.5, 1.0), (2, 3, 5))[0] * rng.uniform(0.5, 1.2)
    image = np.asarray(page)
    height, width = image.shape
    if strength and rng.random() < 0.9:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-1.5, 1.5) * strength, 1)
        image = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    if strength and rng.random() < 0.15:
        image = (
            cv2.erode(image, np.ones((2, 2), np.uint8)) if rng.random() < 0.6 else cv2.dilate(image, np.ones((2, 2)))
        )
    if strength:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 0.9) * (dpi / 200) ** 0.5)
    grey = 255 - (255 - image.astype(np.float32)) * (1 - strength * rng.uniform(0, 0.45))
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    grey -= strength * rng.uniform(0, 50) * (rng.random() * across + rng.random() * down)
    grey += random_.normal(0, 1, (height, width)).astype(np.float32) * strength * rng.uniform(2, 14)
    for _ in range(round(strength * rng.choice((0, 50, 200, 400)))):
        at = (int(random_.integers(width)), int(random_.integers(height)))
        cv2.circle(grey, at, int(random_.integers(0, 2)), float(random_.uniform(20, 150)), -1, cv2.LINE_AA)
    spoilt = np.clip(grey, 0, 255).astype(np.uint8)
    if rng.random() < 0.12:  # scanned in black and white
        spoilt = np.where(spoilt > rng.choice((110, 130, 150)), 255, 0).astype(np.uint8)
    if strength and rng.random() < 0.7:
        packed = io.BytesIO()
        Image.fromarray(spoilt).save(packed, "JPEG", quality=rng.choice((35, 45, 60, 75)))
        spoilt = np.asarray(Image.open(packed))
    return spoilt
