"""The fields of state management after which departments, offices and ministries are named: fields.tsv."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pipeline.text.syllables import NEW_TONE, TONE_STYLES

HERE = Path(__file__).parent


def even(text: str) -> str:
    """A copy of equal length with one placement of tone marks, plain hyphens and plain spaces.

    >>> even("Uỷ ban – Văn hoá"), even("hoàn toàn")
    ('Ủy ban - Văn hóa', 'hoàn toàn')
    """
    text = text.replace("–", "-").replace("—", "-").replace("\u00a0", " ").replace("’", "'")
    return NEW_TONE.sub(lambda match: TONE_STYLES[match[1]], text)


@cache
def field_rows() -> tuple[tuple[str, list[str], list[str]], ...]:
    """Name, heads and abbreviations of every field."""
    lines = (HERE / "fields.tsv").read_text("utf-8").splitlines()[1:]
    rows = [[*line.split("\t"), ""] for line in lines]
    return tuple((row[0], row[1].split(), row[2].split()) for row in rows)


def loose(name: str) -> str:
    """A field's pattern: any dash, any case; a short name begins with a capital, for `Sở xây dựng` may tell a task."""
    if name.isupper() or "&" in name:
        return " ?& ?".join(re.escape(part).replace(r"\-", " ?- ?") for part in name.split("&"))
    # `Sở Giáo dục - Đào tạo`, `Sở Văn hóa Thể thao Du lịch`: what joins the parts varies
    written = re.escape(name).replace(r",\ ", "(?:,| -)? ").replace(r"\ \-\ ", "(?: ?- ?| và | )")
    written = written.replace(r"\ và\ ", "(?: và | ?- ?| )").replace(r"\ ", " ")
    return rf"(?i:{written})" if " và " in name else rf"{name[0]}(?i:{written[1:]})"
