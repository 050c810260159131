"""The command line: `python -m pipeline extract RAW --out OUT`, `python -m pipeline restore < noisy.txt`."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from pathlib import Path

from rich.console import Console

from pipeline.errors import MissingModel
from pipeline.read.plain import decode
from pipeline.run import NotReady, UnusableFolder, extract_folder, inputs, only_run
from pipeline.store.corrections import BadCorrections, read_corrections
from pipeline.store.parquet import in_the_way
from pipeline.text.diacritics import restore_text

CORRECTIONS = Path(__file__).parents[1] / "data" / "corrections.csv"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 where a file failed through our bug, 2 for bad arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline", description="Plans of Vietnam's authorities -> Parquet tables."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser(
        "extract",
        help="read a folder of documents and publish its tables",
        description="Read every file below RAW and publish the tables in OUT.",
        epilog="example: python -m pipeline extract data/raw --out data/processed --workers 4",
    )
    command.add_argument("raw", type=Path, metavar="RAW", help="the folder with the documents")
    command.add_argument("--out", type=Path, required=True, metavar="OUT", help="the folder for the tables")
    command.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="worker processes (default: one a core)"
    )
    command.add_argument(
        "--cache",
        type=Path,
        default=_cache_folder(),
        metavar="DIR",
        help="where OCR results are kept, so that no page is read twice (default: %(default)s)",
    )
    command.add_argument("--no-cache", action="store_const", const=None, dest="cache", help="keep no OCR results")
    command.add_argument(
        "--corrections",
        type=Path,
        default=CORRECTIONS,
        metavar="CSV",
        help="what people set right, applied last (default: data/corrections.csv of the project)",
    )
    command = commands.add_parser(
        "restore",
        help="give misread Vietnamese its letters back",
        description="Read a text, as OCR left it, and write it as it should read; sound text comes out as it is.",
        epilog="example: python -m pipeline restore < noisy.txt > restored.txt",
    )
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the text (default: standard input)")
    command = commands.add_parser(
        "export",
        help="write the published tables as Excel, CSV and DuckDB",
        description="Write the tables of DATASET as one workbook, CSV files and a DuckDB file with views.",
        epilog="example: python -m pipeline export data/processed --out data/processed/export",
    )
    command.add_argument("dataset", type=Path, metavar="DATASET", help="the folder that `extract` published")
    command.add_argument("--out", type=Path, required=True, metavar="OUT", help="the folder for the files")
    options = parser.parse_args(arguments)
    if options.command == "restore":
        return restore_command(options.file)
    if options.command == "export":
        return export_command(options.dataset.expanduser(), options.out.expanduser())
    options.raw, options.out = options.raw.expanduser(), options.out.expanduser()
    options.cache = options.cache and options.cache.expanduser()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that has no Vietnamese letters shows their numbers
        sys.stdout.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(highlight=False)
    if complaint := _complaint(options):
        console.print(complaint, style="red", soft_wrap=True, markup=False)
        return 2
    try:
        with only_run(options.out):
            corrections = read_corrections(options.corrections)
            return extract_folder(options.raw, options.out, options.workers, options.cache, corrections, console)
    except BlockingIOError:
        message = f"Another run writes to {options.out}; wait for it, or name another folder with OUT=folder."
        console.print(message, style="red", markup=False)
        return 2
    except UnusableFolder as error:
        message = f"{options.out} cannot be used ({error}); name another folder with OUT=folder."
        console.print(message, style="red", markup=False)
        return 2
    except BadCorrections as error:
        console.print(f"{error}.", style="red", markup=False, soft_wrap=True)
        return 2
    except NotReady as error:
        console.print(f"{error}. Nothing was published: the tables are as they were.", style="red", markup=False)
        return 2
    except KeyboardInterrupt:
        console.print("Stopped. Nothing was published: the tables are as they were.", style="red")
        return 130


def export_command(dataset: Path, out: Path) -> int:
    """Write the exports and name them; the exit code is 0 or 2."""
    from pipeline.store.export import export  # where it is used: it takes DuckDB and a writer of workbooks

    try:
        for path in export(dataset, out):
            print(path)
    except FileNotFoundError as error:
        print(f"{error}; run `make extract` first, or name the folder with OUT=folder.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{out} cannot be written ({error.strerror}); name another folder.", file=sys.stderr)
        return 2
    return 0


def restore_command(path: Path | None) -> int:
    """Write the restored text of `path`, or of standard input, to standard output; the exit code is 0 or 2."""
    try:
        text = decode(path.expanduser().read_bytes() if path else sys.stdin.buffer.read())
        if text is None:
            print(f"{path or 'The input'} is no text; give a text file, or scans to `extract`.", file=sys.stderr)
            return 2
        sys.stdout.buffer.write(restore_text(text).encode("utf-8"))
    except OSError as error:
        print(f"{path} cannot be read ({error.strerror}); name a text file.", file=sys.stderr)
        return 2
    except MissingModel as error:
        print(f"{error}.", file=sys.stderr)
        return 2
    return 0


def _complaint(options: argparse.Namespace) -> str | None:
    raw, out = options.raw, options.out
    if taken := in_the_way(out):
        return f"{out} holds files of its own named {', '.join(taken)}; name another folder with OUT=folder."
    if options.workers < 1:
        return f"--workers {options.workers}: give 1 or more."
    if not raw.is_dir():
        return f"{raw} is not a folder; make it and put your documents in, or name another with RAW=folder."
    if not any(not path.name.startswith(".") for path in inputs(raw, out)):
        return f"{raw} holds no file; put your PDFs, scans, DOCX or text files in and run this again."
    if out.exists() and not out.is_dir():
        return f"{out} is a file; name a folder for the tables with OUT=folder."
    if out.resolve() == raw.resolve():
        return f"{out} is the input folder too; name another for the tables with OUT=folder."
    return None


def _cache_folder() -> Path:
    """Where programs of this user keep what they can make again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "vnplan" / "ocr"


if __name__ == "__main__":
    sys.exit(main())
