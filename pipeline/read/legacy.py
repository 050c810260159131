"""Vietnamese codes older than Unicode, made Unicode: TCVN3 (fonts `.VnTime`) and VNI (fonts `VNI-Times`).

Both put Vietnamese letters on the codes of Western European ones, so that text without its font looks like this:

>>> transcode("KÕ ho¹ch c¶i c¸ch hµnh chÝnh nhµ n­íc n¨m 2007")
'Kế hoạch cải cách hành chính nhà nước năm 2007'
>>> transcode("Keá hoaïch caûi caùch haønh chính nhaø nöôùc naêm 2007")
'Kế hoạch cải cách hành chính nhà nước năm 2007'

Tables: TCVN 5712:1993 (VN3) and VNI-Windows, as the fonts of the time have them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.read.trust import is_syllable, syllable_share

TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
VNI_AFTER = {  # what stands after a vowel, and what the two are together
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "u": ("ùøûõï", "úùủũụ"),
    "ö": ("ùøûõï", "ứừửữự"),
    "y": ("ùøûõ", "ýỳỷỹ"),
}
VNI_ALONE = dict(zip("ôöñæóòî", "ơưđỉĩịỵ", strict=True))
VNI = VNI_ALONE | {
    first + mark: letter
    for first, (marks, letters) in VNI_AFTER.items()
    for mark, letter in zip(marks, letters, strict=True)
}
VNI |= {code.upper(): letter.upper() for code, letter in VNI.items()} | {
    code[0].upper() + code[1:]: letter.upper() for code, letter in VNI.items() if len(code) == 2
}
VNI_CODE = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
OLD_FONT = re.compile(r"(?:\w{6}\+)?(\.Vn|VNI-|ABC )", re.IGNORECASE)
CAPITALS_FONT = re.compile(r"H(?=$|[-,])")  # `.VnTimeH` shows small letters as capitals
HYPHENED = re.compile(r"(?<![^\W\d_])[^\W\d_]*+-[^\W\d_]++")
HIGH = re.compile("[\u00a1-\u00ff]")
LEAST_WORDS = 8
LEAST_SYLLABLES, MOST_BEFORE = 0.85, 0.7  # shares of words that are syllables: made Unicode, and as it stands


def from_tcvn3(text: str) -> str:
    """TCVN3 as Unicode.

    >>> from_tcvn3("QuyÕt ®Þnh"), from_tcvn3("céng hoµ").upper(), from_tcvn3("ph-¬ng ¸n kinh tÕ-x· héi")
    ('Quyết định', 'CỘNG HOÀ', 'phương án kinh tế-xã hội')
    """
    return HYPHENED.sub(_close, text.translate(TCVN3))


def _close(match: re.Match[str]) -> str:
    """`phương` of `ph-ơng`: the code of ư is the soft hyphen's, which PDF readers show as a hyphen."""
    closed = match[0].replace("-", "ư")
    return closed if is_syllable(closed) else match[0]


def from_vni(text: str) -> str:
    """VNI as Unicode.

    >>> from_vni("Quyeát ñònh"), from_vni("ÑÒNH")
    ('Quyết định', 'ĐỊNH')
    """
    return VNI_CODE.sub(lambda code: VNI[code[0]], text)


def code_of(text: str) -> Callable[[str], str] | None:
    """What makes `text` Unicode, found by its words; None where it is Unicode, or too short to tell."""
    words = text.split()
    if not HIGH.search(text) or len(words) < LEAST_WORDS or syllable_share(words) > MOST_BEFORE:
        return None
    shares = {code: syllable_share(code(text).split()) for code in (from_tcvn3, from_vni)}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= LEAST_SYLLABLES else None


def transcode(text: str) -> str:
    """`text` in Unicode where its words show that it is TCVN3 or VNI; else as it is."""
    code = code_of(text)
    return code(text) if code else text


def transcode_font(text: str, font: str) -> str:
    """The word `text` set in `font`, in Unicode where the font is one of the old ones.

    >>> transcode_font("céng", "ABCDEF+.VnTimeH"), transcode_font("coäng", "VNI-Times"), transcode_font("cộng", "Times")
    ('CỘNG', 'cộng', 'cộng')
    """
    match = OLD_FONT.match(font)
    if match is None or any(char > "\u024f" for char in text):  # Unicode under an old name
        return text
    if match[1].upper() == "VNI-":
        return from_vni(text)
    made = from_tcvn3(text)
    return made.upper() if CAPITALS_FONT.search(font, match.end()) else made
