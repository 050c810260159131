"""The parts of a token: words, numbers, codes and the signs between them.

>>> [(piece.core, piece.kind) for piece in split_token("3183/QD-UBND,")]
[('3183/QD-UBND', '<c>')]
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from pipeline.text.syllables import LETTER, looks_whole

# Word classes of the language model, beside the words themselves.
UNKNOWN, BOUNDARY, NUMBER, CODE = "<u>", "<b>", "<n>", "<c>"

# Signs that English OCR writes for parts of Vietnamese letters (`v&` về, `di¢n` điện): letters, inside a word.
ODD = "&¢§$£€¥@‘’'°{}®©"
LONE_SIGNS = frozenset("&¢€¥@")  # may stand for a whole word (`&` ở); others may be a spoilt number
CORE = re.compile(  # `D(’mg` Đồng, `ph|rong`: a bracket beside a sign and a bar between letters belong to the word
    rf"[\w{ODD}](?:[\w{ODD}]|\((?=[{ODD}])|(?<=[{ODD}])\)|(?<=[^\W\d_])\|(?=[^\W\d_]))*"
)
HAS_DIGIT = re.compile(r"\d")
NUMERIC = re.compile(r"\d+(?:[.,:/%–-]+\d+)*%?")
# `300/KH-UBND`, `18-NQ/TW`, `22/2023/QH15`, `I/2024`: numbers and letters
CODED = re.compile(
    r"""
    (?:\d[\d.]*[/-])+\s?[^\W\d_]{1,12}\d{0,3}(?:[-/][^\W_]+)* | [IVX]{1,4}[/.-]\d+
    | [A-ZĐÐ]{2,8}\d{1,4} | [A-ZĐÐ]{2,}(?:&[A-ZĐÐ]{2,})+
    | [a-zA-ZđĐ](?:[123579]|\d{2,}) | [aeAE]\d | \d+(?:[kKM]?[VWm]|[kKcm]?m[23]?|km2|ha|kg|[GDxX])  # `a3`, `5G`
    """,
    re.VERBOSE,
)
# Words in which English OCR read digits for letters, as on printed pages; every other mixture of the two is a code.
MISREAD = re.compile(
    rf"""
    (?!.*[23579].*\d|.*\d.*[23579])(?:  # two digits, and one of them like no letter: a number
    (?:[^\W\d_][a-zđáàâãéèêíìóòôõúù]{{0,2}}|[A-ZĐ]{{2,3}})[0468]['’‘]?  # `s6` số, `th6`
    | [^\W\d_][a-z]{{1,2}}[0468]1 | [^\W\d_]+[aeouyáàâéèêóòôúù]1           # `ph01` phối, `ca1` cái
    | [^\W\d_][\w{ODD}]*\d[\w{ODD}]*[a-zà-ỹ{ODD}][\w{ODD}]*  # `d6ng`, `ph1r0‘ng`: a small letter behind
    | [^\W\d_]+[0468]+[^\W\d_]+                       # `D6NG`
    | 1[aeiouyàáâãèéêìíòóôõùúý§&€@¢][\w{ODD}]* | 1d(?:ng|nh|[ip])  # `1a` là, `1é` lệ
    | [46](?:ng|nh|[npctiu]) | [146][0468](?:ng|nh|[npctiu])  # `4n` án, `16i` lối
    )
    """,
    re.VERBOSE,
)
# a letter inside a number: explicit, and only where digits are the greater part
SPOILT_NUMBER = re.compile(r"(?=(?:[^\d]*\d){2})(?!\d\d?[lI]\d\d?[lI])[\dIl][\dOoIl]*(?:[.,/][\dOoIl]+)*(?<=[\dO])%?")
GLUED = re.compile(
    r"(?P<word>\D{2,})(?P<number>(?:19|20)\d\d)|(?P<noted>[^\W\d_]{3,})(?P<note>[02-9]|(?<![aeouy])1|\d\d)"
)
GLUED_BEFORE = re.compile(r"(?P<number>[235789]\d*|\d\d+)(?P<word>[^\W\d_]{3,})")
ADDRESS = re.compile(r"://|www\.|[\w.]@\w+\.|\w\.(?:vn|com|org|net|edu|gov|pdf|docx?|xlsx?)\b|\w\.[a-z]{2,}/|_|\\")
ENDS_CLAUSE = re.compile(r"[.;:!?]")


class Piece(NamedTuple):
    """A part of a token that is restored on its own; `before` and `after` are the signs around it."""

    before: str
    core: str
    after: str
    kind: str  # "word", NUMBER, CODE, or "" for signs that are left as they are


@functools.lru_cache(maxsize=200_000)
def split_token(token: str) -> tuple[Piece, ...]:
    """The parts of one token.

    >>> [(piece.core, piece.kind) for piece in split_token("(2021-2030);")]
    [('2021-2030', '<n>')]
    >>> [piece.core for piece in split_token("xã-hội,")]
    ['xã', 'hội']
    """
    start, end = 0, len(token)
    while start < end and not (token[start].isalnum() or token[start] in "&¢§$£€¥@°®©"):
        start += 1
    while end > start and not (token[end - 1].isalnum() or token[end - 1] in ODD + "%"):
        end -= 1
    if start == end:
        return (Piece(token, "", "", ""),)
    before, core, after = token[:start], token[start:end], token[end:]
    if ADDRESS.search(core):  # of web and mail, the name of a file
        return (Piece(before, core, after, ""),)
    if HAS_DIGIT.search(core):
        if NUMERIC.fullmatch(core):
            return (Piece(before, core, after, NUMBER),)
        if CODED.fullmatch(core):
            return (Piece(before, core, after, CODE),)
        if SPOILT_NUMBER.fullmatch(core) and sum(map(str.isdigit, core)) * 2 > len(core):
            return (Piece(before, core, after, NUMBER),)
    pieces: list[Piece] = []
    place = start
    for match in CORE.finditer(token, start, end):
        pieces += [Piece(token[place : match.start()], match[0], "", kind_of(match[0]))]
        if HAS_DIGIT.search(match[0]) and not CODED.fullmatch(match[0]) and LETTER.search(match[0]):
            pieces[-1:] = cut_number(pieces[-1])
        place = match.end()
    if not pieces:
        return (Piece(token, "", "", ""),)
    pieces[0] = pieces[0]._replace(before=before + pieces[0].before)
    pieces[-1] = pieces[-1]._replace(after=token[place:])
    return tuple(pieces)


def kind_of(core: str) -> str:
    """The kind of a part without signs around it.

    >>> [kind_of(core) for core in ("t6", "a3", "QH15", "12", "TN&MT", "'")]
    ['word', '<c>', '<c>', '<n>', '<c>', '']
    """
    if CODED.fullmatch(core):
        return CODE
    if not LETTER.search(core) and not LONE_SIGNS.intersection(core):
        return NUMBER if core.isdigit() else ""
    return "word" if not HAS_DIGIT.search(core) or GLUED.fullmatch(core) or MISREAD.fullmatch(core) else CODE


def cut_number(piece: Piece) -> list[Piece]:
    """A word and a number that stand together (`nước3`, `2thay`); the piece where its digits may be letters (`t6`).

    >>> [part.core for part in cut_number(Piece("", "khai12", "", "word"))]
    ['khai', '12']
    """
    if (match := GLUED.fullmatch(piece.core)) and looks_whole(match["word"] or match["noted"]):
        first, second = match["word"] or match["noted"], match["number"] or match["note"]
        return [piece._replace(core=first, after="", kind="word"), Piece("", second, piece.after, NUMBER)]
    if (match := GLUED_BEFORE.fullmatch(piece.core)) and looks_whole(match["word"]):
        return [Piece(piece.before, match["number"], "", NUMBER), Piece("", match["word"], piece.after, "word")]
    return [piece if MISREAD.fullmatch(piece.core) else piece._replace(kind=CODE)]


def lm_words(token: str) -> list[str]:
    """The words by which the language model knows a lower-case token of clean text.

    >>> lm_words("2021-2030;")
    ['<n>', '<b>']
    """
    words: list[str] = []
    for piece in split_token(token):
        if words and ENDS_CLAUSE.search(piece.before):
            words.append(BOUNDARY)
        if piece.kind == "word":
            words.append(piece.core if piece.core.isalpha() else CODE if piece.core.isalnum() else UNKNOWN)
        elif piece.kind:
            words.append(piece.kind)
        if ENDS_CLAUSE.search(piece.after):
            words.append(BOUNDARY)
    return words
