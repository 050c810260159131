"""Temporal expressions as administrative documents write them, in the spirit of TIMEX3.

Days, months, quarters, years, intervals, recurrences and `thường xuyên`; a year that the text leaves out is the
plan's own. No rule reads today's date. A day that no calendar has is kept as written and marked.

>>> [(date.value, date.modifier, date.valid) for date in find_dates("gửi trước ngày 29/02/2023, định kỳ hàng quý")]
[('2023-02-29', 'before', False), ('R/P3M', None, True)]
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day

from pipeline.document import UPPER, DateMention, Span
from pipeline.entities.likely import Patterns
from pipeline.entities.longest import longest
from pipeline.entities.spaced import spaced
from pipeline.timex import bounds, edtf, exists

# What binds an expression: `trước ngày`, `chậm nhất là`, `từ cuối`; words that only lead to it (`gửi`) are cut off.
MODIFIER = r"""(?P<mod>(?i:
    (?:không )?(?:muộn|chậm) (?:nhất|hơn)(?: là)?(?: (?:trước|trong|vào|đến))?|
    (?:hoàn thành|xong)(?: là)? (?:trước|trong|vào|đến)|gửi trước|
    trước|trong|kể từ|từ sau|từ|sau|đến(?: (?:hết|trước))?|hết
    ) +)?(?:(?P<edge>(?i:đầu|giữa|cuối)) +)?"""
MODIFIERS = (
    ("on_or_before", re.compile(r"chậm|muộn|hoàn thành trong|xong trong")),
    ("before", re.compile(r"trước")),
    ("within", re.compile(r"trong")),
    ("after", re.compile(r"sau")),
    ("from", re.compile(r"từ")),
    ("on_or_before", re.compile(r"đến|hết")),
)
ROMAN_QUARTER = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "l": 1,
    "ll": 2,
    "lll": 3,
    "1I": 2,
    "11": 2,
    "111": 3,
}
PERIODS = {"ngày": "P1D", "tuần": "P1W", "tháng": "P1M", "quý": "P3M", "năm": "P1Y"}
COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "chín": 9, "mười": 10}
NUMBER = r"(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|chín|mười)"
YEAR = r"(?:19|20)\d{2}"
DAY = r"(?:[Nn]gày +|NGÀY +)"
WEEKDAY = r"(?:(?:thứ [Hh]ai|thứ [Bb]a|thứ [Tt]ư|thứ [Nn]ăm|thứ [Ss]áu|thứ [Bb]ảy|[Cc]hủ [Nn]hật) +)"
BETWEEN = r" ?(?:[/.-]|(?i:tháng|năm)) ?", r" ?(?:[/.-]|(?i:năm)) ?"  # `ngày 27 năm 12 năm 2019`: a typing error
DMY = rf"(?P<day>\d{{1,2}}){BETWEEN[0]}(?P<month>\d{{1,2}}){BETWEEN[1]}(?P<year>\d{{4}})"
OF_YEAR = rf"(?: ?/ ?| ?,? +(?i:năm) +)(?P<year>{YEAR})"
ITS_YEAR = rf"(?:(?: ?/ ?| ?,? +(?i:năm) +| )(?P<year>{YEAR})(?![\d/]))?"
ROMAN = r"(?:IV|I{1,3}|[1-4]|l{1,3}|1I|11{1,2})(?![\w%])"  # also as scans show it
CLOCK = r"\d{1,2}(?:h|:| ?giờ ?)\d{0,2}(?:['’]| phút)? +"
TO = r" *(?:[-–]|đến(?: hết)?) *"
EACH = r"(?P<each>ngày|tuần|tháng|quý|năm)"
EVERY = r"(?:hàng|hằng) +"
AND = r"(?:,|;| và| hoặc) +"

# Name and pattern; the longest match wins. Groups: mod, edge, day, month, year, their second `2`, each, count.
FORMS: tuple[tuple[str, str], ...] = (
    (
        "day_interval",
        rf"[Tt]ừ +{WEEKDAY}?{DAY}?(?P<day>\d{{1,2}})(?:{BETWEEN[0]}(?P<month>\d{{1,2}}))?"
        rf"(?:{BETWEEN[1]}(?P<year>\d{{4}}))?"
        rf"{TO}{WEEKDAY}?{DAY}?(?P<day2>\d{{1,2}}){BETWEEN[0]}(?P<month2>\d{{1,2}})(?:{BETWEEN[1]}(?P<year2>\d{{4}}))?",
    ),
    (
        "month_interval",
        rf"(?i:từ +)?(?i:tháng) +(?P<month>\d{{1,2}})(?:(?:/| năm )(?P<year>{YEAR}))?{TO}(?:tháng +)?"
        rf"(?P<month2>\d{{1,2}})(?:(?:/|,? năm )(?P<year2>{YEAR}))?",
    ),
    (
        "quarter_interval",
        rf"(?i:từ +)?(?i:quý) +(?P<quarter>{ROMAN})(?:{OF_YEAR})?{TO}(?:(?i:quý) +)?"
        rf"(?P<quarter2>{ROMAN})(?:{OF_YEAR.replace('year>', 'year2>')})?",
    ),
    ("interval", rf"(?P<year>{YEAR}) ?[-–—] ?(?P<year2>{YEAR})"),
    ("interval", rf"[Tt]ừ +năm +(?P<year>{YEAR})(?: +đến(?: hết)?(?: +năm)? +| ?[-–] ?)(?P<year2>{YEAR})"),
    (
        "yearly",
        MODIFIER + rf"(?:{DAY}?(?P<day>\d{{1,2}})(?:/| tháng )(?P<month>\d{{1,2}})|{DAY}(?P<day2>\d{{1,2}})|"
        rf"tháng +\d{{1,2}}|[Qq]uý +{ROMAN})"
        rf" +{EVERY}(?P<each>tháng|năm|quý)",
    ),
    ("yearly", MODIFIER + rf"{DAY}\d{{1,2}} (?:của )?tháng (?:cuối|đầu) (?:của )?(?:mỗi )?(?P<each>quý|năm)"),
    ("yearly", MODIFIER + rf"(?:{CLOCK})?(?:{DAY})?{WEEKDAY}?{EVERY}(?P<each>tuần|ngày)"),
    ("day", MODIFIER + rf"(?:{CLOCK})?{DAY}{DMY}"),
    ("day", MODIFIER + r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    ("day", MODIFIER + rf"(?P<day>\d{{1,2}}) tháng (?P<month>\d{{1,2}}) năm (?P<year>{YEAR})"),
    ("day", MODIFIER + rf"(?P<day>\d{{1,2}})[.-](?P<month>\d{{1,2}})[.-](?P<year>{YEAR})"),
    ("day_of_month", MODIFIER + DAY + r"(?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2})"),
    ("short_day", MODIFIER + r"(?P<day>\d{1,2})/(?P<month>\d{1,2})"),
    ("short_day", r"(?<= )(?P<day>\d{1,2})-(?P<month>\d{1,2})"),
    ("month", MODIFIER + rf"(?:tháng|Tháng|THÁNG) +(?P<month>\d{{1,2}}){OF_YEAR}"),
    ("month", MODIFIER + r"(?:tháng|Tháng) +(?P<month>\d{1,2})(?! ?[-–] ?\d)(?! lần)"),
    ("quarter", MODIFIER + rf"(?i:quý) +(?P<quarter>{ROMAN}){ITS_YEAR}(?P<onwards> và (?:các|những) năm tiếp theo)?"),
    ("signing", r"(?P<mod>(?i:kể từ|từ)) +ngày +ký(?= ?[,;.]|$| ban hành)"),
    ("half_year", rf"(?P<count>{NUMBER}) tháng (?P<half>đầu|cuối) năm(?: (?P<year>{YEAR}))?"),
    (
        "ongoing",
        rf"""[Tt]hường xuyên(?:,? (?P<mod>(?:trong|cả) )?(?:các )?(?:năm (?P<year>{YEAR})|năm))?|
        [Hh]àng ngày, thường xuyên""",
    ),
    ("onwards", rf"[Nn]ăm +(?P<year>{YEAR}) và (?:các|những) năm tiếp theo"),
    ("school_year", MODIFIER + rf"[Nn]ăm học +(?P<year>{YEAR}) ?[-–] ?(?P<year2>{YEAR})(?: trở đi)?"),
    ("year", MODIFIER + rf"(?:[Nn]ăm|NĂM) +(?P<year>{YEAR})(?: trở đi)?"),
    ("year", r"(?P<mod>[Đđ]ến(?: hết)? +)(?P<year>20\d{2})"),
    ("year", rf"(?<=\()(?P<year>{YEAR})(?=\))"),
    ("plan_year", r"(?P<mod>[Tt]rong |[Tt]ừ đầu |[Tt]rước cuối )năm(?! (?:học|tới|qua|trước|sau|tính|ngân|tài|\d))"),
    ("plan_year", r"[Cc]uối năm(?! \d)"),
    ("frequency", rf"{NUMBER} lần ?/ ?(?:1 |01 )?{EACH}"),
    ("recurrence", rf"(?<!cây )(?:[Hh]àng|[Hh]ằng|[Mm]ỗi|[Tt]ừng) +{EACH}(?: (?:một|1|01) lần)?"),
    ("recurrence", rf"[Đđ]ịnh kỳ(?: theo)? +{EACH}(?! (?:I|\d|một))"),
    ("every_so_often", rf"(?P<count>{NUMBER}) {EACH}(?: ?/ ?lần| (?:một|1|01) lần)"),
    (
        "months",
        r"(?P<count>0?[369]|12|ba|sáu|chín) tháng(?! (?:\d|đầu|cuối|tuổi|trước|kể|sau|tới|qua|gần|liên))",
    ),
)
PATTERNS = Patterns((name, spaced(rf"(?<![\w/.-]){form}(?![\w%])(?!/\d)")) for name, form in FORMS)
# Lists under one word: `quý I, II/2024`, `tháng 4 và tháng 8 năm 2026`, `năm 2025 và 2026`, `ngày 10/6 và 10/12`.
LISTS = Patterns(
    ((name, re.compile(item)), spaced(rf"(?<![\w/.-]){MODIFIER}{form}(?![\w%])(?!/\d)"))
    for name, form, item in (
        (
            "quarter",
            rf"(?i:quý) +{ROMAN}(?:{AND}(?:(?i:quý) +)?{ROMAN})+{ITS_YEAR}",
            rf"(?:(?i:quý) +)?(?<!\w)(?P<quarter>{ROMAN})",
        ),
        (
            "month",
            rf"(?i:tháng) +\d{{1,2}}(?:{AND}(?:tháng +)?\d{{1,2}}(?![\d%]))+{OF_YEAR}",
            r"(?:(?i:tháng) +)?(?<!\d)(?P<month>\d{1,2})(?!\d)",
        ),
        ("year", rf"(?i:năm) +{YEAR}(?:{AND}(?:năm +)?{YEAR}(?![\w/-]))+", rf"(?:(?i:năm) +)?(?P<year>{YEAR})"),
        (
            "day",
            rf"{DAY}\d{{1,2}}/\d{{1,2}}(?:{AND}(?:trước +)?(?:ngày +)?\d{{1,2}}/\d{{1,2}})+(?:/(?P<year>{YEAR}))?"
            rf"(?: +{EVERY}(?P<each>năm))?",
            r"(?:trước +)?(?:[Nn]gày +)?(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})",
        ),
    )
)
# `giao ban tuần, tháng, quý`; `báo cáo quý, 6 tháng, năm`: a bare word counts beside another time.
BARE_PERIOD = re.compile(
    r"(?<!\w)(?:cả năm|01 năm|tuần|tháng|quý|năm)(?!\w)(?![ ](?:\d|I|V|nay|học|trước|tới|qua|sau|đầu|cuối|kế|báo|tính))"
)
PERIOD_LIST = spaced(
    r"""(?<!\w)(?:tuần|tháng|quý|năm)
    (?:(?:, ?| hoặc | và |/)(?:tuần|tháng|quý|năm)(?! (?:\d|I|V|nay|học)))+(?! ?\d)(?!\w)"""
)
BESIDE = re.compile(r"(?:[ ]?\([^()]*\))?(?:,|;| và| hoặc| hay)[ ](?:định kỳ[ ])?")
YEARLY = re.compile(r"(?:hàng|hằng) năm|định kỳ", re.IGNORECASE)  # `định kỳ trước ngày 20/11`: every year
TIME_LABEL = re.compile(r"(?i:thời gian|thời hạn|tiến độ)(?: thực hiện| hoàn thành)?\s*:\s*")
LAST_YEAR = re.compile(r"(?<![Nn]ăm) (?P<year>(?:19|20)\d{2})$")
LONE_YEAR = re.compile(r"^[\s.]*(?P<year>(?:19|20)\d{2})[\s.;]*$")
HOLIDAY = re.compile(
    rf"(?:\b(?:kỷ niệm|nghỉ lễ|[Ll]ễ|dịp|[Nn]gày)(?: [^.;,:\d]{{0,60}})?(?:\d{{1,2}}/\d{{1,2}}, )?[ (]*|"
    rf"\bngày (?:\w+ )?[{UPPER}][^.;\n]{{0,60}})$"
)
REPORTING = re.compile(r"(?i:báo cáo|sơ kết|tổng kết)")
SENTENCE_END = re.compile(r"[.;\n](?:\s|$)")
PERIODIC = re.compile(r"(?i:định kỳ|báo cáo|sơ kết|tổng kết|tổng hợp|(?:hàng|hằng)[ ](?:quý|năm|tháng))")
DUE = re.compile(r"(?i:hoàn thành|ban hành|trình|phê duyệt|xong|gửi|nộp|đưa vào|kết thúc|tổng kết|hoàn tất)")
AMENDED_LAW = re.compile(r"sửa đổi, bổ sung(?: các)?(?:(?: năm|,| và)+ (?:19|20)\d\d)*(?: năm|,| và)* ?$")
REACH = 80  # characters of a sentence that are looked at around an expression


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a document says about years that its expressions leave out."""

    plan_year: int | None = None
    issued: Day | None = None

    @property
    def year(self) -> int | None:
        """The year that a bare `quý I` or `tháng 6` belongs to."""
        return self.plan_year or (self.issued.year if self.issued else None)


@dataclass(frozen=True, slots=True)
class _Time:
    """An expression with its value, before its role is known."""

    start: int
    end: int
    kind: str
    value: str
    modifier: str | None = None
    valid: bool = True
    name: str = ""
    listed: bool = False  # one of a list, read before what it would be alone


def find_dates(
    text: str,
    own: Calendar | None = None,
    *,
    start: int = 0,
    path: str = "",
    references: Sequence[Span] = (),
    in_time_column: bool = False,
    self_references: Sequence[Span] = (),
) -> Iterator[DateMention]:
    """Yield every temporal expression in `text`, left to right.

    `references` are the spans of citations in the document: a date within one is the cited document's.
    `in_time_column` says that `text` is a cell of a column of deadlines, where `Thường xuyên` is an answer.
    """
    own = own or Calendar()
    found = [*_times(text, own, in_time_column), *_years_of_laws(text, start, references)]
    for time in longest(found, first=lambda time: time.listed):
        span = Span(start + time.start, start + time.end)
        cited = any(ref.start <= span.start and span.end <= ref.end for ref in references)
        is_self = any(ref.start <= span.start and span.end <= ref.end for ref in self_references)
        modifier = None if cited and time.modifier in ("from", "within") else time.modifier
        first, last = bounds(time.kind, time.value, time.valid)
        yield DateMention(
            span=span,
            raw=text[time.start : time.end],
            section_path=path,
            method=time.name,
            confidence=0.95 if time.valid else 0.5,
            kind=time.kind,  # type: ignore[arg-type]
            value=time.value,
            start_date=first,
            end_date=last,
            edtf=edtf(time.kind, time.value, modifier, time.valid),
            modifier=modifier,  # type: ignore[arg-type]
            role=_role(text, time, path, cited, is_self, in_time_column, own),  # type: ignore[arg-type]
            valid=time.valid,
            suggestion=None if time.valid else suggest(time.value, own),
        )


def _times(text: str, own: Calendar, in_time_column: bool) -> Iterator[_Time]:
    found = [*_of_forms(text, own, in_time_column), *_of_lists(text, own)]
    yield from found
    label = TIME_LABEL.match(text)
    if in_time_column or label:
        lone = LONE_YEAR.match(text[label.end() :] if label else text)
        if lone:
            at = (label.end() if label else 0) + lone.start("year")
            yield _Time(at, at + 4, "year", lone["year"], name="year")
    for match in PERIOD_LIST.finditer(text):
        for word in re.finditer(r"tuần|tháng|quý|năm", match[0]):
            at = match.start() + word.start()
            yield _Time(at, at + len(word[0]), "recurrence", f"R/{PERIODS[word[0]]}", name="period list")
    yield from _bare_periods(text, found)


def _years_of_laws(text: str, start: int, references: Sequence[Span]) -> Iterator[_Time]:
    """The year at the end of a citation without the word for it: `Hiến pháp 1980`."""
    for ref in references:
        year = LAST_YEAR.search(text, max(0, ref.start - start), ref.end - start)
        if year:
            yield _Time(*year.span("year"), "year", year["year"], name="year of a law")


def _of_forms(text: str, own: Calendar, in_time_column: bool) -> Iterator[_Time]:
    for name, pattern in PATTERNS.likely(text):
        for match in pattern.finditer(text):
            time = _read(name, match, own, in_time_column)
            if time:
                yield time


def _of_lists(text: str, own: Calendar) -> Iterator[_Time]:
    """The expressions of each list, longer than what one of them alone would be, so that they win."""
    for (name, item), pattern in LISTS.likely(text):
        for match in pattern.finditer(text):
            year = match.groupdict().get("year") or (str(own.year) if own.year else None)
            begin = match.start() if not match["mod"] else match.end("mod")
            modifier = _modifier(match["mod"])
            items = list(item.finditer(text, begin, match.end()))
            for number, each in enumerate(items):
                start = match.start() if number == 0 and modifier else each.start()
                end = match.end() if number == len(items) - 1 else each.end()
                value = _value(name, each.groupdict() | ({} if name == "year" else {"year": year}))
                if value is None:
                    continue
                if name == "day" and (match.groupdict().get("each") or YEARLY.search(_clause(text, match.start()))):
                    yield _Time(start, end, "recurrence", "R/P1Y", modifier, name="list", listed=True)
                else:
                    kind = "date" if name == "day" else name
                    is_valid = name != "day" or exists(value)
                    yield _Time(start, end, kind, value, modifier, is_valid, "list", listed=True)


def _bare_periods(text: str, found: list[_Time]) -> Iterator[_Time]:
    """`năm` of `6 tháng, năm` and `quý` of `báo cáo quý, 6 tháng`: a bare word beside a time that recurs."""
    edges = {time.end for time in found if time.kind in ("recurrence", "quarter")}
    starts = {time.start for time in found if time.kind in ("recurrence", "quarter")}
    if not edges or not PERIODIC.search(text):
        return
    for match in BARE_PERIOD.finditer(text):
        behind = BESIDE.match(text, match.end())
        before = next((at for at in edges if BESIDE.fullmatch(text, at, match.start())), None)
        if before is not None or (behind and behind.end() in starts):
            unit = match[0].split()[-1]
            yield _Time(*match.span(), "recurrence", f"R/{PERIODS[unit]}", name="period list")


def _clause(text: str, at: int) -> str:
    """What stands before an offset in its sentence, as far as it is looked at."""
    return re.split(r"[.;\n]", text[max(0, at - REACH) : at])[-1]


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around an expression, at most 2 * REACH characters on either side."""
    before = SENTENCE_END.split(text[max(0, start - 2 * REACH) : start])[-1]
    return before + text[start:end] + SENTENCE_END.split(text[end : end + 2 * REACH])[0]


def _value(name: str, groups: dict[str, str | None]) -> str | None:
    """The value of a day, month, quarter or year; None where a year is wanted or there is no such month."""
    year = groups.get("year")
    if year is None or (name != "day" and not 1 <= int(groups.get("month") or 1) <= 12):
        return None
    if name == "quarter":
        return f"{year}-Q{ROMAN_QUARTER[groups['quarter'] or '1']}"
    if name == "year":
        return year
    month = f"{year}-{int(groups['month'] or 0):02}"
    return month if name == "month" else f"{month}-{int(groups['day'] or 0):02}"


def _read(name: str, match: re.Match[str], own: Calendar, in_time_column: bool) -> _Time | None:
    """The value of a match; None where the pattern alone does not make it a time."""
    groups = match.groupdict()
    start, end = match.span()
    words = (groups.get("mod") or "").strip().lower()
    modifier = _modifier(words)
    if binding := re.match(r"(?:hoàn thành|xong|gửi)(?: là)? (?=trước|vào|đến)", words):
        start += binding.end()  # the mention begins with the word that binds: `trước ngày ...`
    text = match.string
    year = groups.get("year") or (str(own.year) if own.year else None)
    if name in ("day", "day_of_month", "short_day"):
        value = _value("day", groups | {"year": year})
        if value is None:
            return None
        if name == "short_day":
            if not exists(value) or (not words and not HOLIDAY.search(text, max(0, start - REACH), start)):
                return None
            if text.endswith("đạt ", 0, start):
                return None  # `đạt từ 9/10`: eyesight
        if name != "day" and not groups.get("year") and YEARLY.search(_clause(text, start)) and words:
            return _Time(start, end, "recurrence", "R/P1Y", modifier, name=name)
        return _Time(start, end, "date", value, modifier, exists(value), name)
    if name in ("day_interval", "month_interval", "quarter_interval", "interval", "school_year"):
        return _interval(name, match, own)
    if name in ("month", "quarter"):
        value = _value(name, groups | {"year": year})
        if value is None:
            return None
        onwards = "from" if groups.get("onwards") else modifier
        return _Time(start, end, name, value, onwards, name="onwards" if groups.get("onwards") else name)
    if name == "half_year":
        count = _count(groups["count"])
        if year is None or not 1 <= count <= 11:
            return None
        first, last = (1, count) if groups["half"] == "đầu" else (13 - count, 12)
        return _Time(start, end, "interval", f"{year}-{first:02}/{year}-{last:02}", name=name)
    if name == "ongoing":
        whole = text.strip(" .;")
        if not in_time_column and not (
            whole == match[0].strip(" .;") or (match[0][0] == "T" and len(whole) < 60 and match.start() == 0)
        ):
            return None
        with_year = groups.get("year") or (year if match[0].endswith("năm") else None)
        return _Time(start, end, "ongoing", with_year or "ongoing", "within" if with_year else None, name=name)
    if name == "signing":
        return _Time(start, end, "date", own.issued.isoformat(), "from", name=name) if own.issued else None
    if name == "onwards":
        return _Time(start, end, "year", groups["year"] or "", "from", name=name)
    if name == "year":
        return _Time(start, end, "year", groups["year"] or "", modifier, name=name)
    if name == "plan_year":
        return _Time(match.start(), end, "year", year, modifier, name=name) if year else None
    if name in ("yearly", "frequency", "recurrence"):
        return _Time(start, end, "recurrence", f"R/{PERIODS[groups['each'] or 'năm']}", modifier, name=name)
    if name in ("every_so_often", "months"):
        if name == "months" and not PERIODIC.search(text):
            return None
        count, unit = _count(groups["count"]), groups.get("each") or "tháng"
        length = {"ngày": f"{count}D", "tuần": f"{count}W", "tháng": f"{count}M", "quý": f"{3 * count}M"}
        return _Time(start, end, "recurrence", f"R/P{length.get(unit, f'{count}Y')}", name=name)
    return None


def _interval(name: str, match: re.Match[str], own: Calendar) -> _Time | None:
    """From one day, month, quarter or year to another; what the first leaves out is the last's."""
    groups = match.groupdict()
    last_year = groups["year2"] or (str(own.year) if own.year else None)
    if last_year is None or (name == "interval" and (groups["year"] or "") > last_year):
        return None
    kind = {"interval": "year", "school_year": "year"}.get(name, name.removesuffix("_interval"))
    last = {key: groups.get(f"{key}2") for key in ("day", "month", "quarter")} | {"year": last_year}
    first = {key: groups.get(key) or (last[key] if key != "quarter" else None) for key in last}
    if not groups["year"] and kind in ("month", "quarter"):
        of = ROMAN_QUARTER if kind == "quarter" else {str(n): n for n in range(100)} | {f"0{n}": n for n in range(10)}
        if of[first[kind] or "1"] > of[last[kind] or "1"]:  # `từ tháng 10 đến tháng 3/2025`: over the new year
            first["year"] = str(int(last_year) - 1)
    begin, end = _value(kind, first), _value(kind, last)
    if begin is None or end is None:
        return None
    is_valid = begin <= end and (kind != "day" or (exists(begin) and exists(end)))
    modifier = _modifier(groups.get("mod")) if name == "school_year" else None
    return _Time(*match.span(), "interval", f"{begin}/{end}", modifier, is_valid, name)


def _count(written: str | None) -> int:
    return COUNTS.get(written or "") or int(written or 0)


def _modifier(words: str | None) -> str | None:
    return next((name for name, rule in MODIFIERS if rule.search(words.lower())), None) if words else None


def _role(text: str, time: _Time, path: str, cited: bool, is_self: bool, in_time_column: bool, own: Calendar) -> str:
    is_own = own.issued is None or not time.valid or time.value == own.issued.isoformat()
    if is_self or (path == "H" and time.kind == "date" and not cited and is_own):
        return "issued"
    if path == "H" and re.search(r"ngày\s*tháng\s*$", text[max(0, time.start - REACH) : time.start]):
        return "issued"  # `ngày    tháng    năm 2024`, not yet filled in
    before = text[max(0, time.start - REACH) : time.start]
    if cited or (time.kind == "year" and AMENDED_LAW.search(before)):
        return "reference"
    around = _sentence(text, time.start, time.end)
    if time.kind == "recurrence":
        return "reporting" if REPORTING.search(around) else "deadline" if time.modifier == "on_or_before" else "other"
    in_time_column = in_time_column or (time.modifier is None and bool(TIME_LABEL.match(text)))
    if in_time_column and time.name.endswith("_interval"):
        return "deadline"
    if time.kind in ("date", "month", "quarter"):
        if re.search(r"(?i:tính +|từ nay +)$", before):
            return "other" if re.search(r"(?i:tính +)$", before) else "period"
        if time.name == "onwards":
            return "period"
        if in_time_column or time.modifier in ("before", "on_or_before"):
            return "deadline"
        if time.kind == "quarter" and REPORTING.search(around):
            return "reporting"
        if time.modifier in (None, "within") and time.kind != "date" and DUE.search(_clause(text, time.start)):
            return "deadline"
        return "other"
    if time.name == "plan_year":
        return "reporting" if text[time.start].lower() == "c" else "other"
    if time.name == "half_year":
        return "reporting" if REPORTING.search(around) else "period"
    if time.name in ("day_interval", "month_interval"):
        return "reporting" if REPORTING.search(around) else "other" if time.name == "day_interval" else "period"
    if time.kind == "year" and time.modifier in ("from", "after") and time.name != "onwards":
        return "other"
    if time.kind == "year" and re.search(r"(?i:chậm|muộn|trước)", text[time.start : time.start + 12]):
        return "deadline"
    if time.kind in ("year", "interval"):
        return "period"
    return "other"


# --- the calendar ---------------------------------------------------------------------------------------------------


def suggest(value: str, own: Calendar) -> str | None:
    """What an impossible day may have meant: the same day in the plan's year, else the last day of its month.

    >>> suggest("2023-02-29", Calendar(plan_year=2024)), suggest("2024-04-31", Calendar())
    ('2024-02-29', '2024-04-30')
    """
    parts = value.split("/")[0].split("-")
    if len(parts) != 3:
        return None
    year, month, day = (int(part) for part in parts)
    if own.plan_year and own.plan_year != year and exists(f"{own.plan_year}-{month:02}-{day:02}"):
        return f"{own.plan_year}-{month:02}-{day:02}"
    if 1 <= month <= 12 and 28 < day <= 31:
        return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
    if month > 12 >= day and exists(f"{year}-{day:02}-{month:02}"):
        return f"{year}-{day:02}-{month:02}"
    return None
