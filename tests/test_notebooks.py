"""The notebooks run from top to bottom, on the samples and on a dataset with next to nothing in it."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pipeline.__main__ import main
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLOTS = {"1_five_minutes": 1, "2_comparing_provinces": 6, "3_citations": 2, "4_quality": 5}


def run(path: Path, dataset: Path, monkeypatch) -> nbformat.NotebookNode:
    monkeypatch.setenv("VNPLAN_DATASET", str(dataset))
    notebook = nbformat.read(path, 4)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    return notebook


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_the_samples(path, samples, monkeypatch):
    seen = outputs(run(path, samples, monkeypatch))
    assert sum("image/png" in output.get("data", {}) for output in seen) == PLOTS[path.stem]
    assert sum("text/html" in output.get("data", {}) for output in seen) >= 1
    told = [output.text for output in seen if output.get("name") == "stderr"]
    assert not [text for text in told if "Warning" in text or "Glyph" in text]  # a font without Vietnamese letters


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The dataset of one text that is no plan."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "raw").mkdir()
    (folder / "raw" / "a.txt").write_text("Xin chào.\n", "utf-8")
    assert main(["extract", str(folder / "raw"), "--out", str(folder / "data"), "--workers", "1"]) == 0
    return folder / "data"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_next_to_nothing(path, bare, monkeypatch):
    run(path, bare, monkeypatch)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_outputs(path):
    notebook = nbformat.read(path, 4)
    assert outputs(notebook) == []
    assert all(cell.get("execution_count") is None for cell in notebook.cells)
    assert notebook.cells[0].cell_type == "markdown"
