"""What a person sees at the terminal: what came of a run, one document in colour, how far to trust a dataset."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from pipeline.document import Document, Mention, Span
from pipeline.report import figures
from pipeline.run import Finished
from pipeline.store.rows import Rows
from pipeline.store.schema import TABLES
from pipeline.words import Say

STYLES = {"units": "cyan", "dates": "yellow", "legal_refs": "green", "quotas": "magenta"}
SEVERITY = {"error": "bold red", "warning": "yellow", "info": "dim"}
SHOWN_FLAGS, SHOWN_DOCUMENTS = 20, 20


def _grid() -> Table:
    grid = Table(show_header=False, box=None, pad_edge=False)
    grid.add_column(style="bold")
    grid.add_column()
    return grid


def _counts(say: Say, counts: Counter[str]) -> str:
    return ", ".join(f"{count} {say(name.replace('_', ' '))}" for name, count in sorted(counts.items()))


def summary(finished: Finished, out: Path, console: Console, say: Say) -> None:
    """What came of a run: how many of what, and every input that failed."""
    rows, severity = finished.tally.rows, finished.tally.severities
    grid = _grid()
    grid.add_row(say("files"), _counts(say, Counter(row["status"] for row in finished.inputs)))
    grid.add_row(say("documents"), str(rows["documents"]))
    grid.add_row(say("pages"), f"{rows['pages']} ({_counts(say, finished.tally.sources)})")
    grid.add_row(say("restored words"), str(rows["restorations"]))
    told = ("documents", "pages", "inputs", "restorations", "flags", "corrections")
    others = [f"{rows[name]} {say(name.replace('_', ' '))}" for name in TABLES if name not in told]
    grid.add_row(say("rows"), ", ".join(others))
    grid.add_row(say("flags"), ", ".join(f"{severity[level]} {say(level)}" for level in figures.SEVERITIES))
    if finished.corrections:
        grid.add_row(say("corrections"), _counts(say, Counter(row["status"] for row in finished.corrections)))
    speed = rows["pages"] / max(finished.seconds, 0.001)
    grid.add_row(say("time"), say("{} s, {} pages/s", f"{finished.seconds:.1f}", f"{speed:.2f}"))
    grid.add_row(say("tables in"), escape(str(out)))
    console.print(grid)
    for row in finished.corrections:
        if row["message"] and row["status"] != "absent":
            head = say("correction of line {} {}", row["line"], say(row["status"]))
            about = f"{row['table']} {row['key']} {row['column']}: {row['message']}"
            console.print(Text(f"{head}: ", "yellow") + Text(about), soft_wrap=True)
    for row in finished.inputs:
        if row["status"] == "failed":
            told_of = say(row["error_type"])
            message = row["error"] if told_of == row["error_type"] else f"{row['source_path']}: {told_of}"
            console.print(Text(f"{say('failed')} {row['error_type']}: ", "red") + Text(message), soft_wrap=True)


def document(doc: Document, console: Console, say: Say) -> None:
    """One document: its head, its outline with what was found in it, tables, tasks and doubts."""
    header = doc.header
    title = f"{header.doc_type or ''} {header.code or ''} {header.title or ''}".strip() or doc.source
    console.print(Text(title, "bold"))
    grid = _grid()
    for name in ("issuer", "issued_place", "issued_date", "province_name", "signer_title", "signer"):
        grid.add_row(say(name.replace("_", " ")), Text(str(getattr(header, name) or "—")))
    grid.add_row(say("recipients"), Text("; ".join(header.recipients) or "—"))
    grid.add_row(say("file"), Text(f"{doc.source}, {say('pages')}: {len(doc.pages)}, {doc.id}"))
    console.print(grid)
    legend = [(say(name.replace("_", " ")), style) for name, style in STYLES.items()]
    console.print(
        Text.assemble("\n", (say("Outline"), "bold"), "  ", *((f" {name} ", style) for name, style in legend))
    )
    console.print(outline(doc))
    for table in doc.tables:
        console.print(Text(f"\n{table.id} {table.title}", "bold"))
        shown = Table(show_lines=True)
        for label in table.header:
            shown.add_column(Text(label))
        for row in table.rows:
            if not row.is_header:
                shown.add_row(*(coloured(doc, span) for span in row.cells))
        console.print(shown)
    if doc.assignments:
        console.print(Text(f"\n{say('Tasks')}", "bold"))
        tasks = Table(box=None, pad_edge=False)
        for name in ("section", "body", "role", "deadline", "task"):
            tasks.add_column(say(name), overflow="fold")
        for each in doc.assignments:
            due = str(each.deadline or each.deadline_text or each.recurrence or "")
            tasks.add_row(each.section_path, Text(each.unit, STYLES["units"]), say(each.role), due, Text(each.task))
        console.print(tasks)
    for flag in doc.flags:
        place = ", ".join(str(part) for part in (flag.page and say("page {}", flag.page), flag.section_path) if part)
        head = f"{say(flag.severity)} {say(flag.code.replace('_', ' '))} {place}: "
        console.print(Text(head, SEVERITY[flag.severity]) + Text(flag.message), soft_wrap=True)


def outline(doc: Document) -> Tree:
    """The sections as a tree, each text coloured by what was found in it."""
    tree = Tree("", hide_root=True)
    nodes: dict[str | None, Tree] = {None: tree}
    for section in doc.sections:
        words = Text.assemble((f"{section.path} ", "dim"), coloured(doc, section.span))
        if section.kind == "heading":
            words.stylize("bold")
        nodes[section.id] = nodes.get(section.parent_id, tree).add(words)
    return tree


def coloured(doc: Document, span: Span) -> Text:
    """The words of `span`, each mention in the colour of its kind."""
    text = Text(span.of(doc.text))
    for name, style in STYLES.items():
        mentions: tuple[Mention, ...] = getattr(doc, name)
        for mention in mentions:
            if mention.span.meets(span):
                text.stylize(style, max(0, mention.span.start - span.start), mention.span.end - span.start)
    return text


def quality(tables: Rows, console: Console, say: Say) -> None:
    """How far a dataset can be trusted: what is missing, what is doubtful, and which documents to look at first."""
    found = figures.standings(tables)
    console.print(Text(say("Found in how many documents"), "bold"))
    grid = _grid()
    for name, share in figures.completeness(tables).items():
        style = "green" if share > 0.95 else "yellow" if share > 0.8 else "red"
        grid.add_row(say(name.replace("_", " ")), Text(f"{share:7.1%} {'█' * round(30 * share)}", style))
    console.print(grid)
    console.print(Text(f"\n{say('How sure')}", "bold"))
    sure = Table(box=None, pad_edge=False)
    for name in ("table", "rows", "mean confidence", "doubtful"):
        sure.add_column(say(name), justify="left" if name == "table" else "right")
    for name in figures.ENTITIES:
        scores = [row["confidence"] for row in tables[name]]
        mean = f"{sum(scores) / len(scores):.3f}" if scores else "—"
        doubtful = sum(score < figures.DOUBTFUL for score in scores)
        sure.add_row(say(name.replace("_", " ")), str(len(scores)), mean, str(doubtful))
    console.print(sure)
    console.print(Text(f"\n{say('Flags')}", "bold"))
    kinds = Counter((flag["severity"], flag["code"]) for flag in tables["flags"])
    flags = _grid()
    for (severity, code), count in sorted(
        kinds.items(), key=lambda item: (figures.SEVERITIES.index(item[0][0]), -item[1])
    ):
        flags.add_row(str(count), Text(f"{say(severity)} {say(code.replace('_', ' '))}", SEVERITY[severity]))
    console.print(flags)
    console.print(Text(f"\n{say('Look here first')}", "bold"))
    first = Table(box=None, pad_edge=False)
    for name in ("error", "warning", "complete", "sure", "doubtful", "file"):
        first.add_column(say(name), justify="left" if name == "file" else "right", overflow="fold")
    for standing in found[:SHOWN_DOCUMENTS]:
        counts = (str(standing.flags["error"]), str(standing.flags["warning"]))
        shares = (f"{standing.complete:.0%}", f"{standing.sure:.0%}", str(standing.doubtful))
        first.add_row(*counts, *shares, Text(standing.row["source_path"]))
    console.print(first)
    if corrected := figures.corrected_rules(tables):
        console.print(Text(f"\n{say('Rules that people corrected most')}", "bold"))
        rules = _grid()
        for table, column, rule, count in corrected:
            rules.add_row(str(count), f"{table}.{column}: {rule}")
        console.print(rules)
