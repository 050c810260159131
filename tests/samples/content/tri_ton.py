"""Tri Tôn, a district of An Giang: digital transformation in 2023; an impossible date, a missing number."""

from ..plan import Plan

UNITS = """
UBND huyện
UBND tỉnh = Ủy ban nhân dân tỉnh An Giang
Sở Thông tin và Truyền thông = Sở Thông tin và Truyền thông tỉnh An Giang
Phòng Văn hóa và Thông tin
Phòng Tài chính - Kế hoạch
Phòng Nội vụ
Văn phòng HĐND và UBND huyện
Công an huyện
Thường trực Huyện ủy = Thường trực Huyện ủy Tri Tôn
Thường trực HĐND huyện
Ban Chấp hành Đảng bộ tỉnh = Ban Chấp hành Đảng bộ tỉnh An Giang
UBND các xã, thị trấn *
các phòng, ban, ngành huyện *
tổ công nghệ số cộng đồng *
các doanh nghiệp viễn thông *
"""

BODY = """
Thực hiện [ref Nghị quyết số 07-NQ/TU ngày 29/7/2022 của Ban Chấp hành Đảng bộ tỉnh] về [title chuyển đổi số tỉnh An Giang đến năm 2025, định hướng đến năm 2030]; [ref Kế hoạch số 902/KH-UBND ngày 30/12/2022 của UBND tỉnh] về [title chuyển đổi số tỉnh An Giang năm 2023], UBND huyện ban hành Kế hoạch chuyển đổi số (CĐS) huyện Tri Tôn năm 2023, cụ thể:
# I. MỤC ĐÍCH, YÊU CẦU
- Thống nhất nhận thức và hành động của cán bộ, công chức, viên chức và người dân về CĐS.
- Các nhiệm vụ phải có sản phẩm, thời hạn và đơn vị chịu trách nhiệm rõ ràng; bảo đảm tiết kiệm, an toàn thông tin.
# II. CHỈ TIÊU NĂM 2023
# 1. Chính quyền số
1.1. [quota 100% | văn bản trao đổi trên môi trường mạng] văn bản trao đổi giữa các cơ quan nhà nước (trừ văn bản mật) được ký số và gửi trên môi trường mạng.
1.2. [quota Tối thiểu 70% | hồ sơ trực tuyến] hồ sơ dịch vụ công trực tuyến toàn trình được xử lý trực tuyến; [quota 50% | thanh toán trực tuyến] giao dịch thanh toán phí, lệ phí thực hiện không dùng tiền mặt.
# 2. Kinh tế số
2.1. [quota Ít nhất 15 sản phẩm | sản phẩm trên sàn thương mại điện tử] nông sản đặc trưng được đưa lên sàn thương mại điện tử.
2.2. [quota Trên 60% | doanh nghiệp dùng hóa đơn điện tử] doanh nghiệp nhỏ và vừa sử dụng nền tảng số.
# 4. Xã hội số
4.1. [quota 85% | hộ gia đình có cáp quang] hộ gia đình có đường truyền internet cáp quang.
4.2. [quota Từ 40% trở lên | tài khoản định danh] dân số trưởng thành có tài khoản định danh điện tử mức độ 2.
# III. NHIỆM VỤ
# 1. Phát triển hạ tầng số
- Phối hợp với các doanh nghiệp viễn thông xóa vùng lõm sóng di động:
+ Khảo sát các ấp biên giới tại các xã Lạc Quới, Vĩnh Gia, hoàn thành [by trước ngày 29/02/2023];
+ Lắp đặt [quota 05 trạm | trạm thu phát sóng] thu phát sóng mới, [by chậm nhất trong quý III/2023].
- Trang bị máy tính cho bộ phận một cửa; bảo đảm [quota 01 máy/người | máy tính cho công chức] đối với công chức trực tiếp giải quyết hồ sơ.
# 2. Phát triển nguồn nhân lực
- Mỗi xã, thị trấn thành lập tổ công nghệ số cộng đồng, mỗi tổ [quota tối đa 07 thành viên | thành viên tổ công nghệ số].
- Tập huấn kỹ năng số cho [quota 300 lượt | lượt người được tập huấn] cán bộ ấp, khóm và hội viên, đoàn viên.
# IV. TỔ CHỨC THỰC HIỆN
# 1. [lead Phòng Văn hóa và Thông tin]
- Chủ trì, phối hợp với [with Văn phòng HĐND và UBND huyện, Phòng Nội vụ] theo dõi, đôn đốc và tổng hợp kết quả thực hiện Kế hoạch.
- Báo cáo UBND huyện và Sở Thông tin và Truyền thông định kỳ [report hàng quý], [report 6 tháng] và [report hằng năm].
# 2. [lead Phòng Tài chính - Kế hoạch]
Thẩm định, tham mưu UBND huyện bố trí kinh phí thực hiện; hoàn thành [by trước ngày 31/3/2023].
# 3. [lead Công an huyện]
Phối hợp với [with UBND các xã, thị trấn] cấp tài khoản định danh điện tử, thực hiện [ref Đề án số 06] theo [ref Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ].
# 4. [lead UBND các xã, thị trấn]
- Xây dựng kế hoạch của địa phương, gửi về Phòng Văn hóa và Thông tin [by trước ngày 15/3/2023].
- Duy trì hoạt động của tổ công nghệ số cộng đồng; sinh hoạt [quota 02 lần/tháng | sinh hoạt của tổ].
> Trên đây là Kế hoạch chuyển đổi số huyện Tri Tôn năm 2023, đề nghị [lead các phòng, ban, ngành huyện và UBND các xã, thị trấn] nghiêm túc thực hiện./.
"""

PLAN = Plan(
    stem="03_an-giang_tri-ton_chuyen-doi-so-2023",
    level="district",
    province="An Giang",
    issuer="Ủy ban nhân dân huyện Tri Tôn",
    seat="huyện Tri Tôn",
    head=("ỦY BAN NHÂN DÂN", "HUYỆN TRI TÔN"),
    number="37",
    symbol="KH-UBND",
    place="Tri Tôn",
    day=(17, 2, 2023),
    doc_type="Kế hoạch",
    title="Chuyển đổi số huyện Tri Tôn năm 2023",
    year=2023,
    sign=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    sign_mode="TM.",
    signer="Cao Minh Trí",
    recipients=(
        "UBND tỉnh (b/c);",
        "Sở Thông tin và Truyền thông;",
        "Thường trực Huyện ủy;",
        "Thường trực HĐND huyện;",
        "Các phòng, ban, ngành huyện;",
        "UBND các xã, thị trấn;",
        "Lưu: VT, VHTT.",
    ),
    units=UNITS,
    body=BODY,
    notes=("Section II goes from 2 to 4, as on paper.", "29/02/2023 is an impossible date, as on paper."),
)
