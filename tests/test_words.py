"""The Vietnamese of the program: whole, and with the same gaps to fill as the English."""

import ast
import re
import string
from pathlib import Path

from pipeline import errors
from pipeline.pool import OutOfMemory, TaskTimeout, WorkerDied
from pipeline.report.dossier import HEAD
from pipeline.report.figures import ENTITIES
from pipeline.store.schema import TABLES
from pipeline.words import speak, vietnamese

PIPELINE = Path(__file__).parents[1] / "pipeline"


def said() -> set[str]:
    """Every sentence that the code or a template gives to `say`."""
    found = set()
    for path in PIPELINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                found |= {
                    part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant) and part.value
                }
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Flag":
                found |= {arg.value.replace("_", " ") for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    for path in PIPELINE.rglob("*.html"):
        found |= set(re.findall(r'say\("([^"]*)"', path.read_text("utf-8")))
    return found - {"_", " ", "error_type", "status", "flag "}  # keys of rows


def test_every_sentence_has_its_vietnamese():
    sentences = said() | {name.replace("_", " ") for name in (*HEAD, *ENTITIES)}
    assert len(sentences) > 100
    assert sorted(sentences - vietnamese().keys()) == []


def test_every_failure_of_a_file_has_its_vietnamese():
    kinds = [kind for kind in errors.ReadError.__subclasses__() if kind.__module__ == errors.__name__]
    assert {kind.__name__ for kind in (*kinds, WorkerDied, TaskTimeout, OutOfMemory)} <= vietnamese().keys()


def gaps(sentence: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]


def test_the_same_gaps():
    assert [english for english, said_so in vietnamese().items() if gaps(english) != gaps(said_so)] == []


def test_nothing_of_the_dataset_is_translated():
    assert speak("vi")("{} documents, {} pictures; open {}", 3, 4, "x").startswith("3 văn bản")
    assert speak("en")("never said before") == speak("vi")("never said before") == "never said before"
    assert "documents" in TABLES
