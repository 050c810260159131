import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from pipeline.document import Line
from pipeline.errors import OversizedFile, OversizedImage
from pipeline.read import scan
from pipeline.read.file import read_file
from pipeline.read.preparation import find_skew, is_coloured, straighten, without_colour
from pipeline.read.recognition import turn
from pipeline.read.scan import as_pixels, count_frames, open_image, read_frame, resolution
from tests.read.paper import BODY, FOOT, HEADER, draw_table, new_pdf, picture, shown


def test_skew_is_measured_and_taken_out():
    page = picture(new_pdf(HEADER + BODY + FOOT), dpi=150)
    leaning = straighten(page, 1.2)  # turned the other way
    skew = find_skew(leaning, 150)
    assert abs(abs(skew) - 1.2) < 0.15
    assert abs(find_skew(straighten(leaning, skew), 150)) <= 0.15


def test_boxes_turn_with_the_page():
    box = (100.0, 100.0, 120.0, 110.0)
    there = turn(box, 2.0, 595, 842)
    assert there != box
    assert turn(there, -2.0, 595, 842) == pytest.approx(box, abs=0.05)


def test_coloured_ink_goes_and_black_ink_under_it_stays():
    page = np.full((200, 200, 3), 246, np.uint8)
    page[:, 40:44] = (205, 38, 50)  # a seal
    page[:, 80:84] = (28, 52, 150)  # a pen
    page[100:104, :] = (40, 36, 40)  # print
    page[100:104, 40:44] = (60, 10, 15)  # print under the seal
    page[:, 120:124] = (45, 30, 40)  # print that JPEG tinted
    grey = without_colour(page, 150)
    assert (grey[20, [42, 82, 122]] > 200).tolist() == [True, True, False]
    assert (grey[102] < 120).all()


def test_a_page_printed_in_colour_stays():
    page = np.full((200, 200, 3), 246, np.uint8)
    page[40:160:8, 20:180] = (28, 52, 150)
    assert not is_coloured(page)
    page[160:180, 20:180] = (30, 30, 30)  # most of it black: a pen or a seal
    assert is_coloured(page)


SIZES = [
    ((2480, 3508), (300, 300), 300),
    ((2480, 3508), (72, 72), 300),
    ((3508, 2480), None, 300),
    ((1654, 2339), (0, 0), 200),
]


@pytest.mark.parametrize(("size", "noted", "dpi"), SIZES)
def test_resolution(size, noted, dpi):
    image = Image.new("1", size)
    if noted:
        image.info["dpi"] = noted
    assert resolution(image) == pytest.approx(dpi, rel=0.01)


def test_a_scanned_page(tmp_path):
    """The real engine on a page of two columns, a table and a signature, in a TIFF of two pages."""
    pdf = new_pdf(
        HEADER + BODY + [(95, 350, "STT"), (150, 350, "Nội dung"), (95, 375, "1"), (150, 375, "Họp báo")] + FOOT, []
    )
    draw_table(pdf[0], (85, 140, 400), (335, 360, 385))
    first, second = (Image.fromarray(picture(pdf, number)) for number in (0, 1))
    path = tmp_path / "scan.tif"
    first.save(path, save_all=True, append_images=[second], dpi=(200, 200))
    doc = read_file(path, "scan.tif")
    page = doc.pages[0]
    lines = shown(page.items)
    assert (page.text_source, len(doc.pages), page.width) == ("ocr", 2, pytest.approx(595, abs=2))
    assert page.confidence > 0.85
    for left, right in [(HEADER[2][2], HEADER[3][2]), (FOOT[0][2], FOOT[4][2]), (FOOT[3][2], FOOT[5][2])]:
        assert lines.index(left) < lines.index(right)
    assert [["STT", "Nội dung"], ["1", "Họp báo"]] in lines
    (title,) = (item for item in page.items if isinstance(item, Line) and item.text == "KẾ HOẠCH")
    assert title.box == pytest.approx((270, 140, 340, 152), abs=6)
    assert title.size == pytest.approx(12, abs=2)
    assert [flag.code for flag in doc.flags] == ["empty_page"]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_turned_any_way(tmp_path, turns):
    path = tmp_path / "side.png"
    pixels = np.rot90(picture(new_pdf(HEADER + BODY + FOOT)), k=turns)
    Image.fromarray(np.ascontiguousarray(pixels)).save(path, dpi=(200, 200))
    (page,) = read_file(path, "side.png").pages
    assert page.rotation == 90 * turns
    assert BODY[3][2] in shown(page.items)


def test_white_on_black(tmp_path):
    path = tmp_path / "dark.png"
    Image.fromarray(255 - picture(new_pdf(HEADER + BODY + FOOT))).save(path, dpi=(200, 200))
    (page,) = read_file(path, "dark.png").pages
    assert BODY[3][2] in shown(page.items)


def test_a_fax_of_two_resolutions(tmp_path):
    path = tmp_path / "fax.tif"
    page = Image.fromarray(picture(new_pdf(HEADER + BODY + FOOT), dpi=204))
    page.resize((page.width, page.height // 2)).save(path, dpi=(204, 102))
    (read,) = read_file(path, "fax.tif").pages
    assert (read.width, read.height) == (pytest.approx(595, abs=3), pytest.approx(842, abs=3))
    assert BODY[3][2] in shown(read.items)


@pytest.mark.parametrize("size", [(1, 1), (3, 3), (10, 10), (60, 40), (400, 3)])
def test_tiny_images_are_empty_pages(tmp_path, size):
    path = tmp_path / "tiny.png"
    Image.new("L", size, 0).save(path)
    doc = read_file(path, "tiny.png")
    assert [flag.code for flag in doc.flags] == ["empty_page"]


def test_coloured_print_stays():
    """A number by hand and a heading in colour, beside the ring of a seal."""
    page = np.full((400, 400, 3), 246, np.uint8)
    page[20:30, 20:380:12] = (30, 30, 30)
    page[100:112, 100:106] = (28, 52, 150)  # as large as a digit
    page[200:203, 100:300] = page[350:353, 100:300] = page[200:353, 100:103] = page[200:353, 297:300] = (205, 38, 50)
    page[250:262, 200:206] = (205, 38, 50)  # a letter of the seal
    grey = without_colour(page, 150)
    assert grey[105, 102] < 100
    assert grey[255, 202] > 200
    assert grey[201, 150] > 200


def strip(mode: str) -> Image.Image:
    """Noise of a mode, higher than wide."""
    noise = np.random.default_rng(0).integers(0, 255, (90, 60, 4), np.uint8)
    if mode in ("I;16", "F"):
        return Image.fromarray(noise[..., 0].astype(np.uint16 if mode == "I;16" else np.float32) * 200)
    if mode == "P, one colour clear":
        image = Image.fromarray(noise[..., :3]).convert("P")
        image.info["transparency"] = 3
        return image
    return Image.fromarray(noise).convert(mode)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P, one colour clear", "RGB", "CMYK", "L", "1", "I;16", "F"])
def test_images_are_converted_in_bands(monkeypatch, mode):
    whole = as_pixels(strip(mode))
    monkeypatch.setattr(scan, "BAND", 1000)
    most = []
    crop = Image.Image.crop
    monkeypatch.setattr(Image.Image, "crop", lambda self, box: most.append(box[3] - box[1]) or crop(self, box))
    assert (as_pixels(strip(mode)) == whole).all()
    assert max(most) == 16


def test_the_size_of_a_fax_is_that_of_its_square_pixels(tmp_path, monkeypatch):
    monkeypatch.setattr(scan, "MOST_PIXELS", 20_000)
    path = tmp_path / "fax.png"
    Image.new("L", (100, 100), 255).save(path, dpi=(100, 300))
    with pytest.raises(OversizedImage, match="300 x 100 pixels"):
        open_image(path)


def many_frames(path, count: int) -> None:
    image = Image.new("L", (30, 30), 255)
    image.save(path, save_all=True, append_images=[image] * (count - 1))


def test_a_tiff_of_too_many_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(scan, "MOST_PAGES", 3)
    many_frames(tmp_path / "a.tif", 4)
    with pytest.raises(OversizedFile, match="over 3 pages; cut it into parts"):
        count_frames(tmp_path / "a.tif")


def test_the_pages_of_a_tiff_are_found_in_one_go(tmp_path, monkeypatch):
    many_frames(tmp_path / "a.tif", 50)
    sought = []
    load = TiffImagePlugin.ImageFileDirectory_v2.load
    monkeypatch.setattr(TiffImagePlugin.ImageFileDirectory_v2, "load", lambda *args: sought.append(1) or load(*args))
    for number in range(1, 51):
        read_frame(tmp_path / "a.tif", number, Nothing())
    assert len(sought) < 4 * 50


def test_a_tiff_that_was_replaced_is_opened_again(tmp_path):
    many_frames(tmp_path / "a.tif", 2)
    read_frame(tmp_path / "a.tif", 2, Nothing())
    image = Image.new("L", (40, 60), 255)
    image.save(tmp_path / "a.tif", save_all=True, append_images=[image] * 3, dpi=(72, 72))
    page, _ = read_frame(tmp_path / "a.tif", 4, Nothing())
    assert page.width < page.height


class Nothing:
    """An engine that sees no words."""

    name = "nothing"

    def read(self, grey, dpi, is_block=False):
        return []

    def rotation(self, grey, dpi):
        return 0
