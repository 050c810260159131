"""What follows from a value that a person set: the days of a date, the place of a body, the flags that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as Day
from typing import Any

from pipeline.places import province_named, provinces
from pipeline.store.rows import Rows, legal_bases
from pipeline.store.values import ISO_DAY
from pipeline.timex import bounds, edtf, is_value, kind_of

Row = dict[str, Any]
Change = tuple[Row, Row]  # a row, and the values to set in it
CODE = re.compile(r"(?P<number>\w+?)(?:/\d{4})?[/-](?P<symbol>.+)")  # `15/2023/QĐ-UBND`, of a Party body `18-NQ/TW`
# The flag that a person's word about a field of the head puts to rest.
SETTLED = {"code": "illegible_number", "issued_date": "illegible_date", "signer": "illegible_signature"}


def consequences(rows: Rows, table: str, row: Row, values: Row, who: str) -> Iterable[Change]:
    """What to set in which row of a document: the `values` of one `row`, what follows from them, and who said so."""
    own = dict(values)
    if table == "documents":
        document = _of_document(values)
        others = [each for each in row["header_found_by"] if each.split(":")[0] not in values]
        own |= document | {"header_found_by": others + [f"{name}: human" for name in values]}
        if "province" in values:
            yield from ((each, {"province": values["province"]}) for found in rows.values() for each in found)
        codes = {SETTLED[name] for name in values if name in SETTLED}
        yield from _rest([flag for flag in rows["flags"] if flag["code"] in codes], who)
        yield row, own
        return
    if "method" in row:
        own |= {"method": "human", "confidence": 1.0}
        same = [
            flag
            for flag in rows["flags"]
            if (flag["section_path"], flag["raw"]) == (row["section_path"], row.get("raw"))
        ]
        yield from _rest(same, who)
    if table == "dates":
        own |= _of_date(row | values)
        if row["end_date"] and own["end_date"] != row["end_date"]:
            due = own["end_date"] if own["kind"] in ("date", "interval") else None
            for task in rows["assignments"]:
                is_its = task["section_path"] == row["section_path"] and task["deadline"] == row["end_date"]
                if is_its and (task["deadline_text"] or "") in row["raw"]:
                    yield task, {"deadline": due, "method": "human", "confidence": 1.0}
    if table == "units" and "canonical" in values:
        own = _of_unit(values["canonical"]) | own
    if table == "legal_refs":
        own |= _of_reference(values)
        for other in rows["legal_refs"]:
            if other is not row and (other["code"], other["name"]) == (row["code"], row["name"]):
                full = {f"full_{name}": values[name] for name in ("date", "issuer", "title") if name in values}
                yield other, {name: value for name, value in full.items() if other[name] == row[name]}
    yield row, own
    if table == "legal_refs" and "code" in values:
        row.update(own)
        yield rows["documents"][0], {"legal_bases": legal_bases(rows["legal_refs"])}


def _of_document(values: Row) -> Row:
    """What follows from the corrected head."""
    follow: Row = {}
    if "province" in values:
        found = next((place for place in provinces() if place.slug == values["province"]), None)
        follow = {"province_name": found and found.name, "province_code": found and found.code}
        follow["province_2025"] = found and found.since_2025
    if "code" in values:
        follow |= _of_code(values["code"])
    return follow


def _of_code(code: str | None) -> Row:
    parts = CODE.fullmatch(code or "")
    return {"number": parts and parts["number"], "symbol": parts and parts["symbol"]}


def _of_date(row: Row) -> Row:
    """What follows from the value of a temporal expression."""
    kind = kind_of(row["value"]) or row["kind"]
    valid = kind != "date" or is_value(row["value"])
    first, last = bounds(kind, row["value"], valid)
    spelled = edtf(kind, row["value"], row["modifier"], valid)
    follow = {"kind": kind, "valid": valid, "start_date": first, "end_date": last, "edtf": spelled}
    return follow | ({"suggestion": None} if valid else {})


def _of_unit(canonical: str) -> Row:
    """The places that a full name tells."""
    at = re.search(r"\b(?:tỉnh|thành phố|Thành phố) (.+)$", canonical)
    found = province_named(at[1]) if at else None
    district = re.search(r"\b(?:huyện|quận|thị xã) [^,]+?(?=,|$| tỉnh| thành phố)", canonical)
    follow = {"unit_district": district and district[0]}
    if found:
        follow |= {"unit_province": found.name, "unit_province_code": found.code}
        follow |= {"unit_province_2025": found.since_2025}
    return follow


def _of_reference(values: Row) -> Row:
    """What follows from the columns of a citation."""
    follow = {f"full_{name}": values[name] for name in ("date", "issuer", "title") if name in values}
    if "date" in values:
        is_day = values["date"] and ISO_DAY.fullmatch(values["date"])
        follow["date_value"] = Day.fromisoformat(values["date"]) if is_day else None
    return follow | (_of_code(values["code"]) if "code" in values else {})


def _flags_about(row: Row, rows: Rows) -> list[Row]:
    """The flags that quote the words of a row where it stands."""
    words = (row["section_path"], row.get("raw", row.get("unit_raw")))
    return [flag for flag in rows["flags"] if (flag["section_path"], flag["raw"]) == words]


def _rest(flags: Iterable[Row], who: str) -> Iterable[Change]:
    """Flags about what a person has set right ask for nobody any more."""
    for flag in flags:
        if flag["severity"] != "info":
            yield flag, {"severity": "info", "message": f"{flag['message']} Set right by {who or 'a person'}."}


def forget(rows: Rows, table: str, row: Row, who: str) -> None:
    """What follows from the removal of a row."""
    if table == "quotas":
        for task in rows["assignments"]:
            if task["section_path"] == row["section_path"]:
                task["quota_count"] = max(0, task["quota_count"] - 1)
    if table != "flags":
        for flag, values in _rest(_flags_about(row, rows), who):
            flag.update(values)
    if table == "legal_refs":
        left = [each for each in rows["legal_refs"] if each is not row]
        rows["documents"][0]["legal_bases"] = legal_bases(left)
