"""Bodies and places that stand in capitals, written as in a sentence; places that took in the word behind them."""

from __future__ import annotations

import re
from functools import cache

from pipeline.document import LOWER, UPPER, skeleton
from pipeline.entities.fields import even, field_rows
from pipeline.places import districts, provinces

PLACED = re.compile(
    rf"(?P<kind>[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|"
    rf"TX\.?)[ ](?P<name>[{UPPER}]\w*(?:[ -]+[{UPPER}]\w*)*)$"
)


PROVINCE_WITHIN = re.compile(rf"\w[ ](?P<name>[{UPPER}]\w+(?:[ -]+[{UPPER}]\w+)*)(?=[ ][{LOWER}])")


def trim_place(name: str, behind: str) -> str:
    """A name without the capital of the next sentence that its place took in; `behind` is what follows it.

    >>> trim_place("UBND tỉnh Tây Ninh Thực", " h"), trim_place("UBND tỉnh Quy", " đ"), trim_place("UBND tỉnh", ",")
    ('UBND tỉnh Tây Ninh', 'UBND tỉnh', 'UBND tỉnh')
    """
    placed = PLACED.search(name)
    if not placed:
        ended = PROVINCE_WITHIN.search(name)
        if ended and skeleton(ended["name"]) in places_of("tỉnh"):
            return name[: ended.end()]  # `Công ty Cấp nước Tây Ninh công khai ...`
        return name
    words = placed["name"].split(" ")
    known = places_of(placed["kind"])
    for count in range(len(words), 0, -1):
        if skeleton(" ".join(words[:count])) in known:
            return name[: placed.start("name")] + " ".join(words[:count])
    if placed["kind"].lower() == "tỉnh" and re.match(rf"[ ][{LOWER}]", behind):
        return name[: placed.start("name") - 1]  # no province is called so, and a sentence goes on
    return name


@cache
def places_of(kind: str) -> frozenset[str]:
    """The names, without marks, of all places of a kind; a `thành phố` may be a province or part of one."""
    full = {"tp": "thành phố", "tx": "thị xã"}.get(kind.lower().rstrip("."), kind.lower())
    named = [place.name for place in provinces() if full in ("tỉnh", "thành phố")]
    return frozenset(map(skeleton, [*named, *(name for _, its, name in districts() if its == full)]))


def without_capitals(text: str) -> str:
    """A copy of equal length in which bodies and places that stand in capitals are written as in a sentence.

    >>> without_capitals("CHỈ THỊ CỦA THỦ TƯỚNG CHÍNH PHỦ"), without_capitals("SỞ NỘI VỤ TỈNH TÂY NINH")
    ('CHỈ THỊ CỦA Thủ tướng Chính phủ', 'Sở Nội vụ tỉnh Tây Ninh')
    """
    if not CAPITALS.search(text):
        return text
    known, pattern = _in_capitals()
    text = PARTY_IN_CAPITALS.sub(lambda match: match["body"].capitalize() + match["name"].title(), text)
    text = PLACE_IN_CAPITALS.sub(lambda match: match["kind"].lower() + _titled(match), text)
    text = pattern.sub(lambda match: known[match[0]], text)
    return KIND_IN_CAPITALS.sub(lambda match: match[0].lower(), text)


CAPITALS = re.compile(rf"(?<![{UPPER}])[{UPPER}]{{2,}}[ ][{UPPER}]{{2}}")
PLACE_IN_CAPITALS = re.compile(
    rf"(?<!\w)(?P<kind>TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)"
    rf"(?P<name>(?:[ -]+[{UPPER}]{{2,}}){{1,4}})(?P<ends>(?=[ ]?(?:[,;.:()\n]|$)))?"
)
PARTY_IN_CAPITALS = re.compile(
    rf"(?<!\w)(?P<body>(?:TỈNH|THÀNH|HUYỆN|QUẬN|"
    rf"THỊ) ỦY)(?P<name>(?:[ -]+[{UPPER}]{{2,}}){{1,4}})(?=[ ]?(?:[,;.:()\n]|$))"
)


def _titled(match: re.Match[str]) -> str:
    """The name of a place in capitals as names are written; what runs on behind it stays in capitals."""
    name = match["name"]
    for end in range(len(name), 0, -1):
        if (end == len(name) or name[end] in " -") and skeleton(name[:end]).strip() in places_of(match["kind"].lower()):
            return name[:end].title() + name[end:]
    return name.title() if match["ends"] is not None else name


KIND_IN_CAPITALS = re.compile(r"(?<!\w)(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ(?! HỘI)|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)(?!\w)")
WHOLE_NAMES = (
    "Thủ tướng Chính phủ|Văn phòng Chính phủ|Chính phủ|Quốc hội|Ủy ban Thường vụ Quốc hội|Bộ Chính trị|Ban Bí thư|"
    "Ban Chấp hành Trung ương Đảng|Ban Chấp hành Trung ương|Ban Chấp hành Đảng bộ|Ban Thường vụ|Tỉnh ủy|Thành ủy|"
    "Giám đốc|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy|Ủy ban nhân dân|Hội đồng nhân dân|Văn phòng|Chủ tịch|Ban Chỉ đạo|"
    "Ủy ban Mặt trận Tổ quốc Việt Nam|Trung tâm Phục vụ hành chính công|Công an|Tòa án nhân dân|Viện kiểm sát nhân dân"
)


@cache
def _in_capitals() -> tuple[dict[str, str], re.Pattern[str]]:
    """Names by their capitals, and a pattern for them, longest first."""
    heads = ("Sở", "Phòng", "Bộ", "Ban")
    names = [
        *WHOLE_NAMES.split("|"),
        *(f"{head} {row[0]}" for row in field_rows() for head in heads if head in row[1]),
    ]
    names += [f"{place.kind} {place.name}" for place in provinces()]
    known = {even(name).upper(): even(name) for name in names}
    either = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return known, re.compile(rf"(?<!\w)(?:{either})(?!\w)")
