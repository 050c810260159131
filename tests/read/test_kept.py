import os
import zlib

import numpy as np

from pipeline.document import Word
from pipeline.read.kept import Remembering, trim


class Counting:
    """An engine that says how often it was asked."""

    name = "counting 1"

    def __init__(self):
        self.calls = 0

    def read(self, grey, dpi, is_block=False):
        self.calls += 1
        return [[Word(f"Kế{self.calls}", (1, 2, 3, 4), 0.5)]]

    def rotation(self, grey, dpi):
        self.calls += 1
        return 90


PAGE = np.arange(12, dtype=np.uint8).reshape(3, 4)
OTHERS = [  # what makes another question of the same page
    lambda engine: engine.read(PAGE + 1, 200),
    lambda engine: engine.read(PAGE.T, 200),
    lambda engine: engine.read(PAGE, 300),
    lambda engine: engine.read(PAGE, 200, is_block=True),
    lambda engine: engine.rotation(PAGE, 200),
]


def test_a_page_is_read_once(tmp_path):
    first, second = Counting(), Counting()
    rows = Remembering(first, tmp_path).read(PAGE, 200)
    assert Remembering(second, tmp_path).read(PAGE.copy(), 200) == rows == [[Word("Kế1", (1, 2, 3, 4), 0.5)]]
    assert (first.calls, second.calls) == (1, 0)
    assert Remembering(second, tmp_path).rotation(PAGE, 200) == Remembering(first, tmp_path).rotation(PAGE, 200) == 90


def test_every_other_question_is_asked(tmp_path):
    engine = Counting()
    engine_kept = Remembering(engine, tmp_path)
    engine_kept.read(PAGE, 200)
    for ask in OTHERS:
        ask(engine_kept)
    other = Counting()
    other.name = "counting 2"
    Remembering(other, tmp_path).read(PAGE, 200)
    assert (engine.calls, other.calls) == (1 + len(OTHERS), 1)


def test_damaged_and_deleted_readings_are_made_again(tmp_path):
    engine = Counting()
    kept = Remembering(engine, tmp_path)
    for harm in (lambda path: path.write_bytes(b"x"), lambda path: path.unlink()):
        kept.read(PAGE, 200)
        (path,) = tmp_path.glob("??/*")
        harm(path)
    kept.read(PAGE, 200)
    assert engine.calls == 3


def test_a_reading_of_another_shape_is_made_again(tmp_path):
    engine = Counting()
    Remembering(engine, tmp_path).read(PAGE, 200)
    (path,) = tmp_path.glob("??/*")
    path.write_bytes(zlib.compress(b'{"rows": 1}'))
    assert Remembering(engine, tmp_path).read(PAGE, 200)[0][0].text == "Kế2"


def test_files_of_others_are_never_deleted(tmp_path):
    for name in ("vn/film.mp4", "ab/letter.txt", "ab/sub/page.json.z"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"0" * 1000)
    Remembering(Counting(), tmp_path).read(PAGE, 200)
    trim(tmp_path, 0)
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["film.mp4", "letter.txt", "page.json.z"]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("")
    assert Remembering(Counting(), tmp_path / "file").read(PAGE, 200)


def test_the_least_used_readings_go_first(tmp_path):
    kept = Remembering(Counting(), tmp_path)
    paths = []
    for number in range(4):
        kept.read(PAGE + number, 200)
        (path,) = set(tmp_path.glob("??/*")) - set(paths)
        os.utime(path, ns=(number, number))
        paths.append(path)
    kept.read(PAGE, 200)  # the oldest is asked for again
    size = sum(path.stat().st_size for path in paths)
    trim(tmp_path, size // 2)
    assert [path.exists() for path in paths] == [True, False, False, True]
