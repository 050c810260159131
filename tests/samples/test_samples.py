"""The samples' ground truth is whole: its quotations stand on the page, nothing is left unmarked."""

import json
import re
import unicodedata
from functools import partial
from pathlib import Path

import pytest

from .generate import SAMPLES
from .plan import read_marks
from .truth import gold, read_units, texts, unit_spans

TRUTH = Path(__file__).parent / "truth"
each_sample = partial(pytest.mark.parametrize, "sample", SAMPLES, ids=lambda sample: sample.plan.stem[:2])
KEYS = ["doc", "metadata", "sections", "tables", "legal_refs", "dates", "quotas", "units", "assignments", "notes"]

# What a reader would take for a mention; each must lie inside a mark or a unit, or be listed as none.
DATELIKE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|[Hh][àằ]ng (?:tuần|tháng|quý|năm)|[Qq]uý [IV]+|[Tt]háng \d+/\d{4}")
REFLIKE = re.compile(r"\d+(?:/\d{4})?[/-][A-ZĐ][A-Za-zĐ&]*[-/][A-ZĐ]\w+|\bLuật [A-ZĐ]\w+")
QUOTALIKE = re.compile(r"\d+%|[Tt]ối (?:thiểu|đa) \d|[Íí]t nhất \d|[Kk]hông quá \d")
UNITLIKE = re.compile(
    r"(?<![\w/-])(?:UBND|HĐND|Sở [A-ZĐ]|Phòng [A-ZĐ]|Bộ [A-ZĐ]|Ban [A-ZĐ]|Hội [A-ZĐ]|Đài [A-ZĐ]|Báo [A-ZĐ]"
    r"|Trung tâm [A-ZĐ]|Văn phòng [A-ZĐ]|Công an|Thường trực [A-ZĐ]|Trường [A-ZĐ]|Tỉnh ủy|Huyện ủy|Chủ tịch)"
)
NO_MENTION = ("Như Điều", "Luật Đất đai và", "Bộ luật", "Ngày Pháp luật nước")


def truth_of(sample) -> dict:
    """Return the ground truth on disk."""
    return json.loads((TRUTH / f"{sample.plan.stem}.json").read_text(encoding="utf-8"))


def page_words(sample) -> str:
    """Return the text of the pages without page numbers and running heads, on one line."""
    pages = (TRUTH / f"{sample.plan.stem}.txt").read_text(encoding="utf-8").split("\f")
    furniture = r"\A(?:CÔNG BÁO/.*\n)?(?:\d{1,2}\n)?"
    return " ".join(" ".join(re.sub(furniture, "", page) for page in pages).split())


@each_sample()
def test_truth_is_current(sample):
    assert truth_of(sample) == gold(sample.plan), "run python -m tests.samples.generate"


@each_sample()
def test_truth_is_well_formed(sample):
    truth = truth_of(sample)
    assert list(truth) == KEYS
    paths = [section["path"] for section in truth["sections"]]
    assert len(paths) == len(set(paths))
    for table in truth["tables"]:
        assert {len(row) for row in table["rows"]} == {len(table["header"])}
    whole = json.dumps(truth, ensure_ascii=False)
    assert unicodedata.is_normalized("NFC", whole)
    assert not re.search(r"[\[\]]\w+ |  ", " ".join(section["text"] for section in truth["sections"]))


@each_sample()
def test_quotations_stand_on_the_page(sample):
    truth, page = truth_of(sample), page_words(sample)
    cells = " ".join(cell for table in truth["tables"] for row in table["rows"] for cell in row)
    for section in truth["sections"]:
        assert section["text"] in page
    for kind in ("legal_refs", "dates", "quotas", "units"):
        for mention in truth[kind]:
            assert mention["raw"] in page or mention["raw"] in cells


@each_sample()
def test_every_mention_is_marked(sample):
    units = read_units(sample.plan)
    for path, source in texts(sample.plan):
        text, marks = read_marks(source)
        inside = [(mark.start, mark.end) for mark in marks if mark.kind not in ("lead", "with", "title")]
        bodies = [span[:2] for span in unit_spans(text, units)]
        for pattern, spans in ((DATELIKE, inside), (REFLIKE, inside), (QUOTALIKE, inside), (UNITLIKE, bodies)):
            for match in pattern.finditer(text):
                known = any(start <= match.start() < end for start, end in spans)
                assert known or text[match.start() :].startswith(NO_MENTION), f"{path}: {match[0]!r} in {text!r}"
