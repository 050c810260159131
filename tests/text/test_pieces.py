"""What is a word, what a number, what a code: numbers and codes never change."""

import pytest

from pipeline.text.pieces import split_token

TOKENS = [  # token, its parts and their kinds: w word, n number, c code, - signs
    ("t6", "w:t6"),
    ("1é,", "w:1é"),
    ("ph1r0‘ng", "w:ph1r0‘ng"),
    ("D(’mg", "w:D(’mg"),
    ("v&", "w:v&"),
    ("xã-hội", "w:xã w:hội"),
    ("(2021-2030);", "n:2021-2030"),
    ("2O24", "n:2O24"),
    ("0251.1022", "n:0251.1022"),
    ("95,5%", "n:95,5%"),
    ("300/KH-UBND", "c:300/KH-UBND"),
    ("22/2023/QH15", "c:22/2023/QH15"),
    ("18-NQ/TW", "c:18-NQ/TW"),
    ("QH14", "c:QH14"),
    ("TN&MT", "c:TN&MT"),
    ("a3)", "c:a3"),
    ("5G", "c:5G"),
    ("0,4kV", "n:0 c:4kV"),
    ("m3/ngày", "c:m3 w:ngày"),
    ("nước3", "w:nước n:3"),
    ("nước1", "w:nước n:1"),
    ("nguo1", "w:nguo1"),
    ("khai12", "w:khai n:12"),
    ("năm2024", "w:năm n:2024"),
    ("2thay", "n:2 w:thay"),
    ("lương(6)", "w:lương n:6"),
    ("TSS(Phân", "w:TSS w:Phân"),
    ("sotttt@dongnai.gov.vn;", "-:sotttt@dongnai.gov.vn"),
    ("https://dichvucong.gov.vn/p/home", "-:https://dichvucong.gov.vn/p/home"),
    ("ke_hoach.pdf", "-:ke_hoach.pdf"),
    ("14h00", "c:14h00"),
    ("61A/KH-UBND", "c:61A w:KH w:UBND"),
    ("12A", "c:12A"),
    ("1A", "c:1A"),
    ("QL1A", "c:QL1A"),
    ("A4", "c:A4"),
    ("37.5oC", "n:37 c:5oC"),
    ("50.000d", "n:50 c:000d"),
    ("IPv4", "c:IPv4"),
    ("8O8O", "c:8O8O"),
    ("vi|12|34", "w:vi n:12 n:34"),
    ("|2024|", "n:2024"),
    ("15l7l2021", "c:15l7l2021"),
    ("20l", "c:20l"),
    ("I/2024", "c:I/2024"),
    ("B6", "w:B6"),
    ("d6ng", "w:d6ng"),
    ("16i", "w:16i"),
    ("...", "-:"),
    ("-", "-:"),
]
KINDS = {"word": "w", "<n>": "n", "<c>": "c", "": "-"}


@pytest.mark.parametrize(("token", "parts"), TOKENS)
def test_parts_of_a_token(token, parts):
    pieces = split_token(token)
    assert " ".join(f"{KINDS[piece.kind]}:{piece.core}" for piece in pieces) == parts
    assert "".join(piece.before + piece.core + piece.after for piece in pieces) == token
