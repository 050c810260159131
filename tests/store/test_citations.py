"""Citations linked to the documents of the corpus, and numbers that only a citation knows."""

from datetime import date

from pipeline.store.citations import link_citations

DONG_NAI = "Ủy ban nhân dân tỉnh Đồng Nai"
TITLE = "Thông tin, tuyên truyền cải cách hành chính năm 2024"


def document(name, issuer, **fields):
    row = {
        "province": "dong-nai",
        "code": "21/KH-UBND",
        "header_found_by": [],
        "number": "21",
        "symbol": "KH-UBND",
        "issued_date": None,
        "province_name": "Đồng Nai",
    }
    row |= {"doc_type": "Kế hoạch", "title": TITLE, "plan_year": 2024, "source_path": f"{name}.txt"}
    return row | {"document_id": name, "issuer": issuer} | fields


def citation(**fields):
    row = {"document_id": "c", "type": "Kế hoạch", "code": "21/KH-UBND", "number": "21", "symbol": "KH-UBND"}
    row |= {"date": None, "date_value": None, "issuer": None, "title": None, "target_document_id": None}
    row |= {"full_date": fields.get("date"), "full_issuer": fields.get("issuer")}
    return row | {"section_path": "0.p1", "raw": "Kế hoạch số 21/KH-UBND"} | fields


def linked(documents, *refs, dates=()):
    rows = {"documents": documents, "legal_refs": list(refs), "dates": list(dates), "flags": []}
    link_citations(rows)
    return rows


def target(**fields):
    documents = [document("a", DONG_NAI), document("b", "Ủy ban nhân dân tỉnh Gia Lai", title="Khác")]
    return linked(documents, citation(**fields))["legal_refs"][0]["target_document_id"]


def test_a_citation_finds_its_document_by_code_and_issuer():
    assert target(issuer=DONG_NAI) == "a"
    assert target(issuer="Chủ tịch Ủy ban nhân dân tỉnh Gia Lai") == "b"
    assert target() is None  # the number alone is one of many


CITED = {
    "issuer": DONG_NAI,
    "date": "2024-01-18",
    "date_value": date(2024, 1, 18),
    "title": "thông tin, tuyên truyền cải cách hành chính tỉnh Đồng Nai năm 2024",
}


def lost(**fields):
    """A plan whose number and day the scan lost; its letterhead still shows the month."""
    return document("a", DONG_NAI, **({"code": None, "number": None} | fields))


def month(value):
    return {"document_id": "a", "section_path": "H", "kind": "month", "role": "other", "value": value}


def test_a_lost_number_comes_back_from_a_citation_with_its_evidence():
    citing = document("c", "Ủy ban nhân dân huyện Xuân Lộc", code="61/KH-UBND", issued_date=date(2024, 2, 22))
    rows = linked([lost(), citing], citation(**CITED), dates=[month("2024-01")])
    filled = rows["documents"][0]
    assert (filled["code"], filled["number"], filled["issued_date"]) == ("21/KH-UBND", "21", date(2024, 1, 18))
    (flag,) = rows["flags"]
    assert (flag["code"], flag["document_id"], flag["raw"]) == ("number_from_citation", "a", "Kế hoạch số 21/KH-UBND")
    assert "c.txt" in flag["message"]
    assert rows["legal_refs"][0]["target_document_id"] == "a"


def code_of_lost(*refs, dates=(), **fields):
    rows = linked(
        [lost(**fields), document("c", "Sở Nội vụ", code="1/KH-SNV", issued_date=date(2024, 3, 1))], *refs, dates=dates
    )
    return rows["documents"][0]["code"]


def test_a_number_stays_lost_where_a_citation_may_be_of_another():
    assert code_of_lost(citation(**CITED)) == "21/KH-UBND"
    assert code_of_lost(citation(**CITED), dates=[month("2024-03")]) is None  # another month
    assert code_of_lost(citation(**CITED | {"issuer": "Ủy ban nhân dân tỉnh Gia Lai"})) is None
    assert code_of_lost(citation(**CITED | {"title": "phòng, chống thiên tai năm 2024"})) is None
    assert code_of_lost(citation(**CITED), title="Khác hẳn") is None
    other = CITED | {"code": "22/KH-UBND", "number": "22"}
    assert code_of_lost(citation(**CITED), citation(**other)) is None  # two citations that disagree
