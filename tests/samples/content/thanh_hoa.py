"""Thanh Hóa, a province: a decision of 2022 as its gazette published it."""

from ..plan import Plan

UNITS = """
UBND tỉnh
Sở Văn hóa, Thể thao và Du lịch
Sở Tài chính
Sở Kế hoạch và Đầu tư
Sở Nông nghiệp và Phát triển nông thôn
Giám đốc các Sở: Văn hóa, Thể thao và Du lịch, Tài chính, Kế hoạch và Đầu tư *
Giám đốc Sở Văn hóa, Thể thao và Du lịch
Chánh Văn phòng UBND tỉnh
Chủ tịch UBND các huyện, thị xã, thành phố *
UBND các huyện, thị xã, thành phố *
Thường trực Tỉnh ủy = Thường trực Tỉnh ủy Thanh Hóa
HĐND tỉnh
Hiệp hội Du lịch tỉnh
Luật Tổ chức chính quyền địa phương !
Trung tâm Công báo tỉnh
"""

BODY = """
@centre ỦY BAN NHÂN DÂN TỈNH THANH HÓA
Căn cứ [ref Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015];
Căn cứ [ref Luật Du lịch ngày 19 tháng 6 năm 2017];
Căn cứ [ref Nghị quyết số 58-NQ/TW ngày 05 tháng 8 năm 2020 của Bộ Chính trị] về [title xây dựng và phát triển tỉnh Thanh Hóa đến năm 2030, tầm nhìn đến năm 2045];
Căn cứ [ref Nghị quyết số 214/2022/NQ-HĐND ngày 13 tháng 7 năm 2022 của HĐND tỉnh] về [title chính sách hỗ trợ phát triển du lịch cộng đồng];
Theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tại [ref Tờ trình số 3105/TTr-SVHTTDL ngày 25 tháng 7 năm 2022].
@centre QUYẾT ĐỊNH:
Điều 1. Phê duyệt Đề án phát triển du lịch cộng đồng tỉnh Thanh Hóa giai đoạn 2022 - 2025 với những nội dung chủ yếu sau:
# 1. Mục tiêu
a) [by Đến hết năm 2025], toàn tỉnh có [quota ít nhất 20 điểm | điểm du lịch cộng đồng] du lịch cộng đồng được công nhận; đón [quota 450.000 lượt | lượt khách du lịch] khách.
b) [quota Từ 70% trở lên | lao động được bồi dưỡng] lao động tại các điểm du lịch cộng đồng được bồi dưỡng nghiệp vụ; thu nhập từ du lịch tăng bình quân [quota 12%/năm | tăng thu nhập từ du lịch].
# 2. Nhiệm vụ trọng tâm
a) Đầu tư hạ tầng giao thông, cấp nước, vệ sinh môi trường tại các huyện Bá Thước, Quan Hóa, Thường Xuân.
b) Mỗi huyện miền núi xây dựng [quota tối thiểu 02 sản phẩm | sản phẩm du lịch đặc trưng] du lịch đặc trưng; quảng bá trên nền tảng số [quota 01 lần/tháng | quảng bá sản phẩm].
# Điều 2. Tổ chức thực hiện
1. [lead Sở Văn hóa, Thể thao và Du lịch] chủ trì, phối hợp với [with Sở Nông nghiệp và Phát triển nông thôn, Hiệp hội Du lịch tỉnh] triển khai Đề án; báo cáo UBND tỉnh kết quả [report hằng năm], [report trước ngày 10 tháng 12 hằng năm | recurrence R/P1Y].
2. [lead Sở Tài chính, Sở Kế hoạch và Đầu tư] tham mưu bố trí kinh phí; mức hỗ trợ [quota tối đa 500 triệu đồng | mức hỗ trợ mỗi điểm] cho mỗi điểm du lịch cộng đồng.
3. [lead UBND các huyện, thị xã, thành phố] xây dựng kế hoạch chi tiết, hoàn thành [by trước ngày 30 tháng 9 năm 2022].
Điều 3. Quyết định này có hiệu lực thi hành kể từ ngày ký.
Điều 4. [lead Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Văn hóa, Thể thao và Du lịch, Tài chính, Kế hoạch và Đầu tư, Chủ tịch UBND các huyện, thị xã, thành phố] và thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.
"""

PLAN = Plan(
    stem="12_thanh-hoa_cong-bao_quyet-dinh-2622",
    level="province",
    province="Thanh Hóa",
    issuer="Ủy ban nhân dân tỉnh Thanh Hóa",
    seat="tỉnh Thanh Hóa",
    head=("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"),
    number="2622",
    symbol="QĐ-UBND",
    place="Thanh Hóa",
    day=(2, 8, 2022),
    doc_type="Quyết định",
    title="Về việc phê duyệt Đề án phát triển du lịch cộng đồng\ntỉnh Thanh Hóa giai đoạn 2022 - 2025",
    year=2022,
    sign=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    sign_mode="KT.",
    signer="Lê Đức Thành",
    recipients=(
        "Như Điều 4;",
        "Bộ Văn hóa, Thể thao và Du lịch (để b/c);",
        "Thường trực Tỉnh ủy (để b/c);",
        "Trung tâm Công báo tỉnh;",
        "Lưu: VT, VX.",
    ),
    units=UNITS,
    body=BODY,
)
