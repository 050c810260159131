"""The second reader of units: what it sees, and that it is the very model that its digest names."""

import shutil

import pytest

from pipeline.entities import ner
from pipeline.entities.ner import digest, load_model, recognise
from pipeline.errors import MissingModel

SEEN = [
    ("Sở Y tế chủ trì, phối hợp với Sở Tài chính tổng hợp", ["Sở Y tế", "Sở Tài chính"]),
    ("giao Công an tỉnh kiểm tra và Hội Nông dân tỉnh giám sát", ["Công an tỉnh", "Hội Nông dân tỉnh"]),
    ("rà soát các thủ tục hành chính hàng năm", []),
    ("", []),
]


def seen(text):
    (spans,) = recognise([text])
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(("text", "units"), SEEN)
def test_recognise(text, units):
    assert seen(text) == units


def test_a_batch_says_what_each_text_says_alone():
    texts = [text for text, _ in SEEN]
    assert recognise(texts) == [recognise([text])[0] for text in texts]


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A copy of the model that may be damaged, beside its digest."""
    copy = tmp_path / "model"
    shutil.copytree(ner.MODEL, copy)
    shutil.copy(ner.DIGEST, tmp_path)
    monkeypatch.setattr(ner, "MODEL", copy)
    monkeypatch.setattr(ner, "DIGEST", tmp_path / ner.DIGEST.name)
    return copy


load_afresh = load_model.__wrapped__  # behind the cache


def test_two_loads_are_the_same_model(model):
    assert load_afresh().to_bytes() == load_afresh().to_bytes()


def test_loading_leaves_the_model_as_it_was(model):
    before = digest(model)
    load_afresh()
    assert digest(model) == before


DAMAGES = {
    "a byte differs": lambda model: (model / "meta.json").write_bytes(b"[" + (model / "meta.json").read_bytes()[1:]),
    "a file more": lambda model: (model / "notes.txt").write_text(""),
    "a file less": lambda model: (model / "tokenizer").unlink(),
    "another name": lambda model: (model / "tokenizer").rename(model / "tokeniser"),
    "no model": shutil.rmtree,
    "another digest": lambda model: ner.DIGEST.write_text("0" * 64 + "  model\n"),
    "no digest": lambda model: ner.DIGEST.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_model_is_not_loaded(model, damage):
    damage(model)
    with pytest.raises(MissingModel, match="make train-units"):
        load_afresh()
