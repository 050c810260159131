"""Temporal expressions; each line is a form that plans use, with its reason where it is not plain."""

import pytest

from pipeline.document import Span
from pipeline.entities.dates import Calendar, find_dates
from pipeline.timex import bounds
from tests.marked import unmark

DATES = [
    "ban hành [ngày 01/3/2024 | 2024-03-01]",
    "Biên Hòa, [ngày 05 tháng 01 năm 2024 | 2024-01-05]",
    "gửi về [trước ngày 29/02/2023 | 2023-02-29] để tổng hợp",  # impossible: kept as written
    "[Chậm nhất ngày 20/04/2024 | 2024-04-20]",
    "hoàn thành [chậm nhất trong tháng 02/2024 | 2024-02]",
    "hoàn thành các nội dung [trước tháng 11 năm 2024 | 2024-11]",
    "định kỳ [quý I | 2024-Q1], [6 tháng | R/P6M], [quý III | 2024-Q3] và [hàng năm | R/P1Y] báo cáo",
    "[Quý IV/2024 | 2024-Q4]",
    "giai đoạn [2021 - 2030 | 2021/2030]",
    "giai đoạn [2021-2025 | 2021/2025], định hướng [đến năm 2030 | 2030]",
    "định hướng [đến 2025 | 2025]",
    "[Trong năm 2024 | 2024] và các năm sau",
    "[từ đầu năm | 2024] để tổ chức thực hiện",  # the plan's own year
    "họp giao ban [tuần | R/P1W], [tháng | R/P1M], [quý | R/P3M].",
    "đảm bảo [01 lần/1 tháng | R/P1M]",
    "[từ ngày 01/5/2024 đến ngày 31/12/2024 | 2024-05-01/2024-12-31]",
    "nhân ngày Chuyển đổi số quốc gia [10-10 | 2024-10-10]",
    "[6 tháng đầu năm 2024 | 2024-01/2024-06]",
    "[trước ngày 15 hàng tháng | R/P1M] gửi báo cáo",
    "[Năm 2025 và các năm tiếp theo | 2025]",
    "[31/4/2024 | 2024-04-31]",
    "[từ tháng 10 đến tháng 3/2025 | 2024-10/2025-03]",  # the winter between two years
    "[đến 30 tháng 6 năm 2024 | 2024-06-30] hoàn thành",
    "từ năm 0000 [đến năm 2024 | 2024]",  # no year at all: misread
]

NO_DATES = [
    "theo tiêu chuẩn TCVN ISO 9001:2015",
    "Nghị định số 61/2018/NĐ-CP",  # the year of a code
    "Tổng đài 1022, điện thoại 0251.1022",
    "thực hiện kịp thời, thường xuyên, liên tục",  # a quality
    "tỷ lệ 2/3 số hộ",
    "Khoản 3 Điều 15",
]


@pytest.mark.parametrize("example", DATES)
def test_find_dates(example):
    text, answers = unmark(example)
    found = find_dates(text, Calendar(plan_year=2024))
    assert [(date.raw, date.value) for date in found] == answers


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text):
    assert list(find_dates(text, Calendar(plan_year=2024))) == []


def test_impossible_day_is_kept_and_explained():
    (date,) = find_dates("trước ngày 29/02/2023", Calendar(plan_year=2024))
    assert (date.valid, date.value, date.start_date, date.suggestion) == (False, "2023-02-29", None, "2024-02-29")


def test_often_is_an_answer_in_a_time_column_only():
    (date,) = find_dates("Thường xuyên trong năm 2024", in_time_column=True)
    assert (date.kind, date.value) == ("ongoing", "2024")
    assert list(find_dates("thực hiện thường xuyên việc kiểm tra")) == []


@pytest.mark.parametrize(
    ("text", "modifier", "role"),
    [
        ("trước ngày 15/12/2024", "before", "deadline"),
        ("chậm nhất ngày 15/12/2024", "on_or_before", "deadline"),
        ("từ ngày 15/12/2024", "from", "other"),
        ("đến năm 2030", "on_or_before", "period"),
        ("báo cáo định kỳ hàng quý", None, "reporting"),
    ],
)
def test_modifier_and_role(text, modifier, role):
    (date,) = find_dates(text)
    assert (date.modifier, date.role) == (modifier, role)


def test_date_of_a_citation_is_a_reference():
    text = "Quyết định số 140/QĐ-UBND ngày 19/01/2024"
    (date,) = find_dates(text, references=[Span(0, len(text))])
    assert date.role == "reference"


def test_bounds_of_an_interval_of_months():
    assert [str(day) for day in bounds("interval", "2024-01/2024-06")] == ["2024-01-01", "2024-06-30"]
