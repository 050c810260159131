"""The formal parts of a document: number, place and date, issuer, title, signature, recipients.

Form: Decree 30/2020/NĐ-CP, annex I, cells 1-9, and its predecessors; Party documents after Instruction 36-HD/VPTW.
Where the letterhead is missing, the appendix caption, the body and the signature supply what they say; `found_by`
records which rule supplied each field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Day

from pipeline.document import LOWER, UPPER, Document, Flag, Header, Paragraph, Span, is_capitals, skeleton
from pipeline.places import Province, province_named
from pipeline.structure.issuer import (
    ISSUER_LINE,
    PLACE_LINE,
    Found,
    complete_issuer,
    find_province,
    is_rest_of_name,
    issuer_from_lines,
    level_of,
    read_issuer_elsewhere,
)
from pipeline.structure.signature import NAME, is_signature_line, lost_signer, names_post, read_signature

# Types of Decree 30/2020, article 7, that carry a title of their own, and the normative and Party ones.
TYPES = (
    "Chương trình hành động",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Biên bản",
    "Báo cáo",
    "Chương trình",
    "Chỉ thị",
    "Công điện",
    "Dự án",
    "Giấy mời",
    "Hướng dẫn",
    "Hợp đồng",
    "Kế hoạch hành động",
    "Kế hoạch",
    "Kết luận",
    "Nghị quyết",
    "Nghị định",
    "Phương án",
    "Quy chế",
    "Quy định",
    "Quyết định",
    "Thông báo",
    "Thông cáo",
    "Thông tri",
    "Thông tư",
    "Tờ trình",
    "Đề án",
)
_TYPE_BY_SKELETON = {skeleton(name): name for name in TYPES}
TYPE_LINE = re.compile(r"^(?P<type>" + "|".join(sorted(_TYPE_BY_SKELETON, key=len, reverse=True)) + r")\b(?P<rest>.*)$")

CHAPTER_TITLES = ("chung", "cu the", "chuyen tiep", "thi hanh", "khac")  # `QUY ĐỊNH CHUNG` is no type
NATIONAL = re.compile(
    r"c[o0]ng h[o0]a.{0,4}x[a@].{0,4}h[o0]i.{0,4}chu.{0,4}nghia.{0,4}viet.{0,4}nam|dang cong san viet nam"
    r"|d[o0]c l.p\W{1,4}t\w{1,2} d[o0]\W{1,4}hanh ph\w{1,3}"
)
NUMBER = re.compile(
    r"""
    \bs[o06e]\s?[:.;]{0,2}\s*
    (?P<number>[^\n]{0,12}?) \s*/\s*
    (?P<symbol>
        [A-ZĐÐ][\wĐđ&.,]{0,12}(?:\s?[-–]\s?[A-ZĐÐ][\wĐđ&.]{0,14}){0,4}
      | (?:19|20)\d\d/[A-ZĐÐ][\w&.]*(?:-[A-ZĐÐ][\w&.]*)+
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
PARTY_NUMBER = re.compile(
    r"\bs[o06]\s?[:.]?\s*(?P<number>[^-–/\n]{0,8}?)\s*[-–]\s*(?P<symbol>[A-ZĐ][\wĐđ]{1,6}/[A-ZĐ][\wĐđ-]{1,12})",
    re.IGNORECASE,
)
PLACE_DATE = re.compile(
    r"(?P<place>[^\W\d_][^,;:.\n]{1,38})\s*[,.]\s*ngay\s*(?P<day>\S{0,3})\s*thang\s*(?P<month>\S{0,3})\s*nam\s*(?P<year>\d{4})"
)
AUTHORITY = re.compile(
    r"^(?:chu tich|uy ban nhan dan|hoi dong nhan dan|giam doc|bo truong|thu tuong|truong phong|ban chap hanh|"
    r"ban thuong vu|chanh van phong|tong giam doc|cuc truong|chinh phu|quoc hoi|uy ban thuong vu)\b"
)
BODY_OPENING = re.compile(
    r"^(?:can cu|thuc hien|xet|theo|tren co so|tiep tuc thuc hien|nham|de |trien khai|thoi gian qua|trong nhung|"
    r"kinh gui|uy ban nhan dan|ubnd|so \w|phong \w|chu tich|tinh uy|ban |hdnd)"
)
BASES = re.compile(r"^(?:can cu|xet|theo de nghi|kinh gui|thuc hien)\b")
RECIPIENTS = re.compile(r"^\W*n[o0]i nh[a-z]{1,3}\b\W*")
MOST_TITLE = 9  # paragraphs: a title of eight centred lines has been seen
LEGIBLE = 0.6  # confidence of the engine in a number; printed ones stand above 0.9, written ones below 0.5
APPENDIX = re.compile(r"^[*_ ]*(?:phu luc|bieu mau|danh muc kem theo)\b")
ATTACHED = re.compile(r"^\W*\(?(?:ban hanh )?kem theo\b")
BULLET_ENTRY = re.compile(
    rf"^\s*[-–•+*]\s*(?!(?:[{UPPER}][{LOWER}]+\s+){{1,4}}[{UPPER}][{LOWER}]+$)[{UPPER}{LOWER}].{{3,}}"
)
LAST_BULLET = re.compile(r"^[-–]\s*L[ưu]u?\s*:\s*V[TP]")
ENDS_BODY = re.compile(r"\./\.?\W*$|^(?:[IVX]{1,4}|\d{1,2}|[a-zđ])[.)]\s|[^\W\d_]{3,}\.$")
LAST_ENTRY = re.compile(r"^\W*L[ưu][ưu]?u?\s*[:;]?\s")
# Notes to the typist or about the manner of sending, not about who receives (`(báo cáo)`, `(qua mạng nội bộ)`).
INTERNAL_NOTE = re.compile(
    r"\s*\((?:đ[ểế]\s)?(?:báo cáo|b\W?[/íìil]?[c€©]|thay b/c|thay báo cáo|t/h|th|thực hiện|p/h|phối hợp|chỉ đạo|"
    r"c/đ|biết|giám sát|đ/b|đăng tải|đưa tin|đồng bộ|qua mạng[^)]*|qua [^)]*|gửi [^)]*|bản điện tử|để [^)]*"
    r")\)",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:năm|NĂM|Năm)(?:\s+học|\s+HỌC)?\s+(20\d\d|19\d\d)\b")
NUMBERED = re.compile(r"^\W{0,3}(?:[IVX]{1,4}|\d{1,2}|[a-zđ])[.)]\s|^(?:Điều|Chương)\s+[\dIVX]")
LABELLED = re.compile(r"^\W{0,3}(?:[IVX]{1,4}|\d{1,2}|[a-zđA-Z])[.)]\s|^[-–•+]\s|^(?:Điều|Chương|Phần|Mục)\s+[\dIVX]")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Which paragraphs are which."""

    head: list[Paragraph]
    type_at: int | None
    title: list[Paragraph]
    body: list[Paragraph]
    recipients: list[Paragraph]
    signature: list[Paragraph]
    captions: list[Paragraph]


def parse_header(doc: Document) -> Document:
    """Fill `header`: formal fields, and which paragraphs are head, body, recipients, signature and appendix."""
    texts = {paragraph: paragraph.span.of(doc.text) for paragraph in doc.paragraphs}
    parts = _divide(doc.paragraphs, texts)
    found = Found()
    flags: list[Flag] = []
    _read_type_and_title(parts, texts, found)
    _read_closing(parts, texts, found)
    flags += _read_letterhead(parts, texts, found)
    is_day_lost = any(flag.code == "illegible_date" for flag in flags)  # written by hand there, and so here
    flags = _read_caption(parts, texts, found, is_day_lost) or flags
    is_scan = doc.restored or any(page.text_source in ("ocr", "mixed") for page in doc.pages)
    recipients = _read_recipients(parts.recipients, texts, is_scan)
    read_signature(parts.signature, texts, found)
    if is_scan and "signer" not in found.values and (parts.signature or parts.recipients):
        flags.append(lost_signer(parts.signature or parts.recipients, texts, found))
    read_issuer_elsewhere((texts[paragraph] for paragraph in parts.body[:12]), found)
    province = find_province(doc.text, found)
    issuer = complete_issuer(str(found.values.get("issuer") or ""), province, found)
    year = _plan_year(found)
    values = found.values
    header = Header(
        doc_type=values.get("doc_type"),  # type: ignore[arg-type]
        number=values.get("number"),  # type: ignore[arg-type]
        symbol=values.get("symbol"),  # type: ignore[arg-type]
        code=_code(values),
        issued_date=values.get("issued_date"),  # type: ignore[arg-type]
        issued_place=values.get("issued_place"),  # type: ignore[arg-type]
        issuer=issuer or None,
        issuer_level=level_of(issuer),
        title=values.get("title"),  # type: ignore[arg-type]
        plan_year=year,
        signer=values.get("signer"),  # type: ignore[arg-type]
        signer_title=values.get("signer_title"),  # type: ignore[arg-type]
        sign_mode=values.get("sign_mode"),  # type: ignore[arg-type]
        recipients=tuple(text for text, _ in recipients),
        recipient_spans=tuple(span for _, span in recipients),
        head=tuple(_head_spans(parts, texts)),
        listed=tuple(paragraph.span for paragraph in parts.recipients),
        body=tuple(paragraph.span for paragraph in parts.body),
        signature=tuple(paragraph.span for paragraph in parts.signature),
        captions=tuple(paragraph.span for paragraph in parts.captions),
        found_by=tuple(found.by),
    )
    header = replace(_with_province(header, province), district=_district(header, found))
    return replace(doc, header=header, flags=doc.flags + tuple(flags))


def _head_spans(parts: _Parts, texts: dict[Paragraph, str]) -> Iterator[Span]:
    """The lines of the letterhead; those of a title, and those that a long name wraps over, as one."""
    span: Span | None = None
    above = ""
    for paragraph in without_record(parts.head, texts):
        text = texts[paragraph].strip(" *_")
        is_title = paragraph in parts.title
        wraps = is_title and paragraph != parts.title[0]
        if not is_title and ISSUER_LINE.match(skeleton(above)) and is_capitals(above) and text.isupper():
            is_other = ISSUER_LINE.match(skeleton(text)) and not PLACE_LINE.match(skeleton(text))
            wraps = not is_other and not NATIONAL.search(skeleton(text)) and is_rest_of_name(above, text)
        if span and not wraps:
            yield span
        span = Span(span.start, paragraph.span.end) if span and wraps else paragraph.span
        above = text if not wraps else above + " " + text
    if span:
        yield span


RECORD_LABEL = re.compile(r"(?:so hieu|loai van ban|noi ban hanh|nguoi ky|ngay ban hanh|tinh trang):?$")


def without_record(head: list[Paragraph], texts: dict[Paragraph, str]) -> list[Paragraph]:
    """The paragraphs of a letterhead, without the record that a law site sets above it."""
    labels = [number for number, each in enumerate(head) if RECORD_LABEL.match(skeleton(texts[each]).strip())]
    if len(labels) < 3:
        return head
    below = (number for number, each in enumerate(head) if number > labels[-1] and is_capitals(texts[each]))
    return head[next(below, 0) :]


def _code(values: dict[str, object]) -> str | None:
    """`61/KH-UBND`, `87/2025/QĐ-UBND`; Party form `18-NQ/TW`; None where number or symbol is not known."""
    number, symbol, year = values.get("number"), str(values.get("symbol") or ""), values.get("code_year")
    if not number or not symbol:
        return None
    if year:
        return f"{number}/{year}/{symbol}"
    return f"{number}{'-' if '/' in symbol else '/'}{symbol}"


DISTRICT = re.compile(r"\b(?:huyện|quận|thị xã|thành phố) [^,;()]+$")


def _district(header: Header, found: Found) -> str | None:
    """The district of a district, a commune or an office of theirs; a city that is a province is none."""
    named = DISTRICT.search(header.issuer or "")
    if named and header.issuer_level != "province" and not province_named(named[0]):
        return named[0]
    kind, name = found.values.get("_district") or (None, None)  # type: ignore[misc]
    return f"{kind} {name}" if kind and header.issuer_level == "commune" else None


def _with_province(header: Header, province: Province | None) -> Header:
    if header.issuer_level == "central":
        return replace(header, province="trung-uong")
    if province is None:
        return header
    merged = header.issued_date is not None and header.issued_date >= Day(2025, 7, 1)
    current = province_named(province.since_2025) if merged else province
    current = current or province
    return replace(
        header,
        province=current.slug,
        province_name=current.name,
        province_code=current.code,
        province_2025=province.since_2025,
    )


# --- which paragraph is what ----------------------------------------------------------------------------------------


def _divide(paragraphs: tuple[Paragraph, ...], texts: dict[Paragraph, str]) -> _Parts:
    items = list(paragraphs)
    type_at = next((i for i, p in enumerate(items[:60]) if _is_type_line(texts[p])), None)
    start = 0
    title: list[Paragraph] = []
    if type_at is not None:
        title = _title_paragraphs(items, type_at, texts)
        start = type_at + 1 + len(title)
        while start < len(items) and (
            skeleton(texts[items[start]]).startswith("kinh gui")
            or is_rest_of_note(texts, items, start)
            or ATTACHED.match(skeleton(texts[items[start]]))
            or _is_authority(texts[items[start]])
        ):
            start += 1
    else:
        start = _end_of_letterhead(items, texts)
    listed = _recipients_at(items, start, texts)
    body_end = min(_body_end(items, start, texts), listed)
    recipients: list[Paragraph] = []
    signature: list[Paragraph] = []
    captions: list[Paragraph] = []
    body = items[start:body_end]
    zone = "signature"
    closed = False  # `Lưu: VT` ends the recipients
    attached_at: int | None = None
    for index in range(body_end, len(items)):
        paragraph, text = items[index], texts[items[index]]
        folded = skeleton(text)
        if zone == "captions":
            captions.append(paragraph)
        elif APPENDIX.match(folded) or ATTACHED.match(folded):
            zone = "captions"
            captions.append(paragraph)
        elif _is_type_line(text) and (signature or recipients):
            attached_at = index
            break
        elif RECIPIENTS.match(folded) or index == listed:
            zone = "recipients"
            recipients.append(paragraph)
        elif is_signature_line(text):
            zone = "signature"
            signature.append(paragraph)
        elif recipients and BULLET_ENTRY.match(text) and not closed:
            recipients.append(paragraph)  # the right column may be read in between
            closed = bool(LAST_ENTRY.match(text))
        elif zone == "recipients" and (
            re.match(r"\s*[-–•+*]", text) or text.endswith((";", ":")) or not NAME.search(text)
        ):
            if closed and is_capitals(text) and names_post(folded):
                signature.append(paragraph)  # a stamp over it spoilt how it begins
                zone = "signature"
            elif is_capitals(text) and len(text) > 12 and not re.match(r"\s*[-–•+*]", text):
                captions.append(paragraph)
                zone = "captions"
            else:
                recipients.append(paragraph)
                closed = closed or bool(LAST_ENTRY.match(text))
        elif len(text) <= 80 and (not LABELLED.match(text) or NAME.search(text)):
            signature.append(paragraph)
        else:
            captions.append(paragraph)
            zone = "captions"
    if attached_at is not None:  # a decision that promulgates a plan: the plan's own outline follows the signature
        inner = _divide(tuple(items[attached_at:]), texts)
        body = body + inner.body
        captions = captions + inner.head + inner.captions
        signature = signature + inner.signature
        recipients = recipients + inner.recipients
    return _Parts(items[:start], type_at, title, body, recipients, signature, captions)


def _is_type_line(text: str) -> bool:
    """A type's name alone, or in capitals before its title, as cell 5a prints it."""
    match = TYPE_LINE.match(skeleton(text).strip(" *_"))
    if not match:
        return False
    name = text.strip(" *_")[: len(match["type"])]
    rest = match["rest"].strip()
    return name.isupper() and not rest.startswith((":", ".", "so", "nay")) and rest not in CHAPTER_TITLES


def _title_paragraphs(items: list[Paragraph], type_at: int, texts: dict[Paragraph, str]) -> list[Paragraph]:
    title: list[Paragraph] = []
    below = items[type_at + 1 : type_at + 1 + MOST_TITLE]
    by = next((place for place, paragraph in enumerate(below) if _is_authority(texts[paragraph])), None)
    if by and not any(_is_of_body(texts[paragraph]) for paragraph in below[:by]):
        return below[:by]  # `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH` over the bases: what stands above it is the title
    own = TYPE_LINE.match(skeleton(texts[items[type_at]]).strip(" *_"))
    has_rest = bool(own and own["rest"].strip())
    for paragraph in items[type_at + 1 : type_at + 6]:
        text = texts[paragraph]
        folded = skeleton(text)
        if LABELLED.match(text) or ATTACHED.match(folded) or folded.startswith("kinh gui"):
            break
        if _is_authority(text) and (title or has_rest):
            break
        if not title and not has_rest:
            if len(text) > 600 or (text.endswith((".", ";", ":")) and len(text) > 150):
                break
            if _opens_body(text) and not is_capitals(text) and len(text) > 160:
                break
        else:
            first = title[0] if title else items[type_at]
            same = is_capitals(text) == is_capitals(texts[first])
            if not same or _opens_body(text) or len(text) > 160 or text.endswith((".", ";", ":")):
                break
            if first.lines[0].bold and not paragraph.lines[0].bold:
                break
        title.append(paragraph)
    return title


def _is_of_body(text: str) -> bool:
    """Whether a text cannot be a line of a title: a basis, a numbered line, an item, a long sentence, `Nơi nhận:`."""
    folded = skeleton(text)
    return bool(BASES.match(folded) or LABELLED.match(text) or RECIPIENTS.match(folded)) or len(text) > 250


def _opens_body(text: str) -> bool:
    """Whether a text begins as the first paragraphs of a body do; `bàn tỉnh Tây Ninh` is the rest of a title."""
    return bool(BODY_OPENING.match(skeleton(text))) and not text[:1].islower()


def _is_authority(text: str) -> bool:
    """Whether a line names, in capitals, the body that decides."""
    return is_capitals(text) and len(text) < 120 and bool(AUTHORITY.match(skeleton(text)))


def is_rest_of_note(texts: dict[Paragraph, str], items: list[Paragraph], at: int) -> bool:
    """Whether a paragraph closes the bracket of `(Kèm theo Quyết định số ...` above it."""
    above = texts[items[at - 1]] if at else ""
    return (
        bool(ATTACHED.match(skeleton(above))) and above.count("(") > above.count(")") and texts[items[at]].endswith(")")
    )


def _end_of_letterhead(items: list[Paragraph], texts: dict[Paragraph, str]) -> int:
    """For a document without a type line (công văn): what stands above the first long or labelled paragraph."""
    for index, paragraph in enumerate(items[:25]):
        text = texts[paragraph]
        if LABELLED.match(text) or (len(text) > 120 and not NATIONAL.search(skeleton(text))):
            return index
    return 0


def _recipients_at(items: list[Paragraph], start: int, texts: dict[Paragraph, str]) -> int:
    """Where the recipients begin whose `Nơi nhận` was misread: the list that ends in `- Lưu: VT`; else the end."""
    heads = (at for at in range(start, len(items)) if RECIPIENTS.match(skeleton(texts[items[at]])))
    last = next((at for at in range(len(items) - 1, start, -1) if LAST_BULLET.match(texts[items[at]])), 0)
    if next(heads, last) < last or not last:
        return len(items)
    first = at = last
    while at > start and len(texts[items[at - 1]]) < 200 and not ENDS_BODY.search(texts[items[at - 1]]):
        at -= 1
        if texts[items[at]][:1] in "-–":
            first = at
    return max(at, first - 2) if last > first else len(items)  # one or two scraps of `Nơi nhận:` above the list


def _body_end(items: list[Paragraph], start: int, texts: dict[Paragraph, str]) -> int:
    last = _last_numbered(items, start, texts)
    for index in range(start, len(items)):
        text = texts[items[index]]
        folded = skeleton(text)
        if (RECIPIENTS.match(folded) and len(text) < 40) or re.match(r"^\W*n[o0]i nhan\s*:", folded):
            return index
        if index <= max(start + 2, last):
            continue
        if is_signature_line(text):
            return index
        if APPENDIX.match(folded) and (is_capitals(text) or len(text) < 30) and len(text) < 200:
            return index
    return len(items)


def _last_numbered(items: list[Paragraph], start: int, texts: dict[Paragraph, str]) -> int:
    """The last numbered paragraph before the recipients: no stray signature or caption above it ends the body."""
    last = -1
    for index in range(start, len(items)):
        text = texts[items[index]]
        if RECIPIENTS.match(skeleton(text)):
            return last
        if _is_type_line(text):  # the plan that a decision promulgates has an end of its own
            break
        if NUMBERED.match(text):
            last = index
    return -1


# --- the fields -----------------------------------------------------------------------------------------------------


def _read_type_and_title(parts: _Parts, texts: dict[Paragraph, str], found: Found) -> None:
    if parts.type_at is None:
        return
    line = texts[parts.head[parts.type_at]].strip(" *_")
    match = TYPE_LINE.match(skeleton(line))
    if not match:
        return
    found.set("doc_type", _TYPE_BY_SKELETON[match["type"]], "title line")
    pieces = [line[match.start("rest") :].strip(" :*_")] + [texts[p].strip(" *_") for p in parts.title]
    found.set("title", " ".join(piece for piece in pieces if piece), "title line")


def _read_closing(parts: _Parts, texts: dict[Paragraph, str], found: Found) -> None:
    """`Trên đây là Kế hoạch ...` names the type of a text that lost its head."""
    for paragraph in parts.body[-6:]:
        folded = skeleton(texts[paragraph])
        match = TYPE_LINE.match(folded.removeprefix("tren day la ")) if folded.startswith("tren day la ") else None
        if match:
            found.set("doc_type", _TYPE_BY_SKELETON[match["type"]], "closing formula")


def _read_letterhead(parts: _Parts, texts: dict[Paragraph, str], found: Found) -> list[Flag]:
    """Cells 1 to 4: issuer, number and symbol, place and date."""
    flags: list[Flag] = []
    end = parts.type_at if parts.type_at is not None else len(parts.head)
    above_number: list[str] = []
    seen_number = False
    for paragraph in parts.head[:end]:
        for text in [line.text for line in paragraph.lines] if len(paragraph.lines) > 1 else [texts[paragraph]]:
            text = text.strip(" *_")
            folded = skeleton(text)
            flags += _read_number(text, folded, found, paragraph)
            place = PLACE_DATE.search(folded)
            if place:
                printed = re.sub(r"^.*\s{2,}", "", text[place.start("place") : place.end("place")]).strip()
                printed = re.sub(r"^.*\b[A-ZĐ]{2,}-[A-ZĐ]+\s+", "", printed)  # a number glued before it
                found.set("issued_place", printed, "letterhead")
                if _is_legible(paragraph, text[place.start("day") : place.end("day")]):
                    found.set("issued_date", _day(place["year"], place["month"], place["day"]), "letterhead")
                if "issued_date" not in found.values and re.search(r"\S", place["day"] + place["month"]):
                    flags.append(
                        Flag(
                            "illegible_date",
                            "warning",
                            "The day of signing cannot be read.",
                            paragraph.page_start,
                            "H",
                            text,
                        )
                    )
            seen_number = seen_number or bool(NUMBER.search(folded) or PARTY_NUMBER.search(folded)) or bool(place)
            bare = _without_motto(text, folded)
            goes_on = bool(above_number) and bare.isupper() and bare.isalpha()  # `LỘC` of `HUYỆN XUÂN LỘC`
            if bare and not seen_number and (is_capitals(bare) or bare != text or goes_on):
                above_number.append(bare)
    issuer = issuer_from_lines(above_number)
    found.set("issuer", issuer, "letterhead")
    return flags


def _without_motto(text: str, folded: str) -> str:
    """A line of the letterhead without the name of the state and its motto, which noisy reading glues to the issuer."""
    for national in reversed(list(NATIONAL.finditer(folded))):
        text = text[: national.start()] + " " + text[national.end() :]
    return text.strip(" *_-")


def _read_number(text: str, folded: str, found: Found, paragraph: Paragraph) -> list[Flag]:
    if "symbol" in found.values:
        return []
    match = PARTY_NUMBER.search(folded) or NUMBER.search(folded)
    if not match:
        return []
    symbol = text[match.start("symbol") : match.end("symbol")]
    symbol = re.sub(r"\s*[-–]\s*", "-", symbol).rstrip(".,-")
    if not re.search(r"[A-ZĐ]{2}", symbol):
        return []
    number = text[match.start("number") : match.end("number")].strip(" .:;,")
    year = re.match(r"((?:19|20)\d\d)/(?=[A-ZĐ])", symbol) or re.search(r"(?<=\d)/((?:19|20)\d\d)$", number)
    if year:
        found.set("code_year", year[1], "letterhead")
        symbol, number = symbol.removeprefix(year[0]), number.removesuffix(year[0])
    found.set("symbol", repair_symbol(symbol), "letterhead")
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,2})?[a-zđ]?", number) and _is_legible(paragraph, number):
        found.set("number", number, "letterhead")
        return []
    message = "The number is not legible." if number else "The document carries no number."
    return [Flag("illegible_number", "warning", message, paragraph.page_start, "H", text)]


def _is_legible(paragraph: Paragraph, number: str) -> bool:
    """Whether the engine was sure of a number or a day; both are often filled in by hand."""
    sure = [word.confidence for line in paragraph.lines for word in line.words if number.strip() in word.text]
    return not sure or max(sure) >= LEGIBLE


def repair_symbol(symbol: str) -> str:
    """The symbol with the crossed Đ that OCR and foreign fonts lose.

    >>> repair_symbol("QD-UBND"), repair_symbol("NÐ-CP"), repair_symbol("KH-UBND")
    ('QĐ-UBND', 'NĐ-CP', 'KH-UBND')
    """
    symbol = symbol.replace("Ð", "Đ")
    return re.sub(r"\bHDND\b", "HĐND", re.sub(r"^(.*/)?(Q|N|C)D(?=-)", lambda m: (m[1] or "") + m[2] + "Đ", symbol))


def _day(year: str, month: str, day: str) -> Day | None:
    try:
        return Day(int(year), int(month), int(day))
    except ValueError:
        return None


CAPTION = re.compile(
    r"kem theo (?:van ban )?(?P<type>[a-z ]{4,24}?)\s+so\s*:?\s*(?P<code>\d+[a-z]?\s?[/-]\s?[^\s,]+)\s*"
    r"(?:ngay\s+(?P<day>\d{1,2})\s*(?:/|thang)\s*(?P<month>\d{1,2})\s*(?:/|nam)\s*(?P<year>\d{4}))?"
    r"(?:\s*cua\s+(?P<issuer>[^)\n]{3,90}))?"
)


def _read_caption(parts: _Parts, texts: dict[Paragraph, str], found: Found, is_day_lost: bool = False) -> list[Flag]:
    """`(Ban hành kèm theo Kế hoạch số 136/KH-STTTT ngày 28/12/2023 của Sở ...)` names the document itself.

    Returns a flag where it is the only place that gives the number.
    """
    flags: list[Flag] = []
    for paragraph in parts.captions:
        text = texts[paragraph]
        match = CAPTION.search(skeleton(text))
        if not match or _TYPE_BY_SKELETON.get(match["type"].strip()) != found.values.get("doc_type"):
            continue
        code = re.sub(r"\s", "", text[match.start("code") : match.end("code")]).rstrip(").,;")
        number, _, symbol = code.partition("-" if re.match(r"\d+-", code) else "/")
        if "symbol" not in found.values:
            found.set("symbol", repair_symbol(symbol), "appendix caption")
        if found.values.get("symbol") == repair_symbol(symbol) and _is_legible(paragraph, number):
            if "number" not in found.values:
                message = "The number stands in the caption of the appendix alone."
                flags.append(Flag("number_from_citation", "info", message, paragraph.page_start, "H", code))
            found.set("number", number, "appendix caption")
        if match["day"] and not (is_day_lost and paragraph.lines[0].box):
            found.set("issued_date", _day(match["year"], match["month"], match["day"]), "appendix caption")
        if match["issuer"]:
            found.set("issuer", text[match.start("issuer") : match.end("issuer")].strip(" ).;"), "appendix caption")
        return flags
    return flags


def _read_recipients(paragraphs: list[Paragraph], texts: dict[Paragraph, str], is_scan: bool) -> list[tuple[str, Span]]:
    entries: list[tuple[str, Span]] = []
    for paragraph in paragraphs:
        text = texts[paragraph]
        start = 0
        opening = RECIPIENTS.match(skeleton(text))
        if opening:
            start = opening.end()
        elif entries and entries[-1][0].startswith("Lưu"):
            break
        if start == 0 and entries and text.endswith(";") and not re.match(r"\s*[-–•+*]", text):
            entries.append((clean_recipient(text, is_scan), paragraph.span))  # its dash was lost
            continue
        # one line may hold several entries: `- UBND tỉnh; - Sở Nội vụ;`
        for piece in re.finditer(
            r"(?:^|(?<=[;.]))\s*[-–•+*]\s*(?P<entry>.+?)(?=(?<=[;.])\s+[-–•+*]\s|$)", text[start:]
        ):
            entry = clean_recipient(piece["entry"], is_scan)
            if entry:
                at = start + piece.start("entry")
                entries.append(
                    (entry, Span(paragraph.span.start + at, paragraph.span.start + at + len(piece["entry"])))
                )
    return entries


def clean_recipient(entry: str, is_scan: bool = True) -> str:
    """The entry without its internal note and final punctuation; of a scan without scraps of the signature beside it.

    >>> clean_recipient("UBND tỉnh (báo cáo);"), clean_recipient("Lưu: VT, NV (Lợi). Qua")
    ('UBND tỉnh', 'Lưu: VT, NV (Lợi)')
    """
    if re.match(r"L[ưu][ưu]?u?\s*:", entry):
        # behind the typist in brackets stands a scrap of the signature; `KGVX. Thg` names the typist
        closing = re.search(r"[).]\s+[^\s-]{1,6}$" if is_scan else r"\)\.?\s+[^\s-]{1,6}$", entry)
        if closing:
            entry = entry[: closing.start() + 1]
        return entry.strip(" .;,")
    if is_scan:
        entry = re.sub(r"(?<=;)\s*[^\s;]{1,6}$", "", entry)
    return INTERNAL_NOTE.sub("", entry).strip(" .;,*")


def _plan_year(found: Found) -> int | None:
    """The year in the title that is no horizon, no day and no law's; None where it names none, or a span of years."""
    title = str(found.values.get("title") or "")
    for match in YEAR.finditer(title):
        before = title[: match.start()].lower()
        if not re.search(r"(?:đến|đến hết|tới|tầm nhìn|trước|tháng \d{1,2}|(?<!pháp )luật [\w ]{2,40})\s*$", before):
            return int(match[1])
    return None
