"""Which of several readings of the same words to keep."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Stretch(Protocol):
    """Anything with a start and an end in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Stretch)


def longest(found: Iterable[S], first: Callable[[S], bool] = lambda _: False) -> list[S]:
    """`found` without overlaps, left to right: the longest stay, before them those that are `first`.

    >>> from pipeline.document import Span
    >>> longest([Span(0, 4), Span(2, 9), Span(9, 12)])
    [Span(start=2, end=9), Span(start=9, end=12)]
    """
    chosen: list[S] = []  # left to right
    starts: list[int] = []
    for item in sorted(found, key=lambda item: (not first(item), -(item.end - item.start), item.start)):
        at = bisect_left(starts, item.start)
        clear_left = at == 0 or chosen[at - 1].end <= item.start
        if clear_left and (at == len(starts) or starts[at] >= item.end):
            chosen.insert(at, item)
            starts.insert(at, item.start)
    return chosen
