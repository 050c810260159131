"""A sample document as a word processor keeps it (DOCX) and as Markdown."""

import datetime
import io
import zipfile
from collections.abc import Iterator

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .plan import Node, Plan, Table, outline, plain
from .truth import flat_header, month_name

FIXED_TIME = (2024, 1, 1, 0, 0, 0)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def head_cells(plan: Plan) -> tuple[str, str, str, str]:
    """Return the four cells of the head, in reading order."""
    day, month, year = plan.day
    left = "\n".join((*plan.superior, *plan.head, *("*",) * plan.party))
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    number = f"Số {plan.number}-{plan.symbol}" if plan.party else f"Số: {plan.number}/{plan.symbol}"
    place = f"{plan.place}, ngày {day:02} tháng {month_name(month)} năm {year}"
    return left, "ĐẢNG CỘNG SẢN VIỆT NAM" if plan.party else right, number, place


def lines(plan: Plan) -> Iterator[str]:
    """Yield the text of the document, a paragraph or a table row's cell a line, as a file without pages has it."""
    yield from "\n".join(head_cells(plan)).splitlines()
    yield plan.doc_type.upper()
    yield from plain(plan.title).splitlines()
    for node in outline(plan.body):
        yield f"{node.printed} {plain(node.source)}".strip()
    yield "Nơi nhận:"
    yield from (f"- {line}" for line in plan.recipients)
    yield from plan.sign
    yield plan.signer
    for table in plan.tables:
        yield from (table.name, *plain(table.title).splitlines(), plain(table.caption))
        yield from flat_header(table)
        for row in table.rows:
            yield from (" ".join(plain(cell).split()) for cell in row if cell)


def docx_file(plan: Plan) -> bytes:
    """Return a DOCX: head and signature in tables without borders, a real table in the appendix."""
    doc = docx.Document()
    doc.core_properties.author = "tests.samples"
    doc.core_properties.created = doc.core_properties.modified = datetime.datetime(*FIXED_TIME)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(4)
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin = Cm(3), Cm(1.6), Cm(2)
    left, right, number, place = head_cells(plan)
    grid = doc.add_table(rows=2, cols=2)
    for cell, text, bold, italic in zip(
        (*grid.rows[0].cells, *grid.rows[1].cells),
        (left, right, number, place),
        (True, True, False, False),
        (False, False, False, True),
        strict=True,
    ):
        fill_cell(cell, text, bold, italic, CENTRE)
    for text in (plan.doc_type.upper(), plain(plan.title)):
        add_paragraph(doc, text, bold=True, align=CENTRE)
    for node in outline(plan.body):
        add_node(doc, node)
    grid = doc.add_table(rows=1, cols=2)
    fill_cell(grid.cell(0, 0), "Nơi nhận:\n" + "\n".join(f"- {line}" for line in plan.recipients), False, False, None)
    fill_cell(grid.cell(0, 1), "\n".join((*plan.sign, "", "", "", plan.signer)), True, False, CENTRE)
    for table in plan.tables:
        add_table(doc, table)
    out = io.BytesIO()
    doc.save(out)
    return still(out.getvalue())


def add_paragraph(doc, text: str, bold: bool = False, italic: bool = False, align=None):
    """Add a paragraph and return it."""
    paragraph = doc.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    paragraph.alignment = align
    return paragraph


def add_node(doc, node: Node) -> None:
    """Add a line of the body; its label is typed, not an automatic number."""
    text = f"{node.printed} {plain(node.source)}".strip()
    base = node.path.startswith("0.") and text.startswith(("Căn cứ", "Theo đề nghị", "Thực hiện"))
    paragraph = add_paragraph(doc, text, node.kind in ("heading", "centre"), base, WD_ALIGN_PARAGRAPH.JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Cm(1)


def fill_cell(cell, text: str, bold: bool, italic: bool, align) -> None:
    """Write lines into a cell, a paragraph each."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        run = paragraph.add_run(line)
        run.bold, run.italic, run.font.size = bold, italic, Pt(12)
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)


def add_table(doc, table: Table) -> None:
    """Add an appendix on a page of its own."""
    section = doc.add_section()
    if table.landscape:
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    for text, italic in ((table.name, False), (plain(table.title), False), (plain(table.caption), True)):
        add_paragraph(doc, text, not italic, italic, CENTRE)
    names = flat_header(table)
    grid = doc.add_table(rows=1, cols=len(names), style="Table Grid")
    for cell, name in zip(grid.rows[0].cells, names, strict=True):
        fill_cell(cell, name, True, False, CENTRE)
    for row in table.rows:
        cells = grid.add_row().cells
        if len(row) < len(names):
            cells[len(row) - 1].merge(cells[-1])
        for cell, text in zip(cells, row, strict=False):
            fill_cell(cell, plain(text or ""), len(row) < len(names), False, None)


def still(data: bytes) -> bytes:
    """Return the same archive with its times fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


def markdown(plan: Plan) -> bytes:
    """Return the document as a converter leaves it: bold headings, a pipe table."""
    left, right, number, place = (cell.replace("\n", " ") for cell in head_cells(plan))
    out = [f"**{left}**", f"**{right}**", number, f"*{place}*", f"# **{plan.doc_type.upper()}**"]
    out += [f"**{line}**" for line in plain(plan.title).splitlines()]
    for node in outline(plan.body):
        text = f"{node.printed} {plain(node.source)}".strip()
        mark = {"roman": "## ", "arabic": "### "}.get(node.style, "")
        out.append(f"{mark}**{text}**" if node.kind == "heading" else text)
    out += ["***Nơi nhận:***", "\n".join(f"- {line}" for line in plan.recipients)]
    out += ["  \n".join(f"**{line}**" for line in plan.sign), f"**{plan.signer}**"]
    for table in plan.tables:
        out += [f"**{table.name}**", f"**{' '.join(plain(table.title).split())}**", f"*{plain(table.caption)}*"]
        names = flat_header(table)
        rows = [names, ["---"] * len(names)]
        for row in table.rows:
            cells = [plain(cell or "").replace("\n", "<br>") for cell in row]
            rows.append(cells + [""] * (len(names) - len(cells)))
        out.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    return ("\n\n".join(out) + "\n").encode()
