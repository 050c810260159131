"""Characters as every later room expects them: NFC, plain spaces, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
ETH = str.maketrans("ðÐ", "đĐ")  # older Vietnamese keyboards type the Icelandic letter, which looks the same


def clean(text: str) -> str:
    """`text` in NFC, spaces of every width plain, soft hyphens and zero-width characters gone.

    >>> clean("ke\u0302\u0301\u00a0hoa\u0323ch\u200b Ðồng Nai")
    'kế hoạch Đồng Nai'
    """
    return unicodedata.normalize("NFC", SPACES.sub(" ", INVISIBLE.sub("", text))).translate(ETH)
