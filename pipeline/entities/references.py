"""Citations of other documents: by number and symbol, or laws by name and year.

Symbol grammar: Decree 30/2020/NĐ-CP annexes I and III, Instruction 36-HD/VPTW for the Party's, Law 80/2015/QH13 for
normative acts. A citation runs from the type word to the issuer; its title stands behind it.

>>> from pipeline.entities.names import Context
>>> from pipeline.entities.organisations import find_units
>>> place = Context(issuer="Ủy ban nhân dân tỉnh Tây Ninh", issuer_level="province", province="Tây Ninh")
>>> text = "theo Quyết định số 2631/QĐ-UBND ngày 14/10/2021 của UBND tỉnh ban hành Kế hoạch;"
>>> [(ref.code, ref.date, ref.issuer) for ref in find_refs(text, list(find_units(text, place)))]
[('2631/QĐ-UBND', '2021-10-14', 'Ủy ban nhân dân tỉnh Tây Ninh')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from functools import cache
from pathlib import Path
from typing import Literal

from pipeline.document import LOWER, UPPER, LegalRef, Span, Unit, skeleton
from pipeline.entities.fields import even, field_rows
from pipeline.entities.likely import Patterns
from pipeline.entities.longest import longest
from pipeline.entities.spaced import spaced

HERE = Path(__file__).parent

TYPES = (
    "Văn bản hợp nhất",
    "Chương trình hành động",
    "Chương trình phối hợp",
    "Kế hoạch hành động",
    "Kế hoạch liên tịch",
    "Kế hoạch phối hợp",
    "Hướng dẫn liên tịch",
    "Nghị quyết liên tịch",
    "Thông tư liên tịch",
    "Quy chế phối hợp",
    "Chương trình",
    "Nghị quyết",
    "Quyết định",
    "Nghị định",
    "Thông báo",
    "Kế hoạch",
    "Công điện",
    "Hướng dẫn",
    "Kết luận",
    "Phương án",
    "Tờ trình",
    "Thông tri",
    "Công văn",
    "Thông tư",
    "Pháp lệnh",
    "Báo cáo",
    "Bộ luật",
    "Chỉ thị",
    "Quy chế",
    "Quy định",
    "Thông báo kết luận",
    "Thông cáo",
    "Sắc lệnh",
    "Văn bản",
    "Đề án",
    "Lệnh",
    "Luật",
)
# Type by the letters of the symbol (Decree 30/2020, annex III), for a citation without its type word.
TYPE_OF_SYMBOL = {
    "BC": "Báo cáo",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "CĐ": "Công điện",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "KL": "Kết luận",
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "PA": "Phương án",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "QĐ": "Quyết định",
    "TB": "Thông báo",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "TTr": "Tờ trình",
    "ĐA": "Đề án",
}

SHORT_TYPES = {
    "QĐ": "Quyết định",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "TT": "Thông tư",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
}
ANY_MARK = {
    base: f"[{base}{''.join(c for c in UPPER + LOWER if c.islower() and skeleton(c) == base)}]" for base in "aeiouyd"
}


def _any_marks(words: str) -> str:
    """A pattern for words whatever marks their letters bear, for scans and typing errors lose them: `Nghị đinh`."""
    return "".join(ANY_MARK.get(letter, letter) for letter in skeleton(words)).replace(" ", " +")


TYPE = rf"(?:(?i:{'|'.join(map(_any_marks, TYPES))})|{'|'.join(SHORT_TYPES)})"
TYPE_OF_SKELETON = {skeleton(name): name for name in TYPES} | {
    skeleton(short): name for short, name in SHORT_TYPES.items()
}
NUMBER_WORD = rf"(?i:{_any_marks('số')})"
ORG = r"[A-ZĐÐ][A-Za-zĐđÐ0-9&.]*"
PARTY_TYPE = r"(?:NQ|CTr|CTHĐ|CT|KH|QĐi|QĐ|QD|KL|HD|TB|BC|QC|QyĐ|ĐA|TTr|TT|CV|BS|SL|ĐĐ)"
CODE = rf"""(?:\d{{1,6}}(?:\.\d{{1,2}})?[a-zđ]? ?/ ?(?:(?:19|20)\d{{1,2}}(?: ?[/-] ?| (?=QH\d)))?(?!\d)(?:NQLT/)?
    (?:(?:NĐ|QĐ|NQ|TT|CT) (?:CP|TTg|UBND|HĐND)(?!\w)|{ORG}(?: ?- ?{ORG}){{0,4}})|
    \d{{1,4}} ?- ?{PARTY_TYPE} ?/ ?[A-ZĐ][\w.]*(?:-[A-ZĐ]\w*)?|
    \d{{1,5}} [A-ZĐ]{{2,4}}/[A-ZĐ]{{2,6}}(?!\w))"""
DATE = r"""(?:,? +(?:ban hành +)?(?:ngày|Ngày|NGÀY) +(?P<day>\d{1,2}) ?(?:[/.-]|tháng|THÁNG|năm) ?(?P<month>\d{1,2}) ?
    (?:[/.-]|năm|NĂM) ?(?P<year>\d{4})|,? +(?:năm|NĂM) +(?P<only_year>\d{4}))?"""
NUMBERED = spaced(
    rf"(?:(?<!\w)(?P<type>{TYPE}) ?:? +)?(?P<word>{NUMBER_WORD} ?:? ?)?(?<![\w/.-])(?P<code>{CODE})(?P<dated>{DATE})"
)
# A number alone names an act behind `số`, or before a day or an issuer; `Đề án 06` is known by its number.
GOES_ON = "của|về|và|được|đã|có|trong|trên|tại|theo|là|cho|để|chuyển|chống|nhằm|thì|với|hoặc|mà|này|quy định|ban hành"
BARE_NUMBERS = (
    spaced(rf"(?<!\w)(?P<type>Đề án) +(?P<word>{NUMBER_WORD} +)?(?P<code>\d{{2,3}})(?![\d/%]|[.,]\d)(?P<dated>)"),
    spaced(
        rf"(?<!\w)(?P<type>Nghị quyết|Nghị định|Chỉ thị|Thông tư|Kết luận|Quyết định|Kế hoạch) +(?P<word>)"
        rf"(?P<code>\d{{2,4}})(?![\d/%-]|[.,]\d| ?[-–] ?\d)(?= ?[,;.:()]| ?$| (?:{GOES_ON})\b)(?P<dated>)"
    ),
    spaced(
        rf"""(?<!\w)(?P<type>{TYPE}) +(?P<word>{NUMBER_WORD} +)(?P<code>\d{{1,4}})(?![\d%/-]| ?[/-] ?\w|[.,]\d)
        (?P<dated>{DATE})"""
    ),
    spaced(
        rf"""(?<!\w)(?P<type>Nghị quyết|Quyết định|Chỉ thị|Nghị định|Kết luận|Thông tư|Kế hoạch) +(?P<word>)
        (?P<code>\d{{2,4}})(?=,? +(?:ngày \d|của [{UPPER}]))(?P<dated>{DATE})"""
    ),
)
NUMBERS = Patterns((None, pattern) for pattern in (NUMBERED, *BARE_NUMBERS))
CONGRESS = rf"[Hh]ội nghị lần thứ \w+(?: [{LOWER}]+)?,? +"
ISSUED_BY = spaced(
    rf"(?: \(sửa đổi\))? ?,? +(?:(?i:của|do) +(?:liên +)?(?:{CONGRESS})?|{CONGRESS}(?:của +)?)(?=[{UPPER}b])"
)
TERM = spaced(r" ?,? ?\(?[Kk](?:hóa|hoá) +[IVX]+\)?")
# The title of a citation opens with `về` or with what the cited document does.
TITLE = spaced(
    rf""" *,? *(?P<title>(?:(?:[Vv]ề việc|[Vv]/v|[Vv]ề) +)?(?P<body>(?:[Bb]an hành|[Pp]hê duyệt|[Qq]uy định|[Ss]ửa đổi|
    [Hh]ướng dẫn|[Tt]riển khai|[Tt]hực hiện|[Tt]ăng cường|[Đđ]ẩy mạnh|[Cc]ông bố|[Tt]hông qua|một số|tiếp tục|[Gg]iao|
    [Tt]hành lập|[Kk]iện toàn|[Đđ]iều chỉnh|[Bb]ổ sung|(?<=ề )[{LOWER}“]|(?<=việc )\w)[^;\n]*))"""
)
NEXT = r"(?:Quyết định|Nghị quyết|Nghị định|Kế hoạch|Chỉ thị|Thông tư) số"
TITLE_END = spaced(rf";|\n|\.(?=\s|$)|:(?=\s|$)|, (?=[A-ZĐ][^,;.]{{0,60}} ban hành |UBND|Ủy ban)|(?: và |, )(?={NEXT})")
AMENDS = spaced(
    r"""(?:[Ss]ửa đổi(?:,? (?:và )?bổ sung)?(?: một số (?:điều|nội dung))?|[Tt]hay thế|[Bb]ãi bỏ|[Đđ]iều chỉnh)
    (?:(?:,? (?:điểm|khoản|Điều|điều|Mục) [\da-zđ]+)*(?: của)?)? $"""
)
YEAR = r" *,? *(?:năm (?P<year>\d{4})|\((?:năm )?(?P<bracket>\d{4})\)"
AMENDING = spaced(
    rf"""(?P<name>(?:Luật|Bộ luật|Pháp lệnh) (?:[Ss]ửa đổi,? (?:và )?bổ sung) một số (?:điều|nội dung)
    (?: (?:và|,) [^;.:\n()]{{3,80}}?)? của (?:\d+ )?
    [^;.:\n()]{{3,160}}?)(?P<tail>{YEAR}|(?= số \d)|(?= ngày \d)))"""
)
ANCHORED = spaced(
    rf"""(?P<name>(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp)
    (?: [{UPPER}](?:(?! và (?:các|Luật|Pháp)\b|, Nghị|, Luật|, Bộ luật)[^;.:\n()“”0-9]){{1,90}}?)?)
    (?P<tail>{YEAR}|(?= số \d+/\d{{4}}/(?:QH|PL|UBTVQH))))"""
)
NAMED = Patterns((None, pattern) for pattern in (AMENDING, ANCHORED))
AMENDING_HEAD = spaced(r"(?i:(?:Luật|Bộ luật|Pháp lệnh) sửa đổi,? (?:và )?bổ sung một số điều của (?:\d+ )?)$")
LAW_NUMBER = spaced(rf" +{NUMBER_WORD} +(?P<code>{CODE})(?P<dated>{DATE})")
LAW_DATE = spaced(DATE)
LAW_YEAR = spaced(rf"{YEAR}| (?P<plain>(?:19|20)\d\d)(?![\w/-]))")


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation as the grammar sees it, offsets in the zone."""

    start: int
    end: int
    type: str
    code: str | None = None
    name: str | None = None
    date: str | None = None
    issuer: str | None = None
    method: str = "number"


def find_refs(
    text: str,
    units: Sequence[Unit],
    *,
    start: int = 0,
    path: str = "",
    own_code: str | None = None,
) -> Iterator[LegalRef]:
    """Yield every citation in `text`, left to right. `units` are the bodies found in the same zone.

    In the letterhead (`path` H) the document's own number is not a citation; in the opening paragraphs (`0.p1`)
    a citation that stands in no other's title is a basis.
    """
    smooth = even(text)
    cited = _share(smooth, longest([*_numbered(smooth, units, start, path, own_code), *_named(smooth, units, start)]))
    titles = [_title(smooth, item) for item in cited]
    covered = 0
    for item, title in zip(cited, titles, strict=True):
        nested = item.start < covered
        covered = max(covered, title[1] if title else item.end)
        number, symbol = _split(item.code)
        yield LegalRef(
            span=Span(start + item.start, start + item.end),
            raw=text[item.start : item.end],
            section_path=path,
            method=item.method,
            confidence=0.95 if item.code else 0.85,
            type=item.type,
            code=item.code,
            number=number,
            symbol=symbol,
            name=item.name,
            date=item.date,
            date_value=_as_day(item.date),
            issuer=item.issuer,
            title=text[title[0] : title[1]].strip(" ,") if title else None,
            pinpoint=_pinpoint(smooth, item.start),
            role=_role(smooth, item, path, own_code, nested),
        )


def _numbered(text: str, units: Sequence[Unit], start: int, path: str, own_code: str | None) -> Iterator[_Cited]:
    last_type: tuple[int, str] | None = None
    shared: str | None = None  # the issuer of a whole list: `các Nghị định của Chính phủ: số ...; số ...`
    matches = [match for _, pattern in NUMBERS.likely(text) for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        begin, end, groups = *match.span(), match.groupdict()
        code = normal_code(groups["code"])
        goes_on = last_type is not None and LINK.fullmatch(text[last_type[0] : begin])
        # `12/BTC` may be a fraction of a phone list; a symbol has a dash, a year, or the word `số` before it
        if not groups["type"] and not groups["word"] and not goes_on and not CERTAIN.search(code):
            continue
        if not groups["type"] and FORM.search(text, max(0, begin - 12), begin):
            continue  # `mẫu số 01/TB-ĐKT` is a form to fill in
        kind = TYPE_OF_SKELETON[re.sub(r" +", " ", skeleton(groups["type"]))] if groups["type"] else None
        if kind is None and path == "H" and (groups["word"] or code == own_code):
            continue  # the document's own number, whose `Số` a scan may spoil (`86: 2579/QĐ-UBND`)
        head = _head_of_list(text, begin, units, start) if kind is None and groups["word"] else None
        if head:
            begin, kind, shared = head
        elif kind is not None:
            shared = None
        if kind is None:
            symbol = _split(code)[1] or ""
            kind = TYPE_OF_SYMBOL.get(re.split(r"[-/]", symbol)[0])
            if kind is None and last_type and begin - last_type[0] < 120:
                kind = last_type[1]
            if kind is None:
                kind = "Công văn" if groups["word"] and "-" in code else None
        if kind is None:
            continue
        issuer, end = _issuer_behind(text, end, units, start, is_joint=bool(JOINT.search(code)))
        if issuer is None and (at := AT.search(text, max(0, begin - 30), begin)):
            # `theo đề nghị của Sở Công Thương tại Tờ trình số 298/TTr-SCT`: who signed it stands before
            before = next((u for u in units if u.span.end - start == at.start()), None)
            issuer = shared = before.canonical.removeprefix("Giám đốc ") if before else None
        end -= len(text[begin:end]) - len(text[begin:end].rstrip(".&"))
        last_type = (end, kind)
        dated = groups["dated"] or ""
        if issuer and not dated and (late := LAW_DATE.match(text, end)) and late["day"]:
            groups, dated, end = groups | late.groupdict(), late[0], late.end()  # `của Bộ Chính trị ngày 24/5/2011`
        yield _Cited(begin, end, kind, code=code, date=_iso(groups) if dated else None, issuer=issuer or shared)


# A symbol that needs no word before it: with a dash between capitals, a year, or the Party's form.
CERTAIN = re.compile(r"[A-ZĐ][\w]*-[A-ZĐ]|/\d{4}/|-\w+/")
FORM = re.compile(r"(?i:mẫu|biểu|phiếu|phụ lục) $")
AT = re.compile(r"(?: (?:đã )?(?:phê duyệt|ban hành|giao|chỉ đạo|trình|đề xuất))? tại (?:các )?$")
JOINT = re.compile(r"LT|-B\S+-B")  # `85/2016/TTLT-BQP-BYT-BTC`, `515/KH-BCA-BNN&MT`


def _issuer_behind(text: str, end: int, units: Sequence[Unit], start: int, is_joint: bool) -> tuple[str | None, int]:
    """The canonical issuer that stands behind a citation, and where the citation ends then."""
    by = ISSUED_BY.match(text, end)
    by_start = {unit.span.start - start: unit for unit in units} if by else {}
    unit = by_start.get(by.end()) if by else None
    if unit is None:
        return None, end
    issuers, end = [unit.canonical], unit.span.end - start
    while is_joint and (link := re.compile(r",? và |, ").match(text, end)) and link.end() in by_start:
        unit = by_start[link.end()]
        issuers, end = [*issuers, unit.canonical], unit.span.end - start
    term = TERM.match(text, end)
    joined = ", ".join(issuers[:-1]) + " và " + issuers[-1] if len(issuers) > 1 else issuers[0]
    return joined, term.end() if term else end


LIST_HEAD = spaced(rf"(?P<type>{TYPE}) +(?:của|do) +$")
LINK = spaced(r" ?(?:, ?|,? và |,? cùng )(?:số )?$")
BARE_LINK = re.compile(r" ?[;,] | và ")  # before a bare `số ...`, which has its type from the one before


def _head_of_list(text: str, begin: int, units: Sequence[Unit], start: int) -> tuple[int, str, str] | None:
    """Where `Nghị định của Chính phủ:` begins before a bare `số ...`, its type and its issuer."""
    before = re.search(r"\s*[:,]?\s*$", text[max(0, begin - 4) : begin])
    end = begin - len(before[0]) if before else begin
    unit = next((unit for unit in units if unit.span.end - start == end), None)
    head = LIST_HEAD.search(text, max(0, unit.span.start - start - 40), unit.span.start - start) if unit else None
    return (head.start("type"), TYPE_OF_SKELETON[skeleton(head["type"])], unit.canonical) if head and unit else None


def _share(text: str, cited: list[_Cited]) -> list[_Cited]:
    """Citations of one list, `số 12/QĐ-UBND và số 13/QĐ-UBND ngày ... của UBND tỉnh`: what stands behind the last.

    The issuer is shared where the symbols name one body, the day where the type word stands once too.
    """
    found: list[_Cited] = []
    for item in reversed(cited):
        after = found[-1] if found else None
        if after and item.code and after.code and not item.issuer and _organ(item.code) == _organ(after.code):
            between = text[item.end : after.start]
            is_bare = not text[after.start].isupper()
            if LINK.fullmatch(between) or (is_bare and BARE_LINK.fullmatch(between)):
                item = replace(item, issuer=after.issuer, date=item.date or (after.date if is_bare else None))
        found.append(item)
    return found[::-1]


def _organ(code: str) -> str:
    """The body that a code names: `UBND` of `2631/QĐ-UBND`, `TU` of `30-CTr/TU`."""
    return re.split(r"[-/]", code)[-1]


def _named(text: str, units: Sequence[Unit], start: int) -> Iterator[_Cited]:
    """Laws by name: amending laws whole, names with a year behind them, known names alone."""
    for _, pattern in NAMED.likely(text):
        for match in pattern.finditer(text):
            name = match["name"].strip()
            if name in ("Luật", "Bộ luật", "Pháp lệnh") or name.startswith("Luật này"):
                continue
            yield _law(text, match.start(), match.end(), name, match["year"] or match["bracket"], units, start)
    for match in (match for _, pattern in _known_laws().likely(text) for match in pattern.finditer(text)):
        year = LAW_YEAR.match(text, match.end())
        if not match[0][0].isupper() or (match[0] in ("Hiến pháp", "HIẾN PHÁP") and not year):
            continue
        name = _law_names()[match[0].casefold()]
        begin = match.start()
        if amending := AMENDING_HEAD.search(text, max(0, begin - 60), begin):
            # the amending law is one mention, with the name of what it amends
            begin, name = amending.start(), _sentence(amending[0]) + name
        end, number = (year.end(), year["year"] or year["bracket"] or year["plain"]) if year else (match.end(), None)
        yield _law(text, begin, end, name, number, units, start)


def _law(text: str, begin: int, end: int, name: str, year: str | None, units: Sequence[Unit], start: int) -> _Cited:
    """A law by its name, with the number, day and issuer behind it."""
    kind = next(kind for kind in ("Bộ luật", "Pháp lệnh", "Hiến pháp", "Luật") if name.startswith(kind))
    numbered = LAW_NUMBER.match(text, end)
    dated = LAW_DATE.match(text, end)
    code = None
    if numbered:
        end, code, year = numbered.end(), normal_code(numbered["code"]), _iso(numbered.groupdict()) or year
    elif dated and dated["day"] and not year:
        end, year = dated.end(), _iso(dated.groupdict())
    issuer, end = _issuer_behind(text, end, units, start, False) if year or code else (None, end)
    return _Cited(begin, end, kind, code, name, year, issuer, method="law name")


@cache
def _law_names() -> dict[str, str]:
    lines = (HERE / "laws.txt").read_text("utf-8").splitlines()[1:]
    return {even(line).casefold(): line for line in lines}


@cache
def _known_laws() -> Patterns[None]:
    names = sorted(_law_names(), key=len, reverse=True)
    either = "|".join(re.escape(name).replace(r"\ ", "[ ]") for name in names)
    return Patterns([(None, re.compile(rf"(?<!\w)(?i:{either})(?!\w)"))])


SITTING_DIGIT = str.maketrans("IlO", "110")  # `QHI5` on a scan


def normal_code(code: str) -> str:
    """The code without stray spaces, with the crossed Đ that foreign fonts and OCR lose.

    >>> normal_code("3212/QĐ- BKHCN"), normal_code("766/QD-TTe"), normal_code("97/2025/QHI5")
    ('3212/QĐ-BKHCN', '766/QĐ-TTg', '97/2025/QH15')
    """
    code = re.sub(r"(?<=[A-ZĐ]) (?=CP$|TTg$|UBND$|HĐND$)", "-", code)
    code = re.sub(r"(?<=\d) (?=[A-ZĐ]+/|QH)", "/", code)  # `2665 QĐ/UBND`, `45/2024 QH15`
    code = re.sub(r"(?<=/20\d\d)-", "/", code)  # `255/2025-NĐ-CP`
    code = re.sub(r"\s", "", code).replace("Ð", "Đ").rstrip(".,&")
    code = re.sub(r"(?<=[/-])(Q|N|C)D(?=[-/])", r"\1Đ", code)
    code = re.sub(r"(?<=/QH)[IlO\d]{2}$", lambda sitting: sitting[0].translate(SITTING_DIGIT), code)
    code = re.sub(r"(?<=/)(?:Q[BP](?=-)|N[BP](?=-CP))", lambda kind: kind[0][0] + "Đ", code)
    return re.sub(r"[^\W\d_]{3,}", lambda part: _organ_read(part[0]), code.replace("HDND", "HĐND"))


# Letters that a scan takes for one another in the organs of symbols: `TTe` is TTg, `BITTT` is BTTTT.
ALIKE = tuple(map(frozenset, ("eg", "qg", "ĐD", "ĐB", "ĐP", "IT", "0O", "1I", "ÐĐ", "ÔO")))
ORGANS = "TTg UBND HĐND SNV SYT STP STC SCT HCTĐ VPCP BCĐ BĐG LĐTBXH SLĐTBXH CTUBND UBTVQH".split()


@cache
def _organ_read(part: str) -> str:
    """An organ of a symbol; where it is none that is known, the one known that a scan may have misread so."""
    if part in _organs():
        return part
    near = [known for known in sorted(_organs()) if len(known) == len(part) and _looks_like(part, known)]
    return near[0] if len(near) == 1 else part


def _looks_like(read: str, known: str) -> bool:
    """Whether one letter differs, and is one that scans confuse.

    >>> _looks_like("TTe", "TTg"), _looks_like("SXD", "SYT")
    (True, False)
    """
    pairs = [frozenset(pair) for pair in zip(read, known, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and pairs[0] in ALIKE


@cache
def _organs() -> frozenset[str]:
    """Organs in symbols: those of ORGANS, ministries and departments after fields.tsv."""
    rows = [(head[0], name) for _, heads, short in field_rows() for head in heads for name in short]
    return frozenset(ORGANS) | {head + name for head, name in rows if name.isalpha() and head in "BS"}


def _split(code: str | None) -> tuple[str | None, str | None]:
    """Number and symbol: `2631/QĐ-UBND` and `61/2018/NĐ-CP` -> 61, NĐ-CP; `18-NQ/TW` -> 18, NQ/TW."""
    match = re.match(r"(\d+(?:\.\d+)?[a-zđ]?)(?:/(?:19|20)\d\d(?=/))?(?:[/-](.+))?$", code or "")
    return (match[1], match[2]) if match else (None, None)


def _sentence(kind: str) -> str:
    return kind[0].upper() + kind[1:].lower()


def _iso(groups: dict[str, str | None]) -> str | None:
    if groups.get("day"):
        return f"{groups['year']}-{int(groups['month'] or 0):02}-{int(groups['day'] or 0):02}"
    return groups.get("only_year")


def _as_day(date: str | None) -> Day | None:
    try:
        return Day.fromisoformat(date) if date and len(date) == 10 else None
    except ValueError:
        return None


def _title(text: str, item: _Cited) -> tuple[int, int] | None:
    """Where the cited title stands, without `về việc`; a law by name has it in its name."""
    match = TITLE.match(text, item.end)
    if not match or (item.name and not item.code):
        return None
    end = TITLE_END.search(text, match.start("body"))
    return match.start("body"), end.start() if end else match.end()


# `điểm a khoản 2 Điều 103 của`: the place within what is cited (Decree 30/2020, annex II, has it in this order).
PINPOINT = spaced(
    r"""(?:(?:[Đđ]iểm +[a-zđ\d]{1,3}(?:(?:, ?| và )(?:điểm +)?[a-zđ])*,? +)?
    (?:[Kk]hoản +\d{1,2}(?:(?:, ?| và )(?:khoản +)?\d{1,2})*,? +)?
    (?:Điều|điều) +\d{1,3}[a-zđ]?(?:(?:, ?| và )(?:(?:Điều|điều) +)?\d{1,3}[a-zđ]?)*|
    (?:Chương|Mục|Phần|Phụ lục) +(?:[IVXLC]+|\d{1,2}))(?=,? +(?:của +)?(?:[\w]+ +)?$)"""
)


def _pinpoint(text: str, start: int) -> str | None:
    """The article, clause and point that stand before a citation."""
    found = PINPOINT.search(text, max(0, start - 80), start)
    return found[0] if found else None


def _role(
    text: str, item: _Cited, path: str, own_code: str | None, nested: bool
) -> Literal["basis", "cited", "amended", "self"]:
    if own_code and item.code == own_code:
        return "self"
    if AMENDS.search(text, max(0, item.start - 60), item.start):
        return "amended"
    return "basis" if path.startswith("0.p") and not nested else "cited"


def resolve(refs: Sequence[LegalRef]) -> Iterator[LegalRef]:
    """The citations of one document with what its first full citation of the same act gives: day, issuer, title.

    Later citations are short (Decree 30/2020, annex I: type and number alone). A day that contradicts is another act.
    """
    by_act: dict[tuple[str, str | None], list[LegalRef]] = {}
    for ref in refs:
        by_act.setdefault((ref.type, ref.code or ref.name), []).append(ref)
    known: dict[tuple[str, str | None, str | None], tuple[str | None, str | None, str | None]] = {}
    for ref in refs:
        act, year = (ref.type, ref.code or ref.name), ref.date[:4] if ref.date else None
        if (*act, year) not in known:
            same = [other for other in by_act[act] if not year or not other.date or other.date[:4] == year]
            known[*act, year] = (
                next((other.date for other in same if other.date), None),
                next((other.issuer for other in same if other.issuer), None),
                next((other.title for other in same if other.title), None),
            )
        date, issuer, title = known[*act, year]
        yield replace(ref, full_date=ref.date or date, full_issuer=ref.issuer or issuer, full_title=ref.title or title)
