"""Pages of a PDF, each from its text layer, by OCR of its image, or from both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.document import Box, Flag, Grid, Layer, Line, Page, Word, union
from pipeline.errors import DamagedFile, EmptyFile, EncryptedFile, OversizedFile, OversizedImage
from pipeline.read.characters import clean
from pipeline.read.layout import Printed, arrange, is_margin_note
from pipeline.read.legacy import OLD_FONT, code_of, transcode_font
from pipeline.read.mupdf import pymupdf
from pipeline.read.ocr import OcrEngine, PageTimeout
from pipeline.read.raster import image_share, ink_of, photograph, render, scan_dpi
from pipeline.read.recognition import read_image
from pipeline.read.rulings import LEAST_RULES_DPI, RULES_DPI, Frame, Rules, find_frames, read_rules
from pipeline.read.scan import MOST_PAGES, MOST_PIXELS
from pipeline.read.second_reader import dispute_tables
from pipeline.read.trust import broken_share, doubts, is_miscoded, mark_share, muddled_share, syllable_share

LEAST_LETTERS = 40  # fewer tell nothing about a layer: a page number, a watermark
LARGE_IMAGE = 0.08  # share of the page: logos and drawn signatures cover less, the tail of a scanned page more
UNCOVERED = 0.5  # share of the ink that no word covers: 0-0.3 under a full layer, 0.8-1 under a header alone
WHOLE_PAGE = 0.7  # of a page: an image that hides what was painted before it
SOLID = 9  # points: what is dark so far in both directions is no letter, not a capital of a title either
OUTLINED = 0.9  # the same where no image is: letters drawn as shapes; charts and rulings stay below
STAMP = re.compile(r"(?:ngày|giờ|thời gian|người) ký|ký bởi|digitally signed|signature not verified", re.IGNORECASE)
MUPDF_ERRORS = (RuntimeError, pymupdf.mupdf.FzErrorBase)  # pyright: ignore[reportPrivateImportUsage]
# What a page may hold; a small file unpacks to any amount. A page of the samples has 24 kB, 221 streams, 1,932
# characters, 305 shapes; a page of a newspaper 60,000 characters, a map some megabytes. MuPDF takes 95 bytes a
# character, 10 kB a stream.
MOST_CONTENT, MOST_STREAMS, MOST_CHARACTERS = 20_000_000, 2000, 200_000
MOST_NOTES = 200  # and form fields: MuPDF takes time by the square of their number
MOST_SHAPES, MOST_STROKES = 20_000, 10_000  # more are a map or a chart: its rulings are looked for in its image
SIGNATURE, LINK, FREE_TEXT = 6, 1, 2  # PDF_WIDGET_TYPE_SIGNATURE, PDF_ANNOT_LINK, PDF_ANNOT_FREE_TEXT
FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP  # ligatures apart, unknown glyphs as U+FFFD


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text layer of a page: words by row, how many of its letters are not painted, how many in old fonts."""

    rows: tuple[tuple[Printed, ...], ...]
    text: str
    hidden: float
    legacy: float

    @property
    def words(self) -> tuple[Printed, ...]:
        """All its words."""
        return tuple(word for row in self.rows for word in row)


class PageTooFull(Exception):
    """A page holds more than a sheet of paper can show."""


def count_pages(path: Path) -> int:
    """Pages of a PDF; raises where it cannot be read at all."""
    with open_pdf(path) as pdf:
        if pdf.page_count > MOST_PAGES:
            raise OversizedFile(f"{path.name} has {pdf.page_count:,} pages, over {MOST_PAGES:,}; cut it into parts")
        try:
            is_oversized = any(width * height > MOST_PIXELS for width, height in image_sizes(pdf))
            if pdf.is_repaired and all(is_bare(page) for page in pdf):
                raise DamagedFile(f"{path.name} ends too early: nothing of its pages is left; download it again")
        except MUPDF_ERRORS as error:
            raise DamagedFile(f"{path.name} is damaged ({error}); export, download or scan it again") from error
        if is_oversized:
            raise OversizedImage(
                f"{path.name} holds an image of over {MOST_PIXELS // 10**6} megapixels; scan the page at 300 dpi"
            )
        return pdf.page_count


def is_bare(page: pymupdf.Page) -> bool:
    """Whether a page names neither text nor image nor drawing."""
    return not (is_too_full(page) or page.get_text() or page.get_images() or count_shapes(page))


def open_pdf(path: Path) -> pymupdf.Document:
    """An open PDF with at least one page."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        pdf = pymupdf.open(path, filetype="pdf")
        pages = 0 if pdf.needs_pass else pdf.page_count
    except (RuntimeError, ValueError) as error:
        raise DamagedFile(f"{path.name} begins like a PDF but cannot be opened; download or scan it again") from error
    if pdf.needs_pass:
        raise EncryptedFile(f"{path.name} asks for a password; put a copy without one in its place")
    if pages == 0:
        if pdf.is_repaired:
            raise DamagedFile(f"{path.name} ends too early and holds no whole page; download or scan it again")
        raise EmptyFile(f"{path.name} has no pages; export it again")
    return pdf


def image_sizes(pdf: pymupdf.Document) -> Iterator[tuple[int, int]]:
    """Width and height of every image that a page names, from its dictionary."""
    for number in range(pdf.page_count):
        for image in pdf.get_page_images(number):
            yield image[2], image[3]


def is_too_full(page: pymupdf.Page) -> bool:
    """Whether the drawing commands of a page, its forms among them, unpack to more than any sheet needs."""
    pdf: Any = page.parent
    mupdf: Any = pymupdf.mupdf  # pyright: ignore[reportPrivateImportUsage]
    document = mupdf.pdf_document_from_fz_document(pdf.this)
    contents = mupdf.pdf_dict_get(mupdf.pdf_lookup_page_obj(document, page.number), mupdf.pdf_new_name("Contents"))
    left = MOST_CONTENT + 1
    try:
        forms = {xref for xref, *_ in pdf.get_page_xobjects(page.number)}
        if mupdf.pdf_array_len(contents) + len(forms) > MOST_STREAMS:
            return True
        if mupdf.pdf_is_stream(contents) or mupdf.pdf_is_array(contents):
            left -= mupdf.fz_skip(mupdf.pdf_open_contents_stream(document, contents), left)
        for form in sorted(forms):
            left -= mupdf.fz_skip(mupdf.pdf_open_stream_number(document, form), left)  # unpacked as far as asked
    except MUPDF_ERRORS:  # damaged: reading it makes the best of it
        return False
    return left <= 0


def check_page(page: pymupdf.Page) -> None:
    """Raise PageTooFull before a page is read that would take all memory or hours."""
    if is_too_full(page):
        raise PageTooFull(f"unpacks to over {MOST_CONTENT // 10**6} MB, or to over {MOST_STREAMS:,} parts")
    characters = len(page.get_text(flags=0, clip=pymupdf.INFINITE_RECT()))  # those beside the paper too
    if characters > MOST_CHARACTERS:
        raise PageTooFull(f"holds {characters:,} characters, over {MOST_CHARACTERS:,}")


def read_pdf_page(path: Path, number: int, engine: OcrEngine) -> tuple[Page, tuple[Flag, ...]]:
    """One page of a PDF, from 1; one that MuPDF cannot draw, or is too full, is an empty page with a flag."""
    with open_pdf(path) as pdf:
        try:
            page = pdf[number - 1]
            check_page(page)
            is_covered = is_strewn(page)
            if is_covered:
                pdf.xref_set_key(page.xref, "Annots", "null")
                page = pdf.reload_page(page)
            read, flags = read_page_of(page, number, engine)
            if is_covered:
                message = (
                    f"over {MOST_NOTES} notes or form fields on page {number} were not read; print it to a new PDF"
                )
                flags += (Flag("notes_left_out", "warning", message, number),)
            is_digital = read.text_source == "text_layer" and image_share(page) < LARGE_IMAGE
            if pdf.is_repaired:
                message = f"the file is damaged; see that page {number} is whole, or export it again"
                flags += (Flag("file_repaired", "warning", message, number),)
            return read, flags + (dispute_tables(path, read) if is_digital else ())
        except MUPDF_ERRORS as error:
            flag = Flag("page_unreadable", "error", f"page {number} is damaged ({error}); export it again", number)
            return Page(number, (), "text_layer", confidence=0.0), (flag,)
        except PageTooFull as error:
            message = f"page {number} {error}; print it to a new PDF, or scan it"
            flag = Flag("page_unreadable", "error", message, number)
            return Page(number, (), "text_layer", confidence=0.0), (flag,)
        finally:
            pymupdf.TOOLS.store_shrink(100)  # else MuPDF keeps the images of the last pages


def read_page_of(page: pymupdf.Page, number: int, engine: OcrEngine) -> tuple[Page, tuple[Flag, ...]]:
    """Decide which text to believe, and read."""
    signed, flags = take_signatures(page, number)
    text = read_layer(page)
    text = replace(text, rows=text.rows + signed)
    drawn = page.get_displaylist(annots=False)
    layer = decide(page, drawn, text)
    if layer.decision == "kept":
        is_drawn = layer.hidden <= 0.5 and image_share(page) < LARGE_IMAGE
        rules = (drawn_rules(page) if is_drawn else None) or image_rules(page, drawn)
        return from_layer(page, text, layer, find_frames(rules), number), flags
    if layer.decision == "none" and not has_ink(page, drawn):
        return Page(number, (), "text_layer", *size_of(page), page.rotation, layer=layer), flags
    if layer.decision == "rejected":
        reason = doubts(layer)
        flags += (Flag("text_layer_rejected", "warning", f"read again from the image: {reason}", number),)
    kept = text.words if layer.decision == "mixed" else tuple(word for row in signed for word in row)
    rival = text.words if layer.decision == "merged" else ()
    return from_image(page, drawn, layer, kept, rival, number, engine, flags)


def decide(page: pymupdf.Page, drawn: pymupdf.DisplayList, text: TextLayer) -> Layer:
    """What to do with the text layer of a page, and the measures that say so."""
    tokens = text.text.split()
    scores = Layer(
        "kept",
        letters=sum(char.isalpha() for char in text.text),
        marks=mark_share(text.text),
        syllables=syllable_share(tokens),
        broken=broken_share(text.text),
        muddled=muddled_share(tokens),
        hidden=text.hidden,
        legacy=text.legacy,
        uncovered=uncovered_ink(drawn, text) if text.rows else 1.0,
    )
    is_scan = image_share(page) >= LARGE_IMAGE
    doubt = doubts(scores) if scores.letters >= LEAST_LETTERS else ""
    if not scores.letters:
        return replace(scores, decision="none")
    if doubt and (is_scan or is_miscoded(scores)):
        return replace(scores, decision="rejected")
    if scores.hidden > 0.5:
        return replace(scores, decision="merged" if is_scan else "kept")
    is_open = scores.uncovered > (UNCOVERED if is_scan else OUTLINED) or (is_scan and scores.letters < LEAST_LETTERS)
    return replace(scores, decision="mixed" if is_open else "kept")


def from_layer(page: pymupdf.Page, text: TextLayer, layer: Layer, frames: list[Frame], number: int) -> Page:
    """A page as its text layer has it, its tables in the frames found."""
    width, height = size_of(page)
    items = arrange(text.rows, frames, height)
    return Page(number, items, "text_layer", width, height, page.rotation, layer=layer)


def from_image(
    page: pymupdf.Page,
    drawn: pymupdf.DisplayList,
    layer: Layer,
    kept: tuple[Printed, ...],
    rival: tuple[Printed, ...],
    number: int,
    engine: OcrEngine,
    flags: tuple[Flag, ...],
) -> tuple[Page, tuple[Flag, ...]]:
    """A page read by OCR, with the words of its layer that are `kept` in their places, merged with a `rival` layer."""
    pixels, dpi = photograph(page) or render(page, drawn, scan_dpi(page))
    try:
        scan = read_image(pixels, dpi, engine, kept, rival)
    except PageTimeout:
        flag = Flag("page_timeout", "error", f"page {number} took too long to read; scan it again", number)
        return Page(number, (), "ocr", *size_of(page), page.rotation, confidence=0.0, layer=layer), (*flags, flag)
    if rival and not scan.has_merged:
        layer, rival = replace(layer, decision="rejected"), ()
        message = "read again from the image: its words are not those of the page, or not in their places"
        flags += (Flag("text_layer_rejected", "warning", message, number),)
    from_text = sum(len(word.word.text) for word in kept)
    every = sum(len(word.text) for item in scan.items for word in words_in(item))
    source = "mixed" if rival or from_text > 0.2 * every else "ocr"
    rotation = (page.rotation + scan.rotation) % 360
    confidence = round(scan.confidence, 4)
    found = Page(number, scan.items, source, scan.width, scan.height, rotation, scan.skew_deg, confidence, layer)
    return found, flags


def read_layer(page: pymupdf.Page) -> TextLayer:
    """The text layer of a page, in the coordinates of the upright page."""
    rows: list[tuple[Printed, ...]] = []
    letters = hidden = legacy = 0
    for line in text_lines(page):
        rows.append(tuple(words_of(line, page.rotation_matrix)))
        for span in line["spans"]:
            count = sum(char["c"].isalpha() for char in span["chars"])
            letters += count
            hidden += count * (span["alpha"] == 0 or "GlyphLess" in span["font"])
            legacy += count * bool(OLD_FONT.match(span["font"]))
    text = " ".join(word.word.text for row in rows for word in row)
    if code := code_of(text):  # an old font under a name of its own
        rows = [
            tuple(replace(word, word=word.word._replace(text=code(word.word.text))) for word in row) for row in rows
        ]
        text = code(text)
    covered = covered_share(page) if letters and image_share(page) > WHOLE_PAGE else 0.0
    is_hidden = max(hidden / max(letters, 1), covered)
    return TextLayer(tuple(row for row in rows if row), text, is_hidden, legacy / max(letters, 1))


def covered_share(page: pymupdf.Page) -> float:
    """Share of the pieces of text over which an image of the whole page is painted."""
    pieces = page.get_bboxlog()
    images = [
        number
        for number, (kind, box) in enumerate(pieces)
        if kind == "fill-image" and abs(pymupdf.Rect(box) & page.rect) > WHOLE_PAGE * abs(page.rect)
    ]
    texts = [number for number, (kind, _) in enumerate(pieces) if kind == "fill-text"]
    return sum(number < images[-1] for number in texts) / len(texts) if images and texts else 0.0


def text_lines(page: pymupdf.Page) -> Iterator[dict]:
    """The lines of a text layer as MuPDF groups them; slanted ones are watermarks and left out."""
    # a display list would do for text too, but loses the spaces of some files
    layer: Any = page.get_text("rawdict", flags=FLAGS)
    for block in layer["blocks"]:
        for line in block.get("lines", ()):
            along, down = line["dir"] if page.rotation in (0, 180) else line["dir"][::-1]
            if abs(along) > 0.99 or (abs(down) > 0.99 and not is_margin_note(text_of(line))):
                yield line


def text_of(line: dict) -> str:
    """The text of one line."""
    return "".join(char["c"] for span in line["spans"] for char in span["chars"]).strip()


def words_of(line: dict, turn: pymupdf.Matrix) -> Iterator[Printed]:
    """The words of one line, cut at white space; `turn` makes the page upright."""
    letters: list[tuple[str, Box, dict]] = []
    begun, note = False, None
    for span in line["spans"]:
        if begun and is_note_mark(span, "".join(char for char, _, _ in letters)):
            note = "".join(char["c"] for char in span["chars"]).strip()
            continue
        for char in span["chars"]:
            if not char["c"].isspace():
                letters.append((char["c"], char["bbox"], span))
                begun = True
            elif letters:
                yield from as_word(letters, turn, note)
                letters, note = [], None
    yield from as_word(letters, turn, note)


def is_note_mark(span: dict, word: str) -> bool:
    """Whether a span is the raised number of a footnote, not the 2 of `m2`; `word` is what stands before it."""
    text = "".join(char["c"] for char in span["chars"]).strip()
    is_raised = bool(span["flags"] & pymupdf.TEXT_FONT_SUPERSCRIPT) and text.isdigit() and len(text) < 3
    return is_raised and word.casefold().strip("(").removeprefix("k") not in ("m", "cm", "dm", "mm")


def as_word(letters: list[tuple[str, Box, dict]], turn: pymupdf.Matrix, note: str | None) -> Iterator[Printed]:
    """One word of letters that stand together; nothing where no letter can be seen."""
    font = letters[0][2]["font"] if letters else ""
    text = clean(transcode_font("".join(char for char, _, _ in letters), font)).replace(" ", "")
    if not text:
        return
    x0, y0, x1, y1 = union([box for _, box, _ in letters]) or (0, 0, 0, 0)
    if turn.b or turn.a < 0:
        x0, y0, x1, y1 = pymupdf.Rect(x0, y0, x1, y1) * turn
    box = (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
    span = letters[0][2]
    font = span["font"].lower()
    bold = bool(span["flags"] & pymupdf.TEXT_FONT_BOLD) or "bold" in font or "black" in font
    italic = bool(span["flags"] & pymupdf.TEXT_FONT_ITALIC) or "italic" in font or "oblique" in font
    yield Printed(Word(text, box, note=note), box, round(span["size"], 1), bold, italic)


def take_signatures(page: pymupdf.Page, number: int) -> tuple[tuple[tuple[Printed, ...], ...], tuple[Flag, ...]]:
    """What digital signatures show: a number or day filled in is text of the page, who signed and when a flag.

    Takes them off the page, with the notes that readers stuck on it, so that what follows sees the paper alone.
    """
    widgets: list[Any] = list(page.widgets())
    boxes = [widget.rect for widget in widgets if widget.field_type == SIGNATURE]
    every = [tuple(words_of(line, page.rotation_matrix)) for line in text_lines(page)] if boxes else []
    for widget in widgets:
        if widget.field_type == SIGNATURE:
            page.delete_widget(widget)
    for annotation in list(page.annots()):
        if annotation.type[0] != FREE_TEXT:
            page.delete_annot(annotation)
    if not boxes:
        return (), ()
    below = {(word.word.text, word.box) for line in text_lines(page) for word in words_of(line, page.rotation_matrix)}
    signed = [tuple(word for word in row if (word.word.text, word.box) not in below) for row in every]
    rows: list[tuple[Printed, ...]] = []
    stamps: list[str] = []
    for box in boxes:
        within = [row for row in signed if row and is_inside(row[0].box, box)]
        signed = [row for row in signed if row not in within]
        text = " ".join(word.word.text for row in within for word in row)
        if STAMP.search(text):
            stamps.append(text)
        else:
            rows += within
    message = f"page {number} bears a digital signature"
    return tuple(rows), tuple(Flag("digital_signature", "info", message, number, raw=text) for text in stamps)


def is_strewn(page: pymupdf.Page) -> bool:
    """Whether more notes and form fields stand on a page than can be taken off it; links do not count."""
    return sum(kind != LINK for _, kind, _ in page.annot_xrefs()) > MOST_NOTES


def is_inside(box: Box, frame: pymupdf.Rect) -> bool:
    """Whether the centre of a box lies in a frame."""
    return frame.x0 <= (box[0] + box[2]) / 2 <= frame.x1 and frame.y0 <= (box[1] + box[3]) / 2 <= frame.y1


def drawn_rules(page: pymupdf.Page) -> Rules | None:
    """Straight lines that the page draws, level or plumb, in the coordinates of the upright page.

    None where it draws too many shapes for all of them to be looked at.
    """
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    if count_shapes(page) > MOST_SHAPES:
        return None
    turn = page.rotation_matrix
    for path in page.get_cdrawings() or ():
        if len(path["items"]) > MOST_STROKES or len(across) + len(down) > MOST_STROKES:
            return None
        if (path.get("color") or path.get("fill") or (0,)) == (1.0, 1.0, 1.0):  # white on white
            continue
        for a, b in strokes_of(path):
            (x0, y0), (x1, y1) = pymupdf.Point(a) * turn, pymupdf.Point(b) * turn
            if abs(y1 - y0) < 1 < abs(x1 - x0):
                across.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) < 1 < abs(y1 - y0):
                down.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return Rules(tuple(across), tuple(down))


def count_shapes(page: pymupdf.Page) -> int:
    """How many shapes a page paints."""
    return sum(kind in ("fill-path", "stroke-path") for kind, _ in page.get_bboxlog())


def strokes_of(path: dict) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a drawing: lines, thin bars along their middle, the sides of painted boxes."""
    for kind, *points in path["items"]:
        if kind == "l":
            yield points[0], points[1]
        elif kind in ("re", "qu"):
            x0, y0, x1, y1 = points[0] if kind == "re" else pymupdf.Quad(points[0]).rect
            if y1 - y0 < 3:
                yield (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)
            elif x1 - x0 < 3:
                yield ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)
            elif "s" in path["type"]:
                yield from (((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1)))


def has_ink(page: pymupdf.Page, drawn: pymupdf.DisplayList) -> bool:
    """Whether a page without letters shows anything: an image, or dark on more than a thousandth of it."""
    return image_share(page) >= LARGE_IMAGE or bool(ink_of(drawn)[0].mean() >= 0.001)


def image_rules(page: pymupdf.Page, drawn: pymupdf.DisplayList) -> Rules:
    """Straight lines in the image of a page."""
    grey, dpi = render(page, drawn, RULES_DPI, in_grey=True)
    return read_rules(grey, dpi)[0] if dpi >= LEAST_RULES_DPI else Rules()


def uncovered_ink(drawn: pymupdf.DisplayList, text: TextLayer) -> float:
    """Share of the dark points of a page, without photographs and bars, that no word of its layer covers."""
    dark, scale = ink_of(drawn)
    ink = dark.astype(np.uint8)
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((SOLID, SOLID), np.uint8))
    ink &= 1 - cv2.dilate(solid, np.ones((SOLID, SOLID), np.uint8))
    every = int(ink.sum())
    for word in text.words:
        x0, y0, x1, y1 = (round(value * scale) for value in word.box)
        ink[max(y0 - 2, 0) : y1 + 2, max(x0 - 2, 0) : x1 + 2] = 0
    return int(ink.sum()) / every if every else 0.0


def size_of(page: pymupdf.Page) -> tuple[float, float]:
    """Width and height of the upright page."""
    return round(page.rect.width, 1), round(page.rect.height, 1)


def words_in(item: Line | Grid) -> Iterator[Word]:
    """Every word of a line or grid."""
    lines = (
        [item] if isinstance(item, Line) else [line for row in item.rows for cell in row if cell for line in cell.lines]
    )
    for line in lines:
        yield from line.words
