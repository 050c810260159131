"""Text that was made to hang a pattern: every finder goes through 100,000 characters of it in under a second.

The pieces repeat what the patterns repeat: names behind one head, lists, codes, dates, open brackets, blanks.
"""

import time

import pytest

from pipeline.entities.assignments import find_assignments
from pipeline.entities.dates import Calendar, find_dates
from pipeline.entities.mentions import find_mentions
from pipeline.entities.names import Context, defined_abbreviations
from pipeline.entities.organisations import find_units
from pipeline.entities.quotas import find_quotas
from pipeline.entities.references import find_refs
from tests.papers import structured

LENGTH = 100_000
SECONDS = 1.0
PLACE = Context(issuer="Sở Thông tin và Truyền thông tỉnh Gia Lai", issuer_level="department", province="Gia Lai")
PIECES = (
    "a|A| |1|ở|Ở|BB BB|-|- |.\n|\n|(|((|A (|“|%|%(|1/|1-|A&|A. |Sở |Sở Nội vụ, |các Sở, |các |UBND |của |và |"
    "UBND các huyện, thị xã, |huyện, |cấp huyện, |Trung tâm Văn hóa, Thông tin và |Văn hóa, |A, |A b, |A b và |"
    "Phòng A và |Hội A - |Các doanh nghiệp |các đơn vị |các cơ quan, đơn vị, |công ty A|Ngân hàng A |Đảng ủy |"
    "Ban Chỉ đạo |trường trung học phổ thông, |phối hợp với |Luật A |Luật |1/QĐ-|1/A-A-A-A-|Quyết định số 1/|ngày 1/|"
    "Luật sửa đổi, bổ sung một số điều của |ngày 1 tháng 1 |tháng, quý, |tháng |từ ngày 1/1/2024 đến |ít nhất 1|"
    "ít nhất |một |1.000.|nhất "
).split("|")
BODY = "KẾ HOẠCH\nNăm 2024\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\n"


def duties(text):
    """The assignments of a plan whose one duty is `text`; to read its outline and its units does not count."""
    doc = find_mentions(structured(BODY + text.replace("\n", " ")))
    return lambda: list(find_assignments(doc))


FINDERS = {
    "units": lambda text: lambda: list(find_units(text, PLACE, generic=True)),
    "references": lambda text: lambda: list(find_refs(text, [])),
    "dates": lambda text: lambda: list(find_dates(text, Calendar(2024))),
    "quotas": lambda text: lambda: list(find_quotas(text)),
    "abbreviations": lambda text: lambda: defined_abbreviations(text),
}
CHARGES = "Sở Nội vụ, |phối hợp với |chủ trì, |giao |giao Sở A và |A, |(|trước ngày 1/1 |. Sở A ".split("|")


def is_quick(finder, piece):
    """Assert that a finder goes through the piece, repeated, in time."""
    task = finder((piece * (LENGTH // len(piece) + 1))[:LENGTH])
    seconds = SECONDS
    for _ in range(3):  # a busy machine may slow one round, a pattern that backtracks slows each
        started = time.process_time()
        task()
        seconds = time.process_time() - started
        if seconds < SECONDS:
            break
    assert seconds < SECONDS


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("finder", FINDERS)
def test_hostile_text(finder, piece):
    is_quick(FINDERS[finder], piece)


@pytest.mark.parametrize("piece", CHARGES)
def test_hostile_duties(piece):
    is_quick(duties, piece)
