"""Whether the text layer of a page can be believed: Vietnamese has a shape, and wrong-language OCR breaks it.

A third of the letters of Vietnamese text bear a mark; English OCR of a Vietnamese page leaves 4%. A syllable is an
onset, a rhyme from a short list and at most one tone mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pipeline.document import Layer

TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
ONSETS = "ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
RHYMES = """
a ai am an ang anh ao ap at au ay ac ach ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu
uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu yn ynh yt
"""
SYLLABLE = re.compile(f"(?:{ONSETS})?(?:{'|'.join(RHYMES.split())})")
STOPPED = re.compile(r".*(?:c|ch|p|t)")  # a syllable that ends in a stop takes the acute or the dot only
MUDDLED = re.compile(r"\d[^\W\d_A-Za-zđĐ]|[^\W\d_A-Za-zđĐ]\d")  # `20Ỉ5`; not `NĐ`

# Digital pages and good layers of `realdocs`: marks 0.23-0.34, syllables 0.976-1. English OCR: 0.00-0.05 and 0.35-0.58.
LEAST_MARKS, LEAST_SYLLABLES = 0.15, 0.9
MOST_BROKEN = 0.05  # characters that stand for nothing
MOST_MUDDLED = 0.05  # numbers with a marked letter in them (`20Ỉ5`): dates and codes cannot be trusted


def mark_share(text: str) -> float:
    """Share of the letters that bear a Vietnamese mark, đ included.

    >>> round(mark_share("Ủy ban nhân dân tỉnh"), 2), mark_share("Uy ban nhan dan tinh")
    (0.25, 0.0)
    """
    letters = [char for char in unicodedata.normalize("NFC", text) if char.isalpha()]
    marked = sum(char in "đĐ" or len(unicodedata.normalize("NFD", char)) > 1 for char in letters)
    return marked / len(letters) if letters else 0.0


@lru_cache(maxsize=50_000)
def is_syllable(token: str) -> bool:
    """Whether a token has the shape of a Vietnamese syllable.

    >>> [is_syllable(token) for token in ("nghiệp", "Quyết", "chttc", "cdc")]
    [True, True, False, False]
    >>> is_syllable("tiên"), is_syllable("tiêt")
    (True, False)
    """
    letters = unicodedata.normalize("NFD", token.lower())
    tones = [char for char in letters if char in TONES]
    base = unicodedata.normalize("NFC", "".join(char for char in letters if char not in TONES))
    if len(tones) > 1 or not SYLLABLE.fullmatch(base):
        return False
    return not STOPPED.fullmatch(base) or tones in (["\u0301"], ["\u0323"])


def syllable_share(tokens: Iterable[str]) -> float:
    """Share of the words of letters alone that have the shape of a syllable; abbreviations do not count."""
    words = [word for token in tokens if len(word := token.strip(".,;:()[]\"'“”/-")) > 1 and word.isalpha()]
    words = [word for word in words if not (word.isupper() and len(word) < 6)]
    return sum(is_syllable(word) for word in words) / len(words) if words else 0.0


def broken_share(text: str) -> float:
    """Share of the characters that stand for nothing: replacement and private-use ones."""
    shown = [char for char in text if not char.isspace()]
    return sum(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn") for char in shown) / max(len(shown), 1)


def muddled_share(tokens: Iterable[str]) -> float:
    """Share of the tokens with a digit that have a marked letter beside it, as a careless engine writes them.

    >>> muddled_share(["20Ỉ5", "61/KH-UBND", "30/2020/NĐ-CP", "2024"])
    0.25
    """
    numbers = [token for token in tokens if any(char.isdigit() for char in token)]
    return sum(bool(MUDDLED.search(token)) for token in numbers) / len(numbers) if numbers else 0.0


def doubts(layer: Layer) -> str:
    """Why not to believe a layer, with the figures; empty for a good one."""
    found = []
    if layer.marks < LEAST_MARKS:
        found.append(f"{layer.marks:.0%} of its letters bear Vietnamese marks")
    if layer.syllables < LEAST_SYLLABLES:
        found.append(f"{layer.syllables:.0%} of its words are Vietnamese syllables")
    if layer.broken > MOST_BROKEN:
        found.append(f"{layer.broken:.0%} of its characters stand for nothing")
    if layer.hidden > 0.5 and layer.muddled > MOST_MUDDLED:
        found.append(f"{layer.muddled:.0%} of its numbers have letters in them")
    if layer.legacy > 0.5 and layer.syllables < LEAST_SYLLABLES:
        found.append("its fonts are older than Unicode")
    return ", ".join(found)


def is_miscoded(layer: Layer) -> bool:
    """Whether the page shows something else than its layer says; marks missing on both cannot be helped by OCR."""
    return layer.broken > MOST_BROKEN or layer.legacy > 0.5
