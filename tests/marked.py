"""Examples with their answers in the text: `gửi trước [ngày 01/3/2024 | 2024-03-01].`"""

import re

MARK = re.compile(r"\[([^\[\]|]+) \| ([^\[\]]+)\]")


def unmark(example: str) -> tuple[str, list[tuple[str, ...]]]:
    """The plain text, and for each mark its words and answers.

    >>> unmark("đến [ngày 01/3/2024 | 2024-03-01]")
    ('đến ngày 01/3/2024', [('ngày 01/3/2024', '2024-03-01')])
    """
    answers = [(raw, *(part.strip() for part in rest.split("|"))) for raw, rest in MARK.findall(example)]
    return MARK.sub(r"\1", example), answers
