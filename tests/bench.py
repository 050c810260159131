"""The parts, timed beside their limits in one run: `make bench`.

The whole command on scans beside bare Tesseract on the same pages, texts and digital pages alone, entities in pages
and restoration in tokens a second, the peak memory of one worker, publishing a million rows, and a run over a folder
that did not change. Machines are noisy: medians of several rounds, and ratios where there is a limit. Names of parts
(`publishing unchanged`) run those alone.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf
from PIL import Image

from pipeline.document import Document
from pipeline.entities.mentions import find_mentions
from pipeline.flow import understand
from pipeline.read.file import open_file, read_file
from pipeline.store.kept import as_tables, write_kept
from pipeline.store.rows import rows_of
from pipeline.structure.header import parse_header
from pipeline.structure.sections import parse_sections
from pipeline.structure.tables import parse_tables
from pipeline.text.diacritics import restore_diacritics
from pipeline.text.lines import lay_down
from pipeline.text.restorer import load_restorer
from tests.plans import make_text
from tests.samples.degrade import WEAR, add_image, finish, worn_pages
from tests.samples.generate import SAMPLES
from tests.samples.misread import PAGES as MISREAD
from tests.samples.typeset import typeset

RAW = Path(__file__).parents[1] / "data" / "raw"
ROUNDS = 3
WORDS_A_PAGE = 400
PUBLISHED, UNCHANGED = 5000, 1000  # documents


def median_seconds(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median wall time of `task` over `rounds`, after one round that does not count."""
    task()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        task()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def bench_scans() -> None:
    """Wall time of the whole command on a folder of scans, beside `tesseract -l vie` on the same pages.

    Bare Tesseract reads them one after another with one thread; its limit is that time over the number of cores. The
    second run finds the readings of the first.
    """
    with tempfile.TemporaryDirectory() as name:
        raw, images = Path(name) / "raw", Path(name) / "images"
        raw.mkdir()
        images.mkdir()
        for level in ("300 dpi clean", "200 dpi office"):
            wear = WEAR[level]
            for sample in SAMPLES:
                scan = pymupdf.open()
                for number, image in enumerate(worn_pages(sample.plan, typeset(sample.plan), wear)):
                    add_image(scan, image, wear.dpi, wear.quality)
                    Image.fromarray(image).convert("L").save(images / f"{wear.dpi}_{sample.plan.stem}_{number}.png")
                (raw / f"{wear.dpi}_{sample.plan.stem}.pdf").write_bytes(finish(scan))
        count = len(list(images.iterdir()))

        def extract(cache: Path) -> float:
            started = time.perf_counter()
            command = [sys.executable, "-m", "pipeline", "extract", str(raw), "--out", f"{name}/out"]
            subprocess.run([*command, "--cache", str(cache)], capture_output=True, check=True)
            return time.perf_counter() - started

        def bare() -> float:
            started = time.perf_counter()
            for image in sorted(images.iterdir()):
                command = ["tesseract", str(image), "-", "-l", "vie", "tsv"]
                subprocess.run(command, env=os.environ | {"OMP_THREAD_LIMIT": "1"}, capture_output=True, check=True)
            return time.perf_counter() - started

        rounds = [(extract(Path(name) / f"cache{number}"), bare()) for number in range(ROUNDS)]
        again = extract(Path(name) / "cache0")
    ours, limit = (statistics.median(times) for times in zip(*rounds, strict=True))
    limit /= os.cpu_count() or 1
    ratios = sorted(mine / (theirs / (os.cpu_count() or 1)) for mine, theirs in rounds)
    ratio = statistics.median(ratios)
    print(f"{count} scanned pages      {ours:6.1f} s, bare Tesseract over the cores {limit:.1f} s: ratio {ratio:.2f}")
    print(f"the same again        {again:6.1f} s, no page read")


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


def bench_entities() -> None:
    """Pages of text a second of all entities on one core, beside one look at every word by a regular expression."""
    docs = [parsed(path) for path in sorted(RAW.glob("*")) if path.suffix in (".md", ".docx", ".pdf")]
    pages = sum(len(doc.text.split()) for doc in docs) / WORDS_A_PAGE
    seconds = median_seconds(lambda: [find_mentions(doc) for doc in docs])
    words = re.compile(r"\w+")
    limit = median_seconds(lambda: [sum(1 for _ in words.finditer(doc.text)) for doc in docs])
    print(f"entities              {pages / seconds:6.1f} pages of text a second, a plain loop {pages / limit:.0f}")


def parsed(path: Path) -> Document:
    """A document up to where its entities are sought."""
    return parse_tables(parse_sections(parse_header(lay_down(restore_diacritics(read_file(path, path.name))))))


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
    """Peak memory of a worker that reads, restores and understands the samples, and one scan of A3, one by one."""
    worker = (
        "import sys\nfrom pathlib import Path\nfrom pipeline.pool import prepare\nprepare()\n"
        "from pipeline.flow import extract\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    if path.is_file() and not path.name.startswith('.'): extract(path, path.name)\n"
        "print(next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM')))"
    )
    with tempfile.TemporaryDirectory() as folder:
        plan = SAMPLES[1].plan
        page = Image.fromarray(worn_pages(plan, typeset(plan), WEAR["300 dpi clean"])[0])
        sheet = Image.new("RGB", (2 * page.width, page.height), "white")
        sheet.paste(page, (0, 0))
        sheet.paste(page, (page.width, 0))
        sheet.save(Path(folder) / "a3.jpg", dpi=(300, 300))
        a4, a3 = peak_mb(worker, RAW), peak_mb(worker, Path(folder))
    print(f"peak memory           {a4:6.0f} MB a worker on the samples (A4 of 300 dpi), {a3:.0f} MB on A3 of 300 dpi")


def bench_publishing() -> None:
    """Time and peak memory of putting the kept rows of many documents together and publishing them."""
    code = (
        "import sys, time\nfrom pathlib import Path\n"
        "from pipeline.store.assemble import Part, Tally, assemble\nfrom pipeline.store.parquet import publish_documents\n"
        "folder, started, tally = Path(sys.argv[1]), time.perf_counter(), Tally()\n"
        "made = assemble([Part(path, path.stem) for path in sorted(folder.glob('*.rows'))], [])\n"
        "publish_documents(tally.counted(made.documents()), {'corrections': [], 'inputs': []}, folder / 'out', {})\n"
        "rows = sum(tally.rows[name] for name in ('units', 'dates', 'legal_refs', 'quotas', 'assignments'))\n"
        "peak = next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM'))\n"
        "print(rows, time.perf_counter() - started, peak)"
    )
    path = next(RAW.glob("01_*"))
    rows = rows_of(understand(read_file(path, path.name)))
    with tempfile.TemporaryDirectory() as name:
        for number in range(PUBLISHED):
            for row in (row for mine in rows.values() for row in mine):
                row["document_id"] = f"{number:016x}"
            rows["documents"][0] |= {"code": f"{number}/KH-UBND", "source_path": str(number)}
            write_kept(Path(name) / f"{number}.rows", as_tables(rows))
        done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    count, seconds, peak = done.stdout.split()
    megabytes = int(peak) * 1024 / 1e6
    print(
        f"publishing            {float(seconds):6.1f} s for {int(count):,} rows of {PUBLISHED} documents, {megabytes:.0f} MB"
    )


def bench_unchanged() -> None:
    """The whole command over a folder of texts of five pages, and again when nothing has changed."""
    with tempfile.TemporaryDirectory() as name:
        raw, out = Path(name) / "raw", Path(name) / "out"
        raw.mkdir()
        for number in range(UNCHANGED):
            (raw / f"{number}.txt").write_text(make_text(number), "utf-8")
        command = [sys.executable, "-m", "pipeline", "extract", str(raw), "--out", str(out)]
        times = []
        for _ in range(2):
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - started)
    print(
        f"unchanged             {times[1]:6.1f} s for {UNCHANGED} texts, {times[0]:.1f} s at first ({UNCHANGED / times[0]:.1f} texts/s)"
    )


def peak_mb(code: str, path: Path) -> float:
    """What a Python process of its own prints of its peak memory in kB, in MB."""
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) * 1024 / 1e6


def main() -> None:
    """Run every part."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; medians of {ROUNDS} rounds")
    parts = (
        bench_scans,
        bench_digital,
        bench_text,
        bench_entities,
        bench_restoration,
        bench_memory,
        bench_publishing,
        bench_unchanged,
    )
    for part in parts:
        if not sys.argv[1:] or part.__name__.removeprefix("bench_") in sys.argv[1:]:
            part()


if __name__ == "__main__":
    main()
