"""The schema as others read it: a Frictionless data package, and the data dictionary of the README.

`python -m pipeline.store.datapackage` rewrites the dictionary in README.md; a test fails when it is stale.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.store.schema import PIPELINE_VERSION, SCHEMA_VERSION, TABLES

BEGIN, END = "<!-- data dictionary: begin -->", "<!-- data dictionary: end -->"

FRICTIONLESS = {
    pa.string(): "string",
    pa.int16(): "integer",
    pa.int32(): "integer",
    pa.float32(): "number",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}


def datapackage(parts: Mapping[str, Sequence[str]] | None = None) -> str:
    """`datapackage.json`: every table and column, after the Frictionless Data Package standard, version 2.

    `parts` names the files of each table; one each without it.
    """
    resources = []
    for schema in TABLES.values():
        paths = [f"{schema.name}/{part}" for part in (parts or {}).get(schema.name, ["part-0.parquet"])]
        fields: list[dict[str, Any]] = []
        for column in schema.arrow:
            field: dict[str, Any] = {"name": column.name, "type": FRICTIONLESS.get(column.type, "array")}
            if isinstance(column.type, pa.ListType):
                field["arrayItem"] = {"type": FRICTIONLESS.get(column.type.value_type, "object")}
            field["description"] = _description(column)
            if not column.nullable:
                field["constraints"] = {"required": True}
            fields.append(field)
        resources.append(
            {
                "name": schema.name,
                "description": schema.row,
                "path": paths[0] if len(paths) == 1 else paths,
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "schema": {"fields": fields, "primaryKey": list(schema.primary_key)},
            }
        )
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "vnplan",
        "title": "Plans of Vietnam's provinces, departments and districts",
        "version": SCHEMA_VERSION,
        "pipeline_version": PIPELINE_VERSION,
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def dictionary() -> str:
    """The data dictionary in Markdown: a table of columns for every table."""
    blocks = []
    for schema in TABLES.values():
        key = ", ".join(f"`{name}`" for name in schema.primary_key)
        lines = [f"### {schema.name}", "", f"{schema.row[0].upper()}{schema.row[1:]}. Primary key: {key}.", ""]
        lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
        for column in schema.arrow:
            kind = (
                str(column.type)
                .replace("list<element: string>", "list<string>")
                .replace("list<element: float>", "list<float>")
            )
            kind = kind.replace("list<item: string>", "list<string>").replace("list<item: float>", "list<float>")
            null = "yes" if column.nullable else ""
            lines.append(f"| `{column.name}` | {kind} | {null} | {_description(column)} |")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def with_dictionary(readme: str) -> str:
    """The README's text with the data dictionary between its marks replaced."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{dictionary()}\n\n{END}{after}"


def _description(column: pa.Field) -> str:
    return (column.metadata or {}).get(b"description", b"").decode()


if __name__ == "__main__":
    README = Path(__file__).parents[2] / "README.md"
    README.write_text(with_dictionary(README.read_text("utf-8")), "utf-8")
