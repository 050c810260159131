"""Units by rules alone, by the model alone, by underthesea's own NER and by the pipeline, on annotated documents.

`python -m models.units.evaluate TRUTH RAW` prints the F1 of exact spans (as text, case folded) over all annotated
documents, and what the model alone adds in any document of RAW; TRUTH holds gold files, named as their documents begin.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import underthesea

from pipeline.entities.fields import even
from pipeline.entities.mentions import context_of
from pipeline.entities.ner import recognise
from pipeline.entities.organisations import find_units
from pipeline.entities.zones import zones
from pipeline.flow import extract

GRAMMAR, PIPELINE = "pipeline without the model", "pipeline"
Finder = Callable[[str, object], Iterable[str]]


def by_rules(text: str, context: object) -> list[str]:
    """What the grammar finds."""
    return [unit.raw for unit in find_units(text, context)]  # type: ignore[arg-type]


def by_model(text: str, context: object) -> list[str]:
    """What the model finds."""
    return [text[start:end] for start, end in recognise([text])[0]]


def by_agreement(text: str, context: object) -> list[str]:
    """The grammar's that the model sees too, at least in part."""
    seen = recognise([text])[0]
    units = find_units(text, context)  # type: ignore[arg-type]
    return [unit.raw for unit in units if any(a < unit.span.end and unit.span.start < b for a, b in seen)]


def by_underthesea(text: str, context: object) -> list[str]:
    """Organisations of underthesea's news model, its pieces joined."""
    found: list[str] = []
    for word, _, _, label in underthesea.ner(text):
        if label == "B-ORG":
            found.append(word)
        elif label == "I-ORG" and found:
            found[-1] += " " + word
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path)
    parser.add_argument("raw", type=Path)
    options = parser.parse_args()
    finders: dict[str, Finder] = {
        "rules": by_rules,
        "model": by_model,
        "rules where the model agrees": by_agreement,
        "underthesea": by_underthesea,
    }
    hits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted = 0
    annotated = 0
    truths = sorted(options.truth.glob("*.json"))
    for path in sorted(options.raw.iterdir()):
        doc = extract(path, path.name)
        for unit in doc.units:
            if unit.method == "model":
                print(f"model alone in {path.name}: {unit.raw}")
        gold = next((gold for gold in truths if path.name.startswith(gold.stem)), None)
        if gold is None:
            continue
        annotated += 1
        truth = Counter(_fold(unit["raw"]) for unit in json.loads(gold.read_text("utf-8"))["units"])
        wanted += truth.total()
        context = context_of(doc)
        for name, methods in ((PIPELINE, ("grammar", "model")), (GRAMMAR, ("grammar",))):
            got = Counter(_fold(unit.raw) for unit in doc.units if unit.method in methods)
            hits[name] += (truth & got).total()
            found[name] += got.total()
        for name, finder in finders.items():
            got = Counter(_fold(raw) for zone in zones(doc) for raw in finder(zone.span.of(doc.text), context))
            hits[name] += (truth & got).total()
            found[name] += got.total()
    print(f"{annotated} annotated documents, {wanted} units")
    for name in (*finders, GRAMMAR, PIPELINE):
        precision, recall = hits[name] / max(found[name], 1), hits[name] / max(wanted, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"{name:30} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def _fold(raw: str) -> str:
    return " ".join(even(raw).casefold().split()).strip(" .,;:")


if __name__ == "__main__":
    main()
