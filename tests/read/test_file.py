import os
import pickle
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    OversizedImage,
    ReadError,
    UnreadableFile,
    UnsupportedFile,
)
from pipeline.read.file import open_file, read_file, read_page
from tests.read.paper import BODY, HEADER, new_pdf, shown

AES_256 = 5  # pymupdf.PDF_ENCRYPT_AES_256
REALDOCS = Path(__file__).parents[3] / "shared" / "realdocs"


def zip_of(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")


def encrypted_pdf(path: Path) -> None:
    new_pdf(BODY).save(path, encryption=AES_256, user_pw="a", owner_pw="b")


def pdf_without_pages(path: Path) -> None:
    parts = [b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n", b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"]
    data, offsets = b"%PDF-1.4\n", []
    for part in parts:
        offsets.append(len(data))
        data += part
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 3\n0000000000 65535 f \n" + table + b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(data + end % len(data))


def cut_tiff(path: Path) -> None:
    """The first of two pages is there, the directory behind it is not."""
    frames = [Image.new("L", (400, 400), shade) for shade in (255, 200)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - 150])


def deep_docx(path: Path) -> None:
    """Tables in tables, deeper than Python's stack."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    nested = "<w:tbl><w:tr><w:tc>" * 1000 + "</w:tc></w:tr></w:tbl>" * 1000
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{nested}</w:body></w:document>")


def harmed_zip(path: Path, at: int, harm: bytes) -> None:
    """A zip with bytes of its directory changed."""
    zip_of(path, "đ.xml")  # a name in UTF-8
    data = bytearray(path.read_bytes())
    start = data.rindex(b"PK\1\2") + at
    data[start : start + len(harm)] = harm
    path.write_bytes(data)


def sparse(path: Path, size: int) -> None:
    """A file of nothing that takes no room."""
    with path.open("wb") as file:
        file.truncate(size)


BAD = [  # name, how it is made, what it raises
    ("empty.pdf", lambda path: path.write_bytes(b""), EmptyFile),
    ("blank.txt", lambda path: path.write_bytes(b" \n\n"), EmptyFile),
    ("không trang.pdf", pdf_without_pages, EmptyFile),
    ("a folder.pdf", Path.mkdir, UnreadableFile),
    ("missing.pdf", lambda path: None, UnreadableFile),
    ("locked 🔒.pdf", encrypted_pdf, EncryptedFile),
    ("cut.pdf", lambda path: path.write_bytes(new_pdf(BODY).tobytes()[:60]), DamagedFile),
    ("cut.png", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0"), DamagedFile),
    ("cut.docx", lambda path: path.write_bytes(b"PK\x03\x04 and no more"), DamagedFile),
    ("version 99.docx", lambda path: harmed_zip(path, 6, b"\x63"), DamagedFile),
    ("name.docx", lambda path: harmed_zip(path, 46, b"\xff"), DamagedFile),
    ("many.zip", lambda path: path.write_bytes(b"PK\3\4" + b"PK\1\2" * 10_001), UnsupportedFile),
    ("3 GB.pdf", lambda path: sparse(path, 3 * 10**9), OversizedFile),
    ("not xml.docx", lambda path: zip_of(path, "word/document.xml"), DamagedFile),
    ("page.pdf", lambda path: path.write_text("<!DOCTYPE html><html>"), UnsupportedFile),
    ("zip.pdf", lambda path: zip_of(path, "a.txt"), UnsupportedFile),
    ("sheet.xlsx", lambda path: zip_of(path, "xl/workbook.xml"), UnsupportedFile),
    ("old.doc", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), UnsupportedFile),
    ("rich.doc", lambda path: path.write_bytes(b"{\\rtf1 a}"), UnsupportedFile),
    ("noise.txt", lambda path: path.write_bytes(bytes(range(256)) * 9), UnsupportedFile),
    ("deep.docx", deep_docx, DamagedFile),
    ("half.pdf", lambda path: path.write_bytes(new_pdf(BODY).tobytes()[:400]), DamagedFile),
    ("photo.jpg", lambda path: path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(99)), UnsupportedFile),
    ("pipe", os.mkfifo, UnreadableFile),
    ("huge.png", lambda path: Image.new("1", (20_000, 20_000)).save(path), OversizedImage),
]


@pytest.mark.parametrize(("name", "make", "error"), BAD, ids=[name for name, *_ in BAD])
def test_bad_input_tells_its_owner_what_to_do(tmp_path, name, make, error):
    path = tmp_path / name
    make(path)
    with pytest.raises(error) as caught:
        read_file(path, name)
    message = str(caught.value)
    assert name in message
    assert "; " in message  # then the next step
    assert str(pickle.loads(pickle.dumps(caught.value))) == message


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "secret.pdf"
    path.write_bytes(b"%PDF-1.4")

    def deny(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)  # root may read everything
    with pytest.raises(UnreadableFile, match=r"secret\.pdf may not be read; give"):
        open_file(path, "secret.pdf")


def test_a_cut_tiff_keeps_its_whole_pages(tmp_path):
    cut_tiff(tmp_path / "two.tif")
    doc = read_file(tmp_path / "two.tif", "two.tif")
    assert [(flag.code, flag.page) for flag in doc.flags] == [("empty_page", 1), ("page_unreadable", 2)]


def test_sizes_are_told(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    sparse(path, 3 * 10**9)
    with pytest.raises(OversizedFile, match=r"^a\.pdf holds 3,000 MB; split it into files of at most 500 MB$"):
        open_file(path, "a.pdf")
    path.write_bytes(b"ban hanh ke hoach\n" * 670_000)
    with pytest.raises(OversizedFile, match=r"^a\.pdf is a text of 12\.1 MB; split it into files of at most 5 MB$"):
        open_file(path, "a.pdf")
    monkeypatch.setattr("pipeline.read.file.MOST_TEXT", 1000)
    path.write_bytes(bytes(range(256)) * 9)
    with pytest.raises(UnsupportedFile, match="of no kind we know"):
        open_file(path, "a.pdf")


def test_a_file_that_goes_while_it_is_read(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("I. MỤC TIÊU", "utf-8")
    open_file(path, path.name)
    path.unlink()
    with pytest.raises(UnreadableFile, match="run this again"):
        read_page(path, "text", 1)


def test_words_that_begin_as_other_formats_do(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("BM 01: biểu mẫu báo cáo", "utf-8")
    assert open_file(path, path.name).kind == "text"


def test_bytes_decide_what_a_file_is(tmp_path):
    path = tmp_path / "kế hoạch 📄.docx"
    path.write_bytes(new_pdf(HEADER).tobytes())
    opened = open_file(path, "a/kế hoạch 📄.docx")
    assert (opened.kind, opened.page_count, opened.document.media_type) == ("pdf", 1, "application/pdf")
    assert opened.document.source == "a/kế hoạch 📄.docx"
    assert opened.document.id == opened.document.sha256[:16]


def test_pages_read_alone_are_the_pages_of_the_file(tmp_path):
    path = tmp_path / "two.pdf"
    path.write_bytes(new_pdf(HEADER, BODY).tobytes())
    doc = read_file(path, "two.pdf")
    again = [read_page(path, "pdf", number)[0] for number in (2, 1)]
    assert tuple(reversed(again)) == doc.pages
    assert pickle.loads(pickle.dumps(doc)) == doc


def test_a_page_without_text_is_flagged(tmp_path):
    path = tmp_path / "blank.pdf"
    path.write_bytes(new_pdf([], BODY).tobytes())
    doc = read_file(path, "blank.pdf")
    assert [(flag.code, flag.page) for flag in doc.flags] == [("empty_page", 1)]


@pytest.mark.skipif(not REALDOCS.exists(), reason="../shared/realdocs is not on this machine")
@pytest.mark.parametrize("name", ["quyet-dinh-so-844-qd-ttg-469526", "quyet-dinh-so-169-qd-bldtbxh-44203"])
def test_real_digital_files_are_never_read_by_ocr(name):
    doc = read_file(REALDOCS / "pdf" / f"{name}.pdf", name)
    assert {page.text_source for page in doc.pages} == {"text_layer"}
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown(page.items) for page in doc.pages)


def test_every_error_is_a_read_error():
    assert all(issubclass(error, ReadError) for *_, error in BAD)
