"""From files to pages of words."""

import sys

if "pymupdf" not in sys.modules:  # it would load a layout model that nothing here asks: 0.3 s and 100 MB a process
    sys.modules["pymupdf.layout"] = None  # type: ignore[assignment]
    import pymupdf  # noqa: F401

    del sys.modules["pymupdf.layout"]
