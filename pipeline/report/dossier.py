"""One document as its page shows it: the text with what was found in it, and where each thing stands on paper."""

from __future__ import annotations

import datetime
from typing import Any

from pipeline.report.figures import DOUBTFUL, ENTITIES
from pipeline.report.marks import Mark, Piece, cut
from pipeline.store.consequences import SETTLED
from pipeline.store.corrections import KEYS, ROW, keys_of
from pipeline.store.rows import Rows
from pipeline.store.values import open_columns, written

Row = dict[str, Any]
SHOWN = {  # the value of a row, in one line
    "units": ("canonical",),
    "dates": ("modifier", "value", "role"),
    "legal_refs": ("type", "code", "name", "role"),
    "quotas": ("comparator", "value", "unit", "period"),
    "assignments": ("unit", "role", "deadline", "recurrence"),
}
HEAD = (
    "doc_type", "code", "issued_date", "issued_place", "issuer", "issuer_level", "province_name", "district", "title",
    "plan_year", "signer", "signer_title", "sign_mode", "recipients", "legal_bases",
)  # fmt: skip
MAIN = {"dates": "value", "legal_refs": "code", "assignments": "unit", "flags": "severity"}
TOLD = ("section_path", "path", "raw", "unit_raw", "page", "method", "confidence")


def dossier(tables: Rows, pictures: dict[int, str]) -> Row:
    """What the template of a document needs, from the rows of that document alone.

    `pictures` are the addresses of page images, by page; a page without one is shown as text.
    """
    document = tables["documents"][0]
    named = (*KEYS, "restorations")
    ids = {id(row): f"{name}-{number}" for name in named for number, row in enumerate(tables[name], start=1)}
    marks = _marks(tables, ids)
    text = document["text"]
    return {
        "document": document,
        "head": [(name, _plain(document[name]), _rule(document, name)) for name in HEAD],
        "pages": _pages(tables, pictures, text, marks),
        "outline": [_section(row, ids, marks) for row in tables["sections"]],
        "tables": [_table(row, tables["table_rows"], ids, marks) for row in tables["tables"]],
        "entities": {name: [_entity(name, row, ids) for row in tables[name]] for name in ENTITIES},
        "flags": [row | {"id": ids[id(row)]} for row in sorted(tables["flags"], key=_urgency)],
        "restorations": [row | {"id": ids[id(row)]} for row in tables["restorations"]],
        "corrections": tables["corrections"],
        "data": _data(tables, ids),
    }


def _urgency(flag: Row) -> tuple[int, int]:
    return ("error", "warning", "info").index(flag["severity"]), flag["page"] or 0


def _marks(tables: Rows, ids: dict[int, str]) -> list[Mark]:
    """Every mention and restored word, by where it begins. Assignments are whole sections: they get no mark."""
    found = [
        Mark(row["char_start"], row["char_end"], ids[id(row)], name) for name in ENTITIES[:-1] for row in tables[name]
    ]
    for row in tables["restorations"]:
        if row["char_start"] is not None:
            end = row["char_start"] + len(row["restored"])
            found.append(Mark(row["char_start"], end, ids[id(row)], "read", row["raw"]))
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _pages(tables: Rows, pictures: dict[int, str], text: str, marks: list[Mark]) -> list[Row]:
    shown, start = [], 0
    sheets = text.split("\f")
    for page in tables["pages"]:
        number = page["page"]
        sheet = sheets[number - 1] if number <= len(sheets) else ""
        pieces = [] if number in pictures else cut(sheet, start, marks)
        shown.append(page | {"picture": pictures.get(number), "pieces": pieces})
        start += len(sheet) + 1
    return shown


def _section(row: Row, ids: dict[int, str], marks: list[Mark]) -> Row:
    return row | {"id": ids[id(row)], "pieces": cut(row["text"], row["char_start"], marks)}


def _table(row: Row, every: list[Row], ids: dict[int, str], marks: list[Mark]) -> Row:
    rows = []
    for each in every:
        if each["table_id"] == row["table_id"]:
            cells = zip(each["cells"], each["cell_starts"], strict=True)
            pieces: list[list[Piece]] = [cut(cell, start, marks) for cell, start in cells]
            rows.append(each | {"id": ids[id(each)], "pieces": pieces})
    return row | {"id": ids[id(row)], "rows": rows}


def _entity(table: str, row: Row, ids: dict[int, str]) -> Row:
    value = [_plain(row[name]) for name in SHOWN[table] if row[name] is not None]
    shown = row["task"] if table == "assignments" else row["raw"]
    return row | {"id": ids[id(row)], "shown": shown, "value": value, "doubtful": row["confidence"] < DOUBTFUL}


def _rule(document: Row, name: str) -> str:
    """What found a field of the head."""
    rules = dict(found.split(": ", 1) for found in document["header_found_by"])
    return rules.get(name) or rules.get(name.removesuffix("_name")) or ""


def _data(tables: Rows, ids: dict[int, str]) -> Row:
    """What the page's script knows of each row: its key and columns for a correction, its boxes on paper."""
    removed: dict[str, list[str]] = {}
    for row in tables["corrections"]:
        if row["status"] == "applied" and row["column"] == ROW:
            removed.setdefault(row["table"], []).append(row["key"])
    data = {}
    for name in KEYS:
        for row, key in zip(tables[name], keys_of(name, tables[name], removed.get(name, ())), strict=True):
            columns = sorted(open_columns(name), key=lambda each: each != MAIN.get(name))  # corrected most: in front
            data[ids[id(row)]] = {
                "table": name,
                "key": key,
                "boxes": _boxes(row),
                "open": {each: written(row[each]) or "" for each in columns},
                "fixed": {each: _plain(row[each]) for each in TOLD if each in row},
            }
    data["documents-1"]["signature"] = _boxes({"parts": tables["documents"][0]["signature_parts"]})
    about = {(row["section_path"], row["raw"]): ids[id(row)] for name in ENTITIES[:-1] for row in tables[name]}
    columns = {flag: column for column, flag in SETTLED.items()}
    for row in tables["flags"]:
        if value := about.get((row["section_path"], row["raw"])):
            data[ids[id(row)]]["about"] = value
        elif column := columns.get(row["code"]):
            data[ids[id(row)]] |= {"about": "documents-1", "column": column}
    for row in tables["restorations"]:
        boxes = [[row["page"], *(round(at, 1) for at in row["bbox"] or ())]]
        told = {name: _plain(row[name]) for name in ("raw", "restored", "page", "line", "confidence")}
        data[ids[id(row)]] = {"table": "restorations", "key": "", "boxes": boxes, "open": {}, "fixed": told}
    return data


def _boxes(row: Row) -> list[list[float]]:
    """Page and box of everything that a row stands on; the page alone where no box is known."""
    parts = row.get("parts") or row.get("head_parts") or ([row] if row.get("page") else [])
    return [[part["page"], *(round(at, 1) for at in part.get("bbox") or ())] for part in parts]


def _plain(value: Any) -> str:
    """A value as a person and a correction would write it."""
    if isinstance(value, (list, tuple)):
        return "; ".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return " = ".join(_plain(each) for each in value.values())
    if isinstance(value, float):
        return f"{value:.4g}" if value != int(value) else str(int(value))
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
