"""The gazetteer beside the address table that underthesea ships."""

import json
from pathlib import Path

import pytest
import underthesea

from pipeline.places import districts, province_named, provinces

MAPPING = Path(underthesea.__file__).parent / "address" / "data" / "mapping.json"


def test_provinces_agree_with_underthesea():
    theirs = json.loads(MAPPING.read_text("utf-8"))
    for key, old in theirs["old_province_names"].items():
        ours = province_named(old["short"])
        assert ours is not None
        later = theirs["province_names"][theirs["province_mapping"][key]]
        assert (ours.code, ours.since_2025) == (old["code"], later["short"])


def test_counts():
    assert len({province.code for province in provinces()}) == 63
    assert len({province.since_2025 for province in provinces()}) == 34
    assert len(districts()) == 696


@pytest.mark.parametrize(
    ("name", "slug"),
    [("TỈNH ĐỒNG NAI", "dong-nai"), ("Tp. Hồ Chí Minh", "ho-chi-minh"), ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau")],
)
def test_slug(name, slug):
    province = province_named(name)
    assert province is not None
    assert province.slug == slug


def test_not_a_province():
    assert province_named("Xuân Lộc") is None
