"""PyMuPDF without the layout model that it loads when it can: nothing here asks it, for 0.4 s and 100 MB a process."""

import sys

UNUSED = ("pymupdf.layout", "pymupdf4llm")

if "pymupdf" not in sys.modules:
    sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]
    import pymupdf

    for name in UNUSED:
        del sys.modules[name]
else:
    import pymupdf

__all__ = ["pymupdf"]
