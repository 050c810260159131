"""What the recogniser is taught with, tried on Tesseract itself."""

import random
import re
import shutil
import subprocess

import numpy as np
import pytest
import tesserocr

from models.diacritics.evaluate import tokens
from models.ocr.lines import cut_lines, make_lines, pack_lines
from models.ocr.pages import draw_page, spoil
from models.ocr.quantised import as_floats
from models.ocr.train import find_tessdata
from pipeline.read.ocr import MODEL, InProcess
from pipeline.read.program import languages
from tests.read.paper import BODY, new_pdf, picture

pytestmark = pytest.mark.skipif(
    "vie" not in languages() or not shutil.which("lstmeval") or tesserocr is None,
    reason="Tesseract's own Vietnamese model or its training programs are not installed",
)
LINES = [text for _, _, text in BODY] * 8


def test_lines_are_cut_with_their_truth():
    cut = []
    for seed in range(4):
        page, drawn = draw_page(LINES, 200, random.Random(seed))
        cut += cut_lines(spoil(page, 200, random.Random(seed)), drawn, 200, f"{find_tessdata()}/")
    assert len(cut) > 40  # those that Tesseract sees alone: cells side by side it often joins
    right = 0
    for image, truth in cut:
        room = np.pad(image, 20, constant_values=255)
        read = " ".join(word.text for row in InProcess().read(room, 200, is_block=True) for word in row)
        right += tokens(read) == tokens(truth)
    assert right > 0.8 * len(cut)


def test_tesseract_reads_the_training_file(tmp_path):
    lines = make_lines(({"admin": LINES}, "a seed", f"{find_tessdata()}/"))
    (tmp_path / "a.lstmf").write_bytes(pack_lines(lines))
    (tmp_path / "files.txt").write_text(f"{tmp_path / 'a.lstmf'}\n")
    command = ["lstmeval", "--model", str(MODEL), "--eval_listfile", str(tmp_path / "files.txt"), "--verbosity", "0"]
    report = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.search(r"BCER eval=([\d.]+)", report.stdout + report.stderr)
    assert found
    assert float(found[1]) < 10


def test_a_model_in_floating_point_reads_the_same(tmp_path):
    base = find_tessdata() / "vie.traineddata"
    model = tmp_path / "float.traineddata"
    shutil.copy(base, model)
    subprocess.run(["combine_tessdata", "-e", str(base), str(tmp_path / "base.lstm")], check=True, capture_output=True)
    floats = as_floats((tmp_path / "base.lstm").read_bytes())
    assert len(floats) > 7 * (tmp_path / "base.lstm").stat().st_size
    (tmp_path / "float.lstm").write_bytes(floats)
    subprocess.run(
        ["combine_tessdata", "-o", str(model), str(tmp_path / "float.lstm")], check=True, capture_output=True
    )
    page = picture(new_pdf(BODY), dpi=200)
    texts = []
    for folder, name in ((find_tessdata(), "vie"), (tmp_path, "float")):
        with tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=name) as engine:
            engine.SetImageBytes(page.tobytes(), page.shape[1], page.shape[0], 1, page.shape[1])
            texts.append(engine.GetUTF8Text())
    assert texts[0] == texts[1]
    with pytest.raises(ValueError, match="already"):
        as_floats(floats)
