"""All mentions of one short plan, from its file: what they are, where they stand, what they imply."""

import pytest

from pipeline.document import Document, Page
from pipeline.entities import mentions
from pipeline.entities.mentions import is_name
from pipeline.entities.zones import zones
from pipeline.flow import extract, understand
from pipeline.read.plain import read_pages
from tests.papers import document

PLAN = """
ỦY BAN NHÂN DÂN
TỈNH BẾN TRE
Số: 245/KH-UBND

Bến Tre, ngày 15 tháng 01 năm 2024

KẾ HOẠCH
Tuyên truyền chuyển đổi số năm 2024

Thực hiện Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ, tỉnh ban hành Kế hoạch như sau:

I. MỤC TIÊU

1. Trên 90% cán bộ được tập huấn.

II. TỔ CHỨC THỰC HIỆN

1. Sở Thông tin và Truyền thông

a) Phối hợp với Sở Nội vụ tổ chức tập huấn trước ngày 31/11/2024.

b) Đăng tải tối thiểu 10 tin/bài.

2. Sở Tài chính

Bố trí kinh phí theo Luật Ngân sách nhà nước năm 2015.

Nơi nhận:
- Bộ Thông tin và Truyền thông (b/c);
- Các Sở, ban, ngành tỉnh;

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Hòa

PHỤ LỤC
NHIỆM VỤ CỦA SỞ TƯ PHÁP

| STT | Nội dung | Cơ quan chủ trì | Thời gian |
|---|---|---|---|
| 1 | Hỏi đáp thường xuyên | Sở Tư pháp | Duy trì thường xuyên |
"""

FOUND = {
    "units": [
        ("H", "ỦY BAN NHÂN DÂN TỈNH BẾN TRE", "Ủy ban nhân dân tỉnh Bến Tre"),
        ("0.p1", "Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
        ("II.1", "Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông tỉnh Bến Tre"),
        ("II.1.a", "Sở Nội vụ", "Sở Nội vụ tỉnh Bến Tre"),
        ("II.2", "Sở Tài chính", "Sở Tài chính tỉnh Bến Tre"),
        ("R", "Bộ Thông tin và Truyền thông", "Bộ Thông tin và Truyền thông"),
        ("R", "Các Sở, ban, ngành tỉnh", "các Sở, ban, ngành tỉnh"),
        ("S", "ỦY BAN NHÂN DÂN", "Ủy ban nhân dân tỉnh Bến Tre"),
        ("T1", "SỞ TƯ PHÁP", "Sở Tư pháp tỉnh Bến Tre"),
        ("T1.1", "Sở Tư pháp", "Sở Tư pháp tỉnh Bến Tre"),
    ],
    "legal_refs": [
        ("0.p1", "Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ", "basis"),
        ("II.2.p1", "Luật Ngân sách nhà nước năm 2015", "cited"),
    ],
    "dates": [
        ("H", "ngày 15 tháng 01 năm 2024", "issued"),
        ("H", "năm 2024", "period"),
        ("0.p1", "ngày 03/6/2020", "reference"),
        ("II.1.a", "trước ngày 31/11/2024", "deadline"),
        ("II.2.p1", "năm 2015", "reference"),
        ("T1.1", "thường xuyên", "other"),  # in the column of time alone
    ],
    "quotas": [
        ("I.1", "Trên 90%", ()),  # nobody is named
        ("II.1.b", "tối thiểu 10 tin/bài", ("Sở Thông tin và Truyền thông tỉnh Bến Tre",)),
    ],
}
ANSWER = {"units": "canonical", "legal_refs": "role", "dates": "role", "quotas": "responsible"}


@pytest.fixture(scope="module")
def doc(tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / "plan.md"
    path.write_text(PLAN, "utf-8")
    return extract(path, path.name)


@pytest.mark.parametrize("layer", FOUND)
def test_mentions_and_the_words_their_spans_point_at(doc, layer):
    found = [(m.section_path, m.raw, getattr(m, ANSWER[layer])) for m in getattr(doc, layer)]
    assert found == FOUND[layer]
    assert [doc.text[m.span.start : m.span.end] for m in getattr(doc, layer)] == [raw for _, raw, _ in found]


def test_duties_stand_in_the_body_and_the_table_alone(doc):
    assert [(a.section_path, a.role, a.unit_raw, a.deadline_text) for a in doc.assignments] == [
        ("II.1.a", "lead", "Sở Thông tin và Truyền thông", "trước ngày 31/11/2024"),
        ("II.1.a", "coordinate", "Sở Nội vụ", "trước ngày 31/11/2024"),
        ("II.1.b", "lead", "Sở Thông tin và Truyền thông", None),
        ("II.2.p1", "lead", "Sở Tài chính", None),
        ("T1.1", "lead", "Sở Tư pháp", "Duy trì thường xuyên"),
    ]


def test_duties_stand_where_their_units_do(doc):
    found = [(a.section_path, a.span.of(doc.text)[:12], a.unit_span.of(doc.text)) for a in doc.assignments]
    assert found[1] == ("II.1.a", "Phối hợp với", "Sở Nội vụ")
    assert found[2] == ("II.1.b", "Đăng tải tối", "Sở Thông tin và Truyền thông")  # of the heading


def test_names_that_wrap_in_the_head_are_one_mention():
    head = "SỞ THÔNG TIN VÀ TRUYỀN\nTHÔNG TỈNH GIA LAI\nSố: 1/KH-STTTT\n\nKẾ HOẠCH\n"
    title = "Thực hiện Kế hoạch của Ủy ban\nnhân dân tỉnh\n\n"
    wrapped = understand(document(head + title + "I. MỤC TIÊU\n\n1. Một."))
    assert [(unit.raw, unit.canonical) for unit in wrapped.units] == [
        ("SỞ THÔNG TIN VÀ TRUYỀN\nTHÔNG TỈNH GIA LAI", "Sở Thông tin và Truyền thông tỉnh Gia Lai"),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Gia Lai"),
    ]
    assert all(unit.span.of(wrapped.text) == unit.raw for unit in wrapped.units)


def test_what_a_footnote_names_has_the_path_of_its_mark():
    body = "I. MỤC TIÊU\n\n1. Theo Nghị quyết[1] này.\n\n2. Hai.\n\n[1] Số 76/NQ-CP ngày 15/7/2021 của Chính phủ.\n"
    (items,) = read_pages(f"KẾ HOẠCH\nNăm 2024\n\n{body}".encode())
    noted = understand(Document("0" * 16, "0" * 64, "a.txt", "text/plain", pages=(Page(1, items, "plain_text"),)))
    assert [(ref.section_path, ref.code, ref.issuer) for ref in noted.legal_refs] == [("I.1", "76/NQ-CP", "Chính phủ")]
    assert [section.path for section in noted.sections] == ["I", "I.1", "I.2"]


def test_impossible_date_becomes_a_doubt(doc):
    (flag,) = [flag for flag in doc.flags if flag.code == "invalid_date"]
    assert (flag.section_path, flag.raw, flag.page) == ("II.1.a", "trước ngày 31/11/2024", 1)


def test_zones_of_the_appendix(doc):
    found = [(zone.path, zone.column, zone.span.of(doc.text)) for zone in zones(doc) if zone.path.startswith("T")]
    assert found[:3] == [("T1", None, "PHỤ LỤC"), ("T1", None, "NHIỆM VỤ CỦA SỞ TƯ PHÁP"), ("T1", 0, "STT")]
    assert found[-2:] == [("T1.1", 2, "Sở Tư pháp"), ("T1.1", 3, "Duy trì thường xuyên")]


UNKNOWN = "Sở Y tế và Tổ hợp tác Rạch Miễu vận động hội viên."  # no rule of the grammar knows the second


@pytest.mark.parametrize(
    ("longest", "questions", "units"),
    [
        (len(UNKNOWN), [UNKNOWN], [("Sở Y tế", "grammar"), ("Tổ hợp tác Rạch Miễu", "model")]),
        (len(UNKNOWN) - 1, [], [("Sở Y tế", "grammar")]),  # too long to ask about
    ],
)
def test_the_model_is_asked_where_a_body_is_unnamed(monkeypatch, longest, questions, units):
    asked = []

    def recognise(texts):
        asked.extend(texts)
        return [[(0, 7), (11, 31)] for _ in texts]  # both bodies: the grammar's own is not added again

    monkeypatch.setattr(mentions, "recognise", recognise)
    monkeypatch.setattr(mentions, "LONGEST_ASKED", longest)
    doc = understand(document(f"KẾ HOẠCH\nVận động năm 2024\n\nI. NHIỆM VỤ\n\n1. {UNKNOWN}\n\n2. Sở Y tế báo cáo."))
    assert asked == questions
    assert [(unit.raw, unit.method) for unit in doc.units if unit.section_path == "I.1"] == units


NAMES = [
    ("Câu lạc bộ Hưu trí", True),
    ("Đoàn", False),  # one word
    ("đoàn công tác", False),
    ("Sở\nY tế", False),  # over two lines
    ("Ban Chỉ đạo (BCĐ", False),
]


@pytest.mark.parametrize(("raw", "expected"), NAMES)
def test_is_name(raw, expected):
    assert is_name(raw) is expected


TOLD = """KẾ HOẠCH
Năm 2024

I. TÌNH HÌNH THIỆT HẠI

- Hơn 200.000 nhà bị ngập.

II. TỔ CHỨC THỰC HIỆN

1. Sở Y tế

Chủ trì, phối hợp với Sở Tài chính và các đơn vị:

- Tổ chức ít nhất 02 lớp tập huấn.

- Yêu cầu Sở Nội vụ báo cáo.

2. Cổng Thông tin điện tử tỉnh

Đăng tin trên Cổng Thông tin điện tử Chính phủ.

3. Đề nghị các doanh nghiệp sản xuất, chế biến hàng hóa

Nâng cao chất lượng.
"""


def test_what_a_heading_and_an_opening_sentence_make_of_what_follows():
    told = understand(document(TOLD))
    assert [(quota.section_path, quota.raw) for quota in told.quotas] == [("II.1.-1", "ít nhất 02 lớp")]
    assert [(each.section_path, each.role, each.unit) for each in told.assignments] == [
        ("II.1.-1", "lead", "Sở Y tế"),  # the opening sentence names no task of its own
        ("II.1.-1", "coordinate", "Sở Tài chính"),
        ("II.1.-2", "lead", "Sở Y tế"),  # the body of the heading asks; it is its task
        ("II.1.-2", "coordinate", "Sở Tài chính"),
        ("II.2.p1", "lead", "Cổng Thông tin điện tử tỉnh"),
        ("II.3.p1", "lead", "các doanh nghiệp sản xuất, chế biến hàng hóa"),
    ]
    assert "Cổng Thông tin điện tử Chính phủ" not in [unit.raw for unit in told.units]  # where to publish


def test_an_opening_sentence_with_a_body_of_its_own_keeps_its_task():
    body = "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nSở Tư pháp chủ trì thẩm định các việc sau:\n\n- Tổ chức hội nghị.\n"
    doc = understand(document(f"KẾ HOẠCH\nNăm 2024\n\n{body}"))
    assert ("II.1.p1", "lead", "Sở Tư pháp") in [(a.section_path, a.role, a.unit) for a in doc.assignments]
