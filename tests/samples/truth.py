"""The ground truth of a sample document, read off its marks (form: the gold annotation guide, GUIDE.md).

Where the guide leaves a choice: a cell merged with the one above is empty; a section row fills its first cells and
leaves the others empty; "02 lần/tháng" is a quota and a recurrence; the columns of a two-level header
are "group - column"; of "TM. ... KT. ..." the mode is KT.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator

from .plan import Mark, Node, Plan, Table, outline, plain, read_marks

ABBREVIATIONS = {
    "UBMTTQVN": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "TT&TT": "Thông tin và Truyền thông",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "PCTT&TKCN": "Phòng, chống thiên tai và Tìm kiếm cứu nạn",
    "CCHC": "cải cách hành chính",
    "TNCS": "Thanh niên Cộng sản",
    "PCT": "Phó Chủ tịch",
}
CENTRAL = """
Chính phủ điện tử !
Chính phủ số !
Luật Tổ chức Chính phủ !
Quốc hội =
Chính phủ =
Thủ tướng Chính phủ =
Bộ Nội vụ =
Bộ Y tế =
Bộ Giáo dục và Đào tạo =
Bộ Thông tin và Truyền thông =
Bộ Khoa học và Công nghệ =
Bộ Văn hóa, Thể thao và Du lịch =
Bộ Nông nghiệp và Phát triển nông thôn =
Ban Chấp hành Trung ương =
Ban Chấp hành Trung ương Đảng =
Bộ Chính trị =
Ban Bí thư =
"""
TYPES = (
    "Chương trình hành động", "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Nghị quyết liên tịch", "Nghị quyết",
    "Nghị định", "Quyết định", "Chỉ thị", "Thông tư liên tịch", "Thông tư", "Kế hoạch", "Chương trình", "Công văn",
    "Công điện", "Thông báo", "Kết luận", "Hướng dẫn", "Quy định", "Đề án", "Tờ trình", "Báo cáo",
)  # fmt: skip
DATE_ROLES = {"by": "deadline", "report": "reporting", "when": "other", "span": "period"}
DAY = re.compile(r"(?:ngày )?(\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})")
YEARS = re.compile(r"(?P<interval>\b\d{4}\s*[-–]\s*\d{4}\b)|(?P<year>(?:(?:[Đđ]ến|ĐẾN) )?\b(?:năm|NĂM) \d{4}\b)")
RECURRENCES = {
    "ngày": "P1D",
    "tuần": "P1W",
    "tháng": "P1M",
    "quý": "P3M",
    "năm": "P1Y",
    "6 tháng": "P6M",
    "9 tháng": "P9M",
}
MODIFIERS = (
    ("chậm nhất", "on_or_before"),
    ("trước", "before"),
    ("đến", "on_or_before"),
    ("trong", "within"),
    ("sau", "after"),
    ("từ", "from"),
)


def gold(plan: Plan) -> dict:
    """Return the ground truth of one document, with the keys of the gold files."""
    nodes = [node for node in outline(plan.body) if node.path]
    tables = [gold_table(plan, table) for table in plan.tables]
    truth = {
        "doc": plan.stem,
        "metadata": {},
        "sections": [
            {"path": node.path, "kind": node.kind, "label": node.label or None, "text": plain(node.source)}
            for node in nodes
        ],
        "tables": tables,
        "legal_refs": [],
        "dates": [],
        "quotas": [],
        "units": [],
        "assignments": [],
        "notes": list(plan.notes),
    }
    assignments = find_assignments(plan, nodes)
    leads = {}
    for row in assignments:
        if row["role"] == "lead":
            leads.setdefault(row["path"], []).append(row["unit"])
    units = read_units(plan)
    for path, source in texts(plan):
        text, marks = read_marks(source)
        truth["legal_refs"] += find_refs(text, marks, units, path)
        truth["dates"] += find_dates(text, marks, plan.year)
        truth["quotas"] += find_quotas(text, marks, path, leads.get(path, []))
        truth["units"] += find_units(text, units, path)
    truth["assignments"] = assignments
    truth["metadata"] = metadata(plan, truth)
    return normalise(truth)


def normalise(value):
    """Return the value with every string in NFC."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [normalise(item) for item in value]
        case dict():
            return {key: normalise(item) for key, item in value.items()}
    return value


def metadata(plan: Plan, truth: dict) -> dict:
    """Return the header fields; the legal bases come from the references before the first heading."""
    day, month, year = plan.day
    return {
        "doc_type": plan.doc_type,
        "number": plan.number,
        "symbol": plan.symbol.split("/", 1)[1] if plan.symbol[:4].isdigit() else plan.symbol,
        "issued_date": f"{year}-{month:02}-{day:02}",
        "issued_place": plan.place,
        "issuer": plan.issuer,
        "level": plan.level,
        "province": plan.province,
        "title": " ".join(plain(plan.title).split()),
        "year": plan.year if re.search(rf"năm (?:học )?{plan.year}\b", plain(plan.title), re.IGNORECASE) else None,
        "signer_title": plan.sign[-1].split(". ")[-1].removeprefix("T/M "),
        "signer": plan.signer,
        "sign_mode": plan.sign_mode,
        "recipients": [re.sub(r"\s*\((?:để )?(?:báo cáo|b/c|thực hiện|phối hợp|qua mạng).*?\)", "", line).strip(" ;,.")
                       for line in plan.recipients],
        "legal_bases": [ref["code"] for ref in truth["legal_refs"] if ref["role"] == "basis" and ref["code"]],
    }  # fmt: skip


def texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield every piece of marked text in reading order, with its path."""
    yield "H", " ".join(plan.superior)
    yield "H", " ".join(plan.head)
    day, month, year = plan.day
    yield "H", f"{plan.place}, [issued ngày {day:02} tháng {month_name(month)} năm {year}]"
    yield "H", " ".join(plan.title.split())
    signed = False
    for node in outline(plan.body):
        if node.kind == "attach" and not signed:
            yield from signature(plan)
            signed = True
        yield (node.path or "H"), (node.source.replace(" / ", " ") if node.kind == "attach" else node.source)
    if not signed:
        yield from signature(plan)
    for number, table in enumerate(plan.tables, 1):
        yield f"T{number}", " ".join(table.title.split())
        yield f"T{number}", table.caption
        for row, cells in enumerate(table.rows, 1):
            for column, cell in enumerate(cells):
                if cell:
                    yield f"T{number}.{row}", time_cell(cell) if column == table.by else cell.replace("\n", " ")


def signature(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the recipients and the authority line."""
    for line in plan.recipients:
        yield "R", line
    for line in plan.sign:
        yield "S", line


def month_name(month: int) -> str:
    """Return the month as Decree 30 writes it: 01, 02, then 3 to 12."""
    return f"{month:02}" if month < 3 else str(month)


def time_cell(cell: str) -> str:
    """Mark the whole of a time column's cell, where its author did not."""
    if "[" in cell or not re.search(r"\d{4}|[Hh]àng |[Hh]ằng |Thường xuyên|[Qq]uý [IV]", cell):
        return cell
    repeated = re.match(r"[Hh][àằ]ng |Thường xuyên|\d+ lần/", cell)
    return f"[when {cell}]" if repeated else f"[by {cell}]"


def read_units(plan: Plan) -> dict[str, tuple[str, bool] | None]:
    """Return what every name of a body in the document stands for: canonical name and whether it is a group.

    `name` adds the plan's own place, `name =` adds nothing, `name = other` says it, `name *` is a group,
    `name !` is no body here.
    """
    units: dict[str, tuple[str, bool] | None] = {}
    for line in filter(None, (CENTRAL + plan.units).splitlines()):
        if line.endswith(" !"):
            units[line[:-2]] = None
        elif line.endswith(" *"):
            name = expand(line[:-2])
            units[line[:-2]] = (name[0].lower() + name[1:] if name.startswith("Các ") else name, True)
        elif " =" in line:
            name, canonical = (part.strip() for part in line.split(" =", 1))
            units[name] = (canonical.removesuffix(" *") or expand(name), canonical.endswith(" *"))
        else:
            short = line.removesuffix(f" {plan.seat.rsplit(' ', len(plan.place.split()))[0]}")
            units[line] = units[f"{short} {plan.seat}"] = (f"{expand(short)} {plan.seat}", False)
    for name in [name for name in units if name[0].islower()]:  # the same at the start of a sentence
        units.setdefault(name[0].upper() + name[1:], units[name])
    for lines, name in ((plan.superior, plan.superior_name), (plan.head, plan.issuer)):
        units[" ".join(lines)] = (name, False)
    authority = re.sub(r"^(TM\.|T/M) ", "", plan.sign[0])
    if authority != plan.sign[0]:
        units.setdefault(authority, (plan.issuer, False))
    return units


def expand(name: str) -> str:
    """Return the name with its abbreviations written out."""
    return re.sub(r"[A-ZĐ&]{2,}", lambda match: ABBREVIATIONS.get(match[0], match[0]), name)


def unit_spans(text: str, units: dict) -> Iterator[tuple[int, int, str, bool]]:
    """Yield start, end, canonical name and group of every body named in the text; the longest name wins."""
    names = "|".join(re.escape(name) for name in sorted(units, key=len, reverse=True) if name)
    for match in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text):
        if unit := units[match[0]]:
            yield match.start(), match.end(), *unit


def find_units(text: str, units: dict, path: str) -> Iterator[dict]:
    """Yield every mention of a body."""
    for start, end, canonical, group in unit_spans(text, units):
        yield {"raw": text[start:end], "canonical": canonical, "path": path, "group": group}


def find_refs(text: str, marks: tuple[Mark, ...], units: dict, path: str) -> Iterator[dict]:
    """Yield every citation of an instrument."""
    refs = [mark for mark in marks if mark.kind in ("ref", "amend", "self")]
    for mark in refs:
        raw = text[mark.start : mark.end]
        type_ = next(name for name in TYPES if raw.startswith(name))
        code = re.search(r"số:? (\d\S*[^\s,;.])", raw) or re.match(r"Đề án (\d+)", raw)
        issuers = [unit[2] for unit in unit_spans(raw, units)] if code else []
        date, name = (match_day(raw) or None), None
        if not code:
            bare = re.sub(r" \(?ngày.*| \(?năm \d{4}\)?.*| \(\d{4}\)", "", raw)
            given = re.search(r"(?:năm |\()(\d{4})", raw)
            date, name = date or (given and given[1]), bare
        after = next((m for m in marks if m.start >= mark.end), None)
        title = None
        if after and after.kind == "title":
            title = re.sub(r"^về (việc )?", "", text[after.start : after.end])
        role = {"self": "self", "amend": "amended"}.get(mark.kind, "basis" if path.startswith("0.") else "cited")
        if role == "basis" and any(m.kind == "title" and m.start <= mark.start < m.end for m in marks):
            role = "cited"
        yield {
            "raw": raw,
            "type": type_,
            "code": code and code[1],
            "date": date,
            "issuer": issuers[0] if issuers else None,
            "name": name,
            "role": role,
            "title": title,
        }


def match_day(raw: str) -> str | None:
    """Return the first day in the text in ISO order, possible or not."""
    match = DAY.search(raw)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else None


def find_dates(text: str, marks: tuple[Mark, ...], plan_year: int) -> list[dict]:
    """Return every temporal expression in order; a plan's years and the dates inside citations need no mark."""
    found: list[tuple[int, int, str, str, str]] = []  # start, end, role, note, modifier's text
    for mark in marks:
        if mark.kind in DATE_ROLES or mark.kind == "issued":
            found.append((mark.start, mark.end, DATE_ROLES.get(mark.kind, "issued"), mark.note, ""))
        elif mark.kind == "quota" and (
            match := re.search(r"\d+ lần/(1 )?(ngày|tuần|tháng|quý|năm)", text[mark.start : mark.end])
        ):
            found.append((mark.start + match.start(), mark.start + match.end(), "other", "", ""))
        elif mark.kind in ("ref", "amend", "self"):
            raw = text[mark.start : mark.end]
            given = re.finditer(DAY.pattern + r"|(?<=\()\d{4}(?=\))|(?:năm )\d{4}", raw)
            role = "issued" if mark.kind == "self" else "reference"
            found += [(mark.start + m.start(), mark.start + m.end(), role, "", "") for m in given]
    taken = sorted(found)
    for match in YEARS.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end, *_ in taken):
            found.append((match.start(), match.end(), "period", "", ""))
    return [date_row(text[start:end], role, note, plan_year) for start, end, role, note, _ in sorted(found)]


def date_row(raw: str, role: str, note: str, plan_year: int) -> dict:
    """Return one temporal expression with its value."""
    kind, value = note.split(" ", 1) if note else date_value(raw, plan_year)
    words = raw.casefold()
    modifier = next((name for word, name in MODIFIERS if re.search(rf"\b{word}\b", words)), None)
    return {
        "raw": raw,
        "kind": kind,
        "value": value,
        "modifier": modifier if kind != "interval" else None,
        "role": role,
        "valid": kind != "date" or possible(value),
    }


def date_value(raw: str, plan_year: int) -> tuple[str, str]:
    """Return kind and value of a temporal expression."""
    if day := match_day(raw):
        return "date", day
    if match := re.search(r"(\d{4})\s*[-–]\s*(\d{4})", raw):
        return "interval", f"{match[1]}/{match[2]}"
    if match := re.search(r"[Tt]háng (\d{1,2})(?:/| năm )(\d{4})", raw):
        return "month", f"{match[2]}-{int(match[1]):02}"
    if match := re.search(r"[Qq]uý ([IV]+)(?:(?:/| năm )(\d{4}))?", raw):
        return "quarter", f"{match[2] or plan_year}-Q{('I', 'II', 'III', 'IV').index(match[1]) + 1}"
    if match := re.search(r"([69] tháng)|(?:[Hh][àằ]ng|lần/(?:1 )?) ?(ngày|tuần|tháng|quý|năm)", raw):
        return "recurrence", f"R/{RECURRENCES[match[1] or match[2]]}"
    year = re.search(r"\d{4}", raw)
    if "hường xuyên" in raw:
        return "ongoing", year[0] if year else "ongoing"
    if not year:
        raise ValueError(f"no value in the date: {raw}")
    return "year", year[0]


def possible(value: str) -> bool:
    """Tell whether the calendar has this day."""
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def find_quotas(text: str, marks: tuple[Mark, ...], path: str, leads: list[str]) -> Iterator[dict]:
    """Yield every quantified obligation."""
    for mark in marks:
        if mark.kind != "quota":
            continue
        raw = text[mark.start : mark.end]
        number = re.search(r"\d+(?:\.\d{3})*(?:,\d+)?", raw)
        value = float(number[0].replace(".", "").replace(",", "."))
        rest = re.split(r"\s+trở lên|\s+(?:trong|mỗi|một) |/(?:1 )?(?:ngày|tuần|tháng|quý|năm)\b", raw[number.end() :])[
            0
        ]
        period = re.search(r"(?:/(?:1 )?|trong |mỗi |một )(ngày|tuần|tháng|quý|năm)(?! \d)\b", raw)
        least = re.search(r"tối thiểu|ít nhất|\btrên\b|trở lên|đạt từ", raw.casefold())
        most = re.search(r"tối đa|không quá|dưới", raw.casefold())
        yield {
            "raw": raw,
            "value": int(value) if value == int(value) else value,
            "comparator": ">=" if least else "<=" if most else "=",
            "unit": rest.strip(),
            "period": RECURRENCES[period[1]] if period else None,
            "responsible": leads,
            "object": mark.note or None,
            "path": path,
        }


def find_assignments(plan: Plan, nodes: list[Node]) -> list[dict]:
    """Return who must do what: a heading's units lead every leaf below it, a table's columns name theirs."""
    units = read_units(plan)
    rows: list[dict] = []
    leads: dict[str, list[str]] = {}
    parents = {node.path.rpartition(".")[0] for node in nodes}
    for node in nodes:
        text, marks = read_marks(node.source)
        own = named(text, marks, "lead", units)
        leads[node.path] = own or leads.get(node.path.rpartition(".")[0], [])
        if node.path in parents:
            continue
        deadline = next((match_day(text[m.start : m.end]) for m in marks if m.kind == "by"), None)
        for role, names in (("lead", leads[node.path]), ("coordinate", named(text, marks, "with", units))):
            if leads[node.path]:
                rows += [{"path": node.path, "unit": name, "role": role, "deadline": deadline} for name in names]
    for number, table in enumerate(plan.tables, 1):
        rows += table_assignments(f"T{number}", table, units)
    return rows


def named(text: str, marks: tuple[Mark, ...], kind: str, units: dict) -> list[str]:
    """Return the bodies inside the marks of this kind."""
    spans = [text[mark.start : mark.end] for mark in marks if mark.kind == kind]
    return list(dict.fromkeys(unit[2] for span in spans for unit in unit_spans(span, units)))


def table_assignments(name: str, table: Table, units: dict) -> Iterator[dict]:
    """Yield the assignments of a table's rows; a merged cell counts for every row it covers."""
    above: list[str] = [""] * columns(table)
    for number, cells in enumerate(table.rows, 1):
        if len(cells) <= 2:
            continue
        above = [above[i] if cell is None else plain(cell) for i, cell in enumerate(cells)]
        deadline = match_day(above[table.by]) if table.by is not None else None
        for role, column in (("lead", table.lead), ("coordinate", table.with_)):
            if column is None:
                continue
            for unit in dict.fromkeys(unit[2] for unit in unit_spans(above[column], units)):
                yield {"path": f"{name}.{number}", "unit": unit, "role": role, "deadline": deadline}


def columns(table: Table) -> int:
    """Return the number of a table's columns."""
    return len(flat_header(table))


def flat_header(table: Table) -> list[str]:
    """Return the header's names, a group's columns as `group - column`."""
    names: list[str] = []
    for entry in table.header:
        names += [entry] if isinstance(entry, str) else [f"{entry[0]} - {name}" for name in entry[1]]
    return names


def gold_table(plan: Plan, table: Table) -> dict:
    """Return a table as the guide writes it: cells on one line, merged cells empty."""
    width = columns(table)
    rows = [[" ".join(plain(cell).split()) if cell else "" for cell in cells] for cells in table.rows]
    return {
        "title": " ".join(plain(table.title).split()),
        "header": flat_header(table),
        "rows": [cells + [""] * (width - len(cells)) for cells in rows],
    }
