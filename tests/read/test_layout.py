from time import process_time

import pytest

from pipeline.document import Line, Word
from pipeline.read import layout
from pipeline.read.layout import Printed, Run, arrange, join_runs
from pipeline.read.rulings import Frame
from tests.read.paper import shown


def row(x: float, y: float, text: str, size: float = 13, gap: float = 3.5, **style) -> list[Printed]:
    """Words of one row, 6 points a letter."""
    words = []
    for token in text.split():
        box = (x, y, x + 6 * len(token), y + size)
        words.append(Printed(Word(token, box), box, size, **style))
        x = box[2] + gap
    return words


def test_two_columns_that_the_engine_glued():
    rows = [
        row(90, 60, "ỦY BAN NHÂN DÂN") + row(270, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        row(95, 76, "TỈNH GIA LAI") + row(300, 77, "Độc lập - Tự do - Hạnh phúc"),
        row(100, 104, "Số: 61/KH-UBND") + row(300, 104, "Gia Lai, ngày 22 tháng 02 năm 2024"),
        row(285, 140, "KẾ HOẠCH"),
        row(85, 170, "Thực hiện Kế hoạch số 21/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh về cải cách"),
        row(85, 188, "hành chính, Ủy ban nhân dân huyện ban hành Kế hoạch:"),
    ]
    assert shown(arrange(rows, [], 842)) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH GIA LAI",
        "Số: 61/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Gia Lai, ngày 22 tháng 02 năm 2024",
        "KẾ HOẠCH",
        "Thực hiện Kế hoạch số 21/KH-UBND ngày 18/01/2024 của Ủy ban nhân dân tỉnh về cải cách",
        "hành chính, Ủy ban nhân dân huyện ban hành Kế hoạch:",
    ]


def test_a_name_between_recipients_comes_after_them():
    rows = [
        row(85, 560, "các cơ quan, đơn vị chịu trách nhiệm thi hành Quyết định này kể từ ngày ký ban hành./."),
        row(395, 600, "TM. CHÍNH PHỦ"),
        row(85, 640, "Nơi nhận:"),
        row(85, 654, "- Ban Bí thư;"),
        row(85, 668, "- Các Bộ;") + row(400, 668, "Nguyễn Văn An"),
        row(85, 682, "- Hội đồng Dân tộc và các Ủy ban;"),
    ]
    assert shown(arrange(rows, [], 842))[1:] == [
        "Nơi nhận:",
        "- Ban Bí thư;",
        "- Các Bộ;",
        "- Hội đồng Dân tộc và các Ủy ban;",
        "TM. CHÍNH PHỦ",
        "Nguyễn Văn An",
    ]


def test_justified_lines_stay_whole():
    rows = [
        row(85, 100, "kế hoạch cải cách hành chính", gap=14),
        row(85, 118, "nhà nước trên địa bàn", gap=20),
        row(85, 136, "của tỉnh"),
    ]
    assert shown(arrange(rows, [], 842)) == ["kế hoạch cải cách hành chính", "nhà nước trên địa bàn", "của tỉnh"]


def test_furniture_is_left_out():
    rows = [
        row(90, 40, "CÔNG BÁO/Số 238/Ngày 21-04-2026") + row(500, 40, "92"),
        row(20, 20, "Ký bởi: CỔNG THÔNG TIN", size=6),
        row(85, 100, "Điều 1."),
        row(85, 120, "_______"),
        row(85, 140, "./."),
        row(297, 800, "- 2 -"),
        row(85, 810, "www.LuatVietnam.vn"),
    ]
    assert shown(arrange(rows, [], 842)) == ["Điều 1.", "./."]


def test_gaps_stand_above_paragraphs():
    rows = [row(85, y, "Căn cứ Luật Tổ chức chính quyền") for y in (100, 118, 136, 160, 178)]
    assert [item.gap for item in arrange(rows, [], 842) if isinstance(item, Line)] == [False, False, False, True, False]


def test_a_bold_label_does_not_make_a_bold_line():
    rows = [
        row(85, 100, "Điều 1.", bold=True) + row(140, 100, "Ban hành kèm theo Quyết định"),
        row(85, 130, "KẾ HOẠCH", bold=True),
    ]
    assert [item.bold for item in arrange(rows, [], 842) if isinstance(item, Line)] == [False, True]


def test_words_go_to_their_cells():
    frame = Frame((80, 200, 400), (100, 130, 190), ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)))
    rows = [
        row(85, 80, "PHỤ LỤC"),
        row(85, 110, "I. TUYÊN TRUYỀN"),
        row(85, 135, "1") + row(205, 135, "Họp báo"),  # the engine runs over the wall
        row(205, 153, "hằng quý"),
        row(85, 210, "Hết"),
    ]
    assert shown(arrange(rows, [frame], 842)) == [
        "PHỤ LỤC",
        [["I. TUYÊN TRUYỀN", None], ["1", "Họp báo\nhằng quý"]],
        "Hết",
    ]


def test_runs_of_one_row_are_joined_among_thousands():
    """Each is compared with those it could stand beside: with all it would take six seconds."""
    runs = [Run(row(x, 20 * y, text)) for x in range(0, 240_000, 60) for y, text in enumerate(("Kế", "hoạch"))]
    runs += [Run(row(x + 15, 0, "số")) for x in range(0, 240_000, 60)]
    begun = process_time()
    joined = join_runs(runs)
    assert process_time() - begun < 2
    assert len(joined) == 8000
    assert {" ".join(word.word.text for word in run.words) for run in joined} == {"Kế số", "hoạch"}


@pytest.mark.parametrize("limit", ["MOST_WORDS", "MOST_RUNS"])
def test_a_page_of_too_many_words_is_set_as_it_was_grouped(monkeypatch, limit):
    monkeypatch.setattr(layout, limit, 2)
    rows = [row(400, 76, "Hạnh phúc"), row(90, 60, "TỈNH"), row(95, 76, "GIA LAI")]
    assert shown(arrange(rows, [], 842)) == ["TỈNH", "Hạnh phúc", "GIA LAI"]
