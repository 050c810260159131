"""What a dataset is like: how complete, how sure, and where a person should look first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipeline.document import skeleton
from pipeline.store.published import by_document
from pipeline.store.rows import Rows

HEAD = ("code", "issued_date", "issuer", "province", "title", "signer", "recipients", "legal_bases")
ENTITIES = ("units", "dates", "legal_refs", "quotas", "assignments")
SEVERITIES = ("error", "warning", "info")
DOUBTFUL = 0.7  # confidence of a value below which a person should look


@dataclass(frozen=True, slots=True)
class Standing:
    """How well one document came out."""

    row: dict[str, Any]  # of `documents`
    flags: Counter[str]  # by severity
    complete: float  # share of HEAD that was found
    sure: float  # mean confidence of its words, 0-1
    doubtful: int  # values below DOUBTFUL
    counts: dict[str, int]  # rows of each table of ENTITIES

    @property
    def urgency(self) -> tuple[Any, ...]:
        """Sorts what a person should look at first to the front."""
        flags = self.flags
        return (
            -flags["error"],
            -flags["warning"],
            round(self.complete, 3),
            round(self.sure, 3),
            self.row["source_path"],
        )


def standings(tables: Rows) -> list[Standing]:
    """Every document of `tables`, those to look at first in front."""
    flags = by_document(tables["flags"])
    entities = {name: by_document(tables[name]) for name in ENTITIES}
    found = []
    for row in tables["documents"]:
        mine = {name: entities[name].get(row["document_id"], []) for name in ENTITIES}
        found.append(
            Standing(
                row,
                Counter(flag["severity"] for flag in flags.get(row["document_id"], ())),
                sum(_is_found(row, name) for name in HEAD) / len(HEAD),
                row["mean_confidence"],
                sum(each["confidence"] < DOUBTFUL for rows in mine.values() for each in rows),
                {name: len(rows) for name, rows in mine.items()},
            )
        )
    return sorted(found, key=lambda standing: standing.urgency)


def _is_found(document: dict[str, Any], name: str) -> bool:
    return bool(document[name]) and document[name] != "unknown"


def alphabetical(name: str) -> str:
    """Sorts names as Vietnamese dictionaries do, tones aside: Đ follows D.

    >>> sorted(["Đồng Nai", "Bình Định", "Bắc Giang", "Cà Mau"], key=alphabetical)
    ['Bắc Giang', 'Bình Định', 'Cà Mau', 'Đồng Nai']
    """
    return skeleton(name.lower().replace("đ", "dz"))


def completeness(tables: Rows) -> dict[str, float]:
    """The share of documents that have each field of HEAD, the rarest first."""
    rows = tables["documents"]
    shares = {name: sum(_is_found(row, name) for row in rows) / max(len(rows), 1) for name in HEAD}
    return dict(sorted(shares.items(), key=lambda item: (item[1], item[0])))


def place_name(document: dict[str, Any]) -> str:
    """The province of a document as people call it."""
    told = {"trung-uong": "Trung ương", "unknown": "?"}
    return str(document["province_name"] or told.get(document["province"], document["province"]))


def provinces(found: list[Standing]) -> list[dict[str, Any]]:
    """What each province has, in the order of their names."""
    grouped: dict[str, list[Standing]] = {}
    for standing in found:
        grouped.setdefault(standing.row["province"], []).append(standing)
    rows = []
    for slug, mine in grouped.items():
        rows.append(
            {
                "province": slug,
                "name": place_name(mine[0].row),
                "documents": len(mine),
                "pages": sum(each.row["page_count"] for each in mine),
                "assignments": sum(each.counts["assignments"] for each in mine),
                "flags": sum(each.flags["error"] + each.flags["warning"] for each in mine),
                "sure": sum(each.sure for each in mine) / len(mine),
                "complete": sum(each.complete for each in mine) / len(mine),
            }
        )
    return sorted(rows, key=lambda row: alphabetical(row["name"]))


def corrected_rules(tables: Rows) -> list[tuple[str, str, str, int]]:
    """Table, column, rule and how often people set right what it found; the most corrected first."""
    counts = Counter(
        (row["table"], row["column"], row["rule"] or "") for row in tables["corrections"] if row["status"] == "applied"
    )
    return [(*key, count) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
