"""Quảng Nam, a department of health: epidemic prevention in 2024."""

from ..plan import Plan

UNITS = """
Sở Y tế
UBND tỉnh
Sở = Sở Y tế tỉnh Quảng Nam
Trung tâm Kiểm soát bệnh tật tỉnh
Bệnh viện Đa khoa tỉnh
Sở Tài chính
Sở Giáo dục và Đào tạo
Sở Nông nghiệp và Phát triển nông thôn
Phòng Nghiệp vụ Y = Phòng Nghiệp vụ Y Sở Y tế tỉnh Quảng Nam
Phòng Kế hoạch - Tài chính = Phòng Kế hoạch - Tài chính Sở Y tế tỉnh Quảng Nam
Giám đốc Sở Y tế = Giám đốc Sở Y tế tỉnh Quảng Nam
trung tâm y tế các huyện, thị xã, thành phố *
các bệnh viện công lập và ngoài công lập *
các bệnh viện *
trạm y tế cấp xã *
các phòng chuyên môn thuộc Sở *
UBND các huyện, thị xã, thành phố *
Viện Pasteur Nha Trang =
"""

BODY = """
Căn cứ [ref Luật Phòng, chống bệnh truyền nhiễm năm 2007];
Căn cứ [ref Quyết định số 4998/QĐ-BYT ngày 30/12/2023 của Bộ Y tế] về [title phê duyệt Kế hoạch phòng, chống dịch bệnh truyền nhiễm năm 2024];
Thực hiện [ref Công văn số 512/UBND-KGVX ngày 22/01/2024 của UBND tỉnh] về việc [title tăng cường công tác phòng, chống dịch bệnh dịp Tết Nguyên đán];
Sở Y tế xây dựng Kế hoạch phòng, chống dịch bệnh trên người năm 2024 như sau:
# I. MỤC TIÊU
# 1. Mục tiêu chung
Giảm tỷ lệ mắc, tỷ lệ tử vong do các bệnh truyền nhiễm; không để dịch lớn xảy ra trên địa bàn tỉnh, góp phần bảo vệ sức khỏe Nhân dân và phát triển kinh tế - xã hội.
# 2. Chỉ tiêu cụ thể
a) Số ca mắc sốt xuất huyết [quota giảm 10% | số ca mắc sốt xuất huyết] so với trung bình giai đoạn 2018 - 2022; tỷ lệ tử vong [quota dưới 0,09% | tỷ lệ tử vong do sốt xuất huyết].
b) Tỷ lệ tiêm chủng đầy đủ cho trẻ em dưới 01 tuổi đạt [quota từ 95% trở lên | tỷ lệ tiêm chủng đầy đủ] ở quy mô xã, phường, thị trấn.
c) [quota 100% | ổ dịch được xử lý] ổ dịch được phát hiện, điều tra và xử lý trong thời gian [quota không quá 48 giờ | thời gian xử lý ổ dịch].
d) Mỗi trạm y tế cấp xã tổ chức [quota ít nhất 02 đợt/năm | chiến dịch diệt lăng quăng] ra quân diệt lăng quăng, bọ gậy.
# II. NHIỆM VỤ, GIẢI PHÁP
# 1. Công tác giám sát
- Giám sát chặt chẽ người nhập cảnh tại cửa khẩu, cảng biển; lấy mẫu xét nghiệm đối với các trường hợp nghi ngờ và gửi Viện Pasteur Nha Trang khi vượt quá khả năng.
- Duy trì báo cáo bệnh truyền nhiễm theo [ref Thông tư số 54/2015/TT-BYT ngày 28/12/2015 của Bộ Y tế]; báo cáo trực tuyến [report hàng tuần], [report hàng tháng].
# 2. Công tác điều trị
- Các bệnh viện công lập và ngoài công lập chuẩn bị sẵn sàng giường bệnh, thuốc, vật tư, trang thiết bị; tổ chức phân luồng, cách ly ngay từ khoa khám bệnh.
- Tập huấn phác đồ chẩn đoán, điều trị cho [quota 100% | bác sĩ được tập huấn] bác sĩ khoa truyền nhiễm, hoàn thành [by trước ngày 30/4/2024].
# 3. Công tác truyền thông
- Truyền thông về các biện pháp phòng bệnh trên hệ thống truyền thanh cơ sở [quota tối thiểu 03 lần/tuần | phát thanh phòng bệnh] trong thời gian cao điểm.
- Biên soạn, cấp phát [quota 25.000 tờ | tờ rơi phòng bệnh] tờ rơi về phòng, chống sốt xuất huyết, tay chân miệng.
# III. TỔ CHỨC THỰC HIỆN
# 1. [lead Trung tâm Kiểm soát bệnh tật tỉnh]
a) Là đầu mối tham mưu Sở Y tế triển khai Kế hoạch; phối hợp với [with Sở Giáo dục và Đào tạo, Sở Nông nghiệp và Phát triển nông thôn] giám sát dịch bệnh trong trường học và bệnh lây truyền từ động vật sang người.
b) Cung ứng đầy đủ vắc xin, hóa chất cho tuyến dưới; hoàn thành dự trù [by chậm nhất ngày 15/3/2024].
b) Tổng hợp, báo cáo kết quả về Sở Y tế [report trước ngày 20 hàng tháng].
# 2. [lead Trung tâm y tế các huyện, thị xã, thành phố]
a) Tham mưu UBND các huyện, thị xã, thành phố ban hành kế hoạch phòng, chống dịch bệnh của địa phương [by trước ngày 29/02/2024].
b) Chỉ đạo trạm y tế cấp xã giám sát, phát hiện sớm ca bệnh tại cộng đồng; lập danh sách đối tượng tiêm chủng [report hàng quý].
# 3. [lead Các phòng chuyên môn thuộc Sở]
a) Phòng Nghiệp vụ Y kiểm tra công tác thu dung, điều trị tại các bệnh viện.
b) Phòng Kế hoạch - Tài chính phối hợp với [with Sở Tài chính] bố trí kinh phí theo [ref Luật Ngân sách nhà nước năm 2015].
> Yêu cầu thủ trưởng [lead các đơn vị trực thuộc] nghiêm túc triển khai thực hiện. Trong quá trình thực hiện, nếu có vướng mắc, báo cáo Sở Y tế (qua Phòng Nghiệp vụ Y) để được hướng dẫn./.
"""

PLAN = Plan(
    stem="02_quang-nam_so-y-te_phong-chong-dich-2024",
    level="department",
    province="Quảng Nam",
    issuer="Sở Y tế tỉnh Quảng Nam",
    seat="tỉnh Quảng Nam",
    superior=("UBND TỈNH QUẢNG NAM",),
    superior_name="Ủy ban nhân dân tỉnh Quảng Nam",
    head=("SỞ Y TẾ",),
    number="245",
    symbol="KH-SYT",
    place="Quảng Nam",
    day=(2, 2, 2024),
    doc_type="Kế hoạch",
    title="Phòng, chống dịch bệnh trên người năm 2024",
    year=2024,
    sign=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    sign_mode="KT.",
    signer="Lê Thị Thanh Hà",
    recipients=(
        "Bộ Y tế (báo cáo);",
        "UBND tỉnh (báo cáo);",
        "Giám đốc Sở Y tế (báo cáo);",
        "Trung tâm Kiểm soát bệnh tật tỉnh;",
        "Bệnh viện Đa khoa tỉnh;",
        "Trung tâm y tế các huyện, thị xã, thành phố;",
        "Lưu: VT, NVY (Tâm).",
    ),
    units=UNITS,
    body=BODY,
    notes=("The point b) of III.1 is there twice, as on paper.",),
)
