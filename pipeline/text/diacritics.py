"""Which text was misread, and by what; the restorer mends it (`pipeline/text/restorer.py`, `models/diacritics/`).

Two accidents: an English engine read a Vietnamese page and no letter is sure (`t6 chirc` tổ chức), or the Vietnamese
engine read a poor scan and mistook some marks (`tố chức`). Sound text is left alone.

>>> print(restore_text("K& hoach duoc trién khai, t6 chire thuc hién\\ntai tit ca cic co quan, don vi trén dia ban"))
Kế hoạch được triển khai, tổ chức thực hiện
tại tất cả các cơ quan, đơn vị trên địa bàn
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import inf

from pipeline.document import Box, Cell, Document, Flag, Grid, Line, Page, Word, union
from pipeline.text.pieces import split_token
from pipeline.text.restorer import Restored, Restorer, load_restorer
from pipeline.text.syllables import LETTER, VIETNAMESE_ONLY, bare_syllables, strip_marks

PAGE_LETTERS = 120  # a page with fewer is judged with its file
MOST_OWN = 0.04  # true text has 0.17-0.22 of letters that only Vietnamese has, Vietnamese OCR as many, English OCR none
LINE_LETTERS = 20  # true Vietnamese has one of its own letters in five
STRETCH_LETTERS = 60  # of neighbouring lines, enough to show what read them
ENGLISH = frozenset("the of and is for with that shall by are from or be as not which this may any all his was".split())
MOST_ENGLISH = 0.05

SAMPLES = (200, 600)  # words by which a text is judged, and by which again where some of them would change
PROSE, LEAST_PROSE = 0.7, 150  # share of words in lower case in a line of prose; words of prose to judge by it alone
DOUBTFUL = 0.0055  # share of them that would change, at which the text is a poor scan
FEWEST = 4  # different changes
KEEP = 4.0  # nats by which a reading must beat a word of a poor scan as it stands
KEEP_SOUND, ENGINE_DOUBTS = 5.0, 0.9  # the same on a good scan, and only for words that the engine doubts
CONTEXT = 2  # lines to each side of such a word that the restorer sees
SOUND = 0.97  # mean confidence of a page above which no sample is needed: poor scans were up to 0.962
PASSES = 4
UNCERTAIN = 0.85  # mean confidence of a line below which it is flagged

Lines = Sequence[Sequence[str]]


def is_destroyed(text: str, least_letters: int = STRETCH_LETTERS) -> bool | None:
    """Whether `text` is Vietnamese that lost its letters to English OCR; None where there is too little to tell.

    >>> is_destroyed("Thuc hién Ké hoach s6 300/KH-UBND ngay 28/12/2023 ciua Chu tich UBND tinh vé cai cach hanh chinh")
    True
    >>> is_destroyed("Thực hiện Kế hoạch số 300/KH-UBND ngày 28/12/2023 của Chủ tịch Ủy ban nhân dân tỉnh Đồng Nai")
    False
    """
    own = len(VIETNAMESE_ONLY.findall(text))
    if own >= least_letters and own > MOST_OWN * len(text):
        return False  # whatever share of the text is letters
    letters = len(LETTER.findall(text))
    if letters < least_letters:
        return None
    if own > MOST_OWN * letters:
        return False
    words = [piece.core.lower() for token in text.split() for piece in split_token(token) if piece.kind == "word"]
    words = [word for word in words if len(word) > 1]
    if not words:
        return None
    syllables = sum(bare_syllables().fullmatch(strip_marks(word)) is not None for word in words) / len(words)
    return syllables > 0.45 and english_share(words) < MOST_ENGLISH


def english_share(words: Sequence[str]) -> float:
    """Share of the words, in lower case, that hold English sentences together.

    >>> english_share("the page that holds this table".split())
    0.5
    """
    return sum(word in ENGLISH for word in words) / max(1, len(words))


def find_destroyed(lines: Lines) -> list[bool]:
    """Which lines of a text belong to its destroyed parts.

    A part is a run of lines without one sure letter, with STRETCH_LETTERS at least.

    >>> text = "Kế hoạch của Ủy ban nhân dân tỉnh Đồng Nai / Ké hoach tuyén truyén cua Uy ban nhan dan tinh / Noi nhan:"
    >>> good, bad, short = map(str.split, text.split("/"))
    >>> find_destroyed([good, bad, bad, short, good])
    [False, True, True, True, False]
    """
    texts = [" ".join(line) for line in lines]
    if is_destroyed("\n".join(texts), least_letters=4):
        return [True] * len(lines)
    found: list[bool] = []
    for sound, group in groupby(texts, key=lambda text: VIETNAMESE_ONLY.search(text) is not None):
        part = list(group)
        found += [not sound and is_destroyed("\n".join(part)) is True] * len(part)
    return found


def is_doubtful(lines: Lines, restorer: Restorer) -> bool:
    """Whether the words of `lines` are those of a poor scan: samples are restored and the different changes counted."""
    lines = of_prose(lines)
    changes: set[tuple[str, str]] = set()
    sample, seen = range(0), range(0)
    for size in SAMPLES:
        sample = middle(lines, size)
        if english_share([token.lower() for number in sample for token in lines[number]]) > MOST_ENGLISH:
            return False
        fresh = [lines[number] for number in sample if number not in seen]
        restored = restorer.restore(fresh, [[KEEP] * len(line) for line in fresh])
        words = (word for line in restored for word in line if word.text != word.raw)
        changes |= {(word.raw, word.text) for word in words if not word.raw.istitle()}  # a strange name proves nothing
        if not changes:
            return False
        seen = sample
    return len(changes) >= FEWEST and len(changes) > DOUBTFUL * sum(len(lines[number]) for number in sample)


def of_prose(lines: Lines) -> Lines:
    """The lines that are mostly words in lower case, for names and codes show no misreading; all where they are few.

    >>> [len(line) for line in of_prose([["KẾ", "HOẠCH"], ["tuyên", "truyền"] * 99])]
    [198]
    """
    prose = [line for line in lines if line and sum(map(str.islower, line)) >= PROSE * len(line)]
    return prose if sum(map(len, prose)) >= LEAST_PROSE else [line for line in lines if line]


def middle(lines: Lines, size: int) -> range:
    """Numbers of the lines about the middle of a text with `size` words or a few more; all of a shorter text.

    >>> middle([["a"], ["b", "c"], ["d"], ["e"]], 2)
    range(1, 2)
    """
    spare = sum(map(len, lines)) - size
    start, end, skipped = 0, len(lines), 0
    while start < end and skipped + len(lines[start]) <= spare / 2:
        skipped += len(lines[start])
        start += 1
    while end > start and skipped + len(lines[end - 1]) <= spare:
        skipped += len(lines[end - 1])
        end -= 1
    return range(start, end)


def is_vietnamese(line: Sequence[str]) -> bool:
    """Whether a line has letters that only Vietnamese has, or is too short to need any.

    >>> is_vietnamese("Ban hành kèm theo Quyết định".split()), is_vietnamese("the page that holds this table".split())
    (True, False)
    """
    text = " ".join(line)
    return VIETNAMESE_ONLY.search(text) is not None or len(LETTER.findall(text)) < LINE_LETTERS


def restore_lines(lines: Lines, restorer: Restorer | None = None, is_poor: bool | None = None) -> list[list[Restored]]:
    """Each line's tokens as they should read, with what was read and a confidence; sound lines come back as they are.

    `is_poor`: whether they are known to come from a poor scan; None: to be judged by themselves.

    >>> [(word.raw, word.text) for word in restore_lines([["t6", "chirc", "thuc", "hién"]])[0]][:2]
    [('t6', 'tổ'), ('chirc', 'chức')]
    """
    restorer = restorer or load_restorer()
    destroyed = find_destroyed(lines)
    out = as_they_are(lines)

    def mend(chosen: list[int], keep: Sequence[Sequence[float]] | None) -> None:
        for number, tokens in zip(chosen, restorer.restore([lines[number] for number in chosen], keep), strict=True):
            out[number] = tokens

    mend([number for number, is_bad in enumerate(destroyed) if is_bad], None)
    rest = [number for number, is_bad in enumerate(destroyed) if not is_bad and is_vietnamese(lines[number])]
    if is_poor is None:
        is_poor = is_doubtful([lines[number] for number in rest], restorer)
    if is_poor:
        mend(rest, [[KEEP] * len(lines[number]) for number in rest])
    return out


def restore_text(text: str) -> str:
    """`text`, in NFC, restored where it needs it, else as it is; white space stays.

    Restoring the result again changes nothing: passes are made until one changes nothing, at most PASSES.

    >>> restore_text("Căn cứ Luật Tổ chức chính quyền địa phương")
    'Căn cứ Luật Tổ chức chính quyền địa phương'
    """
    text = unicodedata.normalize("NFC", text)
    for _ in range(PASSES):
        lines = text.split("\n")
        restored = restore_lines([line.split() for line in lines])
        after = "\n".join(map(_put_back, lines, restored))
        if after == text:
            break
        text = after
    return text


def _put_back(line: str, tokens: list[Restored]) -> str:
    """The line with its tokens in place of those it had, white space between them as it was."""
    gaps = re.split(r"\S+", line)
    out, end = gaps[0], 0
    for token in tokens:
        out += (gaps[token.start] if token.start == end else " ") * (token.start > 0 or end > 0) + token.text
        end = token.end
    return out + (gaps[-1] if tokens else "")


def restore_diacritics(doc: Document, restorer: Restorer | None = None) -> Document:
    """`doc` with the words of its misread pages restored; `Word.raw` keeps what was read.

    On a page that OCR read well, only words that the engine itself doubts may change; it counts as sound.
    """
    verdicts = [is_destroyed("\n".join(line.text for line in page.lines), PAGE_LETTERS) for page in doc.pages]
    known = [verdict for verdict in verdicts if verdict is not None]
    whole = "\n".join(line.text for page in doc.pages for line in page.lines)
    usual = 2 * sum(known) >= len(known) if known else is_destroyed(whole) is True  # of pages too short to tell
    restorer = restorer or load_restorer()
    written = [page for page, verdict in zip(doc.pages, verdicts, strict=True) if not is_scan(page) and not verdict]
    sample = [line for page in written for line in words_of(page) if is_vietnamese(line)]
    is_poor = is_doubtful(sample, restorer)  # text that no engine of ours read is of one making: judged once
    pages: list[Page] = []
    flags: list[Flag] = []
    for page, verdict in zip(doc.pages, verdicts, strict=True):
        is_bad = usual if verdict is None else verdict
        lines = words_of(page)
        is_sound = not is_bad and is_scan(page) and ((page.confidence or 0) > SOUND or not is_doubtful(lines, restorer))
        if is_bad:
            restored = restorer.restore(lines)
        elif is_sound:
            restored = restore_doubted(page, restorer)
        elif is_scan(page):
            restored = restorer.restore(lines, [[KEEP] * len(line) for line in lines])
        elif is_poor or any(find_destroyed(lines)):
            restored = restore_lines(lines, restorer, is_poor)
        else:
            pages.append(page)
            continue
        pages.append(rebuild_page(page, restored))
        if pages[-1] is not page and not is_sound:
            flags += describe(pages[-1], judge_lines=is_bad or not is_scan(page))
    if all(new is old for new, old in zip(pages, doc.pages, strict=True)):
        return doc
    return replace(doc, pages=tuple(pages), restored=doc.restored or bool(flags), flags=(*doc.flags, *flags))


def is_scan(page: Page) -> bool:
    """Whether the words of a page are an engine's, those of a scanner's layer among them or not."""
    return page.text_source == "ocr" or bool(page.layer and page.layer.decision == "merged")


def words_of(page: Page) -> list[list[str]]:
    """The words of each line of a page."""
    return [[word.text for word in line.words] for line in page.lines]


def restore_doubted(page: Page, restorer: Restorer) -> list[list[Restored]]:
    """The lines of a page that was read well; of its words only those that the engine doubts may change."""
    lines = page.lines
    out = as_they_are(words_of(page))
    doubted = [
        number for number, line in enumerate(lines) if any(word.confidence < ENGINE_DOUBTS for word in line.words)
    ]
    near = sorted(
        {n for number in doubted for n in range(number - CONTEXT, number + CONTEXT + 1) if 0 <= n < len(lines)}
    )
    keep = [[KEEP_SOUND if word.confidence < ENGINE_DOUBTS else inf for word in lines[number].words] for number in near]
    shown = [[word.text for word in lines[number].words] for number in near]
    for number, tokens in zip(near, restorer.restore(shown, keep), strict=True):
        out[number] = tokens
    return out


def as_they_are(lines: Lines) -> list[list[Restored]]:
    """Lines of tokens with nothing restored."""
    return [[Restored(token, at, at + 1, token, 1.0) for at, token in enumerate(line)] for line in lines]


def describe(page: Page, judge_lines: bool) -> Iterator[Flag]:
    """What a person should know of a restored page, and which of its lines to look at.

    `judge_lines`: the confidences of its words are the restorer's, not the engine's.
    """
    words = [word for line in page.lines for word in line.words]
    changed = sum(word.raw is not None for word in words)
    yield Flag("text_restored", "info", f"misread by OCR: {changed} of {len(words)} words restored", page=page.number)
    for is_uncertain, group in groupby(page.lines, key=_is_uncertain):
        lines = list(group)
        if judge_lines and is_uncertain:
            message = f"{len(lines)} restored lines are uncertain; compare them with the page"
            yield Flag("restoration_uncertain", "warning", message, page=page.number, raw=lines[0].raw)


def _is_uncertain(line: Line) -> bool:
    words = [word.confidence for word in line.words if LETTER.search(word.text)]
    return len(words) >= 3 and sum(words) < UNCERTAIN * len(words)


def rebuild_page(page: Page, restored: Sequence[list[Restored]]) -> Page:
    """The page with the restored tokens of its lines; the same page where none changed."""
    if all(token.text == token.raw for tokens in restored for token in tokens):
        return page
    queue = iter([rebuild_line(line, tokens) for line, tokens in zip(page.lines, restored, strict=True)])
    items: list[Line | Grid] = []
    for item in page.items:
        if isinstance(item, Line):
            items.append(next(queue))
        else:
            rows = tuple(tuple(rebuild_cell(cell, queue) if cell else None for cell in row) for row in item.rows)
            items.append(replace(item, rows=rows))
    return replace(page, items=tuple(items))


def rebuild_cell(cell: Cell, queue: Iterable[Line]) -> Cell:
    """The cell with its lines taken from `queue`."""
    waiting = iter(queue)
    return replace(cell, lines=tuple(next(waiting) for _ in cell.lines))


def rebuild_line(line: Line, tokens: list[Restored]) -> Line:
    """The line with restored words: boxes united where words were joined, cut where one was two."""
    words: list[Word] = []
    for number, token in enumerate(tokens):
        sources = line.words[token.start : token.end]
        if len(sources) == 1 and token.text == sources[0].text:
            words.append(sources[0] if token.confidence == 1 else sources[0]._replace(confidence=token.confidence))
            continue
        twins = [other for other in tokens if other.start == token.start and other.end == token.end]
        box = union([word.box for word in sources if word.box])
        if len(twins) > 1 and box:
            box = cut_box(
                box,
                [len(other.raw) for other in twins],
                sum(other in twins for other in tokens[:number]),
            )
        words.append(Word(token.text, box, token.confidence, token.raw))
    return replace(line, words=tuple(words))


def cut_box(box: Box, widths: list[int], index: int) -> Box:
    """Part `index` of a box cut across in proportion to `widths`.

    >>> cut_box((0, 0, 10, 2), [2, 3], 1)
    (4.0, 0, 10.0, 2)
    """
    x0, y0, x1, y1 = box
    unit = (x1 - x0) / sum(widths)
    left = x0 + unit * sum(widths[:index])
    return (left, y0, left + unit * widths[index], y1)
