"""Teach Tesseract's own Vietnamese model what plans and bad scans look like: `make train-ocr CORPUS=DIR`.

Three steps, each taken up again where it stopped: pages drawn, spoilt and cut into lines (20 minutes on two cores),
the 8-bit model of Debian's tesseract-ocr-vie made floating point, and Tesseract's trainer run on it (an hour and a
half on one core). It needs the programs `lstmtraining` and `combine_tessdata` (Debian: tesseract-ocr).
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import random
import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import pytesseract

from models.ocr.lines import WEIGHTS, make_lines, pack_lines, read_texts
from models.ocr.quantised import as_floats

PAGES, PAGES_A_FILE = 1800, 100
LINES_TO_PRINT = 60_000  # of each part of the corpus
LINES, RATE = 111_000, 8e-4  # shown one by one; a second stage at 2e-4 brought nothing
NAME = "vie_plan"


def make_files(corpus: Path, tessdata: Path, work: Path) -> list[Path]:
    """The .lstmf files of all pages, made or completed in `work`."""
    paths = [work / f"train_{number:03}.lstmf" for number in range(PAGES // PAGES_A_FILE)]
    missing = [(number, path) for number, path in enumerate(paths) if not path.exists()]
    if missing:
        texts = {part: read_texts(corpus, part, LINES_TO_PRINT, held_out=False) for part in WEIGHTS}
        with ProcessPoolExecutor(initializer=cv2.setNumThreads, initargs=(1,)) as pool:
            for number, path in missing:
                pages = range(number * PAGES_A_FILE, (number + 1) * PAGES_A_FILE)
                jobs = [(texts, f"train {page}", f"{tessdata}/") for page in pages]
                lines = list(itertools.chain.from_iterable(pool.map(make_lines, jobs, chunksize=4)))
                random.Random(number).shuffle(lines)
                path.write_bytes(pack_lines(lines))
                print(f"{path.name}: {len(lines)} lines", flush=True)
    return paths


def train(corpus: Path, tessdata: Path, out: Path, work: Path) -> None:
    """Write `vie_plan.traineddata` and its SHA-256 to `out`."""
    work.mkdir(parents=True, exist_ok=True)
    files = make_files(corpus, tessdata, work)
    (work / "files.txt").write_text("\n".join(map(str, files)) + "\n", encoding="utf-8")
    base = tessdata / "vie.traineddata"
    run("combine_tessdata", "-e", base, work / "base.lstm")
    start, checkpoint = work / "start.lstm", work / "model_checkpoint"
    start.write_bytes(as_floats((work / "base.lstm").read_bytes()))
    run("lstmtraining", "--continue_from", checkpoint if checkpoint.exists() else start,
        "--model_output", work / "model", "--traineddata", base, "--train_listfile", work / "files.txt",
        "--learning_rate", RATE, "--max_iterations", LINES, "--max_image_MB", 6000, "--debug_interval", 0)  # fmt: skip
    shipped = out / f"{NAME}.traineddata"
    run("lstmtraining", "--stop_training", "--convert_to_int", "--continue_from", checkpoint,
        "--traineddata", base, "--model_output", shipped)  # fmt: skip
    digest = hashlib.sha256(shipped.read_bytes()).hexdigest()
    shipped.with_suffix(".sha256").write_text(f"{digest}  {shipped.name}\n", encoding="ascii")


def run(*command: object) -> None:
    """Run a program with one thread; raises CalledProcessError where it fails."""
    subprocess.run([str(part) for part in command], check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"})


def find_tessdata() -> Path:
    """The folder of the installed models of Tesseract."""
    listing = subprocess.run(
        [pytesseract.pytesseract.tesseract_cmd, "--list-langs"], capture_output=True, text=True, check=True
    )
    return Path(listing.stdout.splitlines()[0].split('"')[1])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the .txt.xz files")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--work", type=Path, default=Path("/tmp/ocr"), help="lines and checkpoints are kept here")
    given = parser.parse_args()
    train(given.corpus, find_tessdata(), given.out, given.work)


if __name__ == "__main__":
    main()
