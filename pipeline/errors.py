"""What can go wrong with one file.

Every message names the file and the next step its owner can take; the message is the only argument, so that an
error travels between processes unchanged.

>>> issubclass(EncryptedFile, ReadError) and issubclass(ReadError, PipelineError)
True
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """What stopped a file, for its row of `inputs`."""

    stage: str
    error_type: str
    message: str


class PipelineError(Exception):
    """A fault of the input or of the machine, not of this code; becomes a row of `inputs`."""


class ReadError(PipelineError):
    """The bytes of a file cannot be turned into pages."""


class EmptyFile(ReadError):
    """The file holds no bytes, or no page."""


class EncryptedFile(ReadError):
    """The PDF asks for a password."""


class DamagedFile(ReadError):
    """The bytes begin like a known format but cannot be read as one."""


class UnsupportedFile(ReadError):
    """The bytes are of a kind this pipeline does not read."""


class OversizedImage(ReadError):
    """An image has more pixels than any scanned sheet of paper needs."""


class OversizedFile(ReadError):
    """A file that is larger, or has more pages, than a document can have."""


class UnreadableFile(ReadError):
    """The operating system does not let us read the file."""


class MissingEngine(PipelineError):
    """Tesseract, or its Vietnamese model, is not installed."""


class EngineFailure(PipelineError):
    """Tesseract ended with an error of its own: no room for its files, no memory."""


class NoRoom(PipelineError):
    """What a run keeps cannot be written: a full disk, or no right to write."""


class OtherVersion(PipelineError):
    """A worker runs other code or other models than the run that it works for."""


class MissingModel(PipelineError):
    """A model file of `models/` is missing or is not the one its card describes."""


def readable(name: str) -> str:
    """A file name as text: its bytes that are no UTF-8 written as \\xNN.

    >>> print(readable("k\\udcff.txt"))
    k\\xff.txt
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
