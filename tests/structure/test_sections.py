"""The outline."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.structure.labels import ALPHABET, to_roman
from tests.papers import structured

HEAD = "KẾ HOẠCH\nTuyên truyền năm 2024\n\n"


def outline(body, **properties):
    doc = structured(HEAD + body, **properties)
    return [(section.path, section.kind, section.span.of(doc.text)) for section in doc.sections], doc


def paths(body, **properties):
    return [path for path, _, _ in outline(body, **properties)[0]]


def test_the_ladder():
    body = (
        "Thực hiện Kế hoạch của tỉnh như sau:\n\nI. MỤC TIÊU\n\n1. Mục đích\n\na) Nâng cao nhận thức.\n\n- Một việc;\n\n+ Việc nhỏ.\n\n"
        "2. Yêu cầu\n\nPhải thiết thực.\n\nII. TỔ CHỨC THỰC HIỆN\n\n- Các phòng thực hiện.\n\nTrên đây là Kế hoạch./."
    )
    rows, _ = outline(body)
    assert rows == [
        ("0.p1", "paragraph", "Thực hiện Kế hoạch của tỉnh như sau:"),
        ("I", "heading", "MỤC TIÊU"),
        ("I.1", "heading", "Mục đích"),
        ("I.1.a", "point", "Nâng cao nhận thức."),
        ("I.1.a.-1", "bullet", "Một việc;"),
        ("I.1.a.-1.-1", "bullet", "Việc nhỏ."),
        ("I.2", "heading", "Yêu cầu"),
        ("I.2.p1", "paragraph", "Phải thiết thực."),
        ("II", "heading", "TỔ CHỨC THỰC HIỆN"),
        ("II.-1", "bullet", "Các phòng thực hiện."),
        ("Z.p1", "paragraph", "Trên đây là Kế hoạch./."),
    ]


def test_articles_after_akoma_ntoso():
    body = (
        "Chương I\n\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\n1. Quy chế này quy định việc quản lý.\n\nChương II\n\nQUẢN LÝ\n\nMục 1\n\nVẬN HÀNH\n\n"
        "Điều 2. Nguyên tắc\n\n1. Dữ liệu dùng chung:\n\na) Thu thập một lần."
    )
    rows, _ = outline(body)
    assert [path for path, _, _ in rows] == [
        "chp_I",
        "chp_I.art_1",
        "chp_I.art_1.1",
        "chp_II",
        "chp_II.sec_1",
        "chp_II.sec_1.art_2",
        "chp_II.sec_1.art_2.1",
        "chp_II.sec_1.art_2.1.a",
    ]
    assert rows[0][2] == "QUY ĐỊNH CHUNG"


def test_dotted_labels_give_their_last_number():
    assert paths(
        "II. NỘI DUNG\n\n1. Nhiệm vụ\n\n1.1. Xây dựng hạ tầng.\n\n1.2. Đào tạo.\n\n2. Giải pháp\n\n- Một."
    ) == [
        "II",
        "II.1",
        "II.1.1",
        "II.1.2",
        "II.2",
        "II.2.-1",
    ]


def test_repeats_and_gaps_are_kept_and_flagged():
    body = "I. NỘI DUNG\n\n1. Một việc phải làm.\n\n2. Hai việc phải làm.\n\n2. Lại hai việc.\n\n4. Bốn việc phải làm."
    rows, doc = outline(body)
    assert [path for path, _, _ in rows] == ["I", "I.1", "I.2", "I.2~2", "I.4"]
    assert [flag.code for flag in doc.flags] == ["duplicate_label", "numbering_gap"]


def test_capitals_count_with_an_f():
    body = "\n\n".join(f"{label}. MỤC {label}\n\nMột việc phải làm." for label in "ABCDEFG")
    rows, doc = outline(body)
    assert [path for path, _, _ in rows if "." not in path] == list("ABCDEFG")
    assert not doc.flags


def test_markdown_wraps_labels_in_list_marks():
    assert paths("V. TỔ CHỨC\n\n2. Sở Nội vụ\n\n- a) Theo dõi.\n- b) Chủ trì.")[2:] == ["V.2.a", "V.2.b"]


@pytest.mark.parametrize("labels", [("I", "IL", "lII", "1V"), ("I", "Il", "III", "IV")])
def test_roman_labels_through_noise(labels):
    body = "\n\n".join(f"{label}. NỘI DUNG THỨ {n}\n\n- Việc." for n, label in zip("ABCD", labels, strict=True))
    assert [path for path in paths(body) if "." not in path] == ["I", "II", "III", "IV"]


@pytest.mark.parametrize("lost", ["II. TỔ CHỨC THỰC HIỆN", "HI. TỔ CHỨC THỰC HIỆN", "II TỔ CHỨC THỰC HIỆN"])
def test_on_a_scan_strokes_merge(lost):
    body = f"I. MỤC ĐÍCH\n\n1. Một.\n\nII. NỘI DUNG\n\n1. Một.\n\n{lost}\n\n1. Một."
    assert paths(body, text_source="ocr") == ["I", "I.1", "II", "II.1", "III", "III.1"]


@pytest.mark.parametrize("labels", [("IL.", "Il.", "Ill.", "IV.", "Vv."), ("II.", "II.", "III.", "IV.", "V.")])
def test_on_a_scan_a_stop_reads_as_a_stroke(labels):
    body = "\n\n".join(f"{label} NỘI DUNG THỨ {n}\n\n1. Một." for n, label in zip("ABCDE", labels, strict=True))
    assert [path for path in paths(body, text_source="ocr") if "." not in path] == ["I", "II", "III", "IV", "V"]


@pytest.mark.parametrize("second", ["Chương H", "Chương 0", "Chương Il", "Chương I1"])
def test_on_a_scan_chapters_count_too(second):
    body = f"Chương I\nQUY ĐỊNH CHUNG\n\nĐiều 1. Một\n\n{second}\nQUY ĐỊNH CỤ THỂ\n\nĐiều 2. Hai\n\nChương III\nBA"
    found = [path for path in paths(body, text_source="ocr") if "." not in path]
    assert found == ["chp_I", "chp_II", "chp_III"]


def test_on_a_scan_other_signs_stand_behind_a_label_and_in_it():
    body = "1. Một\n\nd) Bốn.\n\n4) Năm.\n\ne) Sáu.\n\n2, Phối hợp kiểm tra\n\n3. Ba"
    assert paths(body, text_source="ocr") == ["1", "1.d", "1.đ", "1.e", "2", "3"]


def test_elsewhere_a_repeated_numeral_stays():
    assert paths("I. MỤC ĐÍCH\n\nII. NỘI DUNG\n\nII. TỔ CHỨC THỰC HIỆN") == ["I", "II", "II~2"]


def test_a_decision_and_the_plan_that_it_promulgates():
    doc = structured(
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA\n\nCăn cứ Luật Đầu tư;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.\n\nĐiều 2. Quyết định có hiệu lực.\n\nNơi nhận:\n- Như Điều 2;\n\nKT. CHỦ TỊCH\n"
        "PHÓ CHỦ TỊCH\n\nNguyễn Thành Công\n\nKẾ HOẠCH\nXuất khẩu năm 2026\n(Ban hành kèm theo Quyết định số 1/QĐ-UBND)\n\nI. MỤC TIÊU\n\n"
        "1. Tăng trưởng 10%.\n\nII. GIẢI PHÁP\n\n1. Mở rộng thị trường."
    )
    assert [section.path for section in doc.sections] == ["0.p1", "art_1", "art_2", "I", "I.1", "II", "II.1"]


@pytest.mark.parametrize(
    "line",
    ["2030 theo Nghị quyết của Chính phủ.", "15/7/2021 của Chính phủ.", "0251.1022 để tiếp nhận."],
)
def test_a_number_at_line_start_is_no_label(line):
    assert paths(f"I. NỘI DUNG\n\n1. Một việc.\n\n{line}")[2:] == ["I.1.p1"]


SHAPES = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), min_size=1, max_size=5)


def printed(shape, read=str):
    """The lines of shape[i][j] points under heading j of Roman heading i, each label as it is read, and their paths."""
    lines, expected = [], []
    for i, headings in enumerate(shape, start=1):
        lines.append(f"{read(to_roman(i))}. NỘI DUNG CHÍNH")
        expected.append(to_roman(i))
        for j, points in enumerate(headings, start=1):
            lines.append(f"{read(str(j))}. Công việc phải thực hiện")
            expected.append(f"{to_roman(i)}.{j}")
            for k in range(points):
                lines.append(f"{read(ALPHABET[k])}) Thực hiện việc này.")
                expected.append(f"{to_roman(i)}.{j}.{ALPHABET[k]}")
    return lines, expected


@given(SHAPES)
def test_any_regular_outline_comes_back(shape):
    lines, expected = printed(shape)
    assert paths("\n\n".join(lines)) == expected


LABELS = st.lists(st.tuples(st.integers(1, 12), st.lists(st.integers(0, len(ALPHABET) - 1), max_size=6)), max_size=8)


@given(LABELS)
def test_gaps_repeats_and_wrong_order_are_kept_as_written(numbers):
    """Points of any numbers and letters: nothing is put right, nothing invented, and each doubt is a flag."""
    lines, expected, doubts = ["I. NỘI DUNG"], ["I"], 0
    seen: Counter[str] = Counter()
    for place, (number, letters) in enumerate(numbers):
        lines.append(f"{number}. Công việc phải thực hiện")
        seen[path := f"I.{number}"] += 1
        expected.append(here := path if seen[path] == 1 else f"{path}~{seen[path]}")
        doubts += number != (numbers[place - 1][0] if place else 0) + 1 or seen[path] > 1
        inside: Counter[int] = Counter()
        for at, letter in enumerate(letters):
            lines.append(f"{ALPHABET[letter]}) Thực hiện việc này.")
            inside[letter] += 1
            path = f"{here}.{ALPHABET[letter]}"
            expected.append(path if inside[letter] == 1 else f"{path}~{inside[letter]}")
            doubts += letter != (letters[at - 1] if at else -1) + 1 or inside[letter] > 1
    found, doc = outline("\n\n".join(lines))
    assert [path for path, _, _ in found] == expected
    assert [flag.code in ("numbering_gap", "duplicate_label") for flag in doc.flags] == [True] * doubts


MISREAD = {
    "I": ("l", "1", "|"), "II": ("H", "Il", "lI", "1I", "IL"), "III": ("HI", "IlI", "lII", "II"), "IV": ("lV", "1V"),
    "V": ("v",), "1": ("l", "I"), "2": ("Z",), "đ": ("d",), "d": ("đ",), "e": ("c",), "c": ("e",), "b": ("h",), "g": ("q", "9"),
}  # fmt: skip


@given(SHAPES, st.randoms(use_true_random=False))
def test_an_outline_comes_back_from_misread_labels(shape, random):
    """On a scan; no two labels in a row are misread, which would leave nothing to decide by."""
    spared = True

    def read(label):
        nonlocal spared
        spared = not spared or label not in MISREAD or random.random() > 0.4
        return label if spared else random.choice(MISREAD[label])

    lines, expected = printed(shape, read)
    lines += ["", "Một đoạn văn đứng cuối, để trang đủ dài."]
    assert paths("\n\n".join(lines), text_source="ocr")[:-1] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("I/ MỤC ĐÍCH\n\n1/ Mục đích\n\na/ Nâng cao.\n\nb/ Hai.\n\nII/ NHIỆM VỤ", ["I", "I.1", "I.1.a", "I.1.b", "II"]),
        (
            "I- MỤC ĐÍCH\n\n1- Mục đích\n\n- Nâng cao.\n\n1.1- Cấp ủy\n\nII – TỔ CHỨC",
            ["I", "I.1", "I.1.-1", "I.1.1", "II"],
        ),
        ("I. MỘT\n\n1. Hai đợt\n\n30.4 và 01.5 hằng năm.\n\n1.5 tỷ đồng.", ["I", "I.1", "I.1.p1", "I.1.p2"]),
        ("I. MỘT\n\nl. Cải cách\n\na) Một.\n\n2. Rà soát\n\nII TỔ CHỨC THỰC HIỆN", ["I", "I.1", "I.1.a", "I.2", "II"]),
        ("I. MỘT\n\n* Rà soát văn bản;\n\n* Công khai.", ["I", "I.-1", "I.-2"]),
    ],
)
def test_labels_as_clerks_write_them(body, expected):
    assert paths(body) == expected
