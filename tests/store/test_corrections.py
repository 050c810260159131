"""Corrections: what a person set right stays right, and what no longer fits is told."""

import copy
import csv
import dataclasses
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

import pipeline.store.schema as schema
from pipeline.__main__ import main
from pipeline.document import Flag
from pipeline.flow import extract
from pipeline.store import assemble, kept
from pipeline.store.citations import link_citations
from pipeline.store.corrections import (
    COLUMNS,
    BadCorrections,
    Correction,
    correct,
    keys_of,
    read_corrections,
    settle,
)
from pipeline.store.parquet import check
from pipeline.store.rows import add_flag, rows_of
from pipeline.store.schema import TABLES, column
from pipeline.store.values import open_columns

PLAN = """ỦY BAN NHÂN DÂN
TỈNH TÂY NINH

Số: 25/KH-UBND

Tây Ninh, ngày 15 tháng 01 năm 2024

KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2024

Căn cứ Quyết định số 12/QĐ-UBND ngày 02/01/2024 của Ủy ban nhân dân tỉnh;

I. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ

- Phối hợp với Sở Tài chính tổ chức ít nhất 02 hội nghị trước ngày 30/6/2024; Sở Tài chính bố trí kinh phí.

2. Sở Y tế

- Đăng tin theo Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ.

| STT | Nội dung | Cơ quan |
|---|---|---|
| 1 | Mở chuyên mục | Sở Nội vụ |
"""
CITING = (
    PLAN.replace("Số: 25", "Số: 31").replace("Quyết định số 749/QĐ-TTg ngày 03/6/2020", "Kế hoạch số 26/KH-UBND ngày 15/01/2024")
    .replace("Thủ tướng Chính phủ", "Ủy ban nhân dân tỉnh Tây Ninh").replace("TÂY NINH\n", "ĐỒNG NAI\n").replace("Tây Ninh,", "Đồng Nai,")
)  # fmt: skip
OTHER = PLAN.replace("Số: 25", "Số: 31").replace("TÂY NINH", "ĐỒNG NAI").replace("Tây Ninh", "Đồng Nai")


@pytest.fixture
def run(tmp_path, capsys):
    """A function that writes corrections and plans, runs the pipeline and gives its tables."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.md").write_text(PLAN, "utf-8")

    def publish(lines=(), out="data"):
        path = tmp_path / "corrections.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(lines)
        arguments = ["extract", str(tmp_path / "raw"), "--out", str(tmp_path / out), "--no-cache"]
        code = main([*arguments, "--workers", "1", "--corrections", str(path)])
        assert code == 0, capsys.readouterr().out
        return {name: pd.read_parquet(tmp_path / out / name) for name in TABLES}

    publish.raw = tmp_path / "raw"
    return publish


def line(document_id, table, key, name, value):
    return (document_id, table, key, name, value, "Lan", "2026-11-21", "as on the paper")


def only(frame, **where):
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, frame
    return frame.iloc[0]


def lines_for(document_id):
    """Corrections of several tables and types."""
    return [
        line(document_id, "documents", "", "signer", "Nguyễn Văn A"),
        line(document_id, "documents", "", "issued_date", "16/01/2024"),
        line(document_id, "documents", "", "code", "52/KH-UBND"),
        line(document_id, "dates", "I.1.-1: trước ngày 30/6/2024", "value", "2024-07-30"),
        line(document_id, "units", "I.1.-1: Sở Tài chính~2", "canonical", "Sở Tài chính tỉnh Bình Dương"),
        line(document_id, "quotas", "I.1.-1: ít nhất 02 hội nghị", "value", "3"),
        line(document_id, "assignments", "I.2.-1: Sở Y tế", "deadline", "2024-12-31"),
        line(document_id, "legal_refs", "0.p1: nothing", "(row)", "remove"),
    ]


def assert_holds(tables, document_id):
    mine = {name: frame[frame.document_id == document_id] for name, frame in tables.items()}
    document = only(mine["documents"])
    assert (document.signer, str(document.issued_date), document.number) == ("Nguyễn Văn A", "2024-01-16", "52")
    assert "signer: human" in document.header_found_by
    date = only(mine["dates"], raw="trước ngày 30/6/2024")
    assert (date.value, str(date.end_date), date.edtf) == ("2024-07-30", "2024-07-30", "../2024-07-30")
    assert (date.method, date.confidence) == ("human", 1.0)
    twice = mine["units"][mine["units"].raw == "Sở Tài chính"].sort_values("char_start")
    assert list(twice.canonical) == ["Sở Tài chính tỉnh Tây Ninh", "Sở Tài chính tỉnh Bình Dương"]
    assert only(mine["quotas"], raw="ít nhất 02 hội nghị").value == 3.0
    assert str(only(mine["assignments"], unit_raw="Sở Y tế").deadline) == "2024-12-31"
    assert list(mine["corrections"].sort_values("line").status) == ["applied"] * 7 + ["unfit"]
    assert list(mine["flags"].code) == ["correction_unfit"]


def test_a_correction_holds_in_every_later_run(run):
    document_id = run()["documents"].document_id[0]
    lines = lines_for(document_id)
    first = run(lines)
    assert_holds(first, document_id)
    again = run(lines, out="again")
    for name in TABLES:
        assert again[name].equals(first[name]), name


def test_a_correction_survives_other_inputs_in_another_order(run):
    document_id = run()["documents"].document_id[0]
    (run.raw / "plan.md").rename(run.raw / "z.md")
    (run.raw / "a.md").write_text(OTHER, "utf-8")
    tables = run(lines_for(document_id))
    assert len(tables["documents"]) == 2
    assert_holds(tables, document_id)
    other = tables["documents"][tables["documents"].document_id != document_id].iloc[0]
    assert other.code == "31/KH-UBND"
    assert "human" not in " ".join(other.header_found_by)


def test_a_correction_survives_a_schema_upgrade(run, monkeypatch):
    """A later version adds a column to every table, counts its sections and words its rules anew."""
    document_id = run()["documents"].document_id[0]
    for name in kept.OWN:
        if name != "flags":
            arrow = TABLES[name].arrow.append(column("added", pa.string(), "of a later version", nullable=True))
            monkeypatch.setitem(TABLES, name, dataclasses.replace(TABLES[name], arrow=arrow))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", "2.0.0")
    monkeypatch.setattr(kept, "_columns", kept._columns.__wrapped__)  # which remembers the columns of this version

    def read_upgraded(path, *names):
        tables = kept.read_kept(path)
        for name, table in tables.items():
            rows = table.to_pylist()
            for number, row in enumerate(rows, start=1):
                if name == "sections":
                    row["section_id"] = f"node-{number}"  # our own numbers change
                if "method" in row:
                    row["method"] += " (reworded)"
                if name != "flags":
                    row["added"] = "new"
            tables[name] = kept.rows_as_table(name, rows)
        return tables

    monkeypatch.setattr(assemble, "read_kept", read_upgraded)
    upgraded = run(lines_for(document_id), out="upgraded")
    assert "added" in upgraded["units"].columns
    assert_holds(upgraded, document_id)


@pytest.fixture
def tables(tmp_path):
    """The rows of the plan, before they are published, and a function that corrects them."""
    (tmp_path / "plan.md").write_text(PLAN, "utf-8")
    (tmp_path / "cites.md").write_text(CITING, "utf-8")
    tables = {name: [] for name in TABLES}
    for name in ("plan.md", "cites.md"):
        for table, rows in rows_of(extract(tmp_path / name, name)).items():
            tables[table] += rows
    return tables


def corrected(tables, *cells):
    """Apply corrections of the plan, each a table, key, column and value; the rows of `corrections`."""
    document_id = tables["documents"][0]["document_id"]
    lines = [
        Correction(number, document_id, *each)
        for number, each in enumerate(cells, start=2 + len(tables["corrections"]))
    ]
    settle(correct(tables, lines))
    for name in TABLES:
        check(TABLES[name], tables[name])
    return tables["corrections"]


REFUSED = [
    ("units", "", "canonical", "x", "has no row"),
    ("united", "", "canonical", "x", "cannot be corrected; the tables are"),
    ("units", "I.1: Sở Nội vụ", "raw", "x", "`raw` cannot be corrected"),
    ("units", "I.1: Sở Nội vụ", "province", "dong-nai", "`province` cannot be corrected"),
    ("units", "I.1: Sở Nội vụ", "level", "xyz", "none of central, province"),
    ("units", "I.1: Sở Nội vụ", "is_group", "perhaps", "is no true or false"),
    ("units", "I.1: Sở Nội vụ", "canonical", "", "may not be empty"),
    ("units", "I.1: Sở Nội vụ", "(row)", "add", "to remove it"),
    ("documents", "", "(row)", "remove", "to remove it"),
    ("documents", "", "issued_date", "2024-02-30", "is no day"),
    ("documents", "", "recipients", "Sở Nội vụ", "is no JSON list"),
    ("documents", "", "plan_year", "99999", "is no number"),
    ("dates", "I.1.-1: trước ngày 30/6/2024", "value", "June", "is no value of a date"),
    ("dates", "I.1.-1: trước ngày 30/6/2024", "role", "due", "none of issued, reference, deadline"),
    ("flags", "x", "code", "y", "`code` cannot be corrected"),
    ("dates", "I.1.-1: trước ngày 30/6/2024", "value", "2024-02-30/2024-03-05", "that exists"),
    ("dates", "I.1.-1: trước ngày 30/6/2024", "value", "2024/2023-12", "that exists"),
    ("dates", "I.1.-1: trước ngày 30/6/2024", "value", "0000", "that exists"),
    ("dates", "I.1.-1: trước ngày 30/6/2024", "value", "2/1/2024", "the other way round"),
    ("documents", "", "issued_date", "2/1/2024", "the other way round"),
    ("documents", "", "issued_date", "0224-01-16", "is no day"),
    ("documents", "", "issued_date", "2024-W03-1", "is no day"),
    ("documents", "", "plan_year", "99999999999999999999", "is no number"),
    ("documents", "", "plan_year", "1_0", "is no number"),
    ("documents", "", "recipients", '["\\ud800"]', "is no JSON list"),
    ("documents", "", "recipients", "[" * 5000, "is no JSON list"),
    ("documents", "", "recipients", "[null]", "holds no null"),
    ("documents", "", "province", "Atlantis", "is no province"),
    ("documents", "", "number", "26", "`number` cannot be corrected"),
    ("documents", "", "sign_mode", "zzz", "none of TM."),
    ("quotas", "I.1.-1: ít nhất 02 hội nghị", "value", "inf", "is no number"),
    ("quotas", "I.1.-1: ít nhất 02 hội nghị", "value", "1.000", "may be 1000"),
    ("quotas", "I.1.-1: ít nhất 02 hội nghị", "period", "hàng tháng", "ISO 8601"),
    ("assignments", "I.2.-1: Sở Y tế", "quota_count", "-3", "is no number"),
    ("table_rows", "T1.1", "cells", '["a"]', "has 3 columns, the value has 1"),
    ("table_rows", "T1.1", "cells", '[null, "b", "c"]', "holds no null"),
    ("tables", "T1", "header", '["a"]', "has 3 columns"),
    ("tables", "T1", "column_roles", '["x", null, null]', "none of number, content"),
    ("tables", "T1", "(row)", "remove", "the only thing to do"),
    ("sections", "I.1", "(row)", "remove", "the only thing to do"),
]


@pytest.mark.parametrize(("table", "key", "name", "value", "message"), REFUSED)
def test_what_makes_no_sense_is_told(tables, table, key, name, value, message):
    before = copy.deepcopy(tables)
    [outcome] = corrected(tables, (table, key, name, value))
    assert outcome["status"] in ("refused", "unfit")
    assert message in outcome["message"]
    [flag] = tables.pop("flags")
    assert flag["raw"].startswith(table)
    del tables["corrections"], before["flags"], before["corrections"]
    assert tables == before


def test_two_rows_never_become_one(tables):
    [outcome] = corrected(tables, ("assignments", "I.1.-1: Sở Tài chính", "unit", "Sở Nội vụ tỉnh Tây Ninh"))
    assert outcome["status"] == "refused"
    assert "says this already" in outcome["message"]


def test_a_row_is_removed_and_the_keys_of_the_others_stay(tables):
    corrected(
        tables,
        ("units", "I.1.-1: Sở Tài chính", "(row)", "remove"),
        ("units", "I.1.-1: Sở Tài chính~2", "canonical", "Sở Tài chính tỉnh Long An"),
    )
    mine = [row for row in tables["units"] if row["raw"] == "Sở Tài chính" and row["province"] == "tay-ninh"]
    assert [row["canonical"] for row in mine] == ["Sở Tài chính tỉnh Long An"]
    assert keys_of("units", mine, taken=["I.1.-1: Sở Tài chính"]) == ["I.1.-1: Sở Tài chính~2"]


def test_the_later_of_two_lines_holds(tables):
    outcomes = corrected(tables, ("documents", "", "signer", "A"), ("documents", "", "signer", "B"))
    assert tables["documents"][0]["signer"] == "B"
    assert [row["status"] for row in outcomes] == ["superseded", "applied"]


def test_a_province_goes_to_every_table(tables):
    corrected(tables, ("documents", "", "province", "dong-nai"))
    document = tables["documents"][0]
    assert (document["province_name"], document["province_code"]) == ("Đồng Nai", "75")
    for name in ("units", "sections", "assignments"):
        mine = [row for row in tables[name] if row["document_id"] == document["document_id"]]
        assert {row["province"] for row in mine} == {"dong-nai"}, name


def only_row(tables, table, **where):
    """The one row of the plan that has these values."""
    rows = [row for row in tables[table] if row["province"] == tables["documents"][0]["province"]]
    [found] = [row for row in rows if all(row[name] == value for name, value in where.items())]
    return found


def test_what_follows_from_a_value_follows(tables):
    reference = "I.2.-1: Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ"
    outcomes = corrected(
        tables,
        ("legal_refs", reference, "date", "03/06/2021"),
        ("documents", "", "code", "18-NQ/TW"),
        ("dates", "I.1.-1: trước ngày 30/6/2024", "value", "31/7/2024"),
        ("units", "I.2.-1: Thủ tướng Chính phủ", "canonical", "Chủ tịch Ủy ban nhân dân huyện Xuân Lộc tỉnh Đồng Nai"),
        ("quotas", "I.1.-1: ít nhất 02 hội nghị", "value", "2,5"),
    )
    assert [row["status"] for row in outcomes] == ["applied"] * 5, outcomes
    ref = only_row(tables, "legal_refs", code="749/QĐ-TTg")
    assert (ref["date"], ref["date_value"], ref["full_date"]) == ("2021-06-03", date(2021, 6, 3), "2021-06-03")
    assert (tables["documents"][0]["number"], tables["documents"][0]["symbol"]) == ("18", "NQ/TW")
    due = only_row(tables, "dates", raw="trước ngày 30/6/2024")
    assert (due["kind"], due["start_date"], due["end_date"]) == ("date", date(2024, 7, 31), date(2024, 7, 31))
    deadlines = {row["unit_raw"]: row["deadline"] for row in tables["assignments"] if row["method"] == "human"}
    assert deadlines == dict.fromkeys(("Sở Nội vụ", "Sở Tài chính"), date(2024, 7, 31))
    unit = only_row(tables, "units", raw="Thủ tướng Chính phủ")
    assert (unit["unit_province"], unit["unit_province_code"], unit["unit_district"]) == (
        "Đồng Nai",
        "75",
        "huyện Xuân Lộc",
    )
    assert only_row(tables, "quotas", raw="ít nhất 02 hội nghị")["value"] == 2.5


def test_the_bases_follow_the_citations(tables):
    opening = "0.p1: Quyết định số 12/QĐ-UBND ngày 02/01/2024 của Ủy ban nhân dân tỉnh"
    assert tables["documents"][0]["legal_bases"] == ["12/QĐ-UBND"]
    corrected(tables, ("legal_refs", opening, "code", "13/QĐ-UBND"))
    assert tables["documents"][0]["legal_bases"] == ["13/QĐ-UBND"]
    assert only_row(tables, "legal_refs", code="13/QĐ-UBND")["number"] == "13"
    corrected(tables, ("legal_refs", opening, "(row)", "remove"))
    assert tables["documents"][0]["legal_bases"] == []


def test_two_rows_can_change_places(tables):
    first, second = "I.1.-1: Sở Nội vụ", "I.1.-1: Sở Tài chính"
    outcomes = corrected(
        tables,
        ("assignments", first, "unit", "Sở Tài chính tỉnh Tây Ninh"),
        ("assignments", second, "unit", "Sở Nội vụ tỉnh Tây Ninh"),
    )
    assert [row["status"] for row in outcomes] == ["applied", "applied"]
    assert (
        only_row(tables, "assignments", unit_raw="Sở Nội vụ", section_path="I.1.-1")["unit"]
        == "Sở Tài chính tỉnh Tây Ninh"
    )


def test_a_line_that_is_refused_leaves_the_one_before(tables):
    key = "I.1.-1: Sở Tài chính"
    outcomes = corrected(
        tables,
        ("assignments", key, "unit", "Sở Tài chính tỉnh Long An"),
        ("assignments", key, "unit", "Sở Nội vụ tỉnh Tây Ninh"),
    )
    assert [row["status"] for row in outcomes] == ["applied", "refused"]
    assert only_row(tables, "assignments", unit_raw="Sở Tài chính")["unit"] == "Sở Tài chính tỉnh Long An"


def test_the_last_word_on_a_removed_row_holds(tables):
    key = "I.1.-1: Sở Tài chính"
    outcomes = corrected(tables, ("units", key, "(row)", "remove"), ("units", key, "canonical", "Sở Tài chính tỉnh A"))
    assert [row["status"] for row in outcomes] == ["superseded", "applied"]
    assert any(row["canonical"] == "Sở Tài chính tỉnh A" for row in tables["units"])
    outcomes = corrected(tables, ("units", key, "canonical", "B"), ("units", key, "(row)", "Remove"))
    assert [row["status"] for row in outcomes[-2:]] == ["superseded", "applied"]


def test_flags_about_what_was_set_right_come_to_rest(tables):
    due = only_row(tables, "dates", raw="trước ngày 30/6/2024")
    document = tables["documents"][0]
    add_flag(tables, document, Flag("invalid_date", "warning", "No such day.", 1, due["section_path"], due["raw"]))
    add_flag(tables, document, Flag("illegible_number", "warning", "Look.", 1, "H", "Số:"))
    add_flag(tables, document, Flag("numbering_gap", "warning", "II follows none.", 1, "I", "II."))
    corrected(
        tables,
        ("dates", "I.1.-1: trước ngày 30/6/2024", "value", "2024-07-01"),
        ("documents", "", "code", "26/KH-UBND"),
    )
    assert [(flag["code"], flag["severity"]) for flag in tables["flags"]] == [
        ("invalid_date", "info"), ("illegible_number", "info"), ("numbering_gap", "warning"),
    ]  # fmt: skip
    assert "Set right by a person." in tables["flags"][0]["message"]


def test_removing_a_quota_is_heard_by_its_task(tables):
    before = only_row(tables, "assignments", unit_raw="Sở Nội vụ", section_path="I.1.-1")["quota_count"]
    corrected(tables, ("quotas", "I.1.-1: ít nhất 02 hội nghị", "(row)", "remove"))
    assert only_row(tables, "assignments", unit_raw="Sở Nội vụ", section_path="I.1.-1")["quota_count"] == before - 1


def test_a_corrected_number_is_known_to_those_who_cite_it(tables):
    plan, citing = tables["documents"]
    link_citations(tables)
    assert not any(row["target_document_id"] for row in tables["legal_refs"])
    corrected(tables, ("documents", "", "code", "26/KH-UBND"))
    link_citations(tables)
    [found] = [row for row in tables["legal_refs"] if row["target_document_id"]]
    assert (found["document_id"], found["target_document_id"]) == (citing["document_id"], plan["document_id"])


def test_a_document_that_is_not_here_waits(tables):
    lines = [
        Correction(2, "0" * 16, "documents", "", "signer", "A"),
        Correction(3, "1.2E+15", "documents", "", "signer", "A"),
    ]
    correct(tables, lines)
    waiting, refused = tables["corrections"]
    assert (waiting["status"], refused["status"]) == ("absent", "refused")
    assert "spreadsheet" in refused["message"]
    assert tables["flags"] == []


def test_a_flag_that_was_looked_at_can_be_put_to_rest(tables):
    add_flag(tables, tables["documents"][0], Flag("numbering_gap", "warning", "II follows none", 1, "I.1", "II."))
    corrected(tables, ("flags", "numbering_gap: I.1: II.", "severity", "info"))
    assert [flag["severity"] for flag in tables["flags"]] == ["info"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_save_is_read(tmp_path, separator):
    path = tmp_path / "corrections.csv"
    cells = ["0123456789abcdef", "units", "I.1: Sở", "canonical", '"a, b; c"', "Lan", "hôm nay", '"hai\ndòng"']
    text = f"{separator.join(COLUMNS)}\r\n{separator.join(cells)}\r\n\r\n{separator.join(cells)}\r\n"
    path.write_bytes(text.encode("utf-8-sig"))
    first, second = read_corrections(path)
    assert first == Correction(
        2, "0123456789abcdef", "units", "I.1: Sở", "canonical", "a, b; c", "Lan", "hôm nay", "hai\ndòng"
    )
    assert second.line == 5


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"document_id,table,key\n", "lacks the column column, value, who, when, why"),
        ("họ,tên".encode("utf-16"), "save it as `CSV UTF-8`"),
        (b"", "lacks the column document_id"),
        (b"document_id,table,key,column,value,who,when,why,value\n", "names a column twice"),
        (
            b'document_id,table,key,column,value,who,when,why\na,b,,d,"e,,,\nf,g,,h,i,,,\n',
            "line 2: a quote is not closed",
        ),
    ],
)
def test_a_file_that_is_no_table_of_corrections(tmp_path, data, message):
    path = tmp_path / "corrections.csv"
    path.write_bytes(data)
    with pytest.raises(BadCorrections, match=r"corrections\.csv") as caught:
        read_corrections(path)
    assert message in str(caught.value)


def test_lines_with_the_wrong_number_of_cells_are_refused(tables, tmp_path):
    document_id = tables["documents"][0]["document_id"]
    path = tmp_path / "corrections.csv"
    lines = [
        f"{document_id},documents,,title,Về việc a, b và c,Lan,2026,w",  # a comma without quotes
        f"{document_id},documents,,signer",
        f'{document_id.upper()},documents,,title,"Về việc a, b",Lan,2026,w,,,',  # empty cells of a spreadsheet
    ]
    path.write_text(",".join(COLUMNS) + "\n" + "\n".join(lines) + "\n", "utf-8")
    correct(tables, read_corrections(path))
    assert [row["status"] for row in tables["corrections"]] == ["refused", "refused", "applied"]
    assert "stands in quotes" in tables["corrections"][0]["message"]
    assert tables["documents"][0]["title"] == "Về việc a, b"


def test_a_copied_line_fits_a_file_with_semicolons(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text(";".join(COLUMNS) + '\n0123456789abcdef,units,"II.1: Sở A, B",canonical,x,Lan,2026,w\n', "utf-8")
    [found] = read_corrections(path)
    assert (found.key, found.value, found.problem) == ("II.1: Sở A, B", "x", "")


def test_every_table_says_what_can_be_corrected():
    """A new column is fixed or open: it must be thought about here."""
    assert (
        open_columns("documents")
        == """province doc_type code issued_date issued_place issuer issuer_level district
        title plan_year signer signer_title sign_mode recipients legal_bases""".split()
    )
    assert open_columns("units") == "canonical unit_type level is_group unit_district".split()
    assert open_columns("dates") == "value modifier role suggestion".split()
    assert open_columns("legal_refs") == "type code name date issuer title pinpoint role".split()
    assert open_columns("quotas") == "value comparator unit period responsible object".split()
    assert open_columns("assignments") == "unit role task deadline deadline_text recurrence quota_count".split()
    assert [open_columns(name) for name in ("sections", "tables", "table_rows", "flags")] == [
        ["kind", "label", "text"], ["title", "header", "column_roles"], ["cells", "is_section"],
        ["severity", "message"],
    ]  # fmt: skip
