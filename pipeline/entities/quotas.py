"""Quantified obligations: a number, how it binds, what is counted, how often.

A number alone is no quota: it takes a word that binds (`ít nhất`, `không quá`, `trở lên`, `đạt`), a percentage, or a
frequency (`01 lần/tháng`); hotlines, codes, days, dates and standards are none.

>>> [(q.value, q.comparator, q.unit, q.period) for q in find_quotas("đăng tải tối thiểu 12 tin/bài trong năm")]
[(12.0, '>=', 'tin/bài', 'P1Y')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.document import LOWER, DateMention, LegalRef, Quota, Span
from pipeline.entities.dates import PERIODS
from pipeline.entities.spaced import spaced

DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
NUMBER = rf"(?P<number>{DIGITS}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?: ?[-–] ?(?P<upper>{DIGITS}))?"
WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
AT_LEAST = r"tối thiểu|ít nhất|không dưới|không ít hơn|từ|trên|đạt từ|đạt trên|vượt|hơn"
AT_MOST = r"tối đa|không quá|không vượt quá|nhiều nhất|dưới|không hơn"
EXACTLY = (
    r"khoảng|đạt|phấn đấu|đảm bảo|bảo đảm|giảm|tăng thêm|tăng|hoàn thành|duy trì|tổ chức|thực hiện|mở|"
    r"xây dựng|đăng tải|đăng|lắp đặt|cấp phát|trang bị|tập huấn|bồi dưỡng|trồng|đón"
)
EVERY = r"""(?: ?/ ?(?:01 |1 |một )?| (?:mỗi|trong|trên một|hàng|hằng|một) )
    (?P<every>ngày|tuần|tháng|quý|năm)(?! \d)(?!\w)"""
# Things that plans count; the unit may go on with a slash: `tin/bài`, `bé trai/100 bé gái`.
COUNTED = r"""
    tin,? ?bài|tin|bài(?: viết)?|lần|cuộc|buổi|lớp|hội nghị|chuyên mục|chuyên đề|chuyên trang|phóng sự|
    bản tin|video(?: clip)?|clip|lượt(?: người)?|người|hộ|mô hình|sáng kiến|giải pháp|
    thủ tục(?: hành chính)?|TTHC|dịch vụ công|hồ sơ|văn bản|cơ quan|đơn vị|xã|trường|lao động|đợt|kỳ|số|
    tờ rơi|pano|áp phích|cán bộ|công chức|học viên|điểm|trạm|tuyến|km|ha|tấn|triệu đồng|tỷ đồng|đồng|
    doanh nghiệp|hợp tác xã|sản phẩm|đề tài|nhiệm vụ|thôn|bản|nhà|phòng|máy|bộ|cây|con|
    loại(?: bệnh tật)?|bệnh|giải|báo cáo|chương trình|kênh|ngày làm việc|ngày|giờ|phút|phiếu|tờ|
    thành viên|đầu sách|hòa giải viên|dự án|sự kiện|gian hàng|cơ sở|gia đình|trẻ em|đội|câu lạc bộ|nhóm|
    tổ|chi bộ|đảng viên|giáo viên|học sinh|sinh viên|vụ|ca|mẫu|liều|giường|bảng|khẩu hiệu|tài liệu|
    ấn phẩm|khách|suất|căn|công trình|cột|biển báo|hội thi|hội thảo|bé trai|bé gái|mét|m2|kg|lít"""
PER = rf"(?: ?/ ?(?!(?:0?1 )?(?:ngày|tuần|tháng|quý|năm)\b)(?:\d+ )?[{LOWER}]+(?: nữ| gái)?)?"
UNIT = rf"(?P<unit>%|(?:{COUNTED}){PER})"
BINDING = rf"(?:(?P<least>(?i:{AT_LEAST})) +|(?P<most>(?i:{AT_MOST})) +|(?P<exact>(?i:{EXACTLY})) +)?"
QUOTA = spaced(rf"(?<![\w,.]){BINDING}(?<![\d.,/-]){NUMBER} ?{UNIT}(?!\w)(?:{EVERY})?(?P<up> trở lên)?")
# Behind a word that binds any noun counts: `ít nhất 02 vùng nuôi`; which word it is, underthesea's tagger says.
OPEN = spaced(
    rf"(?<![\w,.])(?:(?P<least>(?i:{AT_LEAST.replace('|từ|trên', '').replace('|hơn', '')}))|(?P<most>(?i:{AT_MOST}))) +"
    rf"(?P<exact>\b\B)?(?<![\d.,/-]){NUMBER} (?P<unit>[{LOWER}]+(?: [{LOWER}]+)?)(?P<every>\b\B)?(?P<up>\b\B)?"
)
NOUNS = ("N", "Nc", "Nu", "Ny", "Np")
STATISTIC = re.compile(r"(?:^|[\s;(])(?:[Hh]iện nay|[Hh]iện có|[Tt]ính đến|[Tt]oàn tỉnh ghi nhận)\b")
REACH = 400  # characters before a number that can tell what it counts: a long sentence
OBJECT_BEHIND = re.compile(r"[ ]*(?:về[ ]|của[ ])?([^.;,\n()]{3,160})")
OBJECT_BEFORE = re.compile(r"[^.;:\n]*$")


def find_quotas(
    text: str,
    *,
    start: int = 0,
    path: str = "",
    dates: Sequence[DateMention] = (),
    references: Sequence[LegalRef] = (),
) -> Iterator[Quota]:
    """Yield every quantified obligation in `text`, left to right.

    `dates` and `references` of the document guard against reading their digits; a recurrence in the same sentence
    (`Hàng quý, có ít nhất 01 tin/bài`) gives the period.
    """
    for match in sorted([*QUOTA.finditer(text), *_open(text)], key=lambda match: match.start()):
        span = Span(start + match.start(), start + match.end())
        if any(ref.span.meets(span) for ref in references):
            continue
        unit = re.sub(r"\s*/\s*", "/", match["unit"])
        if STATISTIC.search(text[max(0, match.start() - REACH) : match.start()].rsplit(".", 1)[-1]):
            continue  # what is, not what must be
        frequency = match["every"] is not None
        binding = match["least"] or match["most"] or match["up"]
        if unit in ("ngày", "số", "phòng", "bộ", "bản", "kỳ") and not binding:
            continue
        if not (binding or unit == "%" or frequency or (match["exact"])):
            continue
        if match["least"] in ("từ", "Từ") and not match["up"] and unit != "%":
            continue
        if not frequency and any(date.span.meets(span) and date.method != "frequency" for date in dates):
            continue
        begin = match.start()
        exact = match["exact"] or ""
        if exact and exact.lower() not in ("khoảng", "giảm", "tăng", "tăng thêm"):
            begin = match.start("number")
        period = f"{PERIODS[match['every']]}" if frequency else _period_of_sentence(text, match, start, dates)
        yield Quota(
            span=Span(start + begin, start + match.end()),
            raw=text[begin : match.end()],
            section_path=path,
            method="binding word" if binding else "percentage" if unit == "%" else "frequency" if frequency else "verb",
            confidence=0.9 if binding or frequency else 0.75,
            value=value_of(match["upper"] if match["most"] and match["upper"] else match["number"]),
            comparator="<=" if match["most"] else ">=" if match["least"] or match["up"] or match["upper"] else "=",
            unit=unit,
            period=period,
            object=_object(text, match),
        )


def _open(text: str) -> Iterator[re.Match[str]]:
    """Matches of OPEN whose noun is none of COUNTED, the unit cut to the word that the tagger takes for a noun."""
    for match in OPEN.finditer(text):
        if QUOTA.match(text, match.start()):
            continue
        import underthesea  # where it is used: it takes a while to load, and few plans need it

        words = underthesea.pos_tag(text[match.start("unit") : match.end("unit") + 40])
        if not words or words[0][1] not in NOUNS:
            continue
        end = match.start("unit") + len(words[0][0])
        cut = OPEN.match(text[:end], match.start())
        if cut:
            yield cut


def value_of(number: str) -> float:
    """The number that Vietnamese digits or words write: comma for decimals, full stop for thousands.

    >>> value_of("01"), value_of("2,5"), value_of("1.500"), value_of("ba")
    (1.0, 2.5, 1500.0, 3.0)
    """
    if number in WORDS:
        return float(WORDS[number])
    if re.fullmatch(r"\d+\.\d{1,2}", number):  # a full stop for decimals, as spreadsheets leave it
        return float(number)
    return float(number.replace(".", "").replace(",", "."))


def _period_of_sentence(text: str, match: re.Match[str], start: int, dates: Sequence[DateMention]) -> str | None:
    """The period of a recurrence that stands before the number in its sentence."""
    sentence = max(text.rfind(mark, 0, match.start()) for mark in (". ", ";", "\n")) + 1
    for date in dates:
        if (
            date.kind == "recurrence"
            and start + sentence <= date.span.start < start + match.start()
            and date.value.startswith("R/")
        ):
            return date.value[2:]
    return None


def _object(text: str, match: re.Match[str]) -> str | None:
    """What is counted or measured: the words behind the number, else those before it."""
    behind = OBJECT_BEHIND.match(text, match.end())
    if behind and match["unit"] != "%":
        return behind[1].strip()
    before = OBJECT_BEFORE.search(text[max(0, match.start() - REACH) : match.start()])
    words = (before[0] if before else "").strip(" ,-+")
    if words:
        return words[-200:].strip()
    return behind[1].strip() if behind else None
