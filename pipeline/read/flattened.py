"""Tables that a text file holds a cell a line: what is left of them where a page was copied without its rulings.

A head that begins with `STT`, then rows that begin with the number that is due. Only tables most of whose rows have a
line for every column are put together again; of the others nobody can tell which cell is which, and they stay lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.document import LOWER, UPPER

NUMBER_HEAD = re.compile(r"(?:STT|TT|Số TT|Số thứ tự)\.?", re.IGNORECASE)
FIRST = re.compile(r"(?:0?1|I|A)\.?")
LABEL = re.compile(
    r"(?P<arabic>\d{1,3})\.?|(?P<dotted>\d{1,2}(?:\.\d{1,2})+)\.?|(?P<roman>[IVX]{1,5})\.?|(?P<letter>[A-H])\.?"
)
STARTS_TEXT = re.compile(rf"\W{{0,3}}[{UPPER}{LOWER}]")
BEYOND = re.compile(r"(?:PHỤ LỤC|Phụ lục|Mẫu biểu|Biểu|Nơi nhận|Ghi chú|Tổng (?:số|cộng)|TỔNG (?:SỐ|CỘNG))\b")
MOST_HEAD, LONGEST_HEAD = 12, 90  # columns, and characters of a head
MOST_LINES = 5000  # of a table: fifty pages
FEWEST_ROWS, REGULAR = 3, 0.75  # rows of a table, and the share of them that have a line for every column
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")

# What a line says, and which heads ask for it.
TIME = r"(?:trong |trước |sau |từ |đến |hết )?(?:thường xuyên|hàng |hằng |năm |quý |tháng |ngày |\d{1,2}/\d|20\d\d)"
BODIES = "Sở|UBND|Ủy ban|Ban|Bộ|Công an|Văn phòng|Phòng|Báo|Đài|Hội|Liên|Mặt trận|Viện|Trường|Thanh tra|Chi cục|Cục"
KINDS = (
    ("time", re.compile(TIME, re.IGNORECASE)),
    ("number", re.compile(r"[\d.,%/\s-]+$")),
    ("unit", re.compile(rf"(?:- )?(?:Các )?(?:{BODIES})\b|(?:- )?(?:Các|Những) (?:sở|đơn vị|cơ quan|doanh nghiệp)")),
)
HEADS = (
    ("time", re.compile(r"thời gian|thời hạn|tiến độ|hoàn thành", re.IGNORECASE)),
    ("unit", re.compile(r"chủ trì|phối hợp|đơn vị thực hiện|cơ quan|trách nhiệm", re.IGNORECASE)),
    ("number", re.compile(r"số lượng|đơn giá|thành tiền|tỷ lệ|kinh phí|^[XY]$", re.IGNORECASE)),
)
PARTNERS = re.compile(r"phối hợp", re.IGNORECASE)  # a cell that often holds several bodies
NOTE = re.compile(r"ghi chú", re.IGNORECASE)
ITEM = re.compile(r"[-+–] ")
RIGHT, WRONG, EMPTY, SHARED = 2.0, -1.0, -1.0, -0.5  # what placing a line counts; an empty cell, a cell of two lines


def find_flattened(rows: Sequence[str], at: int) -> tuple[int, list[list[str]]] | None:
    """Where the table that begins at row `at` ends, and its rows, head first; None where none begins.

    A row of two cells whose first is a Roman numeral or a capital is a section row. A cell of several lines has them
    with newlines between.

    >>> lines = "STT/Nội dung/Chủ trì/1/Rà soát/Sở Nội vụ/2/Báo cáo/Sở Y tế/3/Tập huấn/Sở Tư pháp".split("/")
    >>> end, (head, *table) = find_flattened(lines, 0)
    >>> end, head, table[1]
    (12, ['STT', 'Nội dung', 'Chủ trì'], ['2', 'Báo cáo', 'Sở Y tế'])
    """
    if not NUMBER_HEAD.fullmatch(rows[at].strip()):
        return None
    lines = list(islice(_full(rows, at), MOST_LINES))
    texts = [text for _, text in lines]
    first = next((k for k, text in enumerate(texts[1 : MOST_HEAD + 1], start=1) if FIRST.fullmatch(text)), None)
    if first is None or first < 3 or any(len(text) > LONGEST_HEAD for text in texts[:first]):
        return None
    head, start = texts[:first], first
    numbers = [str(k) for k in range(1, len(head) + 2)]
    for count in (len(head), len(head) - 1, len(head) + 1):
        if texts[first : first + count] == numbers[:count]:
            start = first + count  # (1) (2) (3) under the head
    found = [join_items(row) for row in split_rows(texts, start)]
    full = [row for row in found if not is_section(row)]
    if len(full) < FEWEST_ROWS:
        return None
    usual = Counter(map(len, full[:-1])).most_common(1)[0][0]
    head = drop_groups(head, usual)
    has_empty_notes = len(head) == usual + 1 and NOTE.match(head[-1])
    if (len(head) != usual and not has_empty_notes) or sum(len(row) == usual for row in full) < REGULAR * len(full):
        return None
    found[-1] = found[-1][:usual]  # what is more of them follows the table
    end = start + sum(cell.count("\n") + 1 for row in found for cell in row)
    table = [row if len(row) == usual or is_section(row) else place(row, head) for row in found]
    return (lines[end][0] if end < len(lines) else lines[-1][0] + 1), [head, *table]


def _full(rows: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    """The rows from `at` that hold something, with their numbers, up to the head of another table."""
    heads = 0
    for number in range(at, len(rows)):
        if text := rows[number].strip():
            heads += bool(NUMBER_HEAD.fullmatch(text))
            if heads > MOST_HEAD:
                return
            yield number, text


def join_items(row: Sequence[str]) -> list[str]:
    """The lines of a row, those of a list in one cell."""
    cells: list[str] = []
    for line in row:
        if cells and ITEM.match(line) and ITEM.match(cells[-1]):
            cells[-1] += f"\n{line}"
        else:
            cells.append(line)
    return cells


def split_rows(texts: Sequence[str], start: int) -> Iterator[list[str]]:
    """The lines of each row; a row begins with the number that is due and a line of text behind it."""
    row: list[str] = []
    state = {"arabic": 0, "roman": 0, "letter": 0}
    dotted: list[int] = []
    for at in range(start, len(texts)):
        text = texts[at]
        if BEYOND.match(text) or NUMBER_HEAD.fullmatch(text):
            break
        match = LABEL.fullmatch(text)
        begins = False
        if match and at + 1 < len(texts) and STARTS_TEXT.match(texts[at + 1]) and not LABEL.fullmatch(texts[at + 1]):
            if match["arabic"]:
                number = int(match["arabic"])
                begins = number == state["arabic"] + 1 or (number == 1 and len(row) == 2 and is_section(row))
                if begins:
                    state["arabic"], dotted = number, []
            elif match["dotted"]:
                parts = [int(part) for part in match["dotted"].split(".")]
                begins = parts[0] == state["arabic"] and (parts[-1] == 1 or dotted[-1:] == [parts[-1] - 1])
                dotted = parts if begins else dotted
            elif match["roman"] in ROMAN and ROMAN.index(match["roman"] or "I") == state["roman"]:
                begins = True
                state["roman"] += 1
            elif match["letter"] and ord(match["letter"]) - ord("A") == state["letter"]:
                begins = True
                state["letter"] += 1
        if begins:
            if row:
                yield row
            row = [text]
        elif row:
            row.append(text)
        else:
            return
    if row:
        yield row


def is_section(row: Sequence[str]) -> bool:
    """Whether a row is a title over the rows below it."""
    return len(row) == 2 and not row[0][:1].isdigit()


def drop_groups(head: list[str], width: int) -> list[str]:
    """The head without the labels that stand over two columns of their own, where it is that much too long."""
    spare = len(head) - width
    if spare < 1:
        return head
    over = [k for k in range(len(head) - 2) if len(head[k]) > 2 and len(head[k + 1]) <= 2 and len(head[k + 2]) <= 2]
    return [text for k, text in enumerate(head) if k not in over] if len(over) == spare else head


def place(row: Sequence[str], head: Sequence[str]) -> list[str]:
    """The lines of a row in its cells, by what they say and what the heads ask for, in order."""
    wanted = [next((kind for kind, rule in HEADS if rule.search(label)), "text") for label in head]
    lines = row[1:]
    kinds = [next((kind for kind, rule in KINDS if rule.match(line)), "text") for line in lines]
    columns = len(head) - 1
    # best[c]: the score of the lines so far, the last of them in column c, and where each went
    best: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for kind in kinds:
        step: dict[int, tuple[float, tuple[int, ...]]] = {}
        for last, (score, went) in best.items():
            for column in range(max(last, 0), columns):
                fit = RIGHT if kind == wanted[column + 1] else WRONG
                alone = 0.0 if PARTNERS.search(head[column + 1]) else SHARED
                gained = fit + (alone if column == last else EMPTY * (column - last - 1))
                if column not in step or score + gained > step[column][0]:
                    step[column] = (score + gained, (*went, column))
        best = step
    _, went = max((score + EMPTY * (columns - 1 - last), went) for last, (score, went) in best.items())
    cells: list[list[str]] = [[] for _ in range(columns)]
    for line, column in zip(lines, went, strict=True):
        cells[column].append(line)
    return [row[0], *("\n".join(cell) for cell in cells)]
