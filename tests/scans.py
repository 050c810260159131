"""How right scans come out, beside bare Tesseract on the same pages: `make scans` (ten minutes on two cores).

The samples are printed and worn at three levels, and read by the whole pipeline. Words are compared without case and
the signs around them. `found` is the share of the truth's words that stand on the page, wherever; `in order` the
longest common subsequence over the longer of the two texts, so that words too many count against it. Then the same for
the annotated seeds, the entities of the annotated texts, and the real scans of ../shared/realdocs that have a truth.
`--steps` measures the preparation instead, step by step.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from unittest import mock

import numpy as np
import pandas as pd
import pymupdf
from PIL import Image
from rapidfuzz.distance import LCSseq

from models.diacritics.evaluate import tokens
from models.diacritics.render import make_page, print_page
from pipeline.__main__ import main as pipeline
from pipeline.pool import prepare as prepare_process
from pipeline.read import preparation, recognition
from pipeline.read.ocr import load_engine
from pipeline.read.recognition import read_image
from tests import realdocs
from tests.conftest import SHARED
from tests.quality import score_sample
from tests.samples import degrade
from tests.samples.generate import SAMPLES
from tests.samples.plan import Plan
from tests.samples.typeset import Typeset, typeset

HEAD = "metadata recipients sections table_cells legal_refs dates quotas units assignments".split()
Step = tuple[ModuleType, str]
PLAIN: dict[str, tuple[Step, Callable]] = {  # where a step stands, and what does nothing in its place
    "colour": (
        (preparation, "without_colour"),
        lambda pixels, dpi: pixels if pixels.ndim == 2 else np.asarray(Image.fromarray(pixels).convert("L")),
    ),
    "flattening": ((preparation, "flatten"), lambda grey, dpi: grey),
    "specks": ((preparation, "remove_specks"), lambda grey, dpi: grey),
    "deskewing": ((preparation, "find_skew"), lambda grey, dpi: 0.0),
    "erasing of rulings": ((recognition, "erase"), lambda grey, drawing, frames: grey),
    "second look": ((recognition, "look_again"), lambda grey, dpi, frames, rows, engine: rows),
}
STEPS = {"all": (), **{f"without {step}": (step,) for step in PLAIN}, "none of them": tuple(PLAIN)}


class Tally:
    """Words right, by where they stand and in order, over several pages."""

    def __init__(self) -> None:
        self.found = self.words = self.ordered = self.longest = 0

    def add(self, truth: str, read: str) -> None:
        """Count one page."""
        want, have = tokens(truth), tokens(read)
        self.found += sum((Counter(want) & Counter(have)).values())
        self.words += len(want)
        self.ordered += LCSseq.similarity(want, have)
        self.longest += max(len(want), len(have))

    def __str__(self) -> str:
        return f"{self.found / self.words:9.4f}{self.ordered / self.longest:10.4f}"


def page_truth(lines: tuple[str, ...], number: int) -> str:
    """What stands on a page, without the page number over it."""
    return "\n".join(lines[1:] if number and lines[0].strip().isdigit() else lines)


def bare_tesseract(image: Image.Image, dpi: int) -> str:
    """What `tesseract -l vie` reads."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        image.convert("L").save(file.name)
        command = ["tesseract", file.name, "-", "-l", "vie", "--dpi", str(dpi)]
        env = os.environ | {"OMP_THREAD_LIMIT": "1"}
        return subprocess.run(command, env=env, capture_output=True, check=True, text=True).stdout


def make_scan(job: tuple[int, str, Path, bool]) -> tuple[list[str], list[str]]:
    """Write the scan of one sample; its truth and what `vie` reads, page by page.

    With a layer, that is what stands under the images; without, what the program prints for them.
    """
    index, level, folder, has_layer = job
    plan, wear = SAMPLES[index].plan, degrade.WEAR[level]
    printed = typeset(plan)

    def read(page: pymupdf.Page, image: np.ndarray) -> str:
        if has_layer:
            return degrade.add_layer(page, image, wear.dpi, "vie")
        return bare_tesseract(Image.fromarray(image), wear.dpi)

    readings = write_scan(plan, printed, wear, folder, read)
    return [page_truth(lines, number) for number, lines in enumerate(printed.pages)], readings


def write_scan(plan: Plan, printed: Typeset, wear: degrade.Wear, folder: Path, read: Callable) -> list:
    """Write a document's worn pages as a PDF of pictures; what `read` makes of each page and its image."""
    scan = pymupdf.open()
    readings = []
    for image in degrade.worn_pages(plan, printed, wear):
        readings.append(read(degrade.add_image(scan, image, wear.dpi, wear.quality), image))
    scan.subset_fonts()
    (folder / f"{plan.stem}.pdf").write_bytes(degrade.finish(scan))
    return readings


def measure_level(level: str, pool: ProcessPoolExecutor) -> None:
    """Print one level: words right, and the figures of `make quality`."""
    with tempfile.TemporaryDirectory() as name:
        raw, out = Path(name) / "raw", Path(name) / "out"
        raw.mkdir()
        made = list(pool.map(make_scan, [(index, level, raw, False) for index in range(len(SAMPLES))]))
        pipeline(["extract", str(raw), "--out", str(out), "--no-cache"])
        pages, documents = pd.read_parquet(out / "pages"), pd.read_parquet(out / "documents")
        bare, raw_words, ours = Tally(), Tally(), Tally()
        figures = []
        for sample, (truths, readings) in zip(SAMPLES, made, strict=True):
            stem = sample.plan.stem
            (identity,) = documents[documents.source_path == f"{stem}.pdf"].document_id
            mine = pages[pages.document_id == identity].sort_values("page")
            for truth, reading, before, after in zip(truths, readings, mine.raw_text, mine.text, strict=True):
                bare.add(truth, reading)
                raw_words.add(truth, before)
                ours.add(truth, after)
            figures.append(score_sample(out, stem))
    print(f"\n{level:20}    found  in order")
    for label, tally in (("bare Tesseract", bare), ("as read", raw_words), ("restored", ours)):
        print(f"  {label:20}{tally}")
    means = pd.DataFrame(figures).mean()
    print("  " + ", ".join(f"{figure} {means[figure]:.3f}" for figure in HEAD))


def measure_layers(level: str, pool: ProcessPoolExecutor) -> None:
    """Print what merging with a scanner's partly wrong layer gives, beside the layer alone."""
    with tempfile.TemporaryDirectory() as name:
        raw, out = Path(name) / "raw", Path(name) / "out"
        raw.mkdir()
        made = list(pool.map(make_scan, [(index, level, raw, True) for index in range(len(SAMPLES))]))
        pipeline(["extract", str(raw), "--out", str(out), "--no-cache"])
        pages, documents = pd.read_parquet(out / "pages"), pd.read_parquet(out / "documents")
    layer, merged = Tally(), Tally()
    for sample, (truths, layers) in zip(SAMPLES, made, strict=True):
        (identity,) = documents[documents.source_path == f"{sample.plan.stem}.pdf"].document_id
        mine = pages[pages.document_id == identity].sort_values("page")
        for truth, theirs, ours in zip(truths, layers, mine.text, strict=True):
            layer.add(truth, theirs)
            merged.add(truth, ours)
    decisions = ", ".join(f"{count} {decision}" for decision, count in sorted(Counter(pages.layer_decision).items()))
    print(f"\n{level}, over a layer of `vie` ({decisions})\n  {'the layer':20}{layer}\n  {'merged':20}{merged}")


def measure_seeds(level: str) -> None:
    """Print the figures of the annotated seeds, set in type and scanned: those of tests/realdocs.py."""
    annotations = [json.loads(path.read_text("utf-8")) for path in sorted((SHARED / "gold").glob("*.json"))]
    with tempfile.TemporaryDirectory() as name:
        raw, out = Path(name) / "raw", Path(name) / "out"
        raw.mkdir()
        for gold in annotations:
            plan = realdocs.as_plan(gold)
            gold["metadata"]["issued_place"] = plan.place  # what a seed lacks is printed all the same
            write_scan(plan, typeset(plan), degrade.WEAR[level], raw, lambda page, image: None)
        pipeline(["extract", str(raw), "--out", str(out), "--no-cache"])
        print(f"\nseeds, {level}")
        for gold in annotations:
            figures = realdocs.score(out, gold)
            print(f"  {gold['doc']}  " + ", ".join(f"{figure} {value:.3f}" for figure, value in figures.items()))


CLEAN = {"blur": 0, "noise": 0, "skew": 0, "threshold": None, "thicken": None, "jpeg": None, "spread": 1.0}
PAGE = 2600  # characters of a printed page
Job = tuple[str, list[list[str]]]


def measure_texts(pool: ProcessPoolExecutor) -> None:
    """Print the mean figures of entities of the annotated texts: as they are, scanned, and as English OCR left them.

    The texts without an annotated table are printed; for English OCR they are spoiled as `models/diacritics/render.py` does it
    for training.
    """
    jobs: list[Job] = []
    for name, path in realdocs.documents():
        gold = realdocs.annotation(name)
        if path.suffix == ".txt" and gold.get("units") and not gold["tables"]:
            jobs.append((name, in_pages(path.read_text("utf-8"))))
    print(f"\n{len(jobs)} annotated texts      " + "".join(f"{figure:>12}" for figure in realdocs.ENTITIES))
    for kind, make in {"as they are": as_text, "scanned, 200 dpi": as_scan, "through English OCR": as_misread}.items():
        with tempfile.TemporaryDirectory() as name:
            raw, out = Path(name) / "raw", Path(name) / "out"
            raw.mkdir()
            for (stem, _), (suffix, data) in zip(jobs, pool.map(make, jobs), strict=True):
                (raw / f"{stem}{suffix}").write_bytes(data)
            pipeline(["extract", str(raw), "--out", str(out), "--no-cache"])
            found = [realdocs.score(out, realdocs.annotation(stem)) for stem, _ in jobs]
        means = [sum(each[figure] for each in found) / len(found) for figure in realdocs.ENTITIES]
        print(f"{kind:24}" + "".join(f"{mean:12.3f}" for mean in means))


def in_pages(text: str) -> list[list[str]]:
    """The paragraphs of a text, page by page."""
    pages: list[list[str]] = [[]]
    for paragraph in filter(None, (line.strip(" *#") for line in text.split("\n"))):
        if pages[-1] and sum(map(len, pages[-1])) + len(paragraph) > PAGE:
            pages.append([])
        pages[-1].append(paragraph)
    return pages


def as_text(job: Job) -> tuple[str, bytes]:
    """The text, pages parted by form feeds."""
    return ".txt", "\f".join("\n".join(page) for page in job[1]).encode()


def as_scan(job: Job) -> tuple[str, bytes]:
    """A PDF of page images, worn as those of the samples are."""
    name, pages = job
    wear, scan = degrade.WEAR["200 dpi office"], pymupdf.open()
    for number, page in enumerate(pages):
        image, _, _ = print_page(page, f"{name} {number}", "eng", **CLEAN, dpi=wear.dpi)
        random = np.random.default_rng(list(f"{name} {number}".encode()))
        worn = degrade.wear_out(np.asarray(image.convert("RGB")), wear, random)
        degrade.add_image(scan, worn, wear.dpi, wear.quality)
    return ".pdf", degrade.finish(scan)


def as_misread(job: Job) -> tuple[str, bytes]:
    """What Tesseract reads with its English model."""
    name, pages = job
    read = (make_page(page, f"{name} {number}", "eng")["read"] for number, page in enumerate(pages))
    return ".txt", "\f".join("\n".join(lines) for lines in read).encode()


def real_scans() -> Iterator[tuple[str, list[str], str]]:
    """Name, pages as bare Tesseract reads them, and truth of every real scan that has one."""
    for truth in sorted((SHARED / "realdocs" / "truth").glob("*.txt")):
        bare = []
        with pymupdf.open(SHARED / "realdocs" / "pdf" / f"{truth.stem}.pdf") as pdf:
            for page in pdf:
                pixmap = page.get_pixmap(dpi=300, colorspace=pymupdf.csGRAY)
                image = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
                bare.append(bare_tesseract(image, 300))
        yield truth.stem, bare, truth.read_text(encoding="utf-8")


def measure_real() -> None:
    """Print the share of the truth's words that are missed in the real scans."""
    with tempfile.TemporaryDirectory() as name:
        raw, out = Path(name) / "raw", Path(name) / "out"
        raw.mkdir()
        for truth in (SHARED / "realdocs" / "truth").glob("*.txt"):
            (raw / f"{truth.stem}.pdf").symlink_to(SHARED / "realdocs" / "pdf" / f"{truth.stem}.pdf")
        pipeline(["extract", str(raw), "--out", str(out), "--no-cache"])
        documents = pd.read_parquet(out / "documents").set_index("source_path")
        print(f"\n{'words missed':20}{'bare':>9}{'ours':>9}{'ratio':>7}")
        for stem, bare, truth in real_scans():
            want = Counter(tokens(truth))
            texts = ("\n".join(bare), documents.text[f"{stem}.pdf"])
            theirs, ours = (sum((want - Counter(tokens(text))).values()) / sum(want.values()) for text in texts)
            print(f"{stem:20}{theirs:9.4f}{ours:9.4f}{ours / theirs:7.2f}")


def read_with(job: tuple[str, int, tuple[str, ...]]) -> list[str]:
    """What the engine reads on the pages of a sample, the steps named left out of their preparation."""
    level, index, left_out = job
    prepare_process()
    plan, wear = SAMPLES[index].plan, degrade.WEAR[level]
    texts = []
    with ExitStack() as patches:
        for step in left_out:
            (module, name), instead = PLAIN[step]
            patches.enter_context(mock.patch.object(module, name, instead))
        for image in degrade.worn_pages(plan, typeset(plan), wear):
            scan = read_image(image, wear.dpi, load_engine())
            texts.append("\n".join(line.text for line in lines_of(scan.items)))
    return texts


def lines_of(items: tuple) -> Iterator:
    """Every line, those of cells too."""
    for item in items:
        if hasattr(item, "rows"):
            yield from (line for row in item.rows for cell in row if cell for line in cell.lines)
        else:
            yield item


def measure_steps(pool: ProcessPoolExecutor) -> None:
    """Print what each step of the preparation is worth, before restoration."""
    truths = [
        [page_truth(lines, number) for number, lines in enumerate(typeset(sample.plan).pages)] for sample in SAMPLES
    ]
    print(f"{'words as read':26}" + "".join(f"{level:>22}" for level in degrade.WEAR))
    for name, left_out in STEPS.items():
        cells = []
        for level in degrade.WEAR:
            tally = Tally()
            readings = pool.map(read_with, [(level, index, left_out) for index in range(len(SAMPLES))])
            for pages, texts in zip(truths, readings, strict=True):
                for truth, text in zip(pages, texts, strict=True):
                    tally.add(truth, text)
            cells.append(f"{tally!s:>22}")
        print(f"{name:26}" + "".join(cells), flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", action="store_true", help="measure the steps of the preparation")
    given = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        if given.steps:
            measure_steps(pool)
            return
        for level in degrade.WEAR:
            measure_level(level, pool)
        for level in list(degrade.WEAR)[1:]:
            measure_layers(level, pool)
        if SHARED.is_dir():
            measure_texts(pool)
    if not SHARED.is_dir():
        print("no ../shared beside this checkout: the annotated documents and the real scans are not measured")
        return
    measure_seeds("200 dpi office")
    measure_real()


if __name__ == "__main__":
    main()
