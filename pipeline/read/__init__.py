"""From files to pages of words."""

import sys

UNUSED = ("pymupdf.layout", "pymupdf4llm")  # a layout model that nothing here asks: 0.4 s and 100 MB a process

if "pymupdf" not in sys.modules:
    sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]
    import pymupdf  # noqa: F401

    for name in UNUSED:
        del sys.modules[name]
