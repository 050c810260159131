"""How right the samples come out, figure by figure: `make quality` extracts them and prints the table.

Every figure is an F1 over the multiset of answers, or a share of right fields, in [0, 1]; the answers are compared
without case, with one placement of tone marks. The floors stand in quality.json; lowering one is a decision. Those of
scans leave 0.05 for other builds of Tesseract, the others 0.01.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from rapidfuzz.distance import Levenshtein

from models.diacritics.evaluate import measure
from pipeline.__main__ import main as extract
from pipeline.entities.fields import even
from pipeline.text.diacritics import restore_lines
from pipeline.text.syllables import strip_marks
from tests.samples.misread import PAGES as MISREAD

HERE = Path(__file__).parent
TRUTH = HERE / "samples" / "truth"
FLOORS: dict[str, dict[str, float]] = json.loads((HERE / "quality.json").read_text("utf-8"))
RESTORED: dict[str, float] = FLOORS.pop("restoration")  # floors of restoration_figures

METADATA = (
    ("doc_type", "doc_type"),
    ("number", "number"),
    ("symbol", "symbol"),
    ("issued_date", "issued_date"),
    ("issued_place", "issued_place"),
    ("issuer", "issuer"),
    ("level", "issuer_level"),
    ("province", "province_name"),
    ("title", "title"),
    ("year", "plan_year"),
    ("signer", "signer"),
    ("signer_title", "signer_title"),
)


def plain(value: Any) -> str:
    """A value as it is compared."""
    if value is None or value != value:  # null and NaN
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return " ".join(even(text).casefold().split()).strip(" .,;:-*\"'()")


def f1(truth: Iterable[Any], got: Iterable[Any]) -> float:
    """F1 of two multisets; 1 where both are empty."""
    a, b = Counter(truth), Counter(got)
    hits, total = sum((a & b).values()), sum(a.values()) + sum(b.values())
    return 2 * hits / total if total else 1.0


def alike(a: Any, b: Any, least: float) -> bool:
    """Whether two texts are the same but for a few characters."""
    return Levenshtein.normalized_similarity(plain(a), plain(b)) >= least


def figures(dataset: Path) -> dict[str, dict[str, float]]:
    """The figures of every sample by the stem of its file."""
    return {path.stem: score_sample(dataset, path.stem) for path in sorted(TRUTH.glob("*.json"))}


def score_sample(dataset: Path, stem: str) -> dict[str, float]:
    """The figures of the sample whose file begins with `stem`."""
    names = ("documents", "sections", "table_rows", "legal_refs", "dates", "quotas", "units", "assignments")
    tables = {name: pd.read_parquet(dataset / name) for name in names}
    documents = tables["documents"]
    (document,) = documents[documents.source_path.str.startswith(stem)].to_dict("records")
    mine = {name: table[table.document_id == document["document_id"]] for name, table in tables.items()}
    return _score(json.loads((TRUTH / f"{stem}.json").read_text("utf-8")), document, mine)


def _score(truth: dict[str, Any], document: dict[str, Any], mine: dict[str, pd.DataFrame]) -> dict[str, float]:
    header = truth["metadata"]
    sections = dict(zip(mine["sections"].path, mine["sections"].text, strict=True))
    right = sum(
        alike(node["text"], sections.get(node["path"]), 0.9) for node in truth["sections"] if node["path"] in sections
    )
    scores = {
        "metadata": sum(plain(header[key]) == plain(document[column]) for key, column in METADATA) / len(METADATA),
        "recipients": f1(map(plain, header["recipients"]), map(plain, document["recipients"])),
        "sections": 2 * right / (len(truth["sections"]) + len(sections)),
        "legal_refs": f1(
            ((plain(r["type"]), plain(r["code"] or r["name"]), plain(r["date"])) for r in truth["legal_refs"]),
            ((plain(r.type), plain(r.code) or plain(r.name), plain(r.date)) for r in mine["legal_refs"].itertuples()),
        ),
        "dates": f1(
            ((r["kind"], r["value"]) for r in truth["dates"]), ((r.kind, r.value) for r in mine["dates"].itertuples())
        ),
        "quotas": f1(
            ((float(r["value"]), r["comparator"], plain(r["unit"])) for r in truth["quotas"]),
            ((r.value, r.comparator, plain(r.unit)) for r in mine["quotas"].itertuples()),
        ),
        "units": f1((plain(r["raw"]) for r in truth["units"]), map(plain, mine["units"].raw)),
        "assignments": f1(
            {(r["path"], plain(r["unit"]), r["role"]) for r in truth["assignments"]},
            {(r.section_path, plain(r.unit), r.role) for r in mine["assignments"].itertuples()},
        ),
    }
    if truth["tables"]:
        scores["table_cells"] = _cells(truth["tables"], mine["table_rows"])
    return scores


def _cells(truth: list[dict[str, Any]], rows: pd.DataFrame) -> float:
    total = right = 0
    for number, table in enumerate(truth, start=1):
        got = list(rows[rows.table_id == f"T{number}"].sort_values("row").cells)
        for index, cells in enumerate(table["rows"]):
            found = list(got[index]) if index < len(got) else []
            total += len(cells)
            right += sum(alike(cell, found[k] if k < len(found) else "", 0.95) for k, cell in enumerate(cells))
    return right / max(total, 1)


FIGURES = "metadata recipients sections table_cells legal_refs dates quotas units assignments".split()


def restoration_figures() -> dict[str, tuple[float, float]]:
    """Share of right syllables as read and as restored, of the samples' texts misread in each way."""
    rows = [json.loads(row) for row in MISREAD.read_text(encoding="utf-8").splitlines()]
    read = {name: [(row["true"], row["read"]) for row in rows if row["language"] == name] for name in ("eng", "vie")}
    read["stripped"] = [(true, [strip_marks(line) for line in true]) for true, _ in read["eng"]]
    read["sound"] = [(true, true) for true, _ in read["eng"]]
    scores = {name: measure(pages, restore_lines) for name, pages in read.items()}
    return {name: (score.raw / score.total, score.right / score.total) for name, score in scores.items()}


def main() -> int:
    """Extract data/raw and print the table, one row a figure, one column a sample by its number; `!` below its floor.

    Returns 1 where a figure is below its floor.
    """
    is_low = False
    with tempfile.TemporaryDirectory() as folder:
        if code := extract(["extract", str(HERE.parent / "data" / "raw"), "--out", folder]):
            return code
        found = figures(Path(folder))
    print(f"{'':12}" + "".join(f"{stem[:2]:>8} " for stem in found))
    for name in FIGURES:
        cells = [f"{scores[name]:8.3f}" if name in scores else f"{'-':>8}" for scores in found.values()]
        below = [scores.get(name, 1.0) < FLOORS.get(stem, {}).get(name, 0.0) for stem, scores in found.items()]
        is_low = is_low or any(below)
        print(f"{name:12}" + "".join(f"{cell}!" if low else f"{cell} " for cell, low in zip(cells, below, strict=True)))
    print("\nrestoration, share of right syllables   as read  restored     floor")
    for name, (raw, restored) in restoration_figures().items():
        is_low = is_low or restored < RESTORED[name]
        print(f"{name:38}{raw:9.4f} {restored:9.4f} {RESTORED[name]:9.4f}{'!' if restored < RESTORED[name] else ''}")
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main())
