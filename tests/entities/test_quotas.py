"""Quantified obligations, and numbers that are none."""

import pytest

from pipeline.entities.dates import find_dates
from pipeline.entities.quotas import find_quotas

QUOTAS = [
    ("đăng tải tối thiểu 12 tin/bài trong năm", (12, ">=", "tin/bài", "P1Y")),
    ("Hàng quý, có ít nhất 01 tin/bài về cải cách", (1, ">=", "tin/bài", "P3M")),
    ("đảm bảo 01 lần/1 tháng vào khung giờ", (1, "=", "lần", "P1M")),
    ("triển khai tại 100% các Sở", (100, "=", "%", None)),
    ("đạt từ 80% trở lên", (80, ">=", "%", None)),
    ("trên 95% hồ sơ", (95, ">=", "%", None)),
    ("không quá 03 ngày làm việc", (3, "<=", "ngày làm việc", None)),
    ("không quá 3 - 5 người", (5, "<=", "người", None)),
    ("giảm 10% số vụ", (10, "=", "%", None)),
    ("tỷ lệ đạt 92,5%", (92.5, "=", "%", None)),
    ("đạt " + "9" * 15 + " đồng", (999_999_999_999_999, "=", "đồng", None)),
]
NONE = [
    "Tổng đài 1022",
    "điện thoại 0251.1022",
    "ngày 20/04/2024",
    "TCVN ISO 9001:2015",
    "Quyết định số 12/QĐ-UBND",
    "năm 2024",
    "Phấn đấu đạt " + "9" * 400 + "% hồ sơ",  # a double would hold inf
    "ít nhất 1" + ".000" * 5 + " hồ sơ",
    "đạt 80% đến " + "9" * 400 + "%",
]


@pytest.mark.parametrize(("text", "expected"), QUOTAS)
def test_find_quotas(text, expected):
    (quota,) = find_quotas(text, dates=list(find_dates(text)))
    assert (quota.value, quota.comparator, quota.unit, quota.period) == expected


@pytest.mark.parametrize("text", NONE)
def test_no_quota(text):
    assert list(find_quotas(text, dates=list(find_dates(text)))) == []
