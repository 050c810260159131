"""What the labels of an outline say: every reading of each, and the sequence of them that counts best.

Ladder: Decree 30/2020/NĐ-CP, annex I, II.5; letters follow the Vietnamese alphabet. A label alone tells little: `l.` is
a letter, a one or a Roman numeral, and scans merge strokes (`HI.` III, `IL.` II, `d)` đ). What may follow what decides:
the readings of all paragraphs are decoded together, by the lowest sum of what each costs (Viterbi 1967, with a beam).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from pipeline.document import LOWER, UPPER, is_capitals, skeleton

ALPHABET = "abcdđeghiklmnopqrstuvxy"
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

# Depth in the ladder: a node hangs under the nearest one above it that has a smaller rank.
RANKS = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "capital": 4,
    "roman": 5,
    "arabic": 6,
    "letter": 20,
    "dash": 21,
    "plus": 22,
}
NAMED = re.compile(
    r"^(?P<kind>phan|chuong|muc|dieu)\s+(?:thu\s+)?(?P<label>[ivxlc]+|\d{1,3}[a-z]?|nhat|hai|ba|tu|nam|mot)\b[.:)]?\s*"
)
# on a scan: `Chương H`, `Chương Ill`, `Mục 1I`
NAMED_NOISY = re.compile(
    r"^(?P<kind>Chương|Mục|Phần)\s+(?P<label>[IVXLHU01l|]{1,5})(?!\w)[.:)]?\s*(?=$|[^\W\d_a-zà-ỹ])"
)
NAMED_KIND = {"phan": "part", "chuong": "chapter", "muc": "section", "dieu": "article"}
ORDINALS = {"nhat": "I", "mot": "I", "hai": "II", "ba": "III", "tu": "IV", "nam": "V"}
# Roman labels as noisy reading leaves them (`IL.`, `1I.`, `lII.`, `Il.`, `111`): repaired by what may follow.
ROMAN_LABEL = re.compile(r"^(?P<label>[IVXLC1l|]{1,6})\s?[.,)/–-]{1,2}\s*(?=[^\W\d_a-z])")
# On a scan strokes merge (`HI.` III, `II` for III) and the dot is lost; a title in capitals must follow.
SCANNED_LABEL = re.compile(r"^(?P<label>Vv|[IVXLHTvx1l|!]{1,5})\s?[.,:;)\-]{0,2}\s+(?=\S)")
# not `1.5 tỷ đồng`, `30.4 và 01.5`
DOTTED = re.compile(rf"^(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?:\s?[.)/–-]\s+(?=\S)|\s+(?=[^{LOWER}\s]))")
ARABIC = re.compile(
    r"^(?P<label>\d{1,2})(?:\s?[.)](?:\s*(?=[^\W\d_]|[“\"(])|\s+(?=\d{1,3}(?:,\d+)?\s?%|\d{2,3}\s[^\W\d_]))"
    rf"|\s?[/–-]\s+(?=[{UPPER}]))(?![Tt]háng \d)"  # `1/ Mục đích`, `1- Mục đích`; not the rest of a date
)
LETTER = re.compile(rf"^(?P<label>[a-zđ])(?:\s?[).]\s+(?=\S)|[/–-]\s+(?=[{UPPER}]))|^(?P<closed>[a-zđ])\)\s*(?=\S)")
CAPITAL = re.compile(rf"^(?P<label>[A-HĐ])\s?[.)/]\s+(?=[{UPPER}])")
BULLET = re.compile(r"^(?P<label>[-–—•·▪●*])\s*(?=\S)")
PLUS = re.compile(r"^(?P<label>\+)\s*(?=\S)")

# What a sign may have been before an engine read it.
TRUE_DIGIT = dict(zip("lI|i!OoSsBZzgqb?", "1111100558229967", strict=True))
TRUE_LETTER = dict(zip("dđcehb9q6o10npvy4", "đdecbhggbclohqyvđ", strict=True))
NOISY_DIGITS = re.compile(
    rf"^(?P<label>[\d{''.join(map(re.escape, TRUE_DIGIT))}]{{1,2}})(?:[.)]\s+(?=[^\W\d_])|,\s+(?=[{UPPER}]))"
)
NOISY_LETTER = re.compile(r"^(?P<label>[\da-zđ])\)\s*(?=\S)")

# Nats or so: what a reading costs by itself, and behind those before it.
MISREAD, NO_STOP = 1.0, 0.5  # a sign that was another one; a stop that was lost
STROKES_LOST = 1.8  # strokes of a Roman numeral that ran together
STROKE_GAINED = 1.8  # the stop of `I.` read as a foot or a stroke of its own (`IL.`, `Il.`)
UNLABELLED = 4.0  # a paragraph that begins like a labelled one by chance
REPEAT, BACK, GAP, FAR = 2.5, 3.0, 2.0, 0.3  # the same label again, an earlier one, one or more left out
ENGLISH = 0.2  # e behind d, f behind e
ORPHAN = 1.0  # `2.1` under a 3
SMALL_TITLE = 0.6  # a Roman numeral over a text that is not in capitals
UPWARD = 1.0  # a level above those that are open, of which nothing was seen before
BEAM = 24


@dataclass(frozen=True, slots=True)
class Label:
    """One reading of how a paragraph begins: `kind` is a key of RANKS, or 'text' where nothing labels it."""

    kind: str
    label: str = ""
    cut: int = 0  # characters up to the text that it labels
    cost: float = 0.0

    @property
    def rank(self) -> int:
        """Depth in the ladder; dotted labels go deeper with every dot."""
        return RANKS["arabic"] + self.label.count(".") if self.kind == "dotted" else RANKS.get(self.kind, 99)

    @property
    def value(self) -> int:
        """Its place in the count, from 1; 0 for bullets and text."""
        last = self.label.rsplit(".", 1)[-1]
        if self.kind in ("dash", "plus", "text"):
            return 0
        if last[:1].isdigit():
            return int(re.match(r"\d+", last)[0])  # type: ignore[index]
        if self.kind == "letter":
            return ALPHABET.find(last) + 1 or ord(last) - ord("a") + 1
        return ord(last) - ord("A") + 1 if self.kind == "capital" else roman_value(last)


TEXT = Label("text")
_Read = tuple[Label, Any] | None
Levels = tuple[tuple[int, int], ...]  # rank and value of every open level, the highest first


def read_label(own: str, is_noisy: bool = False) -> list[Label]:
    """Every reading of how a paragraph begins, the printed one first.

    Where the page `is_noisy`, a scan or a restored text, signs may have been others; else a valid label stays as it is.

    >>> [(label.kind, label.label) for label in read_label("IL. NỘI DUNG")]
    [('roman', 'II'), ('text', '')]
    >>> [(label.kind, label.label) for label in read_label("d) Báo cáo.", is_noisy=True)]
    [('letter', 'd'), ('letter', 'đ'), ('text', '')]
    """
    found = list(_printed(own, skeleton(own)))
    is_noisy = is_noisy or own.startswith("l. ")  # typed for a one, on paper that nobody scanned too
    is_printed = bool(found)
    if is_noisy or not is_printed:
        known = {(label.kind, label.label) for label in found}
        found += [label for label in _misread(own, is_noisy) if (label.kind, label.label) not in known]
    least: dict[tuple[str, str], Label] = {}
    for label in found:
        least.setdefault((label.kind, label.label), label)
    if not least:
        return [TEXT]
    readings = [*least.values()]
    if is_noisy or not is_printed:
        if readings[0].kind in ("dash", "plus"):
            return readings
        small = 0.0 if is_capitals(own[readings[0].cut :]) else SMALL_TITLE
        readings = [replace(label, cost=label.cost + small) if label.kind == "roman" else label for label in readings]
        # a numeral without its stop counts where it is due, not else
        readings.append(Label("text", cost=UNLABELLED if is_noisy or readings[0].cost >= MISREAD else NO_STOP + 0.2))
    return readings


def _printed(own: str, folded: str) -> Iterator[Label]:
    """The label as it is printed; nothing where there is none."""
    named = NAMED.match(folded)
    if named and own[0].isupper():
        follow = own[named.end("label") :].lstrip()
        # `Mục II Kế hoạch này` in a sentence is no label: a stop, the line's end or a title in capitals must follow
        if named["label"] != "0" and (not follow or follow[0] in ".:)" or is_capitals(follow)):
            label = ORDINALS.get(named["label"], named["label"])
            yield Label(NAMED_KIND[named["kind"]], label if label[0].isdigit() else label.upper(), named.end())
            return
    roman = ROMAN_LABEL.match(own)
    if roman and is_roman(roman["label"]):
        yield Label("roman", roman["label"], roman.end())
        return
    dotted = DOTTED.match(own)
    if dotted:
        yield Label("dotted", dotted["label"], dotted.end())
        return
    arabic = ARABIC.match(own)
    if arabic:
        yield Label("arabic", arabic["label"].lstrip("0") or "0", arabic.end())
        return
    capital = CAPITAL.match(own)
    if capital and is_capitals(own):
        yield Label("capital", capital["label"], capital.end())
        return
    letter = LETTER.match(own)
    if letter and ((letter["label"] or letter["closed"]) in ALPHABET + "fjwz"):
        label = letter["label"] or letter["closed"]
        yield Label("letter", label, letter.end(), 0.0 if label in ALPHABET else ENGLISH)
        return
    bullet = BULLET.match(own)
    if bullet:
        # Markdown lists wrap labels of their own: `- a) Theo dõi`
        inner = next(_printed(own[bullet.end() :], folded[bullet.end() :]), None)
        if inner and inner.kind in ("letter", "arabic"):
            yield Label(inner.kind, inner.label, bullet.end() + inner.cut)
        else:
            yield Label("dash", "-", bullet.end())
        return
    plus = PLUS.match(own)
    if plus:
        yield Label("plus", "+", plus.end())


def _misread(own: str, is_noisy: bool) -> Iterator[Label]:
    """What the label may have been before it was misread."""
    named = NAMED_NOISY.match(own) if is_noisy else None
    if named:
        kind = NAMED_KIND[skeleton(named["kind"])]
        read = named["label"].replace("0", "II")
        for label in _roman_readings(read, named.end(), True, is_noisy, 0.0):
            yield replace(label, kind=kind)
        return
    match = ROMAN_LABEL.match(own) or SCANNED_LABEL.match(own)
    if match and not is_noisy and not ROMAN_LABEL.match(own):
        match = match if is_roman(match["label"]) and is_capitals(own[match.end() :]) else None
    if match and not (match["label"].isdigit() and len(match["label"]) < 3 and not is_capitals(own[match.end() :])):
        has_stop = own[match.end("label") : match.end()].strip() != ""
        lost_stop = 0.0 if has_stop else NO_STOP
        yield from _roman_readings(match["label"], match.end(), is_capitals(own[match.end() :]), is_noisy, lost_stop)
    if not is_noisy:
        return
    digits = NOISY_DIGITS.match(own)
    if digits:
        for signs in product(*(dict.fromkeys(sign + TRUE_DIGIT.get(sign, "")) for sign in digits["label"])):
            label = "".join(signs)
            if label.isdigit() and label.strip("0"):
                changed = sum(a != b for a, b in zip(label, digits["label"], strict=True))
                changed += digits[0].rstrip().endswith(",")
                yield Label("arabic", label.lstrip("0"), digits.end(), MISREAD * changed)
    letter = NOISY_LETTER.match(own)
    if letter and letter["label"] in TRUE_LETTER:
        yield Label("letter", TRUE_LETTER[letter["label"]], letter.end(), MISREAD)


def _roman_readings(read: str, cut: int, over_capitals: bool, is_noisy: bool, lost_stop: float) -> Iterator[Label]:
    """The Roman numerals that strokes may be the remains of, nearest first."""
    strokes = re.sub(r"[1l|!Ti]", "I", read.replace("Vv", "V")).replace("H", "II").replace("U", "II").upper()
    for form in dict.fromkeys((strokes, strokes.replace("L", "I"))):
        if is_roman(form):
            yield Label("roman", form, cut, (form != read) * MISREAD + lost_stop)
    if is_noisy and over_capitals and strokes.replace("L", "I") in ("I", "II", "III", "V", "VI", "VII"):
        least = roman_value(strokes.replace("L", "I"))
        for number in range(least + 1, 9):
            yield Label("roman", to_roman(number), cut, STROKES_LOST + lost_stop)
    if is_noisy and over_capitals and re.fullmatch("V?I{2,3}", strokes.replace("L", "I")):
        yield Label("roman", strokes.replace("L", "I")[:-1], cut, STROKE_GAINED + lost_stop)


def decode(readings: Sequence[Sequence[Label]]) -> list[Label]:
    """The reading of every paragraph with which the whole outline counts best.

    >>> [label.label for label in decode([read_label(line, True) for line in ("I. MỘT", "l. Hai", "2. Ba", "H. BỐN")])]
    ['I', '1', '2', 'II']
    """
    # a hypothesis: its cost, the last reading and those before it, and the open levels
    beam: list[tuple[float, _Read, Levels]] = [(0.0, None, ())]
    for options in readings:
        best: dict[Levels, tuple[float, _Read]] = {}
        for cost, read, levels in beam:
            for label in options:
                further, after = _follow(levels, label)
                total = cost + label.cost + further
                if after not in best or total < best[after][0] - 1e-9:
                    best[after] = (total, (label, read))
        ranked = sorted(best.items(), key=lambda item: item[1][0])[:BEAM]
        beam = [(cost, read, levels) for levels, (cost, read) in ranked]
    found: list[Label] = []
    last = beam[0][1]
    while last:
        found.append(last[0])
        last = last[1]
    return found[::-1]


def _follow(levels: Levels, label: Label) -> tuple[float, Levels]:
    """What a label costs behind the open levels, and the levels that are open behind it."""
    if not label.value:
        return 0.0, levels
    rank, value = label.rank, label.value
    above = tuple(level for level in levels if level[0] < rank or (level[0] == RANKS["article"] and rank < level[0]))
    before = next((last for its, last in levels if its == rank), 0)
    cost = _step(label.kind, before, value)
    cost += UPWARD * (not before and any(its > rank for its, _ in levels) and rank >= RANKS["capital"])
    if label.kind == "dotted":
        parent = int(label.label.split(".")[-2])
        cost += ORPHAN * (dict(above).get(rank - 1, parent) != parent)
    return cost, tuple(sorted({**dict(above), rank: value}.items()))


def _step(kind: str, before: int, value: int) -> float:
    """What it costs to count on from one value to another; 0 before the first."""
    if value == before + 1:
        return 0.0
    if kind in ("letter", "capital") and before and value == before + 2:
        return ENGLISH if kind == "letter" and ALPHABET[before] in "đf" else GAP
    if value == before:
        return REPEAT
    return BACK if value < before else GAP + FAR * min(value - before - 1, 3)


def is_roman(label: str) -> bool:
    """Whether a label is a Roman numeral below 40."""
    return bool(label and re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", label))


def roman_value(label: str) -> int:
    """The number that a Roman numeral stands for.

    >>> roman_value("IV"), roman_value("XII")
    (4, 12)
    """
    total = 0
    for letter, after in zip(label, label[1:] + " ", strict=True):
        value = ROMAN.get(letter, 0)
        total += -value if ROMAN.get(after, 0) > value else value
    return total


def to_roman(number: int) -> str:
    """Roman numeral of a positive number below 40.

    >>> to_roman(4), to_roman(19)
    ('IV', 'XIX')
    """
    text = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (number // value)
        number %= value
    return text
