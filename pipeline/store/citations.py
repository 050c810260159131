"""What the documents of a corpus say about one another: which cites which, and numbers that only a citation has.

A number written by hand is often lost on a scan, while another plan cites it in print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.document import Flag, skeleton
from pipeline.store.rows import Rows, add_flag

Row = dict[str, Any]
SAME_SUBJECT = 0.85  # similarity of two titles without their province; a district's plan for the same work has 0.77


def link_citations(rows: Rows) -> None:
    """Fill in numbers and days that citations know, then `target_document_id` where exactly one document is cited.

    A code is unique within its issuer and year: the issuer must agree where the citation names one, the day where it
    gives one.
    """
    recover_numbers(rows)
    by_code: dict[str, list[Row]] = {}
    for document in rows["documents"]:
        if document["code"]:
            by_code.setdefault(document["code"].casefold(), []).append(document)
    for ref in rows["legal_refs"]:
        fitting = [
            document
            for document in by_code.get((ref["code"] or "").casefold(), [])
            if document["document_id"] != ref["document_id"]
            and (not ref["full_issuer"] or _is_issuer(ref["full_issuer"], document))
            and (not ref["full_date"] or not document["issued_date"] or _is_day(ref["full_date"], document))
            and (ref["full_issuer"] or ref["full_date"])
        ]
        ref["target_document_id"] = fitting[0]["document_id"] if len(fitting) == 1 else None


def recover_numbers(rows: Rows) -> None:
    """Fill in the number or the day that a document's scan lost, where all that cite it agree; each with a flag.

    The citing documents must name the same issuer, type and subject, and the month that the letterhead still shows.
    """
    lost = [document for document in rows["documents"] if is_lost(document, "code") or is_lost(document, "issued_date")]
    for document in lost:
        months = {
            date["value"][:7]
            for date in rows["dates"]
            if (date["document_id"] == document["document_id"] and date["role"] == "issued")
            or (
                date["document_id"] == document["document_id"]
                and date["section_path"] == "H"
                and date["kind"] == "month"
            )
        }
        cited = [ref for ref in rows["legal_refs"] if _can_be(ref, document, months)]
        if len({(ref["code"].casefold(), ref["date"]) for ref in cited}) == 1:
            add_flag(rows, document, _fill(document, cited[0], rows))


def is_lost(document: Row, name: str) -> bool:
    """Whether a field is missing, and no person says that there is none."""
    return not document[name] and f"{name}: human" not in document["header_found_by"]


def _can_be(ref: Row, document: Row, months: set[str]) -> bool:
    """Whether a citation by another document names this one."""
    if ref["document_id"] == document["document_id"] or not (ref["code"] and ref["date_value"] and ref["title"]):
        return False
    if ref["type"] != document["doc_type"] or not ref["issuer"] or not _is_issuer(ref["issuer"], document):
        return False
    if document["symbol"] and ref["symbol"] != document["symbol"]:
        return False
    if document["number"] and ref["number"] != document["number"]:
        return False
    if document["issued_date"] and ref["date_value"] != document["issued_date"]:
        return False
    if months and ref["date"][:7] not in months:
        return False
    if not months and document["plan_year"] and abs(ref["date_value"].year - document["plan_year"]) > 1:
        return False
    titles = (_subject(row["title"], document["province_name"]) for row in (ref, document))
    return Levenshtein.normalized_similarity(*titles) >= SAME_SUBJECT


def _fill(document: Row, ref: Row, rows: Rows) -> Flag:
    """Write what the citation knows into the document's row; the flag that says so."""
    filled = list(_fill_fields(document, ref))
    source = next(d["source_path"] for d in rows["documents"] if d["document_id"] == ref["document_id"])
    message = f"{' and '.join(filled)}: from {source}, {ref['section_path']}, which cites it; look at the scan"
    return Flag("number_from_citation", "info", message, 1, "H", ref["raw"])


def _fill_fields(document: Row, ref: Row) -> Iterator[str]:
    if is_lost(document, "code"):
        document["number"], document["symbol"], document["code"] = ref["number"], ref["symbol"], ref["code"]
        yield f"the number {ref['code']}"
    if is_lost(document, "issued_date"):
        document["issued_date"] = ref["date_value"]
        yield f"the day {ref['date']}"


def _is_issuer(issuer: str, document: Row) -> bool:
    return _plain(issuer).removeprefix("chu tich ") == _plain(document["issuer"]).removeprefix("chu tich ")


def _is_day(day: str, document: Row) -> bool:
    return str(document["issued_date"]).startswith(day)


def _subject(title: str | None, province: str | None) -> str:
    """A title without the province, which a citation adds or leaves out."""
    place = (
        rf"\b(?:tren dia ban )?(?:tinh|thanh pho)\b(?: {_plain(province)})?" if province else r"\btren dia ban tinh\b"
    )
    return re.sub(r"\s+", " ", re.sub(place, " ", _plain(title))).strip()


def _plain(text: str | None) -> str:
    return re.sub(r"\W+", " ", skeleton(text or "")).strip()
