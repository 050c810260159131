"""What several test files share: the samples, extracted once by the command line with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.__main__ import main

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write tests/golden from what the pipeline gives now"
    )


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Path:
    """The published dataset of data/raw."""
    out = tmp_path_factory.mktemp("samples")
    assert main(["extract", str(ROOT / "data" / "raw"), "--out", str(out), "--workers", "2"]) == 0
    return out


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside this checkout")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """No reading of an earlier run: what OCR gives is what this checkout gives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
