"""Who must do what, by when: from headings that name units, sentences that begin with one, and task tables.

A unit in a heading leads every leaf below it; a sentence that names its own subject replaces the heading's; the
bodies behind `phối hợp với` coordinate; in a task table the lead and coordinating columns say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from functools import lru_cache

from pipeline.document import LOWER, UPPER, Assignment, DateMention, Document, Section, Span, Unit, skeleton
from pipeline.entities.zones import by_path

IMPLEMENTATION = re.compile(
    r"to chuc thuc hien|trach nhiem|phan cong|to chuc trien khai|giai phap to chuc|to chuc theo doi|"
    r"che do bao cao|nhiem vu cua "
)
# What may stand before the subject of a task without being part of it.
LEAD_IN = re.compile(
    r"(?:(?:đề nghị|giao|phân công|yêu cầu|giám đốc|thủ trưởng|trưởng|hàng quý|hàng năm|hàng tháng|hằng \w+|định kỳ|"
    r"đồng chí|riêng|đồng thời|trách nhiệm(?: của)?|đối với|các (?:sở|phòng|bộ):|các|chánh|"
    r"\(|\d{1,2}[.)])[ ,:]*)*",
    re.IGNORECASE,
)
# `Căn cứ nội dung Kế hoạch, các sở ...`; `Theo hướng dẫn của Bộ Y tế, Sở Y tế ...`: when, why and by what.
ADVERBIAL = re.compile(
    r"[\s,]*(?:căn cứ|trên cơ sở|đối với|theo|trong|sau khi|khi|hằng|hàng|định kỳ|riêng|đồng thời|ngay sau|để|nhằm|từ|"
    r"trước|ngoài ra|bên cạnh đó)\b[^;.:()]{0,200},[ ](?:đề nghị |yêu cầu |giao |thủ trưởng |giám đốc |các )*",
    re.IGNORECASE,
)
ACTED = re.compile(r"(?<!căn cứ)(?<!theo) (?:tổng hợp|báo cáo|gửi|trình|chỉ đạo|chủ trì|phối hợp|tham mưu|xây dựng)\b")
COORDINATE = re.compile(
    r"(?:phối hợp|cùng(?= với))(?:,? (?:chặt chẽ|cùng|chủ động|tốt|thực hiện|đồng bộ|thường xuyên|hỗ trợ))*"
    r"(?:[ ](?:với|cùng|của))*[ ]+|(?<=chủ trì )cùng[ ]|\bcó sự phối hợp của[ ]",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"[\s,;:()/+-]*(?:(?:và|cùng|với|của|các|thuộc tỉnh|liên quan|có liên quan|địa phương|thủ trưởng|giám đốc|"
    r"chủ tịch|lực lượng|"
    r"sở:|đơn vị)[\s,;:()-]*)*",
    re.IGNORECASE,
)
# `Cơ quan chủ trì: ...`, `Đơn vị phối hợp thực hiện: ...` below a task that is not theirs to tell.
NAMED_ROLE = re.compile(
    r"(?:(?:các )?(?:cơ quan|đơn vị)[ ])?(?P<role>chủ trì|phối hợp|thực hiện)(?: thực hiện| chính)?\s*:\s*",
    re.IGNORECASE,
)
NAMED_INSIDE = re.compile(r"(?:Cơ quan|Đơn vị) (?P<role>chủ trì|phối hợp|thực hiện)(?: thực hiện)?:\s*", re.IGNORECASE)
NAMED_TIME = re.compile(r"(?:thời gian|thời hạn|tiến độ|hoàn thành)(?: thực hiện| hoàn thành)?\s*:", re.IGNORECASE)
# `phối hợp với các cơ quan, đơn vị liên quan và Sở ...`: the bare class is no unit, the list goes on behind it.
BARE_CLASS = re.compile(
    r"[\s,]*các (?:cơ quan|đơn vị|sở|ngành|nhà mạng|doanh nghiệp|tổ chức)(?:, (?:đơn vị|địa phương|tổ chức|"
    r"cơ quan))*(?: chức năng)?(?: (?:có )?liên quan)?"
    r"[\s,;(]*(?:và )?"
)
# A list of subjects may hold a name that no rule knows; it ends where the task begins.
VERB = re.compile(
    r"\b(?:chủ trì|phối hợp|tham mưu|xây dựng|triển khai|tổ chức|thực hiện|hướng dẫn|báo cáo|tổng hợp|kiểm tra|"
    r"đôn đốc|rà soát|cung cấp|ban hành|có trách nhiệm|chịu|để|căn cứ|chỉ đạo|theo dõi|tiến hành|gửi|đăng tải|"
    r"đẩy mạnh|tăng cường|tại|trong|trên|theo|về|cho|qua|do|tuyên truyền|vận động|bảo đảm|điều tiết)\b"
)
# A clause begins behind a full stop, a semicolon or a bracket; `1.000` and `TP. Huế` hold none.
CLAUSE = re.compile(rf"(?<=[{LOWER}\d)”\"])[.] +(?=[{UPPER}])|[(;] ?")
# What is told of a body, and no task: `là quỹ ...`, `đã ban hành`, `gồm`.
TOLD = re.compile(
    r"\s*(?:là(?! (?:cơ quan|đơn vị|đầu mối))|đã|gồm|bao gồm|thuộc|có tư cách|được(?! (?:giao|phân công)))\b"
)
PREDICATE = re.compile(rf"[ ,:]*(?:\([^)]*\))?[ ,:]*(?P<verb>[{LOWER}]+)(?: (?P<next>[{LOWER}]+))?")
HANDED_ON = re.compile(r"\s*(?:giao|phân công)(?: nhiệm vụ)?(?: cho)? +(?:giám đốc |thủ trưởng |các )*", re.IGNORECASE)
DIRECTED = re.compile(r"\s*chỉ đạo +(?:các )?")
DIRECTED_TO = re.compile(r"[^.;:]{0,60}?(?:thực hiện|có trách nhiệm|chủ trì|:)")
# `do Sở Y tế chủ trì`: who answers for what stands before.
DONE_BY = re.compile(r"\bdo +")
ANSWERS = re.compile(r"\s*(?:làm đầu mối|chủ trì|thực hiện|chịu trách nhiệm|đảm nhận|phụ trách)\b")
# What makes a unit at the head of a sentence the one in charge, wherever the sentence stands.
IN_CHARGE = re.compile(
    r"[\s,:]*(?:(?:và|cùng) [^.;:\n]{0,120}? )?(?:(?:có|chịu) trách nhiệm|chủ trì|tổng hợp,? báo cáo|"
    r"là (?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì))"
)
GIVEN = re.compile(r"(?:Giao|Đề nghị|Yêu cầu) ")
ORDERS = re.compile(r"(?:yêu cầu|đề nghị)[ ]", re.IGNORECASE)
HEADS_LIST = re.compile(r"(?:[Cc]ác )?(?:[Ss]ở|[Pp]hòng|[Bb]ộ): ?$")  # `các Sở: ` before its first name


@dataclass(frozen=True, slots=True)
class _Parties:
    """Who leads and who coordinates, as one text says; a lead with the stretch that gives its task."""

    leads: tuple[tuple[Unit, Span], ...] = ()
    partners: tuple[Unit, ...] = ()


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
    heads = {
        s.path
        for s in doc.sections
        if s.kind == "heading"
        and any(s.path.startswith(top + ".") for top in tops)
        and not COORDINATE.search(s.span.of(doc.text))
    }
    return heads | {s.path for s in doc.sections if s.kind == "heading" and WHOLE_CLASS.match(s.span.of(doc.text))}


# A heading that is a class of those who act and no more, wherever it stands: `Các chủ rừng là tổ chức (...)`.
WHOLE_CLASS = re.compile(
    r"(?:Đề nghị )?(?P<name>[Cc]ác "
    r"(?:doanh nghiệp|chủ|nhà mạng|hợp tác xã|tổ chức(?:, cá nhân)?|đơn vị|cơ quan|hội|trường(?! hợp)) "
    r"(?!nhà nước|báo chí|trực thuộc|chuyên môn|liên quan|có liên quan|"
    rf"[^;,(]*, (?:các|sở|ban|ngành|đơn vị|cơ quan|tổ chức|hội|hiệp hội|hợp tác xã|doanh nghiệp|[{UPPER}]))"
    r"[^.;:(]{2,120}?)(?: (?:có )?liên quan)?(?: có trách nhiệm)?(?: ?\(.*\))?[:.]?$"
)


def is_implementation(doc: Document, section: Section) -> bool:
    """Whether a heading opens the part that says who does what."""
    return section.kind == "heading" and bool(IMPLEMENTATION.search(skeleton(section.span.of(doc.text))))


SAID = re.compile(r"[.;]\s*$")  # a whole order, whatever paragraphs stand below it
ORDERING = ("Chỉ thị", "Công điện")  # every point of them is an order


def _from_sections(doc: Document) -> Iterator[Assignment]:
    by_id = {section.id: section for section in doc.sections}
    has_implementation = any(is_implementation(doc, section) for section in doc.sections)
    parents = {section.parent_id for section in doc.sections}
    units = by_path(doc.units)
    intro_of = _introductions(doc)
    introduced = {opening.id for opening in intro_of.values()}
    for section in doc.sections:
        text = section.span.of(doc.text)
        # footnotes have its path too
        mine = [unit for unit in units.get(section.path, []) if section.span.holds(unit.span)]
        if section.path.startswith("Z."):
            yield from _from_order(doc, section, text, mine)
            continue
        if section.kind == "heading" or (section.id in parents and not SAID.search(text)):
            continue
        if named := NAMED_ROLE.match(text):
            yield from _from_named_role(doc, section, named, mine, by_id)
            continue
        if NAMED_TIME.match(text):
            continue  # the time of the task before it
        chain = list(_ancestors(section, by_id))
        in_charge = doc.header.doc_type in ORDERING or any(is_implementation(doc, s) for s in chain)
        if not has_implementation or section.path.startswith("art_"):  # the articles of a decision are orders
            in_charge = in_charge or any(_takes_charge(doc, s, units.get(s.path, [])) for s in [section, *chain])
        if not in_charge and not _is_unit_heading(doc, chain, units):
            continue
        heads = next((lead for s in chain if (lead := _heads(doc, s, units.get(s.path, [])))), [])
        told = bool(heads) and text.startswith("Yêu cầu ")  # under its heading it is the body that asks
        parties = _Parties() if told else _parties(doc, section, mine, has_head=bool(heads))
        own = [unit for unit, _ in parties.leads]
        if heads and not own and section.id in introduced:
            continue  # what it says holds for the points behind it
        names = {unit.canonical for unit in own}
        # under its heading another body's sentence is a task of both; one of several of the heading's is its own
        is_theirs = names <= {unit.canonical for unit in heads} or all(unit.is_group for unit in heads)
        others = [] if names and (is_theirs or GIVEN.match(text)) else heads
        several = len({span for _, span in parties.leads}) > 1  # then the deadline of a clause is of its own subject
        spans = {unit.canonical: span for unit, span in parties.leads if several}
        for unit in [*others, *own]:
            yield _assign(
                doc, section.path, section.span, spans.get(unit.canonical, section.span), unit, "lead", text, "section"
            )
        lead_names = names | {unit.canonical for unit in others}
        above = [partner for s in chain for partner in _partners(doc, s, units.get(s.path, []))]
        if section.id in intro_of:
            opening = intro_of[section.id]
            above += _partners(doc, opening, units.get(opening.path, []))
        for unit in [*parties.partners, *above] if lead_names else []:
            if unit.canonical not in lead_names:
                yield _assign(doc, section.path, section.span, section.span, unit, "coordinate", text, "section")


def _introductions(doc: Document) -> dict[str, Section]:
    """By the points behind it, the paragraph that opens them: `Chủ trì, phối hợp với Sở Y tế:`."""
    found: dict[str, Section] = {}
    opening: Section | None = None
    for section in doc.sections:
        if section.kind == "paragraph":
            opening = section if section.span.of(doc.text).rstrip().endswith(":") else None
        elif opening and section.parent_id == opening.parent_id and section.kind in ("bullet", "point"):
            found[section.id] = opening
        elif section.kind == "heading":
            opening = None
    return found


def _heads(doc: Document, section: Section, mine: Sequence[Unit]) -> list[Unit]:
    """Who leads what stands below a heading or a sentence: its subjects, or those it hands the task to."""
    subjects, end = _subjects(doc, mine, section.span.start, section.span.end)
    if subjects and section.kind != "heading":
        return _handed_on(doc, mine, subjects, end, section.span.end)
    return subjects


def _parties(doc: Document, section: Section, mine: Sequence[Unit], has_head: bool) -> _Parties:
    """Who leads and who coordinates by the sentences of a section, clause by clause."""
    text = section.span.of(doc.text)
    if any(NAMED_INSIDE.finditer(text)):
        return _named_parties(doc, section, text, mine)
    leads: list[tuple[Unit, Span]] = []
    helpers: list[Unit] = []
    for number, (first, last) in enumerate(_clauses(doc, section, mine)):
        here = [unit for unit in mine if first <= unit.span.start and unit.span.end <= last]
        subjects, end = _subjects(doc, here, first, last)
        opened = text[first - section.span.start - 1] if number else ""
        verb = PREDICATE.match(doc.text, end, last)
        if subjects and (TOLD.match(doc.text, end, last) or (number and not verb)):
            subjects = []
        if subjects and opened == "(" and not ANSWERS.match(doc.text, end, last):
            subjects = []
        helping = verb and verb["verb"] in ("phối", "cùng") and not re.match(r"[ ,]*cùng với", doc.text[end:last])
        if subjects and number and helping and (leads or has_head) and subjects[0].canonical not in _names(leads):
            helpers += subjects
            continue
        leads += [(unit, Span(first, last)) for unit in _handed_on(doc, here, subjects, end, last)]
        for by in DONE_BY.finditer(doc.text, first, last):
            doers, after = _listed(doc, here, by.end())
            if doers and not has_head and not leads and ANSWERS.match(doc.text, after, last):
                leads += [(unit, Span(first, last)) for unit in doers]
        helpers += _before_help(doc, here, [unit for unit, _ in leads], first, last)
    return _Parties(tuple(leads), (*_partners(doc, section, mine), *helpers))


def _clauses(doc: Document, section: Section, mine: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Start and end of every clause of a section; a list of subjects that semicolons part is one with its verb."""
    text = section.span.of(doc.text)
    edges = [*(section.span.start + match.end() for match in CLAUSE.finditer(text)), section.span.end]
    first = section.span.start
    for edge in edges:
        here = [unit for unit in mine if first <= unit.span.start and unit.span.end <= edge]
        subjects, end = _subjects(doc, here, first, edge)
        if edge < section.span.end and subjects and not doc.text[end:edge].strip(" ;("):
            continue
        yield first, edge
        first = edge


def _names(leads: Sequence[tuple[Unit, Span]]) -> set[str]:
    return {unit.canonical for unit, _ in leads}


def _handed_on(doc: Document, mine: Sequence[Unit], subjects: list[Unit], end: int, last: int) -> list[Unit]:
    """`UBND tỉnh giao Sở Y tế ...`: the second leads; `Sở Y tế chỉ đạo Chi cục ... thực hiện`: both."""
    if not subjects:
        return []
    if given := HANDED_ON.match(doc.text, end, last):
        return _listed(doc, mine, given.end())[0] or subjects
    if directed := DIRECTED.match(doc.text, end, last):
        doers, after = _listed(doc, mine, directed.end())
        if doers and not doers[0].is_group and DIRECTED_TO.match(doc.text, after, last):
            return [*subjects, *doers]
    return subjects


def _before_help(doc: Document, mine: Sequence[Unit], leads: list[Unit], first: int, last: int) -> list[Unit]:
    """`... chủ trì, Sở Nội vụ và Công an tỉnh phối hợp`: a list that stands right before the help that it gives."""
    found: list[Unit] = []
    if not leads:
        return found
    for help_at in re.compile(r"[ ](?:cùng |tham gia )?phối hợp\b").finditer(doc.text, first, last):
        run: list[Unit] = []
        for unit in reversed([unit for unit in mine if unit.span.end <= help_at.start()]):
            edge = run[-1].span.start if run else help_at.start()
            if not BETWEEN.fullmatch(doc.text[unit.span.end : edge]):
                break
            run.append(unit)
        if (
            run
            and not any(unit in leads for unit in run)
            and doc.text[: run[-1].span.start].rstrip().endswith((",", "và", ":"))
        ):
            found += reversed(run)
    return found


def _named_parties(doc: Document, section: Section, text: str, mine: Sequence[Unit]) -> _Parties:
    """`... Đơn vị chủ trì: Sở Tư pháp. Đơn vị phối hợp: ...` within one paragraph."""
    leads: list[tuple[Unit, Span]] = []
    partners: list[Unit] = []
    for named in NAMED_INSIDE.finditer(text):
        listed, _ = _listed(doc, mine, section.span.start + named.end())
        if named["role"].lower() == "phối hợp":
            partners += listed
        else:
            leads += [(unit, section.span) for unit in listed]
    return _Parties(tuple(leads), tuple(partners))


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
        part = "lead" if leads else "coordinate"
        assigned = _assign(doc, where.path, section.span, where.span, unit, part, task, "named role")
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
        if section.kind != "heading" or not mine:
            continue
        subjects, end = _subjects(doc, mine, section.span.start, section.span.end)
        rest = doc.text[end : section.span.end]
        if subjects and re.match(r" ?(?:liên quan|có liên quan)?[:.;]?$| ?\(| - ", rest):
            return True
        # half of the title: names that no rule knows, `Đề nghị` and `Thủ trưởng` may stand beside them
        if not subjects and sum(len(unit.raw) for unit in mine) > 0.5 * len(text) and " của " not in text:
            return True
    return False


def _subjects(doc: Document, mine: Sequence[Unit], first: int, last: int) -> tuple[list[Unit], int]:
    """The units that open a clause, listed one after another: its subject; and where they end."""
    for unit in mine:
        if unit.span.start < first:
            continue
        before = HEADS_LIST.sub("", doc.text[first : unit.span.start])
        opening = LEAD_IN.fullmatch(before) or GENERIC_FIRST.fullmatch(before)
        opening = opening or (ADVERBIAL.fullmatch(before) and not ACTED.search(before))
        if opening or LEAD_IN.fullmatch(before + unit.raw[: len(unit.raw) // 2]):
            return _listed(doc, [other for other in mine if other.span.end <= last], unit.span.start)
        if len(before) > LONGEST_OPENING:
            break
    return [], first


LONGEST_OPENING = 240  # characters before a subject
# `Thủ trưởng các cơ quan, đơn vị, doanh nghiệp, tổ chức ...`: bare classes before the first unit
GENERIC_FIRST = re.compile(
    r"(?:Thủ trưởng |Giám đốc |Đề nghị |Yêu cầu )*(?:[Cc]ác )?(?:cơ quan|đơn vị|tổ chức|doanh nghiệp|cá nhân)"
    r"(?:, (?:cơ quan|đơn vị|tổ chức|doanh nghiệp|cá nhân))*(?: (?:có )?liên quan)?(?:[,;] | và )"
)


def _listed(doc: Document, mine: Sequence[Unit], start: int) -> tuple[list[Unit], int]:
    """The units of a list that begins at `start`, and where it ends."""
    found: list[Unit] = []
    at = start
    for unit in mine:
        if unit.span.start < start:
            continue
        gap = HEADS_LIST.sub("", doc.text[at : unit.span.start])
        if not (_in_list(gap) if found else gap.strip(" ,:(") == "" or LEAD_IN.fullmatch(gap)):
            break
        if found and re.search(r"\bcùng\b", gap):
            break  # `Sở Tư pháp cùng với Sở Nội vụ`: the second helps
        if found and "(" in gap and found[-1].is_group and unit.is_group:
            break  # `Các chủ rừng (các Ban quản lý rừng ...)`: of what kinds they are
        found.append(unit)
        at = unit.span.end
    return found, at


NAME_BETWEEN = re.compile(rf"\s*[,;]?(?: và| cùng)? ?(?:các )?[{UPPER}][^.;:()]{{2,70}}?(?:[,;]| và| cùng)[ ](?:các )?")


def _in_list(gap: str) -> bool:
    """Whether what stands between two units only lists: separators, or a name that no rule knows between them."""
    if BETWEEN.fullmatch(gap):
        return True
    return len(gap) < 80 and bool(NAME_BETWEEN.fullmatch(gap)) and not VERB.search(gap)


def _takes_charge(doc: Document, section: Section, mine: Sequence[Unit]) -> bool:
    """Whether the section's sentence puts its subject in charge: `Giao Sở X ...`, `Sở X chủ trì ...`."""
    subjects, end = _subjects(doc, mine, section.span.start, section.span.end)
    if not subjects:
        return False
    return bool(GIVEN.match(section.span.of(doc.text)) or IN_CHARGE.match(doc.text, end, section.span.end))


def _partners(doc: Document, section: Section, mine: Sequence[Unit]) -> list[Unit]:
    """The units behind `phối hợp với`, as far as the list goes."""
    found: list[Unit] = []
    for match in COORDINATE.finditer(doc.text, section.span.start, section.span.end):
        at = match.end()
        for unit in mine:
            if unit.span.start < match.end():
                continue
            gap = HEADS_LIST.sub("", doc.text[at : unit.span.start])
            if not BARE_CLASS.fullmatch(gap) and not _in_list(gap):
                break
            found.append(unit)
            at = unit.span.end
    return found


def _from_order(doc: Document, section: Section, text: str, mine: Sequence[Unit]) -> Iterator[Assignment]:
    """The closing order: `Yêu cầu Thủ trưởng ..., Chủ tịch UBND các xã ... nghiêm túc thực hiện`."""
    seen: set[str] = set()
    for order in ORDERS.finditer(text):
        units, end = _subjects(doc, mine, section.span.start + order.end(), section.span.end)
        told = ORDERED.match(doc.text, end, section.span.end)
        if not told or told["report"]:
            continue  # of difficulties, to somebody who has to see to them
        for unit in units:
            seen.add(unit.canonical)
            yield _assign(doc, section.path, section.span, section.span, unit, "lead", text, "closing order")
    for given in re.finditer(r"(?<=[.;] )Giao ", text):
        for unit in _listed(doc, mine, section.span.start + given.end())[0] if seen else []:
            yield _assign(doc, section.path, section.span, section.span, unit, "lead", text, "closing order")


# What an order asks for; between may stand whom no rule knows.
ORDERED = re.compile(
    r"[^.]{0,160}?\b(?:(?P<report>(?:kịp thời )?(?:phản ánh|báo cáo))|nghiêm túc|tổ chức (?:triển|thực)|"
    r"thực hiện|căn cứ|phối hợp|triển khai|chỉ đạo)\b"
)


def _from_tables(doc: Document) -> Iterator[Assignment]:
    units = by_path(doc.units)
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
            mine = units.get(path, [])
            for role, cell in cells:
                if role not in ("lead", "coordinate"):
                    continue
                for unit in _heads_of_cell(doc, [unit for unit in mine if cell.holds(unit.span)]):
                    assigned = _assign(doc, path, whole, whole, unit, role, task, "table")
                    yield replace(assigned, deadline_text=assigned.deadline_text or time)


def _heads_of_cell(doc: Document, mine: list[Unit]) -> Iterator[Unit]:
    """The units of a cell, but not the place of another (`Bộ phận ... tại Trung tâm ...`)."""
    for unit in mine:
        if not re.search(r"\b(?:tại|thuộc|của)\s*$", doc.text[max(0, unit.span.start - 8) : unit.span.start]):
            yield unit


def _assign(
    doc: Document, path: str, whole: Span, span: Span, unit: Unit, role: str, task: str, method: str
) -> Assignment:
    """The row of a unit and a task; `span` is the stretch of the task whose deadline is the unit's."""
    dates = [date for date in doc.dates if date.section_path == path and span.holds(date.span)]
    deadline = next((date for date in dates if date.role == "deadline"), None)
    recurrence = next((date.value for date in dates if date.kind == "recurrence"), None)
    return Assignment(
        section_path=path,
        span=whole,
        unit=unit.canonical,
        unit_raw=unit.raw,
        unit_span=unit.span,
        role=role,  # type: ignore[arg-type]
        task=_on_one_line(task),
        deadline=_day(deadline),
        deadline_text=deadline.raw if deadline else None,
        recurrence=recurrence,
        quota_count=sum(quota.section_path == path and whole.holds(quota.span) for quota in doc.quotas),
        method=method,
        confidence=SURE[method] * (1.0 if role == "lead" else 0.95),
    )


@lru_cache(maxsize=16)  # of a task that many units share
def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# Share of right rows by where they come from, over the plans annotated by hand that this was written with.
SURE = {"section": 0.93, "table": 0.97, "named role": 0.9, "closing order": 0.9}


def _day(deadline: DateMention | None) -> Day | None:
    return deadline.start_date if deadline and deadline.kind == "date" and deadline.valid else None
