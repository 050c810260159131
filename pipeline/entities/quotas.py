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
SPELT = r"một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
NUMBER = rf"(?P<number>{DIGITS}|{SPELT})(?: ?\((?:{SPELT})\))?(?: ?(?:[-–]|đến) ?(?P<upper>{DIGITS}))?"
WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
AT_LEAST = r"tối thiểu|ít nhất|không dưới|không ít hơn|không thấp hơn|từ|trên|đạt từ|đạt trên|vượt|hơn"
AT_MOST = (
    r"tối đa không quá|tối đa|không quá|không vượt quá|không để quá|nhiều nhất|không (?:nhiều|muộn|chậm) hơn|không hơn|"
    r"trong vòng|dưới"
)
EXACTLY = (
    r"khoảng|đạt|phấn đấu|đảm bảo|bảo đảm|giảm|tăng thêm|tăng|hoàn thành|duy trì|tổ chức|thực hiện|mở|"
    r"xây dựng|đăng tải|đăng|lắp đặt|cấp phát|trang bị|tập huấn|bồi dưỡng|đào tạo|trồng|đón|lấy mẫu(?: tại)?|"
    r"hình thành|"
    r"phát triển|thành lập|phát hành|biên soạn|ban hành|hỗ trợ|bổ sung|xuống còn|xuống|còn|thu hút|kết nạp|tuyển|"
    r"nâng cấp|sửa chữa|xây mới|chọn|in|phát sóng|trong đó có|tổng số|nâng lên|lên|cho(?= \d+ lượt)|"
    r"nâng tổng số [^.;:]{2,30}?:"
)
EVERY = r"""(?: ?/ ?(?:01 |1 |một )?| (?:mỗi|trong|trên một|hàng|hằng|một) (?:01 |1 )?)
    (?P<every>ngày|tuần|tháng|quý|năm)(?! \d)(?!\w)"""
EACH_FIRST = r"(?:(?:mỗi|hàng|hằng|một) (?P<each>ngày|tuần|tháng|quý|năm) (?:có )?)?"  # `mỗi quý 01 lần`
# Things that plans count; the unit may go on with a slash: `tin/bài`, `bé trai/100 bé gái`.
COUNTED = r"""
    tin,? ?bài|tin|bài(?: viết)?|lần|cuộc|buổi|lớp|hội nghị|chuyên mục|chuyên đề|chuyên trang|phóng sự|
    bản tin|video(?: clip)?|clip|lượt(?: người)?|người|hộ|mô hình|sáng kiến|giải pháp|
    thủ tục(?: hành chính)?|TTHC|dịch vụ công|hồ sơ|văn bản|cơ quan|đơn vị|xã|trường hợp|trường|lao động|đợt|kỳ|số|
    tờ rơi|pano|áp phích|cán bộ|công chức|học viên|điểm|trạm|tuyến|km|ha|tấn|triệu (?:đồng|USD)|
    tỷ (?:đồng|USD)|đồng|USD|
    doanh nghiệp|hợp tác xã|sản phẩm|đề tài|nhiệm vụ|thôn|bản|nhà|phòng|máy|bộ|cây|con|
    loại(?: bệnh tật)?|bệnh|giải|báo cáo viên|báo cáo|chương trình|kênh|ngày làm việc|ngày|giờ|phút|phiếu|tờ|
    thành viên|đầu sách|hòa giải viên|dự án|sự kiện|gian hàng|cơ sở|gia đình|trẻ em|đội|câu lạc bộ|nhóm|
    tổ|chi bộ|đảng viên|giáo viên|học sinh|sinh viên|vụ|ca|mẫu|liều|giường|bảng|khẩu hiệu|tài liệu|
    ấn phẩm|khách|suất|căn|công trình(?:/dự án)?|cột|biển báo|hội thi|hội thảo|bé trai|bé gái|mét|m2|m3|kg|lít|
    vị trí|vùng nuôi|cửa sông|cuốn|bác sĩ|nhân viên|tập thể|cá nhân|tàu bay|trung tâm|cụm|khu|tiết|tập|[μµ]g/m3"""
PER = rf"(?: ?/ ?(?!(?:0?1 )?(?:ngày|tuần|tháng|quý|năm)\b)(?:\d+ )?[{LOWER}]+(?: nữ| gái)?)*"
UNIT = rf"(?P<unit>%|(?:{COUNTED}){PER})"
BINDING = (
    rf"(?:(?P<least>(?i:{AT_LEAST})|(?:đạt )?[≥>]) *|(?P<most>(?i:{AT_MOST})|[≤<]) *|(?P<exact>(?i:{EXACTLY})) +)?"
)
QUOTA = spaced(
    rf"(?<![\w,.]){BINDING}{EACH_FIRST}(?<![\d.,/-]){NUMBER}(?:%(?= ?(?:[-–]|"
    rf"đến) ?\d))? ?{UNIT}(?!\w)(?:{EVERY})?(?P<up> trở lên)?"
)
# What every match of QUOTA holds, and every one of OPEN: looked for first, for few paragraphs hold any.
COUNT = spaced(rf"(?:[\d)%]|{SPELT}) ?(?:%|{COUNTED})")
ANY_COUNT = spaced(rf"(?:[\d)]|{SPELT}) [{LOWER}]")
PERCENT_RANGE = re.compile(r"(?<![\w,.])(?P<number>\d+(?:,\d+)?)% ?(?:[-–]|đến) ?(?P<upper>\d+(?:,\d+)?)%")
# Behind a word that binds any noun counts: `ít nhất 02 vùng nuôi`; which word it is, underthesea's tagger says.
OPEN = spaced(
    rf"(?<![\w,.])(?:(?P<least>(?i:{AT_LEAST.replace('|từ|trên', '').replace('|hơn', '')}))|(?P<most>(?i:{AT_MOST}))) +"
    rf"(?P<exact>\b\B)?(?P<each>\b\B)?(?<![\d.,/-]){NUMBER} (?P<unit>[{LOWER}]+"
    rf"(?: [{LOWER}]+)?)(?P<every>\b\B)?(?P<up>\b\B)?"
)
NOUNS = ("N", "Nc", "Nu", "Ny", "Np")
# What is or was, not what must be.
STATISTIC = re.compile(
    r"(?:^|[\s;(,])(?:[Hh]iện nay|[Hh]iện có|(?<!thực )[Hh]iện đang|[Tt]ính đến|[Đđ]ến nay|"
    r"[Tt]oàn tỉnh ghi nhận|đã|ước(?: đạt| vượt)?|"
    r"thiệt hại|cả nước|đạt tỷ lệ [\d,]+% số phiếu)\b"
)
SHARE = re.compile(r"[Cc]hiếm $")
TOLD_BEHIND = re.compile(
    r"[^.;]{0,40}?(?:so (?:với )?cùng kỳ|kế hoạch đề ra|% kế hoạch|dự toán|số phiếu|điểm ngập)|"
    r"[ ]?\)?[ ]kế hoạch(?: năm)?\b"
)
# A rate or a condition of a rule: `thuế suất 15%`, `Nhà thầu có từ 25% trở lên`, `được tính 3 điểm`.
CONDITION = re.compile(
    r"(?i:thuế suất|lãi suất|mức đóng|mức lương|tỷ trọng|trường hợp có|được tính|nhà thầu|nắm giữ|tổn thương|"
    r"tỷ lệ số phiếu|"
    r"số phiếu|doanh thu năm|thay đổi quy mô|có tổng|lên men|bao gồm \d+ TC|hỗ trợ(?= \d+%)|thấp hơn|"
    r"hộ nghèo theo chuẩn|"
    r"nếu |ở bình quân)"
)
MOST_DIGITS = 15  # a double holds no more; nobody owes a thousand million million of anything
ONE_OF_ITS_KIND = ("ngày", "số", "phòng", "bộ", "bản", "kỳ", "nhà", "cơ sở", "khu", "tập", "xã", "trường", "con")
REACH = 400  # characters before a number that can tell what it counts: a long sentence
OBJECT_BEHIND = re.compile(r"[ ]*(?:về[ ]|của[ ])?([^.;,\n()]{3,160})")
OBJECT_BEFORE = re.compile(r"[^.;:\n]*$")
COLON = re.compile(r": ?$")
LINKED = re.compile(r"(?:[^.;:\n()]{0,80}?)(?:,| và)[ ]$")  # what stands between two numbers of one obligation


def find_quotas(
    text: str,
    *,
    start: int = 0,
    path: str = "",
    dates: Sequence[DateMention] = (),
    references: Sequence[LegalRef] = (),
    year: int | None = None,
) -> Iterator[Quota]:
    """Yield every quantified obligation in `text`, left to right.

    `dates` and `references` of the document guard against reading their digits; a recurrence in the same sentence
    (`Hàng quý, có ít nhất 01 tin/bài`) gives the period. A year before that of the plan, `year`, tells what was.
    """
    ranges = {match.start(): match for match in PERCENT_RANGE.finditer(text)} if "%" in text else {}
    closed = QUOTA.finditer(text) if COUNT.search(text) else ()
    last: Quota | None = None
    for match in sorted([*closed, *_open(text)], key=lambda match: match.start()):
        span = Span(start + match.start(), start + match.end())
        if any(ref.span.meets(span) for ref in references):
            continue
        unit = re.sub(r"\s*/\s*(?:0?1 )?", "/", match["unit"])  # `01 cá nhân/01 ban`; not `109 bé trai/100 bé gái`
        if _is_told(text, match, start, dates, year):
            continue  # what is, not what must be
        each = match["every"] or match["each"]
        binding = match["least"] or match["most"] or match["up"]
        if unit in ONE_OF_ITS_KIND and not (binding or (match["exact"] or "").startswith("xuống")):
            continue
        if unit == "cuộc" and match["number"] == "một":
            continue
        follows = last is not None and bool(LINKED.fullmatch(text[last.span.end - start : match.start()]))
        colon = bool(COLON.search(text, max(0, match.start() - 2), match.start()))
        opens = match.start() == 0 and match["number"].isdigit() and unit not in ("ngày", "giờ")
        beside = follows and last is not None and last.unit != "%"
        if not (binding or unit == "%" or each or match["exact"] or colon or opens or beside):
            continue
        if (match["least"] or "").lower() == "từ" and not match["up"] and unit != "%":
            continue
        if not each and any(date.span.meets(span) and date.method != "frequency" for date in dates):
            continue
        span_of_range = ranges.get(match.start("number"))
        upper = match["upper"] or (span_of_range["upper"] if span_of_range else None)
        if any(at < match.start("number") < other.end() for at, other in ranges.items()):
            continue  # the second number of a range
        if any(sum(map(str.isdigit, each)) > MOST_DIGITS for each in (match["number"], upper or "")):
            continue
        exact = (match["exact"] or "").lower()
        begin = match.start()
        if exact and exact not in ("khoảng", "giảm", "tăng", "tăng thêm"):
            begin = match.start("number")
        comparator = "<=" if match["most"] else ">=" if match["least"] or match["up"] or upper else "="
        if comparator == "=" and follows and last and not exact and _shares(text, last, match, start, unit):
            comparator = last.comparator
        period = PERIODS[each] if each else _period_of_sentence(text, match, start, dates)
        last = Quota(
            span=Span(start + begin, start + match.end()),
            raw=text[begin : match.end()],
            section_path=path,
            method="binding word" if binding else "percentage" if unit == "%" else "frequency" if each else "number",
            confidence=0.9 if binding or each else 0.75,
            value=value_of(upper if match["most"] and upper else match["number"]),
            comparator=comparator,
            unit=unit,
            period=period,
            object=_object(text, match),
        )
        yield last


def _shares(text: str, last: Quota, match: re.Match[str], start: int, unit: str) -> bool:
    """`ít nhất 100 doanh nghiệp ..., 50 doanh nghiệp ...`: whether the second number is bound by the first's word."""
    between = text[last.span.end - start : match.start()]
    same_kind = (unit == "%") == (last.unit == "%")
    return last.comparator != "=" and same_kind and not re.search(r"trong đó|còn|đạt|riêng", between)


def _is_told(text: str, match: re.Match[str], start: int, dates: Sequence[DateMention], year: int | None) -> bool:
    """Whether the sentence tells a result, a rate or a condition, and asks for nothing."""
    sentence = max(text.rfind(mark, 0, match.start()) for mark in (". ", ";", "\n")) + 1
    before = text[max(sentence, match.start() - REACH) : match.start()]
    if match["unit"].startswith("tuổi") and not re.search(r"(?i:tăng|giảm)", before):
        return True
    if match["unit"] == "điểm" and not re.match(rf"[ ](?!trở|đến|thì|và|hoặc)[{LOWER}]", text[match.end() :]):
        return True  # of a score; `20 điểm du lịch` are places
    clause = before.rsplit(":", 1)[-1]
    asked = re.search(r"(?i:phấn đấu|mục tiêu|chỉ tiêu|bảo đảm|đảm bảo|yêu cầu)", clause)
    if STATISTIC.search(clause) and not asked:
        return True
    if CONDITION.search(before[-60:]) and not asked:
        return True
    bound = match["least"] or match["most"] or match["up"]
    if not bound and (TOLD_BEHIND.match(text, match.end()) or SHARE.search(before)) and not asked:
        return True
    past = (
        date.value[:4]
        for date in dates
        if date.kind in ("year", "date", "month") and start + sentence <= date.span.start < start + match.start()
    )
    return bool(year and not asked and any(each.isdigit() and int(each) < year for each in past))


def _open(text: str) -> Iterator[re.Match[str]]:
    """Matches of OPEN whose noun is none of COUNTED, the unit cut to the word that the tagger takes for a noun."""
    for match in OPEN.finditer(text) if ANY_COUNT.search(text) else ():
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
