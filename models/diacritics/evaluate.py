"""Measure the shipped restorer: `python -m models.diacritics.evaluate --corpus DIR [--texts DIR] [--pair READ GOLD]`.

Prints a Markdown table: share of right syllables (longest common subsequence of tokens over the longer of the two),
then the reliability of the confidences, numbers changed, clean text changed, and speed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from models.diacritics import render
from models.diacritics.channel import align_page, align_tokens
from models.diacritics.corpus import SHARES, clean_line, is_held_out, read_lines
from pipeline.text.diacritics import (
    CODE,
    NUMBER,
    Restored,
    Restorer,
    is_destroyed,
    load_restorer,
    restore_text,
    split_token,
    strip_marks,
    unify_tone_marks,
)

STRIPPED_LINES = 3000


def tokens(text: str) -> list[str]:
    """Case-folded tokens without the signs around them, tone marks in one style.

    >>> tokens("Uỷ ban, (tỉnh)")
    ['ủy', 'ban', 'tỉnh']
    """
    bare = (token.strip(".,;:()\"'“”*-–•…[]<>|_/") for token in unify_tone_marks(text).casefold().split())
    return [token for token in bare if token]


class Score:
    """Right syllables, over several texts."""

    def __init__(self) -> None:
        self.raw = self.right = self.total = 0

    def add(self, gold: str, read: str, restored: str) -> None:
        """Count one text."""
        want, have = tokens(gold), tokens(restored)
        self.right += LCSseq.similarity(want, have)
        self.raw += LCSseq.similarity(want, tokens(read))
        self.total += max(len(want), len(have))

    def row(self, name: str) -> str:
        """A line of the table."""
        raw, right = self.raw / max(1, self.total), self.right / max(1, self.total)
        return f"| {name} | {self.total} | {raw:.4f} | {right:.4f} |"


def as_text(lines: list[list[Restored]]) -> str:
    """Restored lines as text."""
    return "\n".join(" ".join(token.text for token in line) for line in lines)


def keep_pages(path: Path, pages: list[list[str]], seed: str) -> list[dict[str, Any]]:
    """The texts printed and read, from `path` where that was done before."""
    if not path.exists():
        made = [render.make_page(lines, f"{seed} {number}") for number, lines in enumerate(pages)]
        path.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in made), encoding="utf-8")
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]


def held_out_pages(corpus: Path, count: int) -> list[list[str]]:
    """Held-out lines of administrative, legal and general text, a page each in turn."""
    parts = [
        [line for line in itertools.islice(read_lines(corpus, part), 150_000) if is_held_out(line)] for part in SHARES
    ]
    return [render.choose_paragraphs(parts[number % len(parts)], random.Random(number)) for number in range(count)]


def whole_texts(folder: Path) -> list[list[str]]:
    """One page from the head or the middle of each text file, in turn."""
    pages: list[list[str]] = []
    for number, path in enumerate(sorted(folder.glob("*.txt"))):
        lines = [line for line in map(clean_line, path.read_text(encoding="utf-8").splitlines()) if line]
        start = max(0, len(lines) // 2 - 30) if number % 2 else 0
        pages.append(lines[start : start + render.LINES_PER_PAGE])
    return pages


def numbers(text: str) -> Counter[str]:
    """Digits of the numbers and codes in `text`."""
    pieces = (piece for token in text.split() for piece in split_token(token) if piece.kind in (NUMBER, CODE))
    return Counter("".join(char for char in piece.core if char.isdigit()) for piece in pieces)


def measure_pages(name: str, pages: list[dict[str, Any]], restorer: Restorer, bins: list[list[int]]) -> Counter[str]:
    """Print the rows of one set of printed pages; returns the numbers whose digits changed."""
    everything, legible = Score(), Score()
    changed: Counter[str] = Counter()
    for page in pages:
        read, gold = "\n".join(page["read"]), "\n".join(page["lines"])
        restored = restorer.restore([line.split() for line in page["read"]])
        text = as_text(restored)
        everything.add(gold, read, text)
        changed += numbers(read) - numbers(text)
        if not align_page(page):
            continue
        legible.add(gold, read, text)
        flat = [token for line in restored for token in line]
        sure = iter(flat)
        groups = align_tokens(unify_tone_marks(gold).split(), [token.text.replace(" ", "_") for token in flat])
        for true, have in groups:
            mine = [next(sure) for _ in have]
            if len(mine) == 1 and len(true) == 1 and mine[0].confidence < 1:
                cell = bins[min(9, int(mine[0].confidence * 10))]
                cell[0] += 1
                cell[1] += tokens(true[0]) == tokens(mine[0].text)
    print(legible.row(f"{name}, legible pages"))
    print(everything.row(f"{name}, all pages"))
    return changed


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--texts", type=Path, help="folder of true texts that are not in the corpus")
    parser.add_argument("--pair", type=Path, nargs=2, action="append", default=[], metavar=("READ", "GOLD"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/diacritics"), help="printed pages are kept here")
    parser.add_argument("--pages", type=int, default=30)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    restorer = load_restorer()
    bins = [[0, 0] for _ in range(10)]
    print("| set | syllables | as read | restored |\n|---|---|---|---|")

    held = keep_pages(given.work / "evaluate_held.jsonl", held_out_pages(given.corpus, given.pages), "held out")
    changed = measure_pages("held-out lines of the corpus, printed, read by `eng`", held, restorer, bins)
    texts = whole_texts(given.texts) if given.texts else []
    if texts:
        printed = keep_pages(given.work / "evaluate_texts.jsonl", texts, "texts")
        changed += measure_pages("real plans outside the corpus, printed, read by `eng`", printed, restorer, bins)

    stripped, clean_changed, clean_total = Score(), 0, 0
    lines = (line for part in ("admin", "legal") for line in read_lines(given.corpus, part) if is_held_out(line))
    held_lines = list(itertools.islice(lines, STRIPPED_LINES))
    for start in range(0, len(held_lines), 40):
        gold = held_lines[start : start + 40]
        bare = [strip_marks(line).split() for line in gold]
        stripped.add("\n".join(gold), "\n".join(map(" ".join, bare)), as_text(restorer.restore(bare)))
        clean = "\n".join(gold)
        clean_total += len(clean.split())
        clean_changed += sum(a != b for a, b in zip(clean.split(), restore_text(clean).split(), strict=True))
    print(stripped.row("held-out lines of the corpus, marks stripped"))
    if texts:
        score = Score()
        for text in texts:
            bare = [strip_marks(line).split() for line in text]
            score.add("\n".join(text), "\n".join(map(" ".join, bare)), as_text(restorer.restore(bare)))
        print(score.row("real plans outside the corpus, marks stripped"))
    for read_path, gold_path in given.pair:
        read = read_path.read_text(encoding="utf-8")
        score = Score()
        score.add(gold_path.read_text(encoding="utf-8").replace("⟨?⟩", ""), read, restore_text(read))
        print(score.row(f"`{read_path.name}`"))

    print("\n| confidence | words | right |\n|---|---|---|")
    for number, (count, right) in enumerate(bins):
        if count:
            print(f"| {number / 10:.1f}-{number / 10 + 0.1:.1f} | {count} | {right / count:.3f} |")

    load_restorer.cache_clear()
    fresh = load_restorer()
    clock = time.process_time()
    for page in held:
        fresh.restore([line.split() for line in page["read"]])
    seconds = time.process_time() - clock
    words = sum(len(line.split()) for page in held for line in page["read"])
    judged = sum(is_destroyed("\n".join(page["lines"])) is True for page in held)
    missed = sum(is_destroyed("\n".join(page["read"])) is not True for page in held)
    print(
        f"\n- clean text: {clean_changed} of {clean_total} tokens changed, "
        f"{judged} of {len(held)} true pages judged destroyed"
    )
    print(f"- destroyed pages not recognised: {missed} of {len(held)}")
    print(f"- numbers and codes whose digits changed: {sum(changed.values())}")
    print(f"- speed: {words / seconds:.0f} tokens a second of processor time, nothing remembered from before")


if __name__ == "__main__":
    main()
