"""The command line, `python -m pipeline COMMAND`; `--help` lists the commands."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.words import LANGUAGES, Say, speak

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.lock import Shard
    from pipeline.pool import Crew
    from pipeline.run import Finished

# What a command needs is imported where it runs: `doctor` must say what is missing, and `--help` be quick.

PROJECT = Path(__file__).parents[1]
CORRECTIONS = PROJECT / "data" / "corrections.csv"
FEW = 5  # pictures that are missing, told one by one


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 where a file failed through our bug, 2 for bad arguments."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that has no Vietnamese letters shows their numbers
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    say = speak(options.lang)
    if sys.stdout is sys.__stdout__ and options.run is not extract_command and options.run is not report_command:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` has seen enough; those with workers must not end so
    try:
        return options.run(options, say)
    except PipelineError as error:
        told = say(type(error).__name__)
        return _refuse(f"{error}." if told == type(error).__name__ else told)
    except KeyboardInterrupt:
        print(say("Stopped."), file=sys.stderr)
        return 130


def _path(text: str) -> Path:
    """A path as people type it."""
    if not text.strip():
        raise argparse.ArgumentTypeError("give the name of a file or a folder")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise argparse.ArgumentTypeError(f"{text}: there is no such user") from error


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline",
        description="Plans of Vietnam's authorities -> Parquet tables.",
        epilog="example: python -m pipeline extract data/raw --out data/processed",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of messages (default: en)")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(run: Callable[[argparse.Namespace, Say], int], help: str, description: str, *examples: str):
        name = run.__name__.removesuffix("_command")
        shown = "\n".join(f"  python -m pipeline {each}" for each in examples)
        command = commands.add_parser(
            name,
            help=help,
            description=description,
            epilog=f"examples:\n{shown}",
            parents=[common],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=run)
        return command

    command = add(
        extract_command,
        "read a folder of documents and publish its tables",
        "Read every file below RAW and publish the tables in OUT.",
        "extract data/raw --out data/processed --workers 4",
        "--lang vi extract /scans/2024 --out /tables/2024 --no-cache",
        "extract /scans --out /tables --shard 2/8   # on one of eight machines; then publish",
        "extract /scans --out /tables --scheduler tcp://10.0.0.1:8786",
    )
    _folders(command)
    command.add_argument(
        "--workers", type=int, help="processes (default: one a core, fewer where memory is short; 0: no other process)"
    )
    command.add_argument("--memory", type=int, metavar="MB", help="what a worker may take (default: 2000); Linux only")
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="read on a Dask cluster that sees RAW and OUT under the same paths"
    )
    command.add_argument(
        "--shard", type=_shard, metavar="I/N", help="read part I of N and publish nothing; `publish` joins the parts"
    )
    command.add_argument("--verbose", action="store_true", help="tell every page, on standard error and in the log")
    command.add_argument(
        "--cache",
        type=_path,
        default=_cache_folder(),
        metavar="DIR",
        help="where OCR results are kept, so that no page is read twice (default: %(default)s)",
    )
    command.add_argument("--no-cache", action="store_const", const=None, dest="cache", help="keep no OCR results")
    command = add(
        publish_command,
        "publish what the parts of `extract --shard` have read",
        "Join what shards have read of RAW and publish the tables in OUT; nothing is read here.",
        "publish /scans --out /tables",
    )
    _folders(command)
    command = add(
        report_command,
        "write pages that show where every value came from",
        "Write DATASET as static HTML: an overview, and a page a document with its images beside what was found.",
        "report data/processed --raw data/raw",
        "--lang vi report /tables/2024 --raw /scans/2024 --out /srv/report",
    )
    command.add_argument("dataset", type=_path, metavar="DATASET", help="the folder that `extract` published")
    command.add_argument("--raw", type=_path, default=Path("data/raw"), metavar="RAW", help="the documents' folder")
    command.add_argument("--out", type=_path, metavar="OUT", help="the folder for the pages (default: DATASET/report)")
    command.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    command = add(
        export_command,
        "write the published tables as Excel, CSV and DuckDB",
        "Write the tables of DATASET as one workbook, CSV files and a DuckDB file with views.",
        "export data/processed --out data/processed/export",
    )
    command.add_argument("dataset", type=_path, metavar="DATASET", help="the folder that `extract` published")
    command.add_argument("--out", type=_path, required=True, metavar="OUT", help="the folder for the files")
    command = add(
        restore_command,
        "give misread Vietnamese its letters back",
        "Read a text, as OCR left it, and write it as it should read; sound text comes out as it is.",
        "restore < noisy.txt > restored.txt",
        "restore noisy.txt",
    )
    command.add_argument("file", type=_path, nargs="?", metavar="FILE", help="the text (default: standard input)")
    command = add(
        inspect_command,
        "show one document: its outline and what was found in it",
        "Read one file and print its head, outline, tables, tasks and doubts, what was found in colour.",
        "inspect data/raw/01_ha-giang_ke-hoach-cchc-2024.pdf",
        "--lang vi inspect plan.docx",
    )
    command.add_argument("file", type=_path, metavar="FILE", help="the document")
    command = add(
        quality_command,
        "how far the published tables can be trusted",
        "Print what is missing, what is doubtful, and which documents to look at first.",
        "quality data/processed",
    )
    command.add_argument("dataset", type=_path, metavar="DATASET", help="the folder that `extract` published")
    command = add(
        doctor_command,
        "what is installed, what is missing and how to get it",
        "Look at what this machine has of what the pipeline needs. The exit code is 1 where something is missing.",
        "doctor",
        "doctor /tables/2024",
    )
    command.add_argument(
        "out", type=_path, nargs="?", default=PROJECT / "data" / "processed", metavar="OUT", help="where tables go"
    )
    return parser


def _folders(command: argparse.ArgumentParser) -> None:
    """What `extract` and `publish` have in common."""
    command.add_argument("raw", type=_path, metavar="RAW", help="the folder with the documents")
    command.add_argument("--out", type=_path, required=True, metavar="OUT", help="the folder for the tables")
    command.add_argument(
        "--corrections",
        type=_path,
        default=CORRECTIONS,
        metavar="CSV",
        help="what people set right, applied last (default: data/corrections.csv of the project)",
    )


def _shard(text: str) -> tuple[int, int]:
    """Part and number of parts, as `2/8` names them."""
    number, _, count = text.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise argparse.ArgumentTypeError(f"{text}: give a part and how many there are, as 1/8, 2/8 up to 8/8")
    return int(number), int(count)


def extract_command(options: argparse.Namespace, say: Say) -> int:
    """Publish the tables of a folder and say what came of it; the exit code is 0, 1, 2 or 130."""
    from pipeline.lock import Shard
    from pipeline.run import extract_folder, extract_shard

    shard = Shard(*options.shard) if options.shard else None

    def work(console: Console, crew: Crew) -> int:
        if shard is None:
            return _show(extract_folder, crew, console, options, say, options.cache)
        found, failed, bugs = extract_shard(options.raw, options.out, shard, crew, options.cache, console, say)
        told = say(
            "part {}: {} documents read, {} failed; run publish when all parts are read", shard, found - failed, failed
        )
        console.print(told, markup=False)
        return 1 if bugs else 0

    return _work(options, say, work, shard)


def publish_command(options: argparse.Namespace, say: Say) -> int:
    """Publish what shards have read; the exit code is 0, 2 or 130."""
    from pipeline.run import publish_shards

    return _work(options, say, lambda console, crew: _show(publish_shards, crew, console, options, say))


def _show(
    task: Callable[..., Finished], crew: Crew, console: Console, options: argparse.Namespace, say: Say, *more
) -> int:
    """The exit code of a run that publishes, after its summary."""
    from pipeline import show
    from pipeline.store.corrections import read_corrections

    corrections = read_corrections(options.corrections)
    finished = task(options.raw, options.out, crew, *more, corrections, console, say)
    show.summary(finished, options.out, console, say)
    return 1 if finished.bugs else 0


def _work(
    options: argparse.Namespace, say: Say, work: Callable[[Console, Crew], int], shard: Shard | None = None
) -> int:
    """The exit code of `work`, done while nobody else writes to OUT, or of what stopped it."""
    from rich.console import Console

    from pipeline.lock import Busy, UnusableFolder, only_run
    from pipeline.log import start_log
    from pipeline.pool import NoCrew
    from pipeline.run import NotReady, Unfinished

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console, out = Console(highlight=False), options.out
    if complaint := _complaint(options, say):
        return _refuse(complaint)
    try:
        with only_run(out, shard):
            name = f"run-{shard.number}-of-{shard.count}" if shard else "run"
            start_log(out, verbose=getattr(options, "verbose", False), name=name)
            return work(console, _crew(options))
    except Busy as owner:
        return _refuse(
            say("Another run ({}) writes to {}; wait for it, or name another folder with OUT=folder.", owner, out)
        )
    except UnusableFolder as error:
        return _refuse(say("{} cannot be used ({}); name another folder with OUT=folder.", out, error))
    except (NotReady, NoCrew) as error:
        return _refuse(say("{}. Nothing was published: the tables are as they were.", error))
    except Unfinished as missing:
        return _refuse(
            say("{} documents of {} are in no part that was read; run their parts, or extract.", missing, options.raw)
        )
    except KeyboardInterrupt:
        print(say("Stopped. Nothing was published: the tables are as they were."), file=sys.stderr)
        return 130


def _crew(options: argparse.Namespace) -> Crew:
    """Who does the work."""
    from pipeline.pool import MEMORY_MB, Inline, Processes, usual_workers

    if scheduler := getattr(options, "scheduler", None):
        from pipeline.cluster import Cluster

        return Cluster(scheduler)
    workers = getattr(options, "workers", None)
    if workers == 0:
        return Inline()
    return Processes(usual_workers() if workers is None else workers, getattr(options, "memory", None) or MEMORY_MB)


def _complaint(options: argparse.Namespace, say: Say) -> str | None:
    from pipeline.inputs import inputs
    from pipeline.store.parquet import in_the_way

    raw, out = options.raw, options.out
    if taken := in_the_way(out):
        names = ", ".join(taken)
        return say("{} holds files of its own named {}; name another folder with OUT=folder.", out, names)
    if (getattr(options, "workers", None) or 0) < 0:
        return say("--workers {}: give 1 or more.", options.workers)
    if not raw.is_dir():
        return say("{} is not a folder; make it and put your documents in, or name another with RAW=folder.", raw)
    if not any(not path.name.startswith(".") for path in inputs(raw, out)):
        return say("{} holds no file; put your PDFs, scans, DOCX or text files in and run this again.", raw)
    if out.exists() and not out.is_dir():
        return say("{} is a file; name a folder for the tables with OUT=folder.", out)
    if out.resolve() == raw.resolve():
        return say("{} is the input folder too; name another for the tables with OUT=folder.", out)
    if options.corrections.resolve() != CORRECTIONS and not options.corrections.is_file():
        return say("{} is not there; name the file of corrections, or leave --corrections out.", options.corrections)
    return None


def report_command(options: argparse.Namespace, say: Say) -> int:
    """Write the review page and name it; the exit code is 0 or 2."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from pipeline.inputs import jobs_of
    from pipeline.report.site import build

    if options.workers < 1:
        return _refuse(say("--workers {}: give 1 or more.", options.workers))
    out = options.out or options.dataset / "report"
    if out.resolve() == options.raw.resolve():
        return _refuse(say("{} is the input folder too; name another for the tables with OUT=folder.", out))
    sources = {job.source: job.path for job in jobs_of(options.raw, options.dataset)} if options.raw.is_dir() else {}
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(say("drawing"), total=None)
            built = build(
                options.dataset,
                sources,
                out,
                options.workers,
                options.lang,
                lambda done, total: bar.update(task, completed=done, total=total),
            )
    except OSError as error:
        return _refuse(say("{} cannot be used ({}); name another folder with OUT=folder.", out, error.strerror))
    for message in built.missing[:FEW]:
        print(message, file=sys.stderr)
    if len(built.missing) > FEW:
        print(say("and {} more documents without pictures", len(built.missing) - FEW), file=sys.stderr)
    print(say("{} documents, {} pictures; open {}", built.documents, built.pictures, built.index))
    return 0


def export_command(options: argparse.Namespace, say: Say) -> int:
    """Write the exports and name them; the exit code is 0 or 2."""
    from pipeline.store.export import export

    try:
        written = export(options.dataset, options.out)
    except OSError as error:
        return _refuse(say("{} cannot be used ({}); name another folder with OUT=folder.", options.out, error.strerror))
    print("\n".join(map(str, written)))
    return 0


def restore_command(options: argparse.Namespace, say: Say) -> int:
    """Write the restored text of a file, or of standard input, to standard output; the exit code is 0 or 2."""
    from pipeline.read.plain import decode
    from pipeline.text.diacritics import restore_text

    try:
        text = decode(options.file.read_bytes() if options.file else sys.stdin.buffer.read())
    except OSError as error:
        return _refuse(say("{} cannot be read ({}); name a text file.", options.file, error.strerror))
    if text is None:
        return _refuse(say("{} is no text; give a text file, or scans to `extract`.", options.file or say("The input")))
    sys.stdout.buffer.write(restore_text(text).encode("utf-8"))
    return 0


def inspect_command(options: argparse.Namespace, say: Say) -> int:
    """Print one document in colour; the exit code is 0 or 2."""
    from rich.console import Console

    from pipeline import show
    from pipeline.flow import extract
    from pipeline.pool import prepare

    prepare()  # as a worker reads it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    doc = extract(options.file, unicodedata.normalize("NFC", options.file.name))
    show.document(doc, Console(highlight=False), say)
    return 0


def quality_command(options: argparse.Namespace, say: Say) -> int:
    """Print how far a dataset can be trusted; the exit code is 0 or 2."""
    from rich.console import Console

    from pipeline import show
    from pipeline.store.published import read_rows

    show.quality(read_rows(options.dataset), Console(highlight=False), say)
    return 0


def doctor_command(options: argparse.Namespace, say: Say) -> int:
    """Print what is there and what is missing; the exit code is 0, or 1 where a run would fail."""
    from pipeline.doctor import examine

    found = list(examine(options.out, say))
    width = max(len(each.name) for each in found)
    for each in found:  # with nothing but what Python brings: rich may be what is missing
        print(f"{say(each.state):8} {each.name:{width}}  {each.what}")
    return 1 if any(each.state == "missing" for each in found) else 0


def _cache_folder() -> Path:
    """Where programs of this user keep what they can make again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "vnplan" / "ocr"


if __name__ == "__main__":
    sys.exit(main())
