"""The command line: `python -m pipeline extract RAW --out OUT`, `python -m pipeline restore < noisy.txt`."""

from __future__ import annotations

import argparse
import fcntl
import io
import logging
import os
import signal
import sys
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pipeline.errors import MissingModel, readable
from pipeline.flow import Failure, Reading, begin, finish, read
from pipeline.pool import TASK_LIMIT_S, Outcome, Task, TaskTimeout, WorkerDied, run
from pipeline.read.file import Opened
from pipeline.read.kept import trim
from pipeline.read.plain import decode
from pipeline.store.citations import link_citations
from pipeline.store.parquet import in_the_way, publish
from pipeline.store.rows import Rows
from pipeline.store.schema import TABLES
from pipeline.text.diacritics import restore_text

SECONDS_A_PAGE = 5  # to understand it; a destroyed page of 500 words takes 0.3
MODELS = Path(__file__).parents[1] / "models"
LOG = logging.getLogger("pipeline")
OPENING, FINISHING = -1, 0  # beside the numbers of pages, what a task is about
STAGES = {OPENING: "open", FINISHING: "understand"}


@dataclass(slots=True)
class Job:
    """One input on its way through the run."""

    path: Path
    source: str
    is_opened: bool = False
    opened: Opened | None = None
    duplicates: list[str] = field(default_factory=list)  # other names of the same bytes
    pages: dict[int, Reading] = field(default_factory=dict)
    is_read: bool = False
    rows: Rows | None = None
    failure: Failure | None = None
    duplicate_of: str | None = None

    @property
    def is_hidden(self) -> bool:
        """A name with a leading dot is the system's or an editor's, not a document's."""
        return self.path.name.startswith(".")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 where a file failed through our bug, 2 for bad arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline", description="Plans of Vietnam's authorities -> Parquet tables."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser(
        "extract",
        help="read a folder of documents and publish its tables",
        description="Read every file below RAW and publish the tables in OUT.",
        epilog="example: python -m pipeline extract data/raw --out data/processed --workers 4",
    )
    command.add_argument("raw", type=Path, metavar="RAW", help="the folder with the documents")
    command.add_argument("--out", type=Path, required=True, metavar="OUT", help="the folder for the tables")
    command.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="worker processes (default: one a core)"
    )
    command.add_argument(
        "--cache",
        type=Path,
        default=_cache_folder(),
        metavar="DIR",
        help="where OCR results are kept, so that no page is read twice (default: %(default)s)",
    )
    command.add_argument("--no-cache", action="store_const", const=None, dest="cache", help="keep no OCR results")
    command = commands.add_parser(
        "restore",
        help="give misread Vietnamese its letters back",
        description="Read a text, as OCR left it, and write it as it should read; sound text comes out as it is.",
        epilog="example: python -m pipeline restore < noisy.txt > restored.txt",
    )
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the text (default: standard input)")
    command = commands.add_parser(
        "export",
        help="write the published tables as Excel, CSV and DuckDB",
        description="Write the tables of DATASET as one workbook, CSV files and a DuckDB file with views.",
        epilog="example: python -m pipeline export data/processed --out data/processed/export",
    )
    command.add_argument("dataset", type=Path, metavar="DATASET", help="the folder that `extract` published")
    command.add_argument("--out", type=Path, required=True, metavar="OUT", help="the folder for the files")
    options = parser.parse_args(arguments)
    if options.command == "restore":
        return restore_command(options.file)
    if options.command == "export":
        return export_command(options.dataset.expanduser(), options.out.expanduser())
    options.raw, options.out = options.raw.expanduser(), options.out.expanduser()
    options.cache = options.cache and options.cache.expanduser()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that has no Vietnamese letters shows their numbers
        sys.stdout.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(highlight=False)
    if complaint := _complaint(options):
        console.print(complaint, style="red", soft_wrap=True, markup=False)
        return 2
    try:
        with only_run(options.out):
            return extract_folder(options.raw, options.out, options.workers, options.cache, console)
    except BlockingIOError:
        message = f"Another run writes to {options.out}; wait for it, or name another folder with OUT=folder."
        console.print(message, style="red", markup=False)
        return 2
    except UnusableFolder as error:
        message = f"{options.out} cannot be used ({error}); name another folder with OUT=folder."
        console.print(message, style="red", markup=False)
        return 2
    except NotReady as error:
        console.print(f"{error}. Nothing was published: the tables are as they were.", style="red", markup=False)
        return 2
    except KeyboardInterrupt:
        console.print("Stopped. Nothing was published: the tables are as they were.", style="red")
        return 130


def export_command(dataset: Path, out: Path) -> int:
    """Write the exports and name them; the exit code is 0 or 2."""
    from pipeline.store.export import export  # where it is used: it takes DuckDB and a writer of workbooks

    try:
        for path in export(dataset, out):
            print(path)
    except FileNotFoundError as error:
        print(f"{error}; run `make extract` first, or name the folder with OUT=folder.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{out} cannot be written ({error.strerror}); name another folder.", file=sys.stderr)
        return 2
    return 0


def restore_command(path: Path | None) -> int:
    """Write the restored text of `path`, or of standard input, to standard output; the exit code is 0 or 2."""
    try:
        text = decode(path.expanduser().read_bytes() if path else sys.stdin.buffer.read())
        if text is None:
            print(f"{path or 'The input'} is no text; give a text file, or scans to `extract`.", file=sys.stderr)
            return 2
        sys.stdout.buffer.write(restore_text(text).encode("utf-8"))
    except OSError as error:
        print(f"{path} cannot be read ({error.strerror}); name a text file.", file=sys.stderr)
        return 2
    except MissingModel as error:
        print(f"{error}.", file=sys.stderr)
        return 2
    return 0


class NotReady(Exception):
    """The machine lacks what every file needs: the OCR engine, a model."""


class UnusableFolder(Exception):
    """The folder for the tables cannot be made or written."""


@contextmanager
def only_run(out: Path) -> Iterator[None]:
    """Hold `out` for this process; raises BlockingIOError where another one holds it. A dead owner holds nothing."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / ".lock").open("w")
        _start_log(out / "run.log")
    except OSError as error:
        raise UnusableFolder(error.strerror) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _complaint(options: argparse.Namespace) -> str | None:
    raw, out = options.raw, options.out
    if taken := in_the_way(out):
        return f"{out} holds files of its own named {', '.join(taken)}; name another folder with OUT=folder."
    if options.workers < 1:
        return f"--workers {options.workers}: give 1 or more."
    if not raw.is_dir():
        return f"{raw} is not a folder; make it and put your documents in, or name another with RAW=folder."
    if not any(not path.name.startswith(".") for path in _inputs(raw, out)):
        return f"{raw} holds no file; put your PDFs, scans, DOCX or text files in and run this again."
    if out.exists() and not out.is_dir():
        return f"{out} is a file; name a folder for the tables with OUT=folder."
    if out.resolve() == raw.resolve():
        return f"{out} is the input folder too; name another for the tables with OUT=folder."
    return None


def _inputs(raw: Path, out: Path) -> Iterator[Path]:
    """Every file below `raw`, every link to a folder and every folder that may not be read, in sorted order.

    Folders with a leading dot are passed over, and `out` where it lies below `raw`.
    """
    published = out.resolve()
    closed: list[Path] = []
    for folder, folders, files in os.walk(raw, onerror=lambda error: closed.append(Path(error.filename))):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in links and (here / name).resolve() != published
        )
        yield from (here / name for name in sorted(files + links))
    yield from closed


def _cache_folder() -> Path:
    """Where programs of this user keep what they can make again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "vnplan" / "ocr"


def extract_folder(raw: Path, out: Path, workers: int, cache: Path | None, console: Console) -> int:
    """Read every file below `raw` and publish its tables in `out`; returns the exit code.

    What OCR reads is kept in `cache`, unless that is None.
    """
    started = time.monotonic()
    jobs = _jobs(raw, out)
    bugs = _process(jobs, workers, cache, console)
    if cache:
        trim(cache)
    tables = _collect(jobs)
    publish(tables, out, _model_hashes())
    seconds = time.monotonic() - started
    LOG.info("published %d documents in %.1f s", len(tables["documents"]), seconds)
    _summary(tables, seconds, out, console)
    return 1 if bugs else 0


def _jobs(raw: Path, out: Path) -> list[Job]:
    """A job for every input, sorted by source: the path below RAW, with forward slashes and in NFC.

    Bytes of a name that are no text are written as \\xNN; of names that then read the same, all but the first get ~2,
    ~3 and so on.
    """
    jobs: dict[str, Job] = {}
    for path in _inputs(raw, out):
        name = source = unicodedata.normalize("NFC", readable(path.relative_to(raw).as_posix()))
        number = 1
        while source in jobs:
            number += 1
            source = f"{name}~{number}"
        jobs[source] = Job(path, source)
    return [jobs[source] for source in sorted(jobs)]


def _process(jobs: list[Job], workers: int, cache: Path | None, console: Console) -> int:
    """Open, read and understand every file; fills the jobs and returns how many failed through a bug of ours."""
    bugs = 0
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("pages  {task.fields[rate]}  {task.fields[name]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        opening = bar.add_task("opening", total=sum(not job.is_hidden for job in jobs), rate="", name="")
        finishing: list[Task] = []
        reading, started, done = None, 0.0, 0
        for outcome in run(_tasks(jobs, finishing, cache), workers):
            index, page = outcome.key
            job = jobs[index]
            bugs += _settle(job, STAGES.get(page, "read"), outcome)
            if page == OPENING:
                job.is_opened = True
                if isinstance(outcome.result, Opened):
                    job.opened = outcome.result
                bar.update(opening, advance=1, name=job.source[-40:])
            elif page == FINISHING:
                if isinstance(outcome.result, dict):
                    job.rows = outcome.result
            else:
                if reading is None:
                    bar.remove_task(opening)
                    total = sum(job.opened.page_count for job in jobs if job.opened and not job.duplicate_of)
                    reading, started = bar.add_task("reading", total=total, rate="", name=""), time.monotonic()
                done += 1
                rate = f"{done / max(time.monotonic() - started, 0.001):.1f}/s"
                bar.update(reading, advance=1, rate=rate, name=job.source[-40:])
                if isinstance(outcome.result, tuple):
                    job.pages[page] = outcome.result
                if job.failure is None and job.opened and len(job.pages) == job.opened.page_count:
                    readings = [job.pages[number] for number in sorted(job.pages)]
                    limit = TASK_LIMIT_S + SECONDS_A_PAGE * job.opened.page_count
                    finishing.append(Task((index, FINISHING), finish, (job.opened, readings), limit))
                    job.pages, job.is_read = {}, True
    return bugs


def _tasks(jobs: list[Job], finishing: list[Task], cache: Path | None) -> Iterator[Task | None]:
    """Every file to open, then pages in order, and the documents whose pages are all there as soon as they are.

    None while nothing can be done before another outcome.
    """
    shown = [(index, job) for index, job in enumerate(jobs) if not job.is_hidden]
    yield from (Task((index, OPENING), begin, (job.path, job.source)) for index, job in shown)
    while not all(job.is_opened for _, job in shown):
        yield None
    _find_duplicates(jobs)
    readable = [(index, job) for index, job in shown if job.opened and not job.duplicate_of and not job.failure]
    for index, job in readable:
        assert job.opened
        for number in range(1, job.opened.page_count + 1):
            while finishing:
                yield finishing.pop(0)
            yield Task((index, number), read, (job.path, job.opened, number, cache))
    while any(job.failure is None and not job.is_read for _, job in readable) or finishing:
        yield finishing.pop(0) if finishing else None


def _settle(job: Job, stage: str, outcome: Outcome) -> int:
    """Note a failure of `job`; 1 where it is a bug of ours. Raises NotReady where no file of its kind can be read."""
    if isinstance(outcome.result, Failure) and outcome.result.error_type in ("MissingEngine", "MissingModel"):
        raise NotReady(outcome.result.message)
    if isinstance(outcome.result, Failure):
        job.failure = job.failure or outcome.result
        LOG.warning("%s: %s: %s", job.source, outcome.result.error_type, outcome.result.message)
        return 0
    if outcome.error is None:
        return 0
    error = outcome.error
    if isinstance(error, WorkerDied | TaskTimeout):
        job.failure = job.failure or Failure(stage, type(error).__name__, f"{job.source}: {error}")
        LOG.error("%s: %s", job.source, error)
        return 0
    job.failure = job.failure or Failure(
        stage,
        type(error).__name__,
        f"{job.source} met a fault of this program; send run.log and the file to its makers",
    )
    LOG.error("%s\n%s", job.source, "".join(traceback.format_exception(error)))
    return 1


def _find_duplicates(jobs: list[Job]) -> None:
    """The same bytes under two names are one document, under the first name in sorted order."""
    first: dict[str, Job] = {}
    for job in jobs:
        if job.opened is None:
            continue
        original = first.setdefault(job.opened.document.sha256, job)
        if original is not job:
            job.duplicate_of = original.source
            original.duplicates.append(job.source)


def _collect(jobs: list[Job]) -> Rows:
    """The rows of all documents, and a row of `inputs` for every file."""
    tables: Rows = {name: [] for name in TABLES}
    by_source = {job.source: job for job in jobs}
    for job in jobs:
        if job.rows:
            for name, rows in job.rows.items():
                tables[name] += rows
            document = job.rows["documents"][0]
            for number, name in enumerate(job.duplicates, start=1):
                tables["flags"].append(_duplicate_flag(document, len(job.rows["flags"]) + number, name))
        tables["inputs"].append(_input_row(job, by_source))
    link_citations(tables)
    return tables


def _duplicate_flag(document: dict, number: int, name: str) -> dict:
    return {
        "document_id": document["document_id"],
        "province": document["province"],
        "flag_id": f"f{number}",
        "page": None,
        "section_path": None,
        "code": "duplicate_input",
        "severity": "info",
        "message": f"The same bytes lie under {name} too.",
        "raw": name,
    }


def _input_row(job: Job, by_source: dict[str, Job]) -> dict:
    original = by_source[job.duplicate_of] if job.duplicate_of else job
    document = original.opened.document if original.opened else None
    province = original.rows["documents"][0]["province"] if original.rows else "unknown"
    failure = original.failure
    status = "duplicate" if job.duplicate_of else "failed" if failure else "skipped" if job.is_hidden else "ok"
    note = f"the same bytes as {job.duplicate_of}" if job.duplicate_of else None
    if job.is_hidden:
        note = "a name with a leading dot is not read; rename the file if it is a document"
    return {
        "source_path": job.source,
        "source_sha256": document.sha256 if document else None,
        "document_id": document.id if document else None,
        "province": province,
        "status": status,
        "error_type": failure.error_type if failure else None,
        "error": failure.message if failure else note,
    }


def _model_hashes() -> dict[str, str]:
    """SHA-256 of each model, as its digest file names it; the models are checked against these when they are loaded."""
    return {
        path.relative_to(MODELS).with_suffix("").as_posix(): path.read_text("ascii").split()[0]
        for path in sorted(MODELS.rglob("*.sha256"))
    }


def _start_log(path: Path) -> None:
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()
    handler = logging.FileHandler(path, mode="a", encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


def _summary(tables: Rows, seconds: float, out: Path, console: Console) -> None:
    """A table that a person can read."""
    pages = tables["pages"]
    sources = Counter(page["text_source"] for page in pages)
    status = Counter(row["status"] for row in tables["inputs"])
    severity = Counter(flag["severity"] for flag in tables["flags"])
    grid = Table(show_header=False, box=None, pad_edge=False)
    grid.add_column(style="bold")
    grid.add_column()
    grid.add_row("files", ", ".join(f"{count} {name}" for name, count in sorted(status.items())))
    grid.add_row("documents", str(len(tables["documents"])))
    grid.add_row(
        "pages", f"{len(pages)} (" + ", ".join(f"{count} {name}" for name, count in sorted(sources.items())) + ")"
    )
    grid.add_row("restored tokens", str(len(tables["restorations"])))
    counted = [name for name in TABLES if name not in ("documents", "pages", "inputs", "restorations", "flags")]
    grid.add_row("rows", ", ".join(f"{len(tables[name])} {name}" for name in counted))
    levels = ("error", "warning", "info")
    grid.add_row("flags", ", ".join(f"{severity[level]} {level}" for level in levels))
    grid.add_row("time", f"{seconds:.1f} s, {len(pages) / max(seconds, 0.001):.2f} pages/s")
    grid.add_row("tables in", escape(str(out)))
    console.print(grid)
    for row in tables["inputs"]:
        if row["status"] == "failed":
            console.print(f"[red]failed[/red] {row['error_type']}: ", end="")
            console.print(row["error"], markup=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
