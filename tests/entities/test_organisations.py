"""Boundaries, classes and canonical names of bodies."""

import pytest

from pipeline.document import Abbreviation
from pipeline.entities.fields import even
from pipeline.entities.names import Context, defined_abbreviations
from pipeline.entities.organisations import find_units
from tests.marked import unmark

PROVINCE = Context(issuer="Ủy ban nhân dân tỉnh Tây Ninh", issuer_level="province", province="Tây Ninh")
DISTRICT = Context(issuer="Ủy ban nhân dân huyện Xuân Lộc", issuer_level="district", province="Đồng Nai")
DEPARTMENT = Context(issuer="Sở Thông tin và Truyền thông tỉnh Gia Lai", issuer_level="department", province="Gia Lai")

IN_A_PROVINCE = [
    "giao [Sở Nội vụ | Sở Nội vụ tỉnh Tây Ninh] phối hợp với [Văn phòng UBND tỉnh | Văn phòng Ủy ban nhân dân tỉnh Tây Ninh]",
    "[Các Sở, ban, ngành tỉnh | các Sở, ban, ngành tỉnh]; "
    "[UBND các huyện, thị xã, thành phố | Ủy ban nhân dân các huyện, thị xã, thành phố]",
    "[Báo Tây Ninh | Báo Tây Ninh], [Đài Phát thanh và Truyền hình Tây Ninh | Đài Phát thanh và Truyền hình Tây Ninh]",
    "các Sở: [Nội vụ | Sở Nội vụ tỉnh Tây Ninh], [Tư pháp | Sở Tư pháp tỉnh Tây Ninh]",  # one head for several
    "theo quyết định của [Thủ tướng Chính phủ | Thủ tướng Chính phủ] về Chính phủ điện tử",  # not a body
    "[Ban Tuyên giáo Tỉnh ủy | Ban Tuyên giáo Tỉnh ủy Tây Ninh]",
    "[Sở Lao động - Thương binh và Xã hội | Sở Lao động - Thương binh và Xã hội tỉnh Tây Ninh] tổng hợp",
    "[UBND cấp huyện | Ủy ban nhân dân cấp huyện], [cấp xã | Ủy ban nhân dân cấp xã]",
    "[Trung tâm Phục vụ hành chính công tỉnh | Trung tâm Phục vụ hành chính công tỉnh Tây Ninh] và phối hợp",
    "Chương trình của [Chính phủ | Chính phủ], phát triển kinh tế - xã hội",
]
IN_A_DISTRICT = [
    "[Phòng Văn hóa và Thông tin | Phòng Văn hóa và Thông tin huyện Xuân Lộc] chủ trì",
    "[Trung tâm Văn hóa, Thông tin và Thể thao huyện | Trung tâm Văn hóa, Thông tin và Thể thao huyện Xuân Lộc]",
    "gửi [UBND tỉnh | Ủy ban nhân dân tỉnh Đồng Nai], [Sở Nội vụ | Sở Nội vụ tỉnh Đồng Nai]",
    "[Văn phòng HĐND và UBND huyện | Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện Xuân Lộc]",
    "[Thường trực Huyện ủy | Thường trực Huyện ủy Xuân Lộc]",
]
IN_A_DEPARTMENT = [
    "báo cáo [Lãnh đạo Sở | Lãnh đạo Sở Thông tin và Truyền thông tỉnh Gia Lai]",
    "[Văn phòng Sở | Văn phòng Sở Thông tin và Truyền thông tỉnh Gia Lai] phối hợp [Sở TT&TT | Sở Thông tin và Truyền thông tỉnh Gia Lai]",
    "[Các phòng, đơn vị trực thuộc | các phòng, đơn vị trực thuộc]",
]
NO_UNITS = [
    "cơ quan, đơn vị, địa phương có liên quan",  # bare classes count only where they head an assignment
    "Kế hoạch số 3640/KH-UBND",  # the letters of a code
    "phát triển kinh tế - xã hội của tỉnh",
]


@pytest.mark.parametrize(
    ("context", "example"),
    [(PROVINCE, e) for e in IN_A_PROVINCE]
    + [(DISTRICT, e) for e in IN_A_DISTRICT]
    + [(DEPARTMENT, e) for e in IN_A_DEPARTMENT],
)
def test_find_units(context, example):
    text, answers = unmark(example)
    assert [(unit.raw, unit.canonical) for unit in find_units(text, context)] == answers


@pytest.mark.parametrize("text", NO_UNITS)
def test_no_unit(text):
    assert list(find_units(text, PROVINCE)) == []


def test_bare_class_counts_where_it_heads_an_assignment():
    (unit,) = find_units("Các cơ quan, đơn vị", PROVINCE, generic=True)
    assert (unit.canonical, unit.is_group) == ("các cơ quan, đơn vị", True)


def test_abbreviation_of_the_document():
    found = Abbreviation("KSBT", "Kiểm soát bệnh tật", char_start=10)
    assert defined_abbreviations("Trung tâm Kiểm soát bệnh tật (KSBT)") == (found,)


def test_even_keeps_length_and_the_u_of_qu():
    text = "Uỷ ban – hoá học – quý – thuý – hoàn"
    assert even(text) == "Ủy ban - hóa học - quý - thúy - hoàn"
    assert len(even(text)) == len(text)


def test_one_head_for_several_offices():
    place = Context(issuer="Ủy ban nhân dân tỉnh Quảng Ngãi", issuer_level="province", province="Quảng Ngãi")
    found = find_units("VP: Tỉnh ủy, HĐND tỉnh, Đoàn ĐBQH tỉnh;", place, path="R")
    assert [(unit.raw, unit.canonical) for unit in found] == [
        ("Tỉnh ủy", "Văn phòng Tỉnh ủy Quảng Ngãi"),
        ("HĐND tỉnh", "Văn phòng Hội đồng nhân dân tỉnh Quảng Ngãi"),
        ("Đoàn ĐBQH tỉnh", "Văn phòng Đoàn đại biểu Quốc hội tỉnh Quảng Ngãi"),
    ]


def test_two_committees_of_one_head_hide_no_unit_beside_them():
    text = "Các sở, ban, ngành; UBND cấp huyện và cấp xã; Đài Phát thanh và Truyền hình tỉnh; Báo Tây Ninh"
    assert [unit.raw for unit in find_units(text, PROVINCE)] == [
        "Các sở, ban, ngành",
        "UBND cấp huyện",
        "cấp xã",
        "Đài Phát thanh và Truyền hình tỉnh",
        "Báo Tây Ninh",
    ]
