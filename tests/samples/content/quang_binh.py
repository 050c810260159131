"""Quảng Bình, a province: natural disasters in 2024; an impossible date."""

from ..plan import Plan, Table

UNITS = """
UBND tỉnh
Chủ tịch UBND tỉnh
Ban Chỉ huy PCTT&TKCN tỉnh
Ban Chỉ đạo quốc gia về phòng, chống thiên tai =
Bộ Chỉ huy Quân sự tỉnh
Bộ Chỉ huy Bộ đội Biên phòng tỉnh
Công an tỉnh
Sở Nông nghiệp và Phát triển nông thôn
Sở Giao thông vận tải
Sở Công Thương
Sở Y tế
Sở Tài chính
Đài Khí tượng Thủy văn tỉnh
Đài Phát thanh và Truyền hình tỉnh
Báo Quảng Bình =
Thường vụ Tỉnh ủy = Thường vụ Tỉnh ủy Quảng Bình
các sở, ban, ngành *
UBND các huyện, thị xã, thành phố *
UBND cấp xã *
các chủ hồ chứa *
đội xung kích phòng, chống thiên tai cấp xã *
"""

BODY = """
Căn cứ [ref Luật Phòng, chống thiên tai năm 2013]; [ref Luật sửa đổi, bổ sung một số điều của Luật Phòng, chống thiên tai và Luật Đê điều năm 2020];
Căn cứ [ref Nghị định số 66/2021/NĐ-CP ngày 06/7/2021 của Chính phủ];
UBND tỉnh Quảng Bình ban hành Kế hoạch phòng, chống thiên tai và tìm kiếm cứu nạn (PCTT&TKCN) năm 2024 như sau:
# I. MỤC ĐÍCH, YÊU CẦU
1. Chủ động phòng ngừa, ứng phó kịp thời, khắc phục khẩn trương, có hiệu quả; giảm đến mức thấp nhất thiệt hại về người và tài sản.
2. Thực hiện nghiêm phương châm "bốn tại chỗ"; [quota 100% | xã có phương án ứng phó] xã, phường, thị trấn có phương án ứng phó thiên tai được phê duyệt [by trước ngày 31/5/2024].
# II. NỘI DUNG
# 1. Giai đoạn phòng ngừa
a) Kiểm tra, đánh giá an toàn hồ đập trước mùa mưa lũ, hoàn thành [by trước ngày 31/4/2024].
b) Củng cố đội xung kích phòng, chống thiên tai cấp xã, mỗi đội [quota ít nhất 60 người | thành viên đội xung kích]; tập huấn, diễn tập [quota 01 lần/năm | diễn tập].
c) Dự trữ lương thực, nhu yếu phẩm đủ dùng [quota tối thiểu 07 ngày | dự trữ lương thực] tại các vùng thường xuyên bị chia cắt.
# 2. Giai đoạn ứng phó
a) Tổ chức trực ban 24/24 giờ khi có tin bão gần bờ, lũ khẩn cấp; thông tin cảnh báo đến người dân trong thời gian [quota không quá 30 phút | thời gian truyền tin cảnh báo].
b) Sơ tán [quota 100% | người dân vùng nguy hiểm được sơ tán] người dân ra khỏi vùng nguy hiểm trước khi bão đổ bộ [quota ít nhất 06 giờ | thời gian sơ tán trước bão].
# 3. Giai đoạn khắc phục
a) Thống kê, đánh giá thiệt hại, báo cáo Ban Chỉ huy PCTT&TKCN tỉnh theo [ref Thông tư liên tịch số 43/2015/TTLT-BNNPTNT-BKHĐT ngày 23/11/2015].
b) Hỗ trợ các hộ bị thiệt hại, khôi phục sản xuất; không để người dân thiếu đói, thiếu nước sạch.
# III. TỔ CHỨC THỰC HIỆN
# 1. [lead Sở Nông nghiệp và Phát triển nông thôn]
a) Chủ trì, phối hợp với [with Sở Tài chính, Sở Công Thương] kiểm tra công tác chuẩn bị của các địa phương; tham mưu phân bổ vật tư dự phòng.
b) Tổng hợp, báo cáo UBND tỉnh và Ban Chỉ đạo quốc gia về phòng, chống thiên tai [report trước ngày 15/12/2024].
# 2. [lead Bộ Chỉ huy Quân sự tỉnh, Công an tỉnh, Bộ Chỉ huy Bộ đội Biên phòng tỉnh]
Xây dựng kế hoạch hiệp đồng, bố trí lực lượng, phương tiện tại các địa bàn trọng điểm; kiểm đếm tàu thuyền khi có áp thấp nhiệt đới, bão trên biển Đông.
# 3. [lead Đài Khí tượng Thủy văn tỉnh]
Nâng cao chất lượng dự báo, cảnh báo; cung cấp bản tin cho Đài Phát thanh và Truyền hình tỉnh, Báo Quảng Bình và các cơ quan liên quan.
# 4. [lead UBND các huyện, thị xã, thành phố]
a) Ban hành kế hoạch, phương án của địa phương [by chậm nhất ngày 20/5/2024]; chỉ đạo UBND cấp xã thực hiện.
b) Bố trí ngân sách dự phòng theo [ref Nghị quyết số 109/2023/NQ-HĐND ngày 08/12/2023 của HĐND tỉnh].
> Yêu cầu [lead các sở, ban, ngành, UBND các huyện, thị xã, thành phố] triển khai thực hiện nghiêm túc Kế hoạch này./.
> (Có Phụ lục phân công nhiệm vụ kèm theo)
"""

TASKS = Table(
    name="PHỤ LỤC",
    title="PHÂN CÔNG NHIỆM VỤ PHÒNG, CHỐNG THIÊN TAI NĂM 2024",
    caption="(Kèm theo [self Kế hoạch số 690/KH-UBND ngày 22/4/2024 của UBND tỉnh Quảng Bình])",
    header=("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"),
    widths=(0.7, 4, 2.2, 2.3, 1.8),
    lead=2,
    with_=3,
    by=4,
    rows=(
        (
            "01",
            "Rà soát phương án ứng phó với bão mạnh, siêu bão và lũ lớn",
            "Sở Nông nghiệp và Phát triển nông thôn",
            "- Bộ Chỉ huy Quân sự tỉnh\n- Công an tỉnh",
            "Trước 30/6/2024",
        ),
        (
            "02",
            "Lắp đặt, sửa chữa hệ thống cảnh báo ngập tự động tại [quota 12 điểm | điểm cảnh báo ngập] ngầm tràn",
            "Sở Giao thông vận tải",
            "UBND các huyện, thị xã, thành phố",
            "Quý III/2024",
        ),
        (
            "03",
            "Bảo đảm thuốc, vật tư y tế, cơ số thuốc phòng, chống lụt bão",
            "Sở Y tế",
            "Sở Tài chính",
            "Trước 31/8/2024",
        ),
        (
            "04",
            "Dự trữ hàng hóa thiết yếu phục vụ Nhân dân vùng ngập lụt",
            "Sở Công Thương",
            "UBND các huyện, thị xã, thành phố",
            "Trước 15/9/2024",
        ),
        (
            "05",
            "Vận hành liên hồ chứa theo quy trình, thông báo trước khi xả lũ [quota ít nhất 04 giờ | thông báo xả lũ]",
            "Các chủ hồ chứa",
            "- Đài Khí tượng Thủy văn tỉnh\n- UBND cấp xã",
            "Thường xuyên",
        ),
        (
            "06",
            "Tuyên truyền, phổ biến kỹ năng phòng, tránh thiên tai cho học sinh và ngư dân",
            "Đài Phát thanh và Truyền hình tỉnh",
            "Báo Quảng Bình",
            "Hàng tháng",
        ),
    ),
)

PLAN = Plan(
    stem="05_Kế hoạch phòng chống thiên tai - Quảng Bình 2024",
    level="province",
    province="Quảng Bình",
    issuer="Ủy ban nhân dân tỉnh Quảng Bình",
    seat="tỉnh Quảng Bình",
    head=("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG BÌNH"),
    number="690",
    symbol="KH-UBND",
    place="Quảng Bình",
    day=(22, 4, 2024),
    doc_type="Kế hoạch",
    title="Phòng, chống thiên tai và tìm kiếm cứu nạn\ntỉnh Quảng Bình năm 2024",
    year=2024,
    sign=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    sign_mode="KT.",
    signer="Đoàn Ngọc Lâm Sơn",
    recipients=(
        "Ban Chỉ đạo quốc gia về phòng, chống thiên tai (b/c);",
        "Thường vụ Tỉnh ủy (b/c);",
        "Chủ tịch UBND tỉnh;",
        "Các sở, ban, ngành;",
        "UBND các huyện, thị xã, thành phố;",
        "Lưu: VT, KT.",
    ),
    units=UNITS + "HĐND tỉnh\n",
    body=BODY,
    tables=(TASKS,),
    notes=("31/4/2024 is an impossible date, as on paper.",),
)
