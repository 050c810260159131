"""How right real documents come out: `make quality` reads those of ../shared/realdocs that are annotated in tests/gold.

The annotations follow ../shared/gold/GUIDE.md. The documents are not part of the project, so a long text is kept as its
first and last words and the number of the words between, which tells any other text from it:

>>> shorten("Tăng cường phối hợp, chia sẻ thông tin giữa các cơ quan hành chính trên địa bàn huyện.")
'Tăng cường phối hợp, …11… địa bàn huyện.'
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.__main__ import main as pipeline
from tests.quality import METADATA, alike, f1, plain
from tests.samples.plan import Plan, Table

HERE = Path(__file__).parent
GOLD = HERE / "gold"
REALDOCS = HERE.parents[1] / "shared" / "realdocs"
SEEDS = HERE.parents[1] / "shared" / "gold"
FIRST, LAST = 4, 3  # words kept
SHORTENED = re.compile(r"(?P<first>.*) …(?P<count>\d+)… (?P<last>.*)", re.DOTALL)
FLOORS: dict[str, dict[str, float]] = json.loads((HERE / "realdocs.json").read_text("utf-8"))
FIGURES = ("metadata", "recipients", "sections", "headings", "table_cells", "table_rows")
ENTITIES = ("legal_refs", "refs+issuer", "dates", "dates+role", "quotas", "units", "canonical", "assignments")
# What of each entity is kept and compared: the keys of ../shared/score/score.py.
KEYS = {
    "legal_refs": ("type", "code", "name", "date", "issuer"),
    "dates": ("kind", "value", "modifier", "role"),
    "quotas": ("value", "comparator", "unit", "period"),
    "units": ("raw", "canonical"),
    "assignments": ("path", "unit", "role"),
}
MOST_LINE, MOST_HEAD = 60, 26  # characters of a line of a title, and of the letterhead, when set in type


def shorten(text: str) -> str:
    """The first and last words of a text and the number of those between; short texts whole."""
    words = text.split()
    if len(words) <= FIRST + LAST + 1:
        return " ".join(words)
    return f"{' '.join(words[:FIRST])} …{len(words) - FIRST - LAST}… {' '.join(words[-LAST:])}"


def same(gold: str, text: str | None, least: float = 0.9) -> bool:
    """Whether a text is the one of the annotation, which may be shortened, but for a few characters."""
    kept = SHORTENED.fullmatch(gold)
    if not kept:
        return alike(gold, text, least)
    found = SHORTENED.fullmatch(shorten(text or ""))
    if not found or abs(int(kept["count"]) - int(found["count"])) > 0.1 * int(kept["count"]):
        return False
    return alike(f"{kept['first']} {kept['last']}", f"{found['first']} {found['last']}", least)


def documents() -> list[tuple[str, Path]]:
    """The annotated documents and their files, sorted; empty where ../shared is not beside this checkout."""
    files = [path for folder in ("pdf", "plans") for path in sorted((REALDOCS / folder).glob("*"))]
    names = sorted(path.stem for path in GOLD.glob("*.json"))
    return [(name, path) for name in names for path in files if path.name.startswith(name)]


def score(dataset: Path, gold: dict[str, Any]) -> dict[str, float]:
    """The figures of one document, each in [0, 1]: those of ../shared/score/score.py, by the same rules."""
    names = ("documents", "sections", "tables", "table_rows", *KEYS)
    tables = {name: pd.read_parquet(dataset / name) for name in names}
    starts = [Path(source).name.startswith(gold["doc"]) for source in tables["documents"].source_path]
    (document,) = tables["documents"][starts].to_dict("records")
    mine = {name: table[table.document_id == document["document_id"]] for name, table in tables.items()}
    header = gold["metadata"]
    sections = dict(zip(mine["sections"].path[::-1], mine["sections"].text[::-1], strict=True))
    right = [node for node in gold["sections"] if same(node["text"], sections.get(node["path"]))]
    headings = [node for node in gold["sections"] if node["kind"] == "heading"]
    figures = {
        "metadata": sum(
            same(str(header[key] or ""), plain(document[column]), 0.95)
            if key == "title"
            else plain(document[column]) in map(plain, [header[key], *header.get(f"{key}_accept", [])])
            for key, column in METADATA
        )
        / len(METADATA),
        "recipients": f1(map(plain, header["recipients"]), map(plain, document["recipients"])),
        "sections": 2 * len(right) / (len(gold["sections"]) + len(mine["sections"])),
    }
    if headings:
        figures["headings"] = sum(node in right for node in headings) / len(headings)
    if gold["tables"]:
        ids = sorted(mine["tables"].table_id, key=lambda name: int(name[1:]))
        figures["table_cells"], figures["table_rows"] = score_tables(gold["tables"], ids, mine["table_rows"])
    return figures | (score_entities(gold, mine) if "units" in gold else {})


def score_entities(gold: dict[str, Any], mine: dict[str, pd.DataFrame]) -> dict[str, float]:
    """F1 of the mentions and assignments of one document."""
    tables = {
        name: mine[name].rename(columns={"section_path": "path"} if name == "assignments" else {}) for name in KEYS
    }
    got = {name: [list(row) for row in tables[name][list(KEYS[name])].itertuples(index=False)] for name in KEYS}

    def compare(name: str, *columns: int) -> float:
        keys = [[tuple(plain(row[n]) for n in columns) for row in rows] for rows in (gold[name], got[name])]
        return f1(*map(set, keys)) if name == "assignments" else f1(*keys)

    for rows in (gold["legal_refs"], got["legal_refs"]):
        for row in rows:
            row[1] = plain(row[1]) or plain(row[2])  # by its number, else by its name
    return {
        "legal_refs": compare("legal_refs", 0, 1, 3),
        "refs+issuer": compare("legal_refs", 0, 1, 3, 4),
        "dates": compare("dates", 0, 1),
        "dates+role": compare("dates", 0, 1, 2, 3),
        "quotas": compare("quotas", 0, 1, 2),
        "units": compare("units", 0),
        "canonical": compare("units", 1),
        "assignments": compare("assignments", 0, 1, 2),
    }


def score_tables(gold: Sequence[dict[str, Any]], ids: Sequence[str], rows: pd.DataFrame) -> tuple[float, float]:
    """Share of right cells, and of right rows among those of the annotation or of ours, whichever are more."""
    cells = right = whole = count = 0
    for number, table in enumerate(gold):
        name = ids[number] if number < len(ids) else ""
        found = [list(row) for row in rows[rows.table_id == name].sort_values("row").cells]
        count += max(len(found), len(table["rows"]))
        for at, wanted in enumerate(table["rows"]):
            got = found[at] if at < len(found) else []
            hits = sum(same(cell, got[k] if k < len(got) else "", 0.95) for k, cell in enumerate(wanted))
            cells, right, whole = cells + len(wanted), right + hits, whole + (hits == len(wanted))
    return right / max(cells, 1), whole / max(count, 1)


def broken(text: str, most: int) -> list[str]:
    """The words of a text in lines of at most so many characters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def as_plan(gold: dict[str, Any]) -> Plan:
    """An annotated document, its texts whole, ready to be set in type and scanned."""
    header = gold["metadata"]
    year, month, day = map(int, (header["issued_date"] or "2024-03-12").split("-"))
    return Plan(
        stem=gold["doc"],
        level=header["level"],
        province=header["province"] or "",
        issuer=header["issuer"],
        seat="",
        head=tuple(broken(header["issuer"].upper(), MOST_HEAD)),
        number=header["number"] or "12",
        symbol=header["symbol"] or "KH-UBND",
        place=header["issued_place"] or "Hà Nội",
        day=(day, month, year),
        doc_type=header["doc_type"],
        title=without_marks("\n".join(broken(header["title"], MOST_LINE))),
        year=header["year"],
        sign=(f"{header['sign_mode'] or ''} {header['signer_title']}".strip(),),
        signer=header["signer"],
        recipients=tuple(header["recipients"]),
        units="",
        body="\n".join(map(as_line, gold["sections"])),
        tables=tuple(map(as_table, gold["tables"])),
    )


def without_marks(text: str) -> str:
    """A text without the signs that mean something in the source of a sample."""
    return text.translate(str.maketrans("[]|\t", "()/ "))


def as_line(node: dict[str, Any]) -> str:
    """A section as a line of a sample's body."""
    text, label = without_marks(node["text"]), node["label"]
    if label is None:
        return f"> {text}" if node["path"].startswith("Z") else text
    if label in ("-", "+"):
        return f"{label} {text}"
    mark = ")" if re.fullmatch("[a-zđ]", label) else "."
    return ("# " if node["kind"] == "heading" else "") + f"{label}{mark} {text}"


def as_table(table: dict[str, Any]) -> Table:
    """An appendix table, its columns as wide as their texts ask."""
    columns = list(zip(*table["rows"], strict=True))
    widths = [0.5, *(min(3.5, max(1.0, sum(map(len, column)) / len(column) / 40)) for column in columns[1:])]
    rows = tuple(tuple(map(without_marks, row)) for row in table["rows"])
    header = tuple(table["header"])
    title = without_marks(table["title"])
    return Table("PHỤ LỤC", title, "(Kèm theo Kế hoạch)", header, tuple(widths), rows, landscape=len(header) > 4)


def extract(raw: Path, out: Path) -> int:
    """Publish the dataset of the annotated documents; `raw` is made and holds links to them."""
    raw.mkdir()
    for _, path in documents():
        (raw / path.name).symlink_to(path)
    return pipeline(["extract", str(raw), "--out", str(out)])


def figures(dataset: Path) -> dict[str, dict[str, float]]:
    """The figures of every annotated document, by its name."""
    return {name: score(dataset, annotation(name)) for name, _ in documents()}


def annotation(name: str) -> dict[str, Any]:
    """The annotation of a document, shortened."""
    return json.loads((GOLD / f"{name}.json").read_text("utf-8"))


def main() -> int:
    """Print the figures of the annotated documents, `!` below the floor; 1 where one is.

    `python -m tests.realdocs FULL.json ...` shortens annotations instead and writes them to tests/gold.
    """
    for name in sys.argv[1:]:
        write_shortened(json.loads(Path(name).read_text("utf-8")))
    if sys.argv[1:]:
        return 0
    if not documents():
        print("no ../shared beside this checkout: the real documents are not measured")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if code := extract(Path(folder) / "raw", Path(folder) / "out"):
            return code
        found = figures(Path(folder) / "out")
    is_low = False
    for part in (FIGURES, ENTITIES):
        print(f"{'':20}" + "".join(f"{name:>12}" for name in part))
        for name, scores in found.items():
            if part[0] not in scores:
                continue
            cells = [f"{scores[figure]:11.3f}" if figure in scores else f"{'-':>11}" for figure in part]
            below = [scores.get(figure, 1.0) < FLOORS[name].get(figure, 0.0) for figure in part]
            is_low = is_low or any(below)
            print(f"{name:20}" + "".join(cell + ("!" if low else " ") for cell, low in zip(cells, below, strict=True)))
        means = [[scores[figure] for scores in found.values() if figure in scores] for figure in part]
        print(f"{'mean':20}" + "".join(f"{sum(each) / len(each):11.3f} " for each in means))
    return int(is_low)


def write_shortened(gold: dict[str, Any]) -> None:
    """Write an annotation to tests/gold, its long texts shortened."""
    entities = (
        {name: [[row.get(key) for key in KEYS[name]] for row in gold[name]] for name in KEYS}
        if gold.get("units")
        else {}
    )
    gold = {key: gold[key] for key in ("doc", "metadata", "sections", "tables")} | entities
    for node in gold["sections"]:
        node["text"] = shorten(node["text"])
    for table in gold["tables"]:
        table["rows"] = [[shorten(cell) for cell in row] for row in table["rows"]]
    rows = [f'  "{key}": {dump(value)}' for key, value in gold.items()]
    (GOLD / f"{gold['doc']}.json").write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


def dump(value: Any) -> str:
    """JSON with one section, one table row or one field of the metadata a line."""
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        return "[\n" + ",\n".join(f"    {dump_flat(each)}" for each in value) + "\n  ]"
    if isinstance(value, dict):
        return (
            "{\n"
            + ",\n".join(f'    "{key}": {json.dumps(item, ensure_ascii=False)}' for key, item in value.items())
            + "\n  }"
        )
    return json.dumps(value, ensure_ascii=False)


def dump_flat(value: dict[str, Any] | list[Any]) -> str:
    """A section or an entity on one line, a table with a line a row."""
    if isinstance(value, list) or "rows" not in value:
        return json.dumps(value, ensure_ascii=False)
    rows = ",\n".join(f"      {json.dumps(row, ensure_ascii=False)}" for row in value["rows"])
    head = json.dumps({"title": value["title"], "header": value["header"]}, ensure_ascii=False)
    return head[:-1] + ', "rows": [\n' + rows + "\n    ]}"


if __name__ == "__main__":
    sys.exit(main())
