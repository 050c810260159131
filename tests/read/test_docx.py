import zipfile

import pytest
from docx import Document as NewDocx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.document import Line
from pipeline.errors import DamagedFile
from pipeline.read.docx import count_docx_pages, open_package, read_docx_page
from tests.read.paper import shown

NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num>
</w:numbering>"""


def save(document, path, numbering: str | None = None, **changed: str):
    """Save, with parts of the package replaced."""
    document.save(path)
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if numbering:
        parts["word/numbering.xml"] = numbering.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, changed.get(name, data))
    return path


def pages(path):
    return [shown(read_docx_page(path, number)[0].items) for number in range(1, count_docx_pages(path) + 1)]


def test_automatic_numbers_are_written_out(tmp_path):
    document = NewDocx()
    for level, text in [
        (0, "MỤC ĐÍCH"),
        (1, "Mục tiêu"),
        (2, "một"),
        (2, "hai"),
        (3, "gạch"),
        (1, "Yêu cầu"),
        (0, "NHIỆM VỤ"),
        (1, "Sở Nội vụ"),
    ]:
        paragraph = document.add_paragraph(text)
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))
    path = save(document, tmp_path / "a.docx", NUMBERING)
    assert pages(path) == [
        ["I. MỤC ĐÍCH", "1. Mục tiêu", "a) một", "b) hai", "- gạch", "2. Yêu cầu", "II. NHIỆM VỤ", "1. Sở Nội vụ"]
    ]


def test_a_mark_in_a_run_of_its_own_joins_its_letter(tmp_path):
    document = NewDocx()
    paragraph = document.add_paragraph()
    for text in ("Sở Nô", "\u0323i vụ"):
        paragraph.add_run(text)
    assert pages(save(document, tmp_path / "runs.docx")) == [["Sở Nội vụ"]]


def test_merged_cells_and_borderless_columns(tmp_path):
    document = NewDocx()
    head = document.add_table(2, 2)
    for cell, text in zip(
        (c for r in head.rows for c in r.cells), ["UBND TỈNH", "CỘNG HÒA", "Số: 1", "Hà Nội"], strict=True
    ):
        cell.text = text
    table = document.add_table(3, 3, style="Table Grid")
    for at, text in enumerate(["STT", "Việc", "Hạn", "1", "họp\nbáo", "quý I", "2", "in", ""]):
        table.cell(at // 3, at % 3).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    path = save(document, tmp_path / "a.docx")
    (items,) = pages(path)
    assert items[:4] == ["UBND TỈNH", "Số: 1", "CỘNG HÒA", "Hà Nội"]
    assert items[4] == [["STT", "Việc\nHạn", None], ["1\n2", "họp\nbáo", "quý I"], [None, "in", ""]]


def test_pages_type_and_text_boxes(tmp_path):
    document = NewDocx()
    document.add_heading("KẾ HOẠCH", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("Nơi nhận:").bold = True
    paragraph.add_run().add_break()
    paragraph.add_run("- UBND tỉnh;")
    document.add_page_break()
    document.add_paragraph("trang hai")
    box = f"<w:pict {nsdecls('w')}><w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:txbxContent></w:pict>"
    document.paragraphs[-1].add_run()._r.append(parse_xml(box))
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    path = save(document, tmp_path / "a.docx")
    assert pages(path) == [["KẾ HOẠCH", "Nơi nhận:", "- UBND tỉnh;"], ["trang hai", "trong khung"]]
    first = [item for item in read_docx_page(path, 1)[0].items if isinstance(item, Line)]
    assert [(line.level, line.bold, line.gap) for line in first] == [
        (1, True, True),
        (0, True, True),
        (0, False, False),
    ]


def test_entities_are_not_followed(tmp_path):
    body = f"<w:document {nsdecls('w')}><w:body>&x;</w:body></w:document>"
    evil = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{body}'
    path = save(NewDocx(), tmp_path / "evil.docx", **{"word/document.xml": evil})
    with pytest.raises(DamagedFile, match="save it again"):
        open_package(path)


def test_bombs_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.read.docx.MOST_BYTES", 1000)
    with pytest.raises(DamagedFile, match="print it to PDF"):
        open_package(save(NewDocx(), tmp_path / "a.docx"))


FOOTNOTES = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>rule</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Số 76/NQ-CP.</w:t></w:r></w:p>
</w:footnote></w:footnotes>"""


def test_footnotes_follow_the_text_and_their_marks_hang_on_words(tmp_path):
    document = NewDocx()
    paragraph = document.add_paragraph("Theo Nghị quyết")
    paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))
    paragraph.add_run(" này.")
    path = save(document, tmp_path / "a.docx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", FOOTNOTES)
    line, note = read_docx_page(path, 1)[0].items
    assert isinstance(line, Line)
    assert isinstance(note, Line)
    assert [(word.text, word.note) for word in line.words] == [
        ("Theo", None),
        ("Nghị", None),
        ("quyết", "2"),
        ("này.", None),
    ]
    assert (note.text, note.note) == ("Số 76/NQ-CP.", "2")
