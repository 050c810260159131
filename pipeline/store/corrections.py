"""What people set right, read at every run and applied last: `data/corrections.csv`, one line a value.

A line names a document, a table, a row of it by `keys_of`, a column and the value. The key of a row is what a reader
sees on the page (`II.1: Sở Nội vụ`), not a number of ours, so that it holds when rules, models or the schema change.

>>> keys_of("units", [{"section_path": "II.1", "raw": "Sở Nội vụ"}, {"section_path": "II.1", "raw": "Sở Nội vụ"}])
['II.1: Sở Nội vụ', 'II.1: Sở Nội vụ~2']
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pyarrow as pa

from pipeline.document import Assignment, DateMention, Flag, LegalRef, Quota, Section
from pipeline.errors import PipelineError
from pipeline.places import provinces
from pipeline.store.rows import Rows, add_flag
from pipeline.store.schema import TABLES
from pipeline.timex import bounds, edtf, exists, kind_of

COLUMNS = ("document_id", "table", "key", "column", "value", "who", "when", "why")
ROW, REMOVE = "(row)", "remove"
DOCUMENT_ID = re.compile(r"[0-9a-f]{16}")
CODE = re.compile(r"(?P<number>\w+?)(?:/\d{4})?[/-](?P<symbol>.+)")  # `15/2023/QĐ-UBND`, of a Party body `18-NQ/TW`
VIETNAMESE_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")

# How a row is named. Tables that only tell what was read (pages, restorations, inputs) are nobody's to correct.
KEYS = {
    "documents": (),
    "sections": ("path",),
    "tables": ("table_id",),
    "table_rows": ("table_id", "row"),
    "units": ("section_path", "raw"),
    "dates": ("section_path", "raw"),
    "legal_refs": ("section_path", "raw"),
    "quotas": ("section_path", "raw"),
    "assignments": ("section_path", "unit_raw"),
    "flags": ("code", "section_path", "raw"),
}
# Where a value came from and where it stands are facts of the run, not opinions about the document.
FIXED = frozenset(
    """document_id source_path source_sha256 media_type page_count text_source mean_confidence restored schema_version
    pipeline_version header_found_by abbreviations raw unit_raw char_start char_end page page_start page_end bbox parts
    cell_starts method confidence target_document_id section_id parent_id path depth ordinal section_path table_id row
    n_rows flag_id""".split()
)
ALSO_FIXED = {("documents", "text"), ("flags", "code")}  # everything else points into the text


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the file."""

    line: int
    document_id: str
    table: str
    key: str
    column: str
    value: str
    who: str = ""
    when: str = ""
    why: str = ""


class BadCorrections(PipelineError):
    """The file of corrections cannot be read as a table with its eight columns."""


def read_corrections(path: Path) -> list[Correction]:
    """The lines of the file, in its order; none where there is no file. Raises BadCorrections.

    Commas, semicolons and tabs are understood, and the mark that Excel puts before UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorrections(f"{path} cannot be read as UTF-8 text; save it as `CSV UTF-8`") from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip() for name in next(reader, [])]
        if missing := [name for name in COLUMNS if name not in names]:
            raise BadCorrections(
                f"{path} lacks the column {', '.join(missing)}; its first line must be: {','.join(COLUMNS)}"
            )
        found, line = [], reader.line_num + 1
        for cells in reader:
            fields = dict(zip(names, cells, strict=False))
            if any(cell.strip() for cell in cells):
                clean = {name: unicodedata.normalize("NFC", fields.get(name, "").strip()) for name in COLUMNS}
                found.append(Correction(line, **clean))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadCorrections(f"{path} is no table ({error}); save it as `CSV UTF-8`") from error
    return found


def keys_of(table: str, rows: Sequence[dict[str, Any]], taken: Collection[str] = ()) -> list[str]:
    """The key of each row of one document; `taken` are those of rows that were removed.

    Of rows that read the same the second in reading order gets ~2, whatever the order of `rows`.
    """
    seen = set(taken)
    keys = [""] * len(rows)
    for at in sorted(range(len(rows)), key=lambda at: (rows[at].get("char_start", 0), rows[at].get("char_end", 0))):
        parts = [str(rows[at][name]) for name in KEYS[table] if rows[at][name] is not None]
        base = (".".join(parts) if table == "table_rows" else re.sub(r"\s+", " ", ": ".join(parts))).strip()
        keys[at], number = base, 1
        while keys[at] in seen:
            number += 1
            keys[at] = f"{base}~{number}"
        seen.add(keys[at])
    return keys


Row = dict[str, Any]
Change = tuple[Row, Row]  # a row, and the values to set in it


class Misfit(Exception):
    """Why a correction is not applied: `unfit`, its row is gone; `refused`, it makes no sense."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


def correct(tables: Rows, corrections: Iterable[Correction]) -> list[Change]:
    """Apply `corrections` to `tables` and fill the table `corrections`; what does not fit gets a flag.

    Returns what was set, for `settle`. Of two lines about one value the later one holds.
    """
    provinces_of = {row["document_id"]: row["province"] for row in tables["documents"]}
    named: dict[tuple[str, str], dict[str, Row]] = {}
    latest: dict[tuple[str, ...], tuple[Correction, Row, Row]] = {}
    for each in corrections:
        outcome = _outcome(each, provinces_of.get(each.document_id, "unknown"))
        tables["corrections"].append(outcome)
        place = (each.table, each.document_id)
        if each.table in KEYS and place not in named:
            rows = [row for row in tables[each.table] if row["document_id"] == each.document_id]
            named[place] = dict(zip(keys_of(each.table, rows), rows, strict=True))
        try:
            _check(each)
            if each.document_id not in provinces_of:
                raise Misfit("absent", "no document of this run has these bytes")
            if (row := named[place].get(re.sub(r"\s+", " ", each.key))) is None:
                raise Misfit("unfit", f"the document has no row `{each.key}` in {each.table} any more")
        except Misfit as doubt:
            _reject(tables, outcome, doubt)
            continue
        cell = (*place, each.key, each.column)
        if cell in latest:
            latest[cell][1]["status"] = "superseded"
        latest[cell] = (each, outcome, row)
    return _apply(tables, list(latest.values()))


def settle(changes: Iterable[Change]) -> None:
    """Set the corrected values in their rows: once more after other stages had them in hand."""
    for row, values in changes:
        row.update(values)


def _apply(tables: Rows, fitting: list[tuple[Correction, Row, Row]]) -> list[Change]:
    """Set the values, remove the rows; a value that would make two rows one is refused."""
    changes: list[Change] = []
    gone: set[int] = set()
    for each, outcome, row in fitting:
        outcome["rule"] = _rule(row, each)
        if each.column == ROW:
            gone.add(id(row))
            continue
        outcome["was"] = written(row[each.column])
    for each, outcome, row in fitting:
        if each.column == ROW or id(row) in gone:
            continue
        values = _complete(each, row, {other.column for other, _, same in fitting if same is row})
        key = TABLES[each.table].primary_key
        if any(name in values for name in key):
            after = row | values
            twins = [twin for twin in tables[each.table] if twin is not row and id(twin) not in gone]
            if any(all(twin[name] == after[name] for name in key) for twin in twins):
                _reject(tables, outcome, Misfit("refused", "another row says this already; remove one of the two"))
                continue
        changes.append((row, values | _signed(row, values)))
        settle(changes[-1:])
    for name, rows in tables.items():
        tables[name] = [row for row in rows if id(row) not in gone]
    by_document = {row["document_id"]: row["province"] for row in tables["documents"]}
    for rows in tables.values():
        for row in rows:
            row["province"] = by_document.get(row["document_id"], row["province"])
    return changes


def _check(each: Correction) -> None:
    """Raise Misfit for a line that could fit no document."""
    if not DOCUMENT_ID.fullmatch(each.document_id):
        raise Misfit("refused", "its document_id is not 16 hex digits; a spreadsheet may have rewritten it")
    if each.table not in KEYS:
        raise Misfit("refused", f"`{each.table}` cannot be corrected; the tables are {', '.join(KEYS)}")
    if each.column == ROW:
        if each.value != REMOVE or each.table == "documents":
            raise Misfit("refused", f"the only thing to do with a {ROW} of entities is to {REMOVE} it")
        return
    names = TABLES[each.table].arrow.names
    if each.column not in names or each.column in FIXED or (each.table, each.column) in ALSO_FIXED:
        open_ = [name for name in names if name not in FIXED and (each.table, name) not in ALSO_FIXED]
        raise Misfit("refused", f"`{each.column}` cannot be corrected; of {each.table} these can: {', '.join(open_)}")
    if each.column == "province" and each.table != "documents":
        raise Misfit("refused", "the province is the document's; correct it in `documents`")
    _value(each)


def _value(each: Correction) -> Any:
    """The value in the type of its column; raises Misfit where it has none."""
    field = TABLES[each.table].arrow.field(each.column)
    kind, text = field.type, each.value
    try:
        if pa.types.is_list(kind):
            value = json.loads(text) if text else []
            if not isinstance(value, list) or not all(item is None or isinstance(item, str) for item in value):
                raise ValueError
            return [unicodedata.normalize("NFC", item) if item else item for item in value]
        if not text:
            if not field.nullable:
                raise Misfit("refused", f"`{each.column}` may not be empty")
            return None
        if pa.types.is_date(kind):
            day = VIETNAMESE_DAY.fullmatch(text)
            return Day(int(day[3]), int(day[2]), int(day[1])) if day else Day.fromisoformat(text)
        if pa.types.is_boolean(kind):
            return {"true": True, "false": False}[text.lower()]
        if pa.types.is_integer(kind):
            return pa.scalar(int(text), kind).as_py()
        if pa.types.is_floating(kind):
            return float(text.replace(",", "."))
    except (ValueError, KeyError, pa.ArrowException) as error:
        raise Misfit("refused", f"`{text}` is no {_type_name(kind)} for `{each.column}`") from error
    allowed = VOCABULARY.get((each.table, each.column))
    if allowed and text not in allowed:
        raise Misfit("refused", f"`{text}` is none of {', '.join(allowed)}")
    if (each.table, each.column) == ("dates", "value") and kind_of(text) is None:
        raise Misfit(
            "refused", f"`{text}` is no value of a date; write 2024-02-22, 2024-Q1, 2021/2030, R/P3M or ongoing"
        )
    return text


def _complete(each: Correction, row: Row, corrected: set[str]) -> Row:
    """The value of a correction and those that follow from it, except where a line of their own sets them."""
    value = _value(each)
    follow: Row = {}
    if each.table == "documents" and each.column == "province":
        found = next((place for place in provinces() if place.slug == value), None)
        follow = {"province_name": found and found.name, "province_code": found and found.code}
        follow["province_2025"] = found and found.since_2025
    elif each.table in ("documents", "legal_refs") and each.column == "code":
        parts = CODE.fullmatch(value or "")
        follow = {"number": parts and parts["number"], "symbol": parts and parts["symbol"]}
    elif each.table == "legal_refs" and each.column in ("date", "issuer", "title"):
        follow = {f"full_{each.column}": value}
        if each.column == "date":
            follow["date_value"] = Day.fromisoformat(value) if value and len(value) == 10 and exists(value) else None
    elif each.table == "dates" and each.column in ("value", "modifier"):
        value_now = value if each.column == "value" else row["value"]
        kind = kind_of(value_now) or row["kind"]
        valid = kind != "date" or exists(value_now)
        first, last = bounds(kind, value_now, valid)
        modifier = value if each.column == "modifier" else row["modifier"]
        follow = {"kind": kind, "valid": valid, "start_date": first, "end_date": last}
        follow |= {"edtf": edtf(kind, value_now, modifier, valid), "suggestion": None if valid else row["suggestion"]}
    return {name: item for name, item in follow.items() if name not in corrected} | {each.column: value}


def _signed(row: Row, values: Row) -> Row:
    """The columns that say who found a row, with a person in them."""
    if "method" in row:
        return {"method": "human", "confidence": 1.0}
    if "header_found_by" in row:
        others = [each for each in row["header_found_by"] if each.split(":")[0] not in values]
        return {"header_found_by": others + [f"{name}: human" for name in values]}
    return {}


def _rule(row: Row, each: Correction) -> str | None:
    """What had found the value."""
    if "method" in row:
        return row["method"]
    rules = dict(found.split(": ", 1) for found in row.get("header_found_by", ()))
    return rules.get(each.column)


def written(value: Any) -> str | None:
    """A value as a correction would write it."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


def _type_name(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return 'JSON list of texts such as ["a", "b"]'
    return "day such as 2024-06-30" if pa.types.is_date(kind) else "true or false" if kind == pa.bool_() else "number"


def _outcome(each: Correction, province: str) -> Row:
    """The row of the table `corrections`."""
    fields = {name: getattr(each, name) for name in ("line", *COLUMNS)}
    return fields | {"province": province, "was": None, "rule": None, "status": "applied", "message": None}


def _reject(tables: Rows, outcome: Row, doubt: Misfit) -> None:
    """Note why a correction was not applied, with a flag where its document is there."""
    outcome.update(status=doubt.status, message=str(doubt), was=None, rule=None)
    document = next((row for row in tables["documents"] if row["document_id"] == outcome["document_id"]), None)
    if document:
        message = f"line {outcome['line']} of the corrections does not hold: {doubt}"
        concerned = f"{outcome['table']} {outcome['key']} {outcome['column']}"
        add_flag(tables, document, Flag(f"correction_{doubt.status}", "warning", message, raw=concerned))


def _vocabulary() -> dict[tuple[str, str], tuple[str, ...]]:
    """The words that a column may hold, where the document's types list them."""
    kinds = {"units": None, "legal_refs": LegalRef, "dates": DateMention, "quotas": Quota}
    kinds |= {"assignments": Assignment, "sections": Section, "flags": Flag}
    words = {}
    for table, kind in kinds.items():
        for name, hint in get_type_hints(kind).items() if kind else ():
            options = [word for part in (hint, *get_args(hint)) for word in get_args(part) if isinstance(word, str)]
            if options:
                words[table, name] = tuple(dict.fromkeys(options))
    return words


VOCABULARY = _vocabulary()
