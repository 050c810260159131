"""Sentences of real plans and laws, marked by readers who had not seen what comes out: one test a line.

Each file of `cases` holds forms that occur, and what only looks like them. The document around a line is a plan of
UBND tỉnh Tây Ninh for 2024, signed on 15 January, and the line a point of its implementation section; `@time` makes it
a cell of a column of times, `@basis` an opening paragraph, `@D` a plan of huyện Xuân Lộc, `@S` one of a department of
Gia Lai, a `+` a heading. `!` before a line: known to come out wrong; a test that passes there fails, so that the sign
goes when the rule comes.
"""

from datetime import date
from pathlib import Path

import pytest

from pipeline.entities.dates import Calendar, find_dates
from pipeline.entities.names import Context
from pipeline.entities.organisations import find_units
from pipeline.entities.quotas import find_quotas
from pipeline.entities.references import find_refs
from pipeline.flow import understand
from tests.marked import unmark
from tests.papers import document

CASES = Path(__file__).parent / "cases"
CONTEXTS = {
    "@P": Context(issuer="Ủy ban nhân dân tỉnh Tây Ninh", issuer_level="province", province="Tây Ninh"),
    "@D": Context(issuer="Ủy ban nhân dân huyện Xuân Lộc", issuer_level="district", province="Đồng Nai"),
    "@S": Context(issuer="Sở Thông tin và Truyền thông tỉnh Gia Lai", issuer_level="department", province="Gia Lai"),
}
PLAN = CONTEXTS["@P"]
CALENDAR = Calendar(plan_year=2024, issued=date(2024, 1, 15))
OWN = "25/KH-UBND"
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\n\nSố: 25/KH-UBND\n\nTây Ninh, ngày 15 tháng 01 năm 2024\n\nKẾ HOẠCH\n"
    "Bảo đảm an toàn thực phẩm năm 2024\n\n"
)
DUTIES = "I. MỤC TIÊU\n\n1. An toàn hơn.\n\nII. TỔ CHỨC THỰC HIỆN\n\n"


def marked(name, separator="\n"):
    """The cases of a file, those with `!` expected to fail."""
    found = []
    for case in (CASES / f"{name}.txt").read_text("utf-8").split(separator):
        lines = [line for line in case.split("\n") if line.strip() and not line.startswith("#")]
        if not lines:
            continue
        known = lines[0].startswith("! ")
        text = "\n".join(lines[1:] if known and separator != "\n" else lines).removeprefix("! ")
        marks = (
            [pytest.mark.xfail(strict=True, reason="a form that no rule reads yet; its line is marked with `!`")]
            if known
            else []
        )
        found.append(pytest.param(text, marks=marks))
    return found


def tagged(case):
    """The tag of a line and the rest of it."""
    return case.split(" ", 1) if case.startswith("@") else ("", case)


@pytest.mark.parametrize("case", marked("units"))
def test_units(case):
    tag, rest = tagged(case)
    text, answers = unmark(rest)
    found = find_units(text, CONTEXTS[tag.rstrip("+")], path="II.1", generic=tag.endswith("+"))
    assert [(u.raw, u.canonical, *(["group"] if u.is_group else [])) for u in found] == answers


@pytest.mark.parametrize("case", marked("refs"))
def test_refs(case):
    tag, rest = tagged(case)
    text, answers = unmark(rest)
    path = "0.p1" if tag == "@basis" else "II.1"
    found = find_refs(text, list(find_units(text, PLAN)), path=path, own_code=OWN)
    shown = [(r.raw, r.type, r.code or r.name, r.date or "-", r.issuer or "-", r.role) for r in found]
    assert shown == answers


@pytest.mark.parametrize("case", marked("dates"))
def test_dates(case):
    tag, rest = tagged(case)
    text, answers = unmark(rest)
    refs = list(find_refs(text, list(find_units(text, PLAN)), own_code=OWN))
    found = find_dates(
        text, CALENDAR, path="II.1", references=[ref.span for ref in refs], in_time_column=tag == "@time"
    )
    assert [(d.raw, d.kind, d.value, d.modifier or "-", d.role) for d in found] == answers


@pytest.mark.parametrize("case", marked("quotas"))
def test_quotas(case):
    text, answers = unmark(case)
    refs = list(find_refs(text, list(find_units(text, PLAN))))
    dates = list(find_dates(text, CALENDAR, references=[ref.span for ref in refs]))
    found = find_quotas(text, dates=dates, references=refs, year=2024)
    shown = [(q.value, q.comparator, q.unit.casefold(), q.period or "-") for q in found]
    assert shown == [(float(value), sign, unit.casefold(), period) for _, value, sign, unit, period in answers]


@pytest.mark.parametrize("case", marked("assignments", "\n\n"))
def test_assignments(case):
    lines = case.split("\n")
    title = next((line.removeprefix("@I ") for line in lines if line.startswith("@I ")), None)
    body = "\n\n".join(line.removeprefix("> ") for line in lines if line.startswith("> "))
    rows = [[part.strip() for part in line.removeprefix("= ").split("|")] for line in lines if line.startswith("= ")]
    doc = understand(document(HEAD + (f"I. {title}\n\n" if title else DUTIES) + body))
    found = {(a.section_path, a.role, a.unit.casefold(), str(a.deadline or "-")) for a in doc.assignments}
    # the day of whoever leads; that of the others is the same or nobody's
    assert {row[: 4 if row[1] == "lead" else 3] for row in found} == {
        (path, role, unit.casefold(), *([day] if role == "lead" else [])) for path, role, unit, day in rows
    }
