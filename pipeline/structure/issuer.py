"""Who issued a document, at which level, in which province: from the letterhead, else from what the text says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.document import UPPER, is_capitals, skeleton
from pipeline.places import (
    Province,
    district_pattern,
    province_named,
    province_pattern,
    provinces,
    provinces_of_district,
    respell,
)


@dataclass(slots=True)
class Found:
    """Fields under collection: the first rule that supplies one wins."""

    values: dict[str, object] = field(default_factory=dict)
    by: list[tuple[str, str]] = field(default_factory=list)

    def set(self, name: str, value: object, rule: str) -> None:
        if value is not None and value != "" and name not in self.values:
            self.values[name] = value
            self.by.append((name, rule))


ISSUER_LINE = re.compile(
    r"^(?:uy ban nhan dan|ubnd|hoi dong nhan dan|so |phong |ban |tinh uy|huyen uy|thanh uy|quan uy|thi uy|dang uy|"
    r"dang bo|chinh phu|thu tuong|bo |van phong|cuc |tong cuc|chi cuc|trung tam|truong |benh vien|tinh |thanh pho|"
    r"huyen |quan |thi xa|xa |phuong |thi tran|ban chap hanh|uy ban|lien |hoi |doan |quoc hoi|thanh tra|cong an)"
)
WHOLE_NAMES = {
    "chinh phu": "Chính phủ",
    "thu tuong chinh phu": "Thủ tướng Chính phủ",
    "van phong chinh phu": "Văn phòng Chính phủ",
    "quoc hoi": "Quốc hội",
}
PLACE_LINE = re.compile(r"^(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|tp\.?)\s")


def issuer_from_lines(lines: list[str]) -> str | None:
    """The left column of the letterhead: superior body above, issuing body below, either over several lines."""
    bodies: list[str] = []
    for line in lines:
        folded = skeleton(line).strip(" *-_")
        if not ISSUER_LINE.match(folded):
            if bodies and is_rest_of_name(bodies[-1], line):
                bodies[-1] += " " + line  # a name that wraps
            continue
        if PLACE_LINE.match(folded) and not re.match(r"(?:tinh|thanh|huyen|quan|thi) uy\b", folded) and bodies:
            bodies[-1] += " " + line
        else:
            bodies.append(line)
    if not bodies:
        return None
    issuer = case_of_capitals(bodies[-1])
    if skeleton(issuer) == "van phong" and len(bodies) > 1:  # of the committee above it
        return respell(f"Văn phòng {case_of_capitals(bodies[-2])}")
    if len(bodies) > 1:
        place = re.search(r"(?:tinh|thanh pho|huyen|quan|thi xa|tp\.?)\s.+$", skeleton(bodies[0]))
        if place and not re.search(r"\b(?:tinh|thanh pho|huyen|quan|thi xa)\b", skeleton(issuer)):
            issuer += " " + case_of_place(bodies[0][place.start() :])
    return respell(issuer)


def is_rest_of_name(body: str, line: str) -> bool:
    """Whether a line goes on with the name above it: `HUYỆN XUÂN` / `LỘC`, not a stamp beside a whole name.

    >>> is_rest_of_name("TỈNH BẮC", "KẠN"), is_rest_of_name("VĂN PHÒNG CHÍNH PHỦ", "CỔNG THÔNG TIN ĐIỆN TỬ")
    (True, False)
    """
    return bool(re.fullmatch(r"[^\W\d_]+(?:[ ,-]+[^\W\d_]+)*", line)) and skeleton(body).strip() not in WHOLE_NAMES


HEADS = (
    r"ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd|sở|phòng|ban|bộ|văn phòng|cục|chi cục|tổng cục|trung tâm|trường|"
    r"chủ tịch|ban quản lý|thanh tra|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy|đảng bộ|ban chấp hành|"
    r"ban thường vụ"
)


def case_of_capitals(text: str) -> str:
    """A body's name in capitals, written as Decree 30/2020, annex II, writes names of bodies.

    >>> case_of_capitals("SỞ THÔNG TIN VÀ TRUYỀN THÔNG")
    'Sở Thông tin và Truyền thông'
    >>> case_of_capitals("ỦY BAN NHÂN DÂN HUYỆN XUÂN LỘC")
    'Ủy ban nhân dân huyện Xuân Lộc'
    """
    if not is_capitals(text):
        return text
    lower = re.sub(r"\s+", " ", text.lower()).strip(" *-_.,")
    if skeleton(lower) in WHOLE_NAMES:
        return WHOLE_NAMES[skeleton(lower)]
    lower = re.sub(r"\bubnd\b", "ủy ban nhân dân", lower)
    lower = re.sub(r"\bhđnd\b", "hội đồng nhân dân", lower).replace("uỷ", "ủy")
    place = re.search(r"\s(tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường)\s(?!ủy|hội)\S.*$", lower)
    tail = ""
    if place:
        tail = " " + case_of_place(lower[place.start() + 1 :])
        lower = lower[: place.start()]
    party = re.match(r"(tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy)\s+(.+)$", lower)
    if party:
        return party[1].capitalize() + " " + party[2].title() + tail
    head = re.match(rf"(?:{HEADS})(?=\s|$)", lower)
    body = lower.capitalize()
    if head and head.end() < len(lower) and head[0] not in ("ủy ban nhân dân", "hội đồng nhân dân", "chủ tịch"):
        rest = lower[head.end() + 1 :]
        rest = re.sub(r"(^|\svà\s|,\s|\s-\s)(\w)", lambda m: m[1] + m[2].upper(), rest)
        body = head[0].capitalize() + " " + rest
    return body + tail


def case_of_place(text: str) -> str:
    """`TỈNH ĐỒNG NAI` -> `tỉnh Đồng Nai`; Hà Nội's and Hồ Chí Minh's `Thành phố` as the decree has it."""
    kind = re.match(r"(tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|tp\.?)\s+", text.lower())
    if not kind:
        return text
    name = text[kind.end() :].strip()
    name = name.title() if is_capitals(name) or name.islower() else name
    known = province_named(name) if kind[1] in ("tỉnh", "thành phố", "tp", "tp.") else None
    word = "thành phố" if kind[1].startswith("tp") else kind[1]
    if known and known.name == "Hồ Chí Minh":
        word = "Thành phố"
    return f"{word} {known.name if known else name}"


# `Sở ... ban hành Kế hoạch`, `Chủ tịch UBND huyện xây dựng Chương trình`: who acts in the opening paragraph.
BODY_ISSUER = re.compile(
    rf"(?P<issuer>"
    rf"(?:Chủ tịch )?(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)"
    rf"(?: (?:tỉnh|huyện|[Tt]hành phố|thị xã|quận|xã|phường|thị trấn)(?: [{UPPER}]\w*){{0,4}})?"
    rf"|Sở [{UPPER}][^;,.()]{{2,60}}?(?:\([^)]*\))?(?: tỉnh [{UPPER}]\w+(?: [{UPPER}]\w+)*)?"
    rf"|Phòng [{UPPER}][^;,.()]{{2,50}}?"
    rf"|(?:Tỉnh|Thành|Huyện) ủy(?: [{UPPER}]\w*){{0,3}}"
    rf")\s+(?:ban hành|xây dựng)\s+[KkCcPpĐ]"
)


def read_issuer_elsewhere(body: Iterable[str], found: Found) -> None:
    """Where the letterhead is missing: `Sở ... ban hành Kế hoạch`, `TM. ỦY BAN NHÂN DÂN`, the symbol."""
    for text in body:
        match = BODY_ISSUER.search(text)
        if match:
            name = re.sub(r"\s*\([^)]*\)", "", match["issuer"])
            # the chairman acts for the committee
            name = re.sub(r"^Chủ tịch ", "", re.sub(r"\bUBND\b", "Ủy ban nhân dân", name)).replace("Uỷ", "Ủy")
            found.set("issuer", name, "body: ban hành")
            break
    if found.values.get("_signing_body"):
        found.set("issuer", found.values["_signing_body"], "signature block")
    symbol = str(found.values.get("symbol") or "")
    if symbol.endswith("-UBND"):
        found.set("issuer", "Ủy ban nhân dân", "symbol")
    if symbol.endswith("-CP"):
        found.set("issuer", "Chính phủ", "symbol")
    if symbol.endswith("-TTg"):
        found.set("issuer", "Thủ tướng Chính phủ", "symbol")


def complete_issuer(issuer: str, province: Province | None, found: Found) -> str:
    """The issuer with the place that the document implies: `Ủy ban nhân dân tỉnh` -> `... tỉnh Đồng Nai`."""
    if not issuer:
        return ""
    issuer = issuer.replace("Uỷ", "Ủy").replace("uỷ", "ủy")
    folded = skeleton(issuer)
    if level_of(issuer) == "central":
        return issuer
    district = found.values.get("_district")
    if re.search(r"\b(?:huyen|quan|thi xa)$", folded) and district:
        return f"{issuer} {district[1]}"  # type: ignore[index]
    if re.search(r"\bubnd$|nhan dan$", folded):
        return f"{issuer} {province.full_name}" if province else issuer
    if re.search(r"\btinh$|\bthanh pho$", folded) and province:
        return f"{issuer} {province.name}"
    placed = re.search(r"\b(?:tinh|huyen|thanh pho|quan|thi xa|xa|phuong|thi tran)\s+\w", folded)
    if re.match(r"so |ban quan ly|van phong|cuc |thanh tra", folded) and province and not placed:
        return f"{issuer} {province.full_name}"
    if re.match(r"phong ", folded) and district and not placed:
        return f"{issuer} {district[0]} {district[1]}"  # type: ignore[index]
    return issuer


CENTRAL = re.compile(
    r"(?:chinh phu|thu tuong|bo |bo truong|quoc hoi|uy ban thuong vu quoc hoi|van phong chinh phu|ban chap hanh trung)"
)


def level_of(issuer: str) -> str:
    """central, province, department, district, commune or other, from a canonical name.

    >>> level_of("Ủy ban nhân dân huyện Xuân Lộc"), level_of("Sở Nội vụ tỉnh Tây Ninh"), level_of("Chính phủ")
    ('district', 'department', 'central')
    """
    folded = skeleton(issuer)
    if CENTRAL.match(folded):
        return "central"
    if re.match(r"(?:so |phong |ban quan ly|thanh tra|chi cuc|cuc |van phong uy ban)", folded):
        return "department"
    if re.search(r"\b(?:xa|phuong|thi tran|dac khu)\s+\w", folded) and not re.search(r"\bthi xa\b", folded):
        return "commune"
    if re.search(r"\b(?:huyen|quan|thi xa)\b", folded):
        return "district"
    city = re.search(r"\b(?:thanh pho|tp\.?)\s+(.+)$", folded)
    if city:
        named = province_named(city[1])
        return "province" if named and named.kind == "thành phố" else "district"
    if re.search(r"\b(?:tinh)\b", folded) or re.match(r"thanh uy", folded):
        return "province"
    return "other"


def find_province(text: str, found: Found) -> Province | None:
    """From the issuer, its place, the district, else the province that the text names most."""
    by_district: list[Province] = []
    for source in ("issuer", "title", "issued_place"):
        value = skeleton(str(found.values.get(source) or ""))
        match = re.search(r"\b(?:tinh|thanh pho|tp\.?|tinh uy|thanh uy)\s+(" + province_pattern().pattern + ")", value)
        named = province_named(match[1]) if match else None
        if match and named and (match[0].startswith("tinh") or named.kind == "thành phố"):
            return named
        for district in district_pattern().finditer(value):
            kind = {"tp": "thanh pho", "tp.": "thanh pho", "tx": "thi xa", "tx.": "thi xa"}.get(
                district["kind"], district["kind"]
            )
            marked = {"huyen": "huyện", "thi xa": "thị xã", "thanh pho": "thành phố", "quan": "quận"}[kind]
            owners = provinces_of_district(marked, district["name"])
            if owners:
                start, end = district.span("name")
                source_text = str(found.values.get(source))
                found.values.setdefault(
                    "_district", (marked, case_of_place("huyện " + source_text[start:end]).removeprefix("huyện "))
                )
                by_district += owners
    text = skeleton(text)
    counts: Counter[str] = Counter()
    for match in re.finditer(
        r"\b(tinh|thanh pho|tp\.?|dia ban|bao|dai phat thanh[\w -]{0,22})\s+(" + province_pattern().pattern + ")", text
    ):
        named = province_named(match[2])
        if named and not (match[1] in ("thanh pho", "tp", "tp.") and named.kind == "tỉnh"):
            counts[named.code] += 1
    place = province_named(str(found.values.get("issued_place") or ""))
    if not by_district and not counts and place is None:
        for district in district_pattern().finditer(text):
            if district["kind"] in ("huyen", "quan", "thi xa"):
                kind = {"huyen": "huyện", "thi xa": "thị xã", "quan": "quận"}[district["kind"]]
                by_district += provinces_of_district(kind, district["name"])
    if by_district:
        codes = {owner.code for owner in by_district}
        ranked = [code for code, _ in counts.most_common() if code in codes] or (
            [by_district[0].code] if len(codes) == 1 else []
        )
        if ranked:
            return next(p for p in provinces() if p.code == ranked[0])
    if place is not None:
        return place
    if counts and level_of(str(found.values.get("issuer") or "")) != "central":
        return next(p for p in provinces() if p.code == counts.most_common(1)[0][0])
    return None
