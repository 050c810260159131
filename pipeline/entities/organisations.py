"""Bodies that can act: where a mention begins and ends, its canonical name with the place that the document implies.

Boundaries and names follow the annotation guide of the dataset: coordinated classes (`các Sở, ban, ngành tỉnh`) are
one mention, distinct bodies are separate ones, an authority that signs (`Chủ tịch UBND tỉnh`) is one mention.

>>> place = Context(issuer="Ủy ban nhân dân tỉnh Tây Ninh", issuer_level="province", province="Tây Ninh")
>>> [(unit.raw, unit.canonical) for unit in find_units("giao Sở Nội vụ phối hợp với UBND các huyện, thị xã", place)]
[('Sở Nội vụ', 'Sở Nội vụ tỉnh Tây Ninh'), ('UBND các huyện, thị xã', 'Ủy ban nhân dân các huyện, thị xã')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline.document import LOWER, UPPER, Abbreviation, Span, Unit, skeleton
from pipeline.entities.longest import longest
from pipeline.places import districts, provinces
from pipeline.text.syllables import NEW_TONE, TONE_STYLES

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


@dataclass(frozen=True, slots=True)
class _Hit:
    """A match of one pattern."""

    start: int
    end: int
    kind: str
    is_group: bool
    head: str = ""  # the name with the shared `Sở` of a list


# --- the grammar: unit_forms.txt ------------------------------------------------------------------------------------

PART = re.compile(r"⟨([^⟨⟩=]+)⟩")


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(unit type, pattern) of every form; all are tried and the longest match wins."""
    parts: dict[str, str] = {"U": UPPER, "L": LOWER}
    forms: list[tuple[str, str]] = []
    kind = ""
    for line in (HERE / "unit_forms.txt").read_text("utf-8").splitlines():
        definition = re.match(r"⟨(.+?)⟩ = (.+)$", line)
        if definition:
            parts[definition[1]] = definition[2]
        elif line.startswith(" "):
            forms.append((kind, line.strip()))
        elif line and not line.startswith("#"):
            kind = line.strip()
    return tuple((kind, _compile(form, parts)) for kind, form in forms)


def _compile(form: str, parts: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/&-])(?:{_spell(form, parts)})(?!\w)".replace(" ", "[ ]"))


def _spell(form: str, parts: dict[str, str]) -> str:
    """A form with its parts written out."""

    def part(match: re.Match[str]) -> str:
        word, _, head = match[1].partition(" ")
        if match[1] in parts:
            return _spell(parts[match[1]], parts)
        return _fields()[head] if word == "fields" else _spell(_named(head), parts)

    return PART.sub(part, form)


def _named(head: str) -> str:
    """The form of a head with a name of its own: `Trung tâm Văn hóa, Thông tin và Thể thao`."""
    item = r"[^,;.()\n]{1,40}"
    goes_on = rf", (?!⟨head⟩\b)(?=[⟨U⟩⟨L⟩]{item}(?:, [⟨U⟩]{item})? và [⟨U⟩])"
    link = rf"(?:{goes_on}| và (?!⟨head⟩\b)(?=[⟨U⟩])| ?- ?| )"
    return (
        rf"{head} (?!⟨stop⟩\b)[⟨U⟩][\w&/]*(?:{link}(?!⟨stop⟩\b|⟨kind⟩\b)[\w&/]+){{0,9}}?"
        rf"(?!{goes_on})(?= ?[,;.:()\n“”\"'/]| (?:⟨stop⟩|⟨kind⟩)\b| ?$| - (?:⟨head⟩|[⟨L⟩]))"
    )


@cache
def _fields() -> dict[str, str]:
    """Per head (`Sở`, `Phòng`, ...), its fields as alternatives, longest first."""
    by_head: dict[str, list[str]] = {}
    for name, heads, short in _field_rows():
        for head in heads:
            by_head.setdefault(head, []).extend([name, *short])
    return {
        head: "|".join(_loose(name) for name in sorted(names, key=len, reverse=True)) for head, names in by_head.items()
    }


@cache
def _field_rows() -> tuple[tuple[str, list[str], list[str]], ...]:
    """Name, heads and abbreviations of every field."""
    lines = (HERE / "fields.tsv").read_text("utf-8").splitlines()[1:]
    rows = [[*line.split("\t"), ""] for line in lines]
    return tuple((row[0], row[1].split(), row[2].split()) for row in rows)


def _loose(name: str) -> str:
    """A field's pattern: any dash, any case; a short name begins with a capital, for `Sở xây dựng` may tell a task."""
    if name.isupper() or "&" in name:
        return " ?& ?".join(re.escape(part).replace(r"\-", " ?- ?") for part in name.split("&"))
    # `Sở Giáo dục - Đào tạo`, `Sở Văn hóa Thể thao Du lịch`: what joins the parts varies
    written = re.escape(name).replace(r",\ ", "(?:,| -)? ").replace(r"\ \-\ ", "(?: ?- ?| và | )")
    written = written.replace(r"\ và\ ", "(?: và | ?- ?| )").replace(r"\ ", " ")
    return rf"(?i:{written})" if " và " in name else rf"{name[0]}(?i:{written[1:]})"


@cache
def _shared_heads() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """`các Sở: Nội vụ, Tư pháp` and `các Bộ: ...`: one head for several names."""
    return tuple(
        (
            head,
            _compile(
                rf"(?:[Cc]ác )?(?:{head}:? |[Cc]ác {head.lower()}: )(?P<list>(?:{names})(?:(?:, ?| và |; )(?:{names})(?!\w))+)",
                {},
            ),
        )
        for head, names in _fields().items()
        if head in ("Sở", "Bộ", "Phòng")
    )


@cache
def _field_pattern(head: str) -> re.Pattern[str]:
    return _compile(_fields()[head], {})


def even(text: str) -> str:
    """A copy of equal length with one placement of tone marks, plain hyphens and plain spaces.

    >>> even("Uỷ ban – Văn hoá"), even("hoàn toàn")
    ('Ủy ban - Văn hóa', 'hoàn toàn')
    """
    text = text.replace("–", "-").replace("—", "-").replace("\u00a0", " ").replace("’", "'")
    return NEW_TONE.sub(lambda match: TONE_STYLES[match[1]], text)


# --- finding --------------------------------------------------------------------------------------------------------


def find_units(text: str, context: Context, *, start: int = 0, path: str = "", generic: bool = False) -> Iterator[Unit]:
    """Yield every body that `text` names, left to right; `start` is the offset of `text` in the document.

    `generic` admits bare classes (`các cơ quan, đơn vị`), which count only where they head an assignment.
    """
    smooth = without_capitals(even(text))
    for hit in longest(_hits(smooth, context, generic), first=lambda hit: bool(hit.head)):
        if re.search(r"\w[-/][ ]?$", smooth[max(0, hit.start - 3) : hit.start]):
            continue  # the letters of a code: `223/KH- UBND`
        if IN_LAW.search(smooth, max(0, hit.start - 20), hit.start):
            continue  # `Luật Công an nhân dân`
        end = hit.start + len(trim_place(smooth[hit.start : hit.end], smooth[hit.end : hit.end + 2]))
        begin = hit.start if hit.is_group else _with_chief(smooth, hit.start)
        named = smooth[begin:end]
        yield make_unit(
            text[begin:end],
            Span(start + begin, start + end),
            context,
            hit.kind,
            hit.is_group,
            path,
            named=hit.head or named,
        )


IN_LAW = re.compile(r"(?:Luật|Pháp lệnh)(?: Tổ chức)? $", re.IGNORECASE)
# Who heads a body is named with it, as one who signs or answers for it: `Giám đốc Trung tâm ...`.
CHIEF = re.compile(
    r"(?<!\w)(?:(?:(?:Tổng |Phó |Phó Tổng )?Giám đốc|(?:Phó )?(?:Tổng cục trưởng|Cục trưởng|Chi cục trưởng|Vụ trưởng|"
    r"Hiệu trưởng|Viện trưởng|Trưởng [Bb]an|Trưởng|Trưởng [Pp]hòng|Tổ giúp việc|Chánh Thanh tra|Chánh án|Chánh Văn phòng|Chỉ huy trưởng|"
    r"Chủ nhiệm|Tổng Biên tập|Chủ tịch|Bí thư)))[ ]$"
)


def _with_chief(text: str, start: int) -> int:
    """Where the post before a body begins; `start` where none stands there."""
    chief = CHIEF.search(text, max(0, start - 30), start)
    if not chief or (chief[0] == "Trưởng " and not text.startswith("Ban", start)):
        return start
    return chief.start()


PLACED = re.compile(
    rf"(?P<kind>[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|TX\.?)[ ](?P<name>[{UPPER}]\w*(?:[ -]+[{UPPER}]\w*)*)$"
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
    text = PLACE_IN_CAPITALS.sub(lambda match: match["kind"].lower() + match["name"].title(), text)
    text = pattern.sub(lambda match: known[match[0]], text)
    return KIND_IN_CAPITALS.sub(lambda match: match[0].lower(), text)


CAPITALS = re.compile(rf"(?<![{UPPER}])[{UPPER}]{{2,}}[ ][{UPPER}]{{2}}")
PLACE_IN_CAPITALS = re.compile(
    rf"(?<!\w)(?P<kind>TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)"
    rf"(?P<name>(?:[ -]+[{UPPER}]{{2,}}){{1,4}})(?=[ ]?(?:[,;.:()\n]|$))"
)
KIND_IN_CAPITALS = re.compile(r"(?<!\w)(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ(?! HỘI)|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)(?!\w)")
WHOLE_NAMES = (
    "Thủ tướng Chính phủ|Văn phòng Chính phủ|Chính phủ|Quốc hội|Ủy ban Thường vụ Quốc hội|Bộ Chính trị|Ban Bí thư|"
    "Ban Chấp hành Trung ương Đảng|Ban Chấp hành Trung ương|Ban Chấp hành Đảng bộ|Ban Thường vụ|Tỉnh ủy|Thành ủy|"
    "Huyện ủy|Quận ủy|Thị ủy|Đảng ủy|Ủy ban nhân dân|Hội đồng nhân dân|Văn phòng|Chủ tịch|Ban Chỉ đạo|"
    "Ủy ban Mặt trận Tổ quốc Việt Nam|Trung tâm Phục vụ hành chính công|Công an|Tòa án nhân dân|Viện kiểm sát nhân dân"
)


@cache
def _in_capitals() -> tuple[dict[str, str], re.Pattern[str]]:
    """Names by their capitals, and a pattern for them, longest first."""
    names = [*WHOLE_NAMES.split("|"), *(f"{head} {name}" for name, heads, _ in _field_rows() for head in heads)]
    names += [f"{place.kind} {place.name}" for place in provinces()]
    known = {even(name).upper(): even(name) for name in names}
    either = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return known, re.compile(rf"(?<!\w)(?:{either})(?!\w)")


def make_unit(
    raw: str,
    span: Span,
    context: Context,
    kind: str,
    is_group: bool,
    path: str,
    *,
    named: str = "",
    method: str = "grammar",
    confidence: float = 0.9,
) -> Unit:
    """A unit with its canonical name, type and level; `named` is what `raw` says in full, where that is more."""
    is_group = is_group or _is_class(even(named or raw))
    canonical = canonical_name(named or raw, context, is_group=is_group)
    return Unit(
        span=span,
        raw=raw,
        section_path=path,
        method=method,
        confidence=confidence,
        canonical=canonical,
        unit_type=kind,
        level=unit_level(canonical, kind),
        is_group=is_group,
    )


# `UBND cấp huyện, cấp xã` are two; bare generic nouns count only where they head an assignment.
SHARED_COMMITTEE = re.compile(
    r"(?<!thuộc )(?P<head>UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân)[ ](?P<levels>cấp[ ]\w+(?:(?:,[ ]|[ ]và[ ])cấp[ ]\w+)+)"
)
MORE = r"(?:,[ ](?:các[ ])?(?:cơ quan|đơn vị|tổ chức|cá nhân|địa phương))"
GENERIC = re.compile(
    rf"(?<!\w)(?:(?:[Cc]ác[ ])?(?:[Cc]ơ quan|[Đđ]ơn vị){MORE}*|[Cc]ác[ ](?:tổ chức|cá nhân){MORE}*|[Tt]ổ chức{MORE}+)"
    r"(?:[ ]các cấp)?(?!\w)(?![ ](?:(?:chủ trì|phối hợp|thực hiện)(?:[ ]\w+)?[ ]?:|thường trực|đầu mối|chuyên trách))"
)
SECTORS = re.compile(r"(?:[Cc]ác )?[Ss]ở(?:, (?:ban|ngành|đoàn thể|đơn vị|cơ quan|địa phương)(?!\w)){2,}")
# A class of those who act, by any words: `Các chủ đầu tư hạ tầng khu công nghiệp`; only where it heads an assignment.
CLASS = re.compile(
    r"(?<!\w)[Cc]ác[ ](?:doanh nghiệp|chủ|nhà mạng|hợp tác xã|hộ|trường|viện|cơ sở|hiệp hội|ngân hàng|tổ chức|đơn vị|"
    rf"cơ quan|công ty|hội|đội|tổ)(?:[ ](?!(?:có trách nhiệm|chủ trì|phối hợp|thực hiện)\b)[{LOWER}]+){{1,14}}"
    r"(?=[ ]?(?:[;,.:()\n]|$)|[ ](?:có trách nhiệm|chủ trì|phối hợp|thực hiện)\b)"
)
# In the papers of a department `Sở` alone is the department itself, also as the owner of its parts.
OWN_DEPARTMENT = re.compile(
    r"(?<!\w)(?:(?:Văn phòng|[Ll]ãnh đạo|Công đoàn|Đoàn Thanh niên|Thanh tra|Giám đốc|Ban Giám đốc|Chi bộ|Đảng ủy)[ ])?Sở(?!\w)"
    r"(?![ ]?[,:][ ]?(?:ban|ngành|Ban))(?![ ](?:ngành|ban)\b)"
)


def _hits(text: str, context: Context, generic: bool) -> Iterator[_Hit]:
    for head, pattern in _shared_heads():
        for match in pattern.finditer(text):
            for name in _field_pattern(head).finditer(match["list"]):
                begin, end = match.start("list") + name.start(), match.start("list") + name.end()
                kind = {"Sở": "department", "Bộ": "ministry"}.get(head, "office")
                yield _Hit(begin, end, kind, False, f"{head} {name[0]}")
    for match in SHARED_COMMITTEE.finditer(text):
        for level in re.finditer(r"cấp[ ](?:tỉnh|huyện|xã|cơ sở)", match["levels"]):
            begin = match.start("levels") + level.start()
            first = level.start() == 0
            whole = match["head"] + " " + level[0]
            start = match.start() if first else begin
            yield _Hit(start, begin + len(level[0]), "people_committee", True, whole)
    named: list[_Hit] = []
    ends: dict[int, int] = {}  # of the offices whose field is known, by where they begin
    for kind, pattern in _forms():
        for match in pattern.finditer(text):
            hit = _Hit(match.start(), match.end(), kind, kind == "group")
            if kind in ("office", "centre"):
                named.append(hit)
            else:
                yield hit
    for match in _known_office().finditer(text):
        ends[match.start()] = max(match.end(), ends.get(match.start(), 0))
    for hit in named:
        known = ends.get(hit.start, hit.end)
        # `Phòng Tư pháp quản trị ...` is no longer name: the field is whole
        yield replace(hit, end=known) if hit.end > known and GOES_ON.match(text, known) else hit
    if generic:
        for match in CLASS.finditer(text):
            yield _Hit(*match.span(), "group", True)
        for pattern in (GENERIC, SECTORS):
            for match in pattern.finditer(text):
                yield _Hit(match.start(), match.end(), "group", True)
    if context.issuer.startswith("Sở"):
        for match in OWN_DEPARTMENT.finditer(text):
            yield _Hit(match.start(), match.end(), "department", False)


GOES_ON = re.compile(rf"[ ](?!các |cấp |tỉnh|huyện|thị |thành |quận|xã|phường|đặc khu|thuộc)[{LOWER}]")


@cache
def _known_office() -> re.Pattern[str]:
    """Offices of a known field and nothing more."""
    return _compile(rf"(?:Trưởng )?Phòng (?:{_fields()['Phòng']})|Trung tâm (?:CNTT(?:&TT)?|Phục vụ hành chính công)", {})


def _is_class(text: str) -> bool:
    """Whether a name stands for several bodies: `các huyện`, `cấp xã`, `huyện, thị xã`, `Chủ tịch, các PCT`."""
    if re.search(r"^[Cc]ác | các (?:huyện|quận|thị|thành|tỉnh|xã|phường|cấp|Phó|PCT|PCVP)", text):
        return True
    if re.search(r"[Cc]ấp (?:huyện|xã|tỉnh|cơ sở)|các cấp", text):
        return True
    kind = r"(?:[Tt]ỉnh|[Tt]hành phố|TP|[Hh]uyện|[Qq]uận|[Tt]hị xã|TX|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)"
    return bool(re.search(rf"{kind}, ?{kind}(?!\w)|{kind} và {kind}$", text))


# --- names ----------------------------------------------------------------------------------------------------------


@cache
def _abbreviations() -> dict[str, str]:
    lines = (HERE / "abbreviations.tsv").read_text("utf-8").splitlines()[1:]
    known = dict(line.split("\t") for line in lines)
    for name, _, short in _field_rows():
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
    names = [name for name, _, _ in _field_rows()]
    return {_letters(name): name for name in reversed(names)} | {name.casefold(): name for name in names}


@cache
def _field_in_name() -> re.Pattern[str]:
    """A head and its field in any case: `Sở Công thương` is the `Sở Công Thương`."""
    names = sorted((name for name, _, _ in _field_rows()), key=len, reverse=True)
    return re.compile(rf"\b((?:Sở|Phòng|Bộ|Ban) )({'|'.join(map(_loose, names))})(?!\w)")


def _field_of(head: str, short: str) -> str:
    return next((name for name, heads, known in _field_rows() if head in heads and short in known), short)


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
    "Hội Nhà báo|Hội Người cao tuổi|Hội Khuyến học|Liên đoàn Lao động|Đoàn Thanh niên Cộng sản Hồ Chí Minh|Đoàn Thanh niên|Mặt trận Tổ quốc|"
    "Bộ Chỉ huy Quân sự|Bộ Chỉ huy Bộ đội Biên phòng|Kho bạc Nhà nước|Ngân hàng Nhà nước|Viện kiểm sát nhân dân|"
    "Tòa án nhân dân|Liên minh Hợp tác xã|Ủy ban Kiểm tra|Ban Chấp hành|Ban Thường vụ|Ban Quản lý|Ban Chỉ đạo|"
    "Chi cục Thuế|Chi cục Hải quan|Cục Thuế|Cục Hải quan|Cục Thống kê|Ban Tiếp công dân|Khu kinh tế|Hiệp hội Doanh nghiệp|Trung tâm Phục vụ hành chính công|Phó Chủ tịch|Lãnh đạo Sở"
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
PROVINCIAL = re.compile(r"Chi cục [A-ZĐ]|(?:(?:Giám đốc|[Ll]ãnh đạo|Thanh tra|Văn phòng) )?Sở [A-ZĐ]|Tỉnh đoàn$|Tỉnh Đoàn$")


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
    if re.match(r"(?:Trưởng )?Phòng [A-ZĐ]", name) and context.issuer_level in ("district", "department") and locality:
        return f"{name} {locality}"
    if re.match(r"(?:Trung tâm (?:CNTT|Công nghệ)|(?:Ủy ban )?Mặt trận Tổ quốc(?: Việt Nam)?$|(?:Ủy ban|Ban) [Bb]ầu cử$)", name):
        place = locality if context.issuer_level == "district" else province
        return f"{name} {place}".strip()
    return name


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
