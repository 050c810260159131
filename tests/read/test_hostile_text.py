"""Texts that were made to take for ever, or all memory: each is read in a few seconds."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAD = "UBND TỈNH HÀ GIANG\nSố: 1/KH-UBND\nKẾ HOẠCH\nNăm 2024\n"
TEXTS = {  # what is slow in it; four times as long each passes too
    "bold in bold": "**a" + "*****a" * 30,
    "open bold": "**a " * 12_500 + "__a " * 12_500,
    "open links": "[" * 75_000,
    "open comments": "<!--" * 50_000,
    "open tables": "<table>" * 25_000,
    "open tags": "<table><td>" + "<a " * 25_000 + "</table>",
    "nested tables": "<table><tr><td>" * 12_500 + "</table>",
    "claimed spans": "<table>" + "<tr><td rowspan=100 colspan=100>a" * 750 + "</table>",
    "odd numbers": "<table><tr><td colspan='²'>a<td rowspan='" + "9" * 5000 + "'>b</table>",
    "wide pipes": "|" + "a|" * 2_500 + "\n|" + "-|" * 2_500 + "\n" + "|b|\n" * 2_500,
    "wide tabs": "a\t" * 2_500 + "\n" + "b\tc\td\n" * 2_500,
    "heading of spaces": "# a" + " " * 50_000 + "b",
    "empty lines": "a" + "\n" * 125_000,
    "rule of spaces": "|a\n" + " " * 50_000 + "x-\n---" + " " * 50_000 + "x",
    "page of spaces": "a\f" + " " * 75_000 + "x\fa\n1" + " " * 75_000 + "x",
    "one long word": "KÕ ho¹ch c¶i c¸ch hµnh chÝnh " * 50 + "a" * 50_000,
    "heads of tables": "STT\n" * 12_500,
    "marks on a letter": "a" + "\u0301\u0323" * 50_000,
    "many tasks": "- Sở Nội vụ chủ trì.\n" * 2_500,
    "many quotas": "- Phấn đấu đạt " + "9" * 400 + "% hồ sơ\n" + "đạt 90% " * 2_500,
    "days of no calendar": "ngày 31/02/2024 " * 2_500,
    "one citation": "Nghị quyết số 12/NQ-CP, " * 2_500,
    "footnotes": "".join(f"Rà soát [{n % 90 + 1}].\n" for n in range(5000))
    + "".join(f"[{n}] Ghi.\n" for n in range(90)),
}
READ = """
import json, resource, sys
from pathlib import Path
from pipeline.flow import extract
from pipeline.pool import prepare
from pipeline.store.kept import as_tables
from pipeline.store.parquet import check_rows
from pipeline.store.rows import rows_of
prepare()
for path in sorted(Path(sys.argv[1]).iterdir()):
    rows = rows_of(extract(path, path.name))
    check_rows(rows)
    as_tables(rows)
    print(path.stem, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, sep="\\t", flush=True)
"""


@pytest.fixture(scope="module")
def peaks(tmp_path_factory) -> dict[str, int]:
    """Peak memory in MB after each text, of those that were read in two minutes."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(HEAD + text, "utf-8")
    command = [sys.executable, "-c", READ, str(folder)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120).stdout
    except subprocess.TimeoutExpired as slow:
        done = slow.stdout or b""
    return {name: int(peak) for name, peak in (row.split("\t") for row in done.decode().splitlines())}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_hostile_text_is_read_in_time_and_memory(name, peaks):
    assert peaks[name] < 1200
