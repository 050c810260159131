"""A folder of files through the pipeline, over a pool of workers, to its published tables."""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import logging
import os
import platform
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.errors import PipelineError, readable
from pipeline.flow import Failure, Reading, begin, finish, read
from pipeline.ledger import Ledger, state_of
from pipeline.pool import TASK_LIMIT_S, Outcome, Task, TaskTimeout, WorkerDied, run
from pipeline.read.file import Opened
from pipeline.read.kept import trim
from pipeline.read.ocr import load_engine
from pipeline.stages import dataset_key, reading_key, rows_key
from pipeline.store.assemble import Assembly, Part, Tally, assemble
from pipeline.store.corrections import Correction
from pipeline.store.parquet import publish_documents, standing_version
from pipeline.store.published import read_table
from pipeline.words import Say

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
    is_finished: bool = False  # its rows are kept
    failure: Failure | None = None
    duplicate_of: str | None = None
    state: str | None = None  # of the file on disk

    @property
    def sha256(self) -> str:
        """Of the bytes of a file that was opened."""
        return self.opened.document.sha256 if self.opened else ""

    @property
    def is_hidden(self) -> bool:
        """A name with a leading dot is the system's or an editor's, not a document's."""
        return self.path.name.startswith(".")


class NotReady(Exception):
    """The machine lacks what every file needs: the OCR engine, a model."""


class UnusableFolder(Exception):
    """The folder for the tables cannot be made or written."""


class Busy(Exception):
    """Another run writes to the folder; the message says whose."""


@contextmanager
def only_run(out: Path) -> Iterator[None]:
    """Hold `out` for this process; raises Busy where another one holds it. A dead owner holds nothing."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / ".lock").open("a+", encoding="utf-8", errors="replace")
    except OSError as error:
        raise UnusableFolder(error.strerror) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise Busy(lock.read(200).strip() or "?") from error
        try:
            lock.truncate(0)  # what a run that was killed left
            lock.write(f"process {os.getpid()} of {_user()} on {platform.node()}")
            lock.flush()
            _start_log(out / "run.log")
        except OSError as error:
            raise UnusableFolder(error.strerror) from error
        yield
        lock.truncate(0)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user without a name
        return str(os.getuid())


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run gave."""

    inputs: list[dict[str, Any]]  # rows of the table
    corrections: list[dict[str, Any]]
    tally: Tally
    bugs: int  # inputs that failed through a bug of ours
    seconds: float


def extract_folder(
    raw: Path, out: Path, workers: int, cache: Path | None, corrections: list[Correction], console: Console, say: Say
) -> Finished:
    """Read every file below `raw` and publish its tables in `out`, set right by `corrections`.

    What OCR reads is kept in `cache`, unless that is None. The bar on `console` says things with `say`.
    """
    started = time.monotonic()
    jobs = jobs_of(raw, out)
    models = model_hashes()
    ledger = Ledger(out / ".ledger", rows_key(reading_key(_engine(), models), models))
    bugs = _process(jobs, ledger, workers, cache, console, say)
    if cache:
        trim(cache)
    manifest = _manifest(jobs, ledger.key, corrections, models)
    last = ledger.published()
    if not bugs and last.get("manifest") == manifest and last.get("version") == standing_version(out):
        tally = Tally(**{name: Counter(counts) for name, counts in last["tally"].items()})
        inputs, outcomes = (read_table(out, name).to_pylist() for name in ("inputs", "corrections"))
        LOG.info("nothing has changed: %d documents stand as they were published", tally.rows["documents"])
        return Finished(inputs, outcomes, tally, bugs, time.monotonic() - started)
    finished = [job for job in jobs if job.is_finished and job.opened]
    parts = [Part(ledger.rows_of(job.sha256), job.source, tuple(job.duplicates)) for job in finished]
    made = assemble(parts, corrections)
    rest = {"corrections": made.corrections, "inputs": _input_rows(jobs, made)}
    tally = Tally()
    publish_documents(tally.counted(made.documents()), rest, out, models)
    ledger.forget({state for job in jobs if (state := job.state)}, {job.sha256 for job in finished})
    if finished and (version := standing_version(out)):
        ledger.note_published(manifest, version, tally.as_json())
    seconds = time.monotonic() - started
    LOG.info("published %d documents in %.1f s", tally.rows["documents"], seconds)
    return Finished(rest["inputs"], made.corrections, tally, bugs, seconds)


def _manifest(jobs: list[Job], key: str, corrections: list[Correction], models: dict[str, str]) -> str:
    """A digest of everything that a dataset is made from."""
    files = [(job.source, job.sha256, job.duplicate_of, job.is_hidden, str(job.failure)) for job in jobs]
    whole = repr((dataset_key(key), files, corrections, sorted(models.items())))
    return hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()


def _engine() -> str:
    """The name of the OCR engine; where there is none, texts can still be read."""
    try:
        return load_engine().name
    except (PipelineError, OSError):
        return "none"


def jobs_of(raw: Path, out: Path) -> list[Job]:
    """A job for every input, sorted by source: the path below RAW, with forward slashes and in NFC.

    Bytes of a name that are no text are written as \\xNN; of names that then read the same, all but the first get ~2,
    ~3 and so on.
    """
    jobs: dict[str, Job] = {}
    for path in inputs(raw, out):
        name = source = unicodedata.normalize("NFC", readable(path.relative_to(raw).as_posix()))
        number = 1
        while source in jobs:
            number += 1
            source = f"{name}~{number}"
        jobs[source] = Job(path, source)
    return [jobs[source] for source in sorted(jobs)]


def _process(jobs: list[Job], ledger: Ledger, workers: int, cache: Path | None, console: Console, say: Say) -> int:
    """Open, read and understand every file that is new; fills the jobs and returns how many failed through our bug."""
    bugs = 0
    known = ledger.known_files()
    for job in jobs:
        job.state = None if job.is_hidden else state_of(job.path)
        if opened := known.get(job.state or ""):
            job.opened, job.is_opened = replace(opened, document=replace(opened.document, source=job.source)), True
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn(say("pages") + "  {task.fields[rate]}  {task.fields[name]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        opening = bar.add_task(say("opening"), total=sum(not job.is_hidden for job in jobs), rate="", name="")
        finishing: list[Task] = []
        reading, started, done = None, 0.0, 0
        bar.update(opening, completed=sum(job.is_opened for job in jobs))
        for outcome in run(_tasks(jobs, finishing, ledger, cache), workers):
            index, page = outcome.key
            job = jobs[index]
            bugs += _settle(job, STAGES.get(page, "read"), outcome)
            if page == OPENING:
                job.is_opened = True
                if isinstance(outcome.result, Opened):
                    job.opened = outcome.result
                    if job.state and job.state == state_of(job.path):
                        ledger.note(job.state, job.opened)
                bar.update(opening, advance=1, name=job.source[-40:])
            elif page == FINISHING:
                job.is_finished = job.failure is None
            else:
                if reading is None:
                    bar.remove_task(opening)
                    new = [job.opened for job in jobs if job.opened and not job.duplicate_of and not job.is_finished]
                    total = sum(opened.page_count for opened in new)
                    reading, started = bar.add_task(say("reading"), total=total, rate="", name=""), time.monotonic()
                done += 1
                rate = f"{done / max(time.monotonic() - started, 0.001):.1f}/s"
                bar.update(reading, advance=1, rate=rate, name=job.source[-40:])
                if isinstance(outcome.result, tuple):
                    job.pages[page] = outcome.result
                is_whole = job.failure is None and job.opened and len(job.pages) == job.opened.page_count
                if is_whole and job.state != state_of(job.path):
                    message = f"{job.source} was changed while it was read; run this again"
                    job.failure = Failure(
                        "read", "UnreadableFile", message
                    )  # never kept under bytes that it had before
                elif is_whole and job.opened:
                    readings = [job.pages[number] for number in sorted(job.pages)]
                    limit = TASK_LIMIT_S + SECONDS_A_PAGE * job.opened.page_count
                    arguments = (job.opened, readings, ledger.rows_of(job.sha256))
                    finishing.append(Task((index, FINISHING), finish, arguments, limit))
                    job.pages, job.is_read = {}, True
    return bugs


def _tasks(jobs: list[Job], finishing: list[Task], ledger: Ledger, cache: Path | None) -> Iterator[Task | None]:
    """Every new file to open, then pages in order, and the documents whose pages are all there as soon as they are.

    None while nothing can be done before another outcome.
    """
    shown = [(index, job) for index, job in enumerate(jobs) if not job.is_hidden]
    new = [(index, job) for index, job in shown if not job.is_opened]
    yield from (Task((index, OPENING), begin, (job.path, job.source)) for index, job in new)
    while not all(job.is_opened for _, job in shown):
        yield None
    _find_duplicates(jobs)
    for _, job in shown:
        job.is_finished = bool(job.opened and not job.duplicate_of and ledger.has(job.sha256))
    readable = [
        (index, job)
        for index, job in shown
        if job.opened and not job.duplicate_of and not job.failure and not job.is_finished
    ]
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


def _input_rows(jobs: list[Job], made: Assembly) -> list[dict[str, Any]]:
    """A row of `inputs` for every file."""
    by_source = {job.source: job for job in jobs}
    return [_input_row(job, by_source, made) for job in jobs]


def _input_row(job: Job, by_source: dict[str, Job], made: Assembly) -> dict[str, Any]:
    original = by_source[job.duplicate_of] if job.duplicate_of else job
    document = original.opened.document if original.opened else None
    province = made.heads[document.id]["province"] if document and original.is_finished else "unknown"
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


def model_hashes() -> dict[str, str]:
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


def inputs(raw: Path, out: Path) -> Iterator[Path]:
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
