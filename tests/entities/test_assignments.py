"""Who must do what: headings, sentences, named roles, closing orders and task tables."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.flow import understand
from tests.papers import document, grid

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE\n\nKẾ HOẠCH\nBảo đảm an toàn thực phẩm năm 2024\n\n"
DUTIES = "II. TỔ CHỨC THỰC HIỆN\n\n"


def assigned(body):
    return understand(document(HEAD + body)).assignments


def assigned_by_table(*rows):
    doc = document(
        HEAD
        + "I. NHIỆM VỤ\n\nNhiệm vụ cụ thể như Phụ lục.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Minh\n\nPHỤ LỤC"
    )
    (page,) = doc.pages
    return understand(replace(doc, pages=(replace(page, items=(*page.items, grid(*rows))),))).assignments


WHO = [  # body, (path, role, unit as written) of each assignment
    (
        DUTIES + "1. Sở Y tế, Sở Công Thương\n\na) Xây dựng kế hoạch.\n\nb) Báo cáo kết quả.",
        ["II.1.a lead Sở Y tế", "II.1.a lead Sở Công Thương", "II.1.b lead Sở Y tế", "II.1.b lead Sở Công Thương"],
    ),
    (
        DUTIES + "1. Sở Y tế chủ trì, phối hợp với Công an tỉnh, UBND các huyện, thành phố kiểm tra các bếp ăn.",
        ["II.1 lead Sở Y tế", "II.1 coordinate Công an tỉnh", "II.1 coordinate UBND các huyện, thành phố"],
    ),
    (
        # a bare class is no unit in a sentence; the list goes on behind it
        DUTIES + "1. Sở Y tế\n\na) Chủ trì, phối hợp với các cơ quan liên quan và Sở Công Thương kiểm tra chợ.",
        ["II.1.a lead Sở Y tế", "II.1.a coordinate Sở Công Thương"],
    ),
    (
        # one of the heading's units alone
        DUTIES + "1. Sở Y tế, UBND các huyện, thành phố\n\n- UBND các huyện, thành phố lập đoàn kiểm tra.",
        ["II.1.-1 lead UBND các huyện, thành phố"],
    ),
    (DUTIES + "1. Các cơ quan, đơn vị\n\nRà soát bếp ăn tập thể.", ["II.1.p1 lead Các cơ quan, đơn vị"]),
    (
        DUTIES + "1. Sở Tài chính thẩm định kinh phí; báo cáo UBND tỉnh quyết định.",  # whom it reports to has no duty
        ["II.1 lead Sở Tài chính"],
    ),
    (
        DUTIES + "1. Thủ trưởng các Sở, ban, ngành tỉnh chịu trách nhiệm trước Chủ tịch UBND tỉnh.",
        ["II.1 lead các Sở, ban, ngành tỉnh"],
    ),
    (
        "I. NHIỆM VỤ\n\n1. Tập huấn cho người chế biến\n\n- Cơ quan chủ trì: Sở Y tế.\n\n- Cơ quan phối hợp: Công an tỉnh.",
        ["I.1.-1 lead Sở Y tế", "I.1.-2 coordinate Công an tỉnh"],
    ),
    (
        "I. MỤC TIÊU\n\n1. An toàn hơn.\n\nTrên đây là Kế hoạch của UBND tỉnh; yêu cầu Giám đốc Sở Y tế nghiêm túc thực hiện./.",
        ["Z.p1 lead Giám đốc Sở Y tế"],
    ),
    ("I. THỰC TRẠNG\n\n1. Sở Y tế đã kiểm tra 12 bếp ăn trong năm 2023.", []),  # told, not ordered
    (DUTIES + "1. Kinh phí thực hiện do ngân sách tỉnh bảo đảm.", []),
]


@pytest.mark.parametrize(("body", "expected"), WHO)
def test_who(body, expected):
    assert [f"{a.section_path} {a.role} {a.unit_raw}" for a in assigned(body)] == expected


TASKS = [  # task under `Sở Y tế`, (deadline, its words, recurrence, number of quotas)
    ("Báo cáo trước ngày 10/12/2024.", (date(2024, 12, 10), "trước ngày 10/12/2024", None, 0)),
    ("Báo cáo trước ngày 31/11/2024.", (None, "trước ngày 31/11/2024", None, 0)),  # impossible day
    ("Hoàn thành chậm nhất trong tháng 6/2024.", (None, "chậm nhất trong tháng 6/2024", None, 0)),
    ("Hàng quý, tổng hợp báo cáo UBND tỉnh.", (None, None, "R/P3M", 0)),
    ("Đăng tải tối thiểu 12 tin/bài về bếp ăn sạch.", (None, None, None, 1)),
]


@pytest.mark.parametrize(("task", "expected"), TASKS)
def test_by_when(task, expected):
    (found,) = assigned(f"{DUTIES}1. Sở Y tế\n\n{task}")
    assert (found.unit, found.task) == ("Sở Y tế tỉnh Bến Tre", task)
    assert (found.deadline, found.deadline_text, found.recurrence, found.quota_count) == expected


def test_rows_of_a_task_table():
    found = assigned_by_table(
        "STT|Nội dung|Cơ quan chủ trì|Cơ quan phối hợp|Thời gian hoàn thành",
        "1|Kiểm tra chợ, báo cáo UBND tỉnh|Sở Công Thương|Sở Y tế; Công an tỉnh|Trước ngày 20/11/2024",
        "2|Tập huấn|Sở Y tế\nSở Nội vụ||Quý III/2024",
    )
    assert [(a.section_path, a.role, a.unit_raw, a.task, a.deadline, a.deadline_text) for a in found] == [
        (
            "T1.1",
            "lead",
            "Sở Công Thương",
            "Kiểm tra chợ, báo cáo UBND tỉnh",
            date(2024, 11, 20),
            "Trước ngày 20/11/2024",
        ),
        (
            "T1.1",
            "coordinate",
            "Sở Y tế",
            "Kiểm tra chợ, báo cáo UBND tỉnh",
            date(2024, 11, 20),
            "Trước ngày 20/11/2024",
        ),
        (
            "T1.1",
            "coordinate",
            "Công an tỉnh",
            "Kiểm tra chợ, báo cáo UBND tỉnh",
            date(2024, 11, 20),
            "Trước ngày 20/11/2024",
        ),
        ("T1.2", "lead", "Sở Y tế", "Tập huấn", None, "Quý III/2024"),
        ("T1.2", "lead", "Sở Nội vụ", "Tập huấn", None, "Quý III/2024"),
    ]


def test_a_table_without_a_lead_column_assigns_nothing():
    assert assigned_by_table("STT|Nội dung|Ghi chú", "1|Sở Y tế kiểm tra chợ|") == ()
