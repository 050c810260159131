"""Who signed: the block of `TM.`, `KT.`, post and name at the foot of a document (Decree 30/2020, annex I, cell 7)."""

from __future__ import annotations

import re

from pipeline.document import LOWER, UPPER, Flag, Paragraph, is_capitals, skeleton
from pipeline.structure.issuer import Found, case_of_capitals

# Posts that sign, longest first where one begins another; read by their skeletons, given back with their marks.
_POSTS = (
    "CHỦ TỊCH",
    "TỔNG GIÁM ĐỐC",
    "GIÁM ĐỐC",
    "TRƯỞNG PHÒNG",
    "CHÁNH VĂN PHÒNG",
    "CHÁNH THANH TRA",
    "BÍ THƯ",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "THỦ TƯỚNG CHÍNH PHỦ",
    "THỦ TƯỚNG",
    "TRƯỞNG BAN",
    "TỔNG CỤC TRƯỞNG",
    "CHI CỤC TRƯỞNG",
    "CỤC TRƯỞNG",
    "TRƯỞNG CÔNG AN",
    "CHỈ HUY TRƯỞNG",
    "CHÍNH ỦY",
    "VỤ TRƯỞNG",
    "HIỆU TRƯỞNG",
    "VIỆN TRƯỞNG",
    "CHÁNH ÁN",
    "CHỦ NHIỆM",
    "TRƯỞNG ĐOÀN",
)
_POST_BY_SKELETON = {skeleton(post): post for post in _POSTS}
POSTS = "|".join(_POST_BY_SKELETON)
POST = re.compile(rf"^(?:(?:pho|quyen|q\.)\s*)*(?:{POSTS})\b")
POST_IN_LINE = re.compile(
    rf"(?P<rank>\bpho |\bquyen )?\b(?P<post>{POSTS})\b(?P<first> thuong truc)?"
    r"(?P<of> (?:so|phong|ban|bo|uy ban|cuc|vu)\b.*)?"
)
ON_BEHALF = re.compile(
    r"(?:tm|t/m)[.,:]?\s*((?:uy ban|hoi dong|ban|chinh phu)[a-z ]*?)"
    r"(?=\s+(?:kt|tl|tuq)\b|\s+(?:pho |quyen )?(?:chu tich|bi thu)|$)"
)
MODE = re.compile(r"^(?P<mode>tm|kt|tl|tuq|q|t/m|k/t|t/l)\b[.,:]?\s*", re.IGNORECASE)
NAME = re.compile(rf"\b(?:[{UPPER}][{LOWER}]*\s+){{1,4}}[{UPPER}][{LOWER}]+$")
SURNAMES = frozenset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh doan truong lam trinh mai dao ha"
    " luong".split()
)


def is_signature_line(text: str) -> bool:
    """`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `GIÁM ĐỐC`, also with the name behind it on the same line.

    >>> is_signature_line("KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trương Công Thái"), is_signature_line("Chủ tịch UBND tỉnh yêu cầu")
    (True, False)
    """
    bare = re.sub(rf"^[^{UPPER}{LOWER}]+|[\s*_]+$", "", text)
    capitals = NAME.sub("", bare).strip()
    if not capitals or not is_capitals(capitals) or len(bare) > 120:
        return False
    folded = skeleton(capitals)
    mode = MODE.match(folded)
    if mode:
        return bool(
            re.match(rf"(?:uy ban|{POSTS}|ban |hoi dong|so |phong |pho |chinh phu|quyen)", folded[mode.end() :])
        )
    return bool(POST.match(folded)) and not re.search(r"uy ban|ubnd|hoi dong", folded)


def read_signature(paragraphs: list[Paragraph], texts: dict[Paragraph, str], found: Found) -> None:
    """Set signer, post and the authority under which the signer acts; a body that is signed for too."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [line.text for line in paragraph.lines] if len(paragraph.lines) > 1 else [texts[paragraph]]
    modes: list[str] = []
    post = ""
    for line in lines:
        if "signer" in found.values:
            break  # below the name: the letterhead of an annex
        bare = re.sub(rf"^[^{UPPER}{LOWER}]+|[\s*_.,]+$", "", line)
        name = NAME.search(bare)
        capitals = bare[: name.start()].strip() if name else bare
        if name is None and post and is_name_in_capitals(bare):
            found.set("signer", bare.title(), "signature block")
            break
        if is_capitals(capitals):
            folded = re.sub(r"[.,;:]+(?=[a-z])", " ", skeleton(capitals))
            for mode in re.finditer(r"(?:^|\s)(tm|kt|tl|tuq|q|t/m|k/t|t/l)(?=[\s.,:])", skeleton(capitals)):
                modes.append({"t/m": "TM.", "k/t": "KT.", "t/l": "TL."}.get(mode[1], mode[1].upper() + "."))
            if post and re.search(r"\b(?:ubnd|uy ban nhan dan)\b", folded) and not MODE.match(folded):
                continue  # `TRƯỞNG BAN` / `CHỦ TỊCH UBND TỈNH`: what else the signer is
            for match in POST_IN_LINE.finditer(mend_posts(folded)):
                post = _printed_post(match, capitals)
            if modes and modes[-1] == "TM." and "_signing_body" not in found.values:
                body = ON_BEHALF.match(folded)
                if body:
                    at = capitals[body.start(1) : body.end(1)] if len(folded) == len(capitals) else ""
                    found.values["_signing_body"] = case_of_capitals(at.strip())
        if name and (post or modes):
            found.set("signer", re.sub(r"\s+", " ", name[0]), "signature block")
    if "KT." in modes and not post.startswith(("PHÓ ", "THỨ ")):
        post = ""  # what was read is whom the deputy stands in for; the line below it was lost
    found.set("signer_title", post, "signature block")
    for mode in ("KT.", "TUQ.", "TL.", "TM.", "Q."):  # the narrowest authority under which the signer acts
        if mode in modes:
            found.set("sign_mode", mode, "signature block")


def lost_signer(paragraphs: list[Paragraph], texts: dict[Paragraph, str], found: Found) -> Flag:
    """A flag where no name was read under a scan's seal; the post beside it is as little sure and left out."""
    found.values.pop("signer_title", None)
    found.by[:] = [(name, rule) for name, rule in found.by if name != "signer_title"]
    last = paragraphs[-1]
    message = "Who signed cannot be read; look at the signature."
    return Flag("illegible_signature", "warning", message, last.page_start, "S", texts[last])


def names_post(folded: str) -> bool:
    """Whether the skeleton of a line names a post, a letter of it misread at most."""
    return POST_IN_LINE.search(mend_posts(folded)) is not None


def is_name_in_capitals(text: str) -> bool:
    """Whether a line in capitals is a person's name: two to five words, the first a surname.

    >>> is_name_in_capitals("LÊ VĂN HÙNG"), is_name_in_capitals("PHÓ CHỦ TỊCH")
    (True, False)
    """
    words = skeleton(text).split()
    return text.isupper() and 2 <= len(words) <= 5 and words[0] in SURNAMES and all(word.isalpha() for word in words)


def mend_posts(folded: str) -> str:
    """The skeleton of a signature's line with its posts as they are spelt, a letter of each misread at most.

    >>> mend_posts("pho chy tich thuong truc"), mend_posts("giam doc so")
    ('pho chu tich thuong truc', 'giam doc so')
    """
    if POST_IN_LINE.search(folded):
        return folded
    for post in _POST_BY_SKELETON:
        for at in range(len(folded) - len(post) + 1):
            window = folded[at : at + len(post)]
            if window != post and sum(map(str.__ne__, window, post)) == 1 and folded[at - 1 : at] in ("", " "):
                folded = folded[:at] + post + folded[at + len(post) :]
    return folded


def _printed_post(match: re.Match[str], capitals: str) -> str:
    """The post with its marks, whatever the reading did to them; the body behind it as printed."""
    rank = {"pho ": "PHÓ ", "quyen ": "QUYỀN "}.get(match["rank"] or "", "")
    first = " THƯỜNG TRỰC" if match["first"] else ""
    body = capitals[match.start("of") : match.end("of")] if match["of"] else ""
    return f"{rank}{_POST_BY_SKELETON[match['post']]}{first}{body}"
