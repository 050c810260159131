import numpy as np
import pytest

from pipeline.errors import MissingModel
from pipeline.read import ocr
from pipeline.read.ocr import InProcess, PageTimeout, load_engine, words_of
from pipeline.read.program import Program, languages
from tests.read.paper import BODY, FOOT, HEADER, new_pdf, picture

TSV = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" + "\n".join(
    [
        "4\t1\t1\t1\t1\t0\t10\t20\t90\t30\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t20\t40\t30\t96.5\tKế",
        "5\t1\t1\t1\t1\t2\t60\t20\t40\t30\t50\t ",
        '5\t1\t1\t1\t2\t1\t10\t60\t40\t30\t0\t"hoa\u0323ch',
    ]
)


def test_words_of_a_saved_report():
    words = [(place, word.text, word.box, word.confidence) for place, word in words_of(TSV)]
    assert words == [
        (("1", "1", "1"), "Kế", (10, 20, 50, 50), 0.965),
        (("1", "1", "2"), '"hoạch', (10, 60, 50, 90), 0.0),
    ]


@pytest.mark.parametrize("engine", [InProcess, Program])
def test_a_model_that_was_changed_is_not_read_with(tmp_path, engine):
    model = tmp_path / "vie_plan.traineddata"
    model.write_bytes(ocr.MODEL.read_bytes() + b" ")
    model.with_suffix(".sha256").write_text(ocr.MODEL.with_suffix(".sha256").read_text("ascii"), "ascii")
    with pytest.raises(MissingModel, match="check the project out again"):
        engine(model).read(np.full((9, 9), 255, np.uint8), 300)


@pytest.mark.skipif(ocr.tesserocr is None or not languages(), reason="one of the two engines is not installed")
def test_both_engines_read_alike():
    page = picture(new_pdf(BODY), dpi=200)
    texts = [
        [" ".join(word.text for word in row) for row in engine.read(page, 200)] for engine in (InProcess(), Program())
    ]
    assert texts[0] == texts[1] == [line for _, _, line in BODY]
    assert load_engine() == InProcess()


@pytest.mark.skipif(ocr.tesserocr is None, reason="tesserocr is not installed")
def test_the_time_limit_of_the_library():
    page = picture(new_pdf(HEADER + BODY + FOOT), dpi=300)
    with pytest.raises(PageTimeout):
        InProcess(limit_s=0.001).read(page, 300)
    assert InProcess().read(page, 300)  # the next page is not harmed
