"""Sentences that give nobody anything: what was, what is wished, what is asked of those above (T-15)."""

from __future__ import annotations

import re
from typing import Final

from lienthong.records.texts.commitments.bodies import one_spelling

_EMPTY: Final = re.compile(
    r"chịu trách nhiệm (?:thi hành|toàn diện|trước|trực tiếp)|^\W*(?:khuyến khích|là (?:cơ quan|đơn vị))|có hiệu lực|phổ biến đến chi bộ|căn cứ [^,]{0,40}thi hành|kêu gọi|tin tưởng|"
    r"(?:nếu|khi) (?:có )?(?:[^,.;]{0,40})?(?:khó khăn|vướng mắc|phát sinh|vấn đề|điều chỉnh)[^.;]{0,120}(?:báo cáo|phản ánh|kiến nghị|đề xuất|trao đổi|điều chỉnh|thông tin)|"
    r"^trong quá trình (?:tổ chức |triển khai )*thực hiện[^.]{0,200}(?:điều chỉnh|bổ sung|kiến nghị|vướng mắc|phản ánh|phát sinh)|"
    r"được (?:thông qua|phê duyệt) tại|thay thế (?:quyết định|nghị quyết|kế hoạch)|^(?:trân trọng|kính đề nghị)",
    re.IGNORECASE,
)
_ONLY_CARRY_OUT: Final = re.compile(
    r"^(?:[,\s]|và|khẩn trương|nghiêm túc|biết|chủ động|căn cứ [^,]{0,60},|quan tâm|phối hợp|tổ chức|triển khai|thực hiện|nghiêm|tốt|có hiệu quả|hiệu quả|đúng|đầy đủ|kịp thời|quán triệt|"
    r"các|nội dung|nêu|trên|này|kế hoạch|nghị quyết|chương trình|chỉ thị|kết luận|thông báo|công văn|của|theo|tinh thần|yêu cầu|quy định|chỉ đạo|đảng ủy|ban thường vụ|thường trực|tỉnh ủy|"
    r"nhiệm vụ|được|giao|phân công|để|đạt|kết quả|cao nhất|tập trung|góp phần|thắng lợi|đồng bộ)*[.;/]*$",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"(?<!\w)(?:đã (?!được (?:phê duyệt|giao|phân công|ban hành|ký|xác định|đề ra))|trong thời gian qua|thời gian qua|những năm qua|nhiệm kỳ qua|trong năm qua|"
    r"đạt được (?:những|nhiều|kết quả)|vẫn còn|(?<!số )còn (?:hạn chế|chậm|thiếu|nhiều|một số)|chưa (?:được|có|đạt|thực hiện|kịp thời|đồng bộ|cao|đầy đủ|cụ thể|tốt|nghiêm|xây dựng|thường xuyên)|"
    r"tính đến (?:ngày|nay|hết)|đến nay|(?:qua|sau|trong) (?:hơn |gần )?\d+ (?:năm|tháng) (?:qua|thực hiện|triển khai))(?!\w)",
    re.IGNORECASE,
)
_EXHORTS: Final = re.compile(
    r"^(?:nhận thức|quan tâm|tăng cường|đẩy mạnh|nâng cao|phát huy|chú trọng|coi trọng|gương mẫu|xác định|nêu cao|đổi mới|thực hiện (?:tốt|nghiêm|có hiệu quả|hiệu quả)|"
    r"đoàn kết|giữ gìn|thấm nhuần|tạo|bảo đảm|đảm bảo|khuyến khích|ủng hộ|hưởng ứng|quán triệt (?:sâu sắc|đầy đủ|nghiêm)|coi|phải|lấy|củng cố|giữ vững|kiên quyết|kiên trì|không ngừng|đề cao|tự giác|"
    r"chịu trách nhiệm|động viên|khơi dậy|phấn đấu|ưu tiên|huy động|thúc đẩy|từng bước|nắm chắc|đấu tranh|ngăn chặn|là|luôn|mở rộng|tuân thủ|chấp hành)(?!\w)",
    re.IGNORECASE,
)
_ADVERBS: Final = re.compile(
    r"^(?:[,\s]|(?:cần|phải|tiếp tục|chủ động|tích cực|thường xuyên|khẩn trương|kịp thời|tập trung|sớm|nghiêm túc|định kỳ|hằng năm|hàng năm|hằng quý|hàng quý|hằng tháng|"
    r"hàng tháng|có trách nhiệm|trực tiếp|đồng thời|mỗi năm|ngay|và|trong (?:thời hạn|vòng) [^,]{3,90},|theo chức năng, nhiệm vụ(?: được giao)?|theo chức năng, nhiệm vụ, quyền hạn(?: được giao)?|căn cứ [^,]{3,90},|theo (?:thẩm quyền|quy định),)(?!\w)|(?<=,))*",
    re.IGNORECASE,
)
_ACTS: Final = re.compile(
    r"^(?:xây dựng|ban hành|tổ chức|hoàn thành|hoàn thiện|rà soát|thành lập|lập|trình|tham mưu|kiểm tra|giám sát|triển khai|thực hiện|chỉ đạo|lãnh đạo|hướng dẫn|phối hợp|chủ trì|theo dõi|đôn đốc|"
    r"tổng hợp|bố trí|phân công|cử|gửi|cập nhật|số h[oó][aá]|đề xuất|đưa|chuẩn bị|thẩm định|thẩm tra|khắc phục|xử lý|giải quyết|công khai|bàn giao|sắp xếp|kiện toàn|cân đối|tuyên truyền|quán triệt|"
    r"phổ biến|mở|đào tạo|bồi dưỡng|tập huấn|khảo sát|đánh giá|sửa đổi|bổ sung|cụ thể h[oó][aá]|nghiên cứu|vận hành|kết nối|nâng cấp|đầu tư|mua sắm|trang bị|in|phát động|vận động|ký|đăng ký|"
    r"thống kê|chỉnh lý|giao|biên soạn|cấp|thu|truy thu|nộp|chấn chỉnh|kết nạp|quy hoạch|điều động|luân chuyển|giới thiệu|bầu|tiến hành|duy trì|cung cấp|tiếp nhận|đăng tải|sơ kết|tổng kết|báo cáo|họp|làm việc|"
    r"cải tạo|xóa|hỗ trợ|trồng|khởi công|nghiệm thu|giải ngân|phê duyệt|xem xét|quyết định|thông qua|kiểm đếm|đối soát|chuyển|lắp đặt|thí điểm|áp dụng|phát hành|đổi|rà|thẩm|chọn|lựa chọn|tham gia|dự)(?!\w)",
    re.IGNORECASE,
)


def is_none(words: str) -> bool:
    """Whether a sentence binds nobody, whoever stands in it."""
    return bool(_EMPTY.search(words))


def is_past(words: str) -> bool:
    return bool(_PAST.search(words[:260]))


def carries_out_only(act: str) -> bool:
    """ "nghiêm túc triển khai thực hiện": what every paper asks at its end."""
    return bool(_ONLY_CARRY_OUT.match(one_spelling(act.strip())))


def verb_of(act: str) -> str:
    """The act without the adverbs before its verb."""
    return act[_ADVERBS.match(act).end() :] if _ADVERBS.match(act) else act  # type: ignore[union-attr]


def exhorts(act: str) -> bool:
    """ "nâng cao", "quan tâm", "phát huy": nobody can say when it is done."""
    return bool(_EXHORTS.match(verb_of(act)))


def is_act(words: str) -> bool:
    """Whether a sentence begins with something that can be done and finished."""
    return bool(_ACTS.match(verb_of(words)))
