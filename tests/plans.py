"""Any number of plans of a given length, made of the lines of the samples: for load, never for figures of quality.

Plan `n` is the same on every machine. Its head is a sample's with a number of its own; its body is tasks of all samples,
their numbers varied, under the headings I to V.
"""

import random
import re
from dataclasses import replace
from functools import cache

from tests.samples import word
from tests.samples.generate import SAMPLES
from tests.samples.plan import Plan, outline, plain

WORDS_A_PAGE = 317  # of 144 pages of born-digital PDFs in data/raw and ../shared/realdocs: 317
HEADINGS = ("MỤC ĐÍCH, YÊU CẦU", "CHỈ TIÊU", "NHIỆM VỤ, GIẢI PHÁP", "KINH PHÍ THỰC HIỆN", "TỔ CHỨC THỰC HIỆN")
ROMAN = ("I", "II", "III", "IV", "V")


@cache
def tasks() -> tuple[str, ...]:
    """What the samples order, a line each, with its marks."""
    nodes = (node for sample in SAMPLES for node in outline(sample.plan.body))
    return tuple(dict.fromkeys(node.source for node in nodes if len(plain(node.source).split()) > 12))


def make_plan(number: int, pages: int = 5) -> Plan:
    """Plan `number`, of about so many pages."""
    chance = random.Random(number)
    base = SAMPLES[number % len(SAMPLES)].plan
    left = WORDS_A_PAGE * pages - len(" ".join(word.lines(replace(base, body="# I. MỤC ĐÍCH", tables=()))).split())
    lines = [[] for _ in HEADINGS]
    while left > 0:
        task = re.sub(r"(?<![\d/.])\d{2}(?=%)", lambda _: str(chance.randint(50, 99)), chance.choice(tasks()))
        chance.choice(lines).append(task)
        left -= len(plain(task).split()) + 1
    body = []
    for roman, heading, mine in zip(ROMAN, HEADINGS, lines, strict=True):
        body += [f"# {roman}. {heading}", *(f"{place}. {task}" for place, task in enumerate(mine, start=1))]
    return replace(base, stem=f"plan-{number:06}", number=str(number + 1), body="\n".join(body), tables=())


def make_text(number: int, pages: int = 5) -> str:
    """Plan `number` as text, a form feed between pages."""
    found, on_page = [], 0
    for line in word.lines(make_plan(number, pages)):
        on_page += len(line.split())
        if on_page > 1.1 * WORDS_A_PAGE:
            found.append("\f")
            on_page = len(line.split())
        found.append(f"{line}\n")
    return "".join(found)
