"""The samples, extracted with the real engine, as a user finds them."""

import pandas as pd
import pytest

from tests.quality import FLOORS, figures

ENTITIES = ("units", "dates", "legal_refs", "quotas")


@pytest.fixture(scope="module")
def texts(samples):
    return pd.read_parquet(samples / "documents").set_index("document_id").text


@pytest.mark.parametrize("table", ENTITIES)
def test_offsets_quote_the_text(samples, texts, table):
    rows = pd.read_parquet(samples / table)
    assert len(rows) > 50
    for row in rows.itertuples():
        assert texts[row.document_id][row.char_start : row.char_end] == row.raw


def test_sections_quote_the_text(samples, texts):
    for row in pd.read_parquet(samples / "sections").itertuples():
        assert texts[row.document_id][row.char_start : row.char_end] == row.text


def test_pages_are_as_many_as_form_feeds_say(samples):
    for row in pd.read_parquet(samples / "documents").itertuples():
        assert row.text.count("\f") == row.page_count - 1


def test_entities_on_paper_have_a_place_on_their_page(samples):
    pages = pd.read_parquet(samples / "pages").set_index(["document_id", "page"])
    for table in ENTITIES:
        for row in pd.read_parquet(samples / table).itertuples():
            page = pages.loc[(row.document_id, row.page)]
            if page.text_source == "plain_text":
                assert row.bbox is None
            else:
                x0, y0, x1, y1 = row.bbox
                assert -2 <= x0 < x1 <= page.width + 2
                assert -2 <= y0 < y1 <= page.height + 2


def test_every_way_of_reading_is_there(samples):
    documents = pd.read_parquet(samples / "documents")
    assert {"text_layer", "ocr", "plain_text"} <= set(documents.text_source)
    assert documents.restored.sum() >= 1
    assert set(pd.read_parquet(samples / "inputs").status) == {"ok"}


def test_the_hidden_english_layer_is_rejected(samples):
    documents = pd.read_parquet(samples / "documents")
    (scan,) = documents[documents.source_path.str.startswith("05_")].itertuples()
    flags = pd.read_parquet(samples / "flags")
    assert (flags[flags.document_id == scan.document_id].code == "text_layer_rejected").sum() == scan.page_count
    assert scan.text_source == "ocr"


def test_a_table_over_three_pages_is_one(samples):
    documents = pd.read_parquet(samples / "documents")
    (plan,) = documents[documents.source_path.str.startswith("01_")].itertuples()
    tables = pd.read_parquet(samples / "tables")
    (table,) = tables[tables.document_id == plan.document_id].itertuples()
    assert (table.n_rows, table.page_end - table.page_start) == (21, 2)
    rows = pd.read_parquet(samples / "table_rows")
    rows = rows[rows.document_id == plan.document_id]
    assert (rows.page_end > rows.page_start).sum() == 1  # the row cut by the page


def test_impossible_dates_are_flagged(samples):
    flags = pd.read_parquet(samples / "flags")
    raws = " ".join(flags[flags.code == "invalid_date"].raw)
    assert "29/02/2023" in raws
    assert "31/4/2024" in raws


def test_quality_stays_above_the_floors(samples):
    got = figures(samples)
    assert got.keys() == FLOORS.keys()
    below = {
        (document, figure): (round(got[document][figure], 3), floor)
        for document, floors in FLOORS.items()
        for figure, floor in floors.items()
        if got[document][figure] < floor
    }
    assert not below


def test_table_rows_know_their_place_on_every_page(samples):
    tables = pd.read_parquet(samples / "tables").set_index(["document_id", "table_id"])
    rows = pd.read_parquet(samples / "table_rows")
    cut = 0
    for row in rows.itertuples():
        frames = {part["page"]: part["bbox"] for part in tables.parts[row.document_id, row.table_id]}
        assert [part["page"] for part in row.parts] == list(range(row.page_start, row.page_end + 1))
        cut += len(row.parts) > 1
        for part in row.parts:
            frame = frames[part["page"]]
            if frame is not None and part["bbox"] is not None:
                assert frame[0] - 3 <= part["bbox"][0] <= part["bbox"][2] <= frame[2] + 3
                assert frame[1] - 3 <= part["bbox"][1] <= part["bbox"][3] <= frame[3] + 3
    assert cut


def test_abbreviations_stand_where_they_say(samples):
    documents = pd.read_parquet(samples / "documents")
    found = [(text, each) for text, held in zip(documents.text, documents.abbreviations, strict=True) for each in held]
    assert len(found) > 5
    assert all(text[each["char_start"] :].startswith(f"{each['full']} (") for text, each in found)
