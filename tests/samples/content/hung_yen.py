"""Hưng Yên, a provincial city (district level): legal education in 2024."""

from ..plan import Plan, Table

UNITS = """
UBND thành phố
UBND tỉnh = Ủy ban nhân dân tỉnh Hưng Yên
Sở Tư pháp = Sở Tư pháp tỉnh Hưng Yên
Phòng Tư pháp
Phòng Văn hóa và Thông tin
Phòng Giáo dục và Đào tạo
Công an thành phố
Hội đồng phối hợp phổ biến, giáo dục pháp luật thành phố
Đài Truyền thanh thành phố
Ủy ban MTTQ Việt Nam thành phố
UBND các phường, xã *
các phòng, ban, ngành thành phố *
các tổ chức chính trị - xã hội *
Tổ hòa giải *
"""

BODY = """
Căn cứ [ref Luật Phổ biến, giáo dục pháp luật năm 2012];
Căn cứ [ref Kế hoạch số 12/KH-UBND ngày 15/01/2024 của UBND tỉnh] về [title công tác phổ biến, giáo dục pháp luật năm 2024], UBND thành phố Hưng Yên ban hành Kế hoạch phổ biến, giáo dục pháp luật (PBGDPL) năm 2024 như sau:
# I. MỤC ĐÍCH, YÊU CẦU
# 1. Mục đích
- Nâng cao ý thức tự giác tìm hiểu, chấp hành pháp luật của cán bộ và Nhân dân.
- Phát huy vai trò của Hội đồng phối hợp phổ biến, giáo dục pháp luật thành phố.
# 2. Yêu cầu
- Nội dung PBGDPL có trọng tâm, trọng điểm, phù hợp với từng đối tượng, địa bàn.
- Ứng dụng công nghệ thông tin; [quota ít nhất 60% | hội nghị trực tuyến] số hội nghị được tổ chức bằng hình thức trực tuyến.
# II. NỘI DUNG
1. Tuyên truyền các luật mới được Quốc hội thông qua: [ref Luật Căn cước năm 2023], [ref Luật Đất đai năm 2024], [ref Luật Nhà ở năm 2023].
2. Tuyên truyền [ref Bộ luật Hình sự năm 2015], [ref Nghị định số 100/2019/NĐ-CP ngày 30/12/2019 của Chính phủ] và [ref Nghị định số 123/2021/NĐ-CP ngày 28/12/2021 của Chính phủ] [title sửa đổi, bổ sung một số điều của các Nghị định quy định xử phạt vi phạm hành chính].
4. Tổ chức Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam vào [when ngày 09/11/2024].
# III. CHỈ TIÊU
a) [quota 100% | báo cáo viên được bồi dưỡng] báo cáo viên, tuyên truyền viên pháp luật được bồi dưỡng nghiệp vụ.
b) Đài Truyền thanh thành phố phát [quota tối thiểu 08 tin mỗi tháng | tin, bài pháp luật]; tỷ lệ hòa giải thành đạt [quota trên 85% | tỷ lệ hòa giải thành].
# IV. TỔ CHỨC THỰC HIỆN
# 1. [lead Phòng Tư pháp]
a) Chủ trì, phối hợp với [with Phòng Văn hóa và Thông tin, Công an thành phố] tổ chức các hội nghị, cuộc thi tìm hiểu pháp luật.
b) Tổng hợp, báo cáo UBND thành phố và Sở Tư pháp [report 6 tháng], [report hằng năm]; thời hạn báo cáo năm [report trước ngày 05/11/2024].
# 2. [lead Phòng Giáo dục và Đào tạo]
Chỉ đạo các trường đưa nội dung pháp luật vào hoạt động ngoại khóa [quota 01 buổi/quý | hoạt động ngoại khóa].
# 3. [lead UBND các phường, xã]
a) Ban hành kế hoạch PBGDPL của địa phương [by trước ngày 20/02/2024].
b) Kiện toàn Tổ hòa giải; mỗi Tổ hòa giải có [quota ít nhất 03 hòa giải viên | hòa giải viên].
# 4. Đề nghị [lead Ủy ban MTTQ Việt Nam thành phố và các tổ chức chính trị - xã hội]
Tuyên truyền, vận động hội viên, đoàn viên chấp hành pháp luật; giám sát việc thực hiện Kế hoạch.
> Trên đây là Kế hoạch PBGDPL năm 2024 của UBND thành phố, yêu cầu [lead các phòng, ban, ngành thành phố và UBND các phường, xã] thực hiện./.
"""

TABLE = Table(
    name="Phụ lục",
    title="CÁC HOẠT ĐỘNG PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT NĂM 2024",
    caption="(Kèm theo [self Kế hoạch số 25/KH-UBND ngày 30/01/2024 của UBND thành phố Hưng Yên])",
    header=("STT", "Hoạt động", "Cơ quan chủ trì", "Thời gian"),
    widths=(0.7, 4, 2.5, 1.8),
    lead=2,
    by=3,
    rows=(
        ("1", "Hội nghị phổ biến [ref Luật Đất đai] cho cán bộ chủ chốt", "Phòng Tư pháp", "Quý II/2024"),
        ("2", "Phiên tòa giả định về phòng, chống ma túy", "Công an thành phố", "Tháng 6/2024"),
        ("3", "Thi trực tuyến tìm hiểu pháp luật về giao thông", "Phòng Giáo dục và Đào tạo", "Trước 31/10/2024"),
        ("4", "Phát thanh chuyên mục pháp luật và đời sống", "Đài Truyền thanh thành phố", "Hàng tuần"),
    ),
)

PLAN = Plan(
    stem="11_hung-yen_thanh-pho_pho-bien-phap-luat-2024",
    level="district",
    province="Hưng Yên",
    issuer="Ủy ban nhân dân thành phố Hưng Yên",
    seat="thành phố Hưng Yên",
    head=("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HƯNG YÊN"),
    number="25",
    symbol="KH-UBND",
    place="Hưng Yên",
    day=(30, 1, 2024),
    doc_type="Kế hoạch",
    title="Phổ biến, giáo dục pháp luật năm 2024",
    year=2024,
    sign=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    sign_mode="TM.",
    signer="Doãn Thị Lan",
    recipients=(
        "UBND tỉnh (để b/c);",
        "Sở Tư pháp (để b/c);",
        "Các phòng, ban, ngành thành phố;",
        "UBND các phường, xã;",
        "Lưu: VT, TP.",
    ),
    units=UNITS,
    body=BODY,
    tables=(TABLE,),
    notes=("Section II goes from 2 to 4, as on paper.",),
)
