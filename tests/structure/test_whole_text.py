"""No character of a body is lost, however mangled the text."""

from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.document import Document, Page, skeleton
from pipeline.read.plain import read_pages
from pipeline.structure.header import parse_header
from pipeline.structure.labels import read_label
from pipeline.structure.sections import ORDER_LINE, parse_sections
from pipeline.structure.tables import parse_tables
from pipeline.text.lines import lay_down

PLAN = """ỦY BAN NHÂN DÂN
TỈNH SƠN LA
Số: 12/KH-UBND
Sơn La, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2024

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Thực hiện Kế hoạch số 21/KH-UBND ngày 18/01/2024, UBND tỉnh ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức của cán bộ, công chức;
+ Trong các cơ quan;
+ Ngoài các cơ quan.
2. Yêu cầu
a) Thiết thực, hiệu quả, tiết kiệm.
b) Đúng tiến độ đã đề ra.
II. NHIỆM VỤ
2.1. Rà soát các quy định
Các cơ quan chuyên môn thực hiện thường xuyên.
Chương I
NHỮNG VẤN ĐỀ CHUNG
Điều 1. Phạm vi điều chỉnh
TT\tNội dung\tĐơn vị chủ trì\tThời gian
1\tRà soát thủ tục\tSở Nội vụ\tQuý I/2024
2\tTập huấn\tSở Tư pháp\tQuý II/2024
III. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính.
Trên đây là Kế hoạch tuyên truyền năm 2024./.

Nơi nhận:
- Bộ Nội vụ;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nguyễn Văn An
"""


def read(text, source="plain_text"):
    """The document of a text file, its tables among its lines."""
    pages = (Page(number, items, source) for number, items in enumerate(read_pages(text.encode()), start=1))
    doc = Document("0" * 16, "0" * 64, "a.txt", "text/plain", pages=tuple(pages))
    return parse_tables(parse_sections(parse_header(lay_down(doc))))


def lost(doc):
    """Letters and digits between header and recipients that stand in no section, its label apart, and in no table."""
    found = [False] * len(doc.text)
    for span in (*(section.span for section in doc.sections), *(table.span for table in doc.tables)):
        found[span.start : span.end] = [True] * (span.end - span.start)
    start = max((span.end for span in doc.header.head), default=0)
    ends = doc.header.listed or doc.header.signature  # a text that lost its recipients ends where it is signed
    end = min((span.start for span in ends), default=len(doc.text))
    signed = {(span.start, span.end) for span in doc.header.signature}
    for paragraph in doc.paragraphs:
        span, own = paragraph.span, paragraph.span.of(doc.text)
        if not start <= span.start < end or (span.start, span.end) in signed:
            continue
        if ORDER_LINE.match(skeleton(own.strip(" *_#"))):
            continue
        label = max(reading.cut for reading in read_label(own.strip(" *_#"), True)) + len(own) - len(own.lstrip(" *_#"))
        yield from (own for at in range(span.start + label, span.end) if not found[at] and doc.text[at].isalnum())


@st.composite
def mangled(draw):
    """The plan with lines lost, doubled and moved, and characters changed."""
    lines = PLAN.split("\n")
    for _ in range(draw(st.integers(0, 8))):
        at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                lines.insert(to, lines[at])
            case 1:
                lines.insert(to, lines.pop(at))
            case 2 if len(lines) > 2:
                lines.pop(at)
            case 3:
                lines[at] = lines[at][: draw(st.integers(0, 40))]
            case 4:
                lines[at] += draw(st.sampled_from(["", " "])) + lines[to]
            case _:
                cut = draw(st.integers(0, max(len(lines[at]), 0)))
                lines[at] = (
                    lines[at][:cut]
                    + draw(st.text("IVXl1|.)-+*#:;/ aáđĐ\u00a0\u200b(", max_size=4))
                    + lines[at][cut + 1 :]
                )
    return "\n".join(lines)


@given(mangled(), st.sampled_from(["plain_text", "ocr"]))
def test_every_character_of_the_body_belongs_to_a_section_or_a_table(text, source):
    assume(text.count("KẾ HOẠCH") < 2)  # else a second document begins, which has a head of its own
    if text.strip():
        assert not list(lost(read(text, source)))


@given(st.text(max_size=300))
def test_any_text_has_an_outline(text):
    if text.strip():
        assert not list(lost(read(text)))


def test_the_plan_itself():
    doc = read(PLAN)
    assert not list(lost(doc))
    assert len(doc.tables[0].rows) == 3
    assert doc.sections[-1].path == "Z.p1"
