import time
import zipfile

import pytest
from docx import Document as NewDocx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.document import Grid, Line
from pipeline.errors import DamagedFile, OversizedFile
from pipeline.read.docx import count_docx_pages, open_package, read_docx_page, write_number
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
    with pytest.raises(OversizedFile, match="split the document"):
        open_package(save(NewDocx(), tmp_path / "a.docx"))


def test_pictures_are_not_counted(tmp_path, monkeypatch):
    path = raw(tmp_path / "a.docx", TEXT)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/image1.png", bytes(2000))
    monkeypatch.setattr("pipeline.read.docx.MOST_BYTES", 1000)
    assert pages(path) == [["x"]]


@pytest.mark.parametrize("declared", [100, 2**31])
def test_a_size_that_lies(tmp_path, declared):
    path = raw(tmp_path / "a.docx", TEXT * 1000)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\1\2") + 24
    data[at : at + 4] = declared.to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises((DamagedFile, OversizedFile)):
        open_package(path)


TEXT = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"


def raw(path, body: str, head: str = "", **parts: str):
    """A DOCX of nothing but these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>")
        for name, part in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {nsdecls('w')}>{part}</w:{name}>")
    return path


REFUSED = {  # body, head, limit lowered, message
    "attributes that a DTD gives": (TEXT, '<!DOCTYPE x [<!ATTLIST w:t q CDATA "A">]>', "", "save it again"),
    "a namespace before every name": (f'<q:a xmlns:q="{"A" * 200}"/>', "", "", "save it again"),
    "elements of four bytes": ("<a/>" * 200, "", "MOST_ELEMENTS", "save it again"),
    "a library": (TEXT * 200, "", "MOST_TEXT", "split it into documents"),
    "tables in tables": ("<w:tbl><w:tr><w:tc>" * 31 + "</w:tc></w:tr></w:tbl>" * 31, "", "", "too deep"),
}


@pytest.mark.parametrize(("body", "head", "limit", "message"), REFUSED.values(), ids=REFUSED)
def test_what_would_fill_the_memory_is_refused(tmp_path, monkeypatch, body, head, limit, message):
    if limit:
        monkeypatch.setattr(f"pipeline.read.docx.{limit}", 100)
    with pytest.raises((DamagedFile, OversizedFile), match=message):
        pages(raw(tmp_path / "a.docx", body, head))


def test_packed_as_word_packs_nothing(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", TEXT)
    with pytest.raises(DamagedFile, match="save it again"):
        open_package(tmp_path / "a.docx")


NUMBERED = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>{TEXT[5:]}'
LIST = '<w:abstractNum w:abstractNumId="7">{}</w:abstractNum>'
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBER = '<w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num>'
LABELS = {  # start, form, pattern, label
    "no such letter": ("99999999999999", "lowerLetter", "%1)", "a) x"),
    "no such number": ("9999999999", "upperRoman", "%1.", "I. x"),
    "the last letter": ("99999", "lowerLetter", "%1)", "g) x"),
    "the last number": ("99999", "decimal", "%1.", "32767. x"),
    "superscript": ("²", "decimal", "%1.", "1. x"),
    "a long pattern": ("1", "decimal", "a" * 5000, "a" * 100 + " x"),
    "a pattern of numbers": ("888", "upperRoman", "%1" * 50, ("DCCCLXXXVIII" * 9)[:100] + " x"),
}


@pytest.mark.parametrize(("start", "form", "pattern", "label"), LABELS.values(), ids=LABELS)
def test_numbers_of_no_list(tmp_path, start, form, pattern, label):
    numbering = LIST.format(LEVEL.format(start, form, pattern)) + NUMBER
    (items,) = pages(raw(tmp_path / "a.docx", NUMBERED, numbering=numbering))
    assert items[0].replace("g" * 16, "g") == label  # 32,767 is the sixteenth `g` of Word's 780 letters


def test_letters_begin_again():
    assert [write_number(number, "lowerLetter") for number in (27, 780, 781)] == ["aa", "z" * 30, "a"]


@pytest.mark.parametrize("number", ["²", "9" * 5000, "9" * 400, "-1", "1.5"])
def test_attributes_that_are_no_numbers(tmp_path, number):
    run = f'<w:r><w:rPr><w:sz w:val="{number}"/></w:rPr><w:t>x</w:t></w:r>'
    place = f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="5"/></w:numPr>'
    table = f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{number}"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr>{TEXT}</w:tc></w:tr></w:tbl>'
    styles = f'<w:style w:styleId="a"><w:pPr><w:outlineLvl w:val="{number}"/></w:pPr></w:style>'
    override = f'<w:lvlOverride w:ilvl="{number}"><w:startOverride w:val="{number}"/></w:lvlOverride></w:num>'
    numbering = LIST.format(LEVEL.format(number, "decimal", "%1.")) + NUMBER.replace("</w:num>", override)
    body = f'<w:p><w:pPr><w:pStyle w:val="a"/>{place}</w:pPr>{run}</w:p>{table}'
    path = raw(tmp_path / "a.docx", body, styles=styles, numbering=numbering)
    assert pages(path) == [["1. x", "x"]]


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


GOES_ON = "<w:tcPr><w:vMerge/></w:tcPr>"
BREAK = '<w:p><w:r><w:br w:type="page"/><w:t>x</w:t></w:r></w:p>'
BOX = ("<w:p><w:hyperlink><w:txbxContent>", "</w:txbxContent></w:hyperlink></w:p>")
WIDE = "<w:tcPr><w:gridSpan w:val='63'/></w:tcPr>"
SLOW = {  # what took seconds for the square of its size: seconds before
    "levels of lists": (TEXT, {"numbering": LIST.format('<w:lvl w:ilvl="0"/>' * 2000) + NUMBER * 2000}),  # 5
    "lists in lists": (TEXT, {"numbering": "<w:num>" * 20_000 + "</w:num>" * 20_000}),  # 1.9
    "styles on one": (
        TEXT,
        {
            "styles": f'<w:style w:styleId="a">{"<a/>" * 60_000}</w:style>'
            + "".join(f'<w:style w:styleId="{at}"><w:basedOn w:val="a"/></w:style>' for at in range(1500))
        },
    ),  # 5
    "covered columns": (f"<w:tbl>{row(*[WIDE + TEXT] * 200)}{row(*[WIDE + BREAK] * 200)}</w:tbl>", {}),  # 6
    "boxes in boxes": (BOX[0] * 80 + TEXT * 2000 + BOX[1] * 80, {}),  # 2
}


@pytest.mark.parametrize(("body", "parts"), SLOW.values(), ids=SLOW)
def test_no_time_for_the_square_of_a_size(tmp_path, body, parts):
    path = raw(tmp_path / "a.docx", body, **parts)
    started = time.process_time()
    assert pages(path)
    assert time.process_time() - started < 1.2


def test_a_merged_cell_over_many_rows(tmp_path):
    restart = GOES_ON.replace("/>", ' w:val="restart"/>', 1)
    table = f"<w:tbl>{row(restart + TEXT, TEXT, TEXT)}{row(GOES_ON + TEXT) * 3}{row(restart + TEXT)}</w:tbl>"
    (grid,) = read_docx_page(raw(tmp_path / "a.docx", table), 1)[0].items
    assert isinstance(grid, Grid)
    first = grid.rows[0][0]
    assert first
    assert (first.row_span, len(first.lines)) == (4, 4)
    assert [cells[0] is None for cells in grid.rows] == [False, True, True, True, False]


def test_a_table_of_too_many_places_is_read_as_lines(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.read.docx.MOST_PLACES", 99)
    table = f"<w:tbl>{row(*[TEXT] * 10)}{row(TEXT) * 9}</w:tbl>"
    path = raw(tmp_path / "a.docx", f"{TEXT}{BREAK}{table}")
    assert pages(path) == [["x"], ["x"] * 20]
    assert read_docx_page(path, 1)[1] == ()
    (flag,) = read_docx_page(path, 2)[1]
    assert (flag.code, flag.severity, flag.page) == ("table_uncertain", "warning", 2)
    monkeypatch.setattr("pipeline.read.docx.MOST_PLACES", 100)
    assert isinstance(read_docx_page(raw(tmp_path / "b.docx", table), 1)[0].items[0], Grid)


def test_tables_have_places_together(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.read.docx.MOST_PLACES_OF_ALL", 20)
    table = f"<w:tbl>{row(*[TEXT] * 3) * 3}</w:tbl>"
    items = read_docx_page(raw(tmp_path / "a.docx", table * 3), 1)[0].items
    assert [type(item) for item in items] == [Grid] * 2 + [Line] * 9


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
