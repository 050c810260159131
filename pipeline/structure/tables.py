"""What a table is called and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import ColumnRole, Document, Row, Table, is_capitals, skeleton

LISTED, LETTERED = (
    re.compile(r"[-+•] "),
    re.compile(r"[A-HĐ]\. "),
)  # an item of a list; `B. VĂN BẢN ...` over one of many

# First rule that matches decides; on skeletons, so that noisy heads are read too.
COLUMN_ROLES: tuple[tuple[ColumnRole, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:stt|so tt|tt|so thu tu)\.?$")),
    ("content", re.compile(r"^(?:noi dung|nhiem vu|ten |muc tieu, nhiem vu|cong viec)(?!.*chu tri)")),
    ("product", re.compile(r"^(?:san pham|ket qua|dau ra)")),
    ("lead", re.compile(r"chu tri|thuc hien va phoi hop")),
    ("coordinate", re.compile(r"phoi hop")),
    (
        "lead",
        re.compile(
            r"(?:don vi|co quan|bo phan|to chuc)[\w ,/]* (?:thuc hien|tham muu|phu trach|trien khai|soan thao|dau moi)|"
            r"phan cong|trach nhiem|dau moi|phu trach|nguoi thuc hien|^(?:thuc hien|don vi|co quan|co quan, don vi)$"
        ),
    ),
    ("time", re.compile(r"thoi gian|thoi han|tien do|hoan thanh|thoi diem|^han\b|^lich\b|^(?:ngay|thang|quy|nam)$")),
    ("product", re.compile(r"san pham|ket qua|dau ra")),
    ("quota", re.compile(r"so luong|chi tieu|muc tieu|ty le|tan suat")),
    ("note", re.compile(r"ghi chu")),
    ("form", re.compile(r"^(?:hinh thuc|phuong thuc|cach thuc)")),
    ("content", re.compile(r"noi dung|nhiem vu|cong viec|hoat dong|hang muc|giai phap|tieu chi")),
)


def column_roles(header: Sequence[str]) -> tuple[ColumnRole | None, ...]:
    """What each column of a task table says, by the wording of its head; the first content column is the task.

    >>> column_roles(("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện"))
    ('number', 'content', 'lead', 'coordinate', 'time')
    """
    return tuple(_role(label.rsplit(" - ", 1)[-1]) or _role(label) for label in header)


def _role(label: str) -> ColumnRole | None:
    return next((role for role, rule in COLUMN_ROLES if rule.search(skeleton(label))), None)


def parse_tables(doc: Document) -> Document:
    """Fill `title`, `header` and `roles` of every table."""
    tables = (replace(table, title=_title(doc, table), header=_header(doc, table)) for table in doc.tables)
    return replace(doc, tables=tuple(replace(table, roles=column_roles(table.header)) for table in tables))


def _header(doc: Document, table: Table) -> tuple[str, ...]:
    """One label a column; the levels of a head over several rows joined by ` - `."""
    heads = [row for row in table.rows if row.is_header]
    width = len(table.rows[0].cells) if table.rows else 0
    labels: list[list[str]] = [[] for _ in range(width)]
    for row in heads:
        texts = [re.sub(r"\s+", " ", span.of(doc.text)) for span in row.cells]
        if all(re.fullmatch(r"\W*(?:\d{1,2}|[a-z])\W*", text) or not text for text in texts):
            continue  # (1) (2) (3)
        above = ""
        for index, text in enumerate(texts):
            if row is heads[0] and len(heads) > 1:
                # a head that spans columns stands over its neighbours, whose own first cell is empty
                spanned = not text and _has_text_below(heads[1:], index, doc)
                above = text or (above if spanned else "")
                text = above
            if text and text not in labels[index]:
                labels[index].append(text)
    return tuple(" - ".join(parts) for parts in labels)


def _has_text_below(rows: list[Row], index: int, doc: Document) -> bool:
    return any(row.cells[index].of(doc.text).strip() for row in rows)


def _title(doc: Document, table: Table) -> str:
    """The caption above the table: the lines after `Phụ lục`, without the note about the parent document."""
    above = [p for p in doc.paragraphs if p.span.end <= table.span.start]
    lines: list[str] = []
    for paragraph in reversed(above[-6:]):
        text = paragraph.span.of(doc.text).strip(" *_#")
        folded = skeleton(text)
        if re.match(r"\(?(?:ban hanh )?kem theo|\(|don vi tinh|dvt", folded) or (
            text.endswith(")") and "(" not in text
        ):
            continue  # the note about the parent document, whole or the rest of it
        heading = re.match(r"(?:phu luc|bieu|bang)(?:\s+(?:so\s+)?(?:[ivxlc]+|\d+)[a-z]?(?![a-z]))?\s*[.:]?\s*", folded)
        if heading and folded.startswith("phu luc"):
            rest = text[heading.end() :].strip()
            rest = re.sub(r"\s*\((?:Ban hành k|K)èm theo.*$", "", rest)
            if rest:
                lines.append(rest)
            break
        text = re.sub(r"\s*\((?:Ban hành k|K)èm theo.*$", "", text)
        if LISTED.match(text) or len(text) > 200 or text.endswith((";", ".", ":")) or (lines and not is_capitals(text)):
            break
        lines.append(text)
        if not is_capitals(text) or LETTERED.match(text):
            break
    return " ".join(reversed(lines))
