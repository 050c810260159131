"""What people set right, read at every run and applied last: `data/corrections.csv`, one line a value.

A line names a document, a table, a row of it by `keys_of`, a column and the value. The key of a row is what a reader
sees on the page (`II.1: Sở Nội vụ`), not a number of ours, so that it holds when rules, models or the schema change.

>>> keys_of("units", [{"section_path": "II.1", "raw": "Sở Nội vụ"}, {"section_path": "II.1", "raw": "Sở Nội vụ"}])
['II.1: Sở Nội vụ', 'II.1: Sở Nội vụ~2']
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.document import Flag
from pipeline.errors import PipelineError
from pipeline.store.consequences import Change, consequences, forget
from pipeline.store.rows import Rows, add_flag
from pipeline.store.schema import TABLES
from pipeline.store.values import Misfit, open_columns, read_value, written

COLUMNS = ("document_id", "table", "key", "column", "value", "who", "when", "why")
ROW, REMOVE = "(row)", "remove"
DOCUMENT_ID = re.compile(r"[0-9a-f]{16}")

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
REMOVABLE = ("units", "dates", "legal_refs", "quotas", "assignments", "flags")  # nothing hangs on their rows


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
    problem: str = ""  # of the line itself


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
    separators = sorted(",;\t", key=first.count, reverse=True)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separators[0], strict=True)
    line = 1
    try:
        names = [name.strip() for name in next(reader, [])]
        missing = [name for name in COLUMNS if name not in names]
        if missing or len(set(filter(None, names))) < len(list(filter(None, names))):
            what = f"lacks the column {', '.join(missing)}" if missing else "names a column twice"
            raise BadCorrections(f"{path} {what}; its first line must be: {','.join(COLUMNS)}")
        found, line = [], reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(_line(line, names, cells, separators))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadCorrections(
            f"{path}, line {line}: a quote is not closed, or stands within a value ({error})"
        ) from error
    return found


def _line(number: int, names: list[str], cells: list[str], separators: list[str]) -> Correction:
    """One line; with a problem where its cells are not those of the header."""
    if len(cells) == 1:  # copied with commas into a file that a spreadsheet saved with semicolons
        cells = max((next(csv.reader(cells, delimiter=each), []) for each in separators), key=len)
    while len(cells) > len(names) and not cells[-1].strip():
        cells = cells[:-1]  # spreadsheets end lines with empty cells
    fields = dict(zip(names, cells, strict=False))
    clean = {name: unicodedata.normalize("NFC", fields.get(name, "").strip()) for name in COLUMNS}
    clean["document_id"] = clean["document_id"].lower()
    problem = ""
    if len(cells) != len(names):
        problem = f"it has {len(cells)} cells, {len(names)} are due; a value with a comma in it stands in quotes"
    return Correction(number, **clean, problem=problem)


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


@dataclass(slots=True)
class Target:
    """A row that is to be changed: for every column the lines about it, the last of which holds."""

    table: str
    row: Row
    lines: dict[str, list[tuple[Correction, Row, Any]]] = field(default_factory=dict)  # correction, outcome, value
    removal: tuple[Correction, Row] | None = None

    def add(self, each: Correction, outcome: Row, value: Any) -> None:
        """One more line about this row."""
        if each.column == ROW:
            for _, earlier, _ in (line for lines in self.lines.values() for line in lines):
                earlier["status"] = "superseded"
            self.lines.clear()
            if self.removal:
                self.removal[1]["status"] = "superseded"
            self.removal = (each, outcome)
            return
        if self.removal:
            self.removal[1]["status"], self.removal = "superseded", None
        before = self.lines.setdefault(each.column, [])
        if before:
            before[-1][1]["status"] = "superseded"
        before.append((each, outcome, value))

    @property
    def values(self) -> Row:
        """The columns to set."""
        return {column: lines[-1][2] for column, lines in self.lines.items() if lines}

    @property
    def who(self) -> str:
        """Who set them."""
        return next(lines[-1][0].who for lines in self.lines.values() if lines)


def correct(tables: Rows, corrections: Iterable[Correction]) -> list[Change]:
    """Apply `corrections` to `tables` and fill the table `corrections`; what does not fit gets a flag.

    Returns the rows that were changed and what was set in each, for `settle`. Of two lines about one value the later
    one holds.
    """
    documents = {row["document_id"]: row for row in tables["documents"]}
    wanted: dict[str, list[Correction]] = {}
    for each in corrections:
        wanted.setdefault(each.document_id, []).append(each)
    here = {document_id for document_id in wanted if document_id in documents}
    mine: dict[str, Rows] = {document_id: {name: [] for name in tables} for document_id in here}
    for name, rows in tables.items():
        for row in rows:
            if row["document_id"] in here:
                mine[row["document_id"]][name].append(row)
    changes: list[Change] = []
    gone: set[int] = set()
    for document_id, lines in wanted.items():
        if document_id not in here:
            tables["corrections"] += [_outcome(each, "unknown") | _absence(each) for each in lines]
            continue
        outcomes, changed, removed = _correct_document(mine[document_id], lines)
        changes += changed
        gone |= removed
        for outcome in outcomes:
            outcome["province"] = documents[document_id]["province"]
            tables["corrections"].append(outcome)
            if outcome["status"] in ("unfit", "refused"):
                message = f"line {outcome['line']} of the corrections does not hold: {outcome['message']}"
                concerned = f"{outcome['table']} {outcome['key']} {outcome['column']}"
                flag = Flag(f"correction_{outcome['status']}", "warning", message, raw=concerned)
                add_flag(tables, documents[document_id], flag)
    tables["corrections"].sort(key=lambda outcome: outcome["line"])
    if gone:
        for name in REMOVABLE:
            tables[name] = [row for row in tables[name] if id(row) not in gone]
    return changes


def settle(changes: Iterable[Change]) -> None:
    """Set the corrected values in their rows: once more after other stages had them in hand."""
    for row, values in changes:
        row.update(values)


def _absence(each: Correction) -> Row:
    """Status and message of a correction whose document is not in this run."""
    if not DOCUMENT_ID.fullmatch(each.document_id):
        message = "its document_id is not 16 hex digits; a spreadsheet may have rewritten it"
        return {"status": "refused", "message": each.problem or message}
    return {"status": "absent", "message": "no document of this run has these bytes"}


def _correct_document(rows: Rows, lines: list[Correction]) -> tuple[list[Row], list[Change], set[int]]:
    """Change the rows of one document: the outcome of each line, what was set, and the ids of rows to remove."""
    named: dict[str, dict[str, Row]] = {}
    targets: dict[int, Target] = {}
    outcomes = []
    for each in lines:
        outcome = _outcome(each, "")
        outcomes.append(outcome)
        try:
            _check(each)
            if each.table not in named:
                named[each.table] = dict(zip(keys_of(each.table, rows[each.table]), rows[each.table], strict=True))
            if (row := named[each.table].get(re.sub(r"\s+", " ", each.key))) is None:
                raise Misfit("unfit", f"the document has no row `{each.key}` in {each.table} any more")
            value = None if each.column == ROW else read_value(each.table, each.column, each.value, row)
        except Misfit as doubt:
            outcome.update(status=doubt.status, message=str(doubt))
            continue
        outcome["rule"] = _rule(row, each.column)
        outcome["was"] = None if each.column == ROW else written(row[each.column])
        targets.setdefault(id(row), Target(each.table, row)).add(each, outcome, value)
    _refuse_twins(rows, list(targets.values()))
    removed = {at for at, target in targets.items() if target.removal}
    changes: dict[int, Change] = {}
    for target in targets.values():
        if target.removal:
            forget(rows, target.table, target.row, target.removal[0].who)
        elif target.values:
            for row, values in consequences(rows, target.table, target.row, target.values, target.who):
                row.update(values)
                changes.setdefault(id(row), (row, {}))[1].update(values)
    return outcomes, list(changes.values()), removed


def _refuse_twins(rows: Rows, targets: list[Target]) -> None:
    """Refuse what would give two rows one primary key; the line before about the same value holds then, if any."""
    while True:
        clashing: list[Target] = []
        for name in {target.table for target in targets}:
            key = TABLES[name].primary_key
            after = {id(target.row): target.row | target.values for target in targets}
            gone = {id(target.row) for target in targets if target.removal}
            held = [(row, after.get(id(row), row)) for row in rows[name] if id(row) not in gone]
            counts = Counter(tuple(state[column] for column in key) for _, state in held)
            twice = {id(row) for row, state in held if counts[tuple(state[column] for column in key)] > 1}
            clashing += [each for each in targets if id(each.row) in twice and any(name in each.values for name in key)]
        if not clashing:
            return
        for target in clashing:
            for column in TABLES[target.table].primary_key:
                if lines := target.lines.get(column):
                    _, outcome, _ = lines.pop()
                    message = "another row says this already; remove one of the two"
                    outcome.update(status="refused", message=message, was=None, rule=None)
                    if lines:
                        lines[-1][1]["status"] = "applied"


def _check(each: Correction) -> None:
    """Raise Misfit for a line that could fit no document."""
    if each.problem:
        raise Misfit("refused", each.problem)
    if each.table not in KEYS:
        raise Misfit("refused", f"`{each.table}` cannot be corrected; the tables are {', '.join(KEYS)}")
    if each.column == ROW:
        if each.value.lower() != REMOVE or each.table not in REMOVABLE:
            raise Misfit("refused", f"the only thing to do with a {ROW} is to {REMOVE} it, from {', '.join(REMOVABLE)}")
        return
    if each.column not in open_columns(each.table):
        can_be = ", ".join(open_columns(each.table))
        raise Misfit("refused", f"`{each.column}` cannot be corrected; of {each.table} these can: {can_be}")


def _rule(row: Row, column: str) -> str | None:
    """What had found the value."""
    if "method" in row:
        return row["method"]
    return dict(found.split(": ", 1) for found in row.get("header_found_by", ())).get(column)


def _outcome(each: Correction, province: str) -> Row:
    """The row of the table `corrections`."""
    fields = {name: getattr(each, name) for name in ("line", *COLUMNS)}
    return fields | {"province": province, "was": None, "rule": None, "status": "applied", "message": None}
