"""Đức Trọng, the office of home affairs of a district of Lâm Đồng: training of commune staff."""

from ..plan import Plan

UNITS = """
Phòng Nội vụ = Phòng Nội vụ huyện Đức Trọng
UBND huyện = Ủy ban nhân dân huyện Đức Trọng
Chủ tịch UBND huyện = Chủ tịch Ủy ban nhân dân huyện Đức Trọng
Sở Nội vụ = Sở Nội vụ tỉnh Lâm Đồng
Trung tâm Chính trị huyện = Trung tâm Chính trị huyện Đức Trọng
Phòng Tư pháp = Phòng Tư pháp huyện Đức Trọng
UBND các xã, thị trấn *
"""

BODY = """
Căn cứ [ref Nghị định số 101/2017/NĐ-CP ngày 01/9/2017 của Chính phủ] về [title đào tạo, bồi dưỡng cán bộ, công chức, viên chức];
Thực hiện [ref Kế hoạch số 31/KH-UBND ngày 20/02/2023 của UBND huyện] về [title đào tạo, bồi dưỡng cán bộ, công chức năm 2023];
Phòng Nội vụ xây dựng Kế hoạch bồi dưỡng nghiệp vụ cho công chức cấp xã năm 2023 như sau:
# I. MỤC ĐÍCH, YÊU CẦU
1. Trang bị kiến thức, kỹ năng, phương pháp làm việc cho công chức cấp xã, đáp ứng yêu cầu nhiệm vụ trong tình hình mới.
2. Bảo đảm đúng đối tượng, thiết thực, tiết kiệm; [quota 100% | học viên được cấp chứng nhận] học viên hoàn thành khóa học được cấp giấy chứng nhận.
# II. NỘI DUNG
# 1. Đối tượng, số lượng
Công chức văn phòng - thống kê, tư pháp - hộ tịch của các xã, thị trấn; mỗi lớp [quota không quá 60 học viên | học viên mỗi lớp].
# 2. Thời gian, địa điểm
a) Tổ chức [quota 03 lớp | lớp bồi dưỡng], mỗi lớp 05 ngày, tại Trung tâm Chính trị huyện.
b) Lớp thứ nhất khai giảng [by trước ngày 15/5/2023]; các lớp còn lại hoàn thành [by trong quý III/2023].
# III. KINH PHÍ
Kinh phí thực hiện từ nguồn đào tạo, bồi dưỡng đã giao cho Phòng Nội vụ tại [ref Quyết định số 2890/QĐ-UBND ngày 23/12/2022 của Chủ tịch UBND huyện].
# IV. TỔ CHỨC THỰC HIỆN
# 1. [lead Phòng Nội vụ]
- Chủ trì, phối hợp với [with Trung tâm Chính trị huyện, Phòng Tư pháp] xây dựng chương trình, mời giảng viên.
- Tổng hợp, báo cáo Sở Nội vụ và UBND huyện [report trước ngày 30/11/2023].
# 2. [lead Trung tâm Chính trị huyện]
Bố trí hội trường, tài liệu; quản lý, đánh giá học viên.
# 3. [lead UBND các xã, thị trấn]
Cử công chức tham gia đúng thành phần; gửi danh sách về Phòng Nội vụ [by chậm nhất ngày 28/4/2023].
> Trên đây là Kế hoạch bồi dưỡng nghiệp vụ cho công chức cấp xã năm 2023 của Phòng Nội vụ./.
"""

PLAN = Plan(
    stem="10_lam-dong_phong-noi-vu-duc-trong_boi-duong-2023_noisy",
    level="department",
    province="Lâm Đồng",
    issuer="Phòng Nội vụ huyện Đức Trọng",
    seat="huyện Đức Trọng",
    superior=("UBND HUYỆN ĐỨC TRỌNG",),
    superior_name="Ủy ban nhân dân huyện Đức Trọng",
    head=("PHÒNG NỘI VỤ",),
    number="64",
    symbol="KH-PNV",
    place="Đức Trọng",
    day=(12, 4, 2023),
    doc_type="Kế hoạch",
    title="Bồi dưỡng nghiệp vụ cho công chức cấp xã năm 2023",
    year=2023,
    sign=("TRƯỞNG PHÒNG",),
    signer="Trần Minh Đức",
    recipients=(
        "Sở Nội vụ (b/c);",
        "UBND huyện (b/c);",
        "Trung tâm Chính trị huyện;",
        "UBND các xã, thị trấn;",
        "Lưu: VT.",
    ),
    units=UNITS,
    body=BODY,
    notes=("The file is English OCR of a scan; this truth quotes the Vietnamese it stands for.",),
)
