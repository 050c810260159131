"""Cà Mau, a province after 1 July 2025 (two levels): digital support for communes, a landscape table."""

from ..plan import Plan, Table

UNITS = """
UBND tỉnh
Sở Khoa học và Công nghệ
Sở Nội vụ
Sở Tài chính
Văn phòng UBND tỉnh
Công an tỉnh
Trung tâm Phục vụ hành chính công cấp xã *
trung tâm phục vụ hành chính công cấp xã *
Tỉnh đoàn = Tỉnh đoàn Cà Mau
Báo và Phát thanh, Truyền hình Cà Mau =
Thường trực Tỉnh ủy = Thường trực Tỉnh ủy Cà Mau
Thường trực HĐND tỉnh
Viễn thông Cà Mau =
UBND các xã, phường *
Chủ tịch UBND các xã, phường *
các sở, ban, ngành tỉnh *
Tổ công nghệ số cộng đồng *
Luật Tổ chức chính quyền địa phương !
"""

BODY = """
Căn cứ [ref Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025];
Căn cứ [ref Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị] về [title đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia];
Căn cứ [ref Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ];
UBND tỉnh ban hành Kế hoạch hỗ trợ các xã, phường chuyển đổi số, bảo đảm vận hành chính quyền địa phương 02 cấp 6 tháng cuối năm 2025 như sau:
# I. MỤC TIÊU
1. [quota 100% | xã, phường có mạng số liệu chuyên dùng] xã, phường kết nối mạng truyền số liệu chuyên dùng [by trước ngày 31/8/2025].
2. Tỷ lệ hồ sơ thủ tục hành chính (TTHC) được tiếp nhận trực tuyến [quota đạt từ 70% trở lên | hồ sơ trực tuyến]; hồ sơ trễ hạn [quota dưới 2% | hồ sơ trễ hạn].
3. Mỗi xã, phường có [quota ít nhất 02 công chức | công chức phụ trách chuyển đổi số] được bồi dưỡng kỹ năng số.
# II. NHIỆM VỤ, GIẢI PHÁP
# 1. Hạ tầng, nền tảng số
a) Rà soát, bổ sung trang thiết bị cho trung tâm phục vụ hành chính công cấp xã, hoàn thành [by trong tháng 9/2025].
b) Duy trì đường dây hỗ trợ kỹ thuật; thời gian phản hồi [quota không quá 30 phút | phản hồi hỗ trợ kỹ thuật].
# 2. Nhân lực số
a) Tổ chức [quota 04 đợt | đợt tập huấn] tập huấn theo cụm xã, phường trong [when quý III/2025] và [when quý IV/2025].
b) Cử đoàn viên hỗ trợ người dân nộp hồ sơ trực tuyến [quota 02 buổi/tuần | hỗ trợ người dân].
# III. TỔ CHỨC THỰC HIỆN
# 1. [lead Sở Khoa học và Công nghệ]
a) Chủ trì, phối hợp với [with Văn phòng UBND tỉnh, Công an tỉnh] hướng dẫn, kiểm tra việc thực hiện; thành lập tổ công tác hỗ trợ tại cơ sở.
b) Báo cáo UBND tỉnh [report hàng tháng] (gửi [report trước ngày 25 hàng tháng]).
# 2. [lead Sở Tài chính]
Tham mưu bố trí kinh phí từ nguồn sự nghiệp khoa học, công nghệ và chuyển đổi số năm 2025.
# 3. [lead Tỉnh đoàn]
Phối hợp với [with UBND các xã, phường] duy trì Tổ công nghệ số cộng đồng.
# 4. [lead UBND các xã, phường]
a) Phân công một lãnh đạo phụ trách chuyển đổi số, báo danh sách về Sở Khoa học và Công nghệ [by trước ngày 05/8/2025].
b) Tự đánh giá mức độ chuyển đổi số [quota 01 lần/quý | tự đánh giá].
> Trên đây là Kế hoạch hỗ trợ các xã, phường chuyển đổi số; yêu cầu [lead các sở, ban, ngành tỉnh, Chủ tịch UBND các xã, phường] nghiêm túc thực hiện./.
"""

TABLE = Table(
    name="PHỤ LỤC",
    title="DANH MỤC NHIỆM VỤ 6 THÁNG CUỐI NĂM 2025",
    caption="(Kèm theo [self Kế hoạch số 31/KH-UBND ngày 28/7/2025 của UBND tỉnh Cà Mau])",
    header=("TT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Ghi chú"),
    widths=(0.6, 4.2, 2.6, 2.3, 2.6, 1.8, 1.3),
    lead=3,
    with_=4,
    by=5,
    landscape=True,
    rows=(
        (
            "1",
            "Khảo sát hiện trạng hạ tầng công nghệ thông tin của các xã, phường sau sắp xếp",
            "Báo cáo khảo sát",
            "Sở Khoa học và Công nghệ",
            "UBND các xã, phường; Viễn thông Cà Mau",
            "Trước 15/8/2025",
            "",
        ),
        (
            "2",
            "Điều chuyển, bổ sung máy tính, máy quét cho Trung tâm Phục vụ hành chính công cấp xã",
            "[quota 128 bộ | bộ thiết bị] thiết bị",
            "Sở Tài chính",
            "Sở Khoa học và Công nghệ",
            "Trước 30/9/2025",
            "Theo phân kỳ vốn",
        ),
        (
            "3",
            "Cấp chứng thư số cho lãnh đạo, công chức cấp xã được giao xử lý hồ sơ TTHC",
            "[quota 100% | công chức được cấp chứng thư số] công chức được cấp",
            "Văn phòng UBND tỉnh",
            "Sở Khoa học và Công nghệ; UBND các xã, phường",
            "Trước 31/8/2025",
            "",
        ),
        (
            "4",
            "Làm sạch dữ liệu dân cư, số hóa hồ sơ hộ tịch tiếp nhận từ cấp huyện cũ",
            "Cơ sở dữ liệu hộ tịch điện tử",
            "Công an tỉnh",
            "UBND các xã, phường",
            "Quý IV/2025",
            "",
        ),
        (
            "5",
            "Phóng sự, tin, bài về gương điển hình chuyển đổi số ở cơ sở",
            "[quota Tối thiểu 10 tin/bài | tin, bài chuyển đổi số]",
            "Báo và Phát thanh, Truyền hình Cà Mau",
            "Tỉnh đoàn",
            "Hàng tháng",
            "",
        ),
        (
            "6",
            "Sơ kết, nhân rộng mô hình xã, phường số",
            "Hội nghị sơ kết",
            "Sở Khoa học và Công nghệ",
            "Sở Nội vụ; Văn phòng UBND tỉnh",
            "Trước 20/12/2025",
            "",
        ),
    ),
)

PLAN = Plan(
    stem="13_ca-mau_ho-tro-xa-phuong-chuyen-doi-so-2025",
    level="province",
    province="Cà Mau",
    issuer="Ủy ban nhân dân tỉnh Cà Mau",
    seat="tỉnh Cà Mau",
    head=("ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU"),
    number="31",
    symbol="KH-UBND",
    place="Cà Mau",
    day=(28, 7, 2025),
    doc_type="Kế hoạch",
    title="Hỗ trợ các xã, phường chuyển đổi số, bảo đảm vận hành\nchính quyền địa phương 02 cấp 6 tháng cuối năm 2025",
    year=2025,
    sign=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    sign_mode="TM.",
    signer="Phạm Thành Nghiệp",
    recipients=(
        "Thường trực Tỉnh ủy;",
        "Thường trực HĐND tỉnh;",
        "Các sở, ban, ngành tỉnh;",
        "UBND các xã, phường;",
        "Lưu: VT, KGVX.",
    ),
    units=UNITS,
    body=BODY,
    tables=(TABLE,),
    notes=("Issued after 1 July 2025: two levels, no districts.",),
)
