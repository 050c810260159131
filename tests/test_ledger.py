"""A run is a ledger: what is finished is never done again, nothing is lost or doubled, whatever stopped the last run."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from pipeline import run as runner
from pipeline import stages
from pipeline.__main__ import main
from pipeline.pool import run as run_tasks
from pipeline.store.schema import TABLES
from tests.conftest import ROOT
from tests.soak import small_disk

PLAN = (ROOT / "data" / "raw" / "11_hung-yen_thanh-pho_pho-bien-phap-luat-2024.md").read_text("utf-8")
PLANS = 4


@pytest.fixture
def raw(tmp_path):
    """A folder of plans that differ by their number."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(1, PLANS + 1):
        (folder / f"plan-{number}.md").write_text(PLAN.replace("Số: 25/", f"Số: {100 + number}/"), "utf-8")
    return folder


@pytest.fixture
def tasks(monkeypatch):
    """The tasks of each run, as the pool got them."""
    seen = []

    def watched(tasks, crew):
        def noted():
            for task in tasks:
                if task:
                    seen.append(task.call.__name__)
                yield task

        yield from run_tasks(noted(), crew)

    monkeypatch.setattr(runner, "run", watched)
    return seen


def extract(raw, out, workers=1) -> dict[str, bytes]:
    """Publish `raw` in `out`; the bytes of every table."""
    assert main(["extract", str(raw), "--out", str(out), "--workers", str(workers), "--no-cache"]) == 0
    return contents(out)


def contents(out) -> dict[str, bytes]:
    return {f"{name}/{path.name}": path.read_bytes() for name in TABLES for path in sorted((out / name).iterdir())}


def test_an_unchanged_folder_is_not_read_again(raw, tmp_path, tasks):
    first = extract(raw, tmp_path / "out")
    assert sorted(set(tasks)) == ["begin", "finish"]
    tasks.clear()
    assert extract(raw, tmp_path / "out") == first
    assert tasks == []


def test_an_unchanged_folder_is_not_published_again(raw, tmp_path, monkeypatch):
    first = extract(raw, tmp_path / "out")
    monkeypatch.setattr(runner, "assemble", None)  # would fail
    assert extract(raw, tmp_path / "out") == first


def test_a_version_that_somebody_touched_is_published_anew(raw, tmp_path):
    first = extract(raw, tmp_path / "out")
    (tmp_path / "out" / "units" / "part-0.parquet").write_bytes(b"x")
    assert extract(raw, tmp_path / "out") == first
    (tmp_path / "out" / "units").unlink()
    assert extract(raw, tmp_path / "out") == first


def test_a_new_correction_is_published(raw, tmp_path):
    extract(raw, tmp_path / "out")
    document_id = pd.read_parquet(tmp_path / "out" / "documents").document_id[0]
    path = tmp_path / "corrections.csv"
    head = "document_id,table,key,column,value,who,when,why"
    path.write_text(f"{head}\n{document_id},documents,,signer,Lan,me,now,seen\n", "utf-8")
    command = ["extract", str(raw), "--out", str(tmp_path / "out"), "--workers", "1", "--corrections", str(path)]
    assert main(command) == 0
    assert "Lan" in list(pd.read_parquet(tmp_path / "out" / "documents").signer)
    path.write_text(f"{head}\n", "utf-8")
    assert main(command) == 0
    assert "Lan" not in list(pd.read_parquet(tmp_path / "out" / "documents").signer)


def test_only_what_is_new_is_read(raw, tmp_path, tasks):
    extract(raw, tmp_path / "out")
    tasks.clear()
    (raw / "plan-2.md").write_text(PLAN.replace("Số: 25/", "Số: 777/"), "utf-8")
    changed = extract(raw, tmp_path / "out")
    assert tasks == ["begin", "finish"]
    assert changed == extract(raw, tmp_path / "anew")
    assert sorted(pd.read_parquet(tmp_path / "out" / "documents").number) == ["101", "103", "104", "777"]


def test_a_file_that_moved_is_known_by_its_bytes(raw, tmp_path, tasks):
    extract(raw, tmp_path / "out")
    tasks.clear()
    shutil.copy(raw / "plan-1.md", raw / "z.md")
    (raw / "plan-1.md").unlink()
    moved = extract(raw, tmp_path / "out")
    assert tasks == ["begin"]
    assert moved == extract(raw, tmp_path / "anew")
    assert "z.md" in list(pd.read_parquet(tmp_path / "out" / "documents").source_path)


def test_a_second_name_of_the_same_bytes_is_a_duplicate(raw, tmp_path):
    extract(raw, tmp_path / "out")
    shutil.copy(raw / "plan-1.md", raw / "z.md")
    assert extract(raw, tmp_path / "out") == extract(raw, tmp_path / "anew")
    inputs = pd.read_parquet(tmp_path / "out" / "inputs").set_index("source_path")
    assert (inputs.status["z.md"], inputs.status["plan-1.md"]) == ("duplicate", "ok")
    assert list(pd.read_parquet(tmp_path / "out" / "flags").raw).count("z.md") == 1


def test_a_file_that_is_gone_takes_its_rows_with_it(raw, tmp_path):
    extract(raw, tmp_path / "out")
    (raw / "plan-3.md").unlink()
    assert extract(raw, tmp_path / "out") == extract(raw, tmp_path / "anew")
    kept = list((tmp_path / "out" / ".ledger" / "documents").rglob("*.rows"))
    assert len(kept) == PLANS - 1


def test_a_file_that_changes_while_it_is_read_is_not_kept(raw, tmp_path, monkeypatch):
    """Its bytes were taken when it was opened; what the pages gave may be of others."""
    for path in sorted(raw.iterdir())[1:]:
        path.unlink()
    changing = raw / "plan-1.md"

    def touched(tasks, crew):
        for outcome in run_tasks(tasks, crew):
            if outcome.key[1] == runner.OPENING:
                changing.write_text(PLAN.replace("Số: 25/", "Số: 999/"), "utf-8")
            yield outcome

    with monkeypatch.context() as patch:
        patch.setattr(runner, "run", touched)
        extract(raw, tmp_path / "out")
    inputs = pd.read_parquet(tmp_path / "out" / "inputs")
    assert list(inputs.status) == ["failed"]
    assert "was changed while it was read" in inputs.error[0]
    extract(raw, tmp_path / "out")
    assert list(pd.read_parquet(tmp_path / "out" / "documents").number) == ["999"]


@pytest.fixture
def scan(tmp_path):
    """A folder with one digital plan of three pages."""
    folder = tmp_path / "scan"
    folder.mkdir()
    shutil.copy(next((ROOT / "data" / "raw").glob("13_*.pdf")), folder / "plan.pdf")
    return folder


def use_keys(monkeypatch, reading: str, rows: str) -> None:
    """Pages and rows are made with something else from now on."""
    for room in (runner, stages):
        monkeypatch.setattr(room, "own_keys", lambda: (reading, rows))


def test_a_change_of_later_rules_reads_no_page_again(scan, tmp_path, tasks, monkeypatch):
    use_keys(monkeypatch, "one way", "one way")
    first = extract(scan, tmp_path / "out", workers=0)
    assert tasks == ["begin", "read", "read", "read", "finish"]
    for keys, done in ((("one way", "other"), ["finish"]), (("other", "third"), ["read", "read", "read", "finish"])):
        tasks.clear()
        use_keys(monkeypatch, *keys)
        assert extract(scan, tmp_path / "out", workers=0) == first
        assert tasks == done
    for kind in ("documents/*/*.rows", "pages/*/*.pages"):
        assert len(list((tmp_path / "out" / ".ledger").glob(kind))) == 1  # what the other ways left is gone


def test_pages_of_a_run_that_was_stopped_are_not_read_again(scan, tmp_path, tasks, monkeypatch):
    whole = extract(scan, tmp_path / "whole", workers=0)
    tasks.clear()

    def stopped(tasks, crew):
        for outcome in run_tasks(tasks, crew):
            yield outcome
            if outcome.key[1] == 2:
                raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(runner, "run", stopped)
        assert main(["extract", str(scan), "--out", str(tmp_path / "out"), "--workers", "0", "--no-cache"]) == 130
    pages = list((tmp_path / "out" / ".ledger" / "pages").glob("*/*/*.page"))
    assert len(pages) == 2
    pages[0].write_bytes(b"damaged")
    assert extract(scan, tmp_path / "out", workers=0) == whole
    assert tasks == ["read", "finish"]


def test_a_worker_of_another_version_stops_the_run(raw, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(runner, "own_keys", lambda: ("another", "version"))
    assert main(["extract", str(raw), "--out", str(tmp_path / "out"), "--workers", "1"]) == 2
    assert "check out the same commit" in capsys.readouterr().err


@pytest.mark.parametrize("harm", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: data[:-1] + b"x"])
def test_damaged_rows_are_made_anew(raw, tmp_path, tasks, harm):
    first = extract(raw, tmp_path / "out")
    tasks.clear()
    kept = sorted((tmp_path / "out" / ".ledger" / "documents").rglob("*.rows"))[0]
    kept.write_bytes(harm(kept.read_bytes()))
    assert extract(raw, tmp_path / "out") == first
    assert tasks.count("finish") == 1


def test_a_damaged_list_of_files_is_no_harm(raw, tmp_path):
    first = extract(raw, tmp_path / "out")
    path = tmp_path / "out" / ".ledger" / "files.jsonl"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(["{", "[]", "null", '{"state": "x"}', lines[0][:50], *lines[1:]]), "utf-8")
    assert extract(raw, tmp_path / "out") == first
    (tmp_path / "out" / ".ledger" / "files.jsonl").write_bytes(b"\xff\xfe")
    assert extract(raw, tmp_path / "out") == first
    shutil.rmtree(tmp_path / "out" / ".ledger")
    assert extract(raw, tmp_path / "out") == first


def test_a_run_that_was_killed_goes_on_where_it_stood(raw, tmp_path, tasks):
    whole = extract(raw, tmp_path / "whole")
    tasks.clear()
    command = [sys.executable, "-m", "pipeline", "extract", str(raw), "--out", str(tmp_path / "out"), "--workers", "1"]
    killed = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    ledger = tmp_path / "out" / ".ledger" / "documents"
    for _ in range(600):
        if len(list(ledger.rglob("*.rows"))) >= 2:
            break
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    done = len(list(ledger.rglob("*.rows")))
    assert done >= 2
    assert extract(raw, tmp_path / "out") == whole
    assert tasks.count("finish") == PLANS - done


def test_a_full_disk_leaves_the_dataset_as_it_was(raw, tmp_path, capsys):
    try:
        with small_disk(tmp_path / "disk", 8) as disk:
            first = extract(raw, disk / "out")
            (raw / "new.md").write_text(PLAN.replace("Số: 25/", "Số: 900/"), "utf-8")
            for left in (0, 50_000):  # nothing at all, and too little for a version
                (disk / "filler").unlink(missing_ok=True)
                (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - left))
                assert main(["extract", str(raw), "--out", str(disk / "out"), "--workers", "1", "--no-cache"]) == 2
                assert "No space left" in capsys.readouterr().err
                assert contents(disk / "out") == first
            (disk / "filler").unlink()
            assert extract(raw, disk / "out") == extract(raw, tmp_path / "anew")
    except PermissionError as error:
        pytest.skip(str(error))
