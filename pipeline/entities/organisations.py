"""Bodies that can act: where a mention begins and ends, its canonical name with the place that the document implies.

Boundaries and names follow the annotation guide of the dataset: coordinated classes (`các Sở, ban, ngành tỉnh`) are
one mention, distinct bodies are separate ones, an authority that signs (`Chủ tịch UBND tỉnh`) is one mention.

>>> from pipeline.entities.names import Context
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

from pipeline.document import LOWER, UPPER, Span, Unit
from pipeline.entities.capitals import trim_place, without_capitals
from pipeline.entities.fields import even, field_rows, loose
from pipeline.entities.likely import Patterns
from pipeline.entities.longest import longest
from pipeline.entities.names import Context, canonical_name, unit_level

HERE = Path(__file__).parent


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
def _forms() -> Patterns[str]:
    """Unit type and pattern of every form; all that may match are tried and the longest match wins."""
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
    return Patterns((kind, _compile(form, parts)) for kind, form in forms)


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
    for name, heads, short in field_rows():
        for head in heads:
            by_head.setdefault(head, []).extend([name, *short])
    return {
        head: "|".join(loose(name) for name in sorted(names, key=len, reverse=True)) for head, names in by_head.items()
    }


@cache
def _shared_heads() -> Patterns[str]:
    """`các Sở: Nội vụ, Tư pháp` and `các Bộ: ...`: one head for several names."""
    return Patterns(
        (
            head,
            _compile(
                rf"(?:[Cc]ác )?(?:{head}:? |[Cc]ác {head.lower()}: )(?P<list>(?:{names})(?:(?:, ?| và |"
                rf"; )(?:{names})(?!\w))+)",
                {},
            ),
        )
        for head, names in _fields().items()
        if head in ("Sở", "Bộ", "Phòng")
    )


@cache
def _field_pattern(head: str) -> re.Pattern[str]:
    return _compile(_fields()[head], {})


# --- finding --------------------------------------------------------------------------------------------------------


def find_units(text: str, context: Context, *, start: int = 0, path: str = "", generic: bool = False) -> Iterator[Unit]:
    """Yield every body that `text` names, left to right; `start` is the offset of `text` in the document.

    `generic` admits bare classes (`các cơ quan, đơn vị`), which count only where they head an assignment.
    """
    smooth = without_capitals(_headed(even(text)))
    hits = [*_hits(smooth, context, generic), *(_portals(smooth) if generic or path == "R" else ())]
    for hit in longest(hits, first=lambda hit: bool(hit.head)):
        if re.search(r"\w[-/][ ]?$", smooth[max(0, hit.start - 3) : hit.start]):
            continue  # the letters of a code: `223/KH- UBND`
        if IN_LAW.search(smooth, max(0, hit.start - 20), hit.start):
            continue  # `Luật Công an nhân dân`
        if hit.kind in OFFICE_HOLDERS and not hit.head and OFFICES.search(smooth, max(0, hit.start - 120), hit.start):
            hit = replace(hit, head=f"Văn phòng {smooth[hit.start : hit.end]}")
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


# `VP: Tỉnh ủy, HĐND tỉnh`: one head for several offices
OFFICE_HOLDERS = ("party", "people_committee", "mass_organisation")
OFFICES = re.compile(r"(?:[Cc]ác )?(?:Văn phòng|VP)[ ]?:[ ](?:[^,;.:()]{2,60},[ ])*$")
HEADING = re.compile(rf"(?P<head>Sở|Phòng|Bộ)[ ](?P<field>[{LOWER}][^.;:]*)")


def _headed(text: str) -> str:
    """A heading that is a department's name and no more, with the capital that it lacks: `Sở y tế`."""
    heading = HEADING.fullmatch(text)
    if not heading:
        return text
    field = heading["field"][0].upper() + heading["field"][1:]
    return f"{heading['head']} {field}" if _field_pattern(heading["head"]).fullmatch(field) else text


IN_LAW = re.compile(r"(?:Luật|Pháp lệnh)(?: Tổ chức)? $", re.IGNORECASE)
# Who heads a body is named with it, as one who signs or answers for it: `Giám đốc Trung tâm ...`.
CHIEF = re.compile(
    r"(?<!\w)(?:(?:(?:Tổng |Phó |Phó Tổng )?Giám đốc|(?:Phó )?(?:Tổng cục trưởng|Cục trưởng|Chi cục trưởng|Vụ trưởng|"
    r"Hiệu trưởng|Viện trưởng|Trưởng [Bb]an|Trưởng|Trưởng [Pp]hòng|Tổ giúp việc|Chánh Thanh tra|Chánh án|"
    r"Chánh Văn phòng|Chỉ huy trưởng|"
    r"Chủ nhiệm|Tổng Biên tập|Chủ tịch|Bí thư)))[ ]$"
)


CHIEF_WORD = re.compile(r"(?:Phó )?(?:Giám đốc|Chủ tịch|Bộ trưởng|Chánh|Trưởng|Cục trưởng)\b")


def _with_chief(text: str, start: int) -> int:
    """Where the post before a body begins; `start` where none stands there."""
    if CHIEF_WORD.match(text, start):
        return start  # the post is in the name already
    chief = CHIEF.search(text, max(0, start - 30), start)
    if not chief or (chief[0] == "Trưởng " and not text.startswith("Ban", start)):
        return start
    return chief.start()


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
    r"(?<!thuộc )(?P<head>UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân)[ ](?P<levels>cấp[ ]\w+(?:(?:,[ ]|"
    r"[ ]và[ ])cấp[ ]\w+)+)"
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
    r"(?<!\w)(?:(?:Văn phòng|[Ll]ãnh đạo|Công đoàn|Đoàn Thanh niên|Thanh tra|Giám đốc|Ban Giám đốc|Chi bộ|"
    r"Đảng ủy)[ ])?Sở(?!\w)"
    r"(?![ ]?[,:][ ]?(?:ban|ngành|Ban))(?![ ](?:ngành|ban)\b)"
)


def _hits(text: str, context: Context, generic: bool) -> Iterator[_Hit]:
    for head, pattern in _shared_heads().likely(text):
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
    for kind, pattern in _forms().likely(text):
        for match in pattern.finditer(text):
            hit = _Hit(match.start(), match.end(), kind, kind == "group")
            if kind in ("office", "centre"):
                named.append(hit)
            else:
                yield hit
    for match in _known_office().finditer(text) if named else ():
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


# Who runs a portal is meant where it heads a task or receives the paper; else it is a place to publish.
PORTAL = re.compile(
    r"(?<!trên )(?<!qua )(?<!vào )(?<!của )(?<!lên )(?<!\w)"
    r"(?:Cổng|Trang)[ ](?:[Tt]hông tin điện tử|TTĐT|TT\.? ?điện tử)"
    r"(?:[ ](?:của[ ])?(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|Chính phủ|(?:UBND|VP\.? ?UBND|Văn phòng UBND)"
    r"(?:[ ](?:tỉnh|thành phố|huyện))?))?(?!\w)"
)


def _portals(text: str) -> Iterator[_Hit]:
    return (_Hit(*match.span(), "other", False) for match in PORTAL.finditer(text))


GOES_ON = re.compile(rf"[ ](?!các |cấp |tỉnh|huyện|thị |thành |quận|xã|phường|đặc khu|thuộc)[{LOWER}]")


@cache
def _known_office() -> re.Pattern[str]:
    """Offices of a known field and nothing more."""
    return _compile(
        rf"(?:Trưởng )?Phòng (?:{_fields()['Phòng']})|Trung tâm (?:CNTT(?:&TT)?|Phục vụ hành chính công)", {}
    )


def _is_class(text: str) -> bool:
    """Whether a name stands for several bodies: `các huyện`, `cấp xã`, `huyện, thị xã`, `Chủ tịch, các PCT`."""
    if re.search(r"^[Cc]ác | các (?:huyện|quận|thị|thành|tỉnh|xã|phường|cấp|Phó|PCT|PCVP)", text):
        return True
    if re.search(r"[Cc]ấp (?:huyện|xã|tỉnh|cơ sở)|các cấp", text):
        return True
    kind = r"(?:[Tt]ỉnh|[Tt]hành phố|TP|[Hh]uyện|[Qq]uận|[Tt]hị xã|TX|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu)"
    return bool(re.search(rf"{kind}(?:, ?|/){kind}(?!\w)|{kind} và {kind}$", text))
