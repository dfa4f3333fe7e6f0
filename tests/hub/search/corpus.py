"""A small province to search in: documents of the domain brief, articles, agencies, communes."""

import csv
import datetime as dt
from pathlib import Path

from legal_updates.citations import find_document_numbers
from legal_updates.models import DocumentType, LegalDocument, Topic
from network.core.text import slugify_vi
from network.hub.search.keeping import keep_up
from tests.factories.documents import make_issuer
from tests.factories.sections import make_article, make_item, make_place, make_section

TODAY = dt.date(2026, 11, 25)
AGENCIES = Path(__file__).resolve().parents[3] / "network" / "agencies" / "data"
# kind, number, abstract, issuer, issued, validity
DOCUMENTS = """
luat|14/2012/QH13|Phổ biến, giáo dục pháp luật|Quốc hội|2012-06-20|in_force
nghi_dinh|28/2013/NĐ-CP|Quy định chi tiết một số điều và biện pháp thi hành Luật Phổ biến, giáo dục pháp luật|Chính phủ|2013-04-04|in_force
quyet_dinh_ttg|471/QĐ-TTg|Đề án Tăng cường ứng dụng công nghệ thông tin trong công tác phổ biến, giáo dục pháp luật giai đoạn 2019-2021|Thủ tướng Chính phủ|2019-04-26|expired
quyet_dinh_ttg|977/QĐ-TTg|Đề án Tăng cường năng lực tiếp cận pháp luật của người dân|Thủ tướng Chính phủ|2022-08-11|in_force
quyet_dinh_ubnd|1992/QĐ-UBND|Kế hoạch thực hiện Đề án 977 trên địa bàn tỉnh Gia Lai|UBND tỉnh Gia Lai|2025-10-01|in_force
luat|103/2016/QH13|Báo chí|Quốc hội|2016-04-05|expired
luat|126/2025/QH15|Báo chí|Quốc hội|2025-12-10|in_force
luat|24/2018/QH14|An ninh mạng|Quốc hội|2018-06-12|expired
luat|116/2025/QH15|An ninh mạng|Quốc hội|2025-12-10|in_force
luat|91/2025/QH15|Bảo vệ dữ liệu cá nhân|Quốc hội|2025-06-26|in_force
luat|104/2016/QH13|Tiếp cận thông tin|Quốc hội|2016-04-06|in_force
luat|51/2010/QH12|Người khuyết tật|Quốc hội|2010-06-17|in_force
luat|64/2025/QH15|Ban hành văn bản quy phạm pháp luật|Quốc hội|2025-02-19|in_force
luat|80/2015/QH13|Ban hành văn bản quy phạm pháp luật|Quốc hội|2015-06-22|expired
luat|72/2025/QH15|Tổ chức chính quyền địa phương|Quốc hội|2025-06-16|in_force
nghi_quyet_qh|202/2025/QH15|Sắp xếp đơn vị hành chính cấp tỉnh|Quốc hội|2025-06-12|in_force
nghi_dinh|42/2022/NĐ-CP|Cung cấp thông tin và dịch vụ công trực tuyến của cơ quan nhà nước trên môi trường mạng|Chính phủ|2022-06-24|expired
nghi_dinh|100/2019/NĐ-CP|Quy định xử phạt vi phạm hành chính trong lĩnh vực giao thông đường bộ và đường sắt|Chính phủ|2019-12-30|partly_expired
nghi_dinh|168/2024/NĐ-CP|Quy định xử phạt vi phạm hành chính về trật tự, an toàn giao thông trong lĩnh vực giao thông đường bộ; trừ điểm, phục hồi điểm giấy phép lái xe|Chính phủ|2024-12-26|in_force
nghi_dinh|15/2020/NĐ-CP|Quy định xử phạt vi phạm hành chính trong lĩnh vực bưu chính, viễn thông, công nghệ thông tin|Chính phủ|2020-02-03|expired
nghi_dinh|174/2026/NĐ-CP|Quy định xử phạt vi phạm hành chính trong lĩnh vực viễn thông, công nghệ thông tin, giao dịch điện tử|Chính phủ|2026-05-20|in_force
nghi_dinh|30/2020/NĐ-CP|Công tác văn thư|Chính phủ|2020-03-05|in_force
nghi_dinh|123/2015/NĐ-CP|Quy định chi tiết một số điều và biện pháp thi hành Luật Hộ tịch|Chính phủ|2015-11-15|in_force
thong_tu|22/2023/TT-BTTTT|Cấu trúc, bố cục, yêu cầu kỹ thuật cho cổng thông tin điện tử và trang thông tin điện tử của cơ quan nhà nước|Bộ Thông tin và Truyền thông|2023-12-31|in_force
thong_tu|03/2019/TT-BTP|Một số nội dung về hoạt động thống kê của Ngành Tư pháp|Bộ Tư pháp|2019-03-20|in_force
thong_tu|194/2012/TT-BTC|Mức chi tạo lập thông tin điện tử|Bộ Tài chính|2012-11-15|in_force
luat|31/2024/QH15|Đất đai|Quốc hội|2024-01-18|in_force
luat|45/2013/QH13|Đất đai|Quốc hội|2013-11-29|expired
luat|52/2014/QH13|Hôn nhân và gia đình|Quốc hội|2014-06-19|in_force
luat|13/2022/QH15|Phòng, chống bạo lực gia đình|Quốc hội|2022-11-14|in_force
luat|41/2024/QH15|Bảo hiểm xã hội|Quốc hội|2024-06-29|in_force
bo_luat|45/2019/QH14|Lao động|Quốc hội|2019-11-20|in_force
bo_luat|100/2015/QH13|Hình sự|Quốc hội|2015-11-27|in_force
luat|11/2017/QH14|Trợ giúp pháp lý|Quốc hội|2017-06-20|in_force
luat|26/2023/QH15|Căn cước|Quốc hội|2023-11-27|in_force
""".strip().splitlines()
# agency, title, summary, topic, date
ARTICLES = """
Sở Tư pháp|Đăng ký kết hôn ở đâu, cần giấy tờ gì?|Hai người đến UBND xã, mang căn cước công dân và giấy xác nhận tình trạng hôn nhân.|hanh-chinh-tu-phap|2026-10-02
Sở Tư pháp|Thủ tục đăng ký khai sinh cho trẻ em|Cha mẹ đăng ký trong 60 ngày kể từ ngày sinh, không mất lệ phí.|hanh-chinh-tu-phap|2026-09-12
Sở Tư pháp|Hòa giải ở cơ sở: khi nào cần, ai giúp?|Hòa giải viên ở thôn, làng giúp giải quyết mâu thuẫn nhỏ.|bo-tro-tu-phap|2025-07-01
Sở Tư pháp|Ai được trợ giúp pháp lý miễn phí?|Người nghèo, người có công, trẻ em, người dân tộc thiểu số.|bo-tro-tu-phap|2026-03-03
Sở Tư pháp|Ngày Pháp luật 9/11: cả tỉnh cùng hưởng ứng|Các cơ quan tổ chức mít tinh, thi tìm hiểu pháp luật.||2026-11-09
Sở Nông nghiệp và Môi trường|Thủ tục cấp sổ đỏ lần đầu cho hộ gia đình|Nộp hồ sơ tại UBND xã để được cấp giấy chứng nhận quyền sử dụng đất.|dat-dai|2026-08-20
Sở Nông nghiệp và Môi trường|Tranh chấp đất đai phải hòa giải ở xã trước|Không hòa giải thì Tòa án trả lại đơn.|dat-dai|2026-05-05
Sở Nông nghiệp và Môi trường|Phá rừng bị xử lý thế nào?|Phá rừng trái pháp luật có thể bị phạt tù.||2024-04-04
Sở Y tế|Tiêm chủng: quyền của trẻ em|Trẻ được tiêm miễn phí mười hai loại vắc xin.|y-te-duoc|2026-11-20
Sở Y tế|Mức hưởng bảo hiểm y tế của hộ nghèo|Hộ nghèo được Nhà nước đóng thẻ BHYT, hưởng 100 % chi phí.|bao-hiem|2026-06-06
Sở Nội vụ|Chậm trả lương thì sao?|Người lao động được trả thêm tiền lãi; chủ chậm lương bị phạt.|lao-dong|2026-07-07
Sở Nội vụ|Lương tối thiểu vùng từ năm 2026|Mức lương tối thiểu ở Pleiku và các xã.|lao-dong|2026-01-02
Sở Xây dựng|Mức phạt nồng độ cồn khi lái xe máy|Theo Nghị định 168/2024/NĐ-CP, mức phạt cao nhất là 10 triệu đồng và trừ điểm giấy phép lái xe.|giao-thong-van-tai|2026-02-14
Sở Xây dựng|Đổi giấy phép lái xe trực tuyến|Các bước đổi GPLX trên Cổng dịch vụ công.|giao-thong-van-tai|2026-04-18
Sở Dân tộc và Tôn giáo|Tảo hôn và hôn nhân cận huyết thống: hại và phạt|Kết hôn sớm bị phạt đến 3 triệu đồng.||2025-11-11
Sở Dân tộc và Tôn giáo|Chính sách cho người có uy tín ở làng|Già làng, người có uy tín được thăm hỏi, tập huấn.||2025-05-02
Sở Khoa học và Công nghệ|Nhận biết lừa đảo qua mạng và trang giả mạo|Không bấm liên kết lạ, không đọc mã OTP cho ai.||2026-10-28
Sở Giáo dục và Đào tạo|Miễn học phí từ năm học 2025-2026|Học sinh công lập không phải đóng học phí.|giao-duc-dao-tao|2025-09-05
Sở Tài chính|Đăng ký hộ kinh doanh: các bước|Nộp tại phòng kinh tế xã hoặc trực tuyến.||2026-03-23
Thanh tra tỉnh|Khiếu nại và tố cáo khác nhau thế nào?|Khiếu nại khi quyền của mình bị xâm phạm; tố cáo khi biết vi phạm.|khieu-nai-to-cao|2026-01-19
Sở Ngoại vụ|Xuất cảnh trái phép sang Campuchia: cạm bẫy việc nhẹ lương cao|Nhiều người bị lừa sang làm việc ở casino.||2026-01-30
Ban Quản lý Khu kinh tế|Quy định của khu kinh tế cửa khẩu Lệ Thanh|Doanh nghiệp làm thủ tục tại cửa khẩu.||2025-02-02
""".strip().splitlines()
CARDS = (
    "Từ 01/7/2026 Luật Báo chí mới có hiệu lực",
    "Chính phủ ban hành Nghị định 12/2026/NĐ-CP về cơ chế một cửa",
    "Hướng dẫn định danh điện tử VNeID cho người cao tuổi",
)


def build() -> None:
    """Put the province into the database and its search."""
    for line in DOCUMENTS:
        _document(*line.split("|"))
    sections = {}
    with (AGENCIES / "agencies_2025.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            slug = slugify_vi(row["short_name"])
            fields = {"short_name": row["short_name"], "slug": slug, "kind": row["kind"]}
            home = make_section(row["name"], code=row["code"], **fields)
            sections[row["short_name"]] = make_place(home, "Hỏi đáp")
    make_section(
        "Ủy ban nhân dân phường Pleiku",
        short_name="UBND phường Pleiku",
        code="23575",
        kind="ubnd_phuong",
        slug="phuong-pleiku",
    )
    for line in ARTICLES:
        agency, title, summary, topic, day = line.split("|")
        article = make_article(
            sections[agency], title, summary=summary, date=dt.date.fromisoformat(day)
        )
        if topic:
            article.topics.add(*Topic.objects.filter(slug=topic))
            article.save()
    for title in CARDS:
        make_item(title)
    keep_up()


def _document(kind: str, number: str, title: str, issuer: str, day: str, validity: str) -> None:
    known = DocumentType.objects.get(key=kind)
    read = find_document_numbers(f"{known.label} số {number}")[0]
    LegalDocument.objects.create(
        type=known,
        number=number,
        number_key=read.key,
        title=title,
        issuer=make_issuer(issuer),
        issued_on=dt.date.fromisoformat(day),
        validity=validity,
        slug=slugify_vi(f"{kind} {number}"),
    )
