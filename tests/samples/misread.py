"""The texts of the samples, printed and read by both engines: `python -m tests.samples.misread` (fonts of render.py).

Writes `misread.jsonl`, a row a page: the file, the engine's language, the lines printed, the lines read. The restorer is
measured on them without fonts or Tesseract.
"""

from __future__ import annotations

import json
from pathlib import Path

from models.diacritics import render
from models.diacritics.corpus import clean_line

HERE = Path(__file__).parent
PAGES = HERE / "misread.jsonl"


def main() -> None:
    """Print and read one page of each sample, for each engine."""
    rows = []
    for path in sorted((HERE / "truth").glob("*.txt")):
        lines = [line for line in map(clean_line, path.read_text(encoding="utf-8").splitlines()) if line]
        for language in ("eng", "vie"):
            page = render.make_page(lines, f"sample {path.stem}", language)
            row = {"file": path.stem, "language": language, "true": page["lines"], "read": page["read"]}
            rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    PAGES.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
