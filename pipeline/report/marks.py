"""Text cut where mentions begin and end, so that a page can show what was found in it.

>>> [(piece.text, piece.ids) for piece in cut("gửi Sở Nội vụ trước 30/6", 0, [Mark(4, 13, "units-1", "units")])]
[('gửi ', ()), ('Sở Nội vụ', ('units-1',)), (' trước 30/6', ())]
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a document's text that mean something: a mention, or a word that was restored."""

    start: int
    end: int
    id: str
    kind: str  # the table of a mention; `read` for a restored word
    title: str = ""  # what was read


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    title: str = ""


def cut(text: str, start: int, marks: list[Mark]) -> list[Piece]:
    """`text`, which stands at `start` of its document, in pieces; `marks` are sorted by their start."""
    end = start + len(text)
    longest = max((mark.end - mark.start for mark in marks), default=0)
    first = bisect_left(marks, start - longest, key=lambda mark: mark.start)
    last = bisect_left(marks, end, key=lambda mark: mark.start)
    mine = [mark for mark in marks[first:last] if mark.end > start]
    edges = sorted({start, end, *(min(max(at, start), end) for mark in mine for at in (mark.start, mark.end))})
    pieces = []
    for left, right in pairwise(edges):
        over = [mark for mark in mine if mark.start <= left and mark.end >= right]
        found = sorted(over, key=lambda mark: mark.kind == "read")  # a mention is chosen before its words
        read = " ".join(mark.title for mark in over if mark.kind == "read")
        kinds = tuple(dict.fromkeys(mark.kind for mark in over))
        pieces.append(Piece(text[left - start : right - start], tuple(mark.id for mark in found), kinds, read))
    return pieces
