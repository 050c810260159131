"""Train the unit recogniser: `python -m models.units.train --corpus DIR --out models/units --seed 0`.

Weak supervision: the grammar of `pipeline/entities/organisations.py` labels lines of administrative text; in a share of
them the names are exchanged for invented ones, so that the model learns from the words around a name and not the names
themselves. Lines whose hash falls into the held-out twentieth are never trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.util import filter_spans, minibatch
from thinc.api import compounding, fix_random_seed

from pipeline.entities.names import Context
from pipeline.entities.ner import LABEL, digest, new_model
from pipeline.entities.organisations import find_units

HELD_OUT = 20  # one line in so many
LINES = 36_000
EXCHANGED = 0.3
HEADS = re.compile(r"^((?:các |Các )?(?:Sở|Phòng|Trung tâm|Ban|Hội|Cục|Chi cục|Trường|Báo|Văn phòng|Công ty))\b (.+)$")


def lines_of(corpus: Path, rng: random.Random) -> Iterator[str]:
    """Lines of administrative and legal text of a sentence's length, in random order, marks of lists kept."""
    chosen: list[str] = []
    for name, share in (("admin", 1.0), ("legal", 0.06)):
        with lzma.open(corpus / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            for line in file:
                text = " ".join(line.split())
                if 40 <= len(text) <= 600 and rng.random() < share:
                    chosen.append(text)
    rng.shuffle(chosen)
    yield from chosen


def is_held_out(text: str) -> bool:
    """Whether a line belongs to the held-out part, by its hash."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % HELD_OUT == 0


def label(text: str) -> list[tuple[int, int]]:
    """The spans that the grammar finds."""
    return [(unit.span.start, unit.span.end) for unit in find_units(text, Context())]


def exchange(
    text: str, spans: list[tuple[int, int]], words: list[str], rng: random.Random
) -> tuple[str, list[tuple[int, int]]]:
    """The line with invented names behind the heads of its units."""
    pieces, found, at = [], [], 0
    for start, end in spans:
        pieces.append(text[at:start])
        name = text[start:end]
        head = HEADS.match(name)
        if head and rng.random() < 0.6:
            invented = [rng.choice(words) for _ in range(rng.randint(2, 4))]
            name = f"{head[1]} {invented[0].capitalize()} {' '.join(invented[1:])}"
        begin = sum(map(len, pieces))
        pieces.append(name)
        found.append((begin, begin + len(name)))
        at = end
    pieces.append(text[at:])
    return "".join(pieces), found


def examples(corpus: Path, nlp: Language, rng: random.Random) -> tuple[list[Example], list[Example]]:
    """Training and held-out examples."""
    train: list[Example] = []
    held: list[Example] = []
    words = [word for word in open_vocabulary(corpus) if word.isalpha()]
    for text in lines_of(corpus, rng):
        spans = label(text)
        keep = bool(spans) or rng.random() < 0.15
        if not keep:
            continue
        if is_held_out(text):
            if len(held) < 1500:
                held.append(example(nlp, text, spans))
            continue
        if rng.random() < EXCHANGED:
            text, spans = exchange(text, spans, words, rng)
        train.append(example(nlp, text, spans))
        if len(train) >= LINES:
            break
    return train, held


def open_vocabulary(corpus: Path) -> list[str]:
    """Frequent lower-case syllables, for inventing names."""
    counts: dict[str, int] = {}
    with lzma.open(corpus / "admin.txt.xz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number > 20_000:
                break
            for word in line.split():
                if word.islower():
                    counts[word] = counts.get(word, 0) + 1
    return sorted(word for word, count in counts.items() if count > 40)


def example(nlp: Language, text: str, spans: list[tuple[int, int]]) -> Example:
    """A spaCy example; spans that cut a token are widened to it."""
    doc = nlp.make_doc(text)
    gold = nlp.make_doc(text)
    ents = [gold.char_span(start, end, label=LABEL, alignment_mode="expand") for start, end in spans]
    gold.ents = filter_spans([ent for ent in ents if ent is not None])
    return Example(doc, gold)


def train(corpus: Path, out: Path, seed: int, epochs: int) -> None:
    """Train, measure on the held-out lines, and write the model beside its figures."""
    fix_random_seed(seed)
    rng = random.Random(seed)
    nlp = new_model()
    started = time.monotonic()
    training, held = examples(corpus, nlp, rng)
    print(f"{len(training)} lines, {len(held)} held out, labelled in {time.monotonic() - started:.0f} s", flush=True)
    optimizer = nlp.initialize(lambda: training[:2000])
    for epoch in range(epochs):
        rng.shuffle(training)
        losses: dict[str, float] = {}
        for batch in minibatch(training, compounding(16.0, 128.0, 1.002)):
            nlp.update(batch, sgd=optimizer, losses=losses, drop=0.15)
        scores = nlp.evaluate(held)
        seconds = time.monotonic() - started
        print(f"epoch {epoch + 1}: loss {losses['ner']:.0f}, F {scores['ents_f']:.4f}, {seconds:.0f} s", flush=True)
    with nlp.use_params(optimizer.averages):
        scores = nlp.evaluate(held)
        nlp.to_disk(out / "model")
    (out / "model.sha256").write_text(f"{digest(out / 'model')}  model\n", "ascii")
    figures = {key: round(scores[key], 4) for key in ("ents_p", "ents_r", "ents_f")}
    (out / "figures.json").write_text(json.dumps({"held_out_lines": len(held)} | figures, indent=1) + "\n", "utf-8")
    print(figures)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    train(options.corpus, options.out, options.seed, options.epochs)


if __name__ == "__main__":
    main()
