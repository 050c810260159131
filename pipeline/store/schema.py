"""The dataset's schema, written by hand: every table, column, type and meaning, in one place.

The data dictionary of the README and `datapackage.json` are generated from this module (`make dictionary`), and a
test fails when they are stale.

>>> TABLES["quotas"].arrow.field("value").type
DataType(double)
>>> TABLES["quotas"].primary_key
('document_id', 'char_start', 'char_end')
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = "1.2.0"
PIPELINE_VERSION = "0.2.0"

STRING, INT16, INT32, FLOAT, DOUBLE = pa.string(), pa.int16(), pa.int32(), pa.float32(), pa.float64()
BOOL, DAY, STRINGS, BOX = pa.bool_(), pa.date32(), pa.list_(pa.string()), pa.list_(pa.float32())
OFFSETS = pa.list_(INT32)
ROLES = pa.list_(pa.field("item", pa.string(), nullable=True))
PLACES = pa.list_(pa.struct([("page", INT32), ("bbox", BOX)]))
ABBREVIATIONS = pa.list_(pa.struct([("short", STRING), ("full", STRING), ("char_start", INT32)]))


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: what a row is, what identifies it, and its Arrow schema with a description on every field."""

    name: str
    row: str
    primary_key: tuple[str, ...]
    arrow: pa.Schema


def column(name: str, kind: pa.DataType, description: str, *, nullable: bool = False) -> pa.Field:
    """A field that carries its own description; not nullable unless it says so."""
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


IDENTITY = (
    column("document_id", STRING, "first 16 hex digits of the SHA-256 of the input file's bytes"),
    column("province", STRING, "slug of the province on the document's date; `trung-uong` central, `unknown` not told"),
)

ENTITY = (
    column(
        "section_path",
        STRING,
        "a section's path, or `H` header, `R` recipients, `S` signature, `T1.3` row 3 of T1, "
        "`T1` its caption or header, `A` another caption",
    ),
    column("raw", STRING, "the words as written, equal to `documents.text[char_start:char_end]`"),
    column("char_start", INT32, "offset in `documents.text`, in code points"),
    column("char_end", INT32, "end offset, excluded"),
    column("page", INT32, "page of the first character, from 1"),
    column("bbox", BOX, "x0, y0, x1, y1 on that page in points from the top left; null for plain text", nullable=True),
    column("parts", PLACES, "the page and box of each printed line that it stands on; boxes null for plain text"),
    column("method", STRING, "the rule or model that found it"),
    column("confidence", FLOAT, "0-1: that of the rule, times that of the least sure of its words on a scan"),
)


def table(name: str, row: str, key: str, *columns: pa.Field) -> TableSchema:
    """A table whose rows begin with the document's identity."""
    return TableSchema(name, row, tuple(key.split()), pa.schema([*IDENTITY, *columns]))


TABLES: dict[str, TableSchema] = {
    schema.name: schema
    for schema in (
        table(
            "documents",
            "one row a document",
            "document_id",
            column(
                "text",
                STRING,
                "the whole document in reading order, restored; paragraphs and cells end in \\n, pages in \\f",
            ),
            column("source_path", STRING, "path of the file below RAW, forward slashes"),
            column("source_sha256", STRING, "SHA-256 of the file's bytes, hex"),
            column("media_type", STRING, "what the bytes are, as an IANA media type"),
            column("page_count", INT32, "number of pages; 1 for a text without form feeds"),
            column("text_source", STRING, "text_layer, ocr, plain_text or mixed"),
            column("doc_type", STRING, "type of instrument: `Kế hoạch`, `Quyết định`, ...", nullable=True),
            column("number", STRING, "its number, as printed: `61`", nullable=True),
            column("symbol", STRING, "its symbol: `KH-UBND`", nullable=True),
            column("code", STRING, "number and symbol: `61/KH-UBND`", nullable=True),
            column("issued_date", DAY, "day of signing", nullable=True),
            column("issued_place", STRING, "place of signing", nullable=True),
            column("issuer", STRING, "canonical name of the issuing body", nullable=True),
            column("issuer_level", STRING, "central, province, department, district, commune or other"),
            column("province_name", STRING, "name of the province", nullable=True),
            column("province_code", STRING, "2-digit statistical code of the province", nullable=True),
            column("province_2025", STRING, "name of the province that it belongs to since 1 July 2025", nullable=True),
            column(
                "district", STRING, "of a district, a commune or an office of theirs: `huyện Xuân Lộc`", nullable=True
            ),
            column("title", STRING, "trích yếu, without the type", nullable=True),
            column("plan_year", INT16, "the year that its title names", nullable=True),
            column("signer", STRING, "name of the signer", nullable=True),
            column("signer_title", STRING, "post of the signer, as printed", nullable=True),
            column("sign_mode", STRING, "TM., KT., TL., TUQ. or Q.", nullable=True),
            column("recipients", STRINGS, "entries of Nơi nhận, internal notes dropped"),
            column("legal_bases", STRINGS, "codes cited in the opening Căn cứ / Thực hiện paragraphs"),
            column("restored", BOOL, "at least one page was misread and its diacritics restored"),
            column("mean_confidence", FLOAT, "mean confidence of the words, 0-1"),
            column("abbreviations", ABBREVIATIONS, "short forms that it defines, each from `char_start` of `text` on"),
            column("head_parts", PLACES, "page and box of each printed line of the head; boxes null for plain text"),
            column("signature_parts", PLACES, "the same of the signature block"),
            column("header_found_by", STRINGS, "`field: rule` for every header field that was found"),
            column("schema_version", STRING, "version of this schema"),
            column("pipeline_version", STRING, "version of the code that wrote the row"),
        ),
        table(
            "pages",
            "one row a page",
            "document_id page",
            column("page", INT32, "page number, from 1"),
            column("text_source", STRING, "text_layer, ocr, plain_text or mixed"),
            column("text", STRING, "reading order, restored, lines separated by \\n"),
            column("raw_text", STRING, "the same before restoration"),
            column("rotation", INT32, "degrees clockwise that the page was turned to stand upright"),
            column("skew_deg", FLOAT, "skew that was removed, degrees"),
            column("mean_confidence", FLOAT, "mean confidence of the words, 0-1"),
            column("width", FLOAT, "points; null for plain text", nullable=True),
            column("height", FLOAT, "points; null for plain text", nullable=True),
            column(
                "layer_decision",
                STRING,
                "what became of the PDF's text layer: none (there is none), kept, merged (with a new reading, word by "
                "word), mixed (kept beside a reading of the rest), rejected; null for other files",
                nullable=True,
            ),
            column("layer_letters", INT32, "letters of the text layer", nullable=True),
            column("layer_marks", FLOAT, "share of them that bear a Vietnamese mark", nullable=True),
            column("layer_syllables", FLOAT, "share of its words that are Vietnamese syllables", nullable=True),
            column("layer_broken", FLOAT, "share of its characters that stand for nothing", nullable=True),
            column("layer_muddled", FLOAT, "share of its numbers with marked letters in them", nullable=True),
            column("layer_hidden", FLOAT, "share of its letters that are not painted: OCR of a scanner", nullable=True),
            column("layer_legacy", FLOAT, "share of its letters in fonts older than Unicode", nullable=True),
            column("layer_uncovered", FLOAT, "share of the page's ink on which no word of it lies", nullable=True),
        ),
        table(
            "sections",
            "one row a node of the body's outline, in document order",
            "document_id section_id",
            column("section_id", STRING, "`s1`, `s2`, ... in document order"),
            column("parent_id", STRING, "section_id of the parent; null at the top", nullable=True),
            column("path", STRING, "labels joined with dots from the top: `II.1.a`, `III.-1`, `0.p1`"),
            column("depth", INT16, "0 at the top"),
            column("ordinal", INT32, "place among the children of its parent, from 1"),
            column("kind", STRING, "heading, point, bullet or paragraph"),
            column("label", STRING, "as printed, without its dot or bracket", nullable=True),
            column("text", STRING, "the node's own text, without label and children"),
            column("page_start", INT32, "page of the first character"),
            column("page_end", INT32, "page of the last character"),
            column("char_start", INT32, "offset in `documents.text`"),
            column("char_end", INT32, "end offset, excluded"),
            column("parts", PLACES, "the pages that show it and the box of its words on each; null for plain text"),
        ),
        table(
            "tables",
            "one row a table; a table over several pages is one",
            "document_id table_id",
            column("table_id", STRING, "`T1`, `T2`, ... in reading order"),
            column("title", STRING, "the caption above it, without `Phụ lục`", nullable=True),
            column("header", STRINGS, "one label a column"),
            column(
                "column_roles",
                ROLES,
                "what each says: number, content, form, lead, ...; null where no rule knows",
            ),
            column("n_rows", INT32, "rows, header rows not counted"),
            column("page_start", INT32, "page of its first part"),
            column("page_end", INT32, "page of its last part"),
            column("parts", PLACES, "the pages that show it and its box on each; boxes null for plain text"),
        ),
        table(
            "table_rows",
            "one row a table row, header rows left out",
            "document_id table_id row",
            column("table_id", STRING, "the table"),
            column("row", INT32, "from 1"),
            column("cells", STRINGS, "aligned with `tables.header`"),
            column("cell_starts", OFFSETS, "where each cell begins in `documents.text`"),
            column("is_section", BOOL, "one cell that spans the table, such as `I. Cải cách thể chế`"),
            column("page_start", INT32, "page of its first line"),
            column("page_end", INT32, "page of its last line"),
            column("parts", PLACES, "the pages that show it and the box of its words on each; null for plain text"),
        ),
        table(
            "units",
            "one row a mention of a body that can act",
            "document_id char_start char_end",
            *ENTITY,
            column("canonical", STRING, "abbreviations expanded, the place added that the document implies"),
            column("unit_type", STRING, "people_committee, department, office, party, ..."),
            column("level", STRING, "central, province, department, district, commune or other"),
            column("is_group", BOOL, "a class of bodies, such as `UBND các huyện`"),
            column("unit_province", STRING, "its province, null for central bodies", nullable=True),
            column("unit_province_code", STRING, "2-digit statistical code of that province", nullable=True),
            column("unit_province_2025", STRING, "the province that it belongs to since 1 July 2025", nullable=True),
            column("unit_district", STRING, "its district: `huyện Xuân Lộc`", nullable=True),
        ),
        table(
            "dates",
            "one row a temporal expression",
            "document_id char_start char_end value",
            *ENTITY,
            column("kind", STRING, "date, month, quarter, year, interval, recurrence or ongoing"),
            column("value", STRING, "normalised: `2024-02-22`, `2024-Q1`, `2021/2030`, `R/P3M`, `ongoing`"),
            column("start_date", DAY, "first day that it covers", nullable=True),
            column("end_date", DAY, "last day that it covers", nullable=True),
            column("edtf", STRING, "Extended Date/Time Format, where it can say it", nullable=True),
            column("modifier", STRING, "before, on_or_before, within, after, from", nullable=True),
            column("role", STRING, "issued, reference, deadline, period, reporting or other"),
            column("valid", BOOL, "false for a day that no calendar has"),
            column("suggestion", STRING, "what an impossible day may have meant", nullable=True),
        ),
        table(
            "legal_refs",
            "one row a mention of another document",
            "document_id char_start char_end",
            *ENTITY,
            column("type", STRING, "`Quyết định`, `Luật`, ..."),
            column("code", STRING, "`2631/QĐ-UBND`; null for a law cited by name", nullable=True),
            column("number", STRING, "`2631`", nullable=True),
            column("symbol", STRING, "`QĐ-UBND`", nullable=True),
            column("name", STRING, "of a law cited by name: `Luật Tổ chức Chính phủ`", nullable=True),
            column("date", STRING, "`2021-10-14`, or a year as given", nullable=True),
            column("date_value", DAY, "the day, where one is given and exists", nullable=True),
            column("issuer", STRING, "canonical name of its issuer", nullable=True),
            column("title", STRING, "its trích yếu as cited, without `về`", nullable=True),
            column("pinpoint", STRING, "the place in it: `điểm a khoản 2 Điều 103`", nullable=True),
            column("role", STRING, "basis, cited, amended or self"),
            column("full_date", STRING, "`date`, or that of the document's first citation in full", nullable=True),
            column("full_issuer", STRING, "`issuer`, or that of the first citation in full", nullable=True),
            column("full_title", STRING, "`title`, or that of the first citation in full", nullable=True),
            column("target_document_id", STRING, "the cited document where the corpus holds it", nullable=True),
        ),
        table(
            "quotas",
            "one row a quantified obligation",
            "document_id char_start char_end",
            *ENTITY,
            column("value", DOUBLE, "the number"),
            column("comparator", STRING, ">=, <= or ="),
            column("unit", STRING, "`tin/bài`, `%`, `lần`"),
            column("period", STRING, "ISO 8601 duration: `P1Y`, `P3M`, `P1M`", nullable=True),
            column("responsible", STRINGS, "canonical names of who must meet it"),
            column("object", STRING, "what is counted, as written", nullable=True),
        ),
        table(
            "assignments",
            "one row a task and a unit",
            "document_id section_path unit role",
            column("section_path", STRING, "the section or table row that gives the task"),
            column("unit", STRING, "canonical name"),
            column("unit_raw", STRING, "as written where the unit is named"),
            column("role", STRING, "lead or coordinate"),
            column("task", STRING, "the task in the document's words"),
            column("deadline", DAY, "null where impossible or not a day", nullable=True),
            column("deadline_text", STRING, "the deadline as written", nullable=True),
            column("recurrence", STRING, "`R/P3M` where the task recurs", nullable=True),
            column("quota_count", INT32, "quotas within the task"),
            column("char_start", INT32, "offset in `documents.text` of the section or row that gives the task"),
            column("char_end", INT32, "end offset, excluded"),
            column("page", INT32, "page of its first character, from 1"),
            column("bbox", BOX, "its box on that page, as in `units`; null for plain text", nullable=True),
            column("parts", PLACES, "the pages that show it and its box on each; boxes null for plain text"),
            column("method", STRING, "section, table, named role or closing order"),
            column("confidence", FLOAT, "0-1: that of the rule, times that of the least sure of its unit's words"),
        ),
        table(
            "flags",
            "one row a doubt that a person should look at",
            "document_id flag_id",
            column("flag_id", STRING, "`f1`, `f2`, ... page by page, those of the whole document first"),
            column("page", INT32, "the page, where one is concerned", nullable=True),
            column("section_path", STRING, "the place, where one is concerned", nullable=True),
            column("code", STRING, "`invalid_date`, `numbering_gap`, `low_confidence_page`, ..."),
            column("severity", STRING, "info, warning or error"),
            column("message", STRING, "one sentence for a person"),
            column("raw", STRING, "the words concerned", nullable=True),
            column("parts", PLACES, "the pages and boxes of the words concerned, or of their section; empty for none"),
        ),
        table(
            "restorations",
            "one row a token that restoration changed",
            "document_id page line token",
            column("page", INT32, "page number"),
            column("line", INT32, "line of the page, from 1"),
            column("token", INT32, "token of the line, from 1"),
            column("raw", STRING, "as read"),
            column("restored", STRING, "as restored"),
            column("confidence", FLOAT, "0-1"),
            column("char_start", INT32, "offset in `documents.text`; null for what is not in it", nullable=True),
            column("bbox", BOX, "its box on that page, as in `units`; null for plain text", nullable=True),
        ),
        table(
            "corrections",
            "one row a correction of `corrections.csv`: what a person set right, and whether it fits",
            "line",
            column("line", INT32, "line of the file, from 2"),
            column("table", STRING, "the table that it is about"),
            column("key", STRING, "the row, as the report names it: `II.1: Sở Nội vụ`, `T1.3`"),
            column("column", STRING, "the column, or `(row)` to remove the row"),
            column("value", STRING, "what it should be; empty for null"),
            column("who", STRING, "who says so"),
            column("when", STRING, "and when"),
            column("why", STRING, "and why"),
            column("was", STRING, "what the pipeline had found, lists as JSON", nullable=True),
            column("rule", STRING, "`method` of what was corrected", nullable=True),
            column(
                "status", STRING, "applied, superseded by a later line, unfit, refused, or absent: no such document"
            ),
            column("message", STRING, "what to do about it, where it was not applied", nullable=True),
        ),
        TableSchema(
            "inputs",
            "one row an input file: nothing is lost",
            ("source_path",),
            pa.schema(
                [
                    column("source_path", STRING, "path below RAW, forward slashes"),
                    column(
                        "source_sha256", STRING, "SHA-256 of the bytes; null where they cannot be read", nullable=True
                    ),
                    column("document_id", STRING, "its document; null where the bytes cannot be read", nullable=True),
                    column("province", STRING, "as in `documents`; `unknown` for a file without a document"),
                    column("status", STRING, "ok, failed, skipped or duplicate"),
                    column("error_type", STRING, "class of the failure", nullable=True),
                    column("error", STRING, "what its owner can do", nullable=True),
                ]
            ),
        ),
    )
}
