"""Whole results as text that a diff can show; `make golden` rewrites them."""

from pathlib import Path

import pytest

from pipeline.document import Document
from pipeline.flow import extract

RAW = Path(__file__).parents[1] / "data" / "raw"
GOLDEN = Path(__file__).parent / "golden"
FILES = (
    "01_",
    "04_",
    "09_",
    "11_",
)  # digital PDF with a long table, articles, DOCX, Markdown: no OCR, the same everywhere


def describe(doc: Document) -> str:
    """Header, outline, tables and entities of a document, one fact a line."""
    header = doc.header
    lines = [f"{field}: {getattr(header, field)}" for field in (
        "doc_type", "code", "issued_date", "issued_place", "issuer", "issuer_level", "province", "title", "plan_year",
        "signer", "signer_title", "sign_mode",
    )]  # fmt: skip
    lines += [f"recipient: {entry}" for entry in header.recipients]
    for section in doc.sections:
        text = section.span.of(doc.text)
        lines.append(
            f"{section.path} [{section.kind}] {text[:60]}{'...' + text[-20:] if len(text) > 80 else text[60:]}"
        )
    for table in doc.tables:
        lines.append(f"{table.id}, pages {table.page_start}-{table.page_end}: {table.title} {list(table.header)}")
        for row in table.rows:
            cells = " | ".join(span.of(doc.text)[:24].replace("\n", "/") for span in row.cells)
            lines.append(f"  {'#' if row.is_header else '§' if row.is_section else '-'} {cells}")
    lines += [f"ref {r.section_path} {r.role} {r.type} {r.code or r.name} {r.date} {r.issuer}" for r in doc.legal_refs]
    lines += [f"date {d.section_path} {d.kind} {d.value} {d.modifier} {d.role} «{d.raw}»" for d in doc.dates]
    lines += [f"quota {q.section_path} {q.comparator} {q.value:g} {q.unit} {q.period} «{q.raw}»" for q in doc.quotas]
    lines += [f"unit {u.section_path} {u.canonical} «{' '.join(u.raw.split())}»" for u in doc.units]
    lines += [
        f"task {a.section_path} {a.role} {a.unit} {a.deadline or ''} {a.recurrence or ''}".rstrip()
        for a in doc.assignments
    ]
    lines += [f"flag {f.code} {f.section_path}: {f.message}" for f in doc.flags]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("start", FILES)
def test_golden(start, request):
    path = next(RAW.glob(f"{start}*"))
    got = describe(extract(path, path.name))
    golden = GOLDEN / f"{path.stem}.txt"
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(got, "utf-8")
    assert got == golden.read_text("utf-8")
