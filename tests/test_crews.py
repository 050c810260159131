"""Whoever does the work, the dataset is the same to the byte: this process, others, a Dask cluster, shards."""

import os
import shutil
import signal
import threading
import time

import pandas as pd
import pytest

from pipeline.__main__ import main
from pipeline.store.schema import TABLES
from tests.conftest import ROOT
from tests.plans import make_text

TEXTS = 10


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    """Texts, a scan, a digital plan, an empty file and a file twice."""
    folder = tmp_path_factory.mktemp("crews") / "raw"
    folder.mkdir()
    for number in range(TEXTS):
        (folder / f"plan-{number}.txt").write_text(make_text(number, pages=2), "utf-8")
    for name in ("08_*.png", "13_*.pdf"):
        shutil.copy(next((ROOT / "data" / "raw").glob(name)), folder)
    shutil.copy(folder / "plan-0.txt", folder / "twice.txt")
    (folder / "empty.txt").write_text("")
    return folder


def extract(raw, out, *options) -> dict[str, bytes]:
    assert main(["extract", str(raw), "--out", str(out), "--no-cache", *options]) == 0
    return contents(out)


def contents(out) -> dict[str, bytes]:
    return {f"{name}/{path.name}": path.read_bytes() for name in TABLES for path in sorted((out / name).iterdir())}


@pytest.fixture(scope="module")
def inline(raw) -> dict[str, bytes]:
    return extract(raw, raw.parent / "inline", "--workers", "0")


def test_every_input_is_there_once(raw, inline):
    inputs = pd.read_parquet(raw.parent / "inline" / "inputs").set_index("source_path")
    assert sorted(inputs.index) == sorted(path.name for path in raw.iterdir())
    assert dict(inputs.status.value_counts()) == {"ok": TEXTS + 2, "duplicate": 1, "failed": 1}


def test_processes(raw, inline):
    assert extract(raw, raw.parent / "processes", "--workers", "2") == inline


def test_a_dask_cluster_that_loses_a_worker(raw, inline):
    distributed = pytest.importorskip("distributed")
    out = raw.parent / "cluster"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, protocol="tcp", dashboard_address=None, worker_dashboard_address=None
    ) as cluster:
        victim = next(iter(cluster.workers.values())).pid
        killer = threading.Thread(target=kill_midway, args=(out, victim))
        killer.start()
        found = extract(raw, out, "--scheduler", cluster.scheduler_address)
        killer.join()
    assert found == inline


def kill_midway(out, victim):
    """End a worker when the first documents are finished."""
    for _ in range(3000):
        if len(list((out / ".ledger" / "documents").glob("*/*.rows"))) >= 2:
            break
        time.sleep(0.02)
    os.kill(victim, signal.SIGKILL)


def test_shards_are_joined_by_publish(raw, inline, capsys):
    out = raw.parent / "shards"
    for part in ("1/3", "2/3"):
        assert main(["extract", str(raw), "--out", str(out), "--no-cache", "--workers", "1", "--shard", part]) == 0
    assert not (out / "documents").exists()
    assert main(["publish", str(raw), "--out", str(out)]) == 2
    assert "are in no part that was read" in capsys.readouterr().err
    assert main(["extract", str(raw), "--out", str(out), "--no-cache", "--workers", "1", "--shard", "3/3"]) == 0
    assert main(["publish", str(raw), "--out", str(out)]) == 0
    assert contents(out) == inline
    assert [path.name for path in (out / ".ledger").glob("files*.jsonl")] == ["files.jsonl"]
    assert extract(raw, out, "--workers", "1") == inline  # and a plain run goes on from there


def test_no_scheduler_is_told(raw, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("pipeline.cluster.CONNECT_S", 1)
    assert main(["extract", str(raw), "--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "is no Dask scheduler" in capsys.readouterr().err


@pytest.mark.parametrize("part", ["0/3", "4/3", "1", "a/b", "1/"])
def test_a_part_that_is_none_is_told(raw, tmp_path, part, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["extract", str(raw), "--out", str(tmp_path), "--shard", part])
    assert stop.value.code == 2
    assert "give a part and how many there are" in capsys.readouterr().err


def test_shards_may_run_beside_one_another_and_nothing_else(raw, tmp_path, capsys):
    from pipeline.lock import Busy, Shard, only_run

    with only_run(tmp_path, Shard(1, 2)):
        with only_run(tmp_path, Shard(2, 2)):
            pass
        with pytest.raises(Busy, match="process"), only_run(tmp_path, Shard(1, 2)):
            pass
        with pytest.raises(Busy, match="process"), only_run(tmp_path):
            pass
    with only_run(tmp_path), pytest.raises(Busy), only_run(tmp_path, Shard(1, 2)):
        pass
