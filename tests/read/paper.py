"""Small documents the tests of this room draw for themselves."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import matplotlib
import numpy as np
import pymupdf

# DejaVu as matplotlib ships it: every Vietnamese letter, on every machine
FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"
HEADER = [  # x, y, text: the first page as Decree 30/2020 lays it out
    (95, 60, "ỦY BAN NHÂN DÂN"),
    (88, 76, "HUYỆN XUÂN LỘC"),
    (98, 108, "Số: 61/KH-UBND"),
    (265, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (320, 76, "Độc lập - Tự do - Hạnh phúc"),
    (310, 108, "Xuân Lộc, ngày 22 tháng 02 năm 2024"),
    (270, 150, "KẾ HOẠCH"),
    (120, 168, "Thông tin, tuyên truyền cải cách hành chính năm 2024"),
]
BODY = [
    (85, 210, "Thực hiện Kế hoạch số 21/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh"),
    (85, 228, "về thông tin, tuyên truyền cải cách hành chính, Ủy ban nhân dân huyện"),
    (85, 246, "ban hành Kế hoạch như sau:"),
    (85, 276, "I. MỤC TIÊU, YÊU CẦU"),
    (85, 300, "Tăng cường phối hợp, chia sẻ thông tin giữa các cơ quan hành chính nhà nước."),
]
FOOT = [
    (85, 420, "Nơi nhận:"),
    (85, 434, "- UBND tỉnh;"),
    (85, 448, "- Các phòng, ban, ngành huyện;"),
    (85, 520, "- Lưu: VT."),
    (370, 420, "CHỦ TỊCH"),
    (350, 500, "Nguyễn Thị Cát Tiên"),
]


def write_page(page: pymupdf.Page, lines, size: float = 12, render_mode: int = 0) -> None:
    """Put lines of text on a page."""
    page.insert_font(fontname="viet", fontfile=str(FONT))
    for x, y, text in lines:
        page.insert_text((x, y), text, fontname="viet", fontsize=size, render_mode=render_mode)


def draw_table(page: pymupdf.Page, xs, ys, without=()) -> None:
    """Rule a table; `without` names the walls (x, y0, y1) to leave out for a merged cell."""
    for y in ys:
        page.draw_line((xs[0], y), (xs[-1], y))
    for x in xs:
        for y0, y1 in pairwise(ys):
            if (x, y0, y1) not in without:
                page.draw_line((x, y0), (x, y1))


def new_pdf(*pages, width: float = 595, height: float = 842) -> pymupdf.Document:
    """A PDF with one page for every list of lines."""
    pdf = pymupdf.open()
    for lines in pages:
        write_page(pdf.new_page(width=width, height=height), lines)
    return pdf


def picture(pdf: pymupdf.Document, number: int = 0, dpi: int = 200) -> np.ndarray:
    """A page of a PDF as grey pixels."""
    pixmap = pdf[number].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width].copy()


def scanned(pdf: pymupdf.Document, dpi: int = 200) -> pymupdf.Document:
    """The PDF again with the image of each page in place of its text."""
    scan = pymupdf.open()
    for page in pdf:
        image = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        scan.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, pixmap=image)
    return scan


def shown(items) -> list:
    """Lines as their text, grids as rows of cell texts, None where a merged cell covers."""
    return [
        [["\n".join(line.text for line in cell.lines) if cell else None for cell in row] for row in item.rows]
        if hasattr(item, "rows")
        else item.text
        for item in items
    ]
