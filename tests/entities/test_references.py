"""Citations in every form of symbol."""

import pytest

from pipeline.entities.names import Context
from pipeline.entities.organisations import find_units
from pipeline.entities.references import find_refs, resolve

TAY_NINH = Context(issuer="Ủy ban nhân dân tỉnh Tây Ninh", issuer_level="province", province="Tây Ninh")


def refs(text, path="II.1", **properties):
    return list(find_refs(text, list(find_units(text, TAY_NINH)), path=path, **properties))


CITATIONS = [  # text, raw, type, code or name, date, issuer
    (
        "theo Quyết định số 2631/QĐ-UBND ngày 14/10/2021 của UBND tỉnh về việc ban hành",
        "Quyết định số 2631/QĐ-UBND ngày 14/10/2021 của UBND tỉnh",
        ("Quyết định", "2631/QĐ-UBND", "2021-10-14", "Ủy ban nhân dân tỉnh Tây Ninh"),
    ),
    (
        "Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ",
        "Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ",
        ("Nghị định", "61/2018/NĐ-CP", "2018-04-23", "Chính phủ"),
    ),
    (
        "Nghị quyết số 18-NQ/TW ngày 25/10/2017 Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII một số",
        "Nghị quyết số 18-NQ/TW ngày 25/10/2017 Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII",
        ("Nghị quyết", "18-NQ/TW", "2017-10-25", "Ban Chấp hành Trung ương Đảng"),
    ),
    ("Quyết định số 766/QĐ-TTg;", "Quyết định số 766/QĐ-TTg", ("Quyết định", "766/QĐ-TTg", None, None)),
    ("triển khai Đề án số 06;", "Đề án số 06", ("Đề án", "06", None, None)),
    # codes as readers and scanners leave them
    ("Quyết định số 06/2022/QD-UBND", "Quyết định số 06/2022/QD-UBND", ("Quyết định", "06/2022/QĐ-UBND", None, None)),
    ("Kế hoạch số 75/KH- UBND", "Kế hoạch số 75/KH- UBND", ("Kế hoạch", "75/KH-UBND", None, None)),
    ("Luật số 76/2015/QH13", "Luật số 76/2015/QH13", ("Luật", "76/2015/QH13", None, None)),
    ("Công văn số 2231/SNV-CCHC", "Công văn số 2231/SNV-CCHC", ("Công văn", "2231/SNV-CCHC", None, None)),
]

LAWS = [
    ("Luật Tổ chức chính quyền địa phương năm 2015;", "Luật Tổ chức chính quyền địa phương", "2015"),
    ("phù hợp với Hiến pháp năm 2013", "Hiến pháp", "2013"),
    ("căn cứ Luật Ngân sách nhà nước và các quy định", "Luật Ngân sách nhà nước", None),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương (năm 2019)",
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương",
        "2019",
    ),
]

NOT_CITED = [
    "điện thoại 0251.1022",
    "Kế hoạch cải cách hành chính huyện năm 2024",  # a plan without a number
    "đạt tỷ lệ 12/15 xã",
    "luật pháp của Nhà nước",
]


@pytest.mark.parametrize(("text", "raw", "expected"), CITATIONS)
def test_numbered(text, raw, expected):
    (ref,) = refs(text)
    assert (ref.raw, (ref.type, ref.code, ref.date, ref.issuer)) == (raw, expected)


@pytest.mark.parametrize(("text", "name", "year"), LAWS)
def test_laws_by_name(text, name, year):
    (ref,) = refs(text)
    assert (ref.name, ref.date, ref.code) == (name, year, None)


@pytest.mark.parametrize("text", NOT_CITED)
def test_not_cited(text):
    assert refs(text) == []


def test_list_under_one_type_word():
    found = refs("các Nghị định của Chính phủ: số 63/2010/NĐ-CP; số 48/2013/NĐ-CP và số 92/2017/NĐ-CP")
    assert [(ref.type, ref.number, ref.symbol) for ref in found] == [
        ("Nghị định", "63", "NĐ-CP"),
        ("Nghị định", "48", "NĐ-CP"),
        ("Nghị định", "92", "NĐ-CP"),
    ]


def test_title_and_roles():
    text = (
        "Căn cứ Nghị định số 107/2021/NĐ-CP ngày 06/12/2021 của Chính phủ về sửa đổi, bổ sung một số điều của "
        "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa;"
    )
    new, old = refs(text, path="0.p1")
    assert (new.role, old.role) == ("basis", "amended")
    assert new.title is not None
    assert new.title.startswith("sửa đổi, bổ sung một số điều")
    assert old.title == "thực hiện cơ chế một cửa"


def test_own_number_in_the_letterhead_is_no_citation():
    assert refs("Số: 61/KH-UBND", path="H") == []
    assert refs("86: 61/KH-UBND", path="H", own_code="61/KH-UBND") == []  # a scan may spoil its `Số`


def test_a_short_citation_knows_what_the_full_one_says():
    text = (
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về cải cách; theo khoản 2 Điều 3 Nghị quyết số "
        "76/NQ-CP; Nghị quyết số 76/NQ-CP ngày 01/02/2019"
    )
    full, short, other = resolve(refs(text))
    assert (short.pinpoint, short.date, short.issuer) == ("khoản 2 Điều 3", None, None)
    assert (short.full_date, short.full_title) == ("2021-07-15", full.title)
    assert short.full_issuer == full.issuer == "Chính phủ"
    assert (other.full_date, other.full_issuer) == ("2019-02-01", None)  # another year, another act
