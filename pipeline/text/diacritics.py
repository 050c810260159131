"""Vietnamese that was read by an English OCR engine, made Vietnamese again.

A noisy channel (Kernighan, Church & Gale 1990; error model after Brill & Moore 2000): what Tesseract `-l eng` makes of
each Vietnamese syllable was counted on printed and spoilt pages, a language model of administrative prose says what
the sentence must be, a beam search finds the text that explains both. Model and figures: `models/diacritics/README.md`.

>>> print(restore_text("K& hoach duoc trién khai, t6 chire thuc hién\\ntai tit ca cic co quan, don vi trén dia ban"))
Kế hoạch được triển khai, tổ chức thực hiện
tại tất cả các cơ quan, đơn vị trên địa bàn
"""

from __future__ import annotations

import functools
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.document import Box, Cell, Document, Flag, Grid, Line, Page, Word, union
from pipeline.errors import MissingModel

MODEL = Path(__file__).parents[2] / "models" / "diacritics" / "model.npz"
DIGEST = MODEL.with_suffix(".sha256")

# Word classes of the language model, beside the words themselves.
UNKNOWN, BOUNDARY, NUMBER, CODE = "<u>", "<b>", "<n>", "<c>"

# --- letters --------------------------------------------------------------------------------------------------------

NEW_STYLE = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
OLD_STYLE = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
TONE_STYLES = {
    change(new): change(old)
    for new, old in zip(NEW_STYLE, OLD_STYLE, strict=True)
    for change in (str.lower, str.upper, str.capitalize)
}
NEW_TONE = re.compile(f"(?<![qQ])({'|'.join(TONE_STYLES)})(?![^\\W\\d_])")  # `quý` has one way only

# Letters that Vietnamese alone uses: English OCR has none of them in its alphabet, so one of them proves the reading.
VIETNAMESE_ONLY = re.compile("[ăđơưĩũẠ-ỹ]", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")

SYLLABLE = re.compile(
    r"""
    (ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?
    (uyê|uya|uyu|iêu|yêu|oai|oay|oeo|uôi|ươi|ươu|uây|oao
     |ia|iê|yê|ua|uô|ưa|ươ|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|oa|oă|oe|oo|ui|ưi|ưu|uâ|uê|uy|uơ|[aăâeêioôơuưy])
    (ch|ng|nh|[cmnpt])?
    """,
    re.VERBOSE,
)


def unify_tone_marks(text: str) -> str:
    """`text` in NFC with the tone mark on the first vowel of `oa`, `oe`, `uy`, as the older spelling has it.

    >>> unify_tone_marks("Hoà Bình, uỷ ban, quý, toàn")
    'Hòa Bình, ủy ban, quý, toàn'
    """
    text = unicodedata.normalize("NFC", text).replace("ð", "đ").replace("Ð", "Đ")
    return NEW_TONE.sub(lambda match: TONE_STYLES[match[1]], text)


def strip_tone(word: str) -> str:
    """`word` without its tone mark: the letters ă â đ ê ô ơ ư stay.

    >>> strip_tone("thường")
    'thương'
    """
    kept = (char for char in unicodedata.normalize("NFD", word) if char not in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(kept))


def strip_marks(word: str) -> str:
    """`word` without any mark.

    >>> strip_marks("Đường")
    'Duong'
    """
    kept = (char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return "".join(kept).replace("đ", "d").replace("Đ", "D")


def is_syllable(word: str) -> bool:
    """Whether `word`, in lower case, is built like a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiêng", "cdc", "zalo", "y")]
    [True, False, False, True]
    """
    return SYLLABLE.fullmatch(strip_tone(word)) is not None


@functools.cache
def bare_syllables() -> re.Pattern[str]:
    """The shape of a syllable whose marks are lost."""
    return re.compile(strip_marks(SYLLABLE.pattern).replace("dd", "d"), re.VERBOSE)


# --- tokens ---------------------------------------------------------------------------------------------------------

# Signs that English OCR writes for parts of Vietnamese letters (`v&` về, `di¢n` điện): letters, inside a word.
ODD = "&¢§$£€¥@‘’'°|{}®©"
LONE_SIGNS = frozenset("&¢€¥@")  # may stand for a whole word (`&` ở); others may be a spoilt number
CORE = re.compile(rf"[\w{ODD}](?:[\w(){ODD}]*[\w{ODD}])?")
HAS_DIGIT = re.compile(r"\d")
NUMERIC = re.compile(r"\d+(?:[.,:/%–-]+\d+)*%?")
# `300/KH-UBND`, `18-NQ/TW`, `01-ĐĐN-CT`, `QH14`: a number and letters
CODED = re.compile(r"(?:\d[\d.]*[/-])+\s?[^\W\d_]{1,12}(?:[-/][^\W_]+)*|[A-ZĐÐ]{2,8}\d{1,4}")
# a letter inside a number: explicit, and only where digits are the greater part
SPOILT_NUMBER = re.compile(r"(?=(?:[^\d]*\d){2})[\dIl|][\dOoIl|]*(?:[.,/][\dOoIl|]+)*")
GLUED_YEAR = re.compile(r"(\D{2,})((?:19|20)\d\d)")
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
    while start < end and not (token[start].isalnum() or token[start] in "&¢§$£€¥@°|®©"):
        start += 1
    while end > start and not (token[end - 1].isalnum() or token[end - 1] in ODD + "%"):
        end -= 1
    if start == end:
        return (Piece(token, "", "", ""),)
    before, core, after = token[:start], token[start:end], token[end:]
    if HAS_DIGIT.search(core):
        if NUMERIC.fullmatch(core):
            return (Piece(before, core, after, NUMBER),)
        if SPOILT_NUMBER.fullmatch(core) and sum(map(str.isdigit, core)) * 2 > len(core):
            return (Piece(before, core, after, NUMBER),)
        if CODED.fullmatch(core):
            return (Piece(before, core, after, CODE),)
        if glued := GLUED_YEAR.fullmatch(core):
            return (Piece(before, glued[1], "", "word"), Piece("", glued[2], after, NUMBER))
    pieces: list[Piece] = []
    place = start
    for match in CORE.finditer(token, start, end):
        text = match[0]
        kind = "word" if LETTER.search(text) or LONE_SIGNS.intersection(text) else NUMBER if text.isdigit() else ""
        pieces.append(Piece(token[place : match.start()], text, "", kind))
        place = match.end()
    if not pieces:
        return (Piece(token, "", "", ""),)
    pieces[0] = pieces[0]._replace(before=before + pieces[0].before)
    pieces[-1] = pieces[-1]._replace(after=token[place:])
    return tuple(pieces)


def claim_query(pieces: tuple[Piece, ...], following: str) -> tuple[Piece, ...]:
    """`pieces` with a final `?` or `!` made part of the word where the sentence goes on: OCR reads hooks and tones so.

    >>> claim_query(split_token("cir?"), "quan")[0].core
    'cir?'
    """
    last = pieces[-1]
    if last.kind == "word" and last.after[:1] in ("?", "!") and following[:1].islower():
        last = last._replace(core=last.core + last.after[0], after=last.after[1:])
        return (*pieces[:-1], last)
    return pieces


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


# --- the model ------------------------------------------------------------------------------------------------------

STEP = 16  # steps of a packed log probability to one nat


def quantise(logs: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Natural log probabilities as one byte each.

    >>> quantise(np.array([0.0, -1.0, -99.0]))
    array([  0,  16, 255], dtype=uint8)
    """
    return np.rint(-logs * STEP).clip(0, 255).astype(np.uint8)


def dequantise(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The log probabilities that `quantise` packed."""
    return packed.astype(np.float32) / np.float32(-STEP)


State = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]  # last word, last two, last three; -1 unknown


class LanguageModel:
    """An n-gram model with back-off, up to four words."""

    def __init__(self, arrays: dict[str, NDArray]) -> None:
        self.words: list[str] = bytes(arrays["words"]).decode("utf-8").split("\n")
        self.ids = {word: number for number, word in enumerate(self.words)}
        self.logs = dequantise(np.arange(256, dtype=np.uint8))
        self.unigrams = dequantise(arrays["lm_p1"])
        self.p: list[NDArray[np.uint8]] = [arrays[f"lm_p{length}"] for length in (2, 3, 4)]  # packed, to save memory
        self.bow = [arrays[f"lm_bow{length}"] for length in (1, 2, 3)]
        self.keys: list[NDArray[np.int64]] = []
        for length in (2, 3, 4):
            children = arrays[f"lm_children{length - 1}"]
            keys = np.repeat(np.arange(len(children), dtype=np.int64), children)
            keys <<= 16
            keys |= arrays[f"lm_word{length}"]
            self.keys.append(keys)

    def start(self) -> State:
        """The state after a boundary."""
        return (np.array([self.ids[BOUNDARY]]), np.array([-1]), np.array([-1]))

    def extend(self, state: State, words: NDArray[np.int64]) -> tuple[NDArray[np.float32], State]:
        """Log probability of each word after its state, and the state it leads to."""
        shorter = self.unigrams[words]
        reached: list[NDArray[np.int64]] = []
        for keys, p, bow, context in zip(self.keys, self.p, self.bow, state, strict=True):
            wanted = (context << 16) | words
            place = np.searchsorted(keys, wanted)
            place[place == len(keys)] = 0
            found = (keys[place] == wanted) & (context >= 0)
            shorter = np.where(found, self.logs[p[place]], np.where(context >= 0, self.logs[bow[context]], 0) + shorter)
            reached.append(np.where(found, place, -1))
        return shorter, (words, reached[0], reached[1])


LOWER, TITLE, UPPER = 0, 1, 2


def case_of(word: str) -> int | None:
    """The case of a true word: lower, title, upper; None for a mixture such as `TTg`."""
    if word.islower():
        return LOWER
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return TITLE
    return UPPER if word.isupper() else None


def set_case(word: str, case: int) -> str:
    """A lower-case word in the wanted case.

    >>> [set_case("điều", case) for case in (LOWER, TITLE, UPPER)]
    ['điều', 'Điều', 'ĐIỀU']
    """
    return word if case == LOWER else word[:1].upper() + word[1:] if case == TITLE else word.upper()


class Candidate(NamedTuple):
    """What a stretch of print may have been."""

    words: tuple[int, ...]  # language model ids: two where the engine lost a space
    score: float  # log P(read | print)
    text: tuple[str, ...]
    cut: int = 0  # where the second word begins in what was read


Segments = dict[str, dict[str, float]]  # read -> print, in lower case -> log P(read | print)
NEVER = -1e4


class Parts:
    """All onsets, or all rhymes, in one case: how likely each of them is behind a stretch of what was read.

    Every way of cutting print and reading into segments is tried at once over a trie of the parts.
    """

    INSERTED, REPLACED = -6.0, -8.0  # log P of a sign out of nothing, and of a sign never met for a letter
    MEMORY, DENSE = 4_000, 800  # readings and emission rows remembered: 30 MB at most

    def __init__(self, parts: list[str], body: Segments, head: Segments) -> None:
        nodes = {"": 0} | {
            part: number
            for number, part in enumerate(sorted({part[:end] for part in parts for end in range(1, len(part) + 1)}), 1)
        }
        size = len(nodes)
        segments: dict[tuple[str, bool], int] = {}
        above = np.zeros((3, size), dtype=np.int64)
        behind = np.zeros((3, size), dtype=np.int64)  # id of the last one, two, three letters; 0: not that long
        for part, node in nodes.items():
            for length in range(1, min(3, len(part)) + 1):
                above[length - 1, node] = nodes[part[:-length]]
                name = (part[-length:], length == len(part))  # a head segment has the case of the first letter
                behind[length - 1, node] = segments.setdefault(name, len(segments) + 1)
        self.above, self.behind, self.size = above.ravel(), behind.ravel(), size
        self.ends = np.array([nodes[part] for part in parts])
        self.single = np.zeros(len(segments) + 1, dtype=bool)
        found: dict[str, tuple[list[int], list[float]]] = {}
        for (segment, _), number in segments.items():
            self.single[number] = len(segment) == 1
        by_print: list[dict[str, list[int]]] = [{}, {}]
        for (segment, is_head), number in segments.items():
            by_print[is_head].setdefault(segment, []).append(number)
        for is_head, table in ((False, body), (True, head)):
            for read, prints in table.items():
                places, logs = found.setdefault(read, ([], []))
                for segment, log in prints.items():
                    for number in by_print[is_head].get(segment, ()):
                        places.append(number)
                        logs.append(log)
        self.found = {
            read: (np.array(places), np.array(logs, np.float32)) for read, (places, logs) in found.items() if places
        }
        self.dense: dict[str, NDArray[np.float32]] = {}
        self.memory: dict[str, NDArray[np.float32]] = {}

    def emissions(self, read: str) -> NDArray[np.float32]:
        """Log P(read | segment) of every segment."""
        known = self.dense.get(read)
        if known is None:
            known = np.full(len(self.single), NEVER, np.float32)
            if len(read) == 1:
                known[self.single] = self.REPLACED
            if read in self.found:
                places, logs = self.found[read]
                known[places] = logs
            known[0] = NEVER
            if len(self.dense) > self.DENSE:
                self.dense.clear()
            self.dense[read] = known
        return known

    def score(self, read: str) -> NDArray[np.float32]:
        """Log P(read | part) of every part."""
        known = self.memory.get(read)
        if known is not None:
            return known
        vanished = self.emissions("")[self.behind[: self.size]]
        rows: list[NDArray[np.float32]] = []
        for end in range(len(read) + 1):
            if end == 0:
                row = np.full(self.size, NEVER, np.float32)
                row[0] = 0
            else:
                row = rows[end - 1] + np.float32(self.INSERTED)
            for start in range(max(0, end - 4), end):
                segment = read[start:end]
                if len(segment) == 1 or segment in self.found:
                    ways = rows[start][self.above] + self.emissions(segment)[self.behind]
                    row = np.maximum(row, ways.reshape(3, -1).max(axis=0))
            rows.append(np.maximum(row, row[self.above[: self.size]] + vanished))
        result = rows[-1][self.ends]
        if len(self.memory) > self.MEMORY:
            self.memory.clear()
        self.memory[read] = result
        return result


ONSET = re.compile(r"(?:ngh|ng|nh|ch|gh|gi(?=\w)|kh|ph|qu(?=\w)|th|tr|[bcdđghklmnpqrstvxfjwz])?")


def onset_of(word: str) -> str:
    """The consonants a syllable begins with.

    >>> onset_of("nghiêng"), onset_of("giữ"), onset_of("ủy")
    ('ngh', 'gi', '')
    """
    match = ONSET.match(word)
    return match[0] if match else ""


LONGEST_READING = 11  # of one syllable; longer ones are looked for as two
LOOKALIKE = str.maketrans("0146l|!¢", "oiaoiiie")


def fold(word: str) -> str:
    """`word` without marks and with look-alikes made one, to find foreign words and abbreviations.

    >>> fold("HĐND") == fold("HDND")
    True
    """
    return strip_marks(word).lower().translate(LOOKALIKE)


class Syllables:
    """The syllables of the vocabulary in one case, cut into onset and rhyme."""

    def __init__(self, words: list[str], ids: list[int], body: Segments, head: Segments) -> None:
        onsets = [onset_of(word) for word in words]
        self.words = np.array(ids)
        known = sorted(set(onsets))
        rhymes = sorted({word[len(onset) :] for word, onset in zip(words, onsets, strict=True)})
        self.onsets = Parts(known, body, head)
        self.rhymes = Parts(rhymes, body, body)
        onset_at = {onset: number for number, onset in enumerate(known)}
        rhyme_at = {rhyme: number for number, rhyme in enumerate(rhymes)}
        self.onset = np.array([onset_at[onset] for onset in onsets])
        self.rhyme = np.array([rhyme_at[word[len(onset) :]] for word, onset in zip(words, onsets, strict=True)])

    def score(self, read: str) -> NDArray[np.float32]:
        """Log P(read | syllable) of every syllable."""
        best = np.full(len(self.words), NEVER, np.float32)
        for cut in range(min(len(read), 5) + 1):
            onset, rhyme = self.onsets.score(read[:cut]), self.rhymes.score(read[cut:])
            best = np.maximum(best, onset[self.onset] + rhyme[self.rhyme])
        return best


class Channel:
    """Which words may stand behind what English OCR read."""

    KEPT = 32  # candidates of one token
    UNIGRAM = 0.75  # share of the word's own frequency in the choice of candidates
    MARGIN = 8.0  # nats below the best candidate that are dropped
    SEGMENT_COST = 0.7  # what is left for readings never met, beside the memorised ones
    ALIKE, FOLDED = -0.5, -2.0  # log P of a foreign word or abbreviation read as it is, and but for marks

    def __init__(self, arrays: dict[str, NDArray], lm: LanguageModel) -> None:
        self.lm = lm
        self.prior = lm.unigrams
        tables: list[Segments] = [{}, {}, {}]  # by case: print segments of Title words are those of their heads
        logs = (arrays["channel_p"] / -STEP).tolist()
        for row, log in zip(bytes(arrays["channel"]).decode("utf-8").split("\n"), logs, strict=True):
            true, read = row.split("\t")
            case = case_of(true)
            for number in (TITLE, UPPER) if len(true) == 1 and case else (case,):
                if number is not None:
                    tables[number].setdefault(read, {})[true.lower()] = log
        self.letters = {  # read -> print -> P, single lower-case letters
            read: {true: float(np.exp(log)) for true, log in prints.items() if len(true) == 1}
            for read, prints in tables[LOWER].items()
            if len(read) == 1
        }
        self.pairs: dict[str, list[tuple[str, float]]] = {}
        logs = (arrays["pairs_p"] / -STEP).tolist()
        for row, log in zip(bytes(arrays["pairs"]).decode("utf-8").split("\n"), logs, strict=True):
            read, true = row.split("\t")
            self.pairs.setdefault(read, []).append((true, log))
        first = lm.ids[CODE] + 1
        numbers = [number for number in range(first, len(lm.words)) if is_syllable(lm.words[number])]
        words = [lm.words[number] for number in numbers]
        bare = [(word, number) for word, number in zip(words, numbers, strict=True) if not onset_of(word)]
        self.syllables = [
            Syllables(words, numbers, tables[LOWER], tables[LOWER]),
            Syllables(words, numbers, tables[LOWER], tables[TITLE]),
            Syllables(words, numbers, tables[UPPER], tables[UPPER]),
        ]
        self.bare = Syllables([word for word, _ in bare], [number for _, number in bare], tables[LOWER], tables[TITLE])
        self.bare.rhymes = Parts(sorted({word for word, _ in bare}), tables[LOWER], tables[TITLE])
        self.others: dict[str, list[int]] = {}
        syllables = set(numbers)
        for number in range(first, len(lm.words)):
            if number not in syllables:
                self.others.setdefault(fold(lm.words[number]), []).append(number)
        self.memory: dict[tuple[str, int], list[tuple[int, float]]] = {}

    def candidates(self, read: str, case: int) -> list[tuple[int, float]]:
        """The likeliest words of `case` behind `read`, memorised readings included, best first."""
        known = self.memory.get((read, case))
        if known is None:
            if len(self.memory) > 100_000:
                self.memory.clear()
            known = self.memory[read, case] = self.list_candidates(read, case)
        return known

    def list_candidates(self, read: str, case: int) -> list[tuple[int, float]]:
        """`candidates` without its memory."""
        words: dict[int, float] = {}
        if len(read) <= LONGEST_READING:
            families = [self.syllables[case]] + ([self.bare] if case == TITLE else [])
            for family in families:
                scores = family.score(read)
                ranks = scores + self.UNIGRAM * self.prior[family.words]
                for place in (
                    np.argpartition(-ranks, self.KEPT)[: self.KEPT] if len(ranks) > self.KEPT else range(len(ranks))
                ):
                    word, score = int(family.words[place]), float(scores[place]) - self.SEGMENT_COST
                    words[word] = max(score, words.get(word, NEVER))
        for word in self.others.get(fold(read), ()):
            words[word] = self.ALIKE if self.lm.words[word] == read.lower() else self.FOLDED
        for true, log in self.pairs.get(read, ()):
            true_case = case_of(true)
            word = self.lm.ids.get(true.lower())
            if word is not None and (true_case == case or (true_case is None and case == UPPER)):
                words[word] = max(log, words.get(word, NEVER))
        ranked = sorted(words.items(), key=lambda pair: -(pair[1] + self.UNIGRAM * float(self.prior[pair[0]])))
        least = ranked[0][1] + self.UNIGRAM * float(self.prior[ranked[0][0]]) - self.MARGIN if ranked else 0.0
        return [
            (word, score)
            for word, score in ranked[: self.KEPT]
            if score + self.UNIGRAM * float(self.prior[word]) > least
        ]


# --- explicit rules: numbers, codes, labels -------------------------------------------------------------------------

AS_DIGIT = str.maketrans("OoIl|", "00111")
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
AS_ROMAN = str.maketrans("1lL|!ıÍÌíìi", "IIIIIIIIIII")
LABEL_END = re.compile(r"^[.)]")
# `số` before a code, as English OCR writes it; only after the name of a kind of document
SPOILT_NO = re.compile(r"[Ss$5][0oO68bdéeốôóòõöêáâa5]{1,2}")
SYMBOL = re.compile(r"/\s?[A-ZĐÐ]{2,}")  # `/KH-UBND`: the line of number and symbol at the head of a document
DOCUMENT_KINDS = frozenset(
    "hoach dinh quyet tu thi van cao lenh trinh dan bo luat thu uoc chuong hop phap".split()
)  # last syllables: kế hoạch, quyết định, nghị quyết, thông tư, chỉ thị, công văn, báo cáo, ...


QUARTER = re.compile(r"[1lI|]{2,3}|[1lI|]V")  # after `quý`, of which there are four
NUMBERED = re.compile(r"\d{1,3}[a-hđ]")
NAMES_NUMBER = frozenset("dieu khoan diem mau phu luc bieu muc chuong phan hinh bang so".split())


def names_number(word: str) -> bool:
    """Whether a label such as `4b` may follow `word`, read or true: then it is no spoilt word.

    >>> names_number("Diéu"), names_number("nhat")
    (True, False)
    """
    return strip_marks(word).lower() in NAMES_NUMBER


def fix_number(core: str) -> str:
    """A number with the letters that OCR put into it made digits again.

    >>> fix_number("2O24"), fix_number("l5/7/2021"), fix_number("0251.1022")
    ('2024', '15/7/2021', '0251.1022')
    """
    return core.translate(AS_DIGIT)


def fix_roman(core: str) -> str | None:
    """The Roman numeral that `core` stands for at the head of a line; None where it is none.

    >>> [fix_roman(core) for core in ("IL", "111", "VIL", "1V", "HI", "Mau")]
    ['II', 'III', 'VII', 'IV', 'III', None]
    """
    numeral = core.replace("H", "II").translate(AS_ROMAN)
    if "H" in core and len(core) == 1:
        return None
    return numeral if 0 < len(numeral) <= 5 and ROMAN.fullmatch(numeral) else None


# --- the restorer ---------------------------------------------------------------------------------------------------


class Restored(NamedTuple):
    """A token as it should read, and the tokens of the line (`start` to `end`, end excluded) it was made of."""

    text: str
    start: int
    end: int
    raw: str
    confidence: float  # share of the probability that fell on this reading; 1.0 for what only rules may touch


@dataclass(slots=True)
class Place:
    """A piece on its way through the search."""

    line: int
    token: int
    piece: Piece
    boundary: bool  # a clause ends before it
    upper: bool  # its line is set in capitals
    fixed: str | None = None  # decided by a rule
    options: tuple[Candidate, ...] = ()
    merged: tuple[Candidate, ...] = ()  # readings of this piece and the next one together
    chosen: Candidate | None = None
    takes_next: bool = False
    confidence: float = 1.0


def read_model(path: Path, digest_path: Path) -> dict[str, NDArray]:
    """The arrays of the model file, after its SHA-256 was compared with the one beside it."""
    if not path.is_file() or not digest_path.is_file():
        raise MissingModel(
            f"{path} is missing; fetch the repository's models/ or run python -m models.diacritics.train"
        )
    packed = path.read_bytes()
    if hashlib.sha256(packed).hexdigest() != digest_path.read_text(encoding="utf-8").split()[0]:
        raise MissingModel(f"{path} is not the file its .sha256 describes; check out models/diacritics/ again")
    with np.load(io.BytesIO(packed)) as arrays:
        return {name: arrays[name] for name in arrays.files}


@functools.cache
def load_restorer() -> Restorer:
    """The restorer of `models/diacritics/`, loaded once in a process."""
    return Restorer(read_model(MODEL, DIGEST))


class Restorer:
    """Channel, language model and search in one: `restore(lines)`."""

    BEAM = 12  # readings of the text kept at one place
    MARGIN = 9.0  # nats below the best that are dropped
    CHANNEL_WEIGHT = 1.0
    UNKNOWN_START, UNKNOWN_LETTER, UNKNOWN_SIGN, UNKNOWN_SMALL = (
        -2.0,
        -2.3,
        -4.0,
        -3.0,
    )  # log P of a word outside the vocabulary
    POOR = -9.0  # best reading of one token below which two glued words are tried
    TEMPERATURE = 1.4  # makes the confidences honest: reliability table of `python -m models.diacritics.evaluate`

    def __init__(self, arrays: dict[str, NDArray]) -> None:
        self.lm = LanguageModel(arrays)
        self.channel = Channel(arrays, self.lm)
        self.split_log, self.glued_log = (float(log) for log in arrays["gaps"])
        rows = bytes(arrays["codes"]).decode("utf-8").split("\n")
        self.codes = dict(row.split("\t") for row in rows if row)
        self.readings: dict[tuple[str, bool], tuple[Candidate, ...]] = {}

    def restore(self, lines: Sequence[Sequence[str]]) -> list[list[Restored]]:
        """The tokens of neighbouring lines, restored; context flows over line ends, words do not.

        >>> load_restorer().restore([["Tr", "ang", "thdng", "tin", "dién", "tir"]])[0][0][:4]
        ('Trang', 0, 2, 'Tr ang')
        """
        places = self.lay_out(lines)
        self.search(places, self.BEAM if len(places) < self.ADAPT_LEAST else self.BEAM // 2)
        if self.adapt(places):
            self.search(places, self.BEAM)
        return self.collect(lines, places)

    # what may stand at each place

    def lay_out(self, lines: Sequence[Sequence[str]]) -> list[Place]:
        """The pieces of all lines with their possible readings."""
        places: list[Place] = []
        boundary = True
        for number, tokens in enumerate(lines):
            capitals = [sum(map(str.isupper, token)) for token in tokens]
            small = [sum(map(str.islower, token)) for token in tokens]
            boundary = boundary or bool(tokens and re.match(r"[-–—+•*]|\d+[.)]|\w[.)]$", tokens[0]))
            first_of_line = len(places)
            for index, token in enumerate(tokens):
                near = slice(max(0, index - 2), index + 3)  # two columns in one line may differ in case
                upper = sum(capitals[near]) > 1.5 * sum(small[near])
                following = tokens[index + 1] if index + 1 < len(tokens) else ""
                for piece in claim_query(split_token(token), following):
                    boundary = boundary or bool(ENDS_CLAUSE.search(piece.before))
                    if piece.core:
                        places.append(Place(number, index, piece, boundary, upper))
                        boundary = False
                    boundary = boundary or bool(ENDS_CLAUSE.search(piece.after))
            self.fix_label(places, first_of_line, tokens)
        letter = ""
        for place in places:  # a second `d)` after `d)` is `đ)`
            if place.fixed and len(place.fixed) == 1 and place.piece.after.startswith(")"):
                place.fixed = "đ" if place.fixed == letter == "d" else place.fixed
                letter = place.fixed
        for number, place in enumerate(places):
            following = places[number + 1] if number + 1 < len(places) else None
            self.fill(place, places[number - 1] if number else None, following)
        return places

    def fix_label(self, places: list[Place], first: int, tokens: Sequence[str]) -> None:
        """Decide the label at the head of a line: Roman numerals and single letters are not words."""
        if first >= len(places):
            return
        piece = places[first].piece
        following = places[first + 1].piece.before if first + 1 < len(places) else ""
        if SPOILT_NO.fullmatch(piece.core) and (piece.after + following)[:1] == ":" and SYMBOL.search(" ".join(tokens)):
            places[first].fixed = "SỐ" if piece.core.isupper() and places[first].upper else "Số"
            return
        if not LABEL_END.match(piece.after) or len(tokens) < 2:
            return
        if len(piece.core) == 1 and piece.core.isalpha() and piece.core not in "lL":
            places[first].fixed = piece.core
        elif (numeral := fix_roman(piece.core)) and piece.after.startswith("."):
            title = next((char for char in "".join(tokens[1:]) if char.isalpha()), "")
            certain = not HAS_DIGIT.search(piece.core) and not piece.core.isupper()
            is_number = piece.core.isdigit() and piece.core != "111"  # 1 and 11 are numbers
            if (certain or title.isupper()) and not is_number:
                places[first].fixed = numeral

    def fill(self, place: Place, previous: Place | None, following: Place | None) -> None:
        """Give `place` its possible readings."""
        core, kind = place.piece.core, place.piece.kind
        if place.fixed is not None:
            place.options = (Candidate((self.lm.ids[NUMBER],), 0.0, (place.fixed,)),)
            return
        if previous and QUARTER.fullmatch(core) and strip_marks(previous.piece.core).lower() == "quy":
            place.options = (Candidate((self.lm.ids[NUMBER],), 0.0, (fix_roman(core) or core,)),)
            return
        before_code = following is not None and following.piece.kind in (CODE, NUMBER)
        if before_code and following and previous and SPOILT_NO.fullmatch(core):
            kind_word = strip_marks(previous.piece.core).lower()
            if kind_word in DOCUMENT_KINDS and (not core.isdigit() or following.piece.kind == CODE):
                text = "Số" if core[0] == "S" else "số"
                place.options = (Candidate((self.lm.ids["số"],), 0.0, (text,)),)
                return
        if not kind or (previous and NUMBERED.fullmatch(core) and names_number(previous.piece.core)):
            place.options = (Candidate((self.lm.ids[NUMBER],), 0.0, (core,)),)
        elif kind == NUMBER:
            place.options = (Candidate((self.lm.ids[NUMBER],), 0.0, (fix_number(core),)),)
        elif kind == CODE:
            place.options = (Candidate((self.lm.ids[CODE],), 0.0, (self.fix_code(core),)),)
        else:
            place.options = self.read_word(core, place.upper)
            if following is not None and self.may_join(place, following):
                joined = self.read_word(core + following.piece.core, place.upper)
                place.merged = tuple(
                    option._replace(score=option.score + self.split_log)
                    for option in joined
                    if len(option.words) == 1 and option.words[0] != self.lm.ids[UNKNOWN]
                )

    def fix_code(self, core: str) -> str:
        """A document code with the `Đ` of its known parts put back.

        >>> load_restorer().fix_code("3183/QD-UBND")
        '3183/QĐ-UBND'
        """
        return re.sub(r"[^\W\d_]+", lambda match: self.codes.get(match[0], match[0]), core)

    def may_join(self, place: Place, following: Place) -> bool:
        """Whether two pieces may be one word that a false space cut: one of them is no syllable by itself."""
        ahead = following.piece
        if (place.line, place.token + 1) != (following.line, following.token) or place.piece.after or ahead.before:
            return False
        if ahead.kind != "word" or following.fixed is not None or len(place.piece.core) + len(ahead.core) > 7:
            return False
        if ahead.core[0].isupper() and not place.piece.core.isupper():
            return False
        return not all(bare_syllables().fullmatch(strip_marks(core).lower()) for core in (place.piece.core, ahead.core))

    def read_word(self, core: str, upper: bool) -> tuple[Candidate, ...]:
        """The words that `core` may stand for, best first."""
        key = (core, upper)
        found = self.readings.get(key)
        if found is None:
            if len(self.readings) > 200_000:
                self.readings.clear()
            found = self.readings[key] = tuple(self.list_readings(core, upper))
        return found

    def list_readings(self, core: str, upper: bool) -> list[Candidate]:
        """`read_word` without its memory."""
        lower = core.lower()
        if VIETNAMESE_ONLY.search(core):  # proof that an engine read it with Vietnamese letters
            known = self.lm.ids.get(unify_tone_marks(lower), self.lm.ids[UNKNOWN])
            return [Candidate((known,), 0.0, (core,))]
        options: list[Candidate] = []
        for case, penalty in cases_of(core, upper):
            for word, score in self.channel.candidates(core, case):
                text = self.lm.words[word]
                shown = core if text == lower else set_case(text, case)
                options.append(Candidate((word,), score + penalty, (shown,)))
        if lower not in self.lm.ids:
            signs = sum(not char.isalpha() for char in core)
            small = sum(map(str.islower, core))
            score = self.UNKNOWN_START + self.UNKNOWN_LETTER * (len(core) - signs) + self.UNKNOWN_SIGN * signs
            if small and (signs or core[0].islower()):  # names and codes begin with a capital
                score += self.UNKNOWN_SMALL
            options.append(Candidate((self.lm.ids[UNKNOWN],), score, (core,)))
        best = max((option.score for option in options), default=-99.0)
        if best < self.POOR and 5 <= len(core) <= 2 * LONGEST_SYLLABLE:
            options += self.read_glued(core, upper)
        if not options:
            options = [Candidate((self.lm.ids[UNKNOWN],), 0.0, (core,))]
        options.sort(
            key=lambda option: -option.score - 0.4 * sum(float(self.lm.unigrams[word]) for word in option.words)
        )
        return options[: self.channel.KEPT]

    def read_glued(self, core: str, upper: bool) -> list[Candidate]:
        """Two words behind one token."""
        found: list[Candidate] = []
        for cut in range(2, len(core) - 1):
            left, right = core[:cut], core[cut:]
            for left_case, left_penalty in cases_of(left, upper)[:1]:
                for right_case, right_penalty in cases_of(right, upper)[:1]:
                    firsts = self.channel.candidates(left, left_case)[:4]
                    seconds = self.channel.candidates(right, right_case)[:4] if firsts else []
                    for first, first_score in firsts:
                        for second, second_score in seconds:
                            score = first_score + second_score + self.glued_log + left_penalty + right_penalty
                            texts = (
                                set_case(self.lm.words[first], left_case),
                                set_case(self.lm.words[second], right_case),
                            )
                            found.append(Candidate((first, second), score, texts, cut))
        found.sort(key=lambda option: -option.score)
        return found[:6]

    # the search

    def search(self, places: list[Place], beam: int) -> None:
        """Choose a reading at every place: beam search, then the share of each choice among its rivals."""
        count = len(places)
        lm = self.lm
        boundary = np.array([lm.ids[BOUNDARY]])
        arriving: list[list[tuple]] = [[] for _ in range(count + 1)]
        start = lm.start()
        arriving[0].append((np.zeros(1), start, np.zeros(1, int), -1, None, 0))
        trails: list[tuple] = []
        known: dict[int, list[tuple]] = {}  # arrays of the options, which repeat as words do
        for node in range(count + 1):
            score, state, trail = self.prune(arriving[node], beam)
            arriving[node] = []
            trails.append(trail)
            if node == count:
                break
            place = places[node]
            if place.boundary:
                _, state = lm.extend(state, np.repeat(boundary, len(score)))
            ways = [(way, node + 1) for way in known.get(id(place.options), ())]
            if not ways:
                singles = [option for option in place.options if len(option.words) == 1]
                doubles = [option for option in place.options if len(option.words) == 2]
                made = known[id(place.options)] = [arrange(options) for options in (singles, doubles) if options]
                ways = [(way, node + 1) for way in made]
            if place.merged and node + 2 <= count:
                ways.append((arrange(place.merged), node + 2))
            for (options, channel, steps), target in ways:
                width = len(options)
                rows = np.repeat(np.arange(len(score)), width)
                wide: State = (state[0][rows], state[1][rows], state[2][rows])
                which = np.tile(np.arange(width), len(score))
                total = score[rows] + self.CHANNEL_WEIGHT * channel[which]
                for words in steps:
                    gain, wide = lm.extend(wide, words[which])
                    total = total + gain
                arriving[target].append((total, wide, rows, node, options, width))
        self.trace(places, trails)
        self.weigh(places)

    def prune(self, arrivals: list[tuple], beam: int) -> tuple[NDArray, State, tuple]:
        """The best readings that reach a node: one for each state, at most `beam`."""
        total = np.concatenate([arrival[0] for arrival in arrivals])
        one, two, three = (np.concatenate([arrival[1][part] for arrival in arrivals]) for part in range(3))
        order = np.argsort(-total, kind="stable")[: beam * 8]
        order = order[total[order] > total[order[0]] - self.MARGIN]
        same = np.where(three >= 0, three + (1 << 40), np.where(two >= 0, two + (1 << 38), one))[order]
        _, first = np.unique(same, return_index=True)
        order = order[np.sort(first)[:beam]]
        sizes = np.cumsum([0] + [len(arrival[0]) for arrival in arrivals])
        which = np.searchsorted(sizes, order, side="right") - 1
        trail = (order - sizes[which], which, arrivals)
        return total[order], (one[order], two[order], three[order]), trail

    def trace(self, places: list[Place], trails: list[tuple]) -> None:
        """Follow the best reading back and mark each place with its part of it."""
        node, row = len(places), 0
        while node > 0:
            inside, which, arrivals = trails[node]
            _, _, rows, source, options, width = arrivals[which[row]]
            index = int(inside[row])
            places[source].chosen = options[index % width]
            places[source].takes_next = node - source == 2
            row, node = int(rows[index]), source

    def weigh(self, places: list[Place]) -> None:
        """Set the confidence of each choice: its share among the readings of its place, neighbours held fixed."""
        lm = self.lm
        flat: list[int] = [lm.ids[BOUNDARY]]
        counted: list[bool] = [False]
        where: list[tuple[int, Place]] = []
        for place in places:
            if place.chosen is None:
                continue
            if place.boundary:
                flat.append(lm.ids[BOUNDARY])
                counted.append(False)
            options = place.merged if place.takes_next else place.options
            if len(place.chosen.words) == 1 and len(options) > 1:
                where.append((len(flat), place))
            flat += place.chosen.words
            counted += [True] * len(place.chosen.words)
        if not where:
            return
        path = self.states_along(flat)
        flat += [lm.ids[BOUNDARY]] * 3
        counted += [False] * 3
        spots, words, scores, owner = [], [], [], []
        for number, (spot, place) in enumerate(where):
            for option in place.merged if place.takes_next else place.options:
                if len(option.words) == 1:
                    spots.append(spot)
                    words.append(option.words[0])
                    scores.append(option.score)
                    owner.append(number)
        at = np.array(spots)
        state: State = (path[0][at], path[1][at], path[2][at])
        gain, state = lm.extend(state, np.array(words))
        total = self.CHANNEL_WEIGHT * np.array(scores) + gain
        line, use = np.array(flat), np.array(counted)
        for step in (1, 2, 3):
            gain, state = lm.extend(state, line[at + step])
            total += np.where(use[at + step], gain, 0)
        owners = np.array(owner)
        starts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        top = np.maximum.reduceat(total, starts)
        share = np.exp((total - top[owners]) / self.TEMPERATURE)
        sums = np.add.reduceat(share, starts)
        for row, (number, word) in enumerate(zip(owner, words, strict=True)):
            place = where[number][1]
            if place.chosen and place.chosen.words[0] == word and place.chosen.score == scores[row]:
                place.confidence = float(share[row] / sums[number])

    def states_along(self, flat: list[int]) -> State:
        """The language model's state before each word of a path."""
        words = np.array(flat)
        size = len(words)
        one = np.concatenate(([words[0]], words[:-1]))
        nothing = np.full(size, -1)
        two, three = nothing.copy(), nothing.copy()
        _, (_, pair, _) = self.lm.extend((one, nothing, nothing), words)
        two[2:] = pair[1:-1]
        _, (_, _, triple) = self.lm.extend((one, two, nothing), words)
        three[3:] = triple[2:-1]
        return one, two, three

    # the habits of one scan

    ADAPT_LEAST = 200  # sure words before a scan's own habits are worth learning
    ADAPT_SURE = 0.9
    ADAPT_STRENGTH = 20.0  # sightings that the general channel counts for
    ADAPT_LIMIT = 2.5  # nats one letter may gain or lose

    def adapt(self, places: list[Place]) -> bool:
        """Learn from the sure words how this scan misreads single letters (`â` as `é`), and weigh the options anew."""
        seen: dict[str, dict[str, int]] = {}
        sure = 0
        for place in places:
            chosen = place.chosen
            if chosen is None or place.takes_next or place.confidence < self.ADAPT_SURE or len(chosen.words) != 1:
                continue
            if place.piece.kind == "word" and len(chosen.text[0]) == len(place.piece.core):
                sure += 1
                for true, read in zip(chosen.text[0], place.piece.core, strict=True):
                    if true.islower():
                        reads = seen.setdefault(true, {})
                        reads[read] = reads.get(read, 0) + 1
        if sure < self.ADAPT_LEAST:
            return False
        totals = {true: sum(reads.values()) for true, reads in seen.items()}
        gains: dict[tuple[str, str], float] = {}

        def gain(true: str, read: str) -> float:
            known = gains.get((true, read))
            if known is None:
                general = self.channel.letters.get(read, {}).get(true, 1e-4)
                count, total = seen.get(true, {}).get(read, 0), totals.get(true, 0)
                own = (count + self.ADAPT_STRENGTH * general) / (total + self.ADAPT_STRENGTH)
                known = max(-self.ADAPT_LIMIT, min(self.ADAPT_LIMIT, float(np.log(own / general))))
                gains[true, read] = known
            return known

        memory: dict[tuple[str, tuple[Candidate, ...]], tuple[Candidate, ...]] = {}
        for place in places:
            if place.piece.kind != "word" or place.fixed is not None or len(place.options) < 2:
                continue
            key = (place.piece.core, place.options)
            weighed = memory.get(key)
            if weighed is None:
                weighed = memory[key] = tuple(
                    option._replace(score=option.score + sum(map(gain, option.text[0], place.piece.core)))
                    if len(option.words) == 1 and len(option.text[0]) == len(place.piece.core)
                    else option
                    for option in place.options
                )
            place.options = weighed
        return True

    # the result

    def collect(self, lines: Sequence[Sequence[str]], places: list[Place]) -> list[list[Restored]]:
        """The chosen readings as tokens."""
        by_token: dict[tuple[int, int], list[Place]] = {}
        for place in places:
            by_token.setdefault((place.line, place.token), []).append(place)
        result: list[list[Restored]] = []
        for number, tokens in enumerate(lines):
            out: list[Restored] = []
            text, start, raw, sure = "", 0, "", 1.0
            glue = False  # the last piece of the token before took the first one of this token
            for index, token in enumerate(tokens):
                if not glue:
                    text, start, raw, sure = "", index, "", 1.0
                raw = f"{raw} {token}" if glue else token
                inside = by_token.get((number, index), [])
                if not inside:
                    text = token
                skip_first, glue = glue, False
                for order, place in enumerate(inside):
                    piece, chosen = place.piece, place.chosen
                    if order == 0 and skip_first:
                        text += piece.after
                        continue
                    text += piece.before
                    if chosen is None:
                        text += piece.core + piece.after
                        continue
                    sure = min(sure, place.confidence)
                    text += chosen.text[0]
                    if len(chosen.text) == 2:
                        cut = raw.rfind(piece.core) + chosen.cut
                        out.append(Restored(text, start, index + 1, raw[:cut], sure))
                        text, raw, start = chosen.text[1], raw[cut:], index
                    if place.takes_next:
                        glue = True
                    else:
                        text += piece.after
                if not glue:
                    out.append(Restored(text, start, index + 1, raw, sure))
            result.append(out)
        return result


LONGEST_SYLLABLE = 14  # `nghiêng` has 7 letters; English OCR may write two signs for one
TELLING = frozenset("abdefghijklmnpqrty")  # small letters that do not look like their capitals


def arrange(options: Sequence[Candidate]) -> tuple[Sequence[Candidate], NDArray, list[NDArray]]:
    """Options of equal length with their scores and words as arrays."""
    scores = np.array([option.score for option in options])
    return options, scores, [np.array(words) for words in zip(*(option.words for option in options), strict=True)]


def cases_of(core: str, upper: bool) -> list[tuple[int, float]]:
    """In which cases the print behind `core` may stand, with a log prior; `upper`: the line is set in capitals."""
    capitals = sum(char.isupper() or char == "$" for char in core)  # `$6` Số
    small = sum(map(str.islower, core))
    if not capitals:
        if not upper:
            return [(LOWER, 0.0)]
        return [(LOWER, 0.0), (UPPER, -3.0)] if set(core) & TELLING else [(UPPER, 0.0), (LOWER, -2.0)]
    if upper:
        return [(TITLE, 0.0), (UPPER, -2.0)] if capitals == 1 and small else [(UPPER, 0.0), (TITLE, -2.0)]
    if not small and capitals == 1 and len(core) > 2:
        return [(TITLE, 0.0), (UPPER, -1.0)]  # `S6'` Sở
    if not small and len(core) > 2:
        return [(UPPER, 0.0)] if len(core) > 3 and capitals > 1 else [(UPPER, 0.0), (TITLE, -1.0)]
    if core[0].isupper() or core[0] == "$":
        return [(TITLE, 0.0), (UPPER, -4.0)] if capitals > 1 else [(TITLE, 0.0)]
    return [(LOWER, 0.0)] if capitals == 1 else [(LOWER, 0.0), (UPPER, -1.0)]


# --- when to restore ------------------------------------------------------------------------------------------------

PAGE_LETTERS = 120  # a page with fewer is judged with its file
ENGLISH = frozenset("of and is for with that shall by are from or be as not which this may any all his was".split())


def is_destroyed(text: str, least_letters: int = 60) -> bool | None:
    """Whether `text` is Vietnamese that lost its letters to English OCR; None where there is too little to tell.

    >>> is_destroyed("Thuc hién Ké hoach s6 300/KH-UBND ngay 28/12/2023 ciua Chu tich UBND tinh vé cai cach hanh chinh")
    True
    >>> is_destroyed("Thực hiện Kế hoạch số 300/KH-UBND ngày 28/12/2023 của Chủ tịch Ủy ban nhân dân tỉnh Đồng Nai")
    False
    """
    letters = len(LETTER.findall(text))
    if letters < least_letters:
        return None
    # true text has 0.17-0.22 of such letters, Vietnamese OCR as many, English OCR none (REFERENCE 0.3 counts all marks)
    if len(VIETNAMESE_ONLY.findall(text)) > 0.04 * letters:
        return False
    words = [piece.core.lower() for token in text.split() for piece in split_token(token) if piece.kind == "word"]
    words = [word for word in words if len(word) > 1]
    if not words:
        return None
    english = sum(word in ENGLISH for word in words) / len(words)
    syllables = sum(bare_syllables().fullmatch(strip_marks(word)) is not None for word in words) / len(words)
    return syllables > 0.45 and english < 0.05


def restore_text(text: str) -> str:
    """`text` restored line by line where it needs it, else as it is.

    >>> restore_text("Căn cứ Luật Tổ chức chính quyền địa phương")
    'Căn cứ Luật Tổ chức chính quyền địa phương'
    """
    if is_destroyed(text, least_letters=4) is not True:
        return text
    lines = text.split("\n")
    restored = load_restorer().restore([line.split() for line in lines])
    return "\n".join(
        line[: len(line) - len(line.lstrip())] + " ".join(token.text for token in tokens) if tokens else line
        for line, tokens in zip(lines, restored, strict=True)
    )


def restore_diacritics(doc: Document, restorer: Restorer | None = None) -> Document:
    """`doc` with the words of its destroyed pages restored; `Word.raw` keeps what was read."""
    verdicts = [is_destroyed("\n".join(line.text for line in page.lines), PAGE_LETTERS) for page in doc.pages]
    if not any(verdicts):
        whole = "\n".join(line.text for page in doc.pages for line in page.lines)
        if any(verdict is False for verdict in verdicts) or not is_destroyed(whole):
            return doc
    destroyed = sum(verdict is True for verdict in verdicts) >= sum(verdict is False for verdict in verdicts)
    chosen = [destroyed if verdict is None else verdict for verdict in verdicts]
    restorer = restorer or load_restorer()
    pages: list[Page] = []
    flags: list[Flag] = []
    for page, wanted in zip(doc.pages, chosen, strict=True):
        if not wanted:
            pages.append(page)
            continue
        restored = restore_page(page, restorer)
        pages.append(restored)
        words = [word for line in restored.lines for word in line.words]
        changed = sum(word.raw is not None for word in words)
        message = f"read by OCR in the wrong language: {changed} of {len(words)} words restored"
        flags.append(Flag("text_restored", "info", message, page=page.number))
    return replace(doc, pages=tuple(pages), restored=True, flags=doc.flags + tuple(flags))


def restore_page(page: Page, restorer: Restorer) -> Page:
    """The page with all its words restored in one context."""
    lines = page.lines
    restored = restorer.restore([[word.text for word in line.words] for line in lines])
    queue = iter([rebuild_line(line, tokens) for line, tokens in zip(lines, restored, strict=True)])
    items: list[Line | Grid] = []
    for item in page.items:
        if isinstance(item, Line):
            items.append(next(queue))
        else:
            rows = tuple(tuple(rebuild_cell(cell, queue) if cell else None for cell in row) for row in item.rows)
            items.append(replace(item, rows=rows))
    return replace(page, items=tuple(items))


def rebuild_cell(cell: Cell, queue: Iterable[Line]) -> Cell:
    """The cell with its lines taken from `queue`."""
    waiting = iter(queue)
    return replace(cell, lines=tuple(next(waiting) for _ in cell.lines))


def rebuild_line(line: Line, tokens: list[Restored]) -> Line:
    """The line with restored words: boxes united where words were joined, cut where one was two."""
    words: list[Word] = []
    for number, token in enumerate(tokens):
        sources = line.words[token.start : token.end]
        if len(sources) == 1 and token.text == sources[0].text:
            words.append(sources[0])
            continue
        twins = [other for other in tokens if other.start == token.start and other.end == token.end]
        box = union([word.box for word in sources if word.box])
        if len(twins) > 1 and box:
            box = cut_box(
                box,
                [len(other.raw) for other in twins],
                sum(other is not token for other in tokens[:number] if other in twins),
            )
        words.append(Word(token.text, box, token.confidence, token.raw))
    return replace(line, words=tuple(words))


def cut_box(box: Box, widths: list[int], index: int) -> Box:
    """Part `index` of a box cut across in proportion to `widths`.

    >>> cut_box((0, 0, 10, 2), [2, 3], 1)
    (4.0, 0, 10.0, 2)
    """
    x0, y0, x1, y1 = box
    unit = (x1 - x0) / sum(widths)
    left = x0 + unit * sum(widths[:index])
    return (left, y0, left + unit * widths[index], y1)
