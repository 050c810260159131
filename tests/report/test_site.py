"""The review page as files: whole, escaped, the same again, and nothing of a document that is gone."""

import json
import re
import shutil
from html.parser import HTMLParser

import pytest

from pipeline.__main__ import main
from pipeline.report.site import build
from pipeline.store.published import read_rows
from tests.conftest import ROOT

RAW = ROOT / "data" / "raw"
HOSTILE = """ỦY BAN NHÂN DÂN
TỈNH TÂY NINH

Số: 66/KH-UBND

Tây Ninh, ngày 15 tháng 01 năm 2024

KẾ HOẠCH
<script>alert(1)</script> năm 2024

I. TỔ CHỨC <img src=x onerror="alert(2)">

1. Sở Nội vụ </script><script>alert(3)</script>

- Phối hợp với Sở Tài chính " onmouseover="alert(4)" tổ chức ít nhất 02 hội nghị trước ngày 30/6/2024 \u2028 \u202e.

2. Sở Y tế {{ 7 * 7 }} {% raw %} &lt;b&gt; javascript:alert(5) ]]> <!-- <iframe src="http://example.org/x"></iframe>

- Đăng tin theo Quyết định số 749/QĐ-TTg ngày 03/6/2020 <svg onload=alert(6)> của Thủ tướng Chính phủ.
"""


@pytest.fixture(scope="module")
def report(samples):
    """The report of the samples, as `make report` writes it."""
    assert main(["report", str(samples), "--raw", str(RAW), "--workers", "2"]) == 0
    return samples / "report"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The report of one document that tries to run in the reader's browser."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "raw").mkdir()
    (folder / "raw" / "<img src=x onerror=alert(1)>.md").write_text(HOSTILE, "utf-8")
    assert main(["extract", str(folder / "raw"), "--out", str(folder / "data"), "--workers", "1"]) == 0
    assert main(["report", str(folder / "data"), "--raw", str(folder / "raw")]) == 0
    return folder / "data" / "report"


def pages(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_every_document_has_a_page_and_every_page_a_picture(report, samples):
    tables = read_rows(samples)
    for row in tables["documents"]:
        html = (report / "documents" / f"{row['document_id']}.html").read_text("utf-8")
        shown = [page for page in tables["pages"] if page["document_id"] == row["document_id"]]
        drawn = re.findall(r'<img src="\.\./(pages/[^"]+)"', html)
        assert len(drawn) == (len(shown) if shown[0]["width"] else 0)
        assert all((report / name).is_file() for name in drawn)
    assert len(list((report / "pages").iterdir())) == sum(page["width"] is not None for page in tables["pages"])


def test_every_value_of_a_document_is_on_its_page(report, samples):
    tables = read_rows(samples)
    for name in ("units", "dates", "legal_refs", "quotas", "assignments", "flags", "sections"):
        for document in tables["documents"]:
            mine = [row for row in tables[name] if row["document_id"] == document["document_id"]]
            html = (report / "documents" / f"{document['document_id']}.html").read_text("utf-8")
            data = json.loads(html.split('id="data">')[1].split("</script>")[0])
            assert sum(row["table"] == name for row in data.values()) == len(mine)
            assert all(f'data-id="{name}-{number}"' in html for number in range(1, len(mine) + 1))


def test_no_page_asks_for_anything_from_outside(report, hostile):
    for folder in (report, hostile):
        for name, data in pages(folder).items():
            if name.endswith((".html", ".css", ".js")) and name != "search.js":
                text = re.sub(r'<script type="application/json".*?</script>', "", data.decode("utf-8"), flags=re.DOTALL)
                assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//|url\(|@import|fetch\(|XMLHttp""", text), name
            if name.endswith(".html"):
                assert b"default-src 'none'" in data


class Elements(HTMLParser):
    """The elements of a page and their attributes, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_no_text_of_a_document_is_markup(hostile):
    for path in [hostile / "index.html", *(hostile / "documents").iterdir()]:
        seen = Elements(path.read_text("utf-8")).seen
        scripts = [attributes.get("src") or attributes.get("type") for tag, attributes in seen if tag == "script"]
        assert set(scripts) <= {"application/json", "report.js", "../report.js"}, path.name
        assert not {"img", "svg", "iframe"} & {tag for tag, _ in seen}, path.name
        assert not [name for _, attributes in seen for name in attributes if name.startswith("on")], path.name
        addresses = [attributes["href"] for _, attributes in seen if attributes.get("href")]
        assert all(re.fullmatch(r"[\w./#-]+", address) for address in addresses), path.name
    [page] = (hostile / "documents").glob("*.html")
    assert "{{ 7 * 7 }}" in page.read_text("utf-8")


def test_the_same_bytes_again(report, samples, tmp_path):
    sources = {path.name: path for path in RAW.iterdir()}
    build(samples, sources, tmp_path, 1)
    assert pages(tmp_path) == pages(report)


def test_what_is_gone_from_the_dataset_is_gone_from_the_report(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in (
        "08_binh-phuoc_xa-tan-lap_ve-sinh-moi-truong-2024.png",
        "11_hung-yen_thanh-pho_pho-bien-phap-luat-2024.md",
    ):
        shutil.copy(RAW / name, raw / name)
    publish = ["extract", str(raw), "--out", str(tmp_path / "data"), "--workers", "1"]
    show = ["report", str(tmp_path / "data"), "--raw", str(raw)]
    assert main(publish) == main(show) == 0
    both = pages(tmp_path / "data" / "report")
    (raw / "08_binh-phuoc_xa-tan-lap_ve-sinh-moi-truong-2024.png").unlink()
    assert main(publish) == main(show) == 0
    left = pages(tmp_path / "data" / "report")
    assert sum(name.startswith("documents/") for name in both) == 2
    assert any(name.startswith("pages/") for name in both)
    assert sum(name.startswith("documents/") for name in left) == 1
    assert not any(name.startswith("pages/") for name in left)


def test_a_file_that_moved_is_told_and_its_document_shown(tmp_path, capsys):
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(RAW / "08_binh-phuoc_xa-tan-lap_ve-sinh-moi-truong-2024.png", raw / "a.png")
    assert main(["extract", str(raw), "--out", str(tmp_path / "data"), "--workers", "1"]) == 0
    (raw / "a.png").write_bytes(b"another file")
    capsys.readouterr()
    assert main(["report", str(tmp_path / "data"), "--raw", str(raw)]) == 0
    assert "is not the file that was read" in capsys.readouterr().err
    assert main(["report", str(tmp_path / "data"), "--raw", str(tmp_path / "nowhere")]) == 0
    assert "name its folder with RAW=folder" in capsys.readouterr().err
    [page] = (tmp_path / "data" / "report" / "documents").glob("*.html")
    assert "Bình Phước" in page.read_text("utf-8")
    assert '<figure id="page-1" class="sheet"' in page.read_text("utf-8")


def test_a_folder_without_tables_is_told(tmp_path, capsys):
    assert main(["report", str(tmp_path)]) == 2
    assert "run `make extract` first" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_report_speaks_vietnamese(samples, tmp_path):
    build(samples, {path.name: path for path in RAW.iterdir()}, tmp_path, 2, "vi")
    overview = (tmp_path / "index.html").read_text("utf-8")
    assert '<html lang="vi">' in overview
    assert "Rà soát 14 văn bản" in overview
    assert "Look here first" not in overview
