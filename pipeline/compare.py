"""Plans beside one another: who wrote what first, what one has and the others lack, and how they reach the public.

Texts are compared by shingles, runs of words without marks, numbers and names of places (Broder, 1997: resemblance and
containment): what is left when a plan was copied and its names changed.

>>> sorted(shingles("Sở Nội vụ tỉnh Tây Ninh chủ trì 02 cuộc", names=["Tây Ninh"], size=3))
['@ chu tri', 'chu tri #', 'noi vu tinh', 'so noi vu', 'tinh @ chu', 'tri # cuoc', 'vu tinh @']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from heapq import nlargest
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.document import skeleton
from pipeline.report.figures import place_name

PLACE = re.compile(r" (?:tỉnh|[Tt]hành phố|huyện|quận|thị xã|xã|phường|thị trấn) [A-ZĐÂÁ].*$")
HERE = Path(__file__).parent
SIZE = 5  # words of a shingle: shorter runs are everybody's
MANY = 200  # texts that may share a shingle before it says nothing: more only where every document has it
NEAR = 5  # sections that share most rare shingles with one, compared with it word by word
FEWEST = 12  # shingles below which a text says too little to be compared


def shingles(text: str, names: Collection[str] = (), size: int = SIZE) -> frozenset[str]:
    """The runs of `size` words of `text`, without marks; numbers are `#` and `names` are `@`."""
    plain = skeleton(text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        plain = re.sub(rf"\b{re.escape(skeleton(name))}\b", "@", plain)
    words = [re.sub(r"\d[\d/.,]*", "#", word) for word in re.findall(r"[\w@][\w/@]*", plain)]
    return frozenset(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def shared(
    bags: Sequence[Collection[str]], groups: Sequence[object] | None = None, most: int | None = None
) -> Counter[tuple[int, int]]:
    """How many shingles each two bags share, by their places in `bags`, the smaller first.

    Pairs that share none are left out, as are bags of one group, and shingles that more than `most` bags have.
    """
    holders: dict[str, list[int]] = {}
    for at, bag in enumerate(bags):
        for each in bag:
            holders.setdefault(each, []).append(at)
    counts: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if most is None or len(places) <= most:
            for place, one in enumerate(places):
                for other in places[place + 1 :]:
                    if groups is None or groups[one] != groups[other]:
                        counts[one, other] += 1
    return counts


def without_place(unit: str) -> str:
    """A body's name without its province or district: what it is everywhere.

    >>> without_place("Sở Nội vụ tỉnh Tây Ninh"), without_place("Ủy ban nhân dân các huyện, thành phố")
    ('Sở Nội vụ', 'Ủy ban nhân dân các huyện, thành phố')
    """
    return PLACE.sub("", unit)


def _names(documents: pd.DataFrame) -> dict[str, list[str]]:
    """The names of places of each document, which a copy changes."""
    found = {}
    for document_id, *places in documents[["document_id", "province_name", "district"]].itertuples(index=False):
        known = [re.sub(r"^(?:huyện|quận|thị xã|thành phố) ", "", place) for place in places if isinstance(place, str)]
        found[document_id] = [name for name in known if len(name) > 2]
    return found


def similar_plans(documents: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of documents that share text, the most alike first.

    Columns: `earlier` and `later` (document_id, by day of issue, undated last), `jaccard` (0-1), `of_later` and
    `of_earlier` (the share of each one's text that the other has too).
    """
    ordered = documents.sort_values(["issued_date", "document_id"], na_position="last")
    texts = sections.groupby("document_id").text.agg("\n".join)
    ids, names = list(ordered.document_id), _names(documents)
    bags = [shingles(texts.get(document_id, ""), names[document_id]) for document_id in ids]
    rows = []
    for (one, other), count in shared(bags).items():
        size, size_other = len(bags[one]), len(bags[other])
        if min(size, size_other) >= FEWEST:
            rows.append((ids[one], ids[other], count / (size + size_other - count), count / size_other, count / size))
    frame = pd.DataFrame(rows, columns=["earlier", "later", "jaccard", "of_later", "of_earlier"])
    return frame.sort_values(["jaccard", "earlier", "later"], ascending=[False, True, True], ignore_index=True)


def sources(pairs: pd.DataFrame, least: float = 0.2) -> pd.DataFrame:
    """For each document the earlier one that holds most of its text, where that is at least the share `least`.

    `pairs` are those of `similar_plans`. Columns: `later`, `earlier`, `share`. A shared model, such as a central
    decree, makes two plans alike too: read both before you say who copied.
    """
    found = pairs.loc[pairs.of_later >= least].sort_values(["of_later", "earlier"], ascending=[False, True])
    found = found.drop_duplicates("later")
    share = {"later": found.later, "earlier": found.earlier, "share": found.of_later}
    return pd.DataFrame(share).reset_index(drop=True)


def best_matches(documents: pd.DataFrame, sections: pd.DataFrame, size: int = 3) -> pd.DataFrame:
    """One row a section that says enough: the section of another document that holds most of it.

    Columns: `document_id`, `section_id`, `path`, `text`, `share` (0-1, 0 for none), `other_id`, `other_section_id`,
    `other_text` (null for none). What one plan has and the others lack has a small `share`.
    """
    names = _names(documents)
    rows = sections[sections.document_id.isin(names)].reset_index(drop=True)
    owners, texts = rows.document_id.tolist(), rows.text.tolist()
    bags = [shingles(text, names[owner], size) for owner, text in zip(owners, texts, strict=True)]
    enough = [at for at, bag in enumerate(bags) if len(bag) >= FEWEST]
    groups = [owners[at] for at in enough]
    near: dict[int, list[tuple[int, int]]] = {}
    for (one, other), count in shared([bags[at] for at in enough], groups, max(MANY, len(documents))).items():
        near.setdefault(enough[one], []).append((count, -enough[other]))
        near.setdefault(enough[other], []).append((count, -enough[one]))
    best: dict[int, tuple[float, int]] = {}
    for mine, others in near.items():
        shares = [(len(bags[mine] & bags[-at]) / len(bags[mine]), at) for _, at in nlargest(NEAR, others)]
        share, at = max(shares)
        best[mine] = (share, -at)
    frame = rows.loc[enough, ["document_id", "section_id", "path", "text"]].copy()
    frame["share"] = [best.get(at, (0.0, -1))[0] for at in enough]
    others = [best.get(at, (0.0, -1))[1] for at in enough]
    for name, column in (("other_id", "document_id"), ("other_section_id", "section_id"), ("other_text", "text")):
        every = rows[column].tolist()
        frame[name] = [every[at] if at >= 0 else None for at in others]
    return frame.reset_index(drop=True)


@cache
def channel_patterns() -> dict[str, re.Pattern[str]]:
    """How plans name each channel by which they reach the public."""
    lines = (HERE / "channels.tsv").read_text("utf-8").splitlines()[1:]
    return {name: re.compile(pattern) for name, pattern in (line.split("\t") for line in lines)}


def channels(texts: pd.DataFrame) -> pd.DataFrame:
    """The channels that each text names: one row a channel and a row of `texts` (columns `document_id`, `text`).

    >>> list(channels(pd.DataFrame({"document_id": ["a"], "text": ["Đăng trên Cổng thông tin điện tử, Zalo"]})).channel)
    ['cổng, trang thông tin điện tử', 'mạng xã hội']
    """
    rows = [
        (document_id, name, text)
        for document_id, text in zip(texts.document_id, texts.text, strict=True)
        for name, pattern in channel_patterns().items()
        if pattern.search(text)
    ]
    return pd.DataFrame(rows, columns=["document_id", "channel", "text"])


ACT = ["act", "name", "title", "level", "year", "held"]
# Ministries sign with their initials; a `BCĐ`, `BQL` or `BCH` may be anybody's.
MINISTRIES = (
    "BNV|BTC|BYT|BGDĐT|BTP|BCA|BQP|BNG|BKHĐT|BKHCN|BTTTT|BXD|BGTVT|BNN|BNNPTNT|BNNMT|BCT|BTNMT|BLĐTBXH|BVHTTDL|BDTTG"
)
CENTRAL = re.compile(
    rf"(?:-TTg|-CP|/TW|-TW|/QH\d+|/UBTVQH\d+|-CTN|-(?:{MINISTRIES})|-VPCP|-TTCP|-NHNN|-UBDT)$|^\d+/\d{{4}}/(?:TT|TTLT)-",
    re.IGNORECASE,
)


def acts(documents: pd.DataFrame, refs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The acts that the documents are and cite, and who cites what.

    A number is given anew every year by every issuer: an act is told by its code, its issuer and its year, those of a
    short citation as the document's full one gives them. One that names no issuer is the citing document's province's,
    unless its symbol is a central body's.

    Returns `acts` (`act`, `name`, `title`, `level`, `year`, `held`: whether it is a document of the dataset, then `act`
    is its document_id) and `citations` (`document_id`, `act`, `basis`: whether the document rests on it).
    """
    provinces = dict(zip(documents.document_id, documents.province, strict=True))
    known = [ref for ref in _records(refs) if ref["role"] != "self" and (ref["code"] or ref["name"])]
    keys = []
    for ref in known:
        code = ref["code"] or ref["name"]
        is_central = ref["code"] is None or CENTRAL.search(code)
        by = "" if is_central else ref["full_issuer"] or provinces.get(ref["document_id"], "")
        keys.append((code.casefold(), by, (ref["full_date"] or "")[:4]))
    years: dict[tuple[str, str], set[str]] = {}
    for code, by, year in keys:
        years.setdefault((code, by), set()).update([year] if year else [])
    rows, about = [], {row["document_id"]: _of_document(row) for row in _records(documents)}
    for ref, (code, by, year) in zip(known, keys, strict=True):
        only = years[code, by] if len(years[code, by]) == 1 else {""}
        year = year or next(iter(only))  # a short citation means the one act of this code that is known
        act = ref["target_document_id"] or " ".join(filter(None, (code, by, year)))
        rows.append((ref["document_id"], act, ref["role"] == "basis"))
        title = about.get(act, {}).get("title") or ref["full_title"]
        level = _level(ref["full_issuer"], is_central=not by)
        found = {"name": ref["code"] or ref["name"], "level": level, "year": int(year) if year else None, "held": False}
        about[act] = about.get(act, {"act": act} | found) | {"title": title}
    cited = pd.DataFrame(rows, columns=["document_id", "act", "basis"])
    cited = cited[cited.document_id != cited.act].groupby(["document_id", "act"], as_index=False).basis.any()
    frame = pd.DataFrame(sorted(about.values(), key=lambda row: (not row["held"], row["act"])), columns=ACT)
    return frame.astype({"year": "Int16"}), cited


def _of_document(row: dict[str, Any]) -> dict[str, Any]:
    found = {"act": row["document_id"], "name": row["code"] or _start(row), "title": row["title"], "held": True}
    return found | {"level": row["issuer_level"], "year": row["issued_date"].year if row["issued_date"] else None}


def label_documents(documents: pd.DataFrame) -> pd.Series:
    """A short name for every document, by document_id: `Tây Ninh 25/KH-UBND`; where two read the same, with its id."""
    rows = _records(documents)
    places = [row["district"] or place_name(row) for row in rows]
    names = [f"{place} {row['code'] or _start(row)}" for place, row in zip(places, rows, strict=True)]
    often = Counter(names)
    told = [
        f"{name} ({row['document_id'][:4]})" if often[name] > 1 else name for name, row in zip(names, rows, strict=True)
    ]
    return pd.Series(told, index=[row["document_id"] for row in rows], name="label", dtype=object)


def _start(row: dict[str, Any]) -> str:
    """What to call a document whose number is not known."""
    return f"{row['doc_type'] or ''} {' '.join((row['title'] or row['document_id']).split()[:4])} …".strip()


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, None for what is missing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _level(issuer: str | None, is_central: bool) -> str:
    """The level of the body that issued an act, by its name."""
    name = (issuer or "").lower()
    if is_central:
        return "central"
    if re.search(r"\b(?:huyện|quận|thị xã)\b", name):
        return "district"
    return "department" if re.search(r"\bsở\b", name) else "province" if name else "other"
