import io

import numpy as np
import pymupdf
import pytest
from PIL import Image

from pipeline.read.raster import photograph, render

WIDTH, HEIGHT = 420, 595  # points


def jpeg(mode="RGB"):
    """A page that darkens downwards, with a bar, 100 dots an inch."""
    pixels = np.repeat(np.linspace(250, 90, 827).astype(np.uint8)[:, None], 583, axis=1)
    pixels[100:200, 60:300] = 30
    data = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(data, "JPEG", quality=90)
    return data.getvalue()


def one_picture(picture: bytes, rect=(0, 0, WIDTH, HEIGHT), **options):
    pdf = pymupdf.open()
    page = pdf.new_page(width=WIDTH, height=HEIGHT)
    page.insert_image(rect, stream=picture, keep_proportion=False, **options)
    return pymupdf.open("pdf", pdf.tobytes())


@pytest.mark.parametrize(("mode", "shape"), [("RGB", (827, 583, 3)), ("L", (827, 583))])
def test_the_picture_is_the_page(mode, shape):
    pdf = one_picture(jpeg(mode))
    pixels, dpi = photograph(pdf[0]) or (np.zeros(1), 0)
    assert pixels.shape == shape
    assert dpi == pytest.approx(100, abs=0.1)
    drawn, _ = render(pdf[0], pdf[0].get_displaylist(), dpi)
    grey, other = (image if image.ndim == 2 else image[..., 0] for image in (pixels, drawn))
    assert np.abs(grey[:820, :580].astype(int) - other[:820, :580]).mean() < 2  # MuPDF sees the same


def with_text():
    pdf = one_picture(jpeg())
    pdf[0].insert_text((100, 100), "Số: 12/KH-UBND")
    return pdf


def turned():
    pdf = one_picture(jpeg())
    pdf[0].set_rotation(90)
    return pdf


def inverted():
    pdf = one_picture(jpeg("L"))
    pdf.xref_set_key(pdf[0].get_images()[0][0], "Decode", "[1 0]")
    return pdf


def damaged():
    pdf = one_picture(jpeg())
    (image, *_), *_ = pdf[0].get_images()
    data = pdf.xref_stream_raw(image)
    pdf.update_stream(image, data[: len(data) // 2], compress=False)
    pdf.xref_set_key(image, "Filter", "/DCTDecode")
    return pdf


OTHERS = {
    "text is painted too": with_text,
    "the page is turned": turned,
    "its greys are turned round": inverted,
    "it is half a file": damaged,
    "it fills half the page": lambda: one_picture(jpeg(), (0, 0, WIDTH, HEIGHT / 2)),
    "it stands on its side": lambda: one_picture(jpeg(), rotate=90),
    "it is stretched": lambda: one_picture(jpeg(), (0, 0, WIDTH, 2 * HEIGHT)),
    "it is masked": lambda: one_picture(jpeg(), mask=mask()),
}


def mask():
    data = io.BytesIO()
    Image.new("L", (583, 827), 128).save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize("why", OTHERS)
def test_any_other_page_is_drawn(why):
    assert photograph(OTHERS[why]()[0]) is None


def test_hidden_text_is_no_part_of_the_picture():
    pdf = one_picture(jpeg())
    pdf[0].insert_text((100, 100), "Số: 12/KH-UBND", render_mode=3)
    assert photograph(pdf[0]) is not None
