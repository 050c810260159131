"""The dictionary in the README and the data package say what the schema says."""

import json
from pathlib import Path

from pipeline.store.datapackage import datapackage, with_dictionary
from pipeline.store.schema import TABLES

README = Path(__file__).parents[2] / "README.md"

CONTRACT = {
    "documents": "document_id text source_path source_sha256 media_type page_count text_source doc_type number symbol code "
    "issued_date issued_place issuer issuer_level province province_name province_code province_2025 title plan_year signer "
    "signer_title sign_mode recipients legal_bases restored mean_confidence schema_version pipeline_version",
    "pages": "document_id page text_source text raw_text rotation skew_deg mean_confidence width height",
    "sections": "document_id section_id parent_id path depth ordinal kind label text page_start page_end char_start char_end",
    "tables": "document_id table_id title header n_rows page_start page_end",
    "table_rows": "document_id table_id row cells page_start page_end",
    "units": "section_path raw char_start char_end page bbox method confidence canonical unit_type level is_group",
    "dates": "section_path raw char_start char_end page bbox method confidence kind value start_date end_date edtf modifier role valid suggestion",
    "legal_refs": "section_path raw char_start char_end page bbox method confidence type code number symbol name date date_value issuer title role target_document_id",
    "quotas": "section_path raw char_start char_end page bbox method confidence value comparator unit period responsible object",
    "assignments": "document_id section_path unit unit_raw role task deadline deadline_text recurrence quota_count",
    "flags": "document_id page section_path code severity message raw",
    "restorations": "document_id page line raw restored confidence",
    "inputs": "source_path source_sha256 document_id status error_type error",
}


def test_readme_dictionary_is_fresh():
    text = README.read_text("utf-8")
    assert with_dictionary(text) == text, "run make dictionary"


def test_every_column_of_the_contract_is_there():
    assert TABLES.keys() - CONTRACT.keys() == {"corrections"}  # ours beside the contract's
    for name, columns in CONTRACT.items():
        assert {*columns.split(), "document_id", "province"} <= set(TABLES[name].arrow.names), name


def test_every_column_says_what_it_means():
    for schema in TABLES.values():
        assert all(field.metadata and field.metadata[b"description"] for field in schema.arrow)
        assert set(schema.primary_key) <= set(schema.arrow.names)


def test_datapackage_lists_every_table():
    package = json.loads(datapackage())
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    types = {field["name"]: field["type"] for field in package["resources"][0]["schema"]["fields"]}
    assert (types["issued_date"], types["recipients"], types["page_count"]) == ("date", "array", "integer")
