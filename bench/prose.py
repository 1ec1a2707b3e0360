"""Sentences by chance, with the words of offices: none of them says anything, and none is from a real document."""

import itertools
import random
from typing import Any

from lienthong.kernel.text.public import fold

# Rarely spoken syllables; two of them together stand in no other sentence.
_RARE = (
    "khuếch",
    "ngoéo",
    "quạu",
    "thuở",
    "nghễnh",
    "choắt",
    "xoèn",
    "vẹo",
    "rướn",
    "khoằm",
    "giuộc",
    "ngoằng",
)
NEEDLES = tuple(" ".join(pair) for pair in itertools.combinations(_RARE, 2))
_ACTS = [
    "tổ chức",
    "triển khai",
    "lãnh đạo",
    "chỉ đạo",
    "kiểm tra",
    "giám sát",
    "rà soát",
    "hoàn thiện",
    "xây dựng",
    "ban hành",
    "phổ biến",
    "quán triệt",
    "sơ kết",
    "tổng kết",
    "đánh giá",
    "theo dõi",
    "đôn đốc",
    "hướng dẫn",
    "phân công",
    "báo cáo",
    "đề xuất",
    "bổ sung",
    "sửa đổi",
    "cập nhật",
    "duy trì",
    "nâng cao",
    "mở rộng",
    "củng cố",
    "bồi dưỡng",
    "tuyên truyền",
    "vận động",
    "tiếp nhận",
    "xử lý",
    "giải quyết",
    "công khai",
    "bảo đảm",
]
_THINGS = [
    "nhiệm vụ",
    "kế hoạch",
    "chương trình",
    "chỉ tiêu",
    "cơ sở dữ liệu",
    "chuyển đổi số",
    "cải cách hành chính",
    "hồ sơ công việc",
    "sinh hoạt chi bộ",
    "công tác cán bộ",
    "đội ngũ đảng viên",
    "nền nếp làm việc",
    "rừng phòng hộ",
    "vườn ươm",
    "bến thuyền",
    "tuyến đê biển",
    "nhà văn hóa",
    "thư viện xã",
    "trạm y tế",
    "điểm trường",
    "chợ phiên",
    "làng nghề",
    "nguồn nước",
    "ruộng bậc thang",
    "cánh đồng lúa",
    "đường liên thôn",
    "cầu dân sinh",
    "hộ khó khăn",
    "thanh niên xung kích",
    "phụ nữ cơ sở",
    "người cao tuổi",
    "an toàn thông tin",
    "chữ ký số",
    "văn bản điện tử",
    "kho lưu trữ",
    "lịch công tác",
    "phong trào thi đua",
    "quỹ khuyến học",
    "nghề nuôi ong",
    "giống cây bản địa",
    "phòng chống bão lũ",
    "vệ sinh môi trường",
    "thu gom rác thải",
    "đèn đường năng lượng",
]
_HOWS = [
    "đúng thời hạn",
    "theo từng quý",
    "tại các chi bộ",
    "trên địa bàn",
    "bằng hình thức phù hợp",
    "gắn với trách nhiệm người đứng đầu",
    "trước mùa mưa",
    "sau hội nghị",
    "với sự tham gia của nhân dân",
    "trong toàn đảng bộ",
    "ngay từ đầu năm",
    "hằng tháng",
    "từng tuần",
    "có trọng tâm",
    "không hình thức",
    "tiết kiệm",
]
_HEADS = ("MỤC TIÊU", "NHIỆM VỤ", "GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN")
_FIRST = [
    "An",
    "Bình",
    "Cẩm",
    "Đông",
    "Giao",
    "Hải",
    "Kim",
    "Lạc",
    "Mỹ",
    "Nam",
    "Phú",
    "Quảng",
    "Sơn",
    "Tân",
    "Thanh",
    "Vĩnh",
    "Xuân",
    "Yên",
    "Hòa",
    "Hưng",
]
_SECOND = [
    "Thủy",
    "Sơn",
    "Lộc",
    "Phong",
    "Trạch",
    "Khê",
    "Điền",
    "Giang",
    "Lâm",
    "Hà",
    "Thạch",
    "Nguyên",
    "Châu",
    "Phú",
    "Hội",
    "Thịnh",
    "Trung",
    "Đài",
    "Viên",
    "Lĩnh",
]
PLACES = tuple(f"{one} {other}" for one in _FIRST for other in _SECOND if one != other)


class Prose:
    """Common words are common and rare ones rare, as in any language."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._weights = {
            words: list(itertools.accumulate(1 / (place + 2) for place in range(len(words))))
            for words in map(tuple, (_ACTS, _THINGS, _HOWS, PLACES))
        }
        # A few thousand sentences come again and again, as they do in offices.
        self._sentences = [self._made() for _ in range(4_000)]

    def _one(self, words: list[str] | tuple[str, ...]) -> str:
        known = tuple(words)
        return self.rng.choices(known, cum_weights=self._weights[known])[0]

    def place(self, number: int) -> str:
        return PLACES[number * 7 % len(PLACES)]

    def subject(self) -> str:
        return f"{self._one(_ACTS)} {self._one(_THINGS)} tại {self._one(PLACES)} năm {self.rng.randint(2019, 2026)}"

    def _made(self) -> str:
        parts = [
            f"{self._one(_ACTS)} {self._one(_THINGS)} {self._one(_HOWS)}"
            for _ in range(self.rng.randint(2, 4))
        ]
        return f"{', '.join(parts)} ở {self._one(PLACES)}, đạt {self.rng.randint(2, 99)}%."

    def body(self, needle: str) -> list[dict[str, Any]]:
        """Four sections of three clauses, about two thousand letters; the needle in one of them."""
        place = self.rng.randrange(12) if needle else -1
        sections = []
        for number, head in enumerate(_HEADS):
            clauses = [
                self._clause(number, one, needle if number * 3 + one == place else "")
                for one in range(3)
            ]
            sections.append(
                _node("section", f"{'I' * (number + 1)}.", head, "", f"sec_{number + 1}", clauses)
            )
        return sections

    def _clause(self, section: int, number: int, needle: str) -> dict[str, Any]:
        words = self.rng.choice(self._sentences).capitalize()
        if needle:
            words = f"{words} Giữ cây {needle} ở đầu làng."
        eid = f"sec_{section + 1}__cl_{number + 1}"
        return _node("clause", f"{number + 1}.", None, words, eid, [])


def _node(
    kind: str, marker: str, heading: str | None, text: str, eid: str, children: list[dict[str, Any]]
) -> dict[str, Any]:
    label = eid.replace("__cl_", ".").replace("sec_", "mục ")
    return {
        "wid": "c" + fold(eid).replace("_", ""),
        "eid": eid,
        "label": label,
        "kind": kind,
        "marker": marker,
        "heading": heading,
        "text": text,
        "children": children,
    }
