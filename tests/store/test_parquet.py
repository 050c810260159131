"""Checked, published at one instant, the same bytes twice."""

from copy import deepcopy

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.store.datapackage import datapackage
from pipeline.store.parquet import SchemaViolation, publish
from pipeline.store.rows import rows_of
from pipeline.store.schema import TABLES
from tests.papers import structured


@pytest.fixture
def rows():
    doc = structured(
        "Số: 61/KH-UBND\n\nXuân Lộc, ngày 22 tháng 02 năm 2024\n\nKẾ HOẠCH\nTuyên truyền năm 2024\n\nI. MỤC TIÊU\n\n1. Một việc."
    )
    found = rows_of(doc)
    document = found["documents"][0]
    found["inputs"] = [
        {
            "source_path": "a.txt",
            "source_sha256": document["source_sha256"],
            "document_id": document["document_id"],
            "province": document["province"],
            "status": "ok",
            "error_type": None,
            "error": None,
        }
    ]
    return found


def contents(out):
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted((out / ".current").rglob("*"))
        if path.is_file()
    }


def test_every_table_exists_with_its_schema(rows, tmp_path):
    publish(rows, tmp_path, {"diacritics/model.npz": "0" * 64})
    for name, schema in TABLES.items():
        table = pq.read_table(tmp_path / name / "part-0.parquet")
        assert table.schema.equals(schema.arrow), name
    stamp = pq.read_schema(tmp_path / "quotas" / "part-0.parquet").metadata[b"vnplan"].decode()
    assert '"primary_key": ["document_id", "char_start", "char_end"]' in stamp
    assert '"diacritics/model.npz"' in stamp
    assert (tmp_path / "datapackage.json").read_text("utf-8") == datapackage()


def test_pandas_opens_a_table_by_its_folder(rows, tmp_path):
    publish(rows, tmp_path, {})
    assert list(pd.read_parquet(tmp_path / "sections").path) == ["I", "I.1"]


def test_a_second_run_writes_the_same_bytes(rows, tmp_path):
    publish(deepcopy(rows), tmp_path / "a", {})
    publish(rows, tmp_path / "b", {})
    assert {k.split("/", 1)[1]: v for k, v in contents(tmp_path / "a").items()} == {
        k.split("/", 1)[1]: v for k, v in contents(tmp_path / "b").items()
    }


BROKEN = [
    lambda rows: rows["sections"][0].pop("path"),
    lambda rows: rows["sections"][0].update(colour="red"),
    lambda rows: rows["sections"][0].update(path=None),
    lambda rows: rows["sections"].append(dict(rows["sections"][0])),
]


@pytest.mark.parametrize("spoil", BROKEN)
def test_rows_that_do_not_fit_are_never_published(rows, tmp_path, spoil):
    publish(deepcopy(rows), tmp_path, {})
    before = contents(tmp_path)
    spoil(rows)
    with pytest.raises(SchemaViolation):
        publish(rows, tmp_path, {})
    assert contents(tmp_path) == before


def test_a_crash_before_the_turn_leaves_the_old_dataset(rows, tmp_path, monkeypatch):
    publish(deepcopy(rows), tmp_path, {})
    before = contents(tmp_path)
    rows["sections"][0]["text"] = "KHÁC"
    monkeypatch.setattr("pipeline.store.parquet._turn", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        publish(rows, tmp_path, {})
    assert contents(tmp_path) == before


def test_a_reader_in_the_old_version_is_not_cut_off(rows, tmp_path):
    publish(deepcopy(rows), tmp_path, {})
    old = (tmp_path / "sections").resolve()
    rows["sections"][0]["text"] = "KHÁC"
    publish(rows, tmp_path, {})
    assert pd.read_parquet(old).text[0] == "MỤC TIÊU"
    assert pd.read_parquet(tmp_path / "sections").text[0] == "KHÁC"


def test_parts_split_when_one_is_full(rows, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.store.parquet.PART_BYTES", 1)
    monkeypatch.setattr("pipeline.store.parquet.GROUP_ROWS", dict.fromkeys(TABLES, 1))
    publish(rows, tmp_path, {})
    assert sorted(path.name for path in (tmp_path / "sections").iterdir()) == ["part-0.parquet", "part-1.parquet"]
    assert list(pd.read_parquet(tmp_path / "sections").path) == ["I", "I.1"]
