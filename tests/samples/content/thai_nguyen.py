"""Thái Nguyên, a department of education: the school year 2024-2025, a task table with a section row."""

from ..plan import Plan, Table

UNITS = """
Sở Giáo dục và Đào tạo
Sở GD&ĐT = Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
Sở = Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
UBND tỉnh
Công an tỉnh
Tỉnh đoàn = Tỉnh đoàn Thái Nguyên
Văn phòng Sở = Văn phòng Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
Phòng Giáo dục Trung học = Phòng Giáo dục Trung học Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
Phòng Quản lý chất lượng = Phòng Quản lý chất lượng Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
Phòng Tổ chức cán bộ = Phòng Tổ chức cán bộ Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
Thanh tra Sở = Thanh tra Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
Lãnh đạo Sở = Lãnh đạo Sở Giáo dục và Đào tạo tỉnh Thái Nguyên
phòng giáo dục và đào tạo các huyện, thành phố *
các trường trung học phổ thông *
các đơn vị trực thuộc Sở *
các phòng chuyên môn thuộc Sở *
các cơ sở giáo dục *
"""

BODY = """
Căn cứ [ref Quyết định số 2045/QĐ-BGDĐT ngày 01/8/2024 của Bộ Giáo dục và Đào tạo] về việc [title ban hành Khung kế hoạch thời gian năm học 2024 - 2025];
Căn cứ [ref Quyết định số 1768/QĐ-UBND ngày 12/8/2024 của UBND tỉnh];
Sở Giáo dục và Đào tạo (GD&ĐT) ban hành Kế hoạch xây dựng trường học an toàn, phòng, chống bạo lực học đường năm học 2024 - 2025 như sau:
# I. MỤC TIÊU
1. [quota 100% | cơ sở giáo dục có kế hoạch] cơ sở giáo dục ban hành bộ quy tắc ứng xử và kế hoạch phòng, chống bạo lực học đường [by trước ngày 30/9/2024].
2. Số vụ bạo lực học đường [quota giảm 20% | số vụ bạo lực học đường] so với năm học trước; [quota từ 95% trở lên | học sinh được trang bị kỹ năng] học sinh được trang bị kỹ năng tự bảo vệ.
# II. NỘI DUNG
# 1. Công tác tuyên truyền, giáo dục
a) Tổ chức tuyên truyền pháp luật dưới cờ [quota tối thiểu 02 lần/tháng | tuyên truyền dưới cờ].
b) Xây dựng tủ sách kỹ năng sống; mỗi trường có [quota ít nhất 50 đầu sách | đầu sách kỹ năng sống].
# 2. Công tác tư vấn tâm lý
a) Thành lập tổ tư vấn tâm lý theo [ref Thông tư số 31/2017/TT-BGDĐT ngày 18/12/2017 của Bộ Giáo dục và Đào tạo].
c) Mỗi tổ tư vấn có [quota tối đa 07 thành viên | thành viên tổ tư vấn], lịch trực công khai tại bảng tin nhà trường.
# III. TỔ CHỨC THỰC HIỆN
# 1. [lead Văn phòng Sở]
Phối hợp với [with Thanh tra Sở, Phòng Quản lý chất lượng] kiểm tra việc thực hiện tại các cơ sở giáo dục; tổng hợp báo cáo UBND tỉnh [report trước ngày 15/6/2025].
# 2. [lead Phòng giáo dục và đào tạo các huyện, thành phố; các trường trung học phổ thông]
a) Cụ thể hóa Kế hoạch, phối hợp với [with Công an tỉnh, Tỉnh đoàn] nắm tình hình học sinh có nguy cơ vi phạm.
b) Báo cáo nhanh vụ việc nghiêm trọng về Sở GD&ĐT trong thời gian [quota không quá 24 giờ | báo cáo nhanh]; báo cáo định kỳ [report cuối mỗi học kỳ | recurrence R/P6M].
> Trên đây là Kế hoạch của Sở GD&ĐT, yêu cầu [lead các đơn vị trực thuộc Sở] nghiêm túc thực hiện./.
"""

TABLE = Table(
    name="PHỤ LỤC",
    title="PHÂN CÔNG NHIỆM VỤ NĂM HỌC 2024 - 2025",
    caption="(Kèm theo [self Kế hoạch số 2316/KH-SGDĐT ngày 26/8/2024 của Sở GD&ĐT])",
    header=("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"),
    widths=(0.7, 4, 2.2, 2.2, 1.8),
    lead=2,
    with_=3,
    by=4,
    rows=(
        ("I", "Học kỳ I"),
        (
            "1",
            "Tập huấn cán bộ tư vấn tâm lý học đường",
            "Phòng Tổ chức cán bộ",
            "Phòng Giáo dục Trung học",
            "Trước 31/10/2024",
        ),
        (
            "2",
            "Thi tìm hiểu pháp luật cho học sinh trung học",
            "Phòng Giáo dục Trung học",
            "Tỉnh đoàn",
            "Tháng 11/2024",
        ),
        (
            "3",
            "Rà soát camera an ninh tại cổng trường",
            "Các trường trung học phổ thông",
            "Công an tỉnh",
            "Quý IV/2024",
        ),
        ("II", "Học kỳ II"),
        ("4", "Kiểm tra chéo giữa các cụm trường", "Thanh tra Sở", "Phòng Quản lý chất lượng", "Tháng 3/2025"),
        (
            "5",
            "Tổng kết, biểu dương mô hình trường học hạnh phúc",
            "Văn phòng Sở",
            "Các phòng chuyên môn thuộc Sở",
            "Trước 31/5/2025",
        ),
    ),
)

PLAN = Plan(
    stem="09_thai-nguyen_so-gddt_truong-hoc-an-toan-2024-2025",
    level="department",
    province="Thái Nguyên",
    issuer="Sở Giáo dục và Đào tạo tỉnh Thái Nguyên",
    seat="tỉnh Thái Nguyên",
    superior=("UBND TỈNH THÁI NGUYÊN",),
    superior_name="Ủy ban nhân dân tỉnh Thái Nguyên",
    head=("SỞ GIÁO DỤC VÀ ĐÀO TẠO",),
    number="2316",
    symbol="KH-SGDĐT",
    place="Thái Nguyên",
    day=(26, 8, 2024),
    doc_type="Kế hoạch",
    title="Xây dựng trường học an toàn, phòng, chống bạo lực học đường\nnăm học 2024 - 2025",
    year=2024,
    sign=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    sign_mode="KT.",
    signer="Phạm Thị Quỳnh Anh",
    recipients=(
        "Bộ Giáo dục và Đào tạo (để báo cáo);",
        "UBND tỉnh (để báo cáo);",
        "Lãnh đạo Sở;",
        "Phòng giáo dục và đào tạo các huyện, thành phố;",
        "Các đơn vị trực thuộc Sở;",
        "Lưu: VT, CTTT.",
    ),
    units=UNITS,
    body=BODY,
    tables=(TABLE,),
    notes=("Section II.2 goes from a) to c), as on paper.",),
)
