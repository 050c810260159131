"""Who works on a folder of tables: one run, or shards beside one another."""

from __future__ import annotations

import fcntl
import getpass
import os
import platform
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

LOCK = ".lock"


class UnusableFolder(Exception):
    """The folder for the tables cannot be made or written."""


class Busy(Exception):
    """Another run writes to the folder; the message says whose."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number`, from 1, of `count`: documents by the first digits of their SHA-256, whatever lies beside them.

    >>> shard = Shard(2, 3)
    >>> str(shard), [shard.has(digits) for digits in ("00000000", "00000001", "00000002")]
    ('2/3', [False, True, False])
    """

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def has(self, sha256: str) -> bool:
        """Whether a document is this part's."""
        return int(sha256[:8], 16) % self.count == self.number - 1


@contextmanager
def only_run(out: Path, shard: Shard | None = None) -> Iterator[None]:
    """Hold `out` for this process, or with other shards; raises Busy where somebody holds it. The dead hold nothing."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFolder(error.strerror) from error
    with ExitStack() as held:
        if shard:
            held.enter_context(_held(out / LOCK, fcntl.LOCK_SH))
            held.enter_context(_held(out / f"{LOCK}-{shard.number}-of-{shard.count}", fcntl.LOCK_EX))
        else:
            held.enter_context(_held(out / LOCK, fcntl.LOCK_EX))
        yield


@contextmanager
def _held(path: Path, how: int) -> Iterator[None]:
    try:
        lock = path.open("ab", buffering=0)
    except OSError as error:
        raise UnusableFolder(error.strerror) from error
    with lock:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(_owners(path) or "?") from error
        except OSError as error:  # a file system that knows no locks
            raise UnusableFolder(error.strerror) from error
        if how == fcntl.LOCK_SH:
            yield
            return
        try:
            lock.truncate(0)  # what a run that was killed left
            lock.write(f"process {os.getpid()} of {_user()} on {platform.node()}".encode())
        except OSError as error:
            raise UnusableFolder(error.strerror) from error
        yield
        lock.truncate(0)


def _owners(path: Path) -> str:
    """Who holds a lock, and who the shards beside it."""
    paths = [path, *sorted(path.parent.glob(f"{LOCK}-*"))] if path.name == LOCK else [path]
    names = (each.read_text("utf-8", errors="replace")[:200].strip() for each in paths)
    return ", ".join(name for name in names if name)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user without a name
        return str(os.getuid())
