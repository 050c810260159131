"""Codes older than Unicode, in every kind of file that carries them."""

import docx
import pymupdf
import pytest

from pipeline.read.docx import read_docx_page
from pipeline.read.legacy import TCVN3, VNI, code_of, from_tcvn3, from_vni, transcode
from pipeline.read.ocr import load_engine
from pipeline.read.pdf import read_pdf_page
from pipeline.read.plain import decode

PLAN = "Căn cứ Luật Tổ chức chính quyền địa phương; Uỷ ban nhân dân tỉnh ban hành kế hoạch cải cách hành chính năm 2007"
LETTERS = "ăâđêôơư" + "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
TO_TCVN3 = {chr(letter): chr(code) for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in VNI.items()}


def as_tcvn3(text: str) -> str:
    """`text` as the fonts of the time had it."""
    return "".join(TO_TCVN3.get(char, char) for char in text)


def as_vni(text: str) -> str:
    return "".join(TO_VNI.get(char, char) for char in text)


def test_every_letter_comes_back():
    assert from_tcvn3("".join(TO_TCVN3[letter] for letter in LETTERS)) == LETTERS
    assert " ".join(from_vni(TO_VNI.get(letter, letter)) for letter in LETTERS + "ĐƯỢỆẶ") == " ".join(LETTERS + "ĐƯỢỆẶ")


@pytest.mark.parametrize("encode", [as_tcvn3, as_vni])
def test_text_is_known_by_its_words(encode):
    assert encode(PLAN) != PLAN
    assert transcode(encode(PLAN)) == PLAN


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        "Zürich, São Paulo, Curaçao, Málaga, Besançon, Łódź, Århus und Köln: Städte in Übersee und Europa",
        "Th«ng b¸o",  # too short to tell
        "Điện thoại: 0251.1022 – Fax: ½ trang, ©® 2024, 25 °C, § 3, 10 µm, ±5 và còn nữa ÷ ×",
    ],
)
def test_other_text_is_left_alone(text):
    assert code_of(text) is None
    assert transcode(text) == text


def test_bytes_of_a_text_file():
    assert decode(as_tcvn3(PLAN).encode("latin-1")) == PLAN
    assert decode(as_vni(PLAN).encode("latin-1")) == PLAN
    assert decode(as_tcvn3(PLAN).encode()) == PLAN


def test_docx(tmp_path):
    path = tmp_path / "plan.docx"
    document = docx.Document()
    document.add_paragraph(as_tcvn3(PLAN))
    document.save(str(path))
    page, _ = read_docx_page(path, 1)
    assert page.lines[0].text == PLAN


@pytest.mark.parametrize(
    ("font", "encode", "shown"),
    [
        (".VnTime", as_tcvn3, PLAN),
        ("VNI-Times", as_vni, PLAN),
        ("Unnamed", as_tcvn3, PLAN),
        (".VnTimeH", as_tcvn3, PLAN.upper()),
    ],
)
def test_pdf(tmp_path, font, encode, shown):
    path = tmp_path / "plan.pdf"
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=900)
        page.insert_text((40, 72), encode(PLAN), fontname="tiro", fontsize=11)
        for number, *_ in page.get_fonts():
            pdf.xref_set_key(number, "BaseFont", f"/{font}")
        pdf.save(path)
    page, flags = read_pdf_page(path, 1, load_engine())
    assert page.text_source == "text_layer"
    assert " ".join(line.text for line in page.lines) == shown
    assert not flags
