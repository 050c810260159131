"""Bình Định, a province: innovation in 2024, signed under authority (TUQ.), a table with a two-level header."""

from ..plan import Plan, Table

UNITS = """
UBND tỉnh
Chủ tịch UBND tỉnh
Sở Khoa học và Công nghệ
SỞ KHOA HỌC VÀ CÔNG NGHỆ = Sở Khoa học và Công nghệ tỉnh Bình Định
GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ = Giám đốc Sở Khoa học và Công nghệ tỉnh Bình Định
Sở Kế hoạch và Đầu tư
Sở Tài chính
Sở Tư pháp
Sở Công Thương
Sở Thông tin và Truyền thông
Trường Đại học Quy Nhơn =
Hội Doanh nhân trẻ tỉnh
Tỉnh đoàn = Tỉnh đoàn Bình Định
Trung tâm Khởi nghiệp đổi mới sáng tạo tỉnh
các sở, ban, ngành *
UBND các huyện, thị xã, thành phố *
các viện, trường *
"""

BODY = """
Thực hiện [ref Quyết định số 844/QĐ-TTg ngày 18/5/2016 của Thủ tướng Chính phủ] về việc [title phê duyệt Đề án "Hỗ trợ hệ sinh thái khởi nghiệp đổi mới sáng tạo quốc gia đến năm 2025"]; [ref Chương trình hành động số 15-CTr/TU ngày 20/9/2021 của Ban Chấp hành Đảng bộ tỉnh], UBND tỉnh ban hành Kế hoạch hỗ trợ khởi nghiệp đổi mới sáng tạo (KNĐMST) năm 2024 như sau:
# I. MỤC TIÊU
- Hỗ trợ [quota tối thiểu 15 dự án | dự án được hỗ trợ] khởi nghiệp; thương mại hóa [quota ít nhất 05 sản phẩm | sản phẩm thương mại hóa].
- Tổ chức [quota 04 sự kiện/năm | sự kiện kết nối] kết nối đầu tư; vốn xã hội hóa chiếm [quota trên 50% | vốn xã hội hóa] tổng kinh phí.
# II. NHIỆM VỤ
1. Hoàn thiện cơ chế, chính sách; đơn giản hóa thủ tục, rút ngắn thời gian xét duyệt hồ sơ hỗ trợ xuống [quota không quá 20 ngày | thời gian xét duyệt hồ sơ].
2. Đào tạo, bồi dưỡng kiến thức khởi nghiệp cho thanh niên, sinh viên các viện, trường; [quota tối thiểu 500 lượt | lượt người được đào tạo] người tham gia.
3. Vận hành không gian làm việc chung tại Trung tâm Khởi nghiệp đổi mới sáng tạo tỉnh theo [ref Luật Chuyển giao công nghệ năm 2017].
4. Truyền thông, tôn vinh các gương khởi nghiệp tiêu biểu; tổ chức cuộc thi ý tưởng khởi nghiệp [quota 01 lần/năm | cuộc thi ý tưởng khởi nghiệp], trao giải [by trước ngày 30/9/2024].
5. Kết nối các dự án với quỹ đầu tư, mạng lưới cố vấn trong và ngoài tỉnh; định kỳ [report hàng quý] cập nhật kết quả trên cổng thông tin khởi nghiệp.
6. Hỗ trợ đăng ký bảo hộ sở hữu trí tuệ, tiêu chuẩn, đo lường, chất lượng cho sản phẩm khởi nghiệp; mức hỗ trợ [quota tối đa 30 triệu đồng | mức hỗ trợ mỗi sản phẩm] cho mỗi sản phẩm.
# III. TỔ CHỨC THỰC HIỆN
1. [lead Sở Khoa học và Công nghệ] chủ trì, phối hợp với [with Trường Đại học Quy Nhơn, Tỉnh đoàn] triển khai Kế hoạch; báo cáo UBND tỉnh [report trước ngày 30/11/2024].
2. [lead Sở Tài chính] thẩm định, bố trí kinh phí theo quy định, hoàn thành [by chậm nhất trong tháng 3/2024].
3. [lead Sở Kế hoạch và Đầu tư] hướng dẫn thủ tục đăng ký doanh nghiệp, cung cấp thông tin về chính sách ưu đãi đầu tư cho các dự án khởi nghiệp trên địa bàn.
4. [lead Các sở, ban, ngành; UBND các huyện, thị xã, thành phố] lồng ghép nhiệm vụ vào kế hoạch [when hằng năm] của đơn vị.
> (Phụ lục chi tiết kèm theo)
> Trên đây là Kế hoạch hỗ trợ KNĐMST năm 2024 trên địa bàn tỉnh./.
"""

TABLE = Table(
    name="Phụ lục",
    title="NHIỆM VỤ HỖ TRỢ KHỞI NGHIỆP ĐỔI MỚI SÁNG TẠO NĂM 2024",
    caption="(Kèm theo [self Kế hoạch số 21/KH-UBND ngày 01/02/2024 của UBND tỉnh Bình Định])",
    header=(
        "TT",
        "Nội dung nhiệm vụ",
        ("Phân công thực hiện", ("Chủ trì", "Phối hợp")),
        ("Tiến độ", ("Bắt đầu", "Hoàn thành")),
        "Kết quả đầu ra",
    ),
    widths=(0.6, 4, 2.2, 2.4, 1.6, 1.8, 2.4),
    lead=2,
    with_=3,
    by=5,
    landscape=True,
    rows=(
        ("I. Cải cách thể chế",),
        (
            "1",
            "Rà soát, đề xuất sửa đổi quy định về hỗ trợ doanh nghiệp khởi nghiệp",
            "Sở Khoa học và Công nghệ",
            "Sở Tư pháp; Sở Tài chính",
            "[when Tháng 02/2024]",
            "Trước 30/6/2024",
            "Tờ trình, dự thảo nghị quyết",
        ),
        (
            "2",
            "Xây dựng bộ tiêu chí đánh giá dự án khởi nghiệp",
            "Sở Khoa học và Công nghệ",
            "Trường Đại học Quy Nhơn",
            "[when Tháng 3/2024]",
            None,
            "Bộ tiêu chí",
        ),
        ("II. Phát triển nguồn nhân lực",),
        (
            "3",
            "Mở [quota 06 lớp | lớp đào tạo khởi nghiệp] đào tạo khởi nghiệp cho sinh viên năm cuối",
            "Trường Đại học Quy Nhơn",
            "Tỉnh đoàn",
            "[when Quý II/2024]",
            "Quý IV/2024",
            "Danh sách học viên, chứng nhận",
        ),
        (
            "4",
            "Mời chuyên gia cố vấn cho các dự án; mỗi dự án [quota 02 buổi/tháng | buổi cố vấn]",
            "Trung tâm Khởi nghiệp đổi mới sáng tạo tỉnh",
            "Hội Doanh nhân trẻ tỉnh",
            "[when Tháng 4/2024]",
            "Thường xuyên trong năm 2024",
            "Nhật ký cố vấn",
        ),
        ("III. Kết nối, truyền thông",),
        (
            "5",
            "Tổ chức Ngày hội khởi nghiệp đổi mới sáng tạo tỉnh",
            "Sở Khoa học và Công nghệ",
            "Sở Công Thương; Tỉnh đoàn",
            "[when Tháng 8/2024]",
            "Trước 15/10/2024",
            "[quota 40 gian hàng | gian hàng trưng bày] trưng bày",
        ),
        (
            "6",
            "Xây dựng cổng thông tin khởi nghiệp của tỉnh",
            "Sở Thông tin và Truyền thông",
            "Sở Kế hoạch và Đầu tư",
            "[when Quý III/2024]",
            "Trước 31/12/2024",
            "Cổng thông tin",
        ),
    ),
)

PLAN = Plan(
    stem="14_binh-dinh_khoi-nghiep-2024",
    level="province",
    province="Bình Định",
    issuer="Ủy ban nhân dân tỉnh Bình Định",
    seat="tỉnh Bình Định",
    head=("ỦY BAN NHÂN DÂN", "TỈNH BÌNH ĐỊNH"),
    number="21",
    symbol="KH-UBND",
    place="Bình Định",
    day=(1, 2, 2024),
    doc_type="Kế hoạch",
    title="Hỗ trợ khởi nghiệp đổi mới sáng tạo\ntỉnh Bình Định năm 2024",
    year=2024,
    sign=("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
    sign_mode="TUQ.",
    signer="Võ Cao Nguyên",
    recipients=(
        "Bộ Khoa học và Công nghệ (báo cáo);",
        "Chủ tịch UBND tỉnh (báo cáo);",
        "Các sở, ban, ngành;",
        "UBND các huyện, thị xã, thành phố;",
        "Lưu: VT, K6.",
    ),
    units=UNITS + "Ban Chấp hành Đảng bộ tỉnh = Ban Chấp hành Đảng bộ tỉnh Bình Định\n",
    body=BODY,
    tables=(TABLE,),
    notes=("The cell 'Trước 30/6/2024' covers rows 2 and 3 of the table; it is empty in row 3 here.",),
)
