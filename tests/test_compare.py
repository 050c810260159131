"""Plans beside one another: copies are found though names and numbers changed, and acts are told apart."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.compare import acts, best_matches, channels, label_documents, similar_plans, sources
from pipeline.flow import extract
from pipeline.store.citations import link_citations
from pipeline.store.rows import rows_of
from pipeline.store.schema import TABLES

ORIGINAL = """ỦY BAN NHÂN DÂN
TỈNH ĐỒNG NAI

Số: 21/KH-UBND

Đồng Nai, ngày 15 tháng 01 năm 2024

KẾ HOẠCH
Tuyên truyền cải cách hành chính tỉnh Đồng Nai năm 2024

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;

I. MỤC ĐÍCH

1. Nâng cao nhận thức của cán bộ, công chức, viên chức và người dân tỉnh Đồng Nai về công tác cải cách hành chính.

2. Công tác tuyên truyền phải được thực hiện thường xuyên, kịp thời, phong phú về nội dung và hình thức thể hiện.

II. NHIỆM VỤ

1. Đăng tải ít nhất 12 tin bài trên Báo Đồng Nai, Đài Phát thanh - Truyền hình và Cổng thông tin điện tử tỉnh.

2. Tổ chức 02 hội nghị tập huấn cho đội ngũ công chức làm công tác cải cách hành chính các cấp trên địa bàn tỉnh.
"""
COPY = (
    ORIGINAL.replace("TỈNH ĐỒNG NAI", "HUYỆN XUÂN LỘC").replace("Đồng Nai, ngày 15 tháng 01", "Xuân Lộc, ngày 20 tháng 02")
    .replace("21/KH", "61/KH").replace("tỉnh Đồng Nai", "huyện Xuân Lộc").replace("ít nhất 12", "ít nhất 06")
    .replace("Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;",
             "Căn cứ Kế hoạch số 21/KH-UBND ngày 15/01/2024 của Ủy ban nhân dân tỉnh Đồng Nai;")
    + "\n3. Lắp đặt pa nô, băng rôn, khẩu hiệu tại các trục đường chính của thị trấn Gia Ray và các xã miền núi.\n"
)  # fmt: skip
OTHER = """ỦY BAN NHÂN DÂN
TỈNH TÂY NINH

Số: 21/KH-UBND

Tây Ninh, ngày 10 tháng 01 năm 2024

KẾ HOẠCH
Phòng cháy, chữa cháy rừng năm 2024

Căn cứ Nghị quyết số 76/NQ-CP của Chính phủ;

I. NHIỆM VỤ

1. Kiểm lâm tuần tra rừng phòng hộ Dầu Tiếng vào mùa khô, trực ban tại các chòi canh lửa hai mươi bốn giờ mỗi ngày.
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("compare")
    rows = {name: [] for name in TABLES}
    for name, text in (("copy", COPY), ("original", ORIGINAL), ("other", OTHER)):
        (folder / f"{name}.md").write_text(text, "utf-8")
        for table, found in rows_of(extract(folder / f"{name}.md", f"{name}.md")).items():
            rows[table] += found
    link_citations(rows)
    return {name: pd.DataFrame(rows[name], columns=schema.arrow.names) for name, schema in TABLES.items()}


def test_a_copy_is_found_though_names_and_numbers_changed(tables):
    pairs = similar_plans(tables["documents"], tables["sections"])
    names = label_documents(tables["documents"])
    [found] = sources(pairs).to_dict("records")
    assert names[found["later"]] == "huyện Xuân Lộc 61/KH-UBND"
    assert names[found["earlier"]] == "Đồng Nai 21/KH-UBND"
    assert 0.6 < found["share"] < 1.0
    assert names["".join(set(names.index) - {found["later"], found["earlier"]})] == "Tây Ninh 21/KH-UBND"


def test_what_one_plan_has_alone_has_a_small_share(tables):
    matches = best_matches(tables["documents"], tables["sections"]).set_index("text")
    assert matches.filter(like="pa nô", axis=0).share.iloc[0] < 0.2
    assert matches.filter(like="Kiểm lâm", axis=0).share.iloc[0] == 0.0
    assert pd.isna(matches.filter(like="Kiểm lâm", axis=0).other_text.iloc[0])
    copied = matches.filter(like="phải được thực hiện", axis=0)
    assert list(copied.share) == [1.0, 1.0]


def test_channels_are_those_that_the_text_names(tables):
    found = channels(tables["sections"])
    of_copy = set(found[found.text.str.contains("pa nô")].channel)
    assert of_copy == {"trực quan: pa nô, băng rôn, tờ rơi"}
    assert set(found[found.text.str.contains("12 tin bài")].channel) == {
        "báo, tạp chí", "phát thanh, truyền hình", "cổng, trang thông tin điện tử",
    }  # fmt: skip
    assert channels(pd.DataFrame({"document_id": ["a"], "text": ["Báo cáo cảnh báo đảm bảo dự báo"]})).empty


def test_an_act_is_told_by_code_issuer_and_year(tables):
    known, citations = acts(tables["documents"], tables["legal_refs"])
    named = known.set_index("act")
    assert named.held.sum() == 3
    resolution = named[named.name == "76/NQ-CP"]
    assert len(resolution) == 1  # the short citation is the same act as the full one
    assert (resolution.level.iloc[0], resolution.year.iloc[0]) == ("central", 2021)
    assert (citations.act == resolution.index[0]).sum() == 2
    ids = {row.source_path: row.document_id for row in tables["documents"].itertuples()}
    link = citations[citations.document_id == ids["copy.md"]]
    assert list(link.act) == [ids["original.md"]]  # not the plan of Tây Ninh with the same number
    assert link.basis.all()


def test_nothing_to_compare(tables):
    none = {name: frame.head(0) for name, frame in tables.items()}
    assert similar_plans(none["documents"], none["sections"]).empty
    assert sources(similar_plans(none["documents"], none["sections"])).empty
    assert best_matches(none["documents"], none["sections"]).empty
    assert [len(frame) for frame in acts(none["documents"], none["legal_refs"])] == [0, 0]
    assert label_documents(none["documents"]).empty


def test_a_document_without_a_number_has_a_name(tables):
    lost = tables["documents"].assign(code=None, issued_date=[date(2024, 1, 1), None, None])
    assert label_documents(lost).iloc[2] == "Tây Ninh Kế hoạch Phòng cháy, chữa cháy …"
