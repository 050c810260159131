"""Make the sample documents of data/raw and their ground truth.

`python -m tests.samples.generate [--out data/raw] [--truth tests/samples/truth]` writes the same bytes on every run.
It needs the fonts of fonts-liberation2 and Tesseract with its English model, whose mistakes two samples show.
"""

import argparse
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import degrade, word
from .content import (
    bac_giang,
    binh_dinh,
    ca_mau,
    duc_trong,
    ha_giang,
    hung_yen,
    kien_giang,
    lao_cai,
    quang_binh,
    quang_nam,
    tan_lap,
    thai_nguyen,
    thanh_hoa,
    tri_ton,
)
from .plan import Plan
from .truth import gold
from .typeset import RunningHead, Typeset, typeset


@dataclass(frozen=True, slots=True)
class Sample:
    """A document and the form in which it arrives."""

    plan: Plan
    suffix: str
    make: Callable[[Plan, Typeset], bytes]
    running_head: RunningHead | None = None
    paged: bool = True  # whether the file has pages


def born_digital(plan: Plan, printed: Typeset) -> bytes:
    """Return the PDF as typeset."""
    return printed.pdf


GAZETTE = ("CÔNG BÁO/Số 27 + 28/Ngày 15-8-2022", 3)
SAMPLES = (
    Sample(ha_giang.PLAN, ".pdf", born_digital),
    Sample(quang_nam.PLAN, ".pdf", partial(degrade.scanned_pdf, dpi=300)),
    Sample(tri_ton.PLAN, ".pdf", partial(degrade.scanned_pdf, dpi=200)),
    Sample(lao_cai.PLAN, ".pdf", born_digital),
    Sample(quang_binh.PLAN, ".pdf", degrade.bad_layer_pdf),
    Sample(bac_giang.PLAN, ".pdf", partial(degrade.scanned_pdf, dpi=200)),
    Sample(kien_giang.PLAN, ".tif", degrade.fax_tiff),
    Sample(tan_lap.PLAN, ".png", degrade.one_page_png),
    Sample(thai_nguyen.PLAN, ".docx", lambda plan, _: word.docx_file(plan), paged=False),
    Sample(duc_trong.PLAN, ".txt", degrade.noisy_text),
    Sample(hung_yen.PLAN, ".md", lambda plan, _: word.markdown(plan), paged=False),
    Sample(thanh_hoa.PLAN, ".pdf", partial(degrade.gazette_pdf, head=GAZETTE), running_head=GAZETTE),
    Sample(ca_mau.PLAN, ".pdf", born_digital),
    Sample(binh_dinh.PLAN, ".pdf", partial(degrade.scanned_pdf, dpi=300)),
)


def main() -> None:
    """Write every sample and its truth, and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("data/raw"))
    parser.add_argument("--truth", type=Path, default=Path(__file__).parent / "truth")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    args.truth.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        printed = typeset(sample.plan, sample.running_head)
        data = sample.make(sample.plan, printed)
        name = sample.plan.stem + sample.suffix
        (args.out / name).write_bytes(data)
        write_truth(args.truth, sample, printed)
        print(f"{len(data) / 1000:8.0f} kB  {len(printed.pages)} pages  {name}")


def write_truth(folder: Path, sample: Sample, printed: Typeset) -> None:
    """Write the ground truth and the text of the pages."""
    truth = json.dumps(gold(sample.plan), ensure_ascii=False, indent=1) + "\n"
    (folder / f"{sample.plan.stem}.json").write_text(truth, encoding="utf-8")
    (folder / f"{sample.plan.stem}.txt").write_text(page_text(sample, printed), encoding="utf-8")


def page_text(sample: Sample, printed: Typeset) -> str:
    """Return what stands on paper, pages between form feeds."""
    pages = printed.pages if sample.paged else [tuple(word.lines(sample.plan))]
    return unicodedata.normalize("NFC", "\f".join("\n".join(page) + "\n" for page in pages))


if __name__ == "__main__":
    main()
