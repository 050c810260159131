"""What stands where in misread lines, and the only rules that may touch digits, codes and labels.

A digit inside a word belongs to the word (`t6`), a letter inside a number to the number (`2O24`); `số` is put back
between the name of a document and its code, Roman numerals at the head of a line and after `quý`, `Đ` in the parts of
codes that are known to have it. No other digit ever changes.

>>> places = lay_out([["111.", "T6", "CHUC", "nam", "2O24"]], {})
>>> [place.fixed or place.piece.core for place in places]
['III', 'T6', 'CHUC', 'nam', '2024']
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.text.pieces import CODE, ENDS_CLAUSE, HAS_DIGIT, NUMBER, Piece, split_token
from pipeline.text.syllables import looks_whole, strip_marks

AS_DIGIT = str.maketrans("OoIl", "0011")
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
AS_ROMAN = str.maketrans("1lL|!ıÍÌíìi", "IIIIIIIIIII")
LIKE_ROMAN = re.compile(r"[IVXLH1l|!ÍÌ]+|[Il1|!][Ili1|!ı]+|Iv")  # not `Vi`, `Li`: names
LABEL_END = re.compile(r"^[.)]")
# `số` before a code, as English OCR writes it; only after the name of a kind of document
SPOILT_NO = re.compile(r"[Ss$5][0oO68bdéeốôóòõöêáâa5]{1,2}")
# `Sở` as English OCR writes it: before any word, or before a name
SPOILT_SO = re.compile(r"(?P<any>\$[6oO08])|S[358$&@]|\$[3é]")
SYMBOL = re.compile(r"/\s?[A-ZĐÐ]{2,}")  # `/KH-UBND`: the line of number and symbol at the head of a document
# Last syllables of the kinds of documents (Decree 30/2020, annex III): kế hoạch, quyết định, nghị quyết, thông tư, ...
DOCUMENT_KINDS = frozenset("hoach dinh quyet tu thi van cao lenh trinh dan bo luat thu uoc chuong hop phap".split())
QUARTER = re.compile(r"[1lI|]{2,3}|[1lI|]V|I")  # after `quý`, of which there are four
GOES_WITH_QUARTER = frozenset("nam va den hang hoac".split())  # what follows a quarter, not a sum (`quỹ 11 tỷ đồng`)
NUMBERED = re.compile(r"\d{1,3}[a-hA-Hđ]")
NUMBERED_LETTER = re.compile(r"[a-zA-ZđĐ]\d{1,2}")  # `a3)` at the head of a line
MEASURE = re.compile(r"[kcd]?m[23²³]|°[CF]")
NAMES_NUMBER = frozenset("dieu khoan diem mau phu luc bieu muc chuong phan hinh bang so lo".split())  # `Quốc lộ 1A`
CERTAIN = 0.95  # confidence of what a rule changed


def fix_number(core: str) -> str:
    """A number with the letters that OCR put into it made digits again.

    >>> fix_number("2O24"), fix_number("l5/7/2021"), fix_number("0251.1022")
    ('2024', '15/7/2021', '0251.1022')
    """
    return core.translate(AS_DIGIT)


def fix_roman(core: str) -> str | None:
    """The Roman numeral that `core` stands for at the head of a line; None where it is none.

    >>> [fix_roman(core) for core in ("IL", "111", "VIL", "1V", "Iv", "HI", "Mau", "Vi", "ii")]
    ['II', 'III', 'VII', 'IV', 'IV', 'III', None, None, None]
    """
    if core == "H" or not LIKE_ROMAN.fullmatch(core):
        return None
    numeral = core.replace("H", "II").translate(AS_ROMAN).replace("v", "V")
    return numeral if 0 < len(numeral) <= 5 and ROMAN.fullmatch(numeral) else None


@dataclass(slots=True)
class Place:
    """A piece of a token on its way through the restorer."""

    line: int
    token: int
    offset: int  # of the piece, with the signs before it, in its token
    piece: Piece
    after_clause: bool  # a clause ends before it
    last: int  # the last token it was made of: another one where a false space cut the word
    cut: int = 0  # where in its token a lost space stood before it; 0: none
    fixed: str | None = None  # decided by a rule
    text: str = ""  # as it should read
    confidence: float = 1.0


def claim_query(pieces: tuple[Piece, ...], following: str) -> tuple[Piece, ...]:
    """`pieces` with a final `?` or `!` made part of the word where the line goes on: OCR reads hooks and tones so.

    >>> claim_query(split_token("cir?"), "quan")[0].core
    'cir?'
    """
    last = pieces[-1]
    goes_on = following[:1].islower() or (following and not looks_whole(last.core))  # `gì? Đáp` is a question
    if last.kind == "word" and last.after[:1] in ("?", "!") and goes_on:
        last = last._replace(core=last.core + last.after[0], after=last.after[1:])
        return (*pieces[:-1], last)
    return pieces


def lay_out(lines: Sequence[Sequence[str]], codes: Mapping[str, str]) -> list[Place]:
    """The pieces of all lines, those decided that rules decide; `codes`: parts of codes, as read and true."""
    places: list[Place] = []
    after_clause = True
    for number, tokens in enumerate(lines):
        after_clause = after_clause or bool(tokens and re.match(r"[-–—+•*]|\d+[.)]|\w[.)]$", tokens[0]))
        first = len(places)
        for index, token in enumerate(tokens):
            following = tokens[index + 1] if index + 1 < len(tokens) else ""
            offset = 0
            for piece in claim_query(split_token(token), following):
                after_clause = after_clause or bool(ENDS_CLAUSE.search(piece.before))
                if piece.core:
                    places.append(Place(number, index, offset, piece, after_clause, index))
                    after_clause = False
                after_clause = after_clause or bool(ENDS_CLAUSE.search(piece.after))
                offset += len(piece.before + piece.core + piece.after)
        decide_line(places[first:], " ".join(tokens), codes)
    letter = ""
    for place in places:  # a second `d)` after `d)` is `đ)`
        if place.fixed and len(place.fixed) == 1 and place.piece.after.startswith(")"):
            place.fixed = "đ" if place.fixed == letter == "d" else place.fixed
            letter = place.fixed
    return places


def decide_line(places: list[Place], line: str, codes: Mapping[str, str]) -> None:
    """Set `fixed` of the pieces of one line that rules decide."""
    pieces = [place.piece for place in places]
    for number, place in enumerate(places):
        if number == 0:
            place.fixed = read_label(pieces[:2], line)
        if place.fixed is None:
            before, after = pieces[max(0, number - 1) : number], pieces[number + 1 : number + 2]
            place.fixed = read_fixed(place.piece, before, after, codes)


def read_label(pieces: Sequence[Piece], line: str) -> str | None:
    """The label at the head of a line, from its first one or two pieces: Roman numerals, single letters, `Số:`."""
    piece = pieces[0]
    following = pieces[1].before if len(pieces) > 1 else ""
    if SPOILT_NO.fullmatch(piece.core) and (piece.after + following)[:1] == ":" and SYMBOL.search(line):
        return "Số"
    if not LABEL_END.match(piece.after) or " " not in line:
        return None
    if NUMBERED_LETTER.fullmatch(piece.core) and piece.after.startswith(")"):
        return piece.core
    title = next((char for char in line.partition(" ")[2] if char.isalpha()), "")
    if piece.core in ("l", "L") and piece.after.startswith("."):
        return "I" if title.isupper() else "1"
    if len(piece.core) == 1 and piece.core.isalpha():
        return piece.core
    numeral = fix_roman(piece.core)
    if numeral is None or not piece.after.startswith("."):
        return None
    certain = not HAS_DIGIT.search(piece.core) and not piece.core.isupper()
    is_number = piece.core.isdigit() and piece.core != "111"  # 1 and 11 are numbers
    return numeral if (certain or title.isupper()) and not is_number else None


def read_fixed(piece: Piece, before: Sequence[Piece], after: Sequence[Piece], codes: Mapping[str, str]) -> str | None:
    """What rules make of a piece between its neighbours in the line; None where it is a word."""
    core, kind = piece.core, piece.kind
    previous = strip_marks(before[0].core).lower() if before else ""
    following = after[0] if after else None
    numeral, slash, year = core.partition("/")
    if previous == "quy" and QUARTER.fullmatch(numeral):
        ends = bool(slash or piece.after or following is None or following.kind in (CODE, NUMBER))
        if ends or (following and strip_marks(following.core).lower() in GOES_WITH_QUARTER):
            return (fix_roman(numeral) or numeral) + slash + year
    is_no = following is not None and following.kind in (CODE, NUMBER) and SPOILT_NO.fullmatch(core) is not None
    if is_no and previous in DOCUMENT_KINDS and (not core.isdigit() or "/" in after[0].core):
        return "Số" if core[0] == "S" else "số"
    so = SPOILT_SO.fullmatch(core)
    if so and following and following.kind == "word" and (so["any"] or following.core[0].isupper()):
        return "Sở"
    if not kind or MEASURE.fullmatch(core) or (NUMBERED.fullmatch(core) and previous in NAMES_NUMBER):
        return core
    if kind == NUMBER:
        return fix_number(core)
    if kind == CODE:
        return fix_code(core, codes)
    return None


def fix_code(core: str, codes: Mapping[str, str]) -> str:
    """A document code with the `Đ` of its known parts put back.

    >>> fix_code("3183/QD-UBND", {"QD": "QĐ"})
    '3183/QĐ-UBND'
    """
    return re.sub(r"[^\W\d_]+", lambda match: codes.get(match[0], match[0]), core)
