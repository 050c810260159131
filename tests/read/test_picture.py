"""Pages as pictures: upright, and the boxes of words fall on their ink."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image

from pipeline.errors import DamagedFile
from pipeline.flow import extract
from pipeline.read.picture import draw_page
from tests.conftest import ROOT

SCAN = ROOT / "data" / "raw" / "08_binh-phuoc_xa-tan-lap_ve-sinh-moi-truong-2024.png"
PDF = ROOT / "data" / "raw" / "01_ha-giang_ke-hoach-cchc-2024.pdf"


def turned(folder: Path, kind: str) -> Path:
    """A page that lies on its side: a scan, and a PDF whose page asks to be shown turned."""
    if kind == "scan":
        path = folder / "turned.png"
        Image.open(SCAN).transpose(Image.Transpose.ROTATE_90).save(path, dpi=(200, 200))
    else:
        path = folder / "turned.pdf"
        with pymupdf.open(PDF) as pdf:
            pdf.select([0])
            pdf[0].set_rotation(270)
            pdf.save(path)
    return path


def ink(picture: Image.Image, box: tuple[float, ...], width: float) -> float:
    """The share of a box, in points, that is dark."""
    scale = picture.width / width
    return float((np.asarray(picture.convert("L").crop([round(at * scale) for at in box])) < 140).mean())


@pytest.mark.parametrize("kind", ["scan", "pdf"])
def test_boxes_fall_on_the_ink_of_a_turned_page(tmp_path, kind):
    path = turned(tmp_path, kind)
    doc = extract(path, path.name)
    [page] = doc.pages
    picture = draw_page(path, doc.media_type, 1, page.rotation, 1000)
    assert picture.width / picture.height == pytest.approx(page.width / page.height, rel=0.01)
    words = [word for line in page.lines for word in line.words if len(word.text) > 3]
    shares = [ink(picture, word.box, page.width) for word in words]
    assert len(shares) > 50
    assert np.median(shares) > 0.1  # letters fill a fifth of their box
    assert np.quantile(shares, 0.05) > 0.03  # between the lines there is none


def test_a_turned_scan_stands_as_the_upright_one(tmp_path):
    upright = draw_page(SCAN, "image/png", 1, 0, 300)
    picture = draw_page(turned(tmp_path, "scan"), "image/png", 1, 90, 300)
    assert picture.size == upright.size
    assert np.abs(np.asarray(picture, float) - np.asarray(upright, float)).mean() < 3


def test_a_picture_is_no_wider_than_asked(tmp_path):
    assert draw_page(PDF, "application/pdf", 1, 0, 640).width == 640
    Image.new("L", (90, 9000), 255).save(tmp_path / "strip.png")
    assert max(draw_page(tmp_path / "strip.png", "image/png", 1, 0, 640).size) <= 4000


@pytest.mark.parametrize(("name", "media_type"), [("a.pdf", "application/pdf"), ("a.png", "image/png")])
def test_what_cannot_be_drawn_is_told(tmp_path, name, media_type):
    (tmp_path / name).write_bytes((PDF if name == "a.pdf" else SCAN).read_bytes()[:300])
    with pytest.raises(DamagedFile, match="open the file itself"):
        draw_page(tmp_path / name, media_type, 1, 0, 640)
