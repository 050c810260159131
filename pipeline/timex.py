"""Values of temporal expressions: what they cover, and how ISO 8601-2 (EDTF) writes them."""

from __future__ import annotations

import calendar
import re
from datetime import date as Day

ONE = r"\d{4}(?:-Q[1-4]|-(?:0[1-9]|1[0-2])(?:-\d\d)?)?"
FORMS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "month": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])"),
    "quarter": re.compile(r"\d{4}-Q[1-4]"),
    "year": re.compile(r"\d{4}"),
    "interval": re.compile(rf"{ONE}/{ONE}"),
    "recurrence": re.compile(r"R/P(?:\d+[YMWD])+"),
    "ongoing": re.compile(r"ongoing"),
}


def kind_of(value: str) -> str | None:
    """The kind of a value; None for what is no value.

    >>> [kind_of(value) for value in ("2024-02-22", "2024-Q1", "2021/2030", "R/P3M", "ongoing", "soon")]
    ['date', 'quarter', 'interval', 'recurrence', 'ongoing', None]
    """
    return next((kind for kind, form in FORMS.items() if form.fullmatch(value)), None)


def is_value(value: str) -> bool:
    """Whether a value has a kind, and every day, month and year in it exists, in the right order.

    >>> [is_value(value) for value in ("2024-02-29", "2023-02-29", "2024-02-30/2024-03-05", "2024/2023-12", "R/P3M")]
    [True, False, False, False, True]
    """
    kind = kind_of(value)
    try:
        first, last = bounds(kind, value) if kind else (None, None)
    except ValueError:
        return False
    return bool(kind) and (first is None or last is None or first <= last)


def exists(value: str) -> bool:
    """Whether a calendar has that day.

    >>> exists("2024-02-29"), exists("2023-02-29")
    (True, False)
    """
    try:
        Day.fromisoformat(value)
    except ValueError:
        return False
    return True


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
    # sub-year groupings 33 to 36 are the quarters
    value = re.sub(r"(\d{4})-Q([1-4])", lambda quarter: f"{quarter[1]}-{32 + int(quarter[2])}", value)
    if modifier in ("before", "on_or_before"):
        return f"../{value}"
    if modifier in ("from", "after"):
        return f"{value}/.."
    return value
