"""Regular expressions for prose: a space stands for a space."""

import re


def spaced(pattern: str) -> re.Pattern[str]:
    r"""`pattern` compiled, with line breaks and indents in it dropped; write `\x20` for a space within brackets.

    >>> spaced("ngày làm việc|(?:UBND|HĐND) (?:tỉnh|huyện)").fullmatch("UBND tỉnh") is not None
    True
    """
    joined = re.sub(r"\n\s*", "", pattern)
    if re.search(r"\n\s*[+*?{]", pattern):
        raise ValueError("a line of the pattern begins with a repetition: its space is lost")
    return re.compile(joined)
