"""Provinces and districts: names, slugs, statistical codes, and what became of them on 1 July 2025.

>>> province_named("tỉnh Đồng Nai").code
'75'
>>> province_named("Bình Dương").since_2025
'Hồ Chí Minh'
>>> [place.name for place in provinces_of_district("huyện", "Xuân Lộc")]
['Đồng Nai']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.document import skeleton

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Province:
    """One of the provinces until 30 June 2025."""

    code: str
    name: str
    kind: str  # 'tỉnh' or 'thành phố'
    since_2025: str

    @property
    def slug(self) -> str:
        """`dong-nai`, the key of the dataset."""
        return re.sub(r"[^a-z0-9]+", "-", skeleton(self.name)).strip("-")

    @property
    def full_name(self) -> str:
        """`tỉnh Đồng Nai`, `Thành phố Hồ Chí Minh`, with the case that names of units use."""
        return f"{self.kind} {self.name}" if self.name != "Hồ Chí Minh" else "Thành phố Hồ Chí Minh"


@cache
def provinces() -> tuple[Province, ...]:
    """All provinces until 30 June 2025; Thừa Thiên Huế and its successor Huế both."""
    rows = (line.split("\t") for line in (HERE / "provinces.tsv").read_text("utf-8").splitlines()[1:])
    return tuple(Province(code, name, kind, later) for code, name, kind, later, _ in rows)


@cache
def districts() -> tuple[tuple[str, str, str], ...]:
    """(province code, kind, name) of every district until 30 June 2025."""
    lines = (HERE / "districts.tsv").read_text("utf-8").splitlines()[1:]
    return tuple(tuple(line.split("\t")) for line in lines)  # type: ignore[misc]


@cache
def _by_skeleton() -> dict[str, Province]:
    names = {_bare(province.name): province for province in provinces()}
    return names | {
        "hcm": names["ho chi minh"],
        "sai gon": names["ho chi minh"],
        "ba ria vung tau": names["ba ria-vung tau"],
    }


@lru_cache(maxsize=4000)
def _bare(name: str) -> str:
    """`Tỉnh Bà Rịa – Vũng Tàu` -> `ba ria-vung tau`."""
    text = re.sub(r"\s*[-–—]\s*", "-", skeleton(name))
    return re.sub(r"^(?:tinh|thanh pho|tp\.?)\s*", "", re.sub(r"\s+", " ", text).strip(" .,;:"))


def province_named(name: str | None) -> Province | None:
    """The province of that name, whatever its case, marks or leading `tỉnh`; None for another name."""
    return _by_skeleton().get(_bare(name)) if name else None


@cache
def province_pattern() -> re.Pattern[str]:
    """Matches every province name on a skeleton text, longest first."""
    names = sorted(_by_skeleton(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(name).replace(r"\-", r"\s*[-–]\s*") for name in names) + r")\b")


@cache
def _districts_by_skeleton() -> dict[str, list[tuple[str, str]]]:
    """Name without marks -> kind and province code of every district that has it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, kind, name in districts():
        found.setdefault(skeleton(name), []).append((kind, code))
    return found


def provinces_of_district(kind: str, name: str) -> tuple[Province, ...]:
    """The provinces that had a district of that kind and name; several for names such as Châu Thành."""
    named = _districts_by_skeleton().get(skeleton(name), ())
    codes = {code for its_kind, code in named if not kind or its_kind == kind.lower()}
    return tuple(province for province in provinces() if province.code in codes and province.name != "Huế")


@cache
def district_pattern() -> re.Pattern[str]:
    """Matches `huyện Xuân Lộc` on a skeleton text: groups `kind` and `name`."""
    names = sorted({skeleton(name) for _, _, name in districts()}, key=len, reverse=True)
    return re.compile(
        r"\b(?P<kind>huyen|thi xa|thanh pho|quan|tp\.?|tx\.?)\s+(?P<name>" + "|".join(map(re.escape, names)) + r")\b"
    )


@cache
def _spellings() -> dict[tuple[str, str], str]:
    """Kind and name without marks -> the name, where only one is written so."""
    found: dict[tuple[str, str], set[str]] = {}
    for kind, name in [(place.kind, place.name) for place in provinces()] + [row[1:] for row in districts()]:
        found.setdefault((skeleton(kind), skeleton(name)), set()).add(name)
    return {key: names.pop() for key, names in found.items() if len(names) == 1}


def respell(body: str) -> str:
    """The name of a body with the marks of its province or district as the gazetteer has them: OCR loses some.

    >>> respell("Ủy ban nhân dân huyện Tri Tổn"), respell("Ủy ban nhân dân thành phó Hò Chí Minh")
    ('Ủy ban nhân dân huyện Tri Tôn', 'Ủy ban nhân dân thành phố Hồ Chí Minh')
    """
    match = re.search(r"\b(tinh|thanh pho|huyen|quan|thi xa)\s+([^,;()]+)$", skeleton(body))
    name = _spellings().get((match[1], match[2].strip())) if match else None
    if not match or not name:
        return body
    kind = {"tinh": "tỉnh", "thanh pho": "thành phố", "huyen": "huyện", "quan": "quận", "thi xa": "thị xã"}[match[1]]
    if body[match.start() : match.start() + 1].isupper():
        kind = kind.capitalize()
    return f"{body[: match.start()]}{kind} {name}"
