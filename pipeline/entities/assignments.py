"""Who must do what, by when: from headings that name units, sentences that begin with one, and task tables.

A unit in a heading leads every leaf below it; a sentence that names its own subject replaces the heading's; the
bodies behind `phối hợp với` coordinate; in a task table the lead and coordinating columns say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Day

from pipeline.document import Assignment, DateMention, Document, Section, Span, Unit, skeleton

IMPLEMENTATION = re.compile(r"to chuc thuc hien|trach nhiem|phan cong|to chuc trien khai|giai phap to chuc")
# What may stand before the subject of a task without being part of it.
LEAD_IN = re.compile(
    r"(?:(?:đề nghị|giao|yêu cầu|giám đốc|thủ trưởng|trưởng|hàng quý|hàng năm|hàng tháng|định kỳ|đồng chí|các|chánh|"
    r"\(|\d{1,2}[.)])[ ,:]*)*",
    re.IGNORECASE,
)
COORDINATE = re.compile(
    r"phối hợp(?:[ ](?:chặt chẽ|cùng|chủ động|tốt|thực hiện|đồng bộ|thường xuyên))*(?:[ ](?:với|cùng))?[ ]+",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"[\s,;:()/+-]*(?:(?:và|cùng|với|của|các|thuộc tỉnh|liên quan|có liên quan|địa phương|thủ trưởng)[\s,;:()-]*)*",
    re.IGNORECASE,
)
# `Cơ quan chủ trì: ...`, `Đơn vị phối hợp thực hiện: ...` below a task that is not theirs to tell.
NAMED_ROLE = re.compile(
    r"(?:các )?(?:cơ quan|đơn vị)(?: (?P<role>chủ trì|phối hợp|thực hiện))(?: thực hiện| chính)?\s*:\s*", re.IGNORECASE
)
NAMED_TIME = re.compile(r"(?:thời gian|thời hạn|tiến độ)(?: thực hiện| hoàn thành)?\s*:", re.IGNORECASE)
# `phối hợp với các cơ quan, đơn vị liên quan và Sở ...`: the bare class is no unit, the list goes on behind it.
BARE_CLASS = re.compile(
    r"[\s,]*các (?:cơ quan|đơn vị|sở|ngành)(?:, (?:đơn vị|địa phương|tổ chức|cơ quan))*(?: (?:có )?liên quan)?"
    r"[\s,;]*(?:và )?"
)
# A list of subjects may hold a name that no rule knows; it ends where the task begins.
VERB = re.compile(
    r"\b(?:chủ trì|phối hợp|tham mưu|xây dựng|triển khai|tổ chức|thực hiện|hướng dẫn|báo cáo|tổng hợp|kiểm tra|"
    r"đôn đốc|rà soát|cung cấp|ban hành|có trách nhiệm|chịu|để|căn cứ|chỉ đạo|theo dõi|tiến hành|gửi|đăng tải|"
    r"đẩy mạnh|tăng cường|tại|trong)\b"
)
# What makes a unit at the head of a sentence the one in charge, wherever the sentence stands.
IN_CHARGE = re.compile(
    r"[\s,:]*(?:(?:và|cùng) [^.;:\n]{0,120}? )?(?:(?:có|chịu) trách nhiệm|chủ trì|tổng hợp,? báo cáo|"
    r"là (?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì))"
)
GIVEN = re.compile(r"(?:Giao|Đề nghị|Yêu cầu) ")
ORDERS = re.compile(r"(?:yêu cầu|đề nghị)[ ]", re.IGNORECASE)


def find_assignments(doc: Document) -> Iterator[Assignment]:
    """Yield every assignment of the outline, then of the tables."""
    seen: set[tuple[str, str, str]] = set()
    for assignment in [*_from_sections(doc), *_from_tables(doc)]:
        key = (assignment.section_path, assignment.unit, assignment.role)
        if key not in seen:
            seen.add(key)
            yield assignment


def heads_assignments(doc: Document) -> set[str]:
    """Paths of the headings under `Tổ chức thực hiện`, where bare classes such as `các cơ quan, đơn vị` count."""
    tops = [s.path for s in doc.sections if is_implementation(doc, s)]
    heads = {s.path for s in doc.sections if s.kind == "heading" and any(s.path.startswith(top + ".") for top in tops)}
    return heads | {s.path for s in doc.sections if s.kind == "heading" and WHOLE_CLASS.match(s.span.of(doc.text))}


# A heading that is a class of those who act and no more, wherever it stands: `Các chủ rừng là tổ chức (...)`.
WHOLE_CLASS = re.compile(r"Các (?:doanh nghiệp|chủ|nhà mạng|hợp tác xã|tổ chức|đơn vị|cơ quan|hội|trường)\b[^.;:]{0,80}(?:\(.*\))?[:.]?$")


def is_implementation(doc: Document, section: Section) -> bool:
    """Whether a heading opens the part that says who does what."""
    return section.kind == "heading" and bool(IMPLEMENTATION.search(skeleton(section.span.of(doc.text))))


def _from_sections(doc: Document) -> Iterator[Assignment]:
    by_id = {section.id: section for section in doc.sections}
    has_implementation = any(is_implementation(doc, section) for section in doc.sections)
    parents = {section.parent_id for section in doc.sections}
    units: dict[str, list[Unit]] = {}
    for unit in doc.units:
        units.setdefault(unit.section_path, []).append(unit)
    for section in doc.sections:
        text = section.span.of(doc.text)
        mine = units.get(section.path, [])
        if section.path.startswith("Z."):
            yield from _from_order(doc, section, text, mine)
            continue
        if section.id in parents or section.kind == "heading":
            continue
        if named := NAMED_ROLE.match(text):
            yield from _from_named_role(doc, section, named, mine, by_id)
            continue
        chain = list(_ancestors(section, by_id))
        in_charge = any(is_implementation(doc, s) for s in chain)
        if not has_implementation:
            in_charge = in_charge or any(_takes_charge(doc, s, units.get(s.path, [])) for s in [section, *chain])
        heads = next((lead for s in chain if (lead := _subjects(doc, s, units.get(s.path, [])))), [])
        own = _subjects(doc, section, mine)
        leads = own or heads
        if not leads or not (in_charge or _is_unit_heading(doc, chain, units)):
            continue
        for unit in leads:
            yield _assign(doc, section.path, section.span, unit, "lead", text)
        lead_names = {unit.canonical for unit in leads}
        above = [s for s in chain if s.kind != "heading"]  # `1. Chủ trì, phối hợp với các sở:` stands for its points
        partners = [unit for s in [section, *above] for unit in _partners(doc, s, units.get(s.path, []))]
        for unit in partners:
            if unit.canonical not in lead_names:
                yield _assign(doc, section.path, section.span, unit, "coordinate", text)


def _from_named_role(
    doc: Document, section: Section, named: re.Match[str], mine: Sequence[Unit], by_id: dict[str, Section]
) -> Iterator[Assignment]:
    """A line that names the units of the task above it; its sister line names the time."""
    lead = named["role"].lower() != "phối hợp"
    parent = by_id.get(section.parent_id or "")
    siblings = [s for s in doc.sections if s.parent_id == section.parent_id]
    timed = next((s for s in siblings if s.ordinal > section.ordinal and NAMED_TIME.match(s.span.of(doc.text))), None)
    partners = COORDINATE.search(doc.text, section.span.start + named.end(), section.span.end)
    for unit in mine:
        clause = doc.text[section.span.start + named.end() : unit.span.start].rsplit(";", 1)[-1]
        if not partners and VERB.search(clause):
            continue  # whom the task concerns: `Sở X tiến hành ... báo cáo UBND tỉnh`
        leads = lead and not (partners and unit.span.start >= partners.end())
        task = parent.span.of(doc.text) if parent else section.span.of(doc.text)
        where = timed or section
        assigned = _assign(doc, where.path, where.span, unit, "lead" if leads else "coordinate", task)
        time = timed.span.of(doc.text).split(":", 1)[-1].strip(" .;") if timed else None
        yield replace(assigned, section_path=section.path, deadline_text=assigned.deadline_text or time)


def _ancestors(section: Section, by_id: dict[str, Section]) -> Iterator[Section]:
    while section.parent_id:
        section = by_id[section.parent_id]
        yield section


def _is_unit_heading(doc: Document, chain: list[Section], units: dict[str, list[Unit]]) -> bool:
    """Whether a heading above consists of units and nothing else."""
    for section in chain:
        mine = units.get(section.path, [])
        text = section.span.of(doc.text)
        # half of the title: names that no rule knows, `Đề nghị` and `Thủ trưởng` may stand beside them
        if section.kind == "heading" and mine and sum(len(unit.raw) for unit in mine) > 0.5 * len(text):
            return True
    return False


def _subjects(doc: Document, section: Section, mine: Sequence[Unit]) -> list[Unit]:
    """The units that open the section's text, listed one after another: its subject."""
    text = section.span.of(doc.text)
    lead_in = LEAD_IN.match(text)
    at = section.span.start + (lead_in.end() if lead_in else 0)
    found: list[Unit] = []
    for unit in mine:
        gap = doc.text[at : unit.span.start]
        if unit.span.start < at and not found and unit.span.end > at:
            gap = ""
        if unit.span.start >= at and not (_in_list(gap) if found else gap.strip(" ,:(") == ""):
            break
        found.append(unit)
        at = unit.span.end
    return found


def _in_list(gap: str) -> bool:
    """Whether what stands between two units only lists: separators, or a name that no rule knows between them."""
    if BETWEEN.fullmatch(gap):
        return True
    return len(gap) < 80 and bool(re.match(r"\s*(?:[,;]|và\b|cùng\b)", gap)) and not VERB.search(gap) and "." not in gap


def _takes_charge(doc: Document, section: Section, mine: Sequence[Unit]) -> bool:
    """Whether the section's sentence puts its subject in charge: `Giao Sở X ...`, `Sở X chủ trì ...`."""
    subjects = _subjects(doc, section, mine)
    if not subjects:
        return False
    text = section.span.of(doc.text)
    behind = doc.text[subjects[-1].span.end : section.span.end]
    return bool(GIVEN.match(text) or IN_CHARGE.match(behind))


def _partners(doc: Document, section: Section, mine: Sequence[Unit]) -> list[Unit]:
    """The units behind `phối hợp với`, as far as the list goes."""
    found: list[Unit] = []
    for match in COORDINATE.finditer(doc.text, section.span.start, section.span.end):
        at = match.end()
        for unit in mine:
            if unit.span.start < match.end():
                continue
            gap = doc.text[at : unit.span.start]
            if not BARE_CLASS.fullmatch(gap) and not _in_list(gap):
                break
            found.append(unit)
            at = unit.span.end
    return found


def _from_order(doc: Document, section: Section, text: str, mine: Sequence[Unit]) -> Iterator[Assignment]:
    """The closing order: `Yêu cầu Thủ trưởng ..., Chủ tịch UBND các xã ... nghiêm túc thực hiện`."""
    order = ORDERS.search(text)
    if not order:
        return
    end = re.search(
        r"nghiêm túc|tổ chức|thực hiện|căn cứ|phối hợp|báo cáo|phản ánh|triển khai|chỉ đạo", text[order.end() :]
    )
    if not end or end[0] in ("phản ánh", "báo cáo"):  # of difficulties, to somebody who has to see to them
        return
    first, last = section.span.start + order.end(), section.span.start + order.end() + end.start()
    for unit in mine:
        if first <= unit.span.start and unit.span.end <= last:
            yield _assign(doc, section.path, section.span, unit, "lead", text)


def _from_tables(doc: Document) -> Iterator[Assignment]:
    for table in doc.tables:
        columns = table.roles
        if "lead" not in columns:
            continue
        number = 0
        above = ""  # the task of a cell merged over several rows
        for row in table.rows:
            if row.is_header:
                continue
            number += 1
            path = f"{table.id}.{number}"
            cells = list(zip(columns, row.cells, strict=False))
            content = next((cell for role, cell in zip(columns, row.cells, strict=False) if role == "content"), None)
            task = above = (content.of(doc.text) if content else "") or ("" if row.is_section else above)
            whole = Span(row.cells[0].start, row.cells[-1].end)
            time = next((cell.of(doc.text) for role, cell in cells if role == "time" and cell.end > cell.start), None)
            mine = [unit for unit in doc.units if unit.section_path == path]
            for role, cell in cells:
                if role not in ("lead", "coordinate"):
                    continue
                for unit in _heads_of_cell(doc, [unit for unit in mine if cell.holds(unit.span)]):
                    assigned = _assign(doc, path, whole, unit, role, task)
                    yield replace(assigned, deadline_text=assigned.deadline_text or time)


def _heads_of_cell(doc: Document, mine: list[Unit]) -> Iterator[Unit]:
    """The units of a cell, but not the place of another (`Bộ phận ... tại Trung tâm ...`)."""
    for unit in mine:
        if not re.search(r"\b(?:tại|thuộc|của)\s*$", doc.text[max(0, unit.span.start - 8) : unit.span.start]):
            yield unit


def _assign(doc: Document, path: str, span: Span, unit: Unit, role: str, task: str) -> Assignment:
    dates = [date for date in doc.dates if date.section_path == path and span.holds(date.span)]
    deadline = next((date for date in dates if date.role == "deadline"), None)
    recurrence = next((date.value for date in dates if date.kind == "recurrence"), None)
    return Assignment(
        section_path=path,
        unit=unit.canonical,
        unit_raw=unit.raw,
        role=role,  # type: ignore[arg-type]
        task=re.sub(r"\s+", " ", task).strip(),
        deadline=_day(deadline),
        deadline_text=deadline.raw if deadline else None,
        recurrence=recurrence,
        quota_count=sum(quota.section_path == path and span.holds(quota.span) for quota in doc.quotas),
    )


def _day(deadline: DateMention | None) -> Day | None:
    return deadline.start_date if deadline and deadline.kind == "date" and deadline.valid else None
