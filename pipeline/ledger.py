"""What earlier runs did, in `OUT/.ledger`: what each file was, and the finished rows of each document.

A file whose size, time and place on disk are what they were is not opened again; a document whose bytes, code and
models are what they were is not read again. The folder can be deleted at any time: the next run does everything anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.document import Document, Flag
from pipeline.read.file import Opened
from pipeline.store.kept import is_whole

FILES, PUBLISHED = "files.jsonl", "published.json"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger below `folder`; `key` says with what the rows of a document are made now."""

    folder: Path
    key: str

    def rows_of(self, sha256: str) -> Path:
        """Where the rows of the document with these bytes are kept."""
        return self.folder / "documents" / sha256[:2] / f"{sha256[2:]}-{self.key}.rows"

    def has(self, sha256: str) -> bool:
        """Whether they are there, whole."""
        return is_whole(self.rows_of(sha256))

    def known_files(self) -> dict[str, Opened]:
        """What each file was when it was opened last, by its state on disk (`state_of`)."""
        known: dict[str, Opened] = {}
        for line in self._lines():
            if (state := _state(line)) is not None:
                with suppress(TypeError, KeyError, AttributeError):  # no line of ours
                    known[state] = _opened(json.loads(line))
        return known

    def _lines(self) -> list[str]:
        try:
            return (self.folder / FILES).read_text("utf-8", errors="replace").splitlines()
        except OSError:
            return []

    def note(self, state: str, opened: Opened) -> None:
        """Write down what a file is, at once: a run that is killed knows it the next time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        document = opened.document
        entry = {"state": state, "sha256": document.sha256, "media_type": document.media_type, "kind": opened.kind}
        entry |= {"page_count": opened.page_count, "flags": [asdict(flag) for flag in document.flags]}
        with (self.folder / FILES).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def published(self) -> dict[str, Any]:
        """What was published last (`note_published`); empty where nothing is known."""
        try:
            entry = json.loads((self.folder / PUBLISHED).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return entry if isinstance(entry, dict) else {}

    def note_published(self, manifest: str, version: str, tally: dict[str, dict[str, int]]) -> None:
        """Write down from what the newest version was made, and how many rows it has of what."""
        fresh = self.folder / f".{PUBLISHED}.{os.getpid()}"
        fresh.write_text(json.dumps({"manifest": manifest, "version": version, "tally": tally}), "utf-8")
        fresh.replace(self.folder / PUBLISHED)

    def forget(self, states: Collection[str], documents: Collection[str]) -> None:
        """Keep what `states` and `documents` (SHA-256) need: other files and rows are gone or were made otherwise."""
        lines, path = self._lines(), self.folder / FILES
        left = {state: line for line in lines if (state := _state(line)) in states}
        if len(left) < len(lines):
            fresh = path.with_name(f".{path.name}.{os.getpid()}")
            fresh.write_text("".join(f"{line}\n" for line in left.values()), "utf-8")
            fresh.replace(path)
        wanted = {self.rows_of(sha256) for sha256 in documents}
        for rows in (self.folder / "documents").glob("*/*"):
            if rows not in wanted:
                with suppress(OSError):
                    rows.unlink()


def state_of(path: Path) -> str | None:
    """Size, time and place on disk of a file: what changes when its bytes do; None where it cannot be asked."""
    try:
        state = path.stat()
    except OSError:
        return None
    return f"{state.st_dev}:{state.st_ino}:{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}"


def _state(line: str) -> str | None:
    """The state that a line is about; None for a line that a crash cut, or somebody else's."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry.get("state") if isinstance(entry, dict) else None


def _opened(entry: dict[str, Any]) -> Opened:
    """What is known of a file, without its name."""
    sha256, flags = entry["sha256"], tuple(Flag(**flag) for flag in entry["flags"])
    document = Document(sha256[:16], sha256, "", entry["media_type"], flags=flags)
    return Opened(document, entry["kind"], entry["page_count"])
