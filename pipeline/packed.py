"""Small files of results that can be made again: compressed, whole or not there, and known to be whole when read.

A file is written beside its place and renamed. A power cut may still leave a name without its bytes, or a disk may lose
some: a checksum tells, and what is damaged is made anew.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa

from pipeline.errors import NoRoom

MARK, HEAD = b"VNPR", struct.Struct("<4sQI")  # then the length of what is packed, the CRC-32 of the packed bytes


def write_packed(path: Path, plain: bytes | pa.Buffer) -> None:
    """Write a file, whole or not at all; raises NoRoom."""
    packed = pa.compress(plain, "zstd", asbytes=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with room(path.parent):
        try:
            fresh.write_bytes(HEAD.pack(MARK, len(plain), zlib.crc32(packed)) + packed)
            fresh.replace(path)
        except OSError:
            with suppress(OSError):
                fresh.unlink()
            raise


@contextmanager
def room(folder: Path) -> Iterator[None]:
    """Write in `folder`, made where it is not there; raises NoRoom where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise NoRoom(f"{folder} cannot be written ({error.strerror}); make room or name another folder") from error


def read_packed(path: Path) -> pa.Buffer:
    """What was packed; raises OSError where the file is not there or not whole."""
    size, packed = _open(path)
    return pa.decompress(packed, size, "zstd")


def is_whole(path: Path) -> bool:
    """Whether the file is there and as it was written."""
    try:
        _open(path)
    except OSError:
        return False
    return True


def _open(path: Path) -> tuple[int, memoryview]:
    whole = path.read_bytes()
    if len(whole) >= HEAD.size:
        mark, size, crc = HEAD.unpack_from(whole)
        packed = memoryview(whole)[HEAD.size :]
        if mark == MARK and zlib.crc32(packed) == crc:
            return size, packed
    raise OSError(f"{path} is damaged")
