"""Pages of which it is known what is to be done with their text layer, and how often that is done.

`python -m tests.read.decisions` prints precision and recall of every decision. The pages are made from the samples'
texts: digital ones, scans, and what scanners, office programs and the gazette leave between the two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pymupdf

from pipeline.read.pdf import decide, read_layer, take_signatures
from pipeline.text.syllables import strip_marks
from tests.read.test_legacy import as_tcvn3
from tests.samples.degrade import WEAR, wear_out
from tests.samples.generate import SAMPLES
from tests.samples.misread import PAGES
from tests.samples.typeset import A4, font, typeset

Lines = list[str]
DPI = 110  # of the page images: what is dark, not what it says, matters here
LEADING = 17.0


def write(page: pymupdf.Page, lines: Lines, mode: int = 0, size: float = 12, at: float = 60) -> None:
    """Put lines of text on a page, painted or (mode 3) not."""
    writer = pymupdf.TextWriter(page.rect)
    for number, line in enumerate(lines):
        if (y := at + number * LEADING) < page.rect.height - 30:
            writer.append((70, y), line or " ", font=font("r"), fontsize=size)
    writer.write_text(page, render_mode=mode)


def new_page(pdf: pymupdf.Document, lines: Lines) -> pymupdf.Page:
    """A digital page."""
    page = pdf.new_page(width=A4[0], height=A4[1])
    write(page, lines)
    return page


def picture_of(page: pymupdf.Page, seed: int) -> np.ndarray:
    """The page as an office scanner sees it."""
    pixmap = page.get_pixmap(dpi=DPI)
    image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    return wear_out(image, WEAR["200 dpi office"], np.random.default_rng(seed))


def put_picture(page: pymupdf.Page, image: np.ndarray, box: pymupdf.Rect) -> None:
    """An image on a page, under what is written on it later."""
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, image.shape[1], image.shape[0], image.tobytes(), False)
    page.insert_image(box, pixmap=pixmap)


def scan_of(pdf: pymupdf.Document, lines: Lines, seed: int) -> pymupdf.Page:
    """A page that is one picture of the lines."""
    with pymupdf.open() as paper:
        image = picture_of(new_page(paper, lines), seed)
    page = pdf.new_page(width=A4[0], height=A4[1])
    put_picture(page, image, page.rect)
    return page


def photograph(seed: int) -> np.ndarray:
    """Something with large dark and light parts."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 255, (9, 12, 3), np.uint8)
    return np.kron(coarse, np.ones((30, 30, 1), np.uint8))


Maker = Callable[[pymupdf.Document, Lines, Lines, Lines, int], pymupdf.Page]


def digital(pdf, lines, english, poor, seed):
    return new_page(pdf, lines)


def typed_without_marks(pdf, lines, english, poor, seed):
    return new_page(pdf, [strip_marks(line) for line in lines])


def on_a_letterhead(pdf, lines, english, poor, seed):
    page = pdf.new_page(width=A4[0], height=A4[1])
    put_picture(page, np.full((200, 140, 3), (235, 240, 235), np.uint8), page.rect)
    write(page, lines)
    return page


def with_a_photograph(pdf, lines, english, poor, seed):
    page = new_page(pdf, lines[:25])
    put_picture(page, photograph(seed), pymupdf.Rect(80, 520, 500, 780))
    return page


def with_private_letters(pdf, lines, english, poor, seed):
    code = str.maketrans({letter: chr(0xE000 + ord(letter) % 0x800) for letter in "ạảấầẩậắằặẹẻếềểệỉịọỏốồổộớờởợụủứừửựỳ"})
    return new_page(pdf, [line.translate(code) for line in lines])


def drawn_as_shapes(pdf, lines, english, poor, seed):
    with pymupdf.open() as paper:
        drawing = new_page(paper, lines).get_svg_image(text_as_path=True)
    with pymupdf.open(stream=drawing.encode(), filetype="svg") as shapes:
        pdf.insert_pdf(pymupdf.open(stream=shapes.convert_to_pdf(), filetype="pdf"))
    return pdf[-1]


def blank(pdf, lines, english, poor, seed):
    return pdf.new_page(width=A4[0], height=A4[1])


def in_an_old_font(pdf, lines, english, poor, seed):
    page = pdf.new_page(width=A4[0], height=A4[1])
    for number, line in enumerate(lines[:40]):
        page.insert_text((70, 60 + number * LEADING), as_tcvn3(line), fontname="tiro", fontsize=12)
    for number, *_ in page.get_fonts():
        pdf.xref_set_key(number, "BaseFont", "/.VnTime")
    return page


def on_its_side(pdf, lines, english, poor, seed):
    page = new_page(pdf, lines)
    page.set_rotation(90)
    return page


def scan(pdf, lines, english, poor, seed):
    return scan_of(pdf, lines, seed)


def scan_over_its_text(pdf, lines, english, poor, seed):
    page = scan_of(pdf, lines, seed)
    write(page, lines, mode=3)
    return page


def scan_over_a_poor_reading(pdf, lines, english, poor, seed):
    page = scan_of(pdf, lines, seed)
    write(page, poor, mode=3)
    return page


def scan_over_an_english_reading(pdf, lines, english, poor, seed):
    page = scan_of(pdf, lines, seed)
    write(page, english, mode=3)
    return page


def scan_over_text_without_marks(pdf, lines, english, poor, seed):
    page = scan_of(pdf, lines, seed)
    write(page, [strip_marks(line) for line in lines], mode=3)
    return page


def scan_under_a_running_head(pdf, lines, english, poor, seed):
    page = scan_of(pdf, lines, seed)
    write(page, ["CÔNG BÁO/Số 27 + 28/Ngày 15-8-2022"], at=30)
    return page


def scan_signed_digitally(pdf, lines, english, poor, seed):
    page = scan_of(pdf, lines, seed)
    signed = "Người ký: Ủy ban nhân dân tỉnh; Thời gian ký: 15/08/2022 10:02:11 +07:00"
    write(page, [signed], size=7, at=20)
    return page


def half_text_half_scan(pdf, lines, english, poor, seed):
    with pymupdf.open() as paper:
        image = picture_of(new_page(paper, lines), seed)
    page = new_page(pdf, lines[:8])
    half = image.shape[0] // 2
    put_picture(page, image[:half].copy(), pymupdf.Rect(0, A4[1] / 2, *A4))
    return page


KINDS: dict[Maker, str] = {
    digital: "kept",
    typed_without_marks: "kept",
    on_a_letterhead: "kept",
    with_a_photograph: "kept",
    with_private_letters: "rejected",
    drawn_as_shapes: "none",
    in_an_old_font: "kept",
    on_its_side: "kept",
    blank: "none",
    scan: "none",
    scan_over_its_text: "merged",
    scan_over_a_poor_reading: "merged",
    scan_over_an_english_reading: "rejected",
    scan_over_text_without_marks: "rejected",
    scan_under_a_running_head: "mixed",
    scan_signed_digitally: "mixed",
    half_text_half_scan: "mixed",
}


def texts() -> Iterator[tuple[Lines, Lines, Lines]]:
    """The lines of every page of the samples, and lines as English and as poor Vietnamese OCR reads such."""
    rows = [json.loads(row) for row in PAGES.read_text(encoding="utf-8").splitlines()]
    english = [row["read"] for row in rows if row["language"] == "eng"]
    poor = [row["read"] for row in rows if row["language"] == "vie"]
    pages = [list(page) for sample in SAMPLES for page in typeset(sample.plan).pages if len(page) > 15]
    for number, page in enumerate(pages):
        yield page, english[number % len(english)], poor[number % len(poor)]


def decisions() -> list[tuple[str, str, str]]:
    """Kind, right decision and decision of every page."""
    found = []
    for seed, (lines, english, poor) in enumerate(texts()):
        for make, right in KINDS.items():
            with pymupdf.open() as pdf:
                make(pdf, lines, english, poor, seed)
                with pymupdf.open(stream=pdf.tobytes(), filetype="pdf") as saved:
                    page = saved[0]
                    take_signatures(page, 1)
                    drawn = page.get_displaylist(annots=False)
                    found.append((make.__name__, right, decide(page, drawn, read_layer(page)).decision))
    return found


def precision_and_recall(found: list[tuple[str, str, str]]) -> dict[str, tuple[float, float]]:
    """By decision, the share of its pages that should have it, and of the pages that should have it those that do."""
    both = Counter((right, made) for _, right, made in found)
    scores = {}
    for decision in sorted(set(KINDS.values())):
        made = sum(count for (_, its), count in both.items() if its == decision)
        right = sum(count for (its, _), count in both.items() if its == decision)
        hits = both[decision, decision]
        scores[decision] = (hits / made if made else 1.0, hits / right if right else 1.0)
    return scores


def main() -> None:
    """Print the figures and every kind of page that was taken for another."""
    found = decisions()
    print(f"{len(found)} pages           precision  recall")
    for decision, (precision, recall) in precision_and_recall(found).items():
        print(f"{decision:20} {precision:10.3f} {recall:7.3f}")
    for (kind, right, made), count in sorted(Counter(found).items()):
        if right != made:
            print(f"{count} of {kind}: {made}, should be {right}")


if __name__ == "__main__":
    main()
