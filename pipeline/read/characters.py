"""Characters as every later room expects them: NFC, plain spaces, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

# Fonts with one glyph for both give the soft hyphen for the dash of `KH-UBND`, `2021-2025` and of a list.
SOFT_DASH = re.compile(r"(?<![^\W\d_])\u00ad|(?<=[A-ZĐ])\u00ad(?=\S)|\u00ad(?=[A-ZĐ\d])")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Footnotes of a text or Word file: a private character stands for the mark until the words are made.
NOTE_SIGNS, MOST_NOTES = 0xE100, 500
NOTE_SIGN = re.compile(rf"[{chr(NOTE_SIGNS)}-{chr(NOTE_SIGNS + MOST_NOTES)}]")
ETH = str.maketrans("ðÐ", "đĐ")  # older Vietnamese keyboards type the Icelandic letter, which looks the same


def clean(text: str) -> str:
    """`text` in NFC, spaces of every width plain, soft hyphens and zero-width characters gone.

    >>> clean("ke\u0302\u0301\u00a0hoa\u0323ch\u200b Ðồng Nai")
    'kế hoạch Đồng Nai'
    >>> clean("45/KH\u00adUBND"), clean("\u00ad 2021\u00ad2025"), clean("inter\u00adnet")
    ('45/KH-UBND', '- 2021-2025', 'internet')
    """
    return unicodedata.normalize("NFC", SPACES.sub(" ", INVISIBLE.sub("", SOFT_DASH.sub("-", text)))).translate(ETH)


def note_sign(number: str) -> str:
    """The private character that stands for the mark of a footnote."""
    return chr(NOTE_SIGNS + min(int(number), MOST_NOTES))


def take_sign(text: str) -> tuple[str, str | None]:
    """A text without its footnote's sign, and the number of the footnote.

    >>> take_sign(f"quyết{note_sign('1')},"), take_sign("quyết,")
    (('quyết,', '1'), ('quyết,', None))
    """
    sign = NOTE_SIGN.search(text)
    return (NOTE_SIGN.sub("", text), str(ord(sign[0]) - NOTE_SIGNS)) if sign else (text, None)
