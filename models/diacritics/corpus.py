"""The training text: cleaned lines with a weight, and which of them are kept for measuring.

>>> is_held_out("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;")
False
"""

from __future__ import annotations

import hashlib
import json
import lzma
import math
import re
from collections.abc import Iterator
from pathlib import Path

import underthesea

from pipeline.text.syllables import unify_tone_marks

LETTER = re.compile(r"[^\W\d_]")
MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
SHARES = {"admin": 4, "legal": 1, "general": 1}  # administrative text is what we restore: brief and corpus README
HELD_OUT_IN = 50  # one line in 50 is kept for measuring


def is_held_out(line: str) -> bool:
    """Whether `line` belongs to the measuring part; the same on every machine."""
    digest = hashlib.sha256(" ".join(line.lower().split()).encode()).digest()
    return int.from_bytes(digest[:4], "big") % HELD_OUT_IN == 0


def clean_line(line: str) -> str:
    """`line` with one style of tone marks and single spaces; empty where it is conversion debris.

    >>> clean_line("Uỷ ban  nhân dân tỉnh Hoà Bình")
    'Ủy ban nhân dân tỉnh Hòa Bình'
    >>> clean_line("T Ổ C H Ứ C")
    ''
    """
    line = unify_tone_marks(" ".join(line.split()))
    words = line.split()
    letters = LETTER.findall(line)
    if len(letters) < 4 or len(words) < 2 or "\ufffd" in line:
        return ""
    single = sum(len(word) == 1 and word.isalpha() for word in words)
    if len(words) > 3 and single > 0.3 * len(words):  # letters set wide: `T Ổ C H Ứ C`
        return ""
    if len(letters) > 60 and len(MARKED.findall(line)) < 0.12 * len(letters):  # English, or marks lost
        return ""
    if any(len(word) > 40 for word in words):
        return ""
    return line


def read_lines(corpus: Path, part: str) -> Iterator[str]:
    """Every clean line of one part of the corpus (`admin`, `legal`, `general`), in file order."""
    with lzma.open(corpus / f"{part}.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if cleaned := clean_line(line):
                yield cleaned


def read_boilerplate(corpus: Path) -> Iterator[tuple[str, int]]:
    """Standard lines with a weight that grows with the logarithm of the number of documents that hold them."""
    with (corpus / "boilerplate_counts.tsv").open(encoding="utf-8") as rows:
        for row in rows:
            count, _, line = row.rstrip("\n").partition("\t")
            if count.isdigit() and (cleaned := clean_line(line)):
                yield cleaned, 1 + round(2 * math.log2(int(count)))


def read_places() -> Iterator[tuple[str, int]]:
    """Every province, district and commune, before and after 1 July 2025, as plans name them, with a weight.

    Names: `underthesea` (data of vietnamadminunits), which the pipeline takes its provinces and districts from too.
    """
    data = json.loads((Path(underthesea.__file__).parent / "address/data/mapping.json").read_text(encoding="utf-8"))
    named: dict[str, int] = {}
    for row in data["ward_mapping"]:
        old = [row["old_ward"], row["old_district"], row["old_province"]]
        new = [row["new_ward"], row["new_province"]]
        for names in (old, new):
            if not all(names):
                continue
            small = [name[:1].lower() + name[1:] for name in names]
            named[", ".join(small)] = 2
            for name in small[1:]:
                named[f"Ủy ban nhân dân {name}"] = named[f"UBND {name}"] = 12
                bare = re.sub("^(?:tỉnh|thành phố|huyện|thị xã|quận) ", "", name)
                named[f"{bare}, ngày 01 tháng 01 năm 2024"] = 6
    for line, weight in sorted(named.items()):
        if cleaned := clean_line(line):
            yield cleaned, weight
