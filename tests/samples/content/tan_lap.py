"""Tân Lập, a commune of Bình Phước: one page on clean streets."""

from ..plan import Plan

UNITS = """
UBND xã
UBND huyện Đồng Phú = Ủy ban nhân dân huyện Đồng Phú
Phòng Tài nguyên và Môi trường huyện = Phòng Tài nguyên và Môi trường huyện Đồng Phú
Đảng ủy xã
Hội Liên hiệp Phụ nữ xã
Đoàn TNCS Hồ Chí Minh xã
Công an xã
Ban ấp *
Công chức Địa chính - Xây dựng = Công chức Địa chính - Xây dựng xã Tân Lập
các hội, đoàn thể xã *
"""

BODY = """
Thực hiện [ref Kế hoạch số 58/KH-UBND ngày 04/3/2024 của UBND huyện Đồng Phú] về [title thu gom, xử lý rác thải sinh hoạt năm 2024], UBND xã Tân Lập ban hành Kế hoạch như sau:
# I. MỤC TIÊU
- [quota 90% | hộ dân đăng ký thu gom rác] hộ dân đăng ký thu gom rác tập trung; mỗi ấp có [quota ít nhất 01 tuyến | tuyến đường tự quản] đường tự quản sáng - xanh - sạch - đẹp.
- Tổ chức tổng vệ sinh [quota 01 lần/tuần | tổng vệ sinh] vào sáng thứ Bảy.
# II. TỔ CHỨC THỰC HIỆN
# 1. [lead Công chức Địa chính - Xây dựng]
- Phối hợp với [with Công an xã] kiểm tra, xử lý các trường hợp đổ rác không đúng nơi quy định theo [ref Nghị định số 45/2022/NĐ-CP ngày 07/7/2022 của Chính phủ].
- Báo cáo kết quả về UBND xã [report hàng tháng].
# 2. [lead Hội Liên hiệp Phụ nữ xã, Đoàn TNCS Hồ Chí Minh xã]
Vận động hội viên, đoàn viên phân loại rác tại nguồn; ra quân [by trước ngày 30/4/2024].
# 3. [lead Ban ấp]
Tuyên truyền trên loa truyền thanh [quota 02 lần/ngày | phát thanh tuyên truyền]; lập danh sách hộ chưa đăng ký, gửi UBND xã [by chậm nhất ngày 15/4/2024].
> Trên đây là Kế hoạch của UBND xã Tân Lập, đề nghị [lead các hội, đoàn thể xã và Ban ấp] thực hiện./.
"""

PLAN = Plan(
    stem="08_binh-phuoc_xa-tan-lap_ve-sinh-moi-truong-2024",
    level="commune",
    province="Bình Phước",
    issuer="Ủy ban nhân dân xã Tân Lập",
    seat="xã Tân Lập",
    head=("ỦY BAN NHÂN DÂN", "XÃ TÂN LẬP"),
    number="22",
    symbol="KH-UBND",
    place="Tân Lập",
    day=(28, 3, 2024),
    doc_type="Kế hoạch",
    title="Vệ sinh môi trường, thu gom rác thải sinh hoạt năm 2024",
    year=2024,
    sign=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    sign_mode="KT.",
    signer="Điểu Thị Ngọc",
    recipients=(
        "Phòng Tài nguyên và Môi trường huyện (b/c);",
        "Đảng ủy xã (b/c);",
        "Các hội, đoàn thể xã;",
        "Ban ấp (thực hiện);",
        "Lưu: VT.",
    ),
    units=UNITS,
    body=BODY,
)
