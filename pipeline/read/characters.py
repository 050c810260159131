"""Characters as every later room expects them: NFC, plain spaces, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

# Fonts with one glyph for both give the soft hyphen for the dash of `KH-UBND`, `2021-2025` and of a list.
SOFT_DASH = re.compile(r"(?<![^\W\d_])\u00ad|(?<=[A-ZĐ])\u00ad(?=\S)|\u00ad(?=[A-ZĐ\d])")
# Controls, marks of direction (a forger's means: Unicode TR 36), tags, halves of pairs.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
# Blanks of every width, and line ends of other systems: which of them end a line is for the reader of a format.
SPACES = re.compile("[\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
CROWD = re.compile("[^\\w\\s\x00-\u02ff]{9,}")  # signs in which more than MOST_MARKS marks may stand
MOST_MARKS = 8  # on one letter; Vietnamese needs two. To put n marks in order takes n * n steps
# Footnotes of a text or Word file: a private character stands for the mark until the words are made.
NOTE_SIGNS, MOST_NOTES = 0xE100, 500
NOTE_SIGN = re.compile(rf"[{chr(NOTE_SIGNS)}-{chr(NOTE_SIGNS + MOST_NOTES)}]")


def clean(text: str) -> str:
    """`text` in NFC, spaces of every width plain, soft hyphens and zero-width characters gone.

    Line ends other than `\\n` and `\\r` are spaces; a letter keeps the first eight of the marks behind it.

    >>> clean("ke\u0302\u0301\u00a0hoa\u0323ch\u200b Ðồng Nai")
    'kế hoạch Đồng Nai'
    >>> clean("45/KH\u00adUBND"), clean("\u00ad 2021\u00ad2025"), clean("inter\u00adnet")
    ('45/KH-UBND', '- 2021-2025', 'internet')
    >>> clean("Sở\u2028Nội\u2067 vụ"), len(clean("x" + "\u0301" * 100))
    ('Sở Nội vụ', 9)
    """
    if "\u00ad" in text:  # for most texts there is nothing to look at: this runs for every word
        text = SOFT_DASH.sub("-", text)
    text = CROWD.sub(_few_marks, SPACES.sub(" ", INVISIBLE.sub("", text)))
    # Older Vietnamese keyboards type the Icelandic letter, which looks the same.
    return unicodedata.normalize("NFC", text).replace("ð", "đ").replace("Ð", "Đ")


def _few_marks(crowd: re.Match[str]) -> str:
    """The signs of a match, of marks in a row the first MOST_MARKS."""
    kept, marks = [], 0
    for sign in crowd[0]:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


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
