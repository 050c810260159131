"""Broken lines joined, pages laid down."""

import pytest

from pipeline.document import Document, Line, Page, Word
from pipeline.text.lines import lay_down
from tests.papers import document, grid, line


def paragraphs(text):
    doc = lay_down(document(text))
    return [paragraph.span.of(doc.text) for paragraph in doc.paragraphs]


JOINED = [
    # a sentence that a page cut, as a text file shows it
    ("- gắn với các nhiệm vụ\n\ncủa Chương trình", ["- gắn với các nhiệm vụ của Chương trình"]),
    ("Nghị quyết của Ban Chấp hành\n\nĐảng bộ tỉnh", ["Nghị quyết của Ban Chấp hành Đảng bộ tỉnh"]),
    ("- nghiệp vụ;\n\ntham gia Hội thi", ["- nghiệp vụ; tham gia Hội thi"]),
    # a list mark that stands alone on its line
    ("-\nUBND tỉnh;", ["- UBND tỉnh;"]),
    # a dash, a symbol or a number that the end of a line cut
    (
        "Trên đây là Kế hoạch tài chính\n- ngân sách nhà nước 03 năm",
        ["Trên đây là Kế hoạch tài chính - ngân sách nhà nước 03 năm"],
    ),
    ("tốc độ tăng bình quân 05\n- 06%/năm.", ["tốc độ tăng bình quân 05 - 06%/năm."]),
    ("(sau đây gọi tắt là Chỉ thị số 52-\nCT/TW).", ["(sau đây gọi tắt là Chỉ thị số 52-CT/TW)."]),
    ("- Nhóm 1:\n40 xã, phường đã được công bố", ["- Nhóm 1: 40 xã, phường đã được công bố"]),
    (
        f"{'Các thông số của môi trường nước ' * 3}trong năm\n(chi tiết tại phụ lục I).",
        [f"{'Các thông số của môi trường nước ' * 3}trong năm (chi tiết tại phụ lục I)."],
    ),
]
APART = [
    # paragraphs that a web page ran together
    (
        "Về việc công bố CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC NINH Căn cứ Luật Đầu tư; Căn cứ Nghị định số 1/NĐ-CP;",
        [
            "Về việc công bố CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC NINH",
            "Căn cứ Luật Đầu tư;",
            "Căn cứ Nghị định số 1/NĐ-CP;",
        ],
    ),
    (
        "Điều 1. Công bố kèm theo Quyết định này danh mục. Điều 2. Sở Nội vụ chịu trách nhiệm thi hành.",
        ["Điều 1. Công bố kèm theo Quyết định này danh mục.", "Điều 2. Sở Nội vụ chịu trách nhiệm thi hành."],
    ),
    (
        "Điều 4. Tổ chức thực hiện 1. Sở Dân tộc và Tôn giáo chủ trì; 2. Sở Nội vụ phối hợp thực hiện nhiệm vụ này.",
        [
            "Điều 4. Tổ chức thực hiện",
            "1. Sở Dân tộc và Tôn giáo chủ trì; 2. Sở Nội vụ phối hợp thực hiện nhiệm vụ này.",
        ],
    ),
    (
        "a. Thời gian thực hiện: từ tháng 3 đến tháng 11 hàng năm b. Địa điểm, số điểm quan trắc môi trường nước",
        ["a. Thời gian thực hiện: từ tháng 3 đến tháng 11 hàng năm", "b. Địa điểm, số điểm quan trắc môi trường nước"],
    ),
    ("các Thành viên Chính phủ,\nQUYẾT NGHỊ:", ["các Thành viên Chính phủ,", "QUYẾT NGHỊ:"]),
    ("1. Mục tiêu\n\nĐối tượng là cán bộ", ["1. Mục tiêu", "Đối tượng là cán bộ"]),
    ("1. Sở Tài chính\n- Ngân sách tỉnh bảo đảm kinh phí.", ["1. Sở Tài chính", "- Ngân sách tỉnh bảo đảm kinh phí."]),
    ("4. Văn phòng HĐND và UBND huyện\n\nChủ trì, phối hợp", ["4. Văn phòng HĐND và UBND huyện", "Chủ trì, phối hợp"]),
    ("KẾ HOẠCH\nTuyên truyền năm 2024", ["KẾ HOẠCH", "Tuyên truyền năm 2024"]),
    ("a) Một việc\nb) hai việc", ["a) Một việc", "b) hai việc"]),
    ("xem xét, giải quyết./.\nNơi nhận:", ["xem xét, giải quyết./.", "Nơi nhận:"]),
]


@pytest.mark.parametrize(("text", "expected"), JOINED + APART)
def test_paragraphs(text, expected):
    assert paragraphs(text) == expected


def test_form_feed_comes_after_a_paragraph_that_runs_over_the_page():
    doc = lay_down(document("- gắn với các nhiệm vụ\fcủa Chương trình.\n- Việc khác"))
    assert doc.text == "- gắn với các nhiệm vụ của Chương trình.\f- Việc khác"
    assert (doc.paragraphs[0].page_start, doc.paragraphs[0].page_end) == (1, 2)


def test_an_empty_page_keeps_its_form_feed():
    doc = lay_down(document("Một.\f\fBa."))
    assert doc.text == "Một.\f\fBa."


def test_every_word_is_placed_where_it_stands():
    doc = lay_down(document("Căn cứ Luật Tổ chức\nchính quyền địa phương;\fI. MỤC TIÊU"))
    words = [word.text for page in doc.pages for line in page.lines for word in line.words]
    assert [placed.span.of(doc.text) for placed in doc.words] == words


def boxed(text, x0, y0, x1):
    words = text.split()
    step = (x1 - x0) / len(words)
    return Line(
        tuple(
            Word(word, (x0 + n * step, y0, x0 + (n + 1) * step - (2 if n < len(words) - 1 else 0), y0 + 13))
            for n, word in enumerate(words)
        )
    )


def printed(*lines):
    page = Page(1, lines, "text_layer", 595, 842)
    doc = lay_down(Document("0" * 16, "", "a.pdf", "application/pdf", pages=(page,)))
    return [paragraph.span.of(doc.text) for paragraph in doc.paragraphs]


def test_a_full_printed_line_goes_on_and_a_short_one_ends():
    assert printed(
        boxed("Kế hoạch được triển khai tại tất cả các Sở của tỉnh", 85, 100, 540),
        boxed("Tây Ninh và các huyện.", 85, 118, 230),
        boxed("Nội dung bám sát Chương trình tổng thể cải cách của", 113, 136, 540),
        boxed("Chính phủ.", 85, 154, 150),
    ) == [
        "Kế hoạch được triển khai tại tất cả các Sở của tỉnh Tây Ninh và các huyện.",
        "Nội dung bám sát Chương trình tổng thể cải cách của Chính phủ.",
    ]


def test_the_second_column_begins_a_paragraph():
    assert (
        printed(
            boxed("ỦY BAN NHÂN DÂN", 90, 60, 230),
            boxed("TỈNH TÂY NINH", 100, 76, 220),
            boxed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 280, 60, 540),
        )[-1]
        == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    )


def test_tables_are_laid_down_cell_by_cell():
    page = Page(1, (line("PHỤ LỤC"), grid("STT|Nội dung", "1|- Một\n- Hai")), "plain_text")
    doc = lay_down(Document("0" * 16, "", "a.txt", "text/plain", pages=(page,)))
    assert doc.text == "PHỤ LỤC\nSTT\nNội dung\n1\n- Một\n- Hai"
    assert [[cell.of(doc.text) for cell in row.cells] for row in doc.tables[0].rows] == [
        ["STT", "Nội dung"],
        ["1", "- Một\n- Hai"],
    ]
