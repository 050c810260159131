"""Train the restorer: `python -m models.diacritics.train --corpus DIR --out models/diacritics --seed 0`.

Three steps: pages printed and read in the wrong language (slow; kept in `--work` and taken up again), the channel from
them, the language model from the text. Then everything is packed into one file and its SHA-256 written beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.diacritics import channel, language_model, render
from models.diacritics.corpus import SHARES, is_held_out, read_boilerplate, read_lines

PAGES = 900
LINES_TO_PRINT = 150_000  # of each part
THRESHOLDS = {2: 0.4, 3: 1.2, 4: 2.2}  # nats of count-weighted gain below which an n-gram is dropped: keeps < 28 MB


def print_pages(corpus: Path, work: Path, pages: int, seed: int) -> Path:
    """The file of printed and read pages, made or completed."""
    path = work / "pages.jsonl"
    if path.exists() and len(path.read_text(encoding="utf-8").splitlines()) >= pages:
        return path
    parts = {
        part: [line for line in itertools.islice(read_lines(corpus, part), LINES_TO_PRINT) if not is_held_out(line)]
        for part in SHARES
    }
    render.append_pages(path, parts, pages, seed)
    return path


def find_code_letters(lines: list[str]) -> dict[str, str]:
    """Parts of document codes whose `Đ` English OCR loses: `QD` -> `QĐ`, from the codes of the corpus."""
    counts: Counter[str] = Counter()
    for line in lines:
        if "/" in line or "-" in line:
            for code in language_model.code_parts(line):
                counts[code] += 1
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for form, count in counts.items():
        forms[form.replace("Đ", "D")][form] += count
    found: dict[str, str] = {}
    for plain, seen in forms.items():
        best, count = seen.most_common(1)[0]
        if best != plain and count >= 20 and count > 20 * seen[plain]:
            found[plain] = best
    return found


def train(corpus: Path, out: Path, work: Path, pages: int, seed: int) -> None:
    """Write `model.npz` and `model.sha256` to `out`."""
    clock = time.time()
    work.mkdir(parents=True, exist_ok=True)
    page_file = print_pages(corpus, work, pages, seed)
    with page_file.open(encoding="utf-8") as rows:
        arrays, gaps = channel.train(json.loads(row) for row in itertools.islice(rows, pages))
    print(f"{time.time() - clock:.0f} s: channel done", flush=True)

    parts = {part: [line for line in read_lines(corpus, part) if not is_held_out(line)] for part in SHARES}
    boilerplate = [(line, weight) for line, weight in read_boilerplate(corpus) if not is_held_out(line)]
    weighted = itertools.chain(
        ((line, share) for part, share in SHARES.items() for line in parts[part]), iter(boilerplate)
    )
    words = language_model.choose_vocabulary(language_model.count_words(weighted))
    ids = {word: number for number, word in enumerate(words)}
    streams = [(language_model.encode_lines(parts[part], ids), float(share)) for part, share in SHARES.items()]
    repeated = [line for line, weight in boilerplate for _ in range(weight)]
    streams.append((language_model.encode_lines(repeated, ids), 1.0))
    codes = find_code_letters([line for lines in parts.values() for line in lines])
    del parts
    print(f"{time.time() - clock:.0f} s: {sum(len(s) for s, _ in streams)} words, {len(words)} kinds", flush=True)
    arrays |= language_model.train(streams, len(words), THRESHOLDS)
    arrays["words"] = channel.pack_rows(words)
    arrays["codes"] = channel.pack_rows([f"{plain}\t{form}" for plain, form in sorted(codes.items())])
    arrays["gaps"] = np.array([gaps["split"], gaps["glued"]])
    save(arrays, out)
    sizes = {name: array.shape[0] for name, array in arrays.items()}
    print(f"{time.time() - clock:.0f} s: {sizes}", flush=True)


def save(arrays: dict[str, NDArray], out: Path) -> None:
    """The arrays as one file, with its SHA-256 beside it."""
    path = out / "model.npz"
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (out / "model.sha256").write_text(f"{digest}  model.npz\n", encoding="utf-8")
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the .txt.xz files")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--work", type=Path, default=Path("/tmp/diacritics"), help="printed pages are kept here")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    train(given.corpus, given.out, given.work, given.pages, given.seed)


if __name__ == "__main__":
    main()
