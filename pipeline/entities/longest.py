"""Which of several readings of the same words to keep."""

from __future__ import annotations

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
    chosen: list[S] = []
    for item in sorted(found, key=lambda item: (not first(item), -(item.end - item.start), item.start)):
        if all(item.end <= other.start or item.start >= other.end for other in chosen):
            chosen.append(item)
    return sorted(chosen, key=lambda item: item.start)
