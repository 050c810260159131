"""What the README and the docs say can be done can be done: their code runs, their links lead somewhere."""

import io
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from pipeline import show
from pipeline.run import Finished
from pipeline.store.assemble import Tally
from pipeline.store.published import read_table
from pipeline.store.schema import TABLES
from pipeline.words import speak
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str) -> list:
    """The code blocks of a language in every page, each with where it stands."""
    found = []
    for path in PAGES:
        for number, match in enumerate(
            re.finditer(rf"```{language}\n(.*?)```", path.read_text("utf-8"), re.DOTALL), start=1
        ):
            found.append(pytest.param(match[1], id=f"{path.name} {number}"))
    return found


@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_of_the_docs_runs(code, samples, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(code.replace("data/processed", str(samples)), "docs", "exec"), {})


@pytest.mark.parametrize("query", blocks("sql"))
def test_the_queries_of_the_docs_run(query, samples):
    assert duckdb.sql(query.replace("data/processed", str(samples))).fetchall()


def test_every_target_and_command_of_the_docs_exists():
    text = "\n".join(path.read_text("utf-8") for path in PAGES)
    targets = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert len(targets) > 8
    assert targets <= known
    commands = set(re.findall(r"python -m pipeline ([a-z]+)", text))
    assert commands == {"extract", "publish", "report", "export", "restore", "inspect", "quality", "doctor"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(path):
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
    assert [link for link in links if not link.startswith("http") and not (path.parent / link).is_file()] == []


def test_the_summary_of_the_readme_is_that_of_the_samples(samples):
    told = io.StringIO()
    tally = Tally()
    tally.count({name: read_table(samples, name) for name in TABLES})
    finished = Finished(read_table(samples, "inputs").to_pylist(), [], tally, 0, 1.0)
    show.summary(finished, Path("data/processed"), Console(file=told, width=80), speak("en"))
    lines = [line.rstrip() for line in told.getvalue().splitlines() if not line.startswith("time")]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "\n".join(lines[: lines.index("flags           0 error, 10 warning, 2 info") + 1]) in readme


def test_help_shows_examples():
    for command in ("extract", "publish", "report", "export", "restore", "inspect", "quality", "doctor"):
        arguments = [sys.executable, "-m", "pipeline", command, "--help"]
        done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=True)
        assert "examples:\n  python -m pipeline" in done.stdout
