"""What earlier runs did, in `OUT/.ledger`: what each file was, the pages that were read, the rows of each document.

A file whose size, time and place on disk are what they were is not opened again; a document whose bytes, code and
models are what they were is not read again; where only what follows the reading has changed, its pages are not. The
folder can be deleted at any time: the next run does everything anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from pipeline.document import Document, Flag
from pipeline.errors import Failure
from pipeline.flow import Shelf
from pipeline.lock import Shard
from pipeline.packed import is_whole, room
from pipeline.pages import Pages
from pipeline.read.file import Opened

FILES, PUBLISHED = "files", "published.json"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger below `folder`; `keys` say with what pages and rows are made now (`stages.own_keys`).

    A shard keeps its own list of files, and reads those of all.
    """

    folder: Path
    keys: tuple[str, str]
    shard: Shard | None = None

    def shelf(self, sha256: str, ocr: Path | None, stamp: str) -> Shelf:
        """Where the results of the document with these bytes are kept."""
        return Shelf(self.pages_of(sha256), self.rows_of(sha256), ocr, stamp, self.keys)

    def pages_of(self, sha256: str) -> Pages:
        """Its pages, as they are read now."""
        return Pages(self.folder / "pages" / sha256[:2] / f"{sha256[2:]}-{self.keys[0]}")

    def rows_of(self, sha256: str) -> Path:
        """Its rows, as they are made now."""
        return self.folder / "documents" / sha256[:2] / f"{sha256[2:]}-{self.keys[1]}.rows"

    def has(self, sha256: str) -> bool:
        """Whether its rows are there, whole."""
        return is_whole(self.rows_of(sha256))

    def note_failure(self, sha256: str, failure: Failure) -> None:
        """Write down that a document cannot be read: who joins shards knows it; the next run tries again."""
        path = self._failure_of(sha256)
        with room(path.parent):
            path.write_text(json.dumps(asdict(failure)), "utf-8")

    def failure(self, sha256: str) -> Failure | None:
        """What stopped the document the last time."""
        try:
            return Failure(**json.loads(self._failure_of(sha256).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _failure_of(self, sha256: str) -> Path:
        return self.rows_of(sha256).with_suffix(".failed")

    def known_files(self) -> dict[str, Opened]:
        """What each file was when it was opened last, by its state on disk (`state_of`)."""
        known: dict[str, Opened] = {}
        for line in self._lines():
            if (state := _state(line)) is not None:
                with suppress(TypeError, KeyError, AttributeError):  # no line of ours
                    known[state] = _opened(json.loads(line))
        return known

    def _lines(self) -> Iterator[str]:
        for path in sorted(self.folder.glob(f"{FILES}*.jsonl")):
            with suppress(OSError):
                yield from path.read_text("utf-8", errors="replace").splitlines()

    def note(self, state: str, opened: Opened) -> None:
        """Write down what a file is, at once: a run that is killed knows it the next time."""
        document = opened.document
        entry = {"state": state, "sha256": document.sha256, "media_type": document.media_type, "kind": opened.kind}
        entry |= {"page_count": opened.page_count, "flags": [asdict(flag) for flag in document.flags]}
        part = f"-{self.shard.number}-of-{self.shard.count}" if self.shard else ""
        with room(self.folder), (self.folder / f"{FILES}{part}.jsonl").open("ab", buffering=0) as file:
            file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")

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
        """Keep what `states` and `documents` (SHA-256) need: other files, pages and rows are gone or made otherwise."""
        lines, path = list(self._lines()), self.folder / f"{FILES}.jsonl"
        left = {state: line for line in lines if (state := _state(line)) in states}
        parts = list(self.folder.glob(f"{FILES}-*.jsonl"))
        if len(left) < len(lines) or parts:
            fresh = path.with_name(f".{path.name}.{os.getpid()}")
            fresh.write_text("".join(f"{line}\n" for line in left.values()), "utf-8")
            fresh.replace(path)
            for part in parts:
                part.unlink()
        wanted = {path for sha256 in documents for path in (self.rows_of(sha256), self._failure_of(sha256))}
        wanted |= {
            path for sha256 in documents for pages in [self.pages_of(sha256)] for path in (pages.stem, pages.whole)
        }
        for path in [*(self.folder / "documents").glob("*/*"), *(self.folder / "pages").glob("*/*")]:
            if path not in wanted:
                rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


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
