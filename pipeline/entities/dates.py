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
from pipeline.entities.longest import longest
from pipeline.entities.spaced import spaced

MODIFIER = r"""(?P<mod>(?i:
    (?:hoàn thành|xong|gửi|muộn nhất|chậm nhất)(?: là)?(?: (?:trước|trong|vào|đến))?|
    trước|trong|kể từ|từ|sau|đến(?: (?:hết|trước|cuối))?|hết
    ) +)?"""
MODIFIERS = (
    ("on_or_before", re.compile(r"chậm nhất|muộn nhất|hoàn thành trong|xong trong")),
    ("before", re.compile(r"trước")),
    ("within", re.compile(r"trong")),
    ("from", re.compile(r"từ")),
    ("after", re.compile(r"sau")),
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
BETWEEN = r" ?(?:[/.-]|(?i:tháng)) ?", r" ?(?:[/.-]|(?i:năm)) ?"
DMY = rf"(?P<day>\d{{1,2}}){BETWEEN[0]}(?P<month>\d{{1,2}}){BETWEEN[1]}(?P<year>\d{{4}})"
DMY2 = rf"(?P<day2>\d{{1,2}}){BETWEEN[0]}(?P<month2>\d{{1,2}}){BETWEEN[1]}(?P<year2>\d{{4}})"
OF_YEAR = r"(?: ?/ ?| ?,? +(?i:năm) +)(?P<year>(?:19|20)\d{2})"
QUARTER = r"(?i:quý) +(?P<quarter>IV|I{1,3}|[1-4]|l{1,3}|1I|11{1,2})"  # also as scans show it
EACH = r"(?P<each>ngày|tuần|tháng|quý|năm)"

FORMS: tuple[tuple[str, str], ...] = (
    ("day_interval", rf"[Tt]ừ +(?:ngày +)?{DMY} +đến(?: hết)? +(?:ngày +)?{DMY2}"),
    (
        "month_interval",
        r"(?i:từ) +tháng +(?P<month>\d{1,2})(?:(?:/| năm )(?P<year>(?:19|20)\d{2}))? +đến(?: hết)? +tháng +"
        r"(?P<month2>\d{1,2})(?:(?:/| năm )(?P<year2>(?:19|20)\d{2}))?",
    ),
    (
        "quarter_interval",
        rf"(?i:từ) +{QUARTER}(?:{OF_YEAR})? +đến(?: hết)? +"
        rf"{QUARTER.replace('quarter>', 'quarter2>')}(?:{OF_YEAR.replace('year>', 'year2>')})?",
    ),
    (
        "yearly_day",
        MODIFIER
        + r"(?:ngày +)(?P<day>\d{1,2})(?:(?:/| tháng )(?P<month>\d{1,2}))? +(?:hàng|hằng) +(?P<each>tháng|năm|quý)",
    ),
    ("day", MODIFIER + rf"(?:[Nn]gày|NGÀY) +{DMY}"),
    ("day", MODIFIER + r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    ("day", MODIFIER + r"(?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>(?:19|20)\d{2})"),
    ("day", MODIFIER + r"(?P<day>\d{1,2})[.-](?P<month>\d{1,2})[.-](?P<year>(?:19|20)\d{2})"),
    ("day_of_month", MODIFIER + r"[Nn]gày +(?P<day>\d{1,2})(?:/| tháng )(?P<month>\d{1,2})"),
    ("holiday", r"(?<= )(?P<day>\d{1,2})-(?P<month>\d{1,2})"),
    ("month", MODIFIER + rf"(?:tháng|Tháng|THÁNG) +(?P<month>\d{{1,2}}){OF_YEAR}"),
    ("month", MODIFIER + r"(?:tháng|Tháng) +(?P<month>\d{1,2})(?! ?[-–,] ?\d)"),
    ("quarter", MODIFIER + QUARTER + OF_YEAR + r"(?: và (?:các|những) năm tiếp theo)?"),
    ("quarter", MODIFIER + QUARTER),
    ("half_year", r"(?:6|06|sáu) tháng (?P<half>đầu|cuối) năm(?: (?P<year>(?:19|20)\d{2}))?"),
    (
        "ongoing",
        r"""[Tt]hường xuyên(?:,? (?P<mod>(?:trong|cả) )?(?:các )?(?:năm (?P<year>(?:19|20)\d{2})|năm))?|
        [Hh]àng ngày, thường xuyên""",
    ),
    ("interval", r"(?P<year>(?:19|20)\d{2}) ?[-–—] ?(?P<year2>(?:19|20)\d{2})"),
    ("interval", r"[Tt]ừ +năm +(?P<year>(?:19|20)\d{2}) +đến(?: hết)?(?: +năm)? +(?P<year2>(?:19|20)\d{2})"),
    ("onwards", r"[Nn]ăm +(?P<year>(?:19|20)\d{2}) và (?:các|những) năm tiếp theo"),
    ("year", MODIFIER + r"(?:[Nn]ăm|NĂM) +(?P<year>(?:19|20)\d{2})"),
    ("year", r"(?P<mod>[Đđ]ến(?: hết)? +)(?P<year>20\d{2})"),
    ("year", r"(?<=\()(?P<year>(?:19|20)\d{2})(?=\))"),
    ("plan_year", r"(?P<mod>[Tt]rong |[Tt]ừ đầu |[Tt]rước cuối )năm(?! (?:học|tới|qua|trước|sau|\d))"),
    ("plan_year", r"[Cc]uối năm(?! \d)"),
    ("frequency", rf"(?:\d{{1,2}}|một|hai|ba) lần ?/ ?(?:1 |01 )?{EACH}"),
    ("recurrence", rf"(?:[Hh]àng|[Hh]ằng|[Mm]ỗi|[Tt]ừng) +{EACH}"),
    ("recurrence", rf"[Đđ]ịnh kỳ(?: theo)? +{EACH}(?! (?:I|\d))"),
    (
        "months",
        r"(?P<count>0?[369]|12|ba|sáu|chín) tháng(?! (?:\d|đầu|cuối|tuổi|trước|kể|sau|tới|qua|gần|liên))",
    ),
)
PATTERNS = tuple((name, spaced(rf"(?<![\w/.-]){form}(?![\w%])(?!/\d)")) for name, form in FORMS)
# `giao ban tuần, tháng, quý`; `theo tháng hoặc quý`
PERIOD_LIST = spaced(
    r"""(?<!\w)(?:tuần|tháng|quý|năm)
    (?:(?:, ?| hoặc | và |/)(?:tuần|tháng|quý|năm)(?! (?:\d|I|V|nay|học)))+(?! ?\d)(?!\w)"""
)
YEARLY = re.compile(r"(?:hàng|hằng) năm|định kỳ")  # `định kỳ trước ngày 20/11`: every year
TIME_LABEL = re.compile(r"(?i:thời gian|thời hạn|tiến độ)(?: thực hiện| hoàn thành)?\s*:\s*")
LONE_YEAR = re.compile(r"^[\s.]*(?P<year>(?:19|20)\d{2})[\s.;]*$")
REPORTING = re.compile(r"(?i:định kỳ|báo cáo|sơ kết|tổng kết|tổng hợp)")


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
    for time in longest(_times(text, own, in_time_column)):
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
            role=_role(text, time, path, cited, is_self, in_time_column),  # type: ignore[arg-type]
            valid=time.valid,
            suggestion=None if time.valid else suggest(time.value, own),
        )


def _times(text: str, own: Calendar, in_time_column: bool) -> Iterator[_Time]:
    for name, pattern in PATTERNS:
        for match in pattern.finditer(text):
            time = _read(name, match, own, in_time_column)
            if time:
                yield time
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


def _read(name: str, match: re.Match[str], own: Calendar, in_time_column: bool) -> _Time | None:
    """The value of a match; None where the pattern alone does not make it a time."""
    groups = match.groupdict()
    start, end = match.span()
    modifier = _modifier(groups.get("mod"))
    raw_mod = (groups.get("mod") or "").strip().lower()
    if groups.get("mod") and (modifier is None or raw_mod in ("gửi", "hoàn thành", "xong")):
        start = match.end("mod")
        modifier = None
    elif groups.get("mod") and (
        binding := re.match(r"(?:hoàn thành|xong|gửi)(?: là)? (?=trước|vào|đến)", groups["mod"].lower())
    ):
        start += binding.end()  # the mention begins with the word that binds: `trước ngày ...`
    year = groups.get("year") or (str(own.year) if own.year else None)
    if name in ("day", "day_of_month", "holiday"):
        if year is None:
            return None
        before = match.string[: match.start()]
        if name == "holiday" and not re.search(rf"\bngày (?:\w+ )?[{UPPER}][^.;\n]{{0,60}}$", before):
            return None
        if name == "day_of_month" and YEARLY.search(re.split(r"[.;\n]", before)[-1]):
            return _Time(start, end, "recurrence", "R/P1Y", modifier, name=name)
        value = f"{year}-{int(groups['month']):02}-{int(groups['day']):02}"
        return _Time(start, end, "date", value, modifier, _exists(value), name)
    if name == "day_interval":
        first = f"{groups['year']}-{int(groups['month']):02}-{int(groups['day']):02}"
        last = f"{groups['year2']}-{int(groups['month2']):02}-{int(groups['day2']):02}"
        valid = _exists(first) and _exists(last) and first <= last
        return _Time(start, end, "interval", f"{first}/{last}", None, valid, name)
    if name == "quarter_interval":
        last_year = groups["year2"] or year
        if last_year is None:
            return None
        first, last = ROMAN_QUARTER[groups["quarter"]], ROMAN_QUARTER[groups["quarter2"]]
        first_year = groups["year"] or (last_year if first <= last else int(last_year) - 1)  # `quý IV đến quý II/2025`
        value = f"{first_year}-{3 * first - 2:02}/{last_year}-{3 * last:02}"
        return _Time(start, end, "interval", value, name=name)
    if name == "month_interval":
        last_year = groups["year2"] or year
        if last_year is None:
            return None
        month, month2 = int(groups["month"]), int(groups["month2"])
        first_year = groups["year"] or (last_year if month <= month2 else int(last_year) - 1)
        value = f"{first_year}-{month:02}/{last_year}-{month2:02}"
        return _Time(
            start,
            end,
            "interval",
            value,
            None,
            _exists_month(groups["month"]) and _exists_month(groups["month2"]),
            name,
        )
    if name == "month":
        if year is None or not 1 <= int(groups["month"]) <= 12:
            return None
        return _Time(start, end, "month", f"{year}-{int(groups['month']):02}", modifier, name=name)
    if name == "quarter":
        if year is None:
            return None
        return _Time(start, end, "quarter", f"{year}-Q{ROMAN_QUARTER[groups['quarter']]}", modifier, name=name)
    if name == "half_year":
        if year is None:
            return None
        return _Time(
            start,
            end,
            "interval",
            f"{year}-01/{year}-06" if groups["half"] == "đầu" else f"{year}-07/{year}-12",
            name=name,
        )
    if name == "ongoing":
        whole = match.string.strip(" .;")
        if not in_time_column and not (
            whole == match[0].strip(" .;") or (match[0][0] == "T" and len(whole) < 60 and match.start() == 0)
        ):
            return None
        with_year = groups.get("year") or (year if match[0].endswith("năm") else None)
        return _Time(start, end, "ongoing", with_year or "ongoing", "within" if with_year else None, name=name)
    if name == "interval":
        return (
            _Time(start, end, "interval", f"{groups['year']}/{groups['year2']}", name=name)
            if groups["year"] <= groups["year2"]
            else None
        )
    if name == "onwards":
        return _Time(start, end, "year", groups["year"], "from", name=name)
    if name == "year":
        return _Time(start, end, "year", groups["year"], modifier, name=name)
    if name == "plan_year":
        return _Time(match.start(), end, "year", year, _modifier(groups.get("mod")), name=name) if year else None
    if name == "yearly_day":
        return _Time(start, end, "recurrence", f"R/{PERIODS[groups['each']]}", modifier, name=name)
    if name in ("frequency", "recurrence"):
        return _Time(match.start(), end, "recurrence", f"R/{PERIODS[groups['each']]}", name=name)
    if name == "months":
        if not REPORTING.search(match.string) and not re.search(r"(?:hàng|hằng)[ ](?:quý|năm|tháng)", match.string):
            return None
        count = {"ba": 3, "sáu": 6, "chín": 9}.get(groups["count"]) or int(groups["count"])
        return _Time(match.start(), end, "recurrence", f"R/P{count}M", name=name)
    return None


def _modifier(words: str | None) -> str | None:
    return next((name for name, rule in MODIFIERS if rule.search(words.lower())), None) if words else None


def _role(text: str, time: _Time, path: str, cited: bool, is_self: bool, in_time_column: bool) -> str:
    if is_self or (path == "H" and time.kind == "date" and not cited):
        return "issued"
    if path == "H" and re.search(r"ngày\s*tháng\s*$", text[: time.start]):
        return "issued"  # `ngày    tháng    năm 2024`, not yet filled in
    if cited:
        return "reference"
    before = text[max(0, time.start - 80) : time.end + 40]
    if time.kind == "recurrence":
        return "reporting" if REPORTING.search(before) else "other"
    if time.modifier in ("before", "on_or_before") and time.kind in ("date", "month", "quarter"):
        return "deadline"
    if in_time_column and time.kind in ("date", "month", "quarter"):
        return "deadline"
    if time.kind in ("year", "interval"):
        if time.name == "plan_year":
            return "reporting" if text[time.start].lower() == "c" else "other"
        return "period"
    if time.kind == "quarter" and REPORTING.search(before):
        return "reporting"
    return "other"


# --- the calendar ---------------------------------------------------------------------------------------------------


def _exists(value: str) -> bool:
    try:
        Day.fromisoformat(value)
    except ValueError:
        return False
    return True


def _exists_month(month: str) -> bool:
    return 1 <= int(month) <= 12


def bounds(kind: str, value: str, valid: bool = True) -> tuple[Day | None, Day | None]:
    """First and last day that a value covers; None for what recurs, goes on, or does not exist.

    >>> [str(day) for day in bounds("quarter", "2024-Q2")]
    ['2024-04-01', '2024-06-30']
    """
    if not valid or kind == "recurrence" or value == "ongoing":
        return None, None
    if kind == "interval":
        first, last = value.split("/")
        return _edges(first)[0], _edges(last)[1]
    return _edges(value)


def _edges(value: str) -> tuple[Day, Day]:
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", value)
    if quarter:
        year, number = int(quarter[1]), int(quarter[2])
        return Day(year, 3 * number - 2, 1), Day(year, 3 * number, calendar.monthrange(year, 3 * number)[1])
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        day = Day(*parts)
        return day, day
    if len(parts) == 2:
        return Day(parts[0], parts[1], 1), Day(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return Day(parts[0], 1, 1), Day(parts[0], 12, 31)


def edtf(kind: str, value: str, modifier: str | None, valid: bool = True) -> str | None:
    """The value in the Extended Date/Time Format (ISO 8601-2); None where the format has no word for it.

    >>> edtf("date", "2024-12-15", "before"), edtf("quarter", "2024-Q2", None), edtf("interval", "2021/2030", None)
    ('../2024-12-15', '2024-34', '2021/2030')
    """
    if not valid or kind == "recurrence" or value == "ongoing":
        return None
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", value)
    if quarter:
        value = f"{quarter[1]}-{32 + int(quarter[2])}"  # sub-year groupings 33 to 36 are the quarters
    if modifier in ("before", "on_or_before"):
        return f"../{value}"
    if modifier in ("from", "after"):
        return f"{value}/.."
    return value


def suggest(value: str, own: Calendar) -> str | None:
    """What an impossible day may have meant: the same day in the plan's year, else the last day of its month.

    >>> suggest("2023-02-29", Calendar(plan_year=2024)), suggest("2024-04-31", Calendar())
    ('2024-02-29', '2024-04-30')
    """
    parts = value.split("/")[0].split("-")
    if len(parts) != 3:
        return None
    year, month, day = (int(part) for part in parts)
    if own.plan_year and own.plan_year != year and _exists(f"{own.plan_year}-{month:02}-{day:02}"):
        return f"{own.plan_year}-{month:02}-{day:02}"
    if 1 <= month <= 12 and 28 < day <= 31:
        return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
    if month > 12 >= day and _exists(f"{year}-{day:02}-{month:02}"):
        return f"{year}-{day:02}-{month:02}"
    return None
