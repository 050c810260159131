"""Values as people write them in a spreadsheet -> the types of the dataset; nothing is guessed.

>>> read_value("documents", "issued_date", "30/6/2024", {}).isoformat()
'2024-06-30'
>>> written(["Sở Nội vụ"]), written(True), written(2.0), written(None)
('["Sở Nội vụ"]', 'true', '2', None)
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from datetime import date as Day
from typing import Any, get_args, get_type_hints

import pyarrow as pa

from pipeline.document import Assignment, ColumnRole, DateMention, Flag, LegalRef, Quota, Section
from pipeline.places import province_named, provinces
from pipeline.store.schema import TABLES
from pipeline.timex import is_value

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
WRITTEN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
THOUSANDS = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+")

# Where a value came from and where it stands are facts of the run, not opinions about the document; what follows from
# another column (the number from the code) is corrected there.
FIXED = frozenset(
    """document_id source_path source_sha256 media_type page_count text_source mean_confidence restored schema_version
    pipeline_version header_found_by head_parts signature_parts abbreviations province_name province_code
    province_2025 number symbol raw unit_raw char_start char_end page page_start page_end bbox parts cell_starts method
    confidence target_document_id section_id parent_id path depth ordinal section_path table_id row n_rows flag_id
    date_value full_date full_issuer full_title start_date end_date edtf valid unit_province unit_province_code
    unit_province_2025""".split()
)
ALSO_FIXED = {("documents", "text"), ("flags", "code"), ("dates", "kind")}  # the text is what everything points into
LEVELS = ("central", "province", "department", "district", "commune", "other")
FORMS = {  # of a text that machines read
    ("quotas", "period"): (re.compile(r"P\d+[YMWD]"), "an ISO 8601 duration such as P1Y, P3M or P1W"),
    ("assignments", "recurrence"): (re.compile(r"R/P\d+[YMWD]"), "R/P3M, R/P1Y, ..."),
    ("legal_refs", "date"): (re.compile(r"\d{4}(?:-\d\d-\d\d)?"), "a day such as 2021-10-14, or a year"),
    ("units", "unit_type"): (re.compile(r"[a-z]+(?:_[a-z]+)*"), "a type such as department"),
}


class Misfit(Exception):
    """Why a correction is not applied: `unfit`, its row is gone; `refused`, it makes no sense."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


def open_columns(table: str) -> list[str]:
    """The columns of a table that people can correct, in the order of the schema.

    >>> open_columns("quotas")
    ['value', 'comparator', 'unit', 'period', 'responsible', 'object']
    """
    names = TABLES[table].arrow.names
    fixed = FIXED if table == "documents" else FIXED | {"province"}  # which is the document's
    return [name for name in names if name not in fixed and (table, name) not in ALSO_FIXED]


def read_value(table: str, name: str, text: str, row: dict[str, Any]) -> Any:
    """`text` in the type of a column of `table`; raises Misfit where it is no value of it. `row` is what it had."""
    column = TABLES[table].arrow.field(name)
    kind = column.type
    if pa.types.is_list(kind):
        return _list(name, text, row)
    if not text:
        if not column.nullable:
            raise Misfit("refused", f"`{name}` may not be empty")
        return None
    if pa.types.is_date(kind):
        return _day(text)
    if pa.types.is_boolean(kind):
        if text.lower() not in ("true", "false"):
            raise Misfit("refused", f"`{text}` is no true or false")
        return text.lower() == "true"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return _number(text, kind)
    if (table, name) in (("dates", "value"), ("legal_refs", "date")) and WRITTEN_DAY.fullmatch(text):
        text = _day(text).isoformat()
    if (table, name) == ("documents", "province"):
        text = named.slug if (named := province_named(text)) else text
        if text not in {place.slug for place in provinces()} | {"trung-uong", "unknown"}:
            raise Misfit("refused", f"`{text}` is no province; write its name, or trung-uong for a central body")
    allowed = VOCABULARY.get((table, name))
    if allowed and text not in allowed:
        raise Misfit("refused", f"`{text}` is none of {', '.join(allowed)}")
    form, example = FORMS.get((table, name), (None, ""))
    if form and not form.fullmatch(text):
        raise Misfit("refused", f"`{text}` is not {example}")
    is_time = (table, name) in (("dates", "value"), ("legal_refs", "date"))
    if is_time and not is_value(text):
        forms = "2024-02-22, 2024-02, 2024-Q1, 2024, 2021/2030, R/P3M or ongoing"
        raise Misfit("refused", f"`{text}` is no value of a date that exists; write {forms}")
    return text


def _list(name: str, text: str, row: dict[str, Any]) -> list[str | None]:
    """A list of texts, as long as the row's own where cells and columns must match."""
    try:
        found = json.loads(text) if text else []
        if not isinstance(found, list) or not all(item is None or isinstance(item, str) for item in found):
            raise ValueError
        found = [item and unicodedata.normalize("NFC", item) for item in found]
        "".join(filter(None, found)).encode()
    except (ValueError, RecursionError) as error:
        raise Misfit("refused", f'`{text[:40]}` is no JSON list of texts such as ["a", "b"]') from error
    due = len(row[name])
    if name in ("cells", "header", "column_roles") and len(found) != due:
        raise Misfit("refused", f"{name} has {due} columns, the value has {len(found)}")
    if name == "column_roles":
        if unknown := [item for item in found if item is not None and item not in get_args(ColumnRole)]:
            raise Misfit("refused", f"`{unknown[0]}` is none of {', '.join(get_args(ColumnRole))}")
    elif None in found:
        raise Misfit("refused", 'a list of texts holds no null; write ""')
    return found


def _day(text: str) -> Day:
    """A day as ISO writes it, or as Vietnam does where no spreadsheet can have turned it round."""
    try:
        if ISO_DAY.fullmatch(text):
            found = Day.fromisoformat(text)
        elif parts := WRITTEN_DAY.fullmatch(text):
            day, month = int(parts[1]), int(parts[2])
            if day <= 12 and day != month and len(text) < len("01/02/2024"):
                message = f"`{text}` may be day {day} of month {month} or the other way round; write it as 2024-06-30"
                raise Misfit("refused", message)
            found = Day(int(parts[3]), month, day)
        else:
            raise ValueError
        if not 1900 <= found.year <= 2100:
            raise ValueError
    except ValueError as error:
        raise Misfit("refused", f"`{text}` is no day such as 2024-06-30") from error
    return found


def _number(text: str, kind: pa.DataType) -> int | float:
    """A number, its decimals behind a comma or a dot; where that may mark thousands nobody guesses."""
    if THOUSANDS.fullmatch(text) and pa.types.is_floating(kind):
        plain = re.sub(r"[.,]", "", text)
        raise Misfit(
            "refused", f"`{text}` may be {plain} or {text.replace(',', '.')}; write {plain}, or one decimal more"
        )
    try:
        if not NUMBER.fullmatch(text):
            raise ValueError
        found = pa.scalar(int(text) if pa.types.is_integer(kind) else float(text.replace(",", ".")), kind).as_py()
        if found < 0 or not math.isfinite(found):
            raise ValueError
    except (ValueError, OverflowError, pa.ArrowException) as error:
        raise Misfit("refused", f"`{text[:40]}` is no number for this column") from error
    return found


def written(value: Any) -> str | None:
    """A value as a correction would write it."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value).lower() if isinstance(value, bool) else None if value is None else str(value)


def _vocabulary() -> dict[tuple[str, str], tuple[str, ...]]:
    """The words that a column may hold, where the document's types list them."""
    kinds = {"legal_refs": LegalRef, "dates": DateMention, "quotas": Quota}
    kinds |= {"assignments": Assignment, "sections": Section, "flags": Flag}
    words: dict[tuple[str, str], tuple[str, ...]] = {("units", "level"): LEVELS}
    words["documents", "issuer_level"] = LEVELS
    words["documents", "sign_mode"] = ("TM.", "KT.", "TL.", "TUQ.", "Q.")
    for table, kind in kinds.items():
        for name, hint in get_type_hints(kind).items():
            options = [word for part in (hint, *get_args(hint)) for word in get_args(part) if isinstance(word, str)]
            if options:
                words[table, name] = tuple(dict.fromkeys(options))
    return words


VOCABULARY = _vocabulary()
