"""The command line: every input accounted for, whatever it is."""

import json
import os
import platform
import re
import shutil
import socket
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib

import pandas as pd
import pymupdf
import pytest
from PIL import Image

from pipeline.__main__ import main
from pipeline.errors import Failure, PipelineError
from pipeline.lock import only_run
from pipeline.store.schema import TABLES
from tests.conftest import ROOT
from tests.read.test_file import pdf_without_pages

PLAN = "Số: 61/KH-UBND\n\nXuân Lộc, ngày 22 tháng 02 năm 2024\n\nKẾ HOẠCH\nTuyên truyền huyện Xuân Lộc năm 2024\n\nI. MỤC TIÊU\n\n1. Một việc.\n"


def run(raw, out, *more):
    return main(["extract", str(raw), "--out", str(out), "--workers", "2", *more])


def pdf_bytes(**options) -> bytes:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "Plan")
        return pdf.tobytes(**options)


def huge_png(side: int) -> bytes:
    """A PNG whose header promises side x side pixels."""
    body = b"IHDR" + struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + body
        + struct.pack(">I", zlib.crc32(body))
        + b"\0\0\0\0IEND\xaeB`\x82"
    )


def no_pages(tmp_path) -> bytes:
    pdf_without_pages(tmp_path / "no-pages.pdf")
    return (tmp_path / "no-pages.pdf").read_bytes()


def zipped(tmp_path, name) -> bytes:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(name, "text")
    return (tmp_path / "x.zip").read_bytes()


@pytest.fixture(scope="module")
def bad_run(tmp_path_factory):
    """One run over a folder with every kind of trouble; returns exit code and the `inputs` table by name."""
    tmp = tmp_path_factory.mktemp("bad")
    raw = tmp / "raw"
    (raw / "Quý I 🎉").mkdir(parents=True)
    whole = pdf_bytes()
    files = {
        "empty.pdf": b"",
        "truncated.pdf": whole[: len(whole) // 3],
        "encrypted.pdf": pdf_bytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y"),
        "no-pages.pdf": no_pages(tmp),
        "page.pdf": b"<!DOCTYPE html><html><body>404 Not Found</body></html>",
        "archive.pdf": zipped(tmp, "a.txt"),
        "huge.png": huge_png(20_000),
        "random.bin": bytes(range(256)) * 8,
        "Kế hoạch số 61 – Xuân Lộc.txt": PLAN.encode(),
        "Quý I 🎉/again.txt": PLAN.encode(),
    }
    for name, content in files.items():
        (raw / name).write_bytes(content)
    (raw / os.fsdecode(b"b\xff.txt")).write_bytes(b"")
    (raw / "b\\xff.txt").write_text(PLAN.replace("61", "62"), "utf-8")
    (raw / unicodedata.normalize("NFD", "kế.txt")).write_text(PLAN.replace("61", "63"), "utf-8")
    (raw / "kế.txt").write_text(PLAN.replace("61", "64"), "utf-8")
    (raw / ".hidden").write_bytes(b"")
    os.mkfifo(raw / "pipe")
    (raw / "gone.pdf").symlink_to(raw / "nowhere.pdf")
    (raw / "folder.pdf").symlink_to(raw / "Quý I 🎉", target_is_directory=True)
    code = run(raw, tmp / "out")
    return code, pd.read_parquet(tmp / "out" / "inputs").set_index("source_path"), tmp / "out", len(files) + 8


FAILURES = {
    "empty.pdf": "EmptyFile",
    "truncated.pdf": "DamagedFile",
    "encrypted.pdf": "EncryptedFile",
    "no-pages.pdf": "EmptyFile",
    "page.pdf": "UnsupportedFile",
    "archive.pdf": "UnsupportedFile",
    "huge.png": "OversizedImage",
    "random.bin": "UnsupportedFile",
    "gone.pdf": "UnreadableFile",
    "folder.pdf": "UnreadableFile",
    "pipe": "UnreadableFile",
}


def classes() -> set[str]:
    found, waiting = set(), [PipelineError]
    while waiting:
        kind = waiting.pop()
        found.add(kind.__name__)
        waiting += kind.__subclasses__()
    return found


@pytest.mark.parametrize(("name", "error_type"), FAILURES.items())
def test_bad_input_is_a_row_with_a_sentence(bad_run, name, error_type):
    row = bad_run[1].loc[name]
    assert (row.status, row.error_type) == ("failed", error_type)
    assert row.error_type in classes()
    assert name in row.error
    assert any(mark in row.error for mark in (";", ","))  # what is wrong, and what to do


def test_the_run_goes_on_and_nothing_is_lost(bad_run):
    code, inputs, out, count = bad_run
    assert code == 0
    assert len(inputs) == count
    assert inputs.loc["Kế hoạch số 61 – Xuân Lộc.txt"].status == "ok"
    assert len(pd.read_parquet(out / "documents")) == 4
    assert inputs.loc[".hidden"].status == "skipped"


def test_names_that_read_the_same_stay_apart(bad_run):
    inputs = bad_run[1]
    assert sorted(inputs.loc[["b\\xff.txt", "b\\xff.txt~2"]].status) == ["failed", "ok"]
    assert list(inputs.loc[["kế.txt", "kế.txt~2"]].status) == ["ok", "ok"]
    assert inputs.index.is_unique


FORGED = "e\x1b[31mvil\n1999-01-01 00:00:00,000 INFO forged.pdf"


def test_a_name_forges_no_line(tmp_path, capfd):
    raw, out = tmp_path / "raw", tmp_path / "out"
    (raw / "Quý\u2028I").mkdir(parents=True)
    (raw / FORGED).write_bytes(b"")
    (raw / "Quý\u2028I" / "\u202efdp.\u2066k\u200b\x9b.pdf").write_bytes(pdf_bytes())
    assert run(raw, out) == 0
    assert main(["report", str(out), "--raw", str(raw)]) == 0
    assert len(list((out / "report" / "pages").glob("*.webp"))) == 1  # the file was found by its name on disk
    inputs = pd.read_parquet(out / "inputs").set_index("source_path")
    assert inputs.loc[r"Quý\u2028I/\u202efdp.\u2066k\u200b\x9b.pdf"].status == "ok"
    evil = FORGED.replace("\x1b", r"\x1b").replace("\n", r"\x0a")
    assert inputs.loc[evil].error.startswith(f"{evil} is empty; ")
    logs = [(out / name).read_text("utf-8") for name in ("run.log", "run.jsonl")]
    assert f"WARNING {evil}: " in logs[0]
    forged = re.compile("\x1b.31mvil|^1999|[\u2028\u202e\u2066\u200b\x9b]", re.MULTILINE)
    assert [text for text in (*capfd.readouterr(), *logs) if forged.search(text)] == []


def test_the_same_bytes_twice_are_one_document(bad_run):
    _, inputs, out, _ = bad_run
    assert inputs.loc["Quý I 🎉/again.txt"].status == "duplicate"
    assert inputs.loc["Quý I 🎉/again.txt"].document_id == inputs.loc["Kế hoạch số 61 – Xuân Lộc.txt"].document_id
    flags = pd.read_parquet(out / "flags")
    assert list(flags[flags.code == "duplicate_input"].raw) == ["Quý I 🎉/again.txt"]


def test_empty_or_missing_folder_is_exit_code_2(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    assert run(tmp_path / "raw", tmp_path / "out") == 2
    assert "holds no file" in capsys.readouterr().err
    assert run(tmp_path / "nowhere", tmp_path / "out") == 2
    assert "is not a folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_second_run_on_the_same_out_is_turned_away(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PLAN, "utf-8")
    with only_run(tmp_path / "out"):
        assert run(tmp_path / "raw", tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert f"Another run (process {os.getpid()} of " in told
    assert platform.node() in told
    (tmp_path / "out" / ".lock").write_text("process 1 of somebody who died", "utf-8")
    assert run(tmp_path / "raw", tmp_path / "out") == 0  # nobody holds it


def test_out_below_raw_is_not_read(tmp_path):
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    for _ in range(2):
        assert run(tmp_path, tmp_path / "out") == 0
    assert list(pd.read_parquet(tmp_path / "out" / "inputs").source_path) == ["a.txt"]


def test_bad_arguments_are_exit_code_2(tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["extract"])
    assert stop.value.code == 2
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    assert run(tmp_path, tmp_path / "out", "--workers", "-1") == 2
    assert run(tmp_path, tmp_path) == 2
    assert run(tmp_path, tmp_path / "a.txt" / "out") == 2
    (tmp_path / "own" / "pages").mkdir(parents=True)
    assert run(tmp_path, tmp_path / "own") == 2  # a folder of somebody's that bears a table's name
    assert (tmp_path / "own" / "pages").is_dir()
    assert "Traceback" not in capsys.readouterr().err


def test_a_missing_engine_publishes_nothing(tmp_path, monkeypatch, capsys):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PLAN, "utf-8")
    assert run(tmp_path / "raw", tmp_path / "out") == 0
    before = sorted((tmp_path / "out" / ".versions").iterdir())
    Image.new("L", (900, 1200), 255).save(tmp_path / "raw" / "b.png")
    monkeypatch.setattr("pipeline.run.read", read_without_engine)
    assert run(tmp_path / "raw", tmp_path / "out") == 2
    assert "Nothing was published" in capsys.readouterr().err
    assert sorted((tmp_path / "out" / ".versions").iterdir()) == before


def read_without_engine(path, opened, number, shelf):
    return Failure("read", "MissingEngine", "Tesseract is not installed")


def test_our_own_bug_is_exit_code_1_and_the_run_completes(tmp_path, monkeypatch):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PLAN, "utf-8")
    (tmp_path / "raw" / "b.txt").write_text(PLAN.replace("61", "62"), "utf-8")
    monkeypatch.setattr("pipeline.run.finish", broken_finish)
    assert run(tmp_path / "raw", tmp_path / "out") == 1
    inputs = pd.read_parquet(tmp_path / "out" / "inputs")
    assert list(inputs.status) == ["failed", "ok"]
    assert inputs.error_type[0] == "ZeroDivisionError"
    assert "ZeroDivisionError" in (tmp_path / "out" / "run.log").read_text("utf-8")


def broken_finish(path, opened, shelf):
    from pipeline.flow import finish

    if opened.document.source == "a.txt":
        return 1 / 0
    return finish(path, opened, shelf)


def test_two_runs_and_any_number_of_workers_give_the_same_bytes(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in (61, 62, 63):
        (raw / f"{number}.txt").write_text(PLAN.replace("61", str(number)), "utf-8")
    shutil.copy("data/raw/01_ha-giang_ke-hoach-cchc-2024.pdf", raw)
    written = []
    for name, workers in (("a", "0"), ("b", "2"), ("b", "2")):
        assert main(["extract", str(raw), "--out", str(tmp_path / name), "--workers", workers]) == 0
        out = tmp_path / name
        written.append([(out / table / "part-0.parquet").read_bytes() for table in TABLES])
    assert written[0] == written[1] == written[2]


def restore(text: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m pipeline restore` in a process of its own, as a shell runs it."""
    command = [sys.executable, "-m", "pipeline", "restore", *arguments]
    return subprocess.run(command, input=text, capture_output=True, check=False)


def test_restore_reads_standard_input_and_keeps_the_lines():
    done = restore("Ké hoach cai cach hanh chinh\n\n  cia UBND tinh Déng Nai nam 2024\n".encode())
    assert done.stdout.decode() == "Kế hoạch cải cách hành chính\n\n  của UBND tỉnh Đồng Nai năm 2024\n"
    assert (done.returncode, done.stderr) == (0, b"")


def test_restore_reads_a_file_and_says_what_is_wrong_with_it(tmp_path):
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    assert restore(b"", str(plan)).stdout.decode() == PLAN
    plan.write_bytes(bytes(range(256)) * 20)
    for path, complaint in ((plan, "is no text"), (tmp_path / "none.txt", "cannot be read")):
        done = restore(b"", str(path))
        assert done.returncode == 2
        assert complaint in done.stderr.decode()
        assert done.stdout == b""


def test_a_second_run_reads_no_page_again(tmp_path):
    raw, cache = tmp_path / "raw", tmp_path / "cache"
    raw.mkdir()
    with Image.open(next((ROOT / "data" / "raw").glob("08_*.png"))) as page:
        page.convert("L").crop((0, 0, page.width, page.height // 3)).save(raw / "a.png", dpi=(200, 200))
    assert run(raw, tmp_path / "out", "--cache", str(cache)) == 0
    kept = {path: path.read_bytes() for path in cache.rglob("*") if path.is_file()}
    text = pd.read_parquet(tmp_path / "out" / "pages").text[0]
    for path in kept:  # what the engine would not say
        path.write_bytes(zlib.compress(zlib.decompress(path.read_bytes()).replace("HOẠCH".encode(), b"HOACH")))
    assert run(raw, tmp_path / "again", "--cache", str(cache)) == 0
    assert "KẾ HOẠCH" in text
    assert "KẾ HOACH" in pd.read_parquet(tmp_path / "again" / "pages").raw_text[0]
    assert run(raw, tmp_path / "anew", "--no-cache") == 0
    assert pd.read_parquet(tmp_path / "anew" / "pages").text[0] == text


def test_nothing_asks_the_network(tmp_path, monkeypatch):
    """Every kind of file, by the real engine, with sockets forbidden."""

    def forbidden(*_, **__):
        raise AssertionError("a socket was opened")

    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("08_*.png", "09_*.docx", "10_*.txt", "13_*.pdf"):
        shutil.copy(next((ROOT / "data" / "raw").glob(name)), raw)
    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "create_connection", forbidden)
    assert main(["extract", str(raw), "--out", str(tmp_path / "out"), "--workers", "0", "--no-cache"]) == 0
    assert list(pd.read_parquet(tmp_path / "out" / "inputs").status) == ["ok"] * 4
    assert main(["export", str(tmp_path / "out"), "--out", str(tmp_path / "export")]) == 0


def test_the_log_of_a_run_is_json_and_tells_no_text(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(PLAN, "utf-8")
    (tmp_path / "raw" / "b.txt").write_text("")
    for options in ([], ["--verbose"]):
        assert run(tmp_path / "raw", tmp_path / "out", *options) == 0
    first, last = (
        [json.loads(line) for line in (tmp_path / "out" / name).read_text("utf-8").splitlines()]
        for name in ("run.jsonl.1", "run.jsonl")
    )
    assert sorted(entry["event"] for entry in first) == ["failed", "finished", "opened", "published"]
    assert {entry.get("source") for entry in first} == {"a.txt", "b.txt", None}
    assert [entry["event"] for entry in last] == ["failed", "unchanged"]
    for name in ("run.log.1", "run.jsonl.1"):
        assert "Tuyên truyền" not in (tmp_path / "out" / name).read_text("utf-8")
