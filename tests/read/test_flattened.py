"""Tables that were copied a cell a line."""

import pytest

from pipeline.document import Grid
from pipeline.read.flattened import find_flattened
from pipeline.read.plain import read_pages

HEAD = ["STT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
ROWS = [
    ["1", "Rà soát thủ tục", "Sở Nội vụ", "Sở Tư pháp", "Quý I/2024"],
    ["2", "Tập huấn nghiệp vụ", "Sở Tài chính", "UBND cấp xã", "Thường xuyên"],
    ["3", "Kiểm tra công vụ", "Thanh tra tỉnh", "Sở Nội vụ", "Tháng 6"],
    ["4", "Báo cáo tổng kết", "Văn phòng UBND", "Các sở, ban, ngành", "Tháng 12"],
]


def lines(*rows):
    return [cell for row in rows for cell in row]


def test_rows_come_back_and_what_follows_stays():
    text = lines(["PHỤ LỤC"], HEAD, *ROWS, ["Ghi chú: không có."])
    assert find_flattened(text, 0) is None
    assert find_flattened(text, 1) == (len(text) - 1, [HEAD, *ROWS])


def test_a_row_that_lost_a_cell_or_has_two_lines_in_one():
    lost = [*ROWS[:2], ["3", "Kiểm tra công vụ", "Thanh tra tỉnh", "Tháng 6"], ROWS[3]]
    _, table = find_flattened(lines(HEAD, *lost), 0)
    assert table[3] == ["3", "Kiểm tra công vụ", "Thanh tra tỉnh", "", "Tháng 6"]
    longer = [*ROWS[:2], ["3", "Kiểm tra công vụ", "Thanh tra tỉnh", "Sở Nội vụ", "Công an tỉnh", "Tháng 6"], ROWS[3]]
    _, table = find_flattened(lines(HEAD, *longer), 0)
    assert table[3] == ["3", "Kiểm tra công vụ", "Thanh tra tỉnh", "Sở Nội vụ\nCông an tỉnh", "Tháng 6"]


def test_items_of_a_list_share_a_cell():
    listed = [*ROWS[:3], ["4", "Báo cáo", "- Sở Y tế", "- Sở Nội vụ", "UBND cấp xã", "Tháng 12"]]
    _, table = find_flattened(lines(HEAD, *listed), 0)
    assert table[4] == ["4", "Báo cáo", "- Sở Y tế\n- Sở Nội vụ", "UBND cấp xã", "Tháng 12"]


def test_numbers_in_cells_begin_no_row():
    rows = [
        ["1", "Cửa sông Càn", "2", "3"],
        ["2", "Cửa sông Yên", "3", "3"],
        ["3", "Cửa sông Bạng", "4", "4"],
        ["4", "Cửa Hội", "1", "2"],
    ]
    _, table = find_flattened(lines(["TT", "Địa điểm", "Số mẫu", "Số đợt"], *rows), 0)
    assert table[1:] == rows


def test_a_head_of_two_levels_keeps_the_lower():
    rows = [[str(k), f"Điểm {'ABCD'[k - 1]}", "2210567", "606959"] for k in range(1, 5)]
    _, table = find_flattened(lines(["TT", "Địa điểm", "Tọa độ lấy mẫu", "X", "Y"], *rows), 0)
    assert table == [["TT", "Địa điểm", "X", "Y"], *rows]


def test_section_rows_span_the_table():
    text = "\n".join(
        lines(
            HEAD,
            ["I", "CẢI CÁCH THỂ CHẾ"],
            *ROWS[:2],
            ["II", "CẢI CÁCH THỦ TỤC"],
            ["1", *ROWS[2][1:]],
            ["2", *ROWS[3][1:]],
        )
    )
    ((grid,),) = read_pages(text.encode())
    assert isinstance(grid, Grid)
    assert [row[1].column_span for row in grid.rows if row[1]] == [1, 4, 1, 1, 4, 1, 1]
    assert [row[0].lines[0].text for row in grid.rows if row[0]] == ["STT", "I", "1", "2", "II", "1", "2"]


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:2],  # too few to tell
        [row[:3] for row in ROWS],  # fewer lines than columns in every row
        [ROWS[0], ROWS[1][:4], [*ROWS[2], "Sở Y tế", "Sở Xây dựng"], ROWS[3][:3]],
    ],
)
def test_where_nobody_can_tell_the_lines_stay(rows):
    text = lines(HEAD, *rows)
    assert find_flattened(text, 0) is None
    ((*items,),) = read_pages("\n".join(text).encode())
    assert len(items) == len(text)
