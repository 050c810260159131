"""The dataset put together from the kept rows of its documents, whatever their number.

Only the heads of all documents and the citations that may link two of them are held in memory; a document that people
corrected, or of which another one knows the number, is taken apart into rows, every other one passes as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.document import Flag
from pipeline.store.citations import is_lost, link_citations
from pipeline.store.corrections import Correction, correct, settle
from pipeline.store.kept import OWN, Tables, as_rows, as_tables, read_kept
from pipeline.store.parquet import check_rows
from pipeline.store.rows import Rows, add_flag
from pipeline.store.schema import TABLES

Row = dict[str, Any]
RECOVERED = ("number", "symbol", "code", "issued_date")  # what `link_citations` may fill in
HEAD = """document_id province source_path doc_type number symbol code issued_date issuer province_name title plan_year
    header_found_by""".split()  # what it asks of a document
Place = tuple[int, int]  # where a citation stands


@dataclass(frozen=True, slots=True)
class Part:
    """One finished document: where its rows are kept, the name of its file, and other names of the same bytes."""

    kept: Path
    source: str
    duplicates: tuple[str, ...] = ()


@dataclass(slots=True)
class Assembly:
    """The documents of a dataset, with what people and other documents say of them."""

    heads: dict[str, Row] = field(default_factory=dict)  # of every document, the columns HEAD or all
    parts: dict[str, Part] = field(default_factory=dict)
    touched: dict[str, Rows] = field(default_factory=dict)  # documents that are not as they were kept
    targets: dict[str, dict[Place, str]] = field(default_factory=dict)  # of citations, by the citing document
    corrections: list[Row] = field(default_factory=list)

    def documents(self) -> Iterator[Tables]:
        """The tables of every document, by province and id."""
        for document_id in sorted(self.heads, key=lambda each: (self.heads[each]["province"], each)):
            if rows := self.touched.pop(document_id, None):
                check_rows(rows)
                tables = as_tables(rows)
            else:
                tables = read_kept(self.parts[document_id].kept)
            if targets := self.targets.get(document_id):
                tables["legal_refs"] = _aimed(tables["legal_refs"], targets)
            yield tables


def _aimed(refs: pa.Table, targets: dict[Place, str]) -> pa.Table:
    """The citations of a document with the documents that they are of."""
    places = zip(refs["char_start"].to_pylist(), refs["char_end"].to_pylist(), strict=True)
    found = pa.array([targets.get(place) for place in places], pa.string())
    return refs.set_column(
        refs.schema.get_field_index("target_document_id"), refs.schema.field("target_document_id"), found
    )


def assemble(parts: Sequence[Part], corrections: Sequence[Correction]) -> Assembly:
    """Put the kept documents together: corrections applied, citations linked; raises OSError where one is damaged."""
    made = Assembly()
    wanted = {each.document_id for each in corrections}
    for part in parts:
        [head] = read_kept(part.kept, "documents")["documents"].select(HEAD).to_pylist()
        made.heads[head["document_id"]], made.parts[head["document_id"]] = head, part
        if head["document_id"] in wanted or part.duplicates or head["source_path"] != part.source:
            _touch(made, head["document_id"])
    rows = _together(made)
    changes = correct(rows, [each for each in corrections if each.table != "flags"])
    _regroup(made, rows)
    _link(made)
    settle(changes)
    rows = _together(made) | {"corrections": rows["corrections"]}
    correct(rows, [each for each in corrections if each.table == "flags"])
    _regroup(made, rows)
    made.corrections = rows["corrections"]
    return made


def _touch(made: Assembly, document_id: str) -> Rows:
    """The rows of a document, taken apart, under the name that its file has now."""
    if document_id not in made.touched:
        part = made.parts[document_id]
        rows = as_rows(read_kept(part.kept))
        rows["documents"][0]["source_path"] = part.source
        made.touched[document_id] = rows
        made.heads[document_id] = rows["documents"][0]
        for name in part.duplicates:
            message = f"The same bytes lie under {name} too."
            add_flag(rows, rows["documents"][0], Flag("duplicate_input", "info", message, raw=name))
    return made.touched[document_id]


def _together(made: Assembly) -> Rows:
    """The rows of all touched documents in one."""
    rows: Rows = {name: [row for each in made.touched.values() for row in each[name]] for name in OWN}
    return rows | {"corrections": [], "inputs": []}


def _regroup(made: Assembly, rows: Rows) -> None:
    """The rows of all touched documents back to each: some were removed, flags added."""
    for document_id in made.touched:
        made.touched[document_id] = {name: [] for name in OWN}
    for name in OWN:
        for row in rows[name]:
            made.touched[row["document_id"]][name].append(row)
    for document_id, mine in made.touched.items():
        made.heads[document_id] = mine["documents"][0]


def _link(made: Assembly) -> None:
    """Numbers and days that citations know, and which citation is of which document."""
    known = {head["code"].casefold() for head in made.heads.values() if head["code"]}
    lost = {each for each, head in made.heads.items() if is_lost(head, "code") or is_lost(head, "issued_date")}
    types = {made.heads[each]["doc_type"] for each in lost}
    rows: Rows = {"documents": list(made.heads.values()), "legal_refs": [], "dates": [], "flags": []}
    for document_id, part in made.parts.items():
        if mine := made.touched.get(document_id):
            rows["legal_refs"] += mine["legal_refs"]
            rows["dates"] += mine["dates"] if document_id in lost else []
            continue
        tables = read_kept(part.kept, "dates", "legal_refs")
        rows["legal_refs"] += _candidates(tables["legal_refs"], known, types)
        rows["dates"] += tables["dates"].to_pylist() if document_id in lost else []
    before = {each: {name: made.heads[each][name] for name in RECOVERED} for each in lost}
    link_citations(rows)
    for ref in rows["legal_refs"]:
        if ref["target_document_id"]:
            place = (ref["char_start"], ref["char_end"])
            made.targets.setdefault(ref["document_id"], {})[place] = ref["target_document_id"]
    found = {each: {name: made.heads[each][name] for name in values} for each, values in before.items()}
    for document_id, values in found.items():
        if values != before[document_id]:
            _touch(made, document_id)["documents"][0].update(values)
    for row in rows["flags"]:
        told = Flag(row["code"], row["severity"], row["message"], row["page"], row["section_path"], row["raw"])
        add_flag(made.touched[row["document_id"]], made.heads[row["document_id"]], told)


def _candidates(refs: pa.Table, known: set[str], types: set[str | None]) -> list[Row]:
    """The citations that may be of a document of the dataset, or know what one of `types` has lost."""
    may_be = [code is not None and code.casefold() in known for code in refs["code"].to_pylist()]
    if types:
        told = zip(may_be, refs["type"].to_pylist(), refs["title"].to_pylist(), strict=True)
        may_be = [of_known or (kind in types and title is not None) for of_known, kind, title in told]
    return refs.filter(pa.array(may_be, pa.bool_())).to_pylist() if any(may_be) else []


@dataclass(slots=True)
class Tally:
    """How many rows of what: for the summary of a run."""

    rows: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)  # pages by `text_source`
    severities: Counter[str] = field(default_factory=Counter)  # flags

    def counted(self, documents: Iterator[Tables]) -> Iterator[Tables]:
        """The same documents, counted as they pass."""
        for tables in documents:
            self.count(tables)
            yield tables

    def as_json(self) -> dict[str, dict[str, int]]:
        """The counts by name."""
        return {"rows": dict(self.rows), "sources": dict(self.sources), "severities": dict(self.severities)}

    def count(self, tables: Tables) -> None:
        """Add the rows of some tables."""
        self.rows.update({name: tables[name].num_rows for name in TABLES if name in tables})
        self.sources.update(tables["pages"]["text_source"].to_pylist())
        self.severities.update(tables["flags"]["severity"].to_pylist())
