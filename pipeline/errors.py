"""What can go wrong with one file.

Every message names the file and the next step its owner can take; the message is the only argument, so that an
error travels between processes unchanged.

>>> issubclass(EncryptedFile, ReadError) and issubclass(ReadError, PipelineError)
True
"""

import unicodedata
from dataclasses import dataclass

UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # controls, formats, separators of lines and of paragraphs


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


class OversizedFile(ReadError):
    """The file holds more than any document of an office needs, and would fill the memory."""


class OversizedImage(ReadError):
    """An image has more pixels than any scanned sheet of paper needs."""


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
    """A file name as text: bytes that are no UTF-8, and signs that nobody sees, written as \\xNN or \\uNNNN.

    A name with line ends, controls or marks of direction could forge a line of the log or of the terminal.

    >>> print(readable("k\\udcff.txt"), readable("kế\\n\\x1b[31m.txt"), readable("\\u202efdp.exe"))
    k\\xff.txt kế\\x0a\\x1b[31m.txt \\u202efdp.exe
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(_escaped(sign) if unicodedata.category(sign) in UNSEEN else sign for sign in text)


def _escaped(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
