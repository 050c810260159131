"""The parts, timed beside their limits in one run: `make bench`.

Scans beside bare Tesseract on the same page images, texts and digital pages alone, restoration in tokens a second,
and the peak memory of one worker. Machines are noisy: medians of several rounds, and ratios where there is a limit.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf

from pipeline.document import Document
from pipeline.flow import understand
from pipeline.read.file import open_file, read_file, read_page
from pipeline.text.restorer import load_restorer
from tests.samples.misread import PAGES as MISREAD

RAW = Path(__file__).parents[1] / "data" / "raw"
ROUNDS = 3


def median_seconds(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median wall time of `task` over `rounds`, after one round that does not count."""
    task()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        task()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def bench_ocr() -> None:
    """Seconds a page of our reading of scans, and of `tesseract -l vie` on the same images, one thread each."""
    for name, dpi in (("02_", 300), ("03_", 200)):
        path = next(RAW.glob(f"{name}*.pdf"))
        opened = open_file(path, path.name)
        with tempfile.TemporaryDirectory() as folder, pymupdf.open(path) as pdf:
            images = []
            for page in pdf:
                images.append(Path(folder) / f"{page.number}.png")
                page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY).save(images[-1])

            def bare(images: list[Path] = images) -> None:
                for image in images:
                    subprocess.run(
                        ["tesseract", str(image), "-", "-l", "vie", "tsv"],
                        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
                        capture_output=True,
                        check=True,
                    )

            def ours(path: Path = path, kind=opened.kind, pages: int = opened.page_count) -> None:
                for number in range(1, pages + 1):
                    read_page(path, kind, number)

            a, b = median_seconds(ours) / opened.page_count, median_seconds(bare) / opened.page_count
        print(f"OCR, {dpi} dpi          {a:6.2f} s a page, bare Tesseract {b:.2f} s: ratio {a / b:.2f}")


def bench_digital() -> None:
    """Seconds a page of a born-digital PDF with tables."""
    path = next(RAW.glob("01_*.pdf"))
    count = open_file(path, path.name).page_count
    print(f"digital page          {median_seconds(lambda: read_file(path, path.name)) / count:6.3f} s a page")


def bench_text() -> None:
    """Documents a second from pages to rows, for plans of two to five pages."""
    docs: list[Document] = [
        read_file(path, path.name)
        for path in sorted(RAW.glob("*"))
        if path.suffix in (".md", ".docx") or path.name.startswith(("01_", "04_", "13_"))
    ]
    seconds = median_seconds(lambda: [understand(doc) for doc in docs])
    print(f"text to rows          {len(docs) / seconds:6.1f} documents a second, one process")


def bench_restoration() -> None:
    """Tokens a second of the restorer on misread pages that it meets for the first time, and on the same once more."""
    rows = [json.loads(row) for row in MISREAD.read_text(encoding="utf-8").splitlines()]
    pages = [[line.split() for line in row["read"]] for row in rows if row["language"] == "eng"]
    count = sum(len(line) for page in pages for line in page)
    started = time.perf_counter()
    restorer = load_restorer()
    loaded = time.perf_counter() - started
    started = time.perf_counter()
    for page in pages:
        restorer.restore(page)
    cold = time.perf_counter() - started
    warm = median_seconds(lambda: [restorer.restore(page) for page in pages])
    print(f"restoration           {count / cold:6.0f} tokens a second at first, {count / warm:.0f} again")
    print(f"restorer loads in     {loaded:6.2f} s")


def bench_memory() -> None:
    """Peak memory of a worker that reads, restores and understands the samples one after another, and of Tesseract."""
    worker = (
        "import resource, sys\nfrom pathlib import Path\nfrom pipeline.flow import extract\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    if path.is_file() and not path.name.startswith('.'): extract(path, path.name)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    engine = (  # a small process of its own, for a child counts with what its parent held when it was made
        "import resource, subprocess, sys\n"
        "subprocess.run(['tesseract', sys.argv[1], '-', '-l', 'vie', 'tsv'], stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    with tempfile.TemporaryDirectory() as folder, pymupdf.open(next(RAW.glob("02_*.pdf"))) as pdf:
        image = Path(folder) / "page.png"
        pdf[0].get_pixmap(dpi=300, colorspace=pymupdf.csGRAY).save(image)
        own, bare = (peak_mb(code, path) for code, path in ((worker, RAW), (engine, image)))
    print(f"peak memory           {own:6.0f} MB a worker, beside it {bare:.0f} MB of Tesseract on a page of 300 dpi")


def peak_mb(code: str, path: Path) -> float:
    """What a Python process of its own prints of its peak memory, in MB."""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


def main() -> None:
    """Run every part."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians of {ROUNDS} rounds")
    for part in (bench_ocr, bench_digital, bench_text, bench_restoration, bench_memory):
        part()


if __name__ == "__main__":
    main()
