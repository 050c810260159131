"""What a run of days meets, in twenty to thirty minutes: `make soak` writes the figures to docs/soak.md.

Thousands of texts and hundreds of scans, memory that must not grow, processes killed at random moments, files damaged
at random, a full disk; and what a million pages would cost. Names of parts (`kills disk`) run those alone and leave the
tables of the others as they were.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pymupdf
from PIL import Image

from pipeline.store.schema import TABLES
from tests.conftest import ROOT, SHARED
from tests.plans import make_plan, make_text
from tests.samples.degrade import WEAR, add_image, finish, worn_pages
from tests.samples.typeset import typeset

REPORT, FIGURES = ROOT / "docs" / "soak.md", ROOT / "tests" / "soak.json"
TEXTS, FEW, SCANS, SCALED = 5000, 100, 300, 150  # documents
KILLS, MUTANTS = 30, 1000
MOST_PAGES = 3  # of a file that is damaged a hundred times: twenty minutes are for all parts
SEED = 20260  # of every random choice
RUN = (
    "import sys, resource\nfrom pipeline.__main__ import main\n"
    "if __name__ == '__main__':\n"
    "    code = main(sys.argv[1:])\n"
    "    peak = next(row.split()[1] for row in open('/proc/self/status') if row.startswith('VmHWM'))\n"
    "    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
    "    print('\\n' + str(peak), sum(each.ru_utime + each.ru_stime for each in spent))\n"
    "    sys.exit(code)\n"
)


@dataclass
class Run:
    """What a run of the command took."""

    code: int
    seconds: float
    cpu_s: float = 0.0
    parent_mb: float = 0.0
    workers_mb: list[float] = field(default_factory=list)  # of the largest, twice a second


def command(raw: Path, out: Path, *options: str) -> list[str]:
    """The command line of a run without what OCR read before."""
    return [sys.executable, "-c", RUN, "extract", str(raw), "--out", str(out), "--no-cache", *options]


def extract(raw: Path, out: Path, *options: str) -> Run:
    """Run the command and watch its memory."""
    started, sizes = time.perf_counter(), []
    process = subprocess.Popen(command(raw, out, *options), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.5):
            sizes.append(max((resident_mb(child) for child in children(process.pid)), default=0.0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    printed = process.communicate()[0]
    ended.set()
    watcher.join()
    seconds = time.perf_counter() - started
    if process.returncode:
        return Run(process.returncode, seconds)
    peak, cpu = printed.splitlines()[-1].split()
    return Run(0, seconds, float(cpu), int(peak) * 1024 / 1e6, sizes)


def plain_loop_s(rounds: int) -> float:
    """CPU time of a plain loop: other guests of the machine, and our own second process, make it longer."""
    started, counts = time.thread_time(), dict[str, int]()
    for number in range(rounds):
        key = str(number % 1000)
        counts[key] = counts.get(key, 0) + len(key)
    return time.thread_time() - started


def loop_gain(rounds: int = 5_000_000) -> float:
    """How many times as much two processes do of a plain loop as one: the most that this machine can show."""
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        list(pool.map(plain_loop_s, [1000, 1000]))  # both are there
        alone = pool.submit(plain_loop_s, rounds).result()
        return 2 * alone / max(pool.map(plain_loop_s, [rounds, rounds]))


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            if task.name != str(pid)
            for each in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def resident_mb(pid: int) -> float:
    """Memory that a process holds now."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def contents(out: Path) -> dict[str, bytes]:
    """The bytes of every table."""
    return {f"{name}/{path.name}": path.read_bytes() for name in TABLES for path in sorted((out / name).iterdir())}


def write_texts(raw: Path, count: int, pages: int = 5) -> None:
    """So many generated plans."""
    raw.mkdir()
    for number in range(count):
        (raw / f"{number:06}.txt").write_text(make_text(number, pages), "utf-8")


def write_scans(raw: Path, count: int) -> None:
    """So many scanned plans of about a page."""
    raw.mkdir()
    wear, number = WEAR["200 dpi office"], 0
    while len(list(raw.iterdir())) < count:
        plan, number = make_plan(number, pages=1), number + 1
        with suppress(ValueError):  # its signature would stand alone on a page
            printed, scan = typeset(plan), pymupdf.open()
            for image in worn_pages(plan, printed, wear):
                add_image(scan, image, wear.dpi, wear.quality)
            (raw / f"{plan.stem}.pdf").write_bytes(finish(scan))


def soak_texts(folder: Path, figures: dict[str, float]) -> Iterator[tuple[str, str]]:
    """Speed, and whether a document costs the same among many."""
    for name, count in (("few", FEW), ("twice", 2 * FEW), ("many", TEXTS)):
        write_texts(folder / name, count)
    gains = [loop_gain()]
    before = few_and_twice(folder)
    many = extract(folder / "many", folder / "out-many")
    sides = [before, few_and_twice(folder)]
    gains.append(loop_gain())
    # the hundred more of 200 than of 100, beside all more of 5,000: what every run does at its start is in neither
    by_one, by_two = (statistics.mean(cost(*side[workers]) for side in sides) for workers in ("1", "2"))
    few = statistics.mean(side["2"][0].cpu_s for side in sides)
    by_many = (many.cpu_s - few) / (TEXTS - FEW)
    third = len(many.workers_mb) // 3
    early, late = max(many.workers_mb[third // 2 : third]), max(many.workers_mb[-third:])
    pace = hundreds(folder / "out-many" / "run.jsonl")
    again = extract(folder / "many", folder / "out-many")
    inputs = pd.read_parquet(folder / "out-many" / "inputs")
    size = sum(path.stat().st_size for path in (folder / "out-many" / ".versions").rglob("*") if path.is_file())
    kept = sum(path.stat().st_size for path in (folder / "out-many" / ".ledger").rglob("*") if path.is_file())
    figures.update(text_s=by_many, text_kb=size / TEXTS / 1e3, text_kept_kb=kept / TEXTS / 1e3)
    yield (
        f"{TEXTS} text plans of five pages",
        f"{TEXTS / many.seconds:.1f} documents/s by two workers ({many.seconds:.0f} s)",
    )
    yield "by one worker, its start left out", f"{1 / by_one:.1f} documents/s"
    yield "what a second process gains a plain loop", f"{gains[0]:.2f} times before, {gains[1]:.2f} after"
    yield (
        "a document costs two workers",
        f"{1000 * by_two:.0f} ms of CPU among {FEW}, {1000 * by_many:.0f} ms among {TEXTS}",
    )
    yield "that is", f"{by_many / by_two - 1:+.1%} (bar: within 10%)"
    yield "a hundred documents of that run took", pace
    yield "rows of `inputs`", f"{len(inputs)}, {(inputs.status == 'ok').sum()} of them ok"
    yield "memory of the parent", f"{many.parent_mb:.0f} MB at most"
    yield "memory of the largest worker", f"{early:.0f} MB in the first third, {late:.0f} MB in the last"
    yield f"the same {TEXTS} again, unchanged", f"{again.seconds:.1f} s"


def few_and_twice(folder: Path) -> dict[str, tuple[Run, Run]]:
    """Runs of a hundred texts and of two hundred, by one worker and by two."""

    def run(name: str, workers: str) -> Run:
        return extract(folder / name, folder / f"out-{name}-{time.monotonic_ns()}", "--workers", workers)

    return {workers: (run("few", workers), run("twice", workers)) for workers in ("1", "2")}


def cost(few: Run, twice: Run) -> float:
    """Seconds of CPU that a document takes, a run's start left out."""
    return (twice.cpu_s - few.cpu_s) / FEW


def hundreds(log: Path) -> str:
    """How long a hundred documents took at the beginning and the end of a run, by its log."""
    entries = map(json.loads, log.read_text("utf-8").splitlines())
    ended = [datetime.fromisoformat(entry["time"]) for entry in entries if entry.get("event") == "finished"]
    took = [(later - earlier).total_seconds() for earlier, later in zip(ended[::100], ended[100::100], strict=False)]
    tenth = max(1, len(took) // 5)
    first, last = statistics.median(took[1 : tenth + 1]), statistics.median(took[-tenth:])
    return f"{first:.2f} s in the first fifth, {last:.2f} s in the last: {last / first - 1:+.1%}"


def soak_scans(folder: Path, figures: dict[str, float]) -> Iterator[tuple[str, str]]:
    """Speed on scans, and what a second worker gains."""
    write_scans(folder / "scans", SCANS)
    (folder / "part").mkdir()
    for path in sorted((folder / "scans").iterdir())[:SCALED]:
        shutil.copy(path, folder / "part")
    limits, times = [loop_gain()], []
    for workers in ("1", "2"):
        times.append(extract(folder / "part", folder / f"out-{workers}", "--workers", workers).seconds)
        limits.append(loop_gain())
    one, two = times
    many = extract(folder / "scans", folder / "out")
    pages = len(pd.read_parquet(folder / "out" / "pages"))
    third = len(many.workers_mb) // 3
    kept = sum(path.stat().st_size for path in (folder / "out" / ".ledger").rglob("*") if path.is_file())
    figures.update(scan_page_s=many.cpu_s / pages, scan_page_kept_kb=kept / pages / 1e3)
    yield f"{SCANS} scans, {pages} pages", f"{pages / many.seconds:.2f} pages/s ({many.seconds:.0f} s)"
    yield (
        f"{SCALED} scans by one worker, by two",
        f"{one:.0f} s, {two:.0f} s: {one / two:.2f} times as fast (bar: 1.85)",
    )
    yield (
        "what a second process gains a plain loop",
        f"{statistics.median(limits):.2f} times ({', '.join(f'{each:.2f}' for each in limits)} between those runs)",
    )
    yield (
        "memory of the largest worker",
        f"{max(many.workers_mb[:third]):.0f} MB in the first third, {max(many.workers_mb[-third:]):.0f} MB in the last",
    )


def soak_kills(folder: Path, figures: dict[str, float]) -> Iterator[tuple[str, str]]:
    """SIGKILL of the parent or of a worker at random moments."""
    chance = random.Random(SEED)
    write_texts(folder / "raw", 80, pages=2)
    for path in (ROOT / "data" / "raw").glob("0[1-4]_*.pdf"):
        shutil.copy(path, folder / "raw")
    assert extract(folder / "raw", folder / "whole").code == 0
    whole, parents, workers, orphans, rounds = contents(folder / "whole"), 0, 0, 0, 0
    while parents + workers < KILLS:
        rounds += 1
        out = folder / f"out-{rounds}"
        for _ in range(chance.randint(2, 6)):  # times that the parent is killed before it may end
            process = subprocess.Popen(command(folder / "raw", out), cwd=ROOT, stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.3, 7.0))
            mine = children(process.pid)
            victim = chance.choice([process.pid, *mine]) if process.poll() is None else None
            if victim is None:
                break
            os.kill(victim, signal.SIGKILL)
            parents, workers = parents + (victim == process.pid), workers + (victim != process.pid)
            if victim == process.pid:
                process.wait()
                time.sleep(3)
                orphans += sum(Path(f"/proc/{child}").exists() for child in mine)
            else:
                process.wait()
        done = extract(folder / "raw", out)
        assert done.code == 0
        assert contents(out) == whole, "a killed run lost or doubled something"
        shutil.rmtree(out)
    yield f"{KILLS} times killed with SIGKILL", f"{parents} times the parent, {workers} times a worker"
    yield "datasets then finished", f"{rounds}, each the same to the byte as without a kill"
    yield "processes that outlived their parent by 3 s", f"{orphans}"


def soak_mutants(folder: Path, figures: dict[str, float]) -> Iterator[tuple[str, str]]:
    """Real files, bytes flipped, cut and put in."""
    chance = random.Random(SEED)
    (folder / "raw").mkdir()
    originals = [path for path in sorted((ROOT / "data" / "raw").iterdir()) if path.is_file() and path.name[0] != "."]
    originals += sorted((SHARED / "realdocs" / "pdf").glob("*.pdf")) if SHARED.is_dir() else []
    originals = [path for path in originals if path.suffix != ".pdf" or len(pymupdf.open(path)) <= MOST_PAGES]
    whole = [(path.suffix, path.read_bytes()) for path in originals if path.stat().st_size < 1_500_000]
    page = Image.open(next((ROOT / "data" / "raw").glob("08_*.png"))).convert("L").resize((620, 877))
    for suffix in (".png", ".jpg", ".tif"):
        page.save(folder / f"small{suffix}")
        whole += [(suffix, (folder / f"small{suffix}").read_bytes())] * 12
    for number in range(MUTANTS):
        suffix, data = chance.choice(whole)
        (folder / "raw" / f"{number:04}{suffix}").write_bytes(mutate(data, chance))
    done = extract(folder / "raw", folder / "out")
    inputs = pd.read_parquet(folder / "out" / "inputs")
    failed = inputs[inputs.status == "failed"]
    yield (
        f"{MUTANTS} damaged files, made of {len({data for _, data in whole})} real ones",
        f"exit code {done.code}, {done.seconds:.0f} s",
    )
    yield (
        "rows of `inputs`",
        f"{len(inputs)}: " + ", ".join(f"{n} {s}" for s, n in inputs.status.value_counts().items()),
    )
    yield "why they failed", ", ".join(f"{n} {s}" for s, n in failed.error_type.value_counts().items())
    yield "failed without a sentence that says what to do", f"{failed.error.fillna('').eq('').sum()}"


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The bytes of a file, damaged."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20, 200))):
        at = chance.randrange(len(found)) if found else 0
        kind = chance.random()
        if kind < 0.6 and found:
            found[at] = chance.randrange(256)
        elif kind < 0.8:
            found[at : at + chance.randint(1, 50)] = b""
        else:
            found[at:at] = chance.randbytes(chance.randint(1, 50))
    return bytes(found[: chance.randrange(1, len(found))] if found and chance.random() < 0.25 else found)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes; raises PermissionError where none may be mounted."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        raise PermissionError("a file system can be mounted by root alone")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def soak_disk(folder: Path, figures: dict[str, float]) -> Iterator[tuple[str, str]]:
    """A disk that fills up."""
    write_texts(folder / "raw", 40, pages=2)
    try:
        with small_disk(folder / "disk", 16) as disk:
            for number in range(20, 40):
                (folder / "raw" / f"{number:06}.txt").rename(folder / f"{number:06}.txt")
            assert extract(folder / "raw", disk / "out").code == 0
            before, codes = contents(disk / "out"), []
            for number in range(20, 40):
                (folder / f"{number:06}.txt").rename(folder / "raw" / f"{number:06}.txt")
            for left_kb in (0, 100, 400):
                (disk / "filler").unlink(missing_ok=True)
                free = shutil.disk_usage(disk).free
                (disk / "filler").write_bytes(bytes(max(0, free - left_kb * 1000)))
                codes.append(extract(folder / "raw", disk / "out").code)
                assert contents(disk / "out") == before
            (disk / "filler").unlink()
            last = extract(folder / "raw", disk / "out").code
            yield "a disk with 0, 100 and 400 kB left", f"exit codes {codes}; the dataset that stood is whole each time"
            yield "with room again", f"exit code {last}, {len(pd.read_parquet(disk / 'out' / 'documents'))} documents"
    except PermissionError as error:
        yield "a full disk", f"skipped: {error}"


def cost_model(figures: dict[str, float]) -> Iterator[tuple[str, str]]:
    """A million pages, from the figures of the texts and the scans."""
    million = 1_000_000
    scans, texts = figures["scan_page_s"] * million / 3600, figures["text_s"] / 5 * million / 3600
    yield "1,000,000 scanned pages", f"{scans:.0f} core hours: {scans / 16 / 24:.1f} days on 16 cores"
    yield "1,000,000 pages of text", f"{texts:.1f} core hours"
    kept = (figures["scan_page_kept_kb"], figures["text_kept_kb"] / 5, figures["text_kb"] / 5)
    yield "disk for them", f"ledger {kept[0]:.1f} GB of scans, {kept[1]:.1f} GB of texts; tables {kept[2]:.1f} GB"


PARTS = (soak_texts, soak_scans, soak_kills, soak_mutants, soak_disk)
HEAD = "# What a long run meets\n\nWritten by `make soak`; each table was measured in one run on 2 cores.\n"


def main() -> None:
    """Run the parts that are named, or all, and put the table of each into the report when it is through."""
    started = time.perf_counter()
    for part in PARTS:
        name = part.__name__.removeprefix("soak_")
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        figures: dict[str, float] = {}
        rows: list[tuple[str, str]] = []
        with tempfile.TemporaryDirectory() as folder:
            for row in part(Path(folder), figures):
                rows.append(row)
                print(f"{row[0]:45} {row[1]}", flush=True)
        write_report(name, rows, figures)
    print(f"{time.perf_counter() - started:.0f} s; {REPORT.relative_to(ROOT)} is written")


def write_report(name: str, rows: list[tuple[str, str]], figures: dict[str, float]) -> None:
    """Put the table of one part into the report, and what follows from it for a million pages."""
    report = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    report[name] = {"rows": rows, "figures": figures}
    every = {key: value for part in report.values() for key, value in part["figures"].items()}
    if {"texts", "scans"} <= report.keys():
        report["a million pages"] = {"rows": list(cost_model(every)), "figures": {}}
    order = [*(part.__name__.removeprefix("soak_") for part in PARTS), "a million pages"]
    report = {name: report[name] for name in order if name in report}
    FIGURES.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    tables = (
        f"\n## {name}\n\n| what | figure |\n|---|---|\n"
        + "".join(f"| {what} | {told} |\n" for what, told in part["rows"])
        for name, part in report.items()
    )
    REPORT.write_text(HEAD + "".join(tables), "utf-8")


if __name__ == "__main__":
    main()
