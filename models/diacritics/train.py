"""Train the restorer: `make train-diacritics CORPUS=DIR`, an environment with PyTorch needed (see README.md).

Four steps: pages printed and read by both engines (slow; kept in `--work` and taken up again), the language model
from the text, the text misread as the pages were, the tagger from that (an hour; checkpoints in `--work`). Then all is
packed into two files, and their SHA-256 written beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.diacritics import language_model, render, tagger
from models.diacritics.channel import align_page, core_pairs, estimate_segments
from models.diacritics.corpus import SHARES, is_held_out, read_boilerplate, read_lines, read_places
from models.diacritics.noise import Misreader, Texts, split_by_damage
from pipeline.places import districts, provinces
from pipeline.text.language_model import quantise
from pipeline.text.pieces import BOUNDARY
from pipeline.text.syllables import strip_marks, unify_tone_marks

PAGES = {"eng": 600, "vie": 480}
LINES_TO_PRINT = 150_000  # of each part
THRESHOLDS = {2: 0.6, 3: 2.0, 4: 4.0}  # nats of count-weighted gain below which an n-gram is dropped
# Of the tagger's sequences: from each part of the corpus, one line in EVERY; misread in each of these ways.
STREAMS, EVERY = {"admin": 0.50, "legal": 0.34, "general": 0.12}, {"admin": 1, "legal": 4, "general": 3}
PLACES = 0.04
MISREAD = {"eng": 0.60, "vie": 0.28}
STRIPPED, CLEAN, REAL = 0.14, 0.06, 0.15
STAGES = ((7000, 1.5e-3), (3200, 5e-4))  # steps, highest learning rate; each stage takes other lines


def print_pages(corpus: Path, work: Path, language: str, seed: int) -> list[dict[str, Any]]:
    """The printed and read pages of one engine, made or completed in `work`."""
    path = work / f"pages_{language}.jsonl"
    if not path.exists() or len(path.read_text(encoding="utf-8").splitlines()) < PAGES[language]:
        parts = {
            part: [line for line in itertools.islice(read_lines(corpus, part), LINES_TO_PRINT) if not is_held_out(line)]
            for part in SHARES
        }
        render.append_pages(path, parts, PAGES[language], seed, language)
    with path.open(encoding="utf-8") as rows:
        return [json.loads(row) for row in itertools.islice(rows, PAGES[language])]


def find_code_letters(lines: Iterable[str]) -> dict[str, str]:
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


def train_language_model(corpus: Path) -> tuple[list[str], dict[str, NDArray]]:
    """The vocabulary, and the arrays of the n-gram model and of the known codes."""
    parts = {part: [line for line in read_lines(corpus, part) if not is_held_out(line)] for part in SHARES}
    boilerplate = [(line, weight) for line, weight in read_boilerplate(corpus) if not is_held_out(line)]
    boilerplate += read_places()
    weighted = itertools.chain(
        ((line, share) for part, share in SHARES.items() for line in parts[part]), iter(boilerplate)
    )
    words = language_model.choose_vocabulary(language_model.count_words(weighted))
    ids = {word: number for number, word in enumerate(words)}
    streams = [(language_model.encode_lines(parts[part], ids), float(share)) for part, share in SHARES.items()]
    repeated = [line for line, weight in boilerplate for _ in range(weight)]
    streams.append((language_model.encode_lines(repeated, ids), 1.0))
    print(f"{sum(len(stream) for stream, _ in streams)} words, {len(words)} kinds", flush=True)
    codes = find_code_letters(line for lines in parts.values() for line in lines)
    arrays = language_model.train(streams, len(words), THRESHOLDS)
    arrays["words"] = pack_rows(words)
    arrays["codes"] = pack_rows([f"{plain}\t{form}" for plain, form in sorted(codes.items())])
    return words, arrays


def letter_table(pages: list[dict[str, Any]]) -> dict[str, NDArray]:
    """How likely each single small letter is read as each single sign, beside which one scan shows its habits."""
    segments = estimate_segments(Counter(pair for page in pages for pair in core_pairs(align_page(page))))
    letters = sorted((true, read) for true, read in segments if len(true) == len(read) == 1 and true.islower())
    return {
        "letters": pack_rows([f"{true}\t{read}" for true, read in letters]),
        "letters_p": quantise(np.log([segments[pair] for pair in letters])),
    }


def name_table() -> dict[str, NDArray]:
    """Provinces and districts by their names without marks, where no other is written so."""
    names: dict[str, set[str]] = {}
    for name in [place.name for place in provinces()] + [name for _, _, name in districts() if not name.isdigit()]:
        plain = unify_tone_marks(name).lower().replace("-", " ").split()
        names.setdefault(strip_marks(" ".join(plain)), set()).add(" ".join(plain))
    return {"places": pack_rows([f"{bare}\t{found.pop()}" for bare, found in sorted(names.items()) if len(found) == 1])}


def pack_rows(rows: list[str]) -> NDArray[np.uint8]:
    """Strings as one array of bytes."""
    return np.frombuffer("\n".join(rows).encode("utf-8"), dtype=np.uint8)


def misread(
    corpus: Path, words: list[str], pages: dict[str, list[dict[str, Any]]], stage: int
) -> tuple[Texts, tagger.Source]:
    """The text that the tagger learns from in one stage, and the ways in which it was misread."""
    texts = Texts({word: number for number, word in enumerate(words)})
    boundary = texts.form(BOUNDARY)
    streams = []
    for part, share in STREAMS.items():
        kept = itertools.islice(read_lines(corpus, part), stage * EVERY[part] // 2, None, EVERY[part])
        streams.append((share, texts.stream(line for line in kept if not is_held_out(line))))
    places = [line for line, _ in read_places()]
    random.Random(stage).shuffle(places)
    streams.append((PLACES, texts.stream(places)))
    real = [page for page in map(texts.page, itertools.chain(*pages.values())) if len(page[0])]
    upper = [texts.form(form.upper()) if form.isalpha() else number for number, form in enumerate(list(texts.forms))]
    upper += range(len(upper), len(texts.forms))
    counts = sum(share * np.bincount(stream, minlength=len(upper)) for share, stream in streams)
    counts = counts + tagger.CAPITALS * np.bincount(upper, counts, len(upper))
    pools = []
    for language, share in MISREAD.items():
        for half, pairs in enumerate(split_by_damage(pages[language])):
            pool = texts.pool(Misreader(pairs), counts.astype(np.int64), f"{language} {half} {stage}")
            pools.append((share / 2, pool))
    pools += [(STRIPPED, texts.pool(None, counts.astype(np.int64), "")), (CLEAN, None)]
    plain = np.array([texts.read(form) for form in texts.forms], dtype=np.int32)
    return texts, tagger.Source(streams, pools, plain, real, REAL, np.array(upper, dtype=np.int32), boundary)


def train(corpus: Path, out: Path, work: Path, seed: int) -> None:
    """Write `model.npz`, `tagger.onnx` and `models.sha256` to `out`."""
    work.mkdir(parents=True, exist_ok=True)
    pages = {language: print_pages(corpus, work, language, seed) for language in PAGES}
    words, arrays = train_language_model(corpus)
    arrays |= letter_table(pages["eng"]) | name_table()
    torch.manual_seed(seed)
    trained = tagger.Tagger(len(words))
    for stage, (steps, peak) in enumerate(STAGES):
        texts, source = misread(corpus, words, pages, stage)
        table = tagger.feature_table(list(texts.reads))
        tagger.train(trained, source, table, texts.answers(), steps, peak, seed, work / f"tagger_{stage}.pt")
    arrays |= tagger.ship(trained, out / "tagger.onnx")
    np.savez_compressed(out / "model.npz", **arrays)  # type: ignore[arg-type]
    write_digests(out)


def write_digests(out: Path) -> None:
    """The SHA-256 of the two files, which are compared with it at every load."""
    rows = []
    for name in ("model.npz", "tagger.onnx"):
        packed = (out / name).read_bytes()
        rows.append(f"{hashlib.sha256(packed).hexdigest()}  {name}\n")
        print(f"{name}: {len(packed) / 1e6:.1f} MB")
    (out / "models.sha256").write_text("".join(rows), encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the .txt.xz files")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument(
        "--work", type=Path, default=Path("/tmp/diacritics"), help="pages and checkpoints are kept here"
    )
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch; one gives the same model every time")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    train(given.corpus, given.out, given.work, given.seed)


if __name__ == "__main__":
    main()
