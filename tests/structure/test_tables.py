"""Captions, heads and the meaning of columns."""

from pipeline.document import Document, Page
from pipeline.structure.tables import column_roles, parse_tables
from pipeline.text.lines import lay_down
from tests.papers import grid, line


def test_title_is_the_caption_without_its_note():
    items = (
        line("PHỤ LỤC"),
        line("NHIỆM VỤ TUYÊN TRUYỀN NĂM 2024"),
        line("(Ban hành kèm theo Kế hoạch số 136/KH-STTTT)"),
        grid("Số TT|Nội dung|Đơn vị chủ trì", "01|Một|Văn phòng"),
    )
    doc = parse_tables(lay_down(Document("0" * 16, "", "a.txt", "x", pages=(Page(1, items, "plain_text"),))))
    assert doc.tables[0].title == "NHIỆM VỤ TUYÊN TRUYỀN NĂM 2024"
    assert doc.tables[0].header == ("Số TT", "Nội dung", "Đơn vị chủ trì")


def test_column_roles_by_wording():
    assert column_roles(
        (
            "TT",
            "Nhiệm vụ",
            "Phân công thực hiện - Chủ trì",
            "Cơ quan phối hợp",
            "Thời hạn hoàn thành",
            "Sản phẩm",
            "Ghi chú",
        )
    ) == ("number", "content", "lead", "coordinate", "time", "product", "note")
    assert column_roles(("Quê quán", "Nội dung tuyên truyền", "Hình thức tuyên truyền")) == (None, "content", "form")
