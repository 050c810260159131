"""What the program says, in English or Vietnamese. The English sentence is the key; the dataset itself stays English.

>>> speak("vi")("documents")
'văn bản'
>>> speak("en")("documents")
'documents'
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "vi")
Say = Callable[..., str]
HERE = Path(__file__).parent


@cache
def vietnamese() -> dict[str, str]:
    """English -> Vietnamese, as `vietnamese.tsv` has them."""
    rows = (line.split("\t") for line in (HERE / "vietnamese.tsv").read_text("utf-8").splitlines()[1:])
    return dict(rows)


def speak(language: str) -> Say:
    """A function that says a sentence in `language`; `{}` in it stand for the arguments. Unknown ones stay English."""
    catalogue = vietnamese() if language == "vi" else {}

    def say(sentence: str, *arguments: object) -> str:
        said = catalogue.get(sentence, sentence)
        return said.format(*arguments) if arguments else said

    return say
