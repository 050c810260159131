"""The outline of the body: I -> 1 -> a) -> - -> +, and Chương, Mục, Điều, Khoản, Điểm.

Ladder: Decree 30/2020, annex I, II.5; letters follow the Vietnamese alphabet. Paths of articles use the component
names of Akoma Ntoso.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.document import Document, Flag, Paragraph, Section, Span, is_capitals, skeleton
from pipeline.structure.labels import ALPHABET, RANKS, decode, read_label, roman_value

COMPONENT = {"part": "part", "chapter": "chp", "section": "sec", "article": "art"}

MOST_TITLE = 60  # characters of a bullet that is a title, `- Nông nghiệp công nghệ cao`

CLOSING = re.compile(
    r"^(?:tren day la|\(?(?:co )?(?:cac )?phu luc|\((?:kem theo|chi tiet|dinh kem|gui kem)|"
    r"(?:[\w ]{4,50} )?(?:xin )?thong bao (?:de|den|toi) .*(?:biet|thuc hien)|"
    r"cac (?:co quan|don vi|so)[\w ,]* can cu .*(?:trien khai|thuc hien) ke hoach nay|"
    r"trong qua trinh (?:trien khai|thuc hien|to chuc)|"
    r"(?:(?:chu tich )?(?:ubnd|uy ban nhan dan) [\w ]{2,40})?(?:yeu cau|de nghi) (?:cac|thu truong|giam doc|lanh dao))"
)
ORDER_LINE = re.compile(r"^(?:quyet dinh|quyet nghi|chi thi|nghi quyet)\s*:?$")


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph of the body with what its label says."""

    kind: str  # a key of RANKS, 'text' or 'closing'
    label: str | None
    span: Span  # of the text without label
    rank: int
    paragraph: Paragraph
    opens_part: bool = False


def parse_sections(doc: Document) -> Document:
    """Fill `sections` from the paragraphs of the body; doubts about numbering become flags."""
    scanned = {page.number for page in doc.pages if doc.restored or page.text_source in ("ocr", "mixed")}
    items = [item for part in _parts(doc) for item in read_labels(part, doc.text, scanned)]
    sections = tuple(_build(items, doc.text))
    opens = {item.span.start for item in items if item.opens_part}
    return replace(doc, sections=sections, flags=doc.flags + tuple(_doubts(sections, opens)))


def _parts(doc: Document) -> list[list[Paragraph]]:
    """The paragraphs of the body; a decision and the plan that it promulgates, after its signature, are two parts."""
    body = {(span.start, span.end) for span in doc.header.body}
    parts: list[list[Paragraph]] = []
    goes_on = False
    for paragraph in doc.paragraphs:
        inside = (paragraph.span.start, paragraph.span.end) in body
        if inside and not goes_on:
            parts.append([])
        if inside:
            parts[-1].append(paragraph)
        goes_on = inside
    return parts


def read_labels(paragraphs: list[Paragraph], text: str, scanned: set[int] | None = None) -> Iterator[_Item]:
    """Each paragraph with its label, read through noise by what may follow the label before it.

    On `scanned` pages a Roman numeral that lost a stroke counts as the one that is due; elsewhere it stays as written.
    """
    owns: list[tuple[int, str]] = []  # where each begins without its Markdown, and what it says
    for paragraph in paragraphs:
        own = paragraph.span.of(text)
        bare = own if own.startswith("* ") else own.lstrip(" *_#")  # a star before a space is a list mark
        owns.append((paragraph.span.start + len(own) - len(bare), bare.rstrip(" *_#")))
    readings = [
        read_label(own, paragraph.page_start in (scanned or ()))
        for paragraph, (_, own) in zip(paragraphs, owns, strict=True)
    ]
    last_numbered = max((at for at, (label, *_) in enumerate(readings) if label.value), default=-1)
    started = closing = False
    opens = True
    titled = -1  # the paragraph that is the title of the chapter above it
    for position, (paragraph, read) in enumerate(zip(paragraphs, decode(readings), strict=True)):
        if position == titled:
            continue
        start, own = owns[position]
        folded, end = skeleton(own), start + len(own)
        kind, label, cut = read.kind, read.label, read.cut
        if kind == "text" and (CLOSING.match(folded) and started and position > last_numbered):
            closing = True
        if kind == "text":
            item_kind = "closing" if closing else "text"
            if not ORDER_LINE.match(folded):
                yield _Item(item_kind, None, Span(start, end), 99, paragraph, opens)
                opens = False
            continue
        closing = closing and kind in ("dash", "plus")
        started = True
        span = Span(start + cut, end)
        if span.end <= span.start and kind in ("part", "chapter", "section") and position + 1 < len(paragraphs):
            below = paragraphs[position + 1].span
            if is_capitals(below.of(text)):
                titled, span = position + 1, below
        yield _Item(kind, label, span, read.rank, paragraph, opens)
        opens = False


@dataclass(slots=True)
class _Node:
    """A node on the path from the root to where we are."""

    rank: int
    path: str
    section_id: str
    depth: int
    children: int = 0
    bullets: int = 0
    paragraphs: int = 0
    is_title: bool = False  # a bullet that is the title of what stands below it


def _build(items: list[_Item], text: str) -> Iterator[Section]:
    stack: list[_Node] = []
    tops: Counter[str] = Counter()
    used: Counter[str] = Counter()
    top_children = 0
    for number, item in enumerate(items, start=1):
        if item.opens_part:
            stack.clear()
        if item.kind == "closing":
            parent = None
        elif item.kind == "text":
            parent = next((node for node in reversed(stack) if node.rank < RANKS["dash"] or node.is_title), None)
            while stack and stack[-1] is not parent:
                stack.pop()
        else:
            while stack and stack[-1].rank >= item.rank:
                stack.pop()
            parent = stack[-1] if stack else None
        path = _path(item, parent, tops)
        used[path] += 1
        if used[path] > 1:
            path = f"{path}~{used[path]}"
        if parent:
            parent.children += 1
            ordinal = parent.children
        else:
            top_children += 1
            ordinal = top_children
        section_id = f"s{number}"
        following = items[number] if number < len(items) else None
        yield Section(
            id=section_id,
            parent_id=parent.section_id if parent else None,
            path=path,
            depth=parent.depth + 1 if parent else 0,
            ordinal=ordinal,
            kind=_kind(item, following, text),
            label=item.label,
            span=item.span,
            page_start=item.paragraph.page_start,
            page_end=item.paragraph.page_end,
        )
        if item.kind not in ("text", "closing"):
            own = item.span.of(text)
            is_title = item.rank >= RANKS["dash"] and len(own) <= MOST_TITLE and own[-1:].isalnum()
            depth = parent.depth + 1 if parent else 0
            stack.append(_Node(item.rank, path, section_id, depth, is_title=is_title))


def _path(item: _Item, parent: _Node | None, tops: Counter[str]) -> str:
    if item.kind == "closing":
        tops["Z"] += 1
        return f"Z.p{tops['Z']}"
    if item.kind == "text":
        if parent is None:
            tops["p"] += 1
            return f"0.p{tops['p']}"
        parent.paragraphs += 1
        return f"{parent.path}.p{parent.paragraphs}"
    if item.kind in ("dash", "plus"):
        if parent is None:
            tops["-"] += 1
            return f"0.-{tops['-']}"
        parent.bullets += 1
        return f"{parent.path}.-{parent.bullets}"
    label = item.label or ""
    if item.kind in COMPONENT:
        label = f"{COMPONENT[item.kind]}_{label}"
    elif item.kind == "dotted":
        label = label.rsplit(".", 1)[1]
    return f"{parent.path}.{label}" if parent else label


def _kind(item: _Item, following: _Item | None, text: str) -> Literal["heading", "point", "bullet", "paragraph"]:
    """A short title line is a heading, a numbered sentence a point."""
    if item.kind in ("text", "closing"):
        return "paragraph"
    if item.kind in ("dash", "plus"):
        return "bullet"
    if item.kind in ("part", "chapter", "section", "capital", "roman"):
        return "heading"
    own = item.span.of(text)
    deeper = following is not None and following.rank > item.rank
    if deeper and all(line.bold for line in item.paragraph.lines):
        return "heading"
    if own.endswith((".", ";", ",")):
        return "point"
    # 60 and 160 characters: titles of the seeds and real plans stay below, numbered sentences mostly above.
    if own.endswith(":"):
        return "heading" if len(own) <= 60 and deeper else "point"
    return "heading" if (len(own) <= 160 and deeper) or len(own) <= 40 else "point"


def _doubts(sections: tuple[Section, ...], opens: set[int]) -> Iterator[Flag]:
    """Gaps and repeats in the numbering, kept as written."""
    last: dict[tuple[str | None, str], int] = {}
    siblings: Counter[tuple[str | None, str, str]] = Counter()
    for section in sections:
        if section.span.start in opens:  # the outline of a promulgated plan begins anew
            last.clear()
            siblings.clear()
        if section.label is None or section.kind == "bullet":
            continue
        component, _, leaf = section.path.rsplit(".", 1)[-1].split("~")[0].rpartition("_")
        family, value = _ordinal(leaf)
        if not value:
            continue
        # articles run on through chapters and sections
        key = (None if component == "art" else section.parent_id, component or family)
        siblings[section.parent_id, family, section.label] += 1
        before = last.get(key)
        if siblings[section.parent_id, family, section.label] > 1 or before == value:
            yield Flag(
                "duplicate_label",
                "warning",
                f"The label {section.label} stands twice.",
                section.page_start,
                section.path,
            )
        elif (before is not None and value != before + 1) or (before is None and value != 1):
            due = (before or 0) + 1
            name = f"letter {ALPHABET[due - 1]}" if family == "letter" and due <= len(ALPHABET) else f"number {due}"
            message = f"The numbering jumps to {section.label}; {name} was due."
            # d -> e is how many clerks count who do not know that the Vietnamese alphabet has đ
            severity = "info" if family == "letter" and before == 4 and value == 6 else "warning"
            yield Flag("numbering_gap", severity, message, section.page_start, section.path)
        last[key] = value


def _ordinal(leaf: str) -> tuple[str, int]:
    if leaf.isdigit():
        return "arabic", int(leaf)
    if re.fullmatch(r"[IVX]+", leaf):
        return "roman", roman_value(leaf)
    if re.fullmatch(r"[A-H]", leaf):  # clerks count capitals with an F, seldom with a Đ
        return "capital", ord(leaf) - ord("A") + 1
    if len(leaf) == 1 and leaf in ALPHABET:
        return "letter", ALPHABET.index(leaf) + 1
    return "other", 0
