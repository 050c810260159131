import io
import zlib

import numpy as np
import pymupdf
import pytest
from PIL import Image

from pipeline.document import Grid, Line, Word
from pipeline.errors import OversizedFile
from pipeline.read import pdf as room
from pipeline.read.ocr import PageTimeout, load_engine
from pipeline.read.pdf import count_pages, read_pdf_page
from tests.read.paper import BODY, FONT, FOOT, HEADER, draw_table, new_pdf, picture, scanned, shown, write_page

READ = "Kế hoạch đọc từ ảnh"


class Saved:
    """An engine whose answer is known: one row across the middle of the page."""

    def __init__(self):
        self.calls = 0

    name = "saved"

    def read(self, grey, dpi, is_block=False):
        if is_block:  # what the first look passed over
            return []
        self.calls += 1
        return [[Word(text, (100 + 80 * at, 900, 170 + 80 * at, 940), 0.9) for at, text in enumerate(READ.split())]]

    def rotation(self, grey, dpi):
        return 0


class Slow(Saved):
    def read(self, grey, dpi, is_block=False):
        raise PageTimeout


def read(pdf: pymupdf.Document, tmp_path, engine=None, number: int = 1):
    path = tmp_path / "a.pdf"
    pdf.save(path)
    return read_pdf_page(path, number, engine or Saved())


def test_digital_pages_are_read_from_their_layer(tmp_path):
    engine = Saved()
    page, flags = read(new_pdf(HEADER + BODY + FOOT), tmp_path, engine)
    assert (page.text_source, page.confidence, engine.calls, flags) == ("text_layer", 1.0, 0, ())
    lines = shown(page.items)
    assert lines[:6] == [HEADER[at][2] for at in (0, 1, 2, 3, 4, 5)]
    assert lines[-6:] == [FOOT[at][2] for at in (0, 1, 2, 3, 4, 5)]


def test_merged_cells_of_a_drawn_table(tmp_path):
    pdf = new_pdf([(105, 115, "Việc"), (105, 145, "1"), (165, 145, "Họp báo")])
    draw_table(pdf[0], (100, 160, 300), (100, 125, 155), without={(160, 100, 125)})
    page, _ = read(pdf, tmp_path)
    (grid,) = page.items
    assert shown([grid]) == [[["Việc", None], ["1", "Họp báo"]]]
    assert isinstance(grid, Grid)
    assert grid.box == pytest.approx((100, 100, 300, 155), abs=1)


def test_turned_pages_come_upright(tmp_path):
    pdf = new_pdf([(100, 200, "Kế hoạch"), (100, 220, "năm 2024")])
    pdf[0].set_rotation(90)
    page, _ = read(pdf, tmp_path)
    assert (page.rotation, page.width, page.height) == (90, 842, 595)
    assert all(
        0 < word.box[0] < word.box[2] < 842
        for item in page.items
        if isinstance(item, Line)
        for word in item.words
        if word.box
    )


WITHOUT_MARKS = [(x, y, "Uy ban nhan dan tinh ban hanh Ke hoach cdc co quan hanh chinh") for x, y, _ in BODY]
LAYERS = [  # hidden layer over the page image, what is done with it, where the words come from, flags
    (HEADER + BODY + FOOT, "merged", "mixed", []),
    (WITHOUT_MARKS, "rejected", "ocr", ["text_layer_rejected"]),
    ([], "none", "ocr", []),
    (BODY[:1], "merged", "mixed", []),  # good, but most of the page's ink is not in it
]


@pytest.mark.parametrize(("layer", "decision", "source", "codes"), LAYERS)
def test_hidden_layers_are_believed_or_not(tmp_path, layer, decision, source, codes):
    pdf = scanned(new_pdf(HEADER + BODY + FOOT))
    write_page(pdf[0], layer, render_mode=3)
    page, flags = read(pdf, tmp_path, load_engine())
    assert (page.layer.decision, page.text_source, [flag.code for flag in flags]) == (decision, source, codes)
    assert [line for _, _, line in BODY] == [line for line in shown(page.items) if line in {text for *_, text in BODY}]


def test_a_layer_of_another_page_is_rejected(tmp_path):
    pdf = scanned(new_pdf(HEADER + BODY + FOOT))
    write_page(pdf[0], [(x + 20, y + 9, text) for x, y, text in HEADER + BODY + FOOT], render_mode=3)
    page, flags = read(pdf, tmp_path, load_engine())
    assert (page.layer.decision, [flag.code for flag in flags]) == ("rejected", ["text_layer_rejected"])


def test_text_that_the_page_image_covers_is_a_hidden_layer(tmp_path):
    pdf = new_pdf(BODY)
    image = pdf[0].get_pixmap(dpi=150)
    wrong = new_pdf([(x, y, text.replace("21", "71")) for x, y, text in BODY])
    wrong[0].insert_image(wrong[0].rect, pixmap=image)
    page, _ = read(wrong, tmp_path, load_engine())
    assert (page.layer.decision, page.layer.hidden) == ("merged", 1.0)
    assert BODY[0][2] in shown(page.items)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_scan_under_a_digital_line(tmp_path, degrees):
    pixels = np.ascontiguousarray(np.rot90(picture(new_pdf(HEADER + BODY + FOOT), dpi=200), k=degrees // 90))
    height, width = pixels.shape
    pdf = pymupdf.open()
    page = pdf.new_page(width=width * 72 / 200, height=height * 72 / 200)
    page.insert_image(page.rect, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, width, height, pixels.tobytes(), False))
    write_page(page, [(90, 30, "Trang 106 của Công báo số 244 ngày 23 tháng 4 năm 2026")])
    read_page, _ = read(pdf, tmp_path, load_engine())
    assert read_page.rotation == degrees
    assert len({text for *_, text in BODY} & {line for line in shown(read_page.items) if isinstance(line, str)}) >= 3


def test_a_running_header_over_a_page_image(tmp_path):
    pdf = scanned(new_pdf(BODY))
    write_page(pdf[0], [(90, 40, "CÔNG BÁO/Số 244/Ngày 23-04-2026"), (500, 40, "106")])
    page, flags = read(pdf, tmp_path)
    assert (page.text_source, shown(page.items), flags) == ("mixed", [READ], ())


def test_a_page_over_its_time_is_flagged(tmp_path):
    page, flags = read(scanned(new_pdf(BODY)), tmp_path, Slow())
    assert (page.items, page.confidence) == ((), 0.0)
    assert [(flag.code, flag.severity, flag.page) for flag in flags] == [("page_timeout", "error", 1)]


def test_a_repaired_file_keeps_its_pages(tmp_path):
    path = tmp_path / "cut.pdf"
    path.write_bytes(new_pdf(BODY).tobytes()[:-200])  # the cross-reference table is gone
    assert count_pages(path) == 1
    assert BODY[3][2] in shown(read_pdf_page(path, 1, Saved())[0].items)


def test_footnotes_stand_apart_and_their_marks_hang_on_words(tmp_path):
    """The 2 of m2 is no mark."""
    pdf = new_pdf([])
    page = pdf[0]
    style = "font-family:viet;font-size:14px"
    font = pymupdf.Archive(str(FONT.parent))
    css = f"@font-face {{font-family: viet; src: url({FONT.name});}}"
    body = "Thực hiện Nghị quyết số 66-NQ/TW<sup>1</sup> trên 20 m<sup>2</sup>."
    page.insert_htmlbox((80, 100, 500, 200), f'<p style="{style}">{body}</p>', css=css, archive=font)
    note = "<sup>1</sup> Nghị quyết về xây dựng pháp luật."
    page.insert_htmlbox((80, 740, 500, 790), f'<p style="{style.replace("14", "9")}">{note}</p>', css=css, archive=font)
    found, _ = read(pdf, tmp_path)
    assert shown(found.items) == [
        "Thực hiện Nghị quyết số 66-NQ/TW trên 20 m2.",
        "1 Nghị quyết về xây dựng pháp luật.",
    ]
    assert [line.note for line in found.lines] == [None, "1"]
    assert [(word.text, word.note) for word in found.lines[0].words if word.note] == [("66-NQ/TW", "1")]


LINE = b"BT /helv 12 Tf 72 700 Td (Ke hoach nam 2024) Tj ET\n"


def with_content(content: bytes, **keys: str) -> pymupdf.Document:
    """A page of raw drawing commands, with keys of its dictionary or, `stream_`, of its stream set."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    page.insert_font("helv")
    contents = pdf.get_new_xref()
    pdf.update_object(contents, "<<>>")
    pdf.update_stream(contents, content, compress=False)
    pdf.xref_set_key(page.xref, "Contents", f"{contents} 0 R")
    for key, value in keys.items():
        xref = contents if key.startswith("stream_") else page.xref
        pdf.xref_set_key(xref, key.removeprefix("stream_"), value.replace("CONTENTS", f"{contents} 0 R"))
    return pdf


def spaces_twice_packed() -> pymupdf.Document:
    packed = zlib.compress(zlib.compress(LINE + b" " * room.MOST_CONTENT))
    return with_content(packed, stream_Filter="[/FlateDecode /FlateDecode]")


def spaces_in_a_form() -> pymupdf.Document:
    pdf = with_content(LINE + b"/X Do")
    form = pdf.get_new_xref()
    pdf.update_object(form, "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] >>")
    pdf.update_stream(form, b" " * (room.MOST_CONTENT + 1))
    pdf.xref_set_key(pdf[0].xref, "Resources", f"<< /XObject << /X {form} 0 R >> >>")
    return pdf


TOO_FULL = {
    "spaces, packed twice": (spaces_twice_packed, "unpacks to over 20 MB"),
    "spaces in a form": (spaces_in_a_form, "unpacks to over 20 MB"),
    "one stream many times": (lambda: with_content(LINE, Contents=f"[{'CONTENTS ' * 2001}]"), "2,000 parts"),
    "letters beyond the paper": (
        lambda: with_content(b"BT /helv 1 Tf (" + b"a" * 200_001 + b") Tj ET"),
        "holds 200,002 characters",
    ),
    "brackets in brackets": (lambda: with_content(b"[" * 100_000), "is damaged"),
    "states in states": (lambda: with_content(b"q " * 1_000_000), "is damaged"),
}


@pytest.mark.parametrize("what", TOO_FULL)
def test_a_page_that_unpacks_to_too_much_is_flagged(tmp_path, what):
    make, said = TOO_FULL[what]
    page, (flag,) = read(make(), tmp_path)
    assert (page.items, page.confidence, flag.code, flag.severity) == ((), 0.0, "page_unreadable", "error")
    assert said in flag.message


def test_a_picture_that_is_larger_than_its_entry_says(tmp_path):
    data = io.BytesIO()
    Image.new("L", (595, 842), 255).save(data, "JPEG")
    pdf = pymupdf.open()
    page = pdf.new_page()
    xref = page.insert_image(page.rect, stream=data.getvalue())
    picture = bytearray(pdf.xref_stream_raw(xref))
    at = picture.index(b"\xff\xc0") + 5  # its start of frame
    picture[at : at + 4] = b"\xff\xdc\xff\xdc"
    pdf.update_stream(xref, bytes(picture), compress=False)
    pdf.xref_set_key(xref, "Filter", "/DCTDecode")
    assert read(pdf, tmp_path)[0].number == 1


def test_a_file_of_too_many_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MOST_PAGES", 2)
    new_pdf(BODY, BODY, BODY).save(tmp_path / "a.pdf")
    with pytest.raises(OversizedFile, match="3 pages, over 2; cut it into parts"):
        count_pages(tmp_path / "a.pdf")


def test_many_notes_are_left_out(tmp_path):
    pdf = new_pdf(BODY)
    notes = []
    for at in range(room.MOST_NOTES + 1):
        notes.append(pdf.get_new_xref())
        pdf.update_object(notes[-1], f"<< /Type /Annot /Subtype /Square /Rect [{at} 9 {at + 5} 14] /C [1 0 0] >>")
    pdf.xref_set_key(pdf[0].xref, "Annots", f"[{' '.join(f'{xref} 0 R' for xref in notes)}]")
    page, flags = read(pdf, tmp_path)
    assert [flag.code for flag in flags] == ["notes_left_out"]
    assert shown(page.items) == [text for *_, text in BODY]


@pytest.mark.parametrize("limit", ["MOST_SHAPES", "MOST_STROKES"])
def test_the_tables_of_a_page_of_many_shapes_are_seen_in_its_image(tmp_path, monkeypatch, limit):
    pdf = new_pdf([(105, 115, "Việc"), (165, 115, "Tên"), (105, 145, "1"), (165, 145, "Họp báo")])
    draw_table(pdf[0], (100, 160, 300), (100, 125, 155))
    monkeypatch.setattr(room, limit, 5)
    assert room.drawn_rules(pdf[0]) is None
    page, _ = read(pdf, tmp_path)
    assert shown(page.items) == [[["Việc", "Tên"], ["1", "Họp báo"]]]


@pytest.mark.parametrize("side", [20_000, 1_000_000])
def test_a_sheet_of_any_size_is_seen_in_few_pixels(tmp_path, side):
    pdf = with_content(LINE, MediaBox=f"[0 0 {side} {side}]")
    ink, scale = room.ink_of(pdf[0].get_displaylist())
    assert ink.size <= 1.01 * 10_000_000
    assert scale == pytest.approx(10_000_000**0.5 / side, rel=0.01)
    assert shown(read(pdf, tmp_path)[0].items) == ["Ke hoach nam 2024"]
