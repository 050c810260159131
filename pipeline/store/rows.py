"""One Document -> the rows of every table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from pipeline.document import Assignment, Box, Document, Flag, Layer, Mention, PlacedWord, Span, Word, union
from pipeline.store.schema import PIPELINE_VERSION, SCHEMA_VERSION

Rows = dict[str, list[dict[str, Any]]]

ENTITY_TABLES = ("units", "dates", "legal_refs", "quotas")


def rows_of(doc: Document) -> Rows:
    """The rows of `doc` by table name, in reading order."""
    identity = {"document_id": doc.id, "province": doc.header.province}
    flags = sorted(doc.flags, key=lambda flag: flag.page or 0)
    rows: Rows = {
        "documents": [identity | _document(doc)],
        "pages": [identity | _page(page) for page in doc.pages],
        "sections": [],
        "tables": [],
        "table_rows": [],
        "assignments": [],
        "flags": [],
        "restorations": [identity | row for row in _restorations(doc)],
    }
    starts = [word.span.start for word in doc.words]
    places = _places(doc)
    head, signed = (_lines(spans, doc, starts) for spans in (doc.header.head, doc.header.signature))
    rows["documents"][0] |= {"head_parts": head, "signature_parts": signed}
    for number, flag in enumerate(flags, start=1):
        own = {
            "flag_id": f"f{number}",
            "parts": _flag_parts(flag, doc, starts, places.get(flag.section_path or "", ())),
        }
        rows["flags"].append(identity | own | _fields(flag))
    for section in doc.sections:
        parts = _parts(section.span, section.page_start, section.page_end, doc, starts)
        rows["sections"].append(identity | _section(section, doc.text) | {"parts": parts})
    for layer in ENTITY_TABLES:
        rows[layer] = [identity | _mention(mention, doc, starts) for mention in getattr(doc, layer)]
    rows["assignments"] = [identity | _assignment(assignment, doc, starts) for assignment in doc.assignments]
    for table in doc.tables:
        body = [row for row in table.rows if not row.is_header]
        rows["tables"].append(
            identity
            | {
                "table_id": table.id,
                "title": table.title or None,
                "header": list(table.header),
                "column_roles": list(table.roles),
                "n_rows": len(body),
                "page_start": table.page_start,
                "page_end": table.page_end,
                "parts": [{"page": page, "bbox": list(box) if box else None} for page, box in table.parts],
            }
        )
        for number, row in enumerate(body, start=1):
            whole = Span(row.cells[0].start, row.cells[-1].end)
            rows["table_rows"].append(
                identity
                | {
                    "table_id": table.id,
                    "row": number,
                    "cells": [span.of(doc.text) for span in row.cells],
                    "cell_starts": [span.start for span in row.cells],
                    "is_section": row.is_section,
                    "page_start": row.page_start,
                    "page_end": row.page_end,
                    "parts": _parts(whole, row.page_start, row.page_end, doc, starts),
                }
            )
    return rows


def add_flag(tables: Rows, document: dict[str, Any], flag: Flag) -> None:
    """A doubt that arose when all documents were there: the next flag of `document`, a row of `documents`."""
    mine = [row["flag_id"] for row in tables["flags"] if row["document_id"] == document["document_id"]]
    number = max((int(each[1:]) for each in mine), default=0) + 1
    identity = {"document_id": document["document_id"], "province": document["province"], "flag_id": f"f{number}"}
    tables["flags"].append(identity | _fields(flag) | {"parts": []})


def _places(doc: Document) -> dict[str, tuple[Span, ...]]:
    """The spans that a `section_path` names."""
    places = {"H": doc.header.head, "S": doc.header.signature, "R": doc.header.listed}
    places |= {section.path: (section.span,) for section in doc.sections}
    for table in doc.tables:
        places[table.id] = (table.span,)
        body = [row for row in table.rows if not row.is_header]
        for number, row in enumerate(body, start=1):
            places[f"{table.id}.{number}"] = (Span(row.cells[0].start, row.cells[-1].end),)
    return places


def _lines(spans: Sequence[Span], doc: Document, starts: list[int]) -> list[dict[str, Any]]:
    """The printed lines of `spans`; none for none."""
    return [
        part
        for span in spans
        if (words := words_in(span, doc.words, starts))
        for part in lines_of(words, words[0].page)
    ]


def _flag_parts(flag: Flag, doc: Document, starts: list[int], spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Where the words of a flag stand in the `spans` of its section, or these where the words are not in them."""
    for span in spans:
        at = doc.text.find(flag.raw, span.start, span.end) if flag.raw else -1
        if at >= 0:
            return _lines([Span(at, at + len(flag.raw or ""))], doc, starts)
    return _lines(spans, doc, starts)


def _parts(span: Span, first: int, last: int, doc: Document, starts: list[int]) -> list[dict[str, Any]]:
    """The pages from `first` to `last`, and the box of the words of `span` on each."""
    boxes: dict[int, list[Box]] = {page: [] for page in range(first, last + 1)}
    for word in words_in(span, doc.words, starts):
        boxes.setdefault(word.page, []).extend([word.box] if word.box else [])
    return [{"page": page, "bbox": list(box) if (box := union(found)) else None} for page, found in boxes.items()]


def legal_bases(refs: Sequence[dict[str, Any]]) -> list[str]:
    """The codes that the opening paragraphs cite, once each, from rows of `legal_refs` in reading order."""
    opening = [ref for ref in refs if ref["section_path"].startswith("0.p") and ref["role"] != "self"]
    return list(dict.fromkeys(ref["code"] for ref in opening if ref["code"]))


def _document(doc: Document) -> dict[str, Any]:
    header = doc.header
    sources = {page.text_source for page in doc.pages}
    words = [word for page in doc.pages for line in page.lines for word in line.words]
    return {
        "text": doc.text,
        "source_path": doc.source,
        "source_sha256": doc.sha256,
        "media_type": doc.media_type,
        "page_count": len(doc.pages),
        "text_source": sources.pop() if len(sources) == 1 else "mixed",
        "doc_type": header.doc_type,
        "number": header.number,
        "symbol": header.symbol,
        "code": header.code,
        "issued_date": header.issued_date,
        "issued_place": header.issued_place,
        "issuer": header.issuer,
        "issuer_level": header.issuer_level,
        "province_name": header.province_name,
        "province_code": header.province_code,
        "province_2025": header.province_2025,
        "district": header.district,
        "title": header.title,
        "plan_year": header.plan_year,
        "signer": header.signer,
        "signer_title": header.signer_title,
        "sign_mode": header.sign_mode,
        "recipients": list(header.recipients),
        "legal_bases": legal_bases([_fields(ref) for ref in doc.legal_refs]),
        "restored": doc.restored,
        "mean_confidence": sum(word.confidence for word in words) / len(words) if words else 0.0,
        "abbreviations": [_fields(each) for each in doc.abbreviations],
        "header_found_by": [f"{field}: {rule}" for field, rule in header.found_by],
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": PIPELINE_VERSION,
    }


def _page(page: Any) -> dict[str, Any]:
    words = [word for line in page.lines for word in line.words]
    return {
        "page": page.number,
        "text_source": page.text_source,
        "text": "\n".join(line.text for line in page.lines),
        "raw_text": "\n".join(line.raw for line in page.lines),
        "rotation": page.rotation,
        "skew_deg": page.skew_deg,
        "mean_confidence": sum(word.confidence for word in words) / len(words) if words else 0.0,
        "width": page.width,
        "height": page.height,
        **{f"layer_{field.name}": getattr(page.layer, field.name, None) for field in fields(Layer)},
    }


def _section(section: Any, text: str) -> dict[str, Any]:
    return {
        "section_id": section.id,
        "parent_id": section.parent_id,
        "path": section.path,
        "depth": section.depth,
        "ordinal": section.ordinal,
        "kind": section.kind,
        "label": section.label,
        "text": section.span.of(text),
        "page_start": section.page_start,
        "page_end": section.page_end,
        "char_start": section.span.start,
        "char_end": section.span.end,
    }


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a flat dataclass with slots."""
    return tuple(name for each in reversed(kind.__mro__) for name in getattr(each, "__slots__", ()))


def _fields(value: Any) -> dict[str, Any]:
    """What the fields of a flat dataclass hold, tuples as lists."""
    found = {name: getattr(value, name) for name in _names(type(value))}
    return {name: list(item) if isinstance(item, tuple) else item for name, item in found.items()}


def _mention(mention: Mention, doc: Document, starts: list[int]) -> dict[str, Any]:
    row = _fields(mention)
    del row["span"]
    page, box, sure = place_of(mention.span, doc.words, starts)
    row["confidence"] *= sure
    place = {"page": page, "bbox": box, "parts": lines_of(words_in(mention.span, doc.words, starts), page)}
    return row | {"char_start": mention.span.start, "char_end": mention.span.end} | place


def _assignment(assignment: Assignment, doc: Document, starts: list[int]) -> dict[str, Any]:
    row = _fields(assignment)
    del row["span"], row["unit_span"]
    page, box, _ = place_of(assignment.span, doc.words, starts)
    row["confidence"] *= place_of(assignment.unit_span, doc.words, starts)[2]
    start, end = assignment.span.start, assignment.span.end
    last = place_of(Span(max(start, end - 1), end), doc.words, starts)[0]
    parts = _parts(assignment.span, page, max(page, last), doc, starts)
    return row | {"char_start": start, "char_end": end, "page": page, "bbox": box, "parts": parts}


def words_in(span: Span, words: tuple[PlacedWord, ...], starts: list[int]) -> tuple[PlacedWord, ...]:
    """The words that `span` touches; `starts` is where each begins."""
    first = max(bisect_left(starts, span.start + 1) - 1, 0)
    first += first < len(words) and words[first].span.end <= span.start
    return words[first : bisect_left(starts, span.end, first)]


def place_of(span: Span, words: tuple[PlacedWord, ...], starts: list[int]) -> tuple[int, list[float] | None, float]:
    """Page of the first word that `span` touches, the box around its words there, and the least confidence of a word.

    >>> words = (PlacedWord(Span(0, 3), 1, (0, 0, 9, 5), 0.9), PlacedWord(Span(4, 7), 1, (10, 0, 20, 5), 1.0))
    >>> place_of(Span(1, 6), words, [0, 4])
    (1, [0, 0, 20, 5], 0.9)
    """
    touched = words_in(span, words, starts)
    if not touched:
        first = max(bisect_left(starts, span.start + 1) - 1, 0)
        return words[first].page if words else 1, None, 1.0
    page = touched[0].page
    box = union([word.box for word in touched if word.box and word.page == page])
    return page, list(box) if box else None, min(word.confidence for word in touched)


def lines_of(words: Sequence[PlacedWord], page: int) -> list[dict[str, Any]]:
    """The page and box of each printed line of `words`; those of a text without boxes stand on `page` alone.

    >>> words = [PlacedWord(Span(0, 3), 1, (90, 0, 99, 9), 1.0), PlacedWord(Span(4, 7), 1, (0, 12, 9, 21), 1.0)]
    >>> [part["bbox"] for part in lines_of(words, 1)]
    [[90, 0, 99, 9], [0, 12, 9, 21]]
    """
    lines: list[tuple[int, list[Box]]] = []
    for word in words:
        if word.box is None:
            continue
        before = lines[-1][1][-1] if lines and lines[-1][0] == word.page else None
        if before and word.box[0] >= before[0] and min(before[3], word.box[3]) > max(before[1], word.box[1]):
            lines[-1][1].append(word.box)
        else:
            lines.append((word.page, [word.box]))
    found = [{"page": at, "bbox": list(box)} for at, boxes in lines if (box := union(boxes))]
    return found or [{"page": page, "bbox": None}]


def _restorations(doc: Document) -> list[dict[str, Any]]:
    laid: dict[tuple[Any, ...], list[int]] = {}  # the same token twice on a page: in reading order
    for word in reversed(doc.words):
        if word.raw is not None:
            laid.setdefault((word.page, word.raw, word.span.of(doc.text), word.box), []).append(word.span.start)

    def place(page: int, word: Word) -> int | None:
        starts = laid.get((page, word.raw, word.text, word.box))
        return starts.pop() if starts else None

    return [
        {
            "page": page.number,
            "line": line_number,
            "token": token,
            "raw": word.raw,
            "restored": word.text,
            "confidence": word.confidence,
            "char_start": place(page.number, word),
            "bbox": list(word.box) if word.box else None,
        }
        for page in doc.pages
        for line_number, line in enumerate(page.lines, start=1)
        for token, word in enumerate(line.words, start=1)
        if word.raw is not None and word.raw != word.text
    ]
