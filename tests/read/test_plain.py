import pytest

from pipeline.document import Grid, Line
from pipeline.read.plain import decode, read_items, read_pages
from tests.read.paper import shown

PLAN = "Kế hoạch cải cách hành chính của tỉnh Gia Lai"
CP1258 = "K\u00ea\u0301 hoa\u0323ch".encode("cp1258")  # this code page writes tones as marks of their own

ENCODED = [
    (PLAN.encode(), PLAN),
    (PLAN.encode("utf-8-sig"), PLAN),
    (PLAN.encode("utf-16"), PLAN),
    (PLAN.encode("utf-16-le"), PLAN),
    (CP1258, "Kế hoạch"),
    ("Kê\u0301 hoa\u0323ch\u00a0số\u200b 1".encode(), "Kế hoạch số 1"),  # NFC, plain spaces, nothing unseen
    (bytes(range(32)) * 20, None),
    (PLAN.encode() * 9 + "kế".encode()[:-1], PLAN * 9 + "k\ufffd"),  # cut within a letter
    (PLAN.encode() * 9 + b"\0", PLAN * 9),
]


@pytest.mark.parametrize(("data", "text"), ENCODED)
def test_decode(data, text):
    assert decode(data) == text


LINES = [  # text, lines shown, (level, bold, italic, gap) of the last
    ("## KẾ HOẠCH ##", ["KẾ HOẠCH"], (2, False, False, False)),
    ("\n**Nơi nhận:**  ", ["Nơi nhận:"], (0, True, False, True)),
    ("*Noi nhậm*", ["Noi nhậm"], (0, False, True, False)),
    (
        "gửi UBND (*qua Phòng Nội vụ*) **trước ngày 29/02/2023**",
        ["gửi UBND (qua Phòng Nội vụ) trước ngày 29/02/2023"],
        None,
    ),
    ("xem <https://stttt.gialai.gov.vn>.", ["xem https://stttt.gialai.gov.vn."], None),
    ("TT&amp;TT, tỷ lệ < 5%, a_b_c@x.vn, 2 * 3 * 4", ["TT&TT, tỷ lệ < 5%, a_b_c@x.vn, 2 * 3 * 4"], None),
    ("một<br>hai <i>ba</i>", ["một", "hai ba"], None),
    ("trên\n_______\ndưới", ["trên", "dưới"], (0, False, False, True)),
    ("1\\. Mục đích", ["1. Mục đích"], None),
]


@pytest.mark.parametrize(("text", "expected", "last"), LINES)
def test_lines(text, expected, last):
    lines = list(read_items(text))
    assert shown(lines) == expected
    if last and isinstance(lines[-1], Line):
        assert (lines[-1].level, lines[-1].bold, lines[-1].italic, lines[-1].gap) == last


def test_tabs_make_tables_and_an_empty_line_parts_them():
    items = list(read_items("PHỤ LỤC\nSTT\tViệc\tHạn\n1\t<p>họp</p><p>- báo cáo</p>\t\n\n2\tkiểm tra\tquý I"))
    assert shown(items) == [
        "PHỤ LỤC",
        [["STT", "Việc", "Hạn"], ["1", "họp\n- báo cáo", ""]],
        [["2", "kiểm tra", "quý I"]],  # one row, but as wide as the table above
    ]


def test_pipes_make_tables():
    items = list(read_items("| TT | Việc |\n|---|:-:|\n| 1 | **họp** |\nhết"))
    assert shown(items) == [[["TT", "Việc"], ["1", "họp"]], "hết"]


COLUMNS = [
    "UBND TỈNH\t\tCỘNG HÒA XÃ HỘI\nSố: 1/KH\t\tHà Nội, ngày 1",
    "UBND TỈNH              CỘNG HÒA XÃ HỘI\nSố: 1/KH             Hà Nội, ngày 1",
]


@pytest.mark.parametrize("text", COLUMNS)
def test_columns_laid_out_by_white_space_are_read_one_after_the_other(text):
    assert shown(read_items(text)) == ["UBND TỈNH", "Số: 1/KH", "CỘNG HÒA XÃ HỘI", "Hà Nội, ngày 1"]


def test_form_feeds_end_pages():
    pages = read_pages("một\n\fhai\n\f".encode())
    assert [shown(page) for page in pages] == [["một"], ["hai"]]
    assert not any(isinstance(item, Grid) for page in pages for item in page)


def test_footnotes_of_copied_text_stand_apart_and_their_marks_hang_on_words():
    ((line, last, note),) = read_pages("Theo Nghị quyết[1] này [2] và mục [3].\nHết.\n[1] Số 76/NQ-CP.\n".encode())
    assert [(word.text, word.note) for word in line.words if word.note or "[" in word.text] == [
        ("quyết", "1"),
        ("[2]", None),  # nothing at the end of the text answers it
        ("[3].", None),
    ]
    assert (last.note, note.note, note.text) == (None, "1", "Số 76/NQ-CP.")
