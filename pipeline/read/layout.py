"""Words of a page -> lines and grids in reading order, for text layers and for OCR alike.

Decree 30/2020/NĐ-CP sets two columns at the head of the first page (issuer and number; national title and date) and
at the foot of the last (recipients; signature). Engines glue them into one line, so lines are built from word boxes.
Page numbers and running headers are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import fmean, median

from pipeline.document import UPPER, Box, Cell, Grid, Line, Word, union
from pipeline.read.rulings import Frame

# Widths in multiples of the type size; a space is 0.25 of it, a stretched one in a justified line up to 1.
BREAK = 0.9  # a wider gap may part two columns
LONE_BREAK = 3.0  # so wide a gap parts them even where one row alone shows it
STRETCH = 2.2  # a column gap is this much wider than the usual gap of its row: justified rows stretch them all
LEADING = 1.25  # baselines this much further apart than usual: 6 pt between paragraphs on 18 pt leading is 1.33
SMALL = 0.65  # of the page's usual type size: stamps of electronic signatures are set in 5 to 8 points
LEAST_SAID = 12  # letters and digits of a table most of whose cells are empty: seals make frames, and say less
NOTE = 0.9  # of the page's usual type size: footnotes are smaller
MARGIN = 0.1  # page furniture stands in the top or bottom tenth of the page

PAGE_NUMBER = re.compile(r"(trang\s*)?[-–—.\s]*\d{1,4}[-–—.\s]*(/\s*\d{1,4})?", re.IGNORECASE)
RUNNING_HEADER = re.compile(r"(\d+\s+)?c[ôo]ng b[áa]o\b[^/]{0,20}/\s*s.*", re.IGNORECASE)  # the official gazette's
WEB_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)  # stamped on by download sites
FOOTNOTE = re.compile(rf"\W?(?P<number>\d{{1,2}})\W? [{UPPER}]")
# A page of a newspaper has 8,000 words; beyond this a page is set in lines alone, by the square of its words otherwise.
MOST_WORDS, MOST_RUNS = 20_000, 3000

END_MARK = re.compile(r"\W*\.?/\.\W*")  # "./." ends the text of a document


@dataclass(frozen=True, slots=True)
class Printed:
    """A word with the type it is set in."""

    word: Word
    box: Box
    size: float
    bold: bool = False
    italic: bool = False


@dataclass(slots=True)
class Run:
    """Words of one row that no wide gap parts."""

    words: list[Printed]
    box: Box = (0, 0, 0, 0)
    size: float = 0

    def __post_init__(self) -> None:
        self.box = union([word.box for word in self.words]) or self.box
        self.size = median(word.size for word in self.words)


@dataclass(slots=True)
class Gutter:
    """White space that parts two columns, seen on one or more rows."""

    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    rows: int = 1
    runs: list[Run] = field(default_factory=list)


def arrange(rows: Iterable[Sequence[Printed]], frames: Sequence[Frame], height: float) -> tuple[Line | Grid, ...]:
    """Everything a page says, in reading order.

    `rows` are the words as the engine grouped them; only words close to each other are taken to belong together.
    """
    rows = [row for row in rows if row]
    sizes = [word.size for row in rows for word in row]
    if len(sizes) > MOST_WORDS:
        return set_as_grouped(rows, [])
    grids = []
    for frame in frames:
        inside, outside = split_rows(rows, frame.box)
        grid = fill(frame, inside)
        if grid is not None:
            grids.append(grid)
            rows = outside
    runs = [run for row in rows for run in break_row(row)]
    if len(runs) > MOST_RUNS:
        return set_as_grouped(rows, grids)
    runs = join_runs(runs)
    usual = median(run.size for run in runs) if runs else 0
    runs = [run for run in runs if not is_furniture(run, height, usual)]
    blocks: list[tuple[float, Sequence[Line | Grid]]] = [(grid.box[1], [grid]) for grid in grids if grid.box]
    for gutter in find_gutters(runs, [grid.box for grid in grids if grid.box]):
        taken = {id(run) for run in gutter.runs}
        runs = [run for run in runs if id(run) not in taken]
        left = set_lines([run for run in gutter.runs if run.box[0] < gutter.x1])
        right = set_lines([run for run in gutter.runs if run.box[0] >= gutter.x1])
        blocks.append((gutter.y0, [*left, *right]))
    blocks += [(line.box[1], [line]) for line in set_lines(runs) if line.box]
    blocks.sort(key=lambda block: block[0])
    items = [item for _, items in blocks for item in items if isinstance(item, Grid) or says_something(item)]
    return mark_gaps(mark_footnotes(items, sizes, height))


def set_as_grouped(rows: Iterable[Sequence[Printed]], grids: Iterable[Grid]) -> tuple[Line | Grid, ...]:
    """The rows of a page as the engine grouped them, and its grids, top to bottom."""
    items = [*grids, *map(as_line, rows)]
    items.sort(key=lambda item: item.box[1] if item.box else 0.0)
    return mark_gaps([item for item in items if isinstance(item, Grid) or says_something(item)])


def mark_footnotes(items: list[Line | Grid], sizes: Sequence[float], height: float) -> list[Line | Grid]:
    """Set `Line.note` of the notes at the foot of a page: small type, of which the first line begins with a number."""
    usual = median(sizes) if sizes else 0
    first = at = len(items)
    while at:
        line = items[at - 1]
        if not isinstance(line, Line) or not line.box or not line.size:
            break
        if line.size > NOTE * usual or line.box[1] < height / 2:
            break
        at -= 1
        if FOOTNOTE.match(line.text):
            first = at
    if first > at:
        return items
    number = ""
    notes: list[Line | Grid] = []
    for line in items[first:]:
        begins = FOOTNOTE.match(line.text) if isinstance(line, Line) else None
        number = begins["number"] if begins else number
        notes.append(replace(line, note=number) if isinstance(line, Line) else line)
    return [*items[:first], *notes]


def break_row(row: Sequence[Printed]) -> list[Run]:
    """Cut a row of words, left to right, at every wide gap."""
    runs: list[list[Printed]] = []
    for word in row:
        last = runs[-1][-1] if runs else None
        # boxes may overlap: Tesseract stretches some over the next word
        if last and last.box[0] <= word.box[0] and word.box[0] - last.box[2] <= BREAK * min(word.size, last.size):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [Run(words) for words in runs]


def join_runs(runs: list[Run]) -> list[Run]:
    """Put together runs of one row that stand close: engines part them at a change of type or a filled-in number."""
    joined: list[Run] = []
    near: list[int] = []  # places in `joined` of runs that may still be joined: those before end too far left
    for run in sorted(runs, key=lambda run: run.box[0]):
        near = [at for at in near if run.box[0] - joined[at].box[2] <= BREAK * joined[at].size]
        for at in reversed(near):
            other = joined[at]
            gap = run.box[0] - other.box[2]
            if -0.5 * run.size < gap <= BREAK * min(run.size, other.size) and overlap(run.box, other.box) >= 0.5:
                joined[at] = Run([*other.words, *run.words])
                break
        else:
            near.append(len(joined))
            joined.append(run)
    return joined


def find_gutters(runs: list[Run], barriers: list[Box]) -> list[Gutter]:
    """The two-column regions of a page, each with the runs that belong to it; regions never share a run."""
    if not runs:
        return []
    page = union([run.box for run in runs]) or (0, 0, 0, 0)
    gutters = merge_gutters(sorted(row_gaps(runs, page), key=lambda gutter: gutter.y0), runs)
    gutters = [gutter for gutter in gutters if gutter.rows > 1 or gutter.x1 - gutter.x0 >= LONE_BREAK * gutter.size]
    gutters.sort(key=lambda gutter: (-gutter.rows, gutter.x0 - gutter.x1))
    chosen: list[Gutter] = []
    free = list(runs)
    for gutter in gutters:
        members = region(gutter, free, page, barriers)
        sides = {run.box[0] >= gutter.x1 for run in members}
        if len(sides) < 2:
            continue
        gutter.runs = members
        gutter.y0 = min(run.box[1] for run in members)
        free = [run for run in free if not any(run is member for member in members)]
        chosen.append(gutter)
    return chosen


def row_gaps(runs: list[Run], page: Box) -> Iterable[Gutter]:
    """Every gap between neighbours of one row that could part columns."""
    width = page[2] - page[0]
    for left in runs:
        row = sorted((run for run in runs if overlap(run.box, left.box) >= 0.4), key=lambda run: run.box[0])
        right = next((run for run in row if run.box[0] > left.box[2]), None)
        if right is None:
            continue
        size = min(left.size, right.size)
        gap = right.box[0] - left.box[2]
        place = ((left.box[2] + right.box[0]) / 2 - page[0]) / width
        if gap < BREAK * size or not 0.15 < place < 0.85:
            continue
        words = [word for run in row for word in run.words]
        usual = sorted(b.box[0] - a.box[2] for a, b in pairwise(words))[:-1]  # without the widest
        if len(usual) > 1 and gap < STRETCH * median(usual):
            continue
        top, bottom = min(left.box[1], right.box[1]), max(left.box[3], right.box[3])
        yield Gutter(left.box[2], right.box[0], top, bottom, size)


def merge_gutters(gaps: list[Gutter], runs: list[Run]) -> list[Gutter]:
    """Join the gaps of successive rows that share a strip of white with nothing across it."""
    merged: list[Gutter] = []
    for gap in gaps:
        for gutter in reversed(merged):
            x0, x1 = max(gutter.x0, gap.x0), min(gutter.x1, gap.x1)
            if x1 - x0 < BREAK * gap.size or gap.y0 - gutter.y1 > 8 * gap.size:
                continue
            between = (run.box for run in runs if gutter.y0 < (run.box[1] + run.box[3]) / 2 < gap.y1)
            if any(box[0] < x1 and box[2] > x0 for box in between):
                continue
            gutter.x0, gutter.x1, gutter.y1 = x0, x1, max(gutter.y1, gap.y1)
            gutter.rows += 1
            break
        else:
            merged.append(replace(gap))
    return merged


def region(gutter: Gutter, runs: list[Run], page: Box, barriers: list[Box]) -> list[Run]:
    """The runs left and right of a gutter, up and down to the first run or grid that stands across it.

    The gutter narrows as longer lines of either column come in, but never below a column gap.
    """
    members: list[Run] = []
    top = max((box[3] for box in barriers if middle(box) < gutter.y0), default=float("-inf"))
    bottom = min((box[1] for box in barriers if middle(box) > gutter.y1), default=float("inf"))
    inside = [run for run in runs if top < middle(run.box) < bottom]
    within = [run for run in inside if gutter.y0 <= middle(run.box) <= gutter.y1]
    above = [run for run in inside if middle(run.box) < gutter.y0]
    below = [run for run in inside if middle(run.box) > gutter.y1]
    above.sort(key=lambda run: -run.box[3])
    below.sort(key=lambda run: run.box[1])
    for way in (within, above, below):
        for run in way:
            if not narrow(gutter, run) or is_title(run, runs, page):
                break
            members.append(run)
    return members


def narrow(gutter: Gutter, run: Run) -> bool:
    """Make way for a run left or right of the gutter; False where that leaves no gutter."""
    least = BREAK * gutter.size
    if run.box[0] < gutter.x0 and run.box[2] <= max(gutter.x0, gutter.x1 - least):
        gutter.x0 = max(gutter.x0, run.box[2])
        return True
    if run.box[2] > gutter.x1 and run.box[0] >= min(gutter.x1, gutter.x0 + least):
        gutter.x1 = min(gutter.x1, run.box[0])
        return True
    return False


def is_title(run: Run, runs: list[Run], page: Box) -> bool:
    """Whether a run stands alone on its row in the middle of the page."""
    off = abs((run.box[0] + run.box[2]) / 2 - (page[0] + page[2]) / 2)
    alone = not any(other is not run and overlap(other.box, run.box) >= 0.4 for other in runs)
    return alone and off < 0.04 * (page[2] - page[0])


def set_lines(runs: list[Run]) -> list[Line]:
    """Runs of one column as lines, top to bottom, words left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.box[1] + run.box[3]):
        for row in reversed(rows[-3:]):
            if all(overlap(run.box, other.box) >= 0.5 and is_beside(run, other) for other in row):
                row.append(run)
                break
        else:
            rows.append([run])
    return [as_line([word for run in sorted(row, key=lambda run: run.box[0]) for word in run.words]) for row in rows]


def is_beside(run: Run, other: Run) -> bool:
    """Whether two runs of a row stand side by side: engines stretch the box of a word over the next one."""
    shared = min(run.box[2], other.box[2]) - max(run.box[0], other.box[0])
    return (
        shared < min(1.2 * run.size, 0.2 * (run.box[2] - run.box[0]), 0.2 * (other.box[2] - other.box[0])) or shared < 1
    )


def as_line(words: Sequence[Printed]) -> Line:
    """One line with the type most of its letters are set in."""
    letters = sum(len(word.word.text) for word in words)
    bold = sum(len(word.word.text) for word in words if word.bold)
    italic = sum(len(word.word.text) for word in words if word.italic)
    return Line(
        words=tuple(word.word for word in words),
        size=round(median(word.size for word in words), 1),
        bold=bold >= 0.8 * letters,  # a bold label before plain text does not make a heading
        italic=italic >= 0.8 * letters,
    )


def mark_gaps(items: list[Line | Grid]) -> tuple[Line | Grid, ...]:
    """Set `Line.gap` where the leading above a line is clearly more than the page's usual."""
    steps: dict[int, float] = {}
    for index, (above, line) in enumerate(pairwise(items), start=1):
        if isinstance(above, Line) and isinstance(line, Line) and above.box and line.box and above.size and line.size:
            step = middle(line.box) - middle(above.box)
            if step > 0:
                steps[index] = step / max(above.size, line.size)
    usual = median(step for step in steps.values() if step < 2.5) if any(s < 2.5 for s in steps.values()) else 2.5
    marked: list[Line | Grid] = []
    for index, item in enumerate(items):
        if isinstance(item, Line):
            after_grid = index > 0 and isinstance(items[index - 1], Grid)
            item = replace(item, gap=after_grid or steps.get(index, 0) > LEADING * usual)
        marked.append(item)
    return tuple(marked)


def fill(frame: Frame, rows: Iterable[Sequence[Printed]]) -> Grid | None:
    """The words of a ruled frame in its cells, by centre point.

    None where the cells say nothing, or nothing for sure: the strokes of a stamp cross like rulings.
    """
    rows = list(rows)
    if not rows or fmean(word.word.confidence for row in rows for word in row) < 0.5:
        return None
    cells: list[list[Cell | None]] = [[None] * (len(frame.xs) - 1) for _ in frame.ys[1:]]
    full = 0
    for cell in frame.cells:
        row, column, row_span, column_span = cell
        inside, rows = split_rows(rows, frame.cell_box(cell))
        lines = set_lines([Run(words) for words in inside])
        lines = [line for line in lines if any(char.isalnum() or char in "-+x*%" for char in line.text)]
        cells[row][column] = Cell(tuple(lines), row_span, column_span)
        full += bool(lines)
    said = sum(char.isalnum() for row in cells for cell in row if cell for line in cell.lines for char in line.text)
    if full <= 0.25 * len(frame.cells) and said < LEAST_SAID:
        return None
    if full < (1 if len(frame.xs) > 3 else 2):  # the rest of a row that a page cut may fill one cell alone
        return None
    return Grid(tuple(tuple(row) for row in cells), frame.box)


def split_rows(rows: Iterable[Sequence[Printed]], box: Box) -> tuple[list[list[Printed]], list[list[Printed]]]:
    """The parts of rows whose words have their centre inside `box`, and the parts that have not."""
    inside: list[list[Printed]] = []
    outside: list[list[Printed]] = []
    for row in rows:
        within = [box[0] <= (w.box[0] + w.box[2]) / 2 < box[2] and box[1] <= middle(w.box) < box[3] for w in row]
        inside.append([word for word, is_in in zip(row, within, strict=True) if is_in])
        outside.append([word for word, is_in in zip(row, within, strict=True) if not is_in])
    return [row for row in inside if row], [row for row in outside if row]


def is_furniture(run: Run, height: float, usual: float) -> bool:
    """Page number, the gazette's running header, an electronic signature's stamp, the address of a download site."""
    text = " ".join(word.word.text for word in run.words).strip()
    at_top, at_bottom = run.box[3] < MARGIN * height, run.box[1] > (1 - MARGIN) * height
    if at_top and (RUNNING_HEADER.fullmatch(text) or run.size < SMALL * usual):
        return True
    return (at_top or at_bottom) and bool(PAGE_NUMBER.fullmatch(text) or WEB_ADDRESS.fullmatch(text))


def is_margin_note(text: str) -> bool:
    """Whether text set sideways is the page number or running header of a page bound the other way."""
    return bool(PAGE_NUMBER.fullmatch(text) or RUNNING_HEADER.fullmatch(text))


def says_something(line: Line) -> bool:
    """False for ornaments and specks: a line without a letter or a digit, the end mark `./.` apart."""
    return any(char.isalnum() for char in line.text) or bool(END_MARK.fullmatch(line.text))


def overlap(a: Box, b: Box) -> float:
    """Share of the lower of two boxes that lies beside the other.

    >>> overlap((0, 0, 1, 10), (5, 5, 6, 15))
    0.5
    """
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, shared / max(min(a[3] - a[1], b[3] - b[1]), 0.1))


def middle(box: Box) -> float:
    """Height of the middle of a box."""
    return (box[1] + box[3]) / 2
