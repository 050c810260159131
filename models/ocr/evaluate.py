"""Measure the recogniser on lines that it was not taught: `python -m models.ocr.evaluate --corpus DIR`.

Prints the character error rate (CER, edit distance over the length of the truth) and the share of wrong syllables of
the model it started from and of ours, on printed lines of held-out text, by the resolution of their page.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import tesserocr
from rapidfuzz.distance import LCSseq, Levenshtein

from models.diacritics.evaluate import tokens
from models.ocr.lines import WEIGHTS, choose_page, cut_lines, read_texts
from models.ocr.pages import spoil
from models.ocr.train import NAME, find_tessdata
from pipeline.read.ocr import MODEL

PAGES = 90
LINES_TO_PRINT = 1200  # of each part, one in fifty being held out


def held_out_lines(corpus: Path, tessdata: Path) -> Iterator[tuple[int, np.ndarray, str]]:
    """Resolution, image and truth of every line of the measuring pages."""
    texts = {part: read_texts(corpus, part, LINES_TO_PRINT, held_out=True) for part in WEIGHTS}
    for number in range(PAGES):
        rng = random.Random(f"held {number}")
        page, drawn, dpi = choose_page(texts, rng)
        for image, truth in cut_lines(spoil(page, dpi, rng), drawn, dpi, f"{tessdata}/"):
            yield dpi, image, truth


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the .txt.xz files")
    given = parser.parse_args()
    tessdata = find_tessdata()
    engines = {
        "vie": tesserocr.PyTessBaseAPI(path=f"{tessdata}/", lang="vie", psm=tesserocr.PSM.RAW_LINE),
        NAME: tesserocr.PyTessBaseAPI(path=f"{MODEL.parent}/", lang=NAME, psm=tesserocr.PSM.RAW_LINE),
    }
    sums: defaultdict[tuple[int, str], np.ndarray] = defaultdict(lambda: np.zeros(4, int))
    for dpi, image, truth in held_out_lines(given.corpus, tessdata):
        for name, engine in engines.items():
            engine.SetImageBytes(image.tobytes(), image.shape[1], image.shape[0], 1, image.shape[1])  # pyright: ignore
            read = " ".join(engine.GetUTF8Text().split())
            right, had = tokens(truth), tokens(read)
            wrong = max(len(right), len(had)) - LCSseq.similarity(right, had)
            sums[dpi, name] += (Levenshtein.distance(truth, read), len(truth), wrong, max(len(right), len(had)))
    print(f"{'page':10}{'model':>10}{'CER':>9}{'syllables wrong':>17}{'characters':>12}")
    for (dpi, name), (errors, characters, wrong, syllables) in sorted(sums.items()):
        print(f"{dpi} dpi   {name:>10}{errors / characters:9.4f}{wrong / syllables:17.4f}{characters:12}")


if __name__ == "__main__":
    main()
