"""Many patterns over many short texts: only those are tried of which a text holds the words.

A pattern that can match nothing without `UBND` or `HĐND` need not look at a text with neither, and most paragraphs hold
the words of few of the forms of a unit or a date. What a pattern asks for is read from the pattern itself, as far as it
is plain: the literals of which each match holds one, with letters in lower case and every digit as 0.

>>> import re
>>> sorted(wanted(re.compile(r"(?:UBND|HĐND) (?:tỉnh|huyện)")))
['hđnd huyện', 'hđnd tỉnh', 'ubnd huyện', 'ubnd tỉnh']
>>> sorted(wanted(re.compile(r"(?<!\\w)[Nn]gày +(?P<day>\\d{1,2})/\\d{4}")))
['ngày ']
>>> wanted(re.compile(r"\\w+(?: và \\w+)?"))
frozenset()
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

K = TypeVar("K")
MOST = 24  # literals of one pattern; more cost as much as the pattern
ANYWHERE = ""  # the literal of a pattern that is too free to tell
LONGEST, SHORT = 12, 4  # characters of one, and where they are many

DIGIT = re.compile("[1-9]")


@lru_cache(maxsize=8)  # a paragraph is asked for units, then for citations, then for dates
def even(text: str) -> str:
    """A text as `wanted` speaks of it."""
    return DIGIT.sub("0", text.lower())


class Patterns(Generic[K]):
    """Named patterns, in their order: `likely(text)`."""

    def __init__(self, named: Iterable[tuple[K, re.Pattern[str]]]) -> None:
        self.named = tuple(named)
        askers: dict[str, list[int]] = {}
        for place, (_, pattern) in enumerate(self.named):
            for literal in wanted(pattern) or {ANYWHERE}:
                askers.setdefault(literal, []).append(place)
        self.free = askers.pop(ANYWHERE, [])
        self.askers = tuple(askers.values())
        self.finder = AhoCorasick(list(askers))

    def likely(self, text: str) -> list[tuple[K, re.Pattern[str]]]:
        """The patterns that may match somewhere in `text`."""
        places = set(self.free)
        for literal, _, _ in self.finder.find_matches_as_indexes(even(text), overlapping=True):
            places.update(self.askers[literal])
        return [self.named[place] for place in sorted(places)]


def wanted(pattern: re.Pattern[str]) -> frozenset[str]:
    """Literals of which every match of `pattern` holds one; empty where it is too free to tell."""
    return frozenset(_best(_parser.parse(pattern.pattern, pattern.flags)) or ())


def _best(nodes: Iterable) -> set[str] | None:
    """The best requirement of a sequence."""
    found: list[set[str]] = []
    run: set[str] = {""}  # what the last nodes spell, in every way they can
    for node in nodes:
        spelled = _spelled(node)
        if spelled is not None and len(run) * len(spelled) <= MOST:
            run = {(before + after)[:LONGEST] for before in run for after in spelled}
            if all(len(each) < LONGEST for each in run):
                continue
        once = _once(node) if spelled is None else None
        if once is not None and len(run) * len(once) <= MOST:
            found.append({(before + first)[:LONGEST] for before in run for first in once})
            run = once  # the last of them stands before what follows
            continue
        found.append(run)
        run = {""}
        if spelled is not None:
            run = spelled if len(spelled) <= MOST else {""}
        elif inner := _inner(node):
            found.append(inner)
    found.append(run)
    worth = [each for each in found if "" not in each]
    return max(worth, key=_worth, default=None)


def _worth(need: set[str]) -> tuple[bool, int, int]:
    """How much a requirement tells: few literals, and long ones; a digit is rarer than most letters."""
    shortest = min(map(len, need))
    return shortest > 1 or need == {"0"}, -len(need) // 4, shortest


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


def _once(node) -> set[str] | None:
    """Every way to spell one of what a node repeats at least once; None where it may be left out, or is not plain."""
    kind, value = node
    if kind is op.SUBPATTERN and len(value[3]) == 1:
        return _once(value[3][0])
    return _spelled_all(value[2]) if kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] > 0 else None


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
        every = every if len(every) <= MOST else {need[:SHORT] for need in every}  # `luật` of a hundred laws
        return every if None not in needs and len(every) <= MOST else None
    if (kind is op.MAX_REPEAT or kind is op.MIN_REPEAT) and value[0] > 0:
        return _best(value[2])
    return None
