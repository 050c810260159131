"""Who signed, under stamps too."""

import pytest

from pipeline.structure.signature import is_signature_line
from tests.papers import structured
from tests.structure.test_header import PLAN, header


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trương Công Thái", True),
        ("TUQ. CHỦ TỊCH GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ", True),
        ("“ˆ.PHÖ CHỦ TỊCH", True),  # a stamp over the line
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", False),  # the authority above the bases of a decision
        ("Chủ tịch UBND tỉnh yêu cầu", False),
        ("II. TỔ CHỨC THỰC HIỆN", False),
    ],
)
def test_signature_lines(line, is_one):
    assert is_signature_line(line) is is_one


@pytest.mark.parametrize(
    ("deputy", "title"), [("PHÓ CHỹ TỊCH", "PHÓ CHỦ TỊCH"), ("% bó CHỦ N", None), ("PHÓ CHỦ TỊCH", "PHÓ CHỦ TỊCH")]
)
def test_a_deputy_is_not_whom_he_stands_in_for(deputy, title):
    got = header(PLAN.replace("PHÓ CHỦ TỊCH", deputy))
    assert (got.sign_mode, got.signer_title, got.signer) == ("KT.", title, "Đoàn Ngọc Lâm")


def test_a_scan_without_a_legible_name_is_flagged_and_names_no_post():
    doc = structured(PLAN.replace("Đoàn Ngọc Lâm", "c7 %"), text_source="ocr")
    assert (doc.header.signer, doc.header.signer_title) == (None, None)
    assert "illegible_signature" in [flag.code for flag in doc.flags]
