"""What is read again, with engines whose answers are known, and with Tesseract on two columns out of step."""

import numpy as np
import pytest

from pipeline.document import Word
from pipeline.read.file import read_file
from pipeline.read.rulings import Frame
from pipeline.read.second_look import look_again, part_row
from tests.read.paper import BODY, draw_table, new_pdf, picture, scanned, shown

PAGE = picture(new_pdf(BODY), dpi=150)


class Again:
    """An engine that reads one row wherever it is shown something again."""

    name = "again"

    def __init__(self, *words: tuple[str, float]):
        self.words, self.sheets = words, []

    def read(self, grey, dpi, is_block=False):
        self.sheets.append(grey.shape)
        top = dpi // 6 + 6
        return [
            [
                Word(text, (dpi // 6 + 50 * at, top, dpi // 6 + 50 * at + 40, top + 20), sure)
                for at, (text, sure) in enumerate(self.words)
            ]
        ]

    def rotation(self, grey, dpi):
        return 0


def row(*words: tuple[str, float], step: int = 50, y: int = 100) -> list[Word]:
    return [
        Word(text, (106 + step * at, y, 106 + step * at + 40, y + 20), sure) for at, (text, sure) in enumerate(words)
    ]


BLANK = np.full((600, 800), 255, np.uint8)
DOUBTS = [  # as read, as read again, what is kept
    ((("Quý", 0.96), ("II/2024", 0.4)), (("Quý", 0.96), ("III/2024", 0.95)), "Quý III/2024"),
    ((("Quý", 0.96), ("II/2024", 0.4)), (("Quý", 0.96), ("11/2024", 0.3)), "Quý II/2024"),  # no surer
    ((("Quý", 0.96), ("II/2024", 0.9)), (("Quý", 0.96), ("III/2024", 0.95)), "Quý II/2024"),  # no doubt
]


@pytest.mark.parametrize(("read", "again", "kept"), DOUBTS)
def test_doubtful_words(read, again, kept):
    (found,) = look_again(BLANK, 150, [], [row(*read)], Again(*again))
    assert " ".join(word.text for word in found) == kept


def test_a_sure_page_is_not_read_again():
    engine = Again()
    rows = [row(("Kế", 0.97), ("hoạch", 0.96))]
    assert (look_again(BLANK, 150, [], rows, engine), engine.sheets) == (rows, [])


def test_lines_and_cells_that_were_passed_over_are_read():
    lines = look_again(PAGE, 150, [], [], Again(("Kế", 0.9)))
    assert lines
    pdf = new_pdf([(95, 115, "7")])
    draw_table(pdf[0], (85, 140, 400), (100, 125, 150))
    frame = Frame((85, 140, 400), (100, 125, 150), ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)))
    engine = Again(("7", 0.9))
    (found,) = look_again(picture(pdf, dpi=150), 150, [frame], [], engine)
    assert [word.text for word in found] == ["7"]
    x0, y0, _, _ = found[0].box or (0, 0, 0, 0)
    assert 85 <= x0 * 72 / 150 <= 140
    assert 95 <= y0 * 72 / 150 <= 125


HALF_READ = [  # as read, as read again, what is kept of a cell in which most ink lies outside the word
    ((("ệ", 0.9),), (("lệ", 0.9), ("phí", 0.9)), ["lệ phí"]),
    ((("phí", 0.9),), (("~", 0.9),), ["phí"]),  # nothing better was read
]


@pytest.mark.parametrize(("read", "again", "kept"), HALF_READ)
def test_a_cell_that_was_read_in_part_is_read_whole(read, again, kept):
    page = BLANK.copy()
    page[100:120, 106:300] = 0
    cell = Frame((40, 160, 260), (40, 80, 120), ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)))
    rows = look_again(page, 150, [cell], [row(*read)], Again(*again))
    assert [" ".join(word.text for word in words) for words in rows] == kept


def test_a_row_is_cut_at_its_wide_gaps():
    words = [*row(("Nơi", 0.9), ("nhận:", 0.9)), Word("CHỦ", (400, 100, 440, 120), 0.9)]
    assert [[word.text for word in part] for part in part_row(words)] == [["Nơi", "nhận:"], ["CHỦ"]]


def test_columns_out_of_step_keep_the_ends_of_their_letters(tmp_path):
    """Cut as one row, `TỊCH` lost its dot."""
    left = [
        (85, 400 + 14 * number, text)
        for number, text in enumerate(["Nơi nhận:", "- UBND tỉnh;", "- Các phòng, ban;", "- Lưu: VT."])
    ]
    right = [(330, 402, "KT. CHỦ TỊCH"), (325, 419, "PHÓ CHỦ TỊCH")]
    path = tmp_path / "scan.pdf"
    scanned(new_pdf(BODY + left + right), dpi=200).save(path)
    (page,) = read_file(path, "scan.pdf").pages
    assert set(shown(page.items)) >= {text for *_, text in left + right}
