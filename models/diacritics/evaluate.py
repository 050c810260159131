"""Measure the shipped restorer: `python -m models.diacritics.evaluate --corpus DIR [--texts DIR] [--pair READ GOLD]`.

Prints the table of the card: share of right syllables (longest common subsequence of tokens over the longer of the
two), the reliability of the confidences, numbers changed, clean text changed, speed, and how many word sequences of
`--seeds` stand in the training text.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from models.diacritics import render
from models.diacritics.channel import align_page, align_tokens
from models.diacritics.corpus import SHARES, clean_line, is_held_out, read_lines
from pipeline.places import districts, provinces
from pipeline.text.diacritics import is_destroyed, restore_lines, restore_text
from pipeline.text.restorer import Restored, load_restorer
from pipeline.text.syllables import strip_marks, unify_tone_marks

PAGES = 40  # of each printed set
RUN = 13  # syllables of a sequence that two texts share, as the corpus README counts it
Lines = list[list[str]]


def tokens(text: str) -> list[str]:
    """Case-folded tokens without the signs around them, tone marks in one style.

    >>> tokens("Uỷ ban, (tỉnh)")
    ['ủy', 'ban', 'tỉnh']
    """
    bare = (token.strip(".,;:()\"'“”*-–•…[]<>|_/") for token in unify_tone_marks(text).casefold().split())
    return [token for token in bare if token]


def numbers(text: str) -> Counter[str]:
    """Runs of two digits and more in `text`: what a word is misread for has one, but for `16i` lối and the like."""
    return Counter(re.findall(r"\d\d+(?![npctiu])", text))


@dataclass
class Score:
    """Right syllables over several texts, as read and as restored."""

    raw: int = 0
    right: int = 0
    total: int = 0
    numbers_changed: Counter[str] = field(default_factory=Counter)  # gone from what was read
    bins: list[list[int]] = field(default_factory=lambda: [[0, 0] for _ in range(10)])  # words, right ones

    def add(self, gold: str, read: str, restored: list[list[Restored]]) -> None:
        """Count one text."""
        text = as_text(restored)
        want, have = tokens(gold), tokens(text)
        self.right += LCSseq.similarity(want, have)
        self.raw += LCSseq.similarity(want, tokens(read))
        self.total += max(len(want), len(have))
        self.numbers_changed += numbers(read) - numbers(text)
        flat = [token for line in restored for token in line]
        sure = iter(flat)
        for true, seen in align_tokens(
            unify_tone_marks(gold).split(), [token.text.replace(" ", "_") or "_" for token in flat]
        ):
            mine = [next(sure) for _ in seen]
            if len(mine) == 1 and len(true) == 1 and mine[0].confidence < 1:
                cell = self.bins[min(9, int(mine[0].confidence * 10))]
                cell[0] += 1
                cell[1] += tokens(true[0]) == tokens(mine[0].text)

    def row(self, name: str) -> str:
        """A line of the table."""
        raw, right = self.raw / max(1, self.total), self.right / max(1, self.total)
        mended = (right - raw) / max(1e-9, 1 - raw)
        return f"| {name} | {self.total} | {raw:.4f} | {right:.4f} | {mended:.0%} |"


def as_text(lines: list[list[Restored]]) -> str:
    """Restored lines as text."""
    return "\n".join(" ".join(token.text for token in line) for line in lines)


def keep_pages(path: Path, texts: list[list[str]], seed: str, language: str) -> list[dict[str, Any]]:
    """The texts printed and read, from `path` where that was done before."""
    if not path.exists():
        jobs = [(lines, f"{seed} {number}", language) for number, lines in enumerate(texts)]
        with ProcessPoolExecutor() as pool:
            made = list(pool.map(render.make_page, *zip(*jobs, strict=True)))
        path.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in made), encoding="utf-8")
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]


def held_out_pages(corpus: Path) -> list[list[str]]:
    """Paragraphs of held-out lines of administrative text, a page each."""
    lines = [line for line in read_lines(corpus, "admin") if is_held_out(line)]
    return [render.choose_paragraphs(lines, random.Random(number)) for number in range(PAGES)]


def clean_lines(path: Path) -> list[str]:
    """The lines of a text file as they may be printed."""
    return [line for line in map(clean_line, path.read_text(encoding="utf-8").splitlines()) if line]


def whole_texts(folder: Path) -> list[list[str]]:
    """One page from the head or the middle of each text file, in turn."""
    pages: list[list[str]] = []
    for number, path in enumerate(sorted(folder.glob("*.txt"))):
        lines = clean_lines(path)
        start = max(0, len(lines) // 2 - 30) if number % 2 else 0
        pages.append(lines[start : start + render.LINES_PER_PAGE])
    return pages


def measure(pages: Iterable[tuple[list[str], list[str]]], restore: Callable[[Lines], list[list[Restored]]]) -> Score:
    """The score of `restore` on pages of true lines and lines as read."""
    score = Score()
    for true, read in pages:
        score.add("\n".join(true), "\n".join(read), restore([line.split() for line in read]))
    return score


def count_changes(texts: Iterable[list[str]]) -> tuple[int, int]:
    """Tokens of clean texts that restoring changes, and all their tokens."""
    changed = total = 0
    for lines in texts:
        split = [line.split() for line in lines]
        after = [[token.text for token in line] for line in restore_lines(split)]
        total += sum(map(len, split))
        changed += sum(old != new for a, b in zip(split, after, strict=True) for old, new in zip(a, b, strict=True))
    return changed, total


def right_places(change: Callable[[str], str]) -> tuple[int, int]:
    """Districts restored with their province from `change` of their line without marks, and all districts."""
    kinds = {place.code: place for place in provinces()}
    named = [(kinds[code], kind, name) for code, kind, name in districts() if not name.split()[-1].isdigit()]
    lines = [change(unify_tone_marks(f"Ủy ban nhân dân {kind} {name}, {p.kind} {p.name}")) for p, kind, name in named]
    restore = load_restorer().restore
    return sum(as_text(restore([strip_marks(line).split()])) == line for line in lines), len(lines)


def shared_runs(texts: list[list[str]], corpus: Path) -> tuple[int, int]:
    """How many sequences of RUN syllables of `texts` stand in the training text, of how many."""
    wanted: set[tuple[str, ...]] = set()
    for lines in texts:
        words = tokens("\n".join(lines))
        wanted.update(tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
    found: set[tuple[str, ...]] = set()
    for part in SHARES:
        for line in read_lines(corpus, part):
            words = tokens(line)
            for start in range(len(words) - RUN + 1):
                run = tuple(words[start : start + RUN])
                if run in wanted:
                    found.add(run)
    return len(found), len(wanted)


def speed(pages: list[dict[str, Any]]) -> float:
    """Tokens a second of processor time, nothing remembered from before."""
    load_restorer.cache_clear()
    fresh = load_restorer()
    lines = [[line.split() for line in page["read"]] for page in pages]
    clock = time.process_time()
    for page in lines:
        fresh.restore(page)
    return sum(len(line) for page in lines for line in page) / (time.process_time() - clock)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--texts", type=Path, help="folder of true texts that are not in the corpus")
    parser.add_argument("--pair", type=Path, nargs=2, action="append", default=[], metavar=("READ", "GOLD"))
    parser.add_argument("--seeds", type=Path, help="folder of texts that must not be in the corpus")
    parser.add_argument("--work", type=Path, default=Path("/tmp/diacritics"), help="printed pages are kept here")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    sets = {"held-out": held_out_pages(given.corpus)}
    if given.texts:
        sets["plans"] = whole_texts(given.texts)
    restore = load_restorer().restore
    english, bins = [], []
    print("| set | syllables | as read | restored | errors mended |\n|---|---|---|---|---|")
    for name, texts in sets.items():
        short = name.partition("-")[0]
        read = keep_pages(given.work / f"evaluate_{short}_eng.jsonl", texts, short, "eng")
        english += read
        legible = [(page["lines"], page["read"]) for page in read if align_page(page)]
        every = [(page["lines"], page["read"]) for page in read]
        score = measure(legible, restore)
        bins.append(score.bins)
        print(score.row(f"{name}, printed, read by `eng`: {len(legible)} of {len(every)} pages that can be read"))
        print(measure(every, restore).row(f"{name}, printed, read by `eng`: all pages"))
        true = [page["lines"] for page in read]
        print(measure([(page, [*map(strip_marks, page)]) for page in true], restore).row(f"{name}, marks stripped"))
        read = keep_pages(given.work / f"evaluate_{short}_vie.jsonl", texts, short, "vie")
        score = measure([(page["lines"], page["read"]) for page in read], restore_lines)
        print(score.row(f"{name}, poor print of 150 dpi, read by `vie`"))
    for read_path, gold_path in given.pair:
        gold = gold_path.read_text(encoding="utf-8").replace("⟨?⟩", "").splitlines()
        score = measure([(gold, read_path.read_text(encoding="utf-8").splitlines())], restore_lines)
        print(score.row(f"`{read_path.name}`"))

    print("\n| confidence | words | right |\n|---|---|---|")
    for number, cells in enumerate(zip(*bins, strict=True)):
        count, right = (sum(column) for column in zip(*cells, strict=True))
        if count:
            print(f"| {number / 10:.1f}-{number / 10 + 0.1:.1f} | {count} | {right / count:.3f} |")

    clean = [page["lines"] for page in english]
    if given.texts:
        clean += [clean_lines(path) for path in sorted(given.texts.glob("*.txt"))]
    changed, total = count_changes(clean)
    print(f"\n- clean text: {changed} of {total} tokens changed")
    judged = sum(is_destroyed("\n".join(lines)) is True for lines in clean)
    missed = sum(is_destroyed("\n".join(page["read"])) is not True for page in english)
    print(
        f"- clean texts judged destroyed: {judged} of {len(clean)}; destroyed pages missed: {missed} of {len(english)}"
    )
    texts = ["\n".join(page["read"]) for page in english]
    again = sum(restore_text(once) != once for once in map(restore_text, texts))
    print(f"- restored pages that a second pass changes: {again} of {len(texts)}")
    altered = sum((measure([(page["lines"], page["read"])], restore).numbers_changed for page in english), Counter())
    print(f"- numbers and codes whose digits changed: {sum(altered.values())}")
    print(f"- speed: {speed(english):.0f} tokens a second of processor time, nothing remembered from before")
    for name, change in (("as they are written", str), ("in capitals", str.upper)):
        right, every_place = right_places(change)
        print(f"- districts with their province, stripped of marks, {name}: {right} of {every_place} right")
    if given.seeds:
        seeds = [clean_lines(path) for path in sorted(given.seeds.glob("*.txt"))]
        shared, runs = shared_runs(seeds, given.corpus)
        print(f"- runs of {RUN} syllables of the seeds that stand in the training text: {shared} of {runs}")


if __name__ == "__main__":
    main()
