"""The review page: static HTML that opens from disk, one page a document, and an overview of where to look first.

Nothing is fetched from anywhere: a policy in every page forbids it, and all text of a document is escaped.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pyarrow as pa

from pipeline.errors import PipelineError
from pipeline.pool import Processes, Task, run
from pipeline.read.file import read_bytes
from pipeline.read.picture import draw_page
from pipeline.report import figures
from pipeline.report.dossier import dossier
from pipeline.store.corrections import KEYS, REMOVABLE
from pipeline.store.published import by_document, read_rows
from pipeline.store.rows import Rows
from pipeline.store.schema import TABLES
from pipeline.store.values import VOCABULARY
from pipeline.words import Say, speak

HERE = Path(__file__).parent
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # turn the direction of what is read
WORD = re.compile(r"[a-z_]+")  # of a vocabulary, not of a document
ASSETS = ("report.css", "report.js")
WIDTH, QUALITY = 1240, 40  # pixels across, and of WebP: 150 dots an inch on A4; a scanned page takes 100 kB
SECONDS_A_PAGE = 10
FIRST_FLAGS = 200  # listed on the overview


@dataclass(frozen=True, slots=True)
class Built:
    """What the report holds."""

    index: Path
    documents: int
    pictures: int
    missing: tuple[str, ...]  # sources whose pages could not be drawn, and why


def build(
    dataset: Path,
    sources: dict[str, Path],
    out: Path,
    workers: int,
    language: str = "en",
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Built:
    """Write the report of `dataset` below `out`; `sources` are the files by `documents.source_path`.

    `tell` hears how many documents of how many have been drawn. Pictures of an earlier report are kept. A document
    whose file is not there any more is shown without them. Raises NoDataset.
    """
    tables = read_rows(dataset)
    (out / "documents").mkdir(parents=True, exist_ok=True)
    missing = _draw(tables, sources, out / "pages", workers, tell)
    for name in ASSETS:
        shutil.copyfile(HERE / name, out / name)
    say = speak(language)
    pages = _environment(say, language)
    found = figures.standings(tables)
    mine = {name: by_document(rows) for name, rows in tables.items()}
    order = [standing.row["document_id"] for standing in found]
    flagged = {each.row["document_id"] for each in found if each.flags["error"] + each.flags["warning"]}
    pictures = _pictures(out / "pages")
    template = pages.get_template("document.html")
    for place, document_id in enumerate(order):
        own = {name: rows.get(document_id, []) for name, rows in mine.items()}
        shown = dossier(own, pictures.get(document_id, {}))
        html = template.render(
            shown,
            missing=missing.get(own["documents"][0]["source_path"]),
            before=order[place - 1] if place else None,
            after=order[place + 1] if place + 1 < len(order) else None,
            form=_form(say, document_id, *_neighbours(order, flagged, document_id)),
        )
        _write(out / "documents" / f"{document_id}.html", html)
    _forget(out, set(order))
    texts = [[each.row["document_id"], " ".join(each.row["text"].split())] for each in found]
    _write(out / "search.js", f"const TEXTS = {_script(texts)};\n")
    _write(out / "index.html", pages.get_template("overview.html").render(_overview(tables, found, missing)))
    return Built(out / "index.html", len(order), sum(map(len, pictures.values())), tuple(missing.values()))


def _overview(tables: Rows, found: list[figures.Standing], missing: dict[str, str]) -> dict[str, Any]:
    """What the template of the overview needs."""
    place = {standing.row["document_id"]: at for at, standing in enumerate(found)}
    urgency = figures.SEVERITIES.index
    flags = sorted(tables["flags"], key=lambda flag: (urgency(flag["severity"]), place[flag["document_id"]]))
    numbers: Counter[str] = Counter()
    for flag in tables["flags"]:
        numbers[flag["document_id"]] += 1
        flag["id"] = f"flags-{numbers[flag['document_id']]}"
    kinds = Counter((flag["severity"], flag["code"]) for flag in tables["flags"])
    return {
        "standings": found,
        "provinces": figures.provinces(found),
        "completeness": figures.completeness(tables),
        "inputs": Counter(row["status"] for row in tables["inputs"]),
        "failed": [row for row in tables["inputs"] if row["status"] in ("failed", "skipped")],
        "flags": [flag for flag in flags if flag["severity"] != "info"][:FIRST_FLAGS],
        "kinds": sorted(kinds.items(), key=lambda item: (figures.SEVERITIES.index(item[0][0]), -item[1], item[0])),
        "severities": Counter(flag["severity"] for flag in tables["flags"]),
        "documents": {row["document_id"]: row for row in tables["documents"]},
        "corrected": figures.corrected_rules(tables),
        "corrections": [row for row in tables["corrections"] if row["status"] != "applied"],
        "missing": missing,
        "counts": {name: len(rows) for name, rows in tables.items()},
    }


def _environment(say: Say, language: str) -> jinja2.Environment:
    """Templates that escape every value, and say things with `say`."""
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals["say"] = say

    def name(word: str) -> str:
        """Of a column, a flag, a status."""
        return say(word.replace("_", " "))

    def message(flag: dict[str, Any]) -> str:
        """What a flag says: the dataset's sentence, or one of its kind in another language."""
        told = say(f"flag {flag['code']}")
        return flag["message"] if told.startswith("flag ") else told

    def failure(row: dict[str, Any]) -> str:
        told = say(row["error_type"] or "")
        return row["error"] if told == (row["error_type"] or "") else told

    def written_day(day: datetime.date | None) -> str:
        return f"{day.day}/{day.month}/{day.year} {day:%d/%m/%Y}" if day else ""

    pages.filters |= {"name": name, "message": message, "failure": failure, "written_day": written_day}
    pages.filters["day"] = lambda day: "—" if day is None else f"{day:%d/%m/%Y}" if language == "vi" else str(day)
    pages.filters["values"] = lambda words: " ".join(name(word) if WORD.fullmatch(word) else word for word in words)
    pages.filters["place"] = figures.place_name
    pages.filters["plain"] = lambda text: TURNING.sub("\N{REPLACEMENT CHARACTER}", text)
    pages.filters["join_pieces"] = lambda cells: [piece for cell in cells for piece in cell]
    pages.globals["language"] = language
    pages.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # columns in the order of the schema
    pages.filters["percent"] = lambda share: f"{share:.0%}"
    return pages


def _neighbours(order: list[str], flagged: set[str], document_id: str) -> tuple[str | None, str | None]:
    """The documents with flags before and after one, in the order of the overview."""
    at = order.index(document_id)
    before = next((each for each in reversed(order[:at]) if each in flagged), None)
    return before, next((each for each in order[at + 1 :] if each in flagged), None)


def _form(say: Say, document_id: str, before: str | None, after: str | None) -> dict[str, Any]:
    """What the script of a document's page says and offers."""
    columns = {name for table in KEYS for name in (*TABLES[table].arrow.names, table)} | {"restorations", "restored"}
    choices = {f"{table}.{column}": list(words) for (table, column), words in VOCABULARY.items()}
    offered = columns | {word for words in VOCABULARY.values() for word in words}
    lists = [
        f"{table}.{column.name}" for table in KEYS for column in TABLES[table].arrow if pa.types.is_list(column.type)
    ]
    return {
        "document_id": document_id,
        "flagged_before": before,
        "flagged_after": after,
        "choices": choices,
        "lists": lists,
        "removable": list(REMOVABLE),
        "columns": {name: say(name.replace("_", " ")) for name in sorted(offered)},
        "shown": say("{} found"),
        "flag_of": say("flag {} of {}"),
        "first_flag": say("This is the first flag."),
        "last_flag": say("This was the last flag."),
        "about": say("Go to the value"),
        "column": say("column"),
        "value": say("right value"),
        "who": say("who"),
        "why": say("why"),
        "copy": say("Copy line for corrections.csv"),
        "confirm": say("It is right: copy line"),
        "unchanged": say("The value is as it was."),
        "copied": say("Copied: paste it at the end of data/corrections.csv"),
        "remove": say("Copy line that removes this row"),
        "close": say("Close"),
    }


def _script(value: Any) -> str:
    """JSON that can stand in a script of a page."""
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _write(path: Path, text: str) -> None:
    """A whole file or none."""
    fresh = path.with_name(f".{path.name}.fresh")
    fresh.write_text(text, "utf-8", errors="replace")
    fresh.replace(path)


def _forget(out: Path, known: set[str]) -> None:
    """Remove pages and pictures of documents that the dataset does not hold any more."""
    for path in [*(out / "documents").glob("*.html"), *(out / "pages").glob("*.webp")]:
        if path.stem.split("-")[0] not in known:
            path.unlink()


# --- pictures of pages ----------------------------------------------------------------------------------------------


def _pictures(folder: Path) -> dict[str, dict[int, str]]:
    """The addresses of the pictures there are, by document and page."""
    found: dict[str, dict[int, str]] = {}
    for path in sorted(folder.glob("*.webp")):
        document_id, page, _ = path.stem.split("-")
        found.setdefault(document_id, {})[int(page)] = f"../pages/{path.name}"
    return found


def _draw(
    tables: Rows, sources: dict[str, Path], folder: Path, workers: int, tell: Callable[[int, int], None]
) -> dict[str, str]:
    """Draw the pages that have no picture yet; what to tell of each source whose pages could not be drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks, wanted, missing = [], set(), {}
    pages = by_document(tables["pages"])
    for row in tables["documents"]:
        sheets = {
            page["page"]: (page["rotation"], folder / f"{row['document_id']}-{page['page']}-{page['rotation']}.webp")
            for page in pages.get(row["document_id"], ())
            if page["width"]
        }
        wanted |= {path.name for _, path in sheets.values()}
        todo = [(number, turn, path) for number, (turn, path) in sheets.items() if not path.exists()]
        if not todo:
            continue
        source = sources.get(row["source_path"])
        if source is None:
            missing[row["source_path"]] = f"{row['source_path']} is not there any more; name its folder with RAW=folder"
            continue
        arguments = (source, row["source_sha256"], row["media_type"], tuple(todo))
        tasks.append(Task(row["source_path"], draw, arguments, 60.0 + SECONDS_A_PAGE * len(todo)))
    for path in folder.glob("*.webp"):
        if path.name not in wanted:
            path.unlink()
    if tasks:
        for done, outcome in enumerate(run(iter(tasks), Processes(min(workers, len(tasks)))), start=1):
            tell(done, len(tasks))
            if doubt := outcome.result or (outcome.error and f"{outcome.key} cannot be drawn: {outcome.error}"):
                missing[outcome.key] = str(doubt)
    return missing


def draw(path: Path, sha256: str, media_type: str, pages: tuple[tuple[int, int, Path], ...]) -> str | None:
    """Draw pages, each a number, a rotation and where to write it; what to tell of those that cannot be drawn."""
    try:
        if hashlib.sha256(read_bytes(path)).hexdigest() != sha256:
            return f"{path.name} is not the file that was read; run `make extract` again"
    except PipelineError as error:
        return str(error)
    doubt = None
    for number, rotation, target in pages:
        try:
            picture = draw_page(path, media_type, number, rotation, WIDTH)
        except PipelineError as error:
            doubt = str(error)
            continue
        fresh = target.with_suffix(".fresh")
        picture.save(fresh, "WEBP", quality=QUALITY, method=4)
        fresh.replace(target)
    return doubt
