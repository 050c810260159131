"""The log of a run, twice: `run.log` for people, `run.jsonl` for programs, one JSON object an event.

The logs of the last runs stay beside it as `run.log.1` and so on. At level INFO an entry names files, counts and times,
never what a document says.
"""

from __future__ import annotations

import json
import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pipeline.lock import UnusableFolder

LOG = logging.getLogger("pipeline")
KEPT = 5  # runs
READABLE = logging.Formatter("%(asctime)s %(levelname)s %(message)s")


class _Json(logging.Formatter):
    """Time, level, message and the fields of an event (`extra={"fields": {...}}`)."""

    def format(self, record: logging.LogRecord) -> str:
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{record.msecs:03.0f}Z"
        entry = {"time": when, "level": record.levelname.lower(), "message": record.getMessage()}
        return json.dumps(entry | getattr(record, "fields", {}), ensure_ascii=False, default=str)


def start_log(out: Path, *, verbose: bool = False, name: str = "run") -> None:
    """Write the log of a run that begins to files in `out`, with `verbose` every page too, and to standard error."""
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()
    try:
        for path, form in ((out / f"{name}.log", READABLE), (out / f"{name}.jsonl", _Json())):
            handler = RotatingFileHandler(path, backupCount=KEPT, encoding="utf-8", errors="backslashreplace")
            if path.stat().st_size:
                handler.doRollover()
            handler.setFormatter(form)
            LOG.addHandler(handler)
    except OSError as error:
        raise UnusableFolder(error.strerror) from error
    if verbose:
        shown = logging.StreamHandler()
        shown.setFormatter(READABLE)
        LOG.addHandler(shown)
    logging.raiseExceptions = False  # a full disk is told by what needs it
    LOG.setLevel(logging.DEBUG if verbose else logging.INFO)
    LOG.propagate = False


def note(level: int, message: str, **fields: object) -> None:
    """Log an event: a sentence for people, and its fields for programs."""
    LOG.log(level, "%s", message, extra={"fields": fields})
