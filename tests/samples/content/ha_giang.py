"""Hà Giang, a province: administrative reform in 2024, with a task table over three pages."""

from ..plan import Plan, Table

UNITS = """
UBND tỉnh
Thường trực Tỉnh ủy = Thường trực Tỉnh ủy Hà Giang
Thường trực HĐND tỉnh
Văn phòng UBND tỉnh
HĐND tỉnh
Sở Nội vụ
Sở Tài chính
Sở Tư pháp
Sở Thông tin và Truyền thông
Sở Kế hoạch và Đầu tư
Thanh tra tỉnh
Trung tâm Phục vụ hành chính công tỉnh
Trường Chính trị tỉnh
Báo Hà Giang =
Đài Phát thanh và Truyền hình tỉnh
Ủy ban MTTQ Việt Nam tỉnh
Bộ phận Một cửa cấp huyện, cấp xã *
các sở, ban, ngành *
các sở, ban, ngành tỉnh *
UBND các huyện, thành phố *
các đơn vị sự nghiệp công lập *
các cơ quan chuyên môn *
các cơ quan hành chính nhà nước *
cơ quan hành chính nhà nước *
Lãnh đạo UBND tỉnh
"""

BODY = """
Căn cứ [ref Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ] [title ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030];
Căn cứ [ref Quyết định số 1877/QĐ-UBND ngày 17/9/2021 của UBND tỉnh] về việc [title ban hành Kế hoạch cải cách hành chính nhà nước tỉnh Hà Giang giai đoạn 2021 - 2025];
UBND tỉnh ban hành Kế hoạch cải cách hành chính (CCHC) năm 2024 trên địa bàn tỉnh với các nội dung sau:
# I. MỤC TIÊU, CHỈ TIÊU
# 1. Mục tiêu chung
Tạo chuyển biến rõ nét về kỷ luật, kỷ cương hành chính; nâng cao chất lượng phục vụ của các cơ quan hành chính nhà nước từ tỉnh đến cơ sở; lấy mức độ hài lòng của người dân, doanh nghiệp làm thước đo kết quả công việc.
# 2. Chỉ tiêu cụ thể
a) [quota 100% | văn bản quy phạm pháp luật được kiểm tra] văn bản quy phạm pháp luật do cấp tỉnh, cấp huyện ban hành được kiểm tra theo thẩm quyền.
b) [quota Tối thiểu 85% | hồ sơ tiếp nhận trực tuyến] hồ sơ thủ tục hành chính (TTHC) đủ điều kiện được tiếp nhận trực tuyến; [quota trên 95% | hồ sơ giải quyết đúng hạn] hồ sơ được giải quyết đúng hoặc trước hạn.
c) Thời gian chờ của người dân tại Bộ phận Một cửa cấp huyện, cấp xã [quota không quá 15 phút | thời gian chờ giao dịch].
d) Mức độ hài lòng của người dân, doanh nghiệp đạt [quota từ 90% trở lên | mức độ hài lòng]; số cuộc họp trực tiếp [quota giảm 10% | số cuộc họp trực tiếp] so với [when năm 2023].
# II. NHIỆM VỤ TRỌNG TÂM
# 1. Cải cách thể chế
- Rà soát, hệ thống hóa văn bản quy phạm pháp luật còn hiệu lực thi hành; kịp thời kiến nghị sửa đổi những quy định chồng chéo, không còn phù hợp với thực tiễn, hoàn thành [by trước ngày 31/10/2024].
- Tổ chức thực hiện nghiêm [ref Luật Ban hành văn bản quy phạm pháp luật năm 2015] và [ref Nghị định số 34/2016/NĐ-CP ngày 14/5/2016 của Chính phủ].
# 2. Cải cách thủ tục hành chính
- Cắt giảm [quota ít nhất 20% | thời gian giải quyết thủ tục hành chính] thời gian giải quyết đối với các TTHC có tần suất giao dịch lớn, [by chậm nhất trong quý III/2024].
- Công khai [quota 100% | thủ tục hành chính được công khai] TTHC thuộc thẩm quyền trên Cổng dịch vụ công quốc gia.
# 3. Xây dựng và phát triển chính quyền số
- Triển khai [ref Đề án 06] trên địa bàn tỉnh theo [ref Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ].
# III. TỔ CHỨC THỰC HIỆN
# 1. [lead Các sở, ban, ngành tỉnh; UBND các huyện, thành phố]
a) Cụ thể hóa Kế hoạch này thành kế hoạch của cơ quan, địa phương mình, gửi Sở Nội vụ [by trước ngày 15/02/2024].
b) Báo cáo kết quả thực hiện định kỳ [report hàng quý], [report 6 tháng] và [report hàng năm] về UBND tỉnh (qua Sở Nội vụ) [report trước ngày 15 của tháng cuối quý | recurrence R/P3M].
# 2. [lead Sở Nội vụ]
a) Chủ trì, phối hợp với [with Văn phòng UBND tỉnh, Sở Thông tin và Truyền thông] theo dõi, đôn đốc việc thực hiện Kế hoạch; tham mưu kiểm tra [quota ít nhất 30% | cơ quan, đơn vị được kiểm tra] số cơ quan, đơn vị.
b) Tổ chức [quota 02 hội nghị/năm | hội nghị chuyên đề] chuyên đề về CCHC; hoàn thành báo cáo tổng kết [by trước ngày 10/12/2024].
# 3. [lead Báo Hà Giang, Đài Phát thanh và Truyền hình tỉnh]
Duy trì chuyên trang, chuyên mục về CCHC; đăng, phát [quota tối thiểu 12 tin/bài trong năm | tin, bài về cải cách hành chính] về các mô hình, cách làm hay của cơ sở.
> Trên đây là Kế hoạch CCHC năm 2024; trong quá trình thực hiện, nếu phát sinh khó khăn, vướng mắc, các sở, ban, ngành và UBND các huyện, thành phố phản ánh về Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh xem xét, quyết định./.
"""

TASKS = Table(
    name="Phụ lục",
    title="NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2024",
    caption="(Kèm theo [self Kế hoạch số 18/KH-UBND ngày 16/01/2024 của UBND tỉnh Hà Giang])",
    header=("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"),
    widths=(0.7, 4.2, 2.1, 2.3, 1.9),
    lead=2,
    with_=3,
    by=4,
    rows=(
        (
            "1",
            "Ban hành Kế hoạch kiểm tra công tác CCHC và tổ chức kiểm tra tại các cơ quan, đơn vị, địa phương",
            "Sở Nội vụ",
            "Các sở, ban, ngành",
            "Trước 28/02/2024",
        ),
        (
            "2",
            "Tổng hợp, công bố Chỉ số CCHC năm 2023 của các sở, ban, ngành và UBND các huyện, thành phố",
            "Sở Nội vụ",
            "Văn phòng UBND tỉnh",
            "Trước 31/3/2024",
        ),
        (
            "3",
            "Xây dựng Kế hoạch khắc phục những tồn tại, hạn chế qua kết quả Chỉ số CCHC năm 2023, phân công rõ trách nhiệm của từng cơ quan đối với từng tiêu chí bị trừ điểm",
            "Sở Nội vụ",
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Quý II/2024",
        ),
        (
            "4",
            "Rà soát, hệ thống hóa văn bản quy phạm pháp luật do HĐND tỉnh, UBND tỉnh ban hành",
            "Sở Tư pháp",
            "Các sở, ban, ngành",
            "Trước 31/10/2024",
        ),
        (
            "5",
            "Kiểm tra, xử lý văn bản quy phạm pháp luật:\n- Tự kiểm tra [quota 100% | văn bản được tự kiểm tra] văn bản do UBND tỉnh ban hành;\n- Kiểm tra theo thẩm quyền văn bản của cấp huyện gửi đến;\n- Công bố danh mục văn bản hết hiệu lực.",
            "Sở Tư pháp",
            "UBND các huyện, thành phố",
            "Hàng quý",
        ),
        (
            "6",
            "Rà soát, đơn giản hóa TTHC nội bộ giữa các cơ quan hành chính nhà nước theo [ref Quyết định số 1085/QĐ-TTg ngày 15/9/2022 của Thủ tướng Chính phủ]",
            "Văn phòng UBND tỉnh",
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Trước 30/9/2024",
        ),
        (
            "7",
            "Công bố, công khai kịp thời danh mục TTHC; thời gian công khai [quota không quá 03 ngày | thời gian công khai TTHC] kể từ khi có quyết định công bố",
            "Văn phòng UBND tỉnh",
            "Các sở, ban, ngành",
            "Thường xuyên",
        ),
        (
            "8",
            "Đánh giá chất lượng giải quyết TTHC tại Trung tâm Phục vụ hành chính công tỉnh; công khai kết quả [quota 01 lần/tháng | công khai kết quả đánh giá] trên Cổng thông tin điện tử tỉnh",
            "Trung tâm Phục vụ hành chính công tỉnh",
            "Các sở, ban, ngành",
            "Hàng tháng",
        ),
        (
            "9",
            "Rà soát, ban hành định mức kinh tế - kỹ thuật, đơn giá dịch vụ sự nghiệp công sử dụng ngân sách nhà nước thuộc phạm vi quản lý; hướng dẫn các đơn vị sự nghiệp công lập xây dựng phương án tự chủ tài chính:\n- Rà soát các đơn vị đủ điều kiện tự bảo đảm chi thường xuyên;\n- Thẩm định phương án tự chủ do các đơn vị gửi đến;\n- Trình cấp có thẩm quyền quyết định giao quyền tự chủ;\n- Theo dõi, đánh giá kết quả thực hiện và kiến nghị điều chỉnh.",
            "Sở Tài chính",
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Quý III/2024",
        ),
        (
            "10",
            "Số hóa hồ sơ, kết quả giải quyết TTHC còn hiệu lực; tỷ lệ số hóa đạt [quota từ 80% trở lên | tỷ lệ số hóa hồ sơ]",
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Sở Thông tin và Truyền thông",
            "Tháng 11/2024",
        ),
        (
            "11",
            "Sắp xếp, tinh gọn tổ chức bộ máy bên trong các cơ quan chuyên môn; tiếp tục thực hiện [ref Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương]",
            "Sở Nội vụ",
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Năm 2024",
        ),
        (
            "12",
            "Tham mưu tinh giản biên chế; biên chế công chức [quota giảm 5% | biên chế công chức] so với [when năm 2021]",
            "Sở Nội vụ",
            "Sở Tài chính",
            "Trước 15/12/2024",
        ),
        (
            "13",
            "Tổ chức thi nâng ngạch công chức, thăng hạng chức danh nghề nghiệp viên chức",
            "Sở Nội vụ",
            "Trường Chính trị tỉnh",
            "Quý III/2024",
        ),
        (
            "14",
            "Bồi dưỡng nghiệp vụ CCHC cho công chức chuyên trách và công chức làm việc tại Bộ phận Một cửa cấp huyện, cấp xã; tổ chức [quota tối thiểu 03 lớp | lớp bồi dưỡng nghiệp vụ]",
            "Sở Nội vụ",
            "Trường Chính trị tỉnh",
            "Trước 30/8/2024",
        ),
        (
            "15",
            "Thanh tra, kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính; kiểm tra đột xuất khi có phản ánh của người dân, tổ chức",
            "Thanh tra tỉnh",
            "Sở Nội vụ",
            "Thường xuyên trong năm 2024",
        ),
        (
            "16",
            "Đẩy mạnh giải ngân vốn đầu tư công; tỷ lệ giải ngân đạt [quota trên 95% | tỷ lệ giải ngân vốn đầu tư công] kế hoạch vốn được giao",
            "Sở Kế hoạch và Đầu tư",
            "Sở Tài chính",
            "Trước 31/12/2024",
        ),
        (
            "17",
            "Nâng cấp Hệ thống thông tin giải quyết TTHC của tỉnh, kết nối với Cơ sở dữ liệu quốc gia về dân cư",
            "Sở Thông tin và Truyền thông",
            "Văn phòng UBND tỉnh",
            "Trước 30/6/2024",
        ),
        (
            "18",
            "Triển khai họp không giấy tờ, báo cáo trên môi trường điện tử; [quota 90% | báo cáo định kỳ điện tử] báo cáo định kỳ được gửi qua Hệ thống thông tin báo cáo của tỉnh",
            "Văn phòng UBND tỉnh",
            "Sở Thông tin và Truyền thông",
            "Quý IV/2024",
        ),
        (
            "19",
            "Tuyên truyền về CCHC trên báo chí, cổng, trang thông tin điện tử và hệ thống truyền thanh cơ sở",
            "Báo Hà Giang; Đài Phát thanh và Truyền hình tỉnh",
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Thường xuyên trong năm 2024",
        ),
        (
            "20",
            "Khảo sát mức độ hài lòng của người dân, tổ chức đối với sự phục vụ của các cơ quan hành chính nhà nước; lấy ý kiến [quota ít nhất 1.200 phiếu | phiếu khảo sát]",
            "Ủy ban MTTQ Việt Nam tỉnh",
            "Sở Nội vụ",
            "Tháng 10/2024",
        ),
        (
            "21",
            "Sơ kết [report 6 tháng], tổng kết năm về công tác CCHC; đề xuất khen thưởng tập thể, cá nhân có thành tích xuất sắc",
            "Sở Nội vụ",
            "Các sở, ban, ngành; UBND các huyện, thành phố",
            "Trước 20/12/2024",
        ),
    ),
)

PLAN = Plan(
    stem="01_ha-giang_ke-hoach-cchc-2024",
    level="province",
    province="Hà Giang",
    issuer="Ủy ban nhân dân tỉnh Hà Giang",
    seat="tỉnh Hà Giang",
    head=("ỦY BAN NHÂN DÂN", "TỈNH HÀ GIANG"),
    number="18",
    symbol="KH-UBND",
    place="Hà Giang",
    day=(16, 1, 2024),
    doc_type="Kế hoạch",
    title="Cải cách hành chính năm 2024\ntrên địa bàn tỉnh Hà Giang",
    year=2024,
    sign=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    sign_mode="KT.",
    signer="Hoàng Văn Thịnh",
    recipients=(
        "Bộ Nội vụ (báo cáo);",
        "Thường trực Tỉnh ủy;",
        "Thường trực HĐND tỉnh;",
        "Lãnh đạo UBND tỉnh;",
        "Các sở, ban, ngành tỉnh;",
        "UBND các huyện, thành phố;",
        "Báo Hà Giang, Đài Phát thanh và Truyền hình tỉnh;",
        "Lưu: VT, NC (Dũng).",
    ),
    units=UNITS,
    body=BODY,
    tables=(TASKS,),
)
