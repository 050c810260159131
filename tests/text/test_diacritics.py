"""The restorer, with the model that ships: what it mends, and what it must leave alone."""

import hashlib
import re

import pytest

from pipeline.document import Cell, Document, Grid, Line, Page, Word
from pipeline.errors import MissingModel
from pipeline.text.diacritics import is_destroyed, restore_diacritics, restore_text
from pipeline.text.restorer import DIGESTS, FOLDER, load_restorer, read_file
from tests.quality import RESTORED as FLOORS
from tests.quality import restoration_figures

RESTORED = [
    # read by English OCR, true
    ("K& hoach duoc trién khai, t6 chirc thuc hién", "Kế hoạch được triển khai, tổ chức thực hiện"),
    ("tai tit ca cic co quan, don vi trén dia ban tinh", "tại tất cả các cơ quan, đơn vị trên địa bàn tỉnh"),
    ("ban hanh cdc van ban chi dao", "ban hành các văn bản chỉ đạo"),  # a wrong letter is evidence: cdc
    ("néng cao mirc d6 hai long cua ngudi dan", "nâng cao mức độ hài lòng của người dân"),
    ("chinh quyén di¢n tir", "chính quyền điện tử"),
    ("dich vu cong tryc tuyén", "dịch vụ công trực tuyến"),
    ("cac trang thong tin dién tir cua S& N6i vu", "các trang thông tin điện tử của Sở Nội vụ"),
    ("chu truong cua Pang, phap luat cua Nha nuéc", "chủ trương của Đảng, pháp luật của Nhà nước"),  # Đ read as P
    ("UY BAN NHAN DAN TINH DONG NAI", "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI"),
    ("CONG HOA XA HOI CHU NGHIA VIET NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Doc lap - Ty do - Hanh phuc", "Độc lập - Tự do - Hạnh phúc"),
    (  # two columns of the letterhead in one line
        "CONG HOA XA HOI CHU NGHIA VIET NAM Déc lap - Tu do - Hanh phic",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    ),
    ("giai quyét thu tuc hanh chinh (TTHC) tai UBND cap xa", "giải quyết thủ tục hành chính (TTHC) tại UBND cấp xã"),
    (
        "Quyét dinh sé 3183/QD-UBND ngay 09/9/2021 cta UBND tinh",
        "Quyết định số 3183/QĐ-UBND ngày 09/9/2021 của UBND tỉnh",
    ),
    ("Ké hoach 56 300/KH-UBND ngay 28/12/2023", "Kế hoạch số 300/KH-UBND ngày 28/12/2023"),
    ("Nghi dinh s6 30/2020/ND-CP cua Chinh phu", "Nghị định số 30/2020/NĐ-CP của Chính phủ"),
    ("Nghi quyét cia HDND tinh", "Nghị quyết của HĐND tỉnh"),
    ("IL. NOI DUNG VA HINH THUC TUYEN TRUYEN", "II. NỘI DUNG VÀ HÌNH THỨC TUYÊN TRUYỀN"),
    ("111. TO CHUC THUC HIEN", "III. TỔ CHỨC THỰC HIỆN"),
    ("trén mang x4 hoi nhu Zalo, Facebook", "trên mạng xã hội như Zalo, Facebook"),
    ("nam 2O24", "năm 2024"),  # a letter inside a number
    ("bao cdo dinh ky quy 111, hang nam", "báo cáo định kỳ quý III, hằng năm"),
    ("d) Ho so dé nghi;\nd) Van ban khac", "d) Hồ sơ đề nghị;\nđ) Văn bản khác"),
    ("UBND HUYEN DUC TRONG, tinh Lam Dong", "UBND HUYỆN ĐỨC TRỌNG, tỉnh Lâm Đồng"),  # names of places are known
    ("Dic Trong, ngay 12 thang 4 nim 2023", "Đức Trọng, ngày 12 tháng 4 năm 2023"),
    ("3. S6 Thong tin va Truyén thong", "3. Sở Thông tin và Truyền thông"),
    ("So: 15/KH-UBND", "Số: 15/KH-UBND"),
    ("Trên địa bàn tỉnh", "Trên địa bàn tỉnh"),
]


@pytest.mark.parametrize(("read", "true"), RESTORED)
def test_restore_text(read, true):
    assert restore_text(read) == true


NUMBERS = [
    "Ké hoach s6 300/KH-UBND ngay 28/12/2023 cua Chu tich UBND tinh",
    "Lién hé qua so dién thoai 0251.1022 hodc 1022",
    "giai doan 2021-2030, ty 1é 95,5% tro 1én, kinh phi 1.500.000 dong",
    "Diéu 28a, khoan 2 Diéu 3 Luat s6 77/2015/QH13",
    "tir 7h30 dén 11h30, ngay |§ thang 01 nam 2024",
    "10 xa, 6 phudng, 14 don vi; 50% h6 so; 16 chi tiéu",
]


@pytest.mark.parametrize("read", NUMBERS)
def test_numbers_never_change(read):
    numbers = re.compile(r"(?<![^\W\d])\d[\d.,/-]*\d|\b\d\b(?![^\W\d])")
    assert numbers.findall(restore_text(read)) == numbers.findall(read)


def test_restoring_twice_changes_nothing():
    once = restore_text("\n".join(read for read, _ in RESTORED))
    assert restore_text(once) == once


CLEAN = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; tuỳ tình hình, uỷ quyền cho Sở Nội vụ",
    "The Committee shall report to the Council on the results of the inspection and may not disclose the data",
    "STT 1 2 3 4 5 6 7 8 9 10 11 12\n2021 2022 2023 2024\n1.500.000 2.300.000 45,7% 0251.1022",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_left_alone(text):
    assert not is_destroyed(text)
    assert restore_text(text) == text


def test_a_false_space_is_closed():
    tokens = load_restorer().restore([["Tr", "ang", "thong", "tin", "dién", "tir"]])[0]
    assert [(token.text, token.start, token.end, token.raw) for token in tokens[:2]] == [
        ("Trang", 0, 2, "Tr ang"),
        ("thông", 2, 3, "thong"),
    ]


def test_a_lost_space_is_put_back():
    tokens = load_restorer().restore([["Ké", "hoach", "cai", "céchhanh", "chinh", "nam", "2024"]])[0]
    assert [token.text for token in tokens][2:5] == ["cải", "cách", "hành"]
    assert [token.raw for token in tokens][3:5] == ["céch", "hanh"]


def test_confidence_is_a_share():
    tokens = load_restorer().restore([["Uy", "ban", "nhén", "dan", "tinh", "ban", "hanh", "2024"]])[0]
    assert all(0 < token.confidence <= 1 for token in tokens)
    assert tokens[-1].confidence == 1


PARAGRAPH = """Thuc hién Ké hoach s6 300/KH-UBND ngay 28/12/2023 ciua Chu tich UBND tinh
vé cai cach hanh chinh tinh Déng Nai ndm 2024 Chu tich UBND tinh ban hanh Ké hoach
thdng tin tuyén truyén v& céi cach hanh chinh trén Tr ang thong tin dién tir nhu sau""".splitlines()


def place_line(text: str, y: float) -> Line:
    """A line whose words stand ten points apart."""
    return Line(tuple(Word(word, (10.0 * x, y, 10.0 * x + 8, y + 10), 0.8) for x, word in enumerate(text.split())))


def document(*pages: tuple[Line | Grid, ...]) -> Document:
    """A document of the given pages."""
    numbered = tuple(Page(number, items, "ocr") for number, items in enumerate(pages, 1))
    return Document("0" * 16, "0" * 64, "plan.pdf", "application/pdf", pages=numbered)


def test_stage_restores_words_and_keeps_what_was_read():
    cell = Cell((place_line("Don vi chu tri", 90),))
    grid = Grid(((cell, None),))
    lines = [place_line(line, 20.0 * number) for number, line in enumerate(PARAGRAPH)]
    doc = restore_diacritics(document((*lines, grid)))
    first, _, third, table = doc.pages[0].items
    assert isinstance(first, Line)
    assert isinstance(third, Line)
    assert isinstance(table, Grid)
    assert first.text.startswith("Thực hiện Kế hoạch số 300/KH-UBND ngày 28/12/2023 của Chủ tịch")
    assert first.raw == PARAGRAPH[0]
    assert first.words[5] is lines[0].words[5]  # the code was right as read
    joined = next(word for word in third.words if word.text == "Trang")
    assert joined.raw == "Tr ang"
    assert joined.box == (100.0, 40.0, 118.0, 50.0)
    restored_cell = table.rows[0][0]
    assert restored_cell
    assert restored_cell.lines[0].text == "Đơn vị chủ trì"
    assert doc.restored
    assert [(flag.code, flag.severity, flag.page) for flag in doc.flags] == [("text_restored", "info", 1)]


def test_stage_judges_page_by_page():
    destroyed = tuple(place_line(line, 20.0 * number) for number, line in enumerate(PARAGRAPH))
    clean = tuple(place_line(restore_text(line), 20.0 * number) for number, line in enumerate(PARAGRAPH))
    short = (place_line("Noi nhan:", 0),)  # too short to judge alone: judged with its file
    doc = restore_diacritics(document(destroyed, clean, short))
    assert [flag.page for flag in doc.flags] == [1, 3]
    assert doc.pages[1].items == clean
    label = doc.pages[2].items[0]
    assert isinstance(label, Line)
    assert label.text == "Nơi nhận:"


def test_stage_leaves_a_clean_document_alone():
    doc = document((place_line(CLEAN[0], 0),), (place_line("1 2 3", 0),))
    assert restore_diacritics(doc) == doc


POOR = [
    # read by the Vietnamese engine on a poor scan, true
    ("Căn cứ Luật Tố chức chính quyền địa phương", "Căn cứ Luật Tổ chức chính quyền địa phương"),
    ("các cơ quan chuyên môn thuộc Úy ban nhân đân tỉnh", "các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh"),
    ("chịu trách nhiệm triến khai thực biện Kế hoạch này", "chịu trách nhiệm triển khai thực hiện Kế hoạch này"),
    ("nâng cao chí số cải cách hành chính năm 2024", "nâng cao chỉ số cải cách hành chính năm 2024"),
    ("kiếm tra, báo cáo trước ngày 15/12/2024", "kiểm tra, báo cáo trước ngày 15/12/2024"),
    ("Quyết định số 300/QĐ-UBND của Chú tịch", "Quyết định số 300/QĐ-UBND của Chủ tịch"),
]


def test_a_poor_scan_is_mended_as_a_whole():
    read, true = (("\n".join(column)) for column in zip(*POOR, strict=True))
    assert restore_text(read) == true


def test_one_doubtful_word_does_not_make_a_poor_scan():
    text = "\n".join(true for _, true in POOR).replace("báo cáo", "bão cáo")
    assert restore_text(text) == text


def test_names_that_nobody_knows_are_left_alone():
    text = "Bà Hoằng Thị Nẫm, thôn Đùng, xã Lăng Xuân; ông Điểu Ma Rôn, bon Bu Brâng; thuê bao 0913.225.117"
    assert restore_text(text) == text


def test_a_destroyed_part_of_a_sound_text_is_restored():
    sound = "\n".join(true for _, true in POOR)
    read = "Thuc hién Ké hoach s6 300/KH-UBND ngay 28/12/2023 cia Chu tich UBND tinh\nvé cai cach hanh chinh nha nuéc"
    assert restore_text(f"{sound}\n{read}\n{sound}").splitlines()[6:8] == [
        "Thực hiện Kế hoạch số 300/KH-UBND ngày 28/12/2023 của Chủ tịch UBND tỉnh",
        "về cải cách hành chính nhà nước",
    ]


def test_on_a_good_scan_only_doubted_words_change():
    words = "Căn cứ Luật Tố chức chính quyền địa phương và Luật Tố chức Chính phủ".split()
    line = Line(tuple(Word(word, None, 0.6 if place == 3 else 0.96) for place, word in enumerate(words)))
    doc = restore_diacritics(document((line,)))
    assert doc.pages[0].lines[0].text == "Căn cứ Luật Tổ chức chính quyền địa phương và Luật Tố chức Chính phủ"
    assert doc.pages[0].lines[0].words[3].raw == "Tố"


def test_lines_that_stay_doubtful_are_flagged():
    noise = place_line("BVO TEEXNER COOYEL DOLVOTCUOCG EUAN TEEANEE VEIEG KIEME", 200)
    lines = [place_line(line, 20.0 * number) for number, line in enumerate(PARAGRAPH)]
    doc = restore_diacritics(document((*lines, noise)))
    assert [(flag.code, flag.raw) for flag in doc.flags if flag.severity == "warning"] == [
        ("restoration_uncertain", noise.text)
    ]


def test_quality_stays_above_the_floors():
    got = restoration_figures()
    assert got.keys() == FLOORS.keys()
    assert not {name: (restored, FLOORS[name]) for name, (_, restored) in got.items() if restored < FLOORS[name]}


def test_model_is_the_one_described():
    rows = dict(row.split()[::-1] for row in DIGESTS.read_text(encoding="utf-8").splitlines())
    for name, digest in rows.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest
        assert digest in (FOLDER / "CARD.md").read_text(encoding="utf-8")
    assert sum((FOLDER / name).stat().st_size for name in rows) < 30e6


def test_a_missing_or_changed_model_is_named(tmp_path):
    with pytest.raises(MissingModel, match=r"model\.npz is missing"):
        read_file(tmp_path / "model.npz", DIGESTS)
    (tmp_path / "model.npz").write_bytes(b"not the model")
    with pytest.raises(MissingModel, match="not the file"):
        read_file(tmp_path / "model.npz", DIGESTS)
