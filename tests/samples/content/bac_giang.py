"""Bắc Giang, a provincial Party committee: the Party's form (Hướng dẫn 36-HD/VPTW)."""

from ..plan import Plan

UNITS = """
Tỉnh ủy = Tỉnh ủy Bắc Giang
Ban Thường vụ Tỉnh ủy = Ban Thường vụ Tỉnh ủy Bắc Giang
BAN THƯỜNG VỤ = Ban Thường vụ Tỉnh ủy Bắc Giang
Ban Tuyên giáo Tỉnh ủy = Ban Tuyên giáo Tỉnh ủy Bắc Giang
Ủy ban Kiểm tra Tỉnh ủy = Ủy ban Kiểm tra Tỉnh ủy Bắc Giang
Văn phòng Tỉnh ủy = Văn phòng Tỉnh ủy Bắc Giang
Ban cán sự đảng UBND tỉnh = Ban cán sự đảng Ủy ban nhân dân tỉnh Bắc Giang
Đảng đoàn HĐND tỉnh = Đảng đoàn Hội đồng nhân dân tỉnh Bắc Giang
Ủy ban MTTQ tỉnh = Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Bắc Giang
Báo Bắc Giang =
Đài Phát thanh và Truyền hình tỉnh = Đài Phát thanh và Truyền hình tỉnh Bắc Giang
Ban Bí thư Trung ương Đảng =
Ban Tuyên giáo Trung ương =
các huyện ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy *
các huyện ủy, thành ủy, đảng ủy trực thuộc *
các cơ quan tham mưu, giúp việc Tỉnh ủy *
các tổ chức chính trị - xã hội tỉnh *
các chi bộ *
"""

BODY = """
Thực hiện [ref Chỉ thị số 25-CT/TW ngày 25/10/2023 của Ban Bí thư] về [title tiếp tục củng cố, nâng cao chất lượng, hiệu quả hoạt động của y tế cơ sở] và [ref Nghị quyết số 20-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương], Ban Thường vụ Tỉnh ủy ban hành Kế hoạch thực hiện như sau:
# I- MỤC ĐÍCH, YÊU CẦU
1. Quán triệt sâu rộng nội dung Chỉ thị tới cán bộ, đảng viên và Nhân dân; tạo sự thống nhất cao về nhận thức và hành động trong phát triển y tế cơ sở.
2. Việc học tập, quán triệt phải thiết thực, tránh hình thức; gắn với thực hiện nhiệm vụ chính trị của từng địa phương, cơ quan, đơn vị.
# II- CHỈ TIÊU ĐẾN NĂM 2025
1. [quota 100% | chi bộ quán triệt] chi bộ tổ chức học tập, quán triệt Chỉ thị, hoàn thành [by trước ngày 30/4/2024].
2. [quota Trên 95% | dân số tham gia bảo hiểm y tế] dân số tham gia bảo hiểm y tế; [quota từ 90% trở lên | trạm y tế có bác sĩ] trạm y tế xã có bác sĩ làm việc.
# III- NHIỆM VỤ, GIẢI PHÁP
1. Tăng cường sự lãnh đạo, chỉ đạo của cấp ủy đối với y tế cơ sở; đưa chỉ tiêu về chăm sóc sức khỏe ban đầu vào nghị quyết [when hằng năm].
2. Đẩy mạnh thông tin, tuyên truyền:
- Báo Bắc Giang, Đài Phát thanh và Truyền hình tỉnh mở chuyên mục, đăng, phát [quota ít nhất 04 tin, bài mỗi tháng | tin, bài về y tế cơ sở].
- Đưa nội dung Chỉ thị vào sinh hoạt thường kỳ của các chi bộ [when trong quý I | quarter 2024-Q1] và [when quý II/2024].
3. Nâng cao năng lực của trạm y tế; ưu tiên ngân sách cho y tế dự phòng, mức chi [quota tối thiểu 30% | chi cho y tế dự phòng] ngân sách y tế.
# IV- TỔ CHỨC THỰC HIỆN
1. [lead Các huyện ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy] xây dựng kế hoạch thực hiện, báo cáo về Ban Thường vụ Tỉnh ủy [by trước ngày 15/3/2024].
2. [lead Ban cán sự đảng UBND tỉnh] lãnh đạo cụ thể hóa Chỉ thị thành chương trình, đề án; phối hợp với [with Đảng đoàn HĐND tỉnh] bố trí nguồn lực thực hiện.
3. [lead Ủy ban MTTQ tỉnh, các tổ chức chính trị - xã hội tỉnh] tuyên truyền, vận động đoàn viên, hội viên và giám sát việc thực hiện.
4. [lead Ban Tuyên giáo Tỉnh ủy] chủ trì, phối hợp với [with Văn phòng Tỉnh ủy, Ủy ban Kiểm tra Tỉnh ủy] theo dõi, đôn đốc, kiểm tra; định kỳ [report hằng năm] báo cáo Ban Thường vụ Tỉnh ủy.
"""

PLAN = Plan(
    stem="06_bac-giang_tinh-uy_12-KH-TU",
    level="province",
    province="Bắc Giang",
    issuer="Tỉnh ủy Bắc Giang",
    seat="tỉnh Bắc Giang",
    party=True,
    head=("TỈNH ỦY BẮC GIANG",),
    number="12",
    symbol="KH/TU",
    place="Bắc Giang",
    day=(5, 2, 2024),
    doc_type="Kế hoạch",
    title="thực hiện [ref Chỉ thị số 25-CT/TW ngày 25/10/2023 của Ban Bí thư]\nvề y tế cơ sở trong tình hình mới",
    year=2024,
    sign=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC"),
    sign_mode="TM.",
    signer="Nguyễn Thị Hương Giang",
    recipients=(
        "Ban Bí thư Trung ương Đảng (để báo cáo),",
        "Ban Tuyên giáo Trung ương (để báo cáo),",
        "Các cơ quan tham mưu, giúp việc Tỉnh ủy,",
        "Các huyện ủy, thành ủy, đảng ủy trực thuộc,",
        "Lưu Văn phòng Tỉnh ủy.",
    ),
    units=UNITS,
    body=BODY,
    notes=("The symbol of a Party document is KH/TU: its code is 12-KH/TU.",),
)
