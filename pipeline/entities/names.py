"""Names of bodies: abbreviations written out, one spelling, and the place that the document implies.

Rules: the annotation guide of the dataset; capitals of names after Decree 30/2020, annex II.

>>> tay_ninh = Context(issuer="Ủy ban nhân dân tỉnh Tây Ninh", issuer_level="province", province="Tây Ninh")
>>> canonical_name("Sở TT&TT", tay_ninh, is_group=False)
'Sở Thông tin và Truyền thông tỉnh Tây Ninh'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.document import UPPER, Abbreviation, skeleton
from pipeline.entities.fields import even, field_rows, loose

HERE = Path(__file__).parent
CITIES = ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ", "Huế")


@dataclass(frozen=True, slots=True)
class Context:
    """What a document implies about the bodies that it names."""

    issuer: str = ""
    issuer_level: str = "other"
    province: str = ""  # 'Tây Ninh'
    abbreviations: tuple[tuple[str, str], ...] = ()  # those that the document defines

    @property
    def province_full(self) -> str:
        """`tỉnh Tây Ninh`, `thành phố Cần Thơ`; empty where the province is not known."""
        if not self.province:
            return ""
        if self.province == "Hồ Chí Minh":
            return "Thành phố Hồ Chí Minh"
        return f"{'thành phố' if self.province in CITIES else 'tỉnh'} {self.province}"

    @property
    def locality(self) -> str:
        """The district or commune that issued the document: `huyện Xuân Lộc`; else empty."""
        match = re.search(r"(?:huyện|quận|thị xã|thành phố|thị trấn|xã|phường)\s.+$", self.issuer)
        return match[0] if match and self.issuer_level in ("district", "commune", "department") else ""


@cache
def _abbreviations() -> dict[str, str]:
    lines = (HERE / "abbreviations.tsv").read_text("utf-8").splitlines()[1:]
    known = dict(line.split("\t") for line in lines)
    for name, _, short in field_rows():
        for abbreviation in short:
            if len(abbreviation) > 3:
                known.setdefault(abbreviation, name)
    return known


DEFINED = re.compile(
    rf"\((?:sau đây (?:viết tắt|gọi) (?:là|tắt là)[ ]?:?[ ]?)?(?P<short>[{UPPER}][{UPPER}&.-]{{1,9}})\)"
)
LONGEST_FULL = 100  # characters
FULL = re.compile(r"(?:[\w/-]+[ ]){2,12}$")


def defined_abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """The abbreviations that `text` defines: full words before a bracket whose initials spell it.

    >>> defined_abbreviations("về công tác cải cách hành chính (CCHC) năm 2024")
    (Abbreviation(short='CCHC', full='cải cách hành chính', char_start=12),)
    """
    found: dict[str, Abbreviation] = {}
    for match in DEFINED.finditer(text):
        before = FULL.search(text, max(0, match.start() - LONGEST_FULL), match.start())
        if not before:
            continue
        letters = re.sub(r"\W", "", match["short"])
        words = before[0].split()
        initials = [word[0].upper() for word in words]
        significant = [i for i, word in enumerate(words) if word not in ("và", "-", "của")]
        tail = significant[-len(letters) :]
        if len(tail) == len(letters) and all(skeleton(initials[i]) == skeleton(letters[k]) for k, i in enumerate(tail)):
            full = " ".join(words[tail[0] :])
            at = match.start() - 1 - len(full)
            found.setdefault(match["short"], Abbreviation(match["short"], full, at))
    return tuple(found.values())


def expand(name: str, context: Context) -> str:
    """`name` with its abbreviations written out, those of the document first.

    >>> expand("VP UBND tỉnh", Context())
    'Văn phòng Ủy ban nhân dân tỉnh'
    """
    known = _abbreviations() | dict(context.abbreviations)
    name = re.sub(r"\b(PCT|PCVP|VP|TT|UB|TP|TX|CT|CVP)\.[ ]?", r"\1 ", name)
    name = re.sub(r"[ ]?&[ ]?", "&", name)

    def full(match: re.Match[str]) -> str:
        short = match[0]
        if short not in known and "&" in short and all(part in known for part in short.split("&")):
            return " và ".join(known[part] for part in short.split("&"))  # `ĐĐBQH&HĐND`
        if short == "CT" and match.start() > 0:
            return short
        if short == "TT" and not re.match(r"TT[ ](?:Tỉnh|Thành|Huyện|Quận|Thị|HĐND|Đảng|UBND)", name[match.start() :]):
            return short
        return known.get(short, short)

    return re.sub(r"(?<![\w&])[A-ZĐ][A-ZĐ]+(?:[&-][A-ZĐ]+)*(?![\w&])", full, name)


@lru_cache(maxsize=10_000)  # a plan names the same bodies again and again
def canonical_name(raw: str, context: Context, *, is_group: bool) -> str:
    """The name in full, with the place that the document implies; a class keeps its level words as written."""
    name = re.sub(r"\s*\([^)]*\)", "", re.sub(r"\s+", " ", even(raw))).strip(" .,;:-")
    if name.isupper() and re.match(r"so |phong |trung tam |chi cuc |cuc |ban ", skeleton(name)):
        name = _sentence_case(name)
    name = re.sub(r"\b(UBND|HĐND|VPUB)TP$", r"\1 TP", name)
    head = re.match(r"(Sở|Phòng|Bộ|Ban) ([A-ZĐ&,-]{2,})(?= |$)", name)
    if head:  # `Phòng VHTT` is another field than `Sở VHTT`
        name = f"{head[1]} {_field_of(head[1], head[2])}{name[head.end() :]}"
    name = expand(name, context)
    name = re.sub(r"^chính phủ$", "Chính phủ", name)
    name = re.sub(r"\bBộ Trưởng\b", "Bộ trưởng", re.sub(r"\bPhó chủ tịch\b", "Phó Chủ tịch", name))
    name = _field_in_name().sub(lambda match: match[1] + _field_named(match[2]), name)
    name = re.sub(r"^(Ban Chấp hành|Ban Bí thư) Trung ương$", r"\1 Trung ương Đảng", name)
    name = re.sub(r"(?i)Phát thanh ?[-,] ?Truyền hình", "Phát thanh và Truyền hình", name)
    name = re.sub(r"(?<=\w) - (?=Bộ )", " ", name)  # `Vụ Cải cách hành chính - Bộ Nội vụ`
    name = re.sub(r"^((?:Ban )?(?:Thường trực )?Ủy ban Mặt trận Tổ quốc)(?! Việt Nam)", r"\1 Việt Nam", name)
    name = re.sub(r"(?:Việt Nam ){2}", "Việt Nam ", name)  # `UBMTTQ Việt Nam`
    name = re.sub(r" của (?=(?:tỉnh|huyện|[Tt]hành phố|thị xã)$)", " ", name) if not is_group else name
    name = re.sub(r"^BCH (?=Quân sự|Bộ đội)", "Bộ Chỉ huy ", name)
    name = _spelt().sub(lambda match: _spellings()[match[0].casefold()], name)
    name = re.sub(r"^Báo và Phát thanh và ", "Báo và Phát thanh, ", name)  # merged in 2025, by their own names
    if is_group and not re.search(r"[Cc]ác Phó ", name):
        return re.sub(r"^Các\b", "các", name)
    return _with_place(re.sub(r"^Các\b", "các", name), context)


def _field_named(written: str) -> str:
    """A field as fields.tsv has it: the one of these words, else the first of these letters."""
    return _fields_by_fold().get(written.casefold()) or _fields_by_fold()[_letters(written)]


def _letters(name: str) -> str:
    """The words of a field without what joins them."""
    return " ".join(word for word in re.findall(r"\w+", name.casefold()) if word != "và")


@cache
def _fields_by_fold() -> dict[str, str]:
    names = [name for name, _, _ in field_rows()]
    return {_letters(name): name for name in reversed(names)} | {name.casefold(): name for name in names}


@cache
def _field_in_name() -> re.Pattern[str]:
    """A head and its field in any case: `Sở Công thương` is the `Sở Công Thương`."""
    names = sorted((name for name, _, _ in field_rows()), key=len, reverse=True)
    return re.compile(rf"\b((?:Sở|Phòng|Bộ|Ban) )({'|'.join(map(loose, names))})(?!\w)")


def _field_of(head: str, short: str) -> str:
    return next((name for name, heads, known in field_rows() if head in heads and short in known), short)


def _sentence_case(name: str) -> str:
    lower = name.lower()
    placed = re.search(r"\s(tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường)\s(?!ủy|hội)(\S.*)$", lower)
    tail = ""
    if placed:
        kind = "Thành phố" if placed[2] == "hồ chí minh" else placed[1]
        tail, lower = f" {kind} {placed[2].title()}", lower[: placed.start()]
    head = re.match(r"(sở|phòng|bộ|ban|cục|chi cục|trung tâm) ", lower)
    if head:
        rest = re.sub(r"(^|\svà\s|,\s|\s-\s)(\w)", lambda m: m[1] + m[2].upper(), lower[head.end() :])
        return head[1].capitalize() + " " + rest + tail
    return lower.capitalize() + tail


# Bodies whose names are written in several cases, as they are meant to be.
SPELLINGS = (
    "Ủy ban Thường vụ Quốc hội|Hội Nông dân|Hội Liên hiệp Phụ nữ|Hội Cựu chiến binh|Hội Chữ thập đỏ|Hội Luật gia|"
    "Hội Nhà báo|Hội Người cao tuổi|Hội Khuyến học|Liên đoàn Lao động|Đoàn Thanh niên Cộng sản Hồ Chí Minh|"
    "Đoàn Thanh niên|Mặt trận Tổ quốc|"
    "Bộ Chỉ huy Quân sự|Bộ Chỉ huy Bộ đội Biên phòng|Kho bạc Nhà nước|Ngân hàng Nhà nước|Viện kiểm sát nhân dân|"
    "Tòa án nhân dân|Liên minh Hợp tác xã|Ủy ban Kiểm tra|Ban Chấp hành|Ban Thường vụ|Ban Quản lý|Ban Chỉ đạo|"
    "Chi cục Thuế|Chi cục Hải quan|Cục Thuế|Cục Hải quan|Cục Thống kê|Ban Tiếp công dân|Khu kinh tế|"
    "Hiệp hội Doanh nghiệp|Trung tâm Phục vụ hành chính công|Phó Chủ tịch|Lãnh đạo Sở"
)


@cache
def _spellings() -> dict[str, str]:
    return {name.casefold(): name for name in SPELLINGS.split("|")}


@cache
def _spelt() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{SPELLINGS})(?!\w)")


# Bodies that every place has: without a place the one of the issuer is meant.
OF_EVERY_PLACE = re.compile(
    r"(?:Hội (?:Nông dân|Liên hiệp Phụ nữ|Cựu chiến binh|Chữ thập đỏ|Luật gia|Nhà báo|Người cao tuổi|Khuyến học)|"
    r"Liên đoàn Lao động|Đoàn Thanh niên(?: Cộng sản Hồ Chí Minh)?|Liên minh Hợp tác xã|Hiệp hội Doanh nghiệp|"
    r"Liên hiệp các Hội \w.*|Ban (?:Quản lý|Chỉ đạo|Tiếp công dân|Vì sự tiến bộ) \w.*|Trung tâm \w.*|"
    r"Cục (?:Thuế|Hải quan|Thống kê|Quản lý thị trường)|Bảo hiểm xã hội)(?: Việt Nam)?$"
)
ELSEWHERE = re.compile(r"(?i:quốc gia|trung ương|chính phủ|cấp \w+|khu vực|thuộc|của) ?")
LEVEL = r"\b(tỉnh|Tỉnh|thành phố|Thành phố|huyện|Huyện|quận|thị xã|(?<!tác )xã(?! hội)|phường|thị trấn)(?!\w)"
PROVINCIAL = re.compile(
    r"Chi cục [A-ZĐ]|(?:(?:Giám đốc|[Ll]ãnh đạo|Thanh tra|Văn phòng) )?Sở [A-ZĐ]|Tỉnh đoàn$|Tỉnh Đoàn$"
)


def _with_place(name: str, context: Context) -> str:
    province, locality = context.province_full, context.locality
    own_place = re.search(
        r"^Ủy ban nhân dân ((?:tỉnh|[Tt]hành phố|huyện|quận|thị xã|xã|phường|thị trấn) .+)$", context.issuer
    )
    if name.endswith("nhân dân") and own_place:
        return f"{name} {own_place[1]}"
    if context.issuer.startswith("Sở"):
        if re.match(r"(?:Ủy ban|Hội đồng) nhân dân$", name):
            return f"{name} {province}".strip()
        own = re.match(r"^(.*?)\s?(?:của )?Sở$", name)
        if name == "Sở" or own:
            return f"{own[1]} {context.issuer}".strip() if own and own[1] else context.issuer
        if name.startswith("Phòng ") or name in ("Văn phòng",):
            return f"{name} {context.issuer}"
    here = context.issuer_level in ("province", "district") and context.province not in name
    if here and OF_EVERY_PLACE.match(name) and not ELSEWHERE.search(name) and not re.search(LEVEL, name):
        return f"{name} {locality if context.issuer_level == 'district' else province}".strip()
    bare = re.search(rf"{LEVEL}$", name)
    if bare:
        kind = bare[1].lower()
        if kind == "tỉnh" or (
            kind == "thành phố" and province.lower().startswith("thành phố") and not locality.startswith("thành phố")
        ):
            return f"{name[: bare.start()]}{province}" if province and province.lower().startswith(kind) else name
        if locality.startswith(kind):
            return name[: bare.start()] + locality
        return name
    if re.search(r"\b(?:tỉnh|thành phố|Thành phố|huyện|quận|thị xã|xã|phường|thị trấn) [A-ZĐ]", name):
        return name
    party = re.search(r"(Tỉnh|Thành|Huyện|Quận|Thị) (?:ủy|đoàn|Đoàn)$", name)
    if party:
        where = context.province if party[1] in ("Tỉnh", "Thành") else re.sub(r"^\S+ ?(?:xã )?", "", locality)
        if party[1] == "Thành" and context.province == "Hồ Chí Minh":
            where = "Thành phố Hồ Chí Minh"
        return f"{name} {where}".strip()
    if PROVINCIAL.match(name) and province:
        return f"{name} {province}"
    if name.startswith("Công chức ") and context.issuer_level == "commune":
        return f"{name} {locality}".strip()
    if re.match(r"(?:Trưởng )?Phòng [A-ZĐ]", name) and context.issuer_level in ("district", "department") and locality:
        return f"{name} {locality}"
    if re.match(
        r"(?:Trung tâm (?:CNTT|Công nghệ)|(?:Ủy ban )?Mặt trận Tổ quốc(?: Việt Nam)?$|(?:Ủy ban|Ban) [Bb]ầu cử$)", name
    ):
        place = locality if context.issuer_level == "district" else province
        return f"{name} {place}".strip()
    return name


@lru_cache(maxsize=10_000)
def unit_level(canonical: str, kind: str) -> str:
    """central, province, department, district, commune or other.

    >>> unit_level("Sở Nội vụ tỉnh Tây Ninh", "department"), unit_level("Ủy ban nhân dân các xã", "people_committee")
    ('department', 'commune')
    """
    name = even(canonical).lower()
    if kind in ("government", "ministry") or re.search(r"trung ương|bộ chính trị|ban bí thư|chính phủ|quốc gia", name):
        return "central"
    if re.match(r"(?:tổng cục|cục|vụ) ", name) and not re.search(r"\b(?:tỉnh|thành phố)\b", name):
        return "central"
    if kind in ("department", "office"):
        return "department"
    levels = (
        ("commune", r"\b(?:xã(?! hội)|phường|thị trấn|đặc khu)\b"),
        ("district", r"\b(?:huyện|quận|thị xã)\b"),
        ("province", r"\b(?:tỉnh|thành phố|thành ủy)\b"),
    )
    bare = re.sub(r"\bthị xã\b", "thị_xã", name)
    for level, words in levels:
        if re.search(words.replace("thị xã", "thị_xã"), bare):
            # `UBND các huyện, thị xã, thành phố` is the level of the first that it names
            return "district" if level == "commune" and re.search(r"\bcác (?:huyện|quận)\b", bare) else level
    return "other"
