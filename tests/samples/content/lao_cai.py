"""Lào Cai, a province: a decision that issues a regulation in chapters and articles."""

from ..plan import Plan

UNITS = """
UBND tỉnh
HĐND tỉnh
Sở Nội vụ
Sở Thông tin và Truyền thông
Văn phòng UBND tỉnh
Giám đốc Sở Thông tin và Truyền thông
Chánh Văn phòng UBND tỉnh
Cục Kiểm tra văn bản quy phạm pháp luật - Bộ Tư pháp =
Thường trực Tỉnh ủy = Thường trực Tỉnh ủy Lào Cai
Thường trực HĐND tỉnh
Đoàn đại biểu Quốc hội tỉnh
Trung tâm Công nghệ thông tin và Truyền thông tỉnh
các sở, ban, ngành *
Giám đốc các sở, ban, ngành *
UBND các huyện, thị xã, thành phố *
UBND các xã, phường, thị trấn *
Chủ tịch UBND các huyện, thị xã, thành phố *
Luật Tổ chức chính quyền địa phương !
các cơ quan hành chính nhà nước *
"""

BODY = """
@centre ỦY BAN NHÂN DÂN TỈNH LÀO CAI
Căn cứ [ref Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015]; [ref Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019];
Căn cứ [ref Luật Giao dịch điện tử ngày 29 tháng 11 năm 2005];
Căn cứ [ref Nghị định số 47/2020/NĐ-CP ngày 09 tháng 4 năm 2020 của Chính phủ] về [title quản lý, kết nối và chia sẻ dữ liệu số của cơ quan nhà nước];
Theo đề nghị của Giám đốc Sở Thông tin và Truyền thông tại [ref Tờ trình số 88/TTr-STTTT ngày 12 tháng 5 năm 2023].
@centre QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý, vận hành và khai thác Kho dữ liệu dùng chung tỉnh Lào Cai.
Điều 2. Quyết định này có hiệu lực thi hành [when kể từ ngày 20 tháng 6 năm 2023] và thay thế [ref Quyết định số 41/2019/QĐ-UBND ngày 20 tháng 8 năm 2019 của UBND tỉnh].
Điều 3. [lead Chánh Văn phòng UBND tỉnh, Giám đốc các sở, ban, ngành, Chủ tịch UBND các huyện, thị xã, thành phố] và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.
@attach QUY CHẾ / Quản lý, vận hành và khai thác Kho dữ liệu dùng chung tỉnh Lào Cai / (Ban hành kèm theo [self Quyết định số 15/2023/QĐ-UBND ngày 05 tháng 6 năm 2023 của UBND tỉnh Lào Cai])
# Chương I | QUY ĐỊNH CHUNG
# Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng
1. Quy chế này quy định việc quản lý, vận hành và khai thác Kho dữ liệu dùng chung (sau đây gọi là Kho dữ liệu) của tỉnh.
2. Quy chế này áp dụng đối với các sở, ban, ngành; UBND các huyện, thị xã, thành phố; UBND các xã, phường, thị trấn và các tổ chức, cá nhân tham gia cung cấp, khai thác dữ liệu.
# Điều 2. Nguyên tắc quản lý, khai thác
1. Dữ liệu được thu thập một lần, sử dụng nhiều lần; không yêu cầu người dân, doanh nghiệp cung cấp lại thông tin đã có trong Kho dữ liệu.
2. Bảo đảm an toàn thông tin, bí mật nhà nước, bí mật kinh doanh và dữ liệu cá nhân theo [ref Nghị định số 13/2023/NĐ-CP ngày 17 tháng 4 năm 2023 của Chính phủ].
# Chương II | QUẢN LÝ, VẬN HÀNH KHO DỮ LIỆU
# Mục 1. CUNG CẤP VÀ CẬP NHẬT DỮ LIỆU
# Điều 3. Cung cấp dữ liệu
1. Các cơ quan hành chính nhà nước cung cấp dữ liệu thuộc phạm vi quản lý theo danh mục do UBND tỉnh phê duyệt:
a) Dữ liệu chuyên ngành được cập nhật [quota ít nhất 01 lần/tháng | cập nhật dữ liệu chuyên ngành];
b) Dữ liệu phục vụ chỉ đạo, điều hành được cập nhật [quota 01 lần/tuần | cập nhật dữ liệu điều hành].
2. Thời hạn trả lời yêu cầu cung cấp dữ liệu [quota không quá 05 ngày làm việc | thời hạn trả lời yêu cầu] kể từ khi nhận được yêu cầu hợp lệ.
# Mục 2. VẬN HÀNH
# Điều 4. Bảo đảm hoạt động của Kho dữ liệu
1. Kho dữ liệu hoạt động liên tục 24 giờ trong ngày; độ sẵn sàng của hệ thống đạt [quota trên 99,5% | độ sẵn sàng của hệ thống].
2. Trung tâm Công nghệ thông tin và Truyền thông tỉnh sao lưu dữ liệu [when hàng tuần]; diễn tập ứng cứu sự cố [quota tối thiểu 01 lần/năm | diễn tập ứng cứu sự cố].
# Chương III | TỔ CHỨC THỰC HIỆN
# Điều 5. [lead Sở Thông tin và Truyền thông]
1. Chủ trì, phối hợp với [with Văn phòng UBND tỉnh, Sở Nội vụ] hướng dẫn, kiểm tra việc thực hiện Quy chế này.
2. Tổng hợp, báo cáo UBND tỉnh kết quả thực hiện [report trước ngày 15 tháng 12 hằng năm | recurrence R/P1Y].
# Điều 6. [lead Các sở, ban, ngành; UBND các huyện, thị xã, thành phố]
1. Phân công công chức đầu mối phụ trách dữ liệu; cập nhật, chuẩn hóa dữ liệu theo quy định.
2. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, kịp thời phản ánh về Sở Thông tin và Truyền thông để tổng hợp, trình UBND tỉnh xem xét, sửa đổi, bổ sung./.
"""

PLAN = Plan(
    stem="04_lao-cai_quyet-dinh-15-2023-quy-che",
    level="province",
    province="Lào Cai",
    issuer="Ủy ban nhân dân tỉnh Lào Cai",
    seat="tỉnh Lào Cai",
    head=("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"),
    number="15",
    symbol="2023/QĐ-UBND",
    place="Lào Cai",
    day=(5, 6, 2023),
    doc_type="Quyết định",
    title="Ban hành Quy chế quản lý, vận hành và khai thác\nKho dữ liệu dùng chung tỉnh Lào Cai",
    year=2023,
    sign=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    sign_mode="TM.",
    signer="Vũ Xuân Quyết",
    recipients=(
        "Cục Kiểm tra văn bản quy phạm pháp luật - Bộ Tư pháp;",
        "Thường trực Tỉnh ủy;",
        "Thường trực HĐND tỉnh;",
        "Đoàn đại biểu Quốc hội tỉnh;",
        "Như Điều 3;",
        "Lưu: VT, NC1, TH1.",
    ),
    units=UNITS,
    body=BODY,
    notes=("The enacting line and the issuer's line above the bases are no sections.",),
)
