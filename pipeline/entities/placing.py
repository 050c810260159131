"""Where a body is: its province and district, with what became of the province on 1 July 2025.

>>> from pipeline.entities.names import Context
>>> from pipeline.entities.organisations import find_units
>>> xuan_loc = Context(issuer="Ủy ban nhân dân huyện Xuân Lộc", issuer_level="district", province="Đồng Nai")
>>> units = find_units("Sở Nội vụ; Phòng Tư pháp; UBND huyện Tân Phú; Bộ Nội vụ", xuan_loc)
>>> [(place_of(unit, xuan_loc).province, place_of(unit, xuan_loc).district) for unit in units]
[('Đồng Nai', None), ('Đồng Nai', 'huyện Xuân Lộc'), ('Đồng Nai', 'huyện Tân Phú'), (None, None)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.document import UPPER, Unit
from pipeline.entities.names import Context
from pipeline.places import Province, province_named, provinces_of_district

NAMED = re.compile(
    rf"\b(?P<kind>[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã) (?P<name>[{UPPER}]\w*(?:[ -]+[{UPPER}\d]\w*)*)"
)
LAST = re.compile(rf"[{UPPER}]\w*(?:[ -]+[{UPPER}]\w*){{0,4}}$")
BELOW_DISTRICT = ("district", "commune")


@dataclass(frozen=True, slots=True)
class Place:
    """The province and the district of a body; None where it has none or nothing tells."""

    province: str | None = None  # 'Đồng Nai'
    code: str | None = None  # statistical code of the province, '75'
    district: str | None = None  # 'huyện Xuân Lộc'
    since_2025: str | None = None  # the province that it belongs to since 1 July 2025


def place_of(unit: Unit, context: Context) -> Place:
    """The place that a unit's canonical name says, else the document's own; empty for central bodies."""
    own = province_named(context.province)
    for named in NAMED.finditer(unit.canonical):
        kind = named["kind"].lower()
        province = province_named(named["name"]) if kind in ("tỉnh", "thành phố") else None
        if province and (kind == "tỉnh" or province.kind == "thành phố"):
            return _at(province)
        owners = provinces_of_district(kind, named["name"])
        if owners:
            owner = next((each for each in owners if own and each.code == own.code), owners[0])
            return replace(_at(owner if owner == own or len(owners) == 1 else None), district=f"{kind} {named['name']}")
    if unit.level == "central":
        return Place()
    last = LAST.search(unit.canonical)
    words = last[0].split() if last else []
    for count in range(len(words), 0, -1):  # `Báo Tây Ninh`, `Tỉnh ủy Đồng Nai`
        province = province_named(" ".join(words[-count:]))
        if province:
            return _at(province)
    if unit.level == "other" and not unit.is_group:
        return Place()
    locality = context.locality
    inside = unit.level in BELOW_DISTRICT or (unit.level == "department" and context.issuer_level != "province")
    at_district = inside and re.match(r"(?:huyện|quận|thị xã|thành phố) ", locality)
    return replace(_at(own), district=locality if at_district and not unit.canonical.startswith("Sở ") else None)


def _at(province: Province | None) -> Place:
    return Place(province.name, province.code, None, province.since_2025) if province else Place()
