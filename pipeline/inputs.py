"""The files of a run: which there are, what became of each, and its row of `inputs`."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import Failure, readable
from pipeline.read.file import Opened
from pipeline.store.assemble import Assembly


@dataclass(slots=True)
class Job:
    """One input on its way through the run."""

    path: Path
    source: str
    state: str | None = None  # of the file on disk (`ledger.state_of`)
    is_opened: bool = False
    opened: Opened | None = None
    duplicate_of: str | None = None
    duplicates: list[str] = field(default_factory=list)  # other names of the same bytes
    missing: int = 0  # pages that are not kept yet
    is_finished: bool = False  # its rows are kept
    failure: Failure | None = None

    @property
    def sha256(self) -> str:
        """Of the bytes of a file that was opened."""
        return self.opened.document.sha256 if self.opened else ""

    @property
    def stamp(self) -> str:
        """Size and time of the file when the run began, as `read.file.stamp_of` gives them."""
        return ":".join((self.state or "").split(":")[2:4])

    @property
    def is_hidden(self) -> bool:
        """A name with a leading dot is the system's or an editor's, not a document's."""
        return self.path.name.startswith(".")

    @property
    def is_document(self) -> bool:
        """Whether it is a document of its own, which can be read."""
        return self.opened is not None and self.duplicate_of is None


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


def find_duplicates(jobs: list[Job]) -> None:
    """The same bytes under two names are one document, under the first name in sorted order."""
    first: dict[str, Job] = {}
    for job in jobs:
        if job.opened is None:
            continue
        original = first.setdefault(job.sha256, job)
        if original is not job:
            job.duplicate_of = original.source
            original.duplicates.append(job.source)


def input_rows(jobs: list[Job], made: Assembly) -> list[dict[str, Any]]:
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
