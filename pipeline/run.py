"""A folder of files through the pipeline, over a crew of workers, to its published tables."""

from __future__ import annotations

import hashlib
import logging
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from pipeline.errors import Failure
from pipeline.flow import begin, finish, read
from pipeline.inputs import Job, find_duplicates, input_rows, jobs_of
from pipeline.ledger import Ledger, state_of
from pipeline.lock import Shard, UnusableFolder
from pipeline.log import note
from pipeline.pool import TASK_LIMIT_S, Crew, Outcome, OutOfMemory, Task, TaskTimeout, WorkerDied, run
from pipeline.read.file import Opened
from pipeline.read.kept import trim
from pipeline.stages import dataset_key, model_hashes, own_keys
from pipeline.store.assemble import Part, Tally, assemble
from pipeline.store.corrections import Correction
from pipeline.store.parquet import publish_documents, standing_version
from pipeline.store.published import read_table
from pipeline.words import Say

SECONDS_A_PAGE = 5  # to understand it; a destroyed page of 500 words takes 0.3
OPENING, FINISHING = -1, 0  # beside the numbers of pages, what a task is about
STAGES = {OPENING: "open", FINISHING: "understand"}
MACHINE = ("MissingEngine", "MissingModel", "NoRoom", "OtherVersion")  # what no other file would survive either


class NotReady(Exception):
    """The machine lacks what every file needs: the OCR engine, a model, room."""


class Unfinished(Exception):
    """Shards that have not read all their documents; the message is how many are missing."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run gave."""

    inputs: list[dict[str, Any]]  # rows of the table
    corrections: list[dict[str, Any]]
    tally: Tally
    bugs: int  # inputs that failed through a bug of ours
    seconds: float


def extract_folder(
    raw: Path, out: Path, crew: Crew, cache: Path | None, corrections: list[Correction], console: Console, say: Say
) -> Finished:
    """Read every file below `raw` and publish its tables in `out`, set right by `corrections`.

    What OCR reads is kept in `cache`, unless that is None. The bar on `console` says things with `say`.
    """
    started = time.monotonic()
    jobs, ledger = jobs_of(raw, out), Ledger(out / ".ledger", own_keys())
    bugs = _read(jobs, ledger, crew, cache, console, say)
    if cache:
        trim(cache)
    return _publish(jobs, ledger, out, corrections, bugs, started)


def extract_shard(
    raw: Path, out: Path, shard: Shard, crew: Crew, cache: Path | None, console: Console, say: Say
) -> tuple[int, int, int]:
    """Read the files of one shard and publish nothing; how many documents it has, failed ones, and bugs of ours."""
    jobs, ledger = jobs_of(raw, out), Ledger(out / ".ledger", own_keys(), shard)
    bugs = _read(jobs, ledger, crew, cache, console, say)
    mine = [job for job in jobs if job.is_document and shard.has(job.sha256)]
    return len(mine), sum(job.failure is not None for job in mine), bugs


def publish_shards(
    raw: Path, out: Path, crew: Crew, corrections: list[Correction], console: Console, say: Say
) -> Finished:
    """Publish what shards have read; raises Unfinished where a document of `raw` is not among it."""
    started = time.monotonic()
    jobs, ledger = jobs_of(raw, out), Ledger(out / ".ledger", own_keys())
    _read(jobs, ledger, crew, None, console, say, nothing=True)
    for job in jobs:
        if job.is_document and not job.is_finished:
            job.failure = ledger.failure(job.sha256)
    if missing := sum(job.is_document and not job.is_finished and not job.failure for job in jobs):
        raise Unfinished(missing)
    return _publish(jobs, ledger, out, corrections, 0, started)


# --- reading --------------------------------------------------------------------------------------------------------


class _Bar:
    """What of the run is done: files opened, then pages."""

    def __init__(self, jobs: list[Job], console: Console, say: Say) -> None:
        self.say = say
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn(say("pages") + "  {task.fields[rate]}  {task.fields[name]}", markup=False),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        shown, known = sum(not job.is_hidden for job in jobs), sum(job.is_opened for job in jobs)
        self.opening = self.progress.add_task(say("opening"), total=shown, completed=known, rate="", name="")
        self.reading: TaskID | None = None
        self.done, self.started = 0, 0.0

    def opened(self, job: Job) -> None:
        """One more file is open."""
        self.progress.update(self.opening, advance=1, name=job.source[-40:])

    def begin(self, pages: int) -> None:
        """All files are open, and hold so many pages to read."""
        self.progress.remove_task(self.opening)
        self.started = time.monotonic()
        self.reading = self.progress.add_task(self.say("reading"), total=pages, rate="", name="")

    def read(self, job: Job, pages: int) -> None:
        """So many more pages are read."""
        if self.reading is not None and pages:
            self.done += pages
            rate = f"{self.done / max(time.monotonic() - self.started, 0.001):.1f}/s"
            self.progress.update(self.reading, advance=pages, rate=rate, name=job.source[-40:])


def _read(
    jobs: list[Job],
    ledger: Ledger,
    crew: Crew,
    cache: Path | None,
    console: Console,
    say: Say,
    *,
    nothing: bool = False,
) -> int:
    """Open every new file, read and understand the documents that are not finished; how many failed through our bug.

    Of the documents only those of the ledger's shard are read, or with `nothing` none.
    """
    known = ledger.known_files()
    for job in jobs:
        job.state = None if job.is_hidden else state_of(job.path)
        if opened := known.get(job.state or ""):
            job.opened, job.is_opened = replace(opened, document=replace(opened.document, source=job.source)), True
    bar = _Bar(jobs, console, say)
    bugs = 0
    finishing: list[Task] = []
    with bar.progress:
        for outcome in run(_tasks(jobs, finishing, ledger, cache, bar, nothing), crew):
            index, page = outcome.key
            job = jobs[index]
            bugs += _settle(job, STAGES.get(page, "read"), outcome)
            if page == OPENING:
                _note_opened(job, outcome.result, ledger)
                bar.opened(job)
                continue
            if page == FINISHING:
                job.is_finished = job.failure is None
                bar.read(job, job.opened.page_count if job.opened and job.opened.is_quick else 0)
                if job.is_finished:
                    note(logging.INFO, f"{job.source}: finished", source=job.source, event="finished")
            else:
                job.missing -= 1
                bar.read(job, 1)
                note(logging.DEBUG, f"{job.source}: page {page}", source=job.source, page=page, event="page")
                if job.missing == 0 and job.failure is None:
                    finishing.append(_finishing(index, job, ledger, cache))
            if job.failure:
                ledger.note_failure(job.sha256, job.failure)
    return bugs


def _note_opened(job: Job, result: Any, ledger: Ledger) -> None:
    job.is_opened = True
    if isinstance(result, Opened):
        job.opened = result
        if job.state and job.state == state_of(job.path):
            ledger.note(job.state, result)
        about = {"sha256": job.sha256, "kind": result.kind, "pages": result.page_count}
        note(logging.INFO, f"{job.source}: opened", source=job.source, event="opened", **about)


def _tasks(
    jobs: list[Job], finishing: list[Task], ledger: Ledger, cache: Path | None, bar: _Bar, nothing: bool
) -> Iterator[Task | None]:
    """Every new file to open, then pages in order, and the documents whose pages are all there as soon as they are.

    None while nothing can be done before another outcome.
    """
    shown = [(index, job) for index, job in enumerate(jobs) if not job.is_hidden]
    new = [(index, job) for index, job in shown if not job.is_opened]
    yield from (Task((index, OPENING), begin, (job.path, job.source)) for index, job in new)
    while not all(job.is_opened for _, job in new):
        yield None
    find_duplicates(jobs)
    wanted: list[tuple[int, Job]] = []
    for index, job in shown:
        if job.is_document:
            job.is_finished = ledger.has(job.sha256)
            if not (job.is_finished or nothing or (ledger.shard and not ledger.shard.has(job.sha256))):
                wanted.append((index, job))
    bar.begin(sum(job.opened.page_count for _, job in wanted if job.opened))
    for index, job in wanted:
        assert job.opened
        numbers = range(1, job.opened.page_count + 1)
        pages = ledger.pages_of(job.sha256)
        unread = [] if job.opened.is_quick else [number for number in numbers if not pages.has(number)]
        job.missing = len(unread)
        bar.read(job, 0 if job.opened.is_quick else len(numbers) - len(unread))
        if not unread:
            finishing.append(_finishing(index, job, ledger, cache))
        for number in unread:
            while finishing:
                yield finishing.pop(0)
            if job.failure:
                break
            shelf = ledger.shelf(job.sha256, cache, job.stamp)
            yield Task((index, number), read, (job.path, job.opened, number, shelf))
        while finishing:
            yield finishing.pop(0)
    while any(job.missing and not job.failure for _, job in wanted) or finishing:
        yield finishing.pop(0) if finishing else None


def _finishing(index: int, job: Job, ledger: Ledger, cache: Path | None) -> Task:
    assert job.opened
    limit = TASK_LIMIT_S + SECONDS_A_PAGE * job.opened.page_count
    shelf = ledger.shelf(job.sha256, cache, job.stamp)
    return Task((index, FINISHING), finish, (job.path, job.opened, shelf), limit)


def _settle(job: Job, stage: str, outcome: Outcome) -> int:
    """Note a failure of `job`; 1 where it is a bug of ours. Raises NotReady where no file of its kind can be read."""
    failure, error = outcome.result, outcome.error
    if isinstance(failure, Failure) and failure.error_type in MACHINE:
        raise NotReady(failure.message)
    if isinstance(error, WorkerDied | TaskTimeout | OutOfMemory):
        failure = Failure(stage, type(error).__name__, f"{job.source}: {error}")
    elif error:
        message = f"{job.source} met a fault of this program; send run.log and the file to its makers"
        failure = Failure(stage, type(error).__name__, message)
        note(logging.ERROR, "".join(traceback.format_exception(error)), source=job.source, event="bug")
    if not isinstance(failure, Failure):
        return 0
    job.failure = job.failure or failure
    about = {"source": job.source, "stage": stage, "error_type": failure.error_type, "event": "failed"}
    note(logging.WARNING, f"{job.source}: {failure.error_type}: {failure.message}", **about)
    return int(error is not None and not isinstance(error, WorkerDied | TaskTimeout | OutOfMemory))


# --- publishing -----------------------------------------------------------------------------------------------------


def _publish(
    jobs: list[Job], ledger: Ledger, out: Path, corrections: list[Correction], bugs: int, started: float
) -> Finished:
    """Put the finished documents together and publish them, unless they stand as they were published."""
    models = model_hashes()
    manifest = _manifest(jobs, ledger.keys, corrections, models)
    last = ledger.published()
    if not bugs and last.get("manifest") == manifest and last.get("version") == standing_version(out):
        tally = Tally(**{name: Counter(counts) for name, counts in last["tally"].items()})
        inputs, outcomes = (read_table(out, name).to_pylist() for name in ("inputs", "corrections"))
        note(logging.INFO, "nothing has changed since it was published", event="unchanged", **dict(tally.rows))
        return Finished(inputs, outcomes, tally, bugs, time.monotonic() - started)
    finished = [job for job in jobs if job.is_finished]
    parts = [Part(ledger.rows_of(job.sha256), job.source, tuple(job.duplicates)) for job in finished]
    made = assemble(parts, corrections)
    rest = {"corrections": made.corrections, "inputs": input_rows(jobs, made)}
    tally = Tally()
    try:
        publish_documents(tally.counted(made.documents()), rest, out, models)
        ledger.forget({state for job in jobs if (state := job.state)}, {job.sha256 for job in jobs if job.opened})
        if finished and (version := standing_version(out)):
            ledger.note_published(manifest, version, tally.as_json())
    except OSError as error:  # a full disk: the version that stood stands
        raise UnusableFolder(error.strerror) from error
    seconds = time.monotonic() - started
    what = f"published {tally.rows['documents']} documents after {seconds:.1f} s"
    note(logging.INFO, what, event="published", seconds=round(seconds, 1), **dict(tally.rows))
    return Finished(rest["inputs"], made.corrections, tally, bugs, seconds)


def _manifest(jobs: list[Job], keys: tuple[str, str], corrections: list[Correction], models: dict[str, str]) -> str:
    """A digest of everything that a dataset is made from."""
    files = [(job.source, job.sha256, job.duplicate_of, job.is_hidden, str(job.failure)) for job in jobs]
    whole = repr((dataset_key(keys[1]), files, corrections, sorted(models.items())))
    return hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()
