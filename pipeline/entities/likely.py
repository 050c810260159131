"""Many patterns over many short texts: only those are tried of which a text holds the words.

A pattern that can match nothing without `UBND` or `HĐND` need not look at a text with neither, and most paragraphs hold
the words of few of the forms of a unit or a date. What a pattern asks for is read from the pattern itself, as far as it
is plain: the literals of which each match holds one, with letters in lower case and every digit as 0.

>>> import re
>>> sorted(wanted(re.compile(r"(?:UBND|HĐND) (?:tỉnh|huyện)")))
['hđnd ', 'ubnd ']
>>> sorted(wanted(re.compile(r"(?<!\\w)[Nn]gày +(?P<day>\\d{1,2})/\\d{4}")))
['ngày ']
>>> wanted(re.compile(r"\\w+(?: và \\w+)?"))
frozenset()
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Generic, TypeVar

K = TypeVar("K")
MOST = 24  # literals of one pattern; more cost as much as the pattern
LONGEST = 12  # characters of one

DIGIT = re.compile("[1-9]")


@lru_cache(maxsize=8)  # a paragraph is asked for units, then for citations, then for dates
def even(text: str) -> str:
    """A text as `wanted` speaks of it."""
    return DIGIT.sub("0", text.lower())


class Patterns(Generic[K]):
    """Named patterns, in their order: `likely(text)`."""

    def __init__(self, named: Iterable[tuple[K, re.Pattern[str]]]) -> None:
        self.named = tuple(named)
        needs = [wanted(pattern) for _, pattern in self.named]
        self.literals = tuple(sorted({literal for need in needs for literal in need}))
        place = {literal: 1 << bit for bit, literal in enumerate(self.literals)}
        self.always = 1 << len(self.literals)
        self.needs = tuple(sum(place[literal] for literal in need) or self.always for need in needs)

    def likely(self, text: str) -> Iterator[tuple[K, re.Pattern[str]]]:
        """The patterns that may match somewhere in `text`."""
        evened, found, bit = even(text), self.always, 1
        for literal in self.literals:
            if literal in evened:
                found |= bit
            bit <<= 1
        for named, need in zip(self.named, self.needs, strict=True):
            if need & found:
                yield named


def wanted(pattern: re.Pattern[str]) -> frozenset[str]:
    """Literals of which every match of `pattern` holds one; empty where it is too free to tell."""
    return frozenset(_best(_parser.parse(pattern.pattern, pattern.flags)) or ())


def _best(nodes: Iterable) -> set[str] | None:
    """The best requirement of a sequence: the one whose shortest literal is longest."""
    found: list[set[str]] = []
    run: set[str] = {""}  # what the last nodes spell, in every way they can
    for node in nodes:
        spelled = _spelled(node)
        if spelled is not None and len(run) * len(spelled) <= MOST:
            run = {(before + after)[:LONGEST] for before in run for after in spelled}
            if all(len(each) < LONGEST for each in run):
                continue
        found.append(run)
        run = {""}
        if spelled is not None:
            run = spelled if len(spelled) <= MOST else {""}
        elif inner := _inner(node):
            found.append(inner)
    found.append(run)
    worth = [each for each in found if "" not in each]
    return max(worth, key=lambda each: (min(map(len, each)) > 1, -len(each) // 4, min(map(len, each))), default=None)


def _spelled(node) -> set[str] | None:
    """Every way in which a node can be spelled; None where they are too many, or not plain."""
    kind, value = node
    if kind is op.LITERAL:
        return {even(chr(value))}
    if kind is op.IN:
        found = {_of_class(each) for each in value}
        return {each for each in found if each} if None not in found else None
    if kind is op.SUBPATTERN:
        return _spelled_all(value[3])
    if kind is op.BRANCH:
        ways = [_spelled_all(branch) for branch in value[1]]
        every = {way for each in ways if each is not None for way in each}
        return every if None not in ways and len(every) <= MOST else None
    if kind is op.MAX_REPEAT or kind is op.MIN_REPEAT:
        least, most, inner = value
        if (least, most) == (0, 1):
            ways = _spelled_all(inner)
            return ways | {""} if ways is not None else None
        return None
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return {""}  # it stands beside the match
    return None


def _of_class(each) -> str | None:
    kind, value = each
    if kind is op.LITERAL:
        return even(chr(value))
    if kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
        return "0"
    if kind is op.RANGE and chr(value[0]).isdecimal() and chr(value[1]).isdecimal():
        return "0"
    return None


def _spelled_all(nodes: Iterable) -> set[str] | None:
    ways: set[str] = {""}
    for node in nodes:
        spelled = _spelled(node)
        if spelled is None or len(ways) * len(spelled) > MOST:
            return None
        ways = {before + after for before in ways for after in spelled}
    return ways


def _inner(node) -> set[str] | None:
    """What a node asks for that cannot be spelled whole."""
    kind, value = node
    if kind is op.SUBPATTERN:
        return _best(value[3])
    if kind is op.BRANCH:
        needs = [_best(branch) for branch in value[1]]
        every = {need for each in needs if each for need in each}
        return every if None not in needs and len(every) <= MOST else None
    if (kind is op.MAX_REPEAT or kind is op.MIN_REPEAT) and value[0] > 0:
        return _best(value[2])
    return None
