"""The pictures of the docs, made anew by `make pictures`: the report of the samples in Chromium, plots of a notebook."""

from __future__ import annotations

import base64
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image
from playwright.sync_api import sync_playwright

from pipeline.__main__ import main
from pipeline.doctor import BROWSERS
from pipeline.store.published import read_rows

ROOT = Path(__file__).parents[1]
DOCS, RAW = ROOT / "docs", ROOT / "data" / "raw"
WIDTH, QUALITY = 1100, 70
DOCUMENT = "02_quang-nam_so-y-te_phong-chong-dich-2024.pdf"  # a scan: boxes on a page that is not straight
PLOTS = {"2_comparing_provinces": {1: "tasks-by-lead", 2: "deadlines"}}  # which plot of the notebook, from 0


def keep(picture: bytes, name: str) -> None:
    """Write one picture of the docs, no wider than WIDTH."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.thumbnail((WIDTH, 4 * WIDTH), Image.Resampling.LANCZOS)
    image.save(DOCS / f"{name}.webp", "WEBP", quality=QUALITY, method=6)
    print(f"docs/{name}.webp", image.size)


def photograph(report: Path, document_id: str) -> None:
    """The overview and one document, as a browser shows them."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit("no Chromium on this machine: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 860})
        page.goto((report / "index.html").as_uri())
        keep(page.screenshot(), "report-overview")
        page.goto((report / "documents" / f"{document_id}.html").as_uri() + "#dates-6")
        page.wait_for_timeout(500)
        keep(page.screenshot(), "report-document")
        browser.close()


def plot(dataset: Path) -> None:
    """Plots of the notebooks, run on the dataset."""
    os.environ["VNPLAN_DATASET"] = str(dataset)
    for stem, wanted in PLOTS.items():
        notebook = nbformat.read(ROOT / "notebooks" / f"{stem}.ipynb", 4)
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": ROOT / "notebooks"}}).execute()
        shown = [output["data"] for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
        plots = [data["image/png"] for data in shown if "image/png" in data]
        for number, name in wanted.items():
            keep(base64.b64decode(plots[number]), name)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        if main(["extract", str(RAW), "--out", str(out)]) or main(["report", str(out), "--raw", str(RAW)]):
            sys.exit(1)
        documents = {row["source_path"]: row["document_id"] for row in read_rows(out)["documents"]}
        photograph(out / "report", documents[DOCUMENT])
        plot(out)
