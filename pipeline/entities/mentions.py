"""All mentions of a document: units first, then citations (which end with their issuer), dates, quotas, assignments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.document import DateMention, Document, Flag, LegalRef, Quota, Span, Unit, is_capitals
from pipeline.entities.assignments import NAMED_ROLE, WHOLE_CLASS, find_assignments, heads_assignments
from pipeline.entities.dates import Calendar, find_dates
from pipeline.entities.names import Context, defined_abbreviations
from pipeline.entities.ner import recognise
from pipeline.entities.organisations import find_units, make_unit
from pipeline.entities.placing import place_of
from pipeline.entities.quotas import find_quotas
from pipeline.entities.references import find_refs, resolve
from pipeline.entities.zones import M, Zone, by_path, zones


def find_mentions(doc: Document) -> Document:
    """Fill `abbreviations`, `units`, `legal_refs`, `dates`, `quotas`, `assignments`; impossible dates become flags."""
    doc = replace(doc, abbreviations=defined_abbreviations(doc.text))
    context = context_of(doc)
    own = Calendar(doc.header.plan_year, doc.header.issued_date)
    heads = heads_assignments(doc)
    units: list[Unit] = []
    refs: list[LegalRef] = []
    dates: list[DateMention] = []
    places = [zone for zone in zones(doc) if zone.span.end > zone.span.start and not is_lost_cell(zone, doc)]
    by_zone = [list(_units_of(zone, doc, context, heads)) for zone in places]
    ask_model(places, by_zone, doc, context)
    for zone, mine in zip(places, by_zone, strict=True):
        text, start, path = _words_of(zone, doc), zone.span.start, zone.path
        found = list(find_refs(text, mine, start=start, path=path, own_code=doc.header.code))
        dates += find_dates(
            text,
            own,
            start=start,
            path=path,
            references=[ref.span for ref in found],
            self_references=[ref.span for ref in found if ref.role == "self"],
            in_time_column=zone.role == "time",
        )
        units += mine
        refs += found
    units = [_placed(_named_before(doc.text, units, number), context) for number in range(len(units))]
    doc = replace(
        doc,
        units=tuple(_as_written(units, doc)),
        legal_refs=tuple(_as_written(resolve(refs), doc)),
        dates=tuple(_as_written(dates, doc)),
    )
    doc = replace(doc, quotas=tuple(_quotas(doc, places)))
    doc = replace(doc, assignments=tuple(find_assignments(doc)))
    return replace(doc, quotas=tuple(_with_responsible(doc)), flags=doc.flags + tuple(_doubts(doc)))


def _words_of(zone: Zone, doc: Document) -> str:
    """The text of a zone on one line: a title and a long name in the letterhead stand on several."""
    return zone.span.of(doc.text).replace("\n", " ")


def _as_written(mentions: Iterable[M], doc: Document) -> Iterator[M]:
    """Mentions with the line breaks that stand in them."""
    for each in mentions:
        raw = each.span.of(doc.text)
        yield each if raw == each.raw else replace(each, raw=raw)


SENTENCE = 60  # characters: the shortest duty written out in the appendices of `realdocs` has 79
MODEL_ALONE = 0.75  # below every rule of the grammar; how often it is right: models/units/CARD.md
LONGEST_ASKED = 20_000  # characters: a paragraph of plans has at most 3,000, and time grows with it
# The model is asked where a word that names bodies stands outside every unit of the grammar.
BODY_WORD = re.compile(
    r"\b(?:Hiệp hội|Liên minh|Liên hiệp|Liên đoàn|Công ty|Tập đoàn|Viện|Viễn thông|Điện lực|"
    r"Ngân hàng|Hội(?! nghị)|Đoàn|Ban(?! hành)|Cục|Trung tâm|Văn phòng|Phòng(?!,? chống)|S[ởỞ]|"
    r"Bộ(?! luật| đội| [Tt]hủ tục| [Cc]hỉ số)|Ủy|Trường(?! hợp)|Cơ quan(?! (?:chủ trì|phối hợp|thực hiện))|"
    r"Đội(?! ngũ)|Tổ(?! chức)|Câu lạc bộ|Chi nhánh|Hạt|Trạm|Hợp tác xã|Nhà(?! nước| ở))\b"
)


def ask_model(places: list[Zone], units: list[list[Unit]], doc: Document, context: Context) -> None:
    """Add to the units of each zone what the model alone sees, in zones where the grammar may have missed one."""
    asked = [
        n
        for n, (zone, mine) in enumerate(zip(places, units, strict=True))
        if zone.span.end - zone.span.start <= LONGEST_ASKED
        and any(
            not any(unit.span.start <= zone.span.start + word.start() < unit.span.end for unit in mine)
            for word in BODY_WORD.finditer(zone.span.of(doc.text))
        )
    ]
    for n, spans in zip(asked, recognise([places[n].span.of(doc.text) for n in asked]), strict=True):
        start, path = places[n].span.start, places[n].path
        for first, last in spans:
            span = Span(start + first, start + last)
            raw = span.of(doc.text)
            if is_name(raw) and not any(unit.span.meets(span) for unit in units[n]):
                found = make_unit(raw, span, context, "other", False, path, method="model", confidence=MODEL_ALONE)
                units[n].append(found)
        units[n].sort(key=lambda unit: unit.span.start)


WEB_RECORD = re.compile(r"Văn bản liên quan .*Tình trạng:|Văn bản bị thay thế")  # around the texts of law sites


def is_lost_cell(zone: Zone, doc: Document) -> bool:
    """Whether a line of an appendix is a cell of a table that lost its columns, or what a web page set around it."""
    words, header = zone.span.of(doc.text), doc.header
    if zone.column is not None or not re.fullmatch(r"A|T\d+", zone.path):
        return False
    if WEB_RECORD.search(words) or (header.code and words.startswith(f"{header.doc_type} {header.code} năm")):
        return True
    if is_capitals(words) or re.match(r"\(|Phụ lục|(?i:(?:ban hành )?kèm theo)", words):
        return False
    return len(words) < SENTENCE


def is_name(raw: str) -> bool:
    """Whether a span of the model can be a name: two words or more, a capital first, all on one line, no `Trường Sa`.

    >>> is_name("Ban Vận động cấp tỉnh"), is_name("Trường Xuân"), is_name("ban")
    (True, False, False)
    """
    if re.match(r"Trường \w+(?: -|$)|Quỹ |Bộ (?:[Tt]iêu chí|[Cc]hỉ số)", raw):
        return False  # a commune more often than a school; money, which others manage; a set
    return len(raw.split()) > 1 and raw[0].isupper() and "\n" not in raw and raw.count("(") == raw.count(")")


def _units_of(zone: Zone, doc: Document, context: Context, heads: set[str]) -> Iterator[Unit]:
    """The grammar's units of a zone; bare classes count where they head an assignment."""
    text = _words_of(zone, doc)
    charged = zone.role in ("lead", "coordinate")
    heading = zone.path in heads or charged or bool(NAMED_ROLE.match(text) or ADDRESSED.match(text))
    found = list(find_units(text, context, start=zone.span.start, path=zone.path, generic=heading))
    if zone.path in heads and (whole := WHOLE_CLASS.match(text)):
        raw = whole["name"]
        span = Span(zone.span.start + whole.start("name"), zone.span.start + whole.end("name"))
        inner = [unit for unit in found if not span.holds(unit.span)]
        found = [make_unit(raw, span, context, "group", True, zone.path), *inner]
    if charged:  # whatever such a cell lists is in charge, also `Doanh nghiệp`
        found = [_with_members(unit, zone, doc.text, context) for unit in found]
        found += [
            make_unit(raw, span, context, "group", is_kind(raw), zone.path, method="cell", confidence=CELL_ALONE)
            for raw, span in _rest_of_cell(zone, text, found)
        ]
        found.sort(key=lambda unit: unit.span.start)
    yield from found


# `Các Sở, ngành, UBND các xã và các cơ quan, đơn vị có liên quan: Căn cứ ...`
ADDRESSED = re.compile(
    r"(?:Đề nghị )?[Cc]ác [^.;:()]{5,160}\b(?:cơ quan|đơn vị|địa phương)(?: (?:có )?liên quan)?: ?\S"
)


def is_kind(raw: str) -> bool:
    """Whether an item of a cell names a kind of bodies, not one body.

    >>> is_kind("Doanh nghiệp"), is_kind("Hội Doanh nhân trẻ tỉnh")
    (True, False)
    """
    return not re.search(r"(?:tỉnh|huyện|thành phố|xã|phường|thị trấn)$", raw) and not re.search(r" [A-ZĐ]", raw)


def _with_members(unit: Unit, zone: Zone, text: str, context: Context) -> Unit:
    """`Các thành viên Ban Chỉ đạo` in a cell of units is one unit."""
    before = re.search(r"[Cc]ác thành viên $", text[zone.span.start : unit.span.start])
    if not before:
        return unit
    span = Span(zone.span.start + before.start(), unit.span.end)
    return make_unit(span.of(text), span, context, unit.unit_type, True, zone.path)


CELL_ALONE = 0.7  # share of right ones among what only its place in a column of units shows, of the dev files
ITEM = re.compile(r"(?:Viện, [Tt]rường|[^;,\n()]+?)(?=[;,\n()]| và |$)")
NO_UNIT = re.compile(r"\d|(?i:liên quan|địa phương|như trên|nt|khác|theo|phân công)\b")


def _rest_of_cell(zone: Zone, text: str, found: Sequence[Unit]) -> Iterator[tuple[str, Span]]:
    """The items of a cell of units that the grammar does not know, as written."""
    for item in ITEM.finditer(text):
        raw = item[0].strip(" -+.:\t")
        raw = re.sub(r"^(?:và|hoặc) ", "", re.sub(r" (?:có )?liên quan$", "", raw))
        at = item.start() + item[0].find(raw)
        span = Span(zone.span.start + at, zone.span.start + at + len(raw))
        can_be = len(raw) > 3 and len(raw.split()) <= 6 and raw[0].isupper() and not NO_UNIT.search(raw)
        if can_be and not any(unit.span.meets(span) for unit in found):
            yield raw, span


def _placed(unit: Unit, context: Context) -> Unit:
    """A unit with its province and district."""
    place = place_of(unit, context)
    return replace(
        unit,
        unit_province=place.province,
        unit_province_code=place.code,
        unit_province_2025=place.since_2025,
        unit_district=place.district,
    )


BY_WAY_OF = re.compile(r" ?\((?:(?:thông )?qua )?")  # `Sở Nội vụ (qua Phòng Xây dựng chính quyền)`


def _named_before(text: str, units: Sequence[Unit], number: int) -> Unit:
    """A unit; `Ban Chỉ đạo` alone as the one named in full before it, a room in brackets as that of the body before."""
    unit = units[number]
    before = units[number - 1] if number else None
    if before and before.section_path == unit.section_path and re.match(r"Phòng [^,]*$", unit.canonical):
        within = unit.span.start - before.span.end
        if (
            within <= len(" (thông qua ")
            and re.match(r"Sở|Công an", before.canonical)
            and BY_WAY_OF.fullmatch(text[before.span.end : unit.span.start])
        ):
            return replace(unit, canonical=f"{unit.canonical} {before.canonical}")
    if unit.canonical in ("VNPT", "Viettel", "MobiFone"):  # the branch that the document names in full
        branch = (u.canonical for u in units if u.canonical.startswith(f"{unit.canonical} "))
        return replace(unit, canonical=next(branch, unit.canonical))
    if unit.canonical not in ("Ban Chỉ đạo", "Trưởng Ban Chỉ đạo"):
        return unit
    head = unit.canonical.removesuffix("Ban Chỉ đạo")
    full = (
        u.canonical
        for u in reversed(units[:number])
        if u.canonical.startswith("Ban Chỉ đạo ") and u.level != "central" and not u.is_group
    )
    return replace(unit, canonical=head + next(full, "Ban Chỉ đạo"))


def context_of(doc: Document) -> Context:
    """What the document implies about the bodies that it names."""
    header = doc.header
    return Context(
        issuer=header.issuer or "",
        issuer_level=header.issuer_level,
        province=header.province_name or "",
        abbreviations=tuple((each.short, each.full) for each in doc.abbreviations),
    )


# A part that tells how things stand: its numbers ask for nothing.
ACCOUNT = re.compile(
    r"(?!.*(?:mục tiêu|nhiệm vụ|chỉ tiêu|giải pháp|yêu cầu))(?:đánh giá |khái quát |đặc điểm )*(?:về )?"
    r"(?:tình hình|thực trạng|hiện trạng|kết quả (?:đạt được|thực hiện|triển khai))\b",
    re.IGNORECASE,
)


def _quotas(doc: Document, places: list[Zone]) -> list[Quota]:
    found: list[Quota] = []
    dates, refs = by_path(doc.dates), by_path(doc.legal_refs)
    accounts = tuple(s.path for s in doc.sections if s.kind == "heading" and ACCOUNT.match(s.span.of(doc.text)))
    for zone in places:
        if zone.path in ("H", "R", "S") or any(f"{zone.path}.".startswith(f"{path}.") for path in accounts):
            continue
        found += find_quotas(
            zone.span.of(doc.text),
            start=zone.span.start,
            path=zone.path,
            dates=[date for date in dates.get(zone.path, []) if zone.span.holds(date.span)],
            references=[ref for ref in refs.get(zone.path, []) if zone.span.holds(ref.span)],
            year=doc.header.plan_year or (doc.header.issued_date.year if doc.header.issued_date else None),
        )
    return found


def _with_responsible(doc: Document) -> list[Quota]:
    """Who leads the task that holds a quota must meet it; else the units that its sentence names."""
    leads: dict[str, list[str]] = {}
    for assignment in doc.assignments:
        if assignment.role == "lead":
            leads.setdefault(assignment.section_path, []).append(assignment.unit)
    named: dict[str, list[str]] = {}
    for unit in doc.units:
        if any(ref.span.holds(unit.span) for ref in doc.legal_refs):
            continue  # who issued a text that the sentence cites
        named.setdefault(unit.section_path, []).append(unit.canonical)
    return [
        replace(q, responsible=tuple(dict.fromkeys(leads.get(q.section_path) or named.get(q.section_path, []))))
        for q in doc.quotas
    ]


def _doubts(doc: Document) -> list[Flag]:
    flags: list[Flag] = []
    for date in doc.dates:
        if not date.valid:
            hint = f"; perhaps {date.suggestion}" if date.suggestion else ""
            raw = re.sub(r"\s+", " ", date.raw)
            at = bisect_right(doc.words, date.span.start, key=lambda word: word.span.end)
            page = doc.words[at].page if at < len(doc.words) else None
            flags.append(
                Flag("invalid_date", "warning", f"No calendar has this day{hint}.", page, date.section_path, raw)
            )
    return flags
