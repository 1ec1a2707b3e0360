"""Duties to report, review or sum up, told from reports that are only named."""

from __future__ import annotations

import re
from typing import Final

_REPORTS: Final = re.compile(
    r"(?<!\w)(?:(?:tổng hợp|định kỳ|hằng năm|hàng năm|hằng quý|hàng quý|hằng tháng|hàng tháng|tham mưu|và|kịp thời|,|đột xuất|gửi|có|thực hiện|;)\s+)?"
    r"(?:báo cáo (?:kết quả|tình hình|việc|tiến độ|bằng văn bản|về|với|cho|ban |thường trực|cấp|tỉnh ủy|đảng ủy|thành ủy|huyện ủy|trung ương|định kỳ|ủy ban|văn phòng|sơ kết|tổng kết|hằng|hàng|theo quy định|trước ngày|gửi|hội nghị|đồng chí|đầy đủ|chi bộ|chi ủy)"
    r"|gửi báo cáo|chế độ báo cáo|báo cáo\s*[.;]?\s*$|(?:hằng|hàng) (?:năm|quý|tháng)[^.;]{0,30}sơ kết)",
    re.IGNORECASE,
)
_REVIEWS: Final = re.compile(
    r"(?:^|(?:[,;]|\d{4}|và|định kỳ|tổ chức|tham mưu|tiến hành|hằng năm|hàng năm|chuẩn bị|lãnh đạo)\s+)(?:(?:tổ chức|hội nghị|đánh giá|việc)[,\s]+)*(?:sơ kết|tổng kết)(?!\w)",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(
    r"^(?:\W*)(?:(?:tổ chức|định kỳ|chuẩn bị|tham mưu|hội nghị|tham mưu tổ chức|tổng hợp,)\s+)*(?:sơ kết|tổng kết|báo cáo (?:kết quả|tình hình|sơ kết|tổng kết|định kỳ|tháng|quý|năm|6 tháng|việc|tiến độ|ban|đánh giá|thường trực))",
    re.IGNORECASE,
)
_NAMED_ONLY: Final = re.compile(
    r"(?:theo|xét|tại|trên cơ sở|căn cứ|dự thảo|xây dựng|hệ thống thông tin,?|chế độ thông tin,?|thẩm định|thẩm tra|biểu mẫu|mẫu|hoàn thiện|các|nghe|số liệu)\s+báo cáo(?! kết quả (?:về|cho|gửi))",
    re.IGNORECASE,
)


def is_report_duty(words: str) -> bool:
    """Whether somebody is to report: the verb, not the noun."""
    bare = _NAMED_ONLY.sub(" ", words)
    return bool(_REPORTS.search(bare) or _REVIEWS.search(bare))


def begins_as_report(words: str) -> bool:
    """A row or item that is itself a report or review: "Sơ kết 02 năm thực hiện …"."""
    return bool(_BEGINS.match(words))
