"""The weights of a Tesseract model that was shipped in 8 bits as floating point again, so that it can learn on.

Format: what `LSTMRecognizer::Serialize` of Tesseract 5 writes (src/lstm), read from its sources; little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

import numpy as np

INT8, DOUBLE = 1, 128  # flags of WeightMatrix
INT_MODE = 1  # flag of the recogniser
LAYER_RATES = 64  # flag of a Plumbing: a learning rate a layer follows
PLUMBING = {"Series", "Parallel", "Replicated", "RTLReversed", "TTBReversed", "XYTranspose"}
PLAIN = {"Input": 20, "Convolve": 8, "Maxpool": 8, "Reconfig": 8}  # bytes of parameters
GATES = 4  # weight matrices of an LSTM over one direction


@dataclass
class _Copy:
    """Bytes on their way from one model to another."""

    data: bytes
    at: int = 0
    out: bytearray = field(default_factory=bytearray)

    def read(self, form: str) -> tuple:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def keep(self, form: str) -> tuple:
        found = self.read(form)
        self.out += struct.pack("<" + form, *found)
        return found

    def keep_bytes(self, count: int) -> bytes:
        found = self.data[self.at : self.at + count]
        self.at += count
        self.out += found
        return found

    def keep_string(self) -> str:
        return self.keep_bytes(self.keep("I")[0]).decode("utf-8")


def as_floats(model: bytes) -> bytes:
    """An .lstm component with 8-bit weights as one with doubles; raises ValueError for any other."""
    copy = _Copy(model)
    _network(copy)
    copy.keep_string()  # how the network was specified
    (flags,) = copy.read("i")
    copy.out += struct.pack("<i", flags & ~INT_MODE)
    copy.keep_bytes(len(copy.data) - copy.at)
    return bytes(copy.out)


def _network(copy: _Copy) -> None:
    copy.keep("b")  # the type is a name
    kind = copy.keep_string()
    _, _, flags, *_ = copy.keep("bbiiii")
    copy.keep_string()  # its own name
    if kind in PLUMBING:
        (count,) = copy.keep("I")
        for _ in range(count):
            _network(copy)
        if flags & LAYER_RATES:
            copy.keep_bytes(4 * copy.keep("I")[0])
    elif kind in PLAIN:
        copy.keep_bytes(PLAIN[kind])
    elif kind in ("LSTM", "SummLSTM"):
        copy.keep("i")
        for _ in range(GATES):
            _weights(copy)
    else:
        _weights(copy)


def _weights(copy: _Copy) -> None:
    (mode,) = copy.read("B")
    if not mode & INT8:
        raise ValueError("the weights of this model are floating point already")
    rows, columns = copy.read("ii")
    copy.read("b")  # the empty value
    weights = np.frombuffer(copy.data, np.int8, rows * columns, copy.at).reshape(rows, columns)
    copy.at += rows * columns
    (count,) = copy.read("I")
    scales = np.frombuffer(copy.data, "<f8", count, copy.at)[:rows]
    copy.at += 8 * count
    copy.out += struct.pack("<Biid", mode & ~INT8 | DOUBLE, rows, columns, 0.0)
    copy.out += (weights * scales[:, None]).astype("<f8").tobytes()
