"""A sample document as its author writes it: header fields, a marked outline, tables, recipients.

The body is plain text, one node a line, labelled as on paper; a line that starts with `# ` is a heading, `> ` the
closing formula, `@centre ` a line that belongs to no section, `@attach ` the heading of an attached regulation.
Marks in square brackets say what a span is, so that the page and the ground truth come from one source:

>>> text, marks = read_marks("Thực hiện [ref Kế hoạch số 21/KH-UBND ngày 18/01/2024 của UBND tỉnh] về [title thi đua]")
>>> text[marks[0].start : marks[0].end]
'Kế hoạch số 21/KH-UBND ngày 18/01/2024 của UBND tỉnh'
>>> [node.path for node in outline("# I. MỤC TIÊU\\n- Nâng cao.\\n# II. NHIỆM VỤ\\n1. Rà soát.\\na) Nhóm một;")]
['I', 'I.-1', 'II', 'II.1', 'II.1.a']
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# ref: a cited instrument; amend: one that the text before it amends; self: this document; title: what the last ref is
# about; by, report, when, span: a date that is a deadline, a reporting time, something else, a plan's years;
# quota: a number somebody owes (after "|": what is counted); lead, with: who leads, who coordinates.
KINDS = {"ref", "amend", "self", "title", "by", "report", "when", "span", "issued", "quota", "lead", "with"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the plain text and what it is."""

    kind: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the body; `style` is how its label is written, `source` its text with marks, without the label."""

    path: str  # "" for lines that belong to no section
    kind: str  # heading, point, bullet, paragraph; centre, attach
    style: str
    label: str
    printed: str  # the label as on paper: "I.", "a)", "Điều 3."
    source: str


@dataclass(frozen=True, slots=True)
class Table:
    """An appendix table. A row of one or two cells is a section row: its last cell spans the rest of the width."""

    name: str  # "Phụ lục", "Phụ lục I"
    title: str
    caption: str  # "(Kèm theo [self Kế hoạch số ...])"
    header: tuple[str | tuple[str, tuple[str, ...]], ...]  # a pair is a group over its columns
    widths: tuple[float, ...]
    rows: tuple[tuple[str | None, ...], ...]  # None: merged with the cell above
    lead: int | None = None  # columns, counted from 0
    with_: int | None = None
    by: int | None = None
    landscape: bool = False
    size: float = 11.5


@dataclass(frozen=True, slots=True)
class Plan:
    """One administrative document, ready to be set in type and to yield its ground truth."""

    stem: str
    level: str
    province: str
    issuer: str  # canonical
    seat: str  # the place that its own bodies belong to: "tỉnh Hà Giang"
    head: tuple[str, ...]  # issuing body, as printed
    number: str
    symbol: str
    place: str
    day: tuple[int, int, int]  # day, month, year
    doc_type: str
    title: str  # lines as on paper
    year: int
    sign: tuple[str, ...]  # authority and post, as printed
    signer: str
    recipients: tuple[str, ...]  # without the dash
    units: str  # one a line: see truth.read_units
    body: str
    superior: tuple[str, ...] = ()
    superior_name: str = ""  # canonical
    party: bool = False
    tables: tuple[Table, ...] = ()
    sign_mode: str | None = None
    notes: tuple[str, ...] = field(default=())


def read_marks(source: str) -> tuple[str, tuple[Mark, ...]]:
    """Return the plain text and its marks, outer before inner."""
    text: list[str] = []
    length = 0
    open_: list[tuple[str, int, int]] = []  # kind, start, place in `marks`
    marks: list[Mark | None] = []
    for token in re.findall(r"\[[a-z]+ |\s*\|[^\[\]|]*\]|\]|[^\[\]|]+", source):
        if token.startswith("["):
            kind = token[1:-1]
            if kind not in KINDS:
                raise ValueError(f"unknown mark [{kind}] in: {source}")
            open_.append((kind, length, len(marks)))
            marks.append(None)
        elif token.endswith("]"):
            kind, start, place = open_.pop()
            if len(token) > 1 and text and text[-1].endswith(" "):
                text[-1] = text[-1].rstrip()
                length = sum(map(len, text))
            marks[place] = Mark(kind, start, length, token[:-1].strip(" |"))
        else:
            text.append(token)
            length += len(token)
    if open_:
        raise ValueError(f"unclosed mark [{open_[-1][0]}] in: {source}")
    return "".join(text), tuple(mark for mark in marks if mark)


def plain(source: str) -> str:
    """Return the text as it stands on paper."""
    return read_marks(source)[0]


LABELS = (  # style, pattern of the printed label; a style stands under every style before it
    ("chp", r"Chương (?P<n>[IVX]+)"),
    ("sec", r"Mục (?P<n>\d+)\."),
    ("art", r"Điều (?P<n>\d+)\."),
    ("roman", r"(?P<n>[IVX]+)[.\-]"),
    ("arabic", r"(?P<n>\d+)[.\-]"),
    ("dotted", r"\d+\.(?P<n>\d+)\."),
    ("dotted3", r"\d+\.\d+\.(?P<n>\d+)\."),
    ("letter", r"(?P<n>[a-zđ])\)"),
    ("dash", r"-"),
    ("plus", r"\+"),
)
RANK = {style: rank for rank, (style, _) in enumerate(LABELS)}
PREFIX = {"chp": "chp_", "sec": "sec_", "art": "art_"}


def outline(body: str) -> Iterator[Node]:
    """Yield the body's lines in order, each with its path."""
    above: list[tuple[int, str]] = []  # rank and path of the open nodes
    used: dict[str, int] = {}  # how often a path or a counter was given
    for line in body.strip().splitlines():
        if not line:
            continue
        if line.startswith("@"):
            kind, source = line[1:].split(" ", 1)
            if kind == "attach":  # an attached regulation has an outline of its own
                above.clear()
            yield Node("", kind, kind, "", "", source)
            continue
        heading = line.startswith("# ")
        line = line.removeprefix("# ")
        style, printed, number, source = read_label(line)
        if style == "paragraph":
            holder = next((path for rank, path in reversed(above) if rank < RANK["dash"]), "0")
            if line.startswith("> "):
                holder, source = "Z", source.removeprefix("> ")
            path = count(used, f"{holder}.p")
            yield Node(path, "paragraph", "close" if holder == "Z" else style, "", "", source)
            continue
        while above and above[-1][0] >= RANK[style]:
            above.pop()
        parent = f"{above[-1][1]}." if above else ""
        if style in ("dash", "plus"):
            path, kind = count(used, f"{parent}-"), "bullet"
        else:
            path, kind = f"{parent}{PREFIX.get(style, '')}{number}", "heading" if heading else "point"
            used[path] = used.get(path, 0) + 1
            path += f"~{used[path]}" if used[path] > 1 else ""
        above.append((RANK[style], path))
        yield Node(path, kind, style, number if style not in PREFIX else printed.rstrip("."), printed, source)


def read_label(line: str) -> tuple[str, str, str, str]:
    """Return the label's style, the label as printed, its number, and the rest of the line."""
    for style, pattern in LABELS:
        if match := re.match(pattern + r" (?P<rest>.+)", line):
            rest = match["rest"].removeprefix("| ")
            printed = line[: match.start("rest")].strip()
            return style, printed, match.groupdict().get("n") or printed, rest
    return "paragraph", "", "", line


def count(used: dict[str, int], stem: str) -> str:
    """Return the next path of a counted kind: `III.p1`, `III.p2`."""
    used[stem] = used.get(stem, 0) + 1
    return f"{stem}{used[stem]}"
