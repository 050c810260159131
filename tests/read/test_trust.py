import pytest

from pipeline.read.trust import broken_share, is_syllable, mark_share, syllable_share

TEXT = """Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân tỉnh ban hành Kế hoạch tuyên truyền cải cách hành
chính nhằm nâng cao nhận thức, trách nhiệm của cán bộ, công chức, viên chức và người dân trên địa bàn
(quý, khuya, nguệch)."""
ENGLISH_OCR = "Thuc hién Ké hoach s6 ngay ciua Chu tich tinh vé cai cach hanh chinh nhu sau Ting cudng phdi hop chttc"


def test_shares_part_vietnamese_from_english_ocr():
    assert syllable_share(TEXT.split()) == 1.0
    assert mark_share(TEXT) > 0.2
    assert syllable_share(ENGLISH_OCR.split()) < 0.8 or mark_share(ENGLISH_OCR) < 0.15


@pytest.mark.parametrize("token", ["quốc", "giếng", "gì", "khuỷu", "nghiêng", "Đắc", "thuở", "xoong"])
def test_syllables(token):
    assert is_syllable(token)


@pytest.mark.parametrize("token", ["cdc", "loai3", "hién", "tất́", "chirc", "viẹt2"])
def test_not_syllables(token):
    assert not is_syllable(token)


def test_broken_characters():
    assert broken_share("ab\ufffd\ue000") == 0.5
