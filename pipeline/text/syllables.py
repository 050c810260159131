"""Vietnamese letters, marks, syllables and cases.

>>> strip_marks(unify_tone_marks("Uỷ ban nhân dân"))
'Uy ban nhan dan'
"""

from __future__ import annotations

import functools
import re
import unicodedata

NEW_STYLE = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
OLD_STYLE = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
TONE_STYLES = {
    change(new): change(old)
    for new, old in zip(NEW_STYLE, OLD_STYLE, strict=True)
    for change in (str.lower, str.upper, str.capitalize)
}
# `quý` has one way only; the letters first, for a search that begins with them skips what has none
NEW_TONE = re.compile(f"({'|'.join(TONE_STYLES)})(?<![qQ]..)(?![^\\W\\d_])")

# Letters that Vietnamese alone uses: English OCR has none of them in its alphabet, so one of them proves the reading.
VIETNAMESE_ONLY = re.compile("[ăĂđĐơƠưƯĩĨũŨẠ-ỹ]")
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


@functools.lru_cache(maxsize=100_000)
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


@functools.lru_cache(maxsize=100_000)
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


@functools.lru_cache(maxsize=100_000)
def looks_whole(core: str) -> bool:
    """Whether `core` is built like a syllable, marks aside.

    >>> looks_whole("chinh"), looks_whole("chtrc")
    (True, False)
    """
    return bare_syllables().fullmatch(strip_marks(core).lower()) is not None


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
