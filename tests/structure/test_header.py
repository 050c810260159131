"""Letterhead, signature, recipients: state and Party form, clean and noisy."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.structure.header import clean_recipient, parse_header
from pipeline.structure.issuer import case_of_capitals, level_of
from pipeline.text.lines import lay_down
from tests.papers import document, structured

PLAN = """
ỦY BAN NHÂN DÂN
TỈNH QUẢNG BÌNH
Số: 690/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Bình, ngày 22 tháng 4 năm 2024

KẾ HOẠCH
Phòng, chống thiên tai tỉnh Quảng Bình năm 2024

Căn cứ Luật Phòng, chống thiên tai năm 2013;

I. MỤC ĐÍCH
Chủ động phòng ngừa thiên tai.
II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính
Bố trí kinh phí./.

Nơi nhận:
- Chính phủ (b/c);
- UBND các huyện, thị xã, thành phố;
- Lưu: VT, KT (Hùng). Qua

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Đoàn Ngọc Lâm
"""


def header(text, **properties):
    return structured(text, **properties).header


def test_every_field_of_a_plan():
    got = header(PLAN)
    assert (got.doc_type, got.number, got.symbol, got.code) == ("Kế hoạch", "690", "KH-UBND", "690/KH-UBND")
    assert (got.issued_date, got.issued_place) == (date(2024, 4, 22), "Quảng Bình")
    assert (got.issuer, got.issuer_level, got.province, got.province_code) == (
        "Ủy ban nhân dân tỉnh Quảng Bình",
        "province",
        "quang-binh",
        "44",
    )
    assert (got.title, got.plan_year) == ("Phòng, chống thiên tai tỉnh Quảng Bình năm 2024", 2024)
    assert (got.sign_mode, got.signer_title, got.signer) == ("KT.", "PHÓ CHỦ TỊCH", "Đoàn Ngọc Lâm")
    assert got.recipients == ("Chính phủ", "UBND các huyện, thị xã, thành phố", "Lưu: VT, KT (Hùng)")
    assert got.province_2025 == "Quảng Trị"


def test_both_columns_in_one_line_as_ocr_glues_them():
    text = PLAN.replace("ỦY BAN NHÂN DÂN\nTỈNH QUẢNG BÌNH\nSố: 690/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                        "Độc lập - Tự do - Hạnh phúc\nQuảng Bình, ngày",
                        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH QUẢNG BÌNH Độc lập - Tự do - Hạnh phúc\n"
                        "Số: 690/KH-UBND Quảng Bình, ngày")  # fmt: skip
    got = header(text)
    assert (got.issuer, got.issued_place, got.code) == ("Ủy ban nhân dân tỉnh Quảng Bình", "Quảng Bình", "690/KH-UBND")


def test_what_the_appendix_caption_and_the_body_supply():
    got = header(
        "KẾ HOẠCH\nTuyên truyền năm 2024\n\nThực hiện Kế hoạch của tỉnh; Sở Thông tin và Truyền thông (TT&TT) tỉnh Gia Lai "
        "ban hành Kế hoạch tuyên truyền như sau:\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức.\n\n2. Tăng cường phối hợp.\n\nGIÁM ĐỐC\n\n"
        "Nguyễn Ngọc Hùng\n\nPHỤ LỤC\nNHIỆM VỤ\n(Ban hành kèm theo Kế hoạch số: 136/KH-STTTT ngày 28/12/2023\ncủa Sở Thông tin và "
        "Truyền thông tỉnh Gia Lai)"
    )
    assert (got.code, got.issued_date, got.issuer) == (
        "136/KH-STTTT",
        date(2023, 12, 28),
        "Sở Thông tin và Truyền thông tỉnh Gia Lai",
    )
    assert dict(got.found_by)["number"] == "appendix caption"
    assert (got.issuer_level, got.signer_title, got.signer) == ("department", "GIÁM ĐỐC", "Nguyễn Ngọc Hùng")


def test_party_form():
    got = header(
        "TỈNH ỦY BẮC GIANG\n*\nSố 12-KH/TU\n\nĐẢNG CỘNG SẢN VIỆT NAM\nBắc Giang, ngày 05 tháng 3 năm 2024\n\nKẾ HOẠCH\n"
        "thực hiện Chỉ thị số 26-CT/TW\n\nI- MỤC ĐÍCH\n\nNâng cao nhận thức.\n\nII- TỔ CHỨC THỰC HIỆN\n\nCác cấp ủy thực hiện.\n\n"
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC\n\nNguyễn Thị Hương"
    )
    assert (got.code, got.issuer, got.issuer_level, got.province) == (
        "12-KH/TU",
        "Tỉnh ủy Bắc Giang",
        "province",
        "bac-giang",
    )
    assert (got.sign_mode, got.signer_title) == ("TM.", "PHÓ BÍ THƯ THƯỜNG TRỰC")


def test_a_blank_or_illegible_number_is_null_and_flagged():
    for printed in ("Số: /KH-UBND", "Sé:.J /4 /KH-UBND"):
        doc = structured(PLAN.replace("Số: 690/KH-UBND", printed))
        assert (doc.header.number, doc.header.symbol) == (None, "KH-UBND")
        assert [flag.code for flag in doc.flags] == ["illegible_number"]


def test_a_year_in_the_number():
    got = header(PLAN.replace("690/KH-UBND", "15/2024/QĐ-UBND"))
    assert (got.number, got.symbol, got.code) == ("15", "QĐ-UBND", "15/2024/QĐ-UBND")


def test_province_of_a_district_from_the_gazetteer():
    got = header("Số: 61/KH-UBND\n\nXuân Lộc, ngày 22 tháng 02 năm 2024\n\nKẾ HOẠCH\nTuyên truyền huyện Xuân Lộc năm 2024\n\n"
                 "Chủ tịch UBND huyện ban hành Kế hoạch như sau:\n\nI. MỤC TIÊU\n\n1. Một.")  # fmt: skip
    assert (got.issuer, got.province, got.issuer_level) == ("Ủy ban nhân dân huyện Xuân Lộc", "dong-nai", "district")


def test_since_july_2025_the_province_is_the_merged_one():
    got = header(PLAN.replace("2024", "2025").replace("tháng 4", "tháng 8").replace("QUẢNG BÌNH", "QUẢNG TRỊ"))
    assert got.province == "quang-tri"


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Cải cách hành chính năm 2025", 2025),
        ("Phát triển hạ tầng số đến năm 2030", None),  # a horizon is not the plan's year
        ("Chuyển đổi số giai đoạn 2026 - 2030", None),
        ("Phổ biến, giáo dục pháp luật năm 2024", 2024),
        ("Triển khai thi hành Luật Việc làm năm 2013", None),
    ],
)
def test_plan_year(title, year):
    assert header(PLAN.replace("Phòng, chống thiên tai tỉnh Quảng Bình năm 2024", title)).plan_year == year


@pytest.mark.parametrize(
    ("entry", "clean"),
    [
        ("UBND tỉnh (báo cáo);", "UBND tỉnh"),
        ("CC,VC,NLĐ thuộc Sở (qua mạng nội bộ);", "CC,VC,NLĐ thuộc Sở"),
        (
            "Các tổ chức tỉnh (Hội CCB tỉnh; Tỉnh Đoàn);",
            "Các tổ chức tỉnh (Hội CCB tỉnh; Tỉnh Đoàn)",
        ),  # names, not a note
        ("UBND tỉnh (báo cáo); /⁄VẤ", "UBND tỉnh"),
    ],
)
def test_clean_recipient(entry, clean):
    assert clean_recipient(entry) == clean


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("Thủ tướng Chính phủ", "central"),
        ("Ủy ban nhân dân thành phố Cần Thơ", "province"),
        ("Ủy ban nhân dân thành phố Biên Hòa", "district"),
        ("Ủy ban nhân dân thị xã Long Khánh", "district"),
        ("Phòng Nội vụ huyện Đức Trọng", "department"),
        ("Ủy ban nhân dân xã Tân Lập", "commune"),
    ],
)
def test_level(issuer, level):
    assert level_of(issuer) == level


def test_case_of_names():
    assert case_of_capitals("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI") == "Sở Lao động - Thương binh và Xã hội"


@pytest.mark.parametrize(
    ("written", "codes"), [("61/KH-UBND", ["illegible_number"]), ("22", ["illegible_date"]), ("Số:", [])]
)
def test_a_number_of_which_the_engine_is_unsure_is_flagged_and_not_guessed(written, codes):
    doc = document(PLAN.replace("690/KH-UBND", "61/KH-UBND"))
    (page,) = doc.pages
    items = tuple(
        replace(
            line,
            words=tuple(word._replace(confidence=0.4 if word.text == written else 0.95) for word in line.words),
        )
        for line in page.items
    )
    doc = parse_header(lay_down(replace(doc, pages=(replace(page, items=items),))))
    assert [flag.code for flag in doc.flags] == codes
    assert doc.header.number == (None if "illegible_number" in codes else "61")
    assert doc.header.issued_date == (None if "illegible_date" in codes else date(2024, 4, 22))


def test_a_title_of_many_lines_goes_down_to_the_authority():
    got = header(
        "ỦY BAN NHÂN DÂN\nTỈNH BẠC LIÊU\nSố: 209/QĐ-UBND\nBạc Liêu, ngày 18 tháng 02 năm 2025\n\nQUYẾT ĐỊNH\n\n"
        "Về việc công bố Danh mục thủ tục hành chính\n\nthuộc thẩm quyền của Sở Giao thông vận tải;\n\nỦy ban nhân dân cấp xã;\n\n"
        "(Lĩnh vực: Đường bộ)\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\nCăn cứ Luật Đường bộ ngày 27 tháng 6 năm 2024;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Công bố kèm theo Quyết định này."
    )
    assert got.title == (
        "Về việc công bố Danh mục thủ tục hành chính thuộc thẩm quyền của Sở Giao thông vận tải; "
        "Ủy ban nhân dân cấp xã; (Lĩnh vực: Đường bộ)"
    )


def test_recipients_whose_head_was_misread_are_found_by_their_last_entry():
    got = header(PLAN.replace("Nơi nhận:", "Xi nhạm; (để b"))
    assert got.recipients == ("Chính phủ", "UBND các huyện, thị xã, thành phố", "Lưu: VT, KT (Hùng)")


def test_a_stray_signature_line_ends_no_body():
    doc = structured(
        PLAN.replace("\nNơi nhận:", "\nIII. KINH PHÍ\n\nKT. CHỦ TỊCH\n\n1. Nâng cao nhận thức.\n\nNơi nhận:")
    )
    assert [section.path for section in doc.sections][-2:] == ["III.p1", "III.1"]


def test_a_short_letter_keeps_its_body_and_a_signer_in_capitals():
    doc = structured(
        "UBND TỈNH BÌNH PHƯỚC\nVĂN PHÒNG\nSố: 12/KH-VPUB\n\nKẾ HOẠCH\nTuyên truyền năm 2025\n\nI. MỘT\n\n1. Hai.\n\nNơi nhận:\n"
        "- UBND tỉnh;\n- Lưu: VT.\n\nCHÁNH VĂN PHÒNG\n\nLÊ VĂN HÙNG"
    )
    got = doc.header
    assert (got.title, [section.path for section in doc.sections]) == ("Tuyên truyền năm 2025", ["I", "I.1"])
    assert (got.signer_title, got.signer) == ("CHÁNH VĂN PHÒNG", "Lê Văn Hùng")
    assert (got.issuer, got.issuer_level) == ("Văn phòng Ủy ban nhân dân tỉnh Bình Phước", "department")


def test_a_text_that_lost_its_head_has_it_from_the_closing_and_the_caption():
    got = header(
        "I. MỤC ĐÍCH\n\n1. Nâng cao nhận thức.\n\nTrên đây là Kế hoạch tuyên truyền của UBND huyện Xuân Lộc./.\n\nPHỤ LỤC\n\n"
        "(Ban hành kèm theo Kế hoạch số 61/KH-UBND ngày 22 tháng 02 năm 2024 của Ủy ban nhân dân huyện Xuân Lộc)"
    )
    assert (got.doc_type, got.code, got.issued_date) == ("Kế hoạch", "61/KH-UBND", date(2024, 2, 22))
    assert (got.issuer, got.issuer_level) == ("Ủy ban nhân dân huyện Xuân Lộc", "district")
