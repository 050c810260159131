"""Kiên Giang, a department of tourism: an internal check in 2025, signed by order (TL.)."""

from ..plan import Plan, Table

UNITS = """
Sở Du lịch
Sở = Sở Du lịch tỉnh Kiên Giang
UBND tỉnh
Sở Nội vụ
Giám đốc Sở = Giám đốc Sở Du lịch tỉnh Kiên Giang
Lãnh đạo Sở = Lãnh đạo Sở Du lịch tỉnh Kiên Giang
Ban Giám đốc Sở = Ban Giám đốc Sở Du lịch tỉnh Kiên Giang
Văn phòng Sở = Văn phòng Sở Du lịch tỉnh Kiên Giang
Thanh tra Sở = Thanh tra Sở Du lịch tỉnh Kiên Giang
Phòng Quản lý lữ hành = Phòng Quản lý lữ hành Sở Du lịch tỉnh Kiên Giang
Phòng Quản lý cơ sở lưu trú = Phòng Quản lý cơ sở lưu trú Sở Du lịch tỉnh Kiên Giang
Trung tâm Xúc tiến Du lịch = Trung tâm Xúc tiến Du lịch Sở Du lịch tỉnh Kiên Giang
Trung tâm Phục vụ hành chính công tỉnh
các phòng, đơn vị thuộc Sở *
các phòng, đơn vị *
"""

BODY = """
Căn cứ [ref Quyết định số 3012/QĐ-UBND ngày 18/12/2024 của UBND tỉnh] về việc [title ban hành Kế hoạch cải cách hành chính tỉnh Kiên Giang năm 2025];
Thực hiện chỉ đạo của Giám đốc Sở tại [ref Thông báo số 07/TB-SDL ngày 10/01/2025], Văn phòng Sở xây dựng Kế hoạch tự kiểm tra công tác cải cách hành chính (CCHC) năm 2025 như sau:
# I. MỤC ĐÍCH, YÊU CẦU
1. Đánh giá đúng thực trạng, kịp thời chấn chỉnh những tồn tại, hạn chế trong thực hiện nhiệm vụ CCHC tại các phòng, đơn vị.
2. Việc kiểm tra bảo đảm khách quan, không gây cản trở hoạt động bình thường; thời gian kiểm tra tại mỗi phòng, đơn vị [quota không quá 02 ngày | thời gian kiểm tra].
# II. NỘI DUNG KIỂM TRA
a) Việc thực hiện quy chế văn hóa công sở và [ref Chỉ thị số 26/CT-TTg ngày 05/9/2016 của Thủ tướng Chính phủ].
b) Việc giải quyết hồ sơ cấp phép kinh doanh dịch vụ lữ hành; tỷ lệ đúng hạn [quota từ 98% trở lên | hồ sơ đúng hạn].
c) Việc xử lý phản ánh, kiến nghị của du khách và doanh nghiệp; thời hạn trả lời [quota tối đa 03 ngày làm việc | thời hạn trả lời phản ánh].
d) Việc ứng dụng công nghệ thông tin, ký số văn bản đi; công tác văn thư, lưu trữ và bảo vệ bí mật nhà nước tại các phòng, đơn vị.
# III. HÌNH THỨC, THỜI GIAN
1. Kiểm tra theo kế hoạch: [quota 02 đợt/năm | đợt kiểm tra], đợt 1 hoàn thành [by trước ngày 30/5/2025], đợt 2 hoàn thành [by trước ngày 31/10/2025].
2. Kiểm tra đột xuất khi có chỉ đạo của Lãnh đạo Sở.
# IV. TỔ CHỨC THỰC HIỆN
1. [lead Văn phòng Sở] chủ trì, phối hợp với [with Thanh tra Sở] tổ chức kiểm tra; báo cáo kết quả về Giám đốc Sở và Sở Nội vụ [report trước ngày 15/11/2025].
2. [lead Các phòng, đơn vị thuộc Sở] chuẩn bị đầy đủ hồ sơ, tài liệu, bố trí công chức làm việc với đoàn kiểm tra; tự kiểm tra [quota 01 lần/quý | tự kiểm tra], gửi báo cáo về Văn phòng Sở [report trước ngày 20 của tháng cuối quý | recurrence R/P3M].
> Trên đây là Kế hoạch tự kiểm tra CCHC năm 2025; đề nghị [lead các phòng, đơn vị thuộc Sở] nghiêm túc thực hiện./.
"""

TABLE = Table(
    name="Phụ lục",
    title="LỊCH TỰ KIỂM TRA CẢI CÁCH HÀNH CHÍNH NĂM 2025",
    caption="(Kèm theo [self Kế hoạch số 09/KH-SDL ngày 17/01/2025 của Sở Du lịch])",
    header=("TT", "Phòng, đơn vị được kiểm tra", "Nội dung trọng tâm", "Chủ trì", "Thời gian"),
    widths=(0.6, 2.6, 3.6, 1.9, 1.8),
    lead=3,
    by=4,
    rows=(
        (
            "1",
            "Phòng Quản lý lữ hành",
            "Giải quyết thủ tục cấp giấy phép, thẻ hướng dẫn viên du lịch",
            "Văn phòng Sở",
            "Tháng 3/2025",
        ),
        (
            "2",
            "Phòng Quản lý cơ sở lưu trú",
            "Thẩm định, công nhận hạng cơ sở lưu trú du lịch",
            "Văn phòng Sở",
            "Tháng 4/2025",
        ),
        (
            "3",
            "Trung tâm Xúc tiến Du lịch",
            "Quản lý tài chính, tài sản công; thực hiện cơ chế tự chủ",
            "Thanh tra Sở",
            "Quý III/2025",
        ),
        (
            "4",
            "Văn phòng Sở",
            "Văn thư, lưu trữ; tiếp nhận hồ sơ tại Trung tâm Phục vụ hành chính công tỉnh",
            "Thanh tra Sở",
            "Tháng 10/2025",
        ),
    ),
)

PLAN = Plan(
    stem="07_kien-giang_so-du-lich_tu-kiem-tra-cchc-2025",
    level="department",
    province="Kiên Giang",
    issuer="Sở Du lịch tỉnh Kiên Giang",
    seat="tỉnh Kiên Giang",
    superior=("UBND TỈNH KIÊN GIANG",),
    superior_name="Ủy ban nhân dân tỉnh Kiên Giang",
    head=("SỞ DU LỊCH",),
    number="09",
    symbol="KH-SDL",
    place="Kiên Giang",
    day=(17, 1, 2025),
    doc_type="Kế hoạch",
    title="Tự kiểm tra công tác cải cách hành chính năm 2025\ntại các phòng, đơn vị thuộc Sở Du lịch",
    year=2025,
    sign=("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
    sign_mode="TL.",
    signer="Quách Văn Hậu",
    recipients=(
        "Sở Nội vụ (báo cáo);",
        "Ban Giám đốc Sở (báo cáo);",
        "Các phòng, đơn vị thuộc Sở (thực hiện);",
        "Lưu: VT.",
    ),
    units=UNITS,
    body=BODY,
    tables=(TABLE,),
)
