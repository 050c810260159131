"""What a person sees at the terminal."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from pipeline import doctor, show
from pipeline.__main__ import main
from pipeline.flow import extract
from pipeline.read import ocr, program
from pipeline.report import figures
from pipeline.store.published import read_rows
from pipeline.words import speak
from tests.conftest import ROOT

RAW = ROOT / "data" / "raw"
PLAN = RAW / "11_hung-yen_thanh-pho_pho-bien-phap-luat-2024.md"


def told(print_, **options) -> str:
    """What `print_` writes to a console of 120 characters."""
    out = io.StringIO()
    print_(Console(file=out, width=120, highlight=False, **options))
    return out.getvalue()


def test_inspect_shows_head_outline_tasks_and_doubts(capsys):
    assert main(["inspect", str(PLAN)]) == 0
    shown = capsys.readouterr().out
    doc = extract(PLAN, PLAN.name)
    assert doc.header.code in shown
    for section in doc.sections:
        assert re.search(rf"(?m)^[│├└─ ]*{re.escape(section.path)} ", shown), section.path
    for task in doc.assignments:
        assert task.unit.split()[0] in shown
    for flag in doc.flags:
        assert flag.message.split(";")[0] in shown


def test_inspect_colours_what_was_found():
    doc = extract(PLAN, PLAN.name)
    shown = told(lambda console: show.document(doc, console, speak("en")), color_system="standard", force_terminal=True)
    unit = next(unit for unit in doc.units if unit.section_path[0] in "IV")
    assert re.search(rf"\x1b\[[\d;]*36m[^\x1b]*{re.escape(unit.raw.split()[0])}", shown)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"", "is empty"),
        ("b.bin", b"\x00\x01\x02" * 99, "is of no kind we know"),
        ("c.pdf", b"%PDF-1.7\n", "c.pdf"),
    ],
)
def test_inspect_tells_what_to_do_with_a_file_it_cannot_read(tmp_path, capsys, name, data, message):
    (tmp_path / name).write_bytes(data)
    assert main(["inspect", str(tmp_path / name)]) == 2
    assert message in capsys.readouterr().err
    assert main(["--lang", "vi", "inspect", str(tmp_path / "nowhere.pdf")]) == 2
    assert "không mở được tệp" in capsys.readouterr().err


def test_quality_counts_what_the_tables_hold(samples, capsys):
    assert main(["quality", str(samples)]) == 0
    shown = capsys.readouterr().out
    tables = read_rows(samples)
    shares = figures.completeness(tables)
    missing = [name for name, share in shares.items() if share < 1]
    assert missing == ["signer"]  # the one sample whose signature cannot be read
    assert f"{shares['signer']:.1%}" in shown
    for name in figures.ENTITIES:
        doubtful = sum(row["confidence"] < figures.DOUBTFUL for row in tables[name])
        assert re.search(rf"{name.replace('_', ' ')} +{len(tables[name])} +0\.\d+ +{doubtful}\b", shown)
    first = figures.standings(tables)[0]
    listed = shown.split("Look here first")[1]
    assert listed.index(first.row["source_path"][:12]) == min(
        listed.index(row["source_path"][:12]) for row in tables["documents"] if row["source_path"][:12] in listed
    )


def test_the_most_urgent_document_stands_first(samples):
    found = figures.standings(read_rows(samples))
    worst = [each.flags["error"] * 1000 + each.flags["warning"] for each in found]
    assert worst == sorted(worst, reverse=True)


def test_corrected_rules_count_what_was_applied():
    rows = [("units", "canonical", "grammar", "applied")] * 2 + [("units", "canonical", "model", "applied")]
    rows += [("units", "canonical", "grammar", "unfit"), ("dates", "value", "day", "superseded")]
    tables = {"corrections": [dict(zip(("table", "column", "rule", "status"), row, strict=True)) for row in rows]}
    assert figures.corrected_rules(tables) == [("units", "canonical", "grammar", 2), ("units", "canonical", "model", 1)]


def test_the_doctor_finds_everything_here(capsys, tmp_path):
    assert main(["doctor", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "missing" not in shown
    for name in ("Tesseract", "models/ocr", "models/diacritics", "models/units", "pymupdf"):
        assert re.search(rf"fine +{name} ", shown)


def test_the_doctor_works_where_nothing_is_installed():
    """A Python that sees no package but the standard library says what to install."""
    python = Path(sys.base_prefix) / "bin" / "python3"
    command = [
        str(python),
        "-S",
        "-I",
        "-c",
        "import sys; sys.path.insert(0, '.'); from pipeline.__main__ import main; sys.exit(main(['doctor']))",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == ""
    assert re.search(r"missing +pymupdf +run make setup", done.stdout)
    assert re.search(r"missing +models/units +\S+ is not installed", done.stdout)


def test_the_doctor_says_how_to_get_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "languages", frozenset)
    monkeypatch.setattr(doctor, "PACKAGES", [*doctor.PACKAGES, "no-such-package"])
    broken = tmp_path / "vie_plan.traineddata"
    shutil.copy(ocr.MODEL, broken)
    shutil.copy(ocr.MODEL.with_suffix(".sha256"), broken.with_suffix(".sha256"))
    with broken.open("ab") as file:
        file.write(b"x")
    monkeypatch.setattr(ocr, "MODEL", broken)
    assert main(["doctor", str(tmp_path)]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "sudo apt-get install tesseract-ocr" in shown
    assert "missing no-such-package run make setup" in shown
    assert "missing models/ocr" in shown
    assert "git checkout models" in shown
