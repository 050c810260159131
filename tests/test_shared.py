"""Real plans beside the checkout: read whole, quoted exactly, scored on their annotations."""

import subprocess
import sys

import pandas as pd
import pytest

from pipeline.__main__ import main
from pipeline.read.trust import syllable_share
from tests import realdocs

ENTITIES = ("units", "dates", "legal_refs", "quotas")
BARS = {
    "metadata": 0.98,
    "recipients": 0.98,
    "headings": 0.98,
    "sections": 0.98,
    "table_cells": 0.98,
    "legal_refs": 0.98,
    "legal_refs_issuer": 0.97,
    "dates": 0.98,
    "dates_role": 0.95,
    "quotas": 0.95,
    "units": 0.96,
    "units_canonical": 0.95,
    "assignments": 0.95,
}


@pytest.fixture(scope="module")
def seeds(shared, tmp_path_factory):
    """The published dataset of the seeds."""
    out = tmp_path_factory.mktemp("seeds")
    assert main(["extract", str(shared / "seeds"), "--out", str(out)]) == 0
    return out


def misquoted(dataset) -> list[str]:
    """Entity rows whose offsets do not give back their words."""
    texts = pd.read_parquet(dataset / "documents").set_index("document_id").text
    return [
        f"{table}: {row.raw}"
        for table in ENTITIES
        for row in pd.read_parquet(dataset / table).itertuples()
        if texts[row.document_id][row.char_start : row.char_end] != row.raw
    ]


def test_every_seed_is_read(seeds):
    assert set(pd.read_parquet(seeds / "inputs").status) == {"ok"}
    assert misquoted(seeds) == []


def test_annotated_seeds_stay_above_the_bars(seeds, shared):
    command = [sys.executable, str(shared / "score" / "score.py"), str(seeds), str(shared / "gold")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures = {fields[0]: fields[1:] for fields in map(str.split, printed.splitlines()) if fields}
    for name, bar in BARS.items():
        scores = [float(figure) for figure in figures[name] if figure != "-"]
        assert scores, f"{name} was not scored"
        assert min(scores) >= bar, f"{name}: {scores}"


def test_the_destroyed_seed_is_vietnamese_again(seeds):
    documents = pd.read_parquet(seeds / "documents")
    (plan,) = documents[documents.source_path.str.contains("noisy")].itertuples()
    assert plan.restored
    assert syllable_share(plan.text.split()) > 0.9  # 0.94-1 in good text, 0.35-0.58 as English OCR left it
    counts = {
        name: (pd.read_parquet(seeds / name).document_id == plan.document_id).sum()
        for name in ("sections", "legal_refs", "dates")
    }
    assert counts["sections"] > 60
    assert counts["legal_refs"] >= 4
    assert counts["dates"] >= 20


@pytest.mark.slow
def test_every_real_document_is_read(shared, tmp_path):
    assert main(["extract", str(shared / "realdocs"), "--out", str(tmp_path / "out")]) == 0
    inputs = pd.read_parquet(tmp_path / "out" / "inputs")
    assert set(inputs.status) <= {"ok", "duplicate"}
    assert len(inputs) == sum(path.is_file() for path in (shared / "realdocs").rglob("*"))
    assert misquoted(tmp_path / "out") == []


def test_annotated_documents_stay_above_their_floors(shared, tmp_path):
    assert realdocs.extract(tmp_path / "raw", tmp_path / "out") == 0
    found = realdocs.figures(tmp_path / "out")
    assert len(found) >= 14
    below = [
        f"{name} {figure}: {scores[figure]:.3f}"
        for name, scores in found.items()
        for figure in scores
        if scores[figure] < realdocs.FLOORS[name][figure]
    ]
    assert below == []
