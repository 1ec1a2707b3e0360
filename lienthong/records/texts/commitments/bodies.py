"""Who is named: bodies and persons as they stand in a sentence, with where their names end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lienthong.records.texts.clauses.alphabet import vietnamese

# Both ways of placing the tone, "ủy" and "uỷ", read alike; no letter moves.
_ONE_SPELLING: Final = {
    "uỷ": "ủy",
    "Uỷ": "Ủy",
    "UỶ": "ỦY",
    "hoá": "hóa",
    "Hoá": "Hóa",
    "thuỷ": "thủy",
}
_SPELLING: Final = re.compile("|".join(_ONE_SPELLING))
_HEADS: Final = (
    r"đảng ủy viên", r"đảng ủy", r"đảng bộ", r"tỉnh ủy", r"thành ủy", r"huyện ủy", r"quận ủy", r"xã ủy", r"chi bộ", r"chi ủy",
    r"chi(?=, đảng bộ)", r"chi(?=, đảng ủy)", r"cấp ủy", r"tổ chức (?:cơ sở )?đảng", r"tổ chức chính trị(?:\s*[-–]\s*xã hội)?", r"tổ chức, đoàn thể", r"tổ chức đoàn thể",
    r"đoàn thể", r"ban chấp hành", r"ban thường vụ", r"thường trực", r"thường vụ", r"ban bí thư", r"ban tổ chức", r"ban xây dựng đảng",
    r"ban tuyên giáo(?: và dân vận)?", r"ban dân vận", r"ban nội chính", r"ban chỉ đạo", r"ban quản lý", r"ban chỉ huy(?: quân sự)?",
    r"ban công tác mặt trận", r"ban kinh tế", r"ban chính sách(?:, chiến lược)?", r"ban giám hiệu", r"ban chqs", r"bch", r"bcđ", r"btv", r"ban(?=, (?:ngành|đơn vị|đảng ủy))", r"ban đảng", r"ban(?= \w+ (?:tỉnh|đảng) ủy)",
    r"ủy ban kiểm tra", r"ủy ban nhân dân", r"ủy ban mặt trận", r"ủy ban mttq", r"ubkt", r"ubnd", r"ubmttq\w*", r"hđnd", r"mttq", r"vpđu",
    r"hội đồng nhân dân", r"mặt trận", r"văn phòng", r"vp(?= )", r"đoàn thanh niên", r"đoàn tncs", r"tỉnh đoàn", r"đoàn xã", r"đoàn kiểm tra", r"đoàn công tác",
    r"hội (?:liên hiệp )?(?:phụ nữ|nông dân|cựu chiến binh|chữ thập đỏ|người cao tuổi|luật gia)", r"hội lhpn", r"hội ccb", r"hội nd",
    r"liên đoàn lao động", r"công đoàn", r"công an", r"quân sự", r"bộ chỉ huy", r"bộ đội biên phòng", r"đồn biên phòng",
    r"phòng(?! (?:chống|ngừa|thủ|cháy)|,)", r"trung tâm", r"trạm", r"trường(?! hợp)", r"trường đảng", r"tổ công tác", r"tổ giúp việc", r"tổ công nghệ", r"tổ(?= (?:dân phố|đề án))", r"sở", r"bộ(?= (?-i:[A-ZĐ]))",
    r"cơ quan", r"đơn vị", r"ban ngành", r"ngành", r"địa phương", r"chính quyền", r"(?<=các )xã", r"(?<=các )phường", r"(?<=các )thôn", r"(?<=các )khu", r"thôn(?= (?-i:[A-ZĐ]))",
    r"đồng chí", r"đ/c", r"bí thư", r"phó bí thư", r"người đứng đầu", r"chủ tịch", r"phó chủ tịch", r"trưởng ban", r"trưởng các", r"chánh văn phòng", r"trưởng phòng", r"trưởng thôn",
    r"ủy viên", r"lãnh đạo(?= (?:cơ quan|đơn vị|ubnd|ban |văn phòng|phòng ))", r"thành viên", r"báo(?! cáo)(?= (?-i:[A-ZĐ]))", r"đài(?= )", r"hợp tác xã", r"kho bạc", r"ngân hàng", r"thanh tra", r"chi cục", r"cục(?= )", r"tòa án", r"viện kiểm sát",
    r"hạt kiểm lâm", r"học viện", r"bệnh viện", r"(?:tổng )?công ty", r"hiệp hội", r"liên minh", r"nhà trường", r"ban đại diện", r"câu lạc bộ", r"đội(?= (?:[a-zđ]+ )?(?:quản lý|công tác|thuế|cảnh sát|thanh niên|xung kích))", r"viện(?= )", r"vụ(?= (?-i:[A-ZĐ]))", r"văn phòng",
    r"doanh nghiệp", r"bộ phận", r"tiểu ban", r"chi đoàn", r"chi hội", r"khối(?= (?-i:[A-ZĐ]))", r"hội đồng(?= (?:(?-i:[A-ZĐ])|thi đua|nhân dân))", r"đảng đoàn", r"ban cán sự",
)  # fmt: skip
_DOCUMENTS: Final = (
    r"Nghị|Kế hoạch|Chương trình|Chỉ thị|Kết luận|Quy |Đề án|Báo cáo|Hội nghị|Đại hội|Thông (?:báo|tri|tư|cáo|qua)|Hướng|Tờ trình|Công văn|Quyết (?:định|nghị)|Dự |"
    r"Điều |Luật|Đề xuất|Tham|Rà|Tổ chức|Chủ|Chỉ đạo|Phối|Xây|Triển|Hoàn (?:thành|thiện)|Theo|Tiếp|Tăng|Thực|Lãnh|Lập|Cung|Kiểm tra,|Dự kiến|Thời|Căn|Giao"
)
_PROPER: Final = rf"(?!(?:{_DOCUMENTS}))[A-ZÀ-Ỹ][\w/.]*"
# "Hòa Lộc", but not another body behind the comma.
_PLACE: Final = r"(?!(?:Văn phòng|Ban|Ủy ban|Đảng|Chi|Công an|Hội|Đoàn|Sở|Phòng|Mặt trận|Trung tâm|Đồng chí|Quân sự)(?!\w))[A-ZÀ-Ỹ]\w*(?:\s+[A-ZÀ-Ỹ]\w*)*"
_MORE: Final = (
    r"(?:các )?xã, phường(?:, (?:đặc khu|thị trấn))?", r"(?:các )?xã và phường", rf"các (?:xã|phường|thôn)\s+{_PLACE}(?:(?:,|\s+và)\s+{_PLACE})*",
    r"(?:khu phố|xóm|thôn|ấp|bản|tổ dân phố|khu|tổ)\s+(?:số\s+)?\d{1,2}(?![/.]\d)(?:(?:,|\s+và)\s+\d{1,2}(?![/.]?\d|\s+(?:lần|cuộc|người|đồng chí|hộ)))*",
    r"Nghiệp vụ", rf"{_PROPER} \d{{1,2}}(?![/.%]?\d|%|\s+(?:lần|cuộc|người|đồng chí|hộ|buổi))",
    r"(?:Đảng|Tỉnh|Thành|Huyện) (?:ủy|bộ)", r"Đảng bộ", r"Chi bộ", r"Tổ quốc(?: Việt Nam)?", r"Kinh tế(?:,? (?:-|và|Hạ) ?[Tt]ầng)?", r"Văn hóa(?: - Xã hội| và Xã hội)?", r"Xã hội", r"Nội vụ",
    r"Tài chính", r"Giáo dục(?: và Đào tạo)?", r"Nông nghiệp(?: và Môi trường)?", r"Thông tin(?: và Truyền thông)?", r"Khoa học(?: và Công nghệ)?", r"Y tế",
    r"Quân sự", r"Tư pháp", r"Thanh niên", r"Phụ nữ", r"Công [Tt]hương", r"Xây dựng(?:(?: và | Đảng)\w*)?", r"Dân vận", r"Tuyên giáo(?: và Dân vận)?", r"Tổ chức", r"Kiểm tra(?! \w+ việc)", r"Chính trị(?: quốc gia)?",
    r"Hành chính(?: công)?", r"Hạ tầng", r"Đô thị", r"Trung ương(?: Đảng)?", r"Ủy ban(?: nhân dân| mặt trận| kiểm tra)?", r"Thường vụ", r"Thường trực", r"Chấp hành", r"Cựu chiến binh", r"Nông dân",
    r"Lao động", r"Dân tộc(?: và Tôn giáo)?", r"Môi trường", r"Công nghệ", r"Biên phòng", r"Phục vụ hành chính công", r"Hội đồng nhân dân", r"Mặt trận(?: Tổ quốc)?(?: Việt Nam)?", r"Bí thư", r"Chủ tịch", r"Sự thật", r"Nhân dân", r"Cộng sản", r"Trung học cơ sở", r"Tiểu học", r"Mầm non", r"Nội chính", r"Công an", r"Thông tấn xã", r"chức năng(?! chính)",
    rf"(?!(?:{_DOCUMENTS}))[A-ZÀ-Ỹ][\w/.]*", r"tổ quốc(?: việt nam)?", r"việt nam", r"xã(?! hội)", r"phường", r"đặc khu", r"tỉnh", r"thành phố", r"huyện", r"thôn", r"bản", r"tổ dân phố",
    r"khu dân cư", r"khu", r"ấp", r"trực thuộc", r"thuộc", r"cơ sở", r"(?:có )?liên quan", r"tham mưu,? giúp việc", r"(?:(?<=cơ quan )|(?<=đơn vị ))tham mưu(?= (?:của )?(?:[ĐđTt]|các))", r"giúp việc", r"chuyên môn",
    r"chuyên trách", r"chuyên ngành", r"của (?:[Đđ]ảng(?: ủy)?|tỉnh(?: ủy)?|xã|cấp ủy|mình|huyện)", r"đảng(?: ủy| bộ)?", r"cấp(?: (?:trên|dưới|mình|xã|tỉnh|huyện|ủy|cơ sở))?",
    r"(?:trong|trên|của) toàn (?:xã|tỉnh|đảng bộ|khối|ngành|huyện)", r"toàn (?:xã|tỉnh|đảng bộ|khối)", r"trên địa bàn(?: (?:xã|tỉnh|phường|huyện))?", r"trong (?:xã|tỉnh|đảng bộ|hệ thống chính trị)(?: xã)?",
    r"chính trị(?: - xã hội| – xã hội)?", r"xã hội", r"đoàn thể", r"nhân dân", r"kiểm tra(?= (?:đảng|tỉnh) ủy| các cấp)", r"viên", r"đứng đầu", r"phụ trách(?: (?:địa bàn|lĩnh vực|thôn|xã|khối|cơ sở))?",
    r"được (?:giao|phân công)(?: phụ trách)?(?! (?:chủ trì|xây|tổ))", r"theo (?:thẩm quyền|phân công|lĩnh vực)", r"khác", r"ở (?:[Tt]rung ương|cơ sở|TW)", r"ngành", r"quân sự", r"lao động",
    r"văn hóa(?: - xã hội| – xã hội)?", r"kinh tế", r"cấp ủy", r"ủy ban", r"chi bộ", r"chi ủy", r"cơ quan", r"đơn vị", r"các (?:đảng ủy|đảng bộ|chi bộ|cấp ủy|huyện ủy)(?! và)", r"các cấp", r"các cơ quan", r"các ban đảng", r"các xã", r"đặc thù", r"sự nghiệp", r"hành chính(?: công)?", r"thường trực", r"tiểu học", r"mầm non", r"trung học cơ sở", r"y tế", r"mới", r"phục vụ hành chính công", r"chính trị", r"dịch vụ",
)  # fmt: skip
_CLASS: Final = r"(?:(?i:toàn thể|tất cả|mỗi|từng|những|các|một số)\s+){0,2}"


def _in_any_case(head: str) -> str:
    return f"(?i:{head})"


_BODY: Final = re.compile(
    vietnamese(
        rf"{_CLASS}(?:{'|'.join(map(_in_any_case, _HEADS))})(?!\w)(?:\s+(?:{'|'.join(_MORE)})(?!\w))*"
    )
)
_AND: Final = re.compile(r"\s*(?:[,;/]\s*(?:và\s+)?|\s(?:và|cùng|với|-|–)\s+)", re.IGNORECASE)
_PERSON: Final = re.compile(vietnamese(r"(?:[Đđ]ồng chí|[Đđ]/c)\s+[A-ZÀ-Ỹ]"))
_OFFICE: Final = re.compile(
    r"(?:phó |quyền )?(?:bí thư|chủ tịch|trưởng |chánh |giám đốc|ủy viên|chủ nhiệm|hiệu trưởng)",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\s*\([^()]{1,60}\)")
_IS_CLASS: Final = re.compile(r"(?:toàn thể|tất cả|mỗi|từng|những|các|một số)\s", re.IGNORECASE)
_IS_GENERIC: Final = re.compile(
    r"(?:các\s+)?(?:cấp ủy|tổ chức đảng|chính quyền|cơ quan|đơn vị|chi, đảng|đoàn thể|địa phương)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """The bodies of a list, and the whole of it as printed."""

    bodies: tuple[str, ...]
    text: str
    end: int

    @property
    def is_generic(self) -> bool:
        """ "Các cơ quan, đơn vị": whoever they are."""
        return bool(_IS_GENERIC.match(one_spelling(self.bodies[0])))

    @property
    def is_class(self) -> bool:
        """ "Các đảng ủy xã, phường": one task for each of them."""
        first = one_spelling(self.bodies[0])
        return bool(_IS_CLASS.match(first) or _IS_GENERIC.match(first))


def one_spelling(words: str) -> str:
    return _SPELLING.sub(lambda found: _ONE_SPELLING[found[0]], words)


def named_at(words: str, at: int = 0) -> Named | None:
    """The list of bodies that begins at a place of the words; None where none does."""
    level, start, end, last_end = one_spelling(words), at, at, at
    bodies: list[str] = []
    while found := _BODY.match(level, at):
        end = found.end()
        if not (bodies and _is_own_office(bodies[-1], words[last_end:at], found[0])):
            bodies.append(words[at:end].strip())
        last_end = end
        bracket = _BRACKET.match(level, end)
        end = bracket.end() if bracket else end
        joint = _AND.match(level, end)
        if not joint:
            break
        at = joint.end()
    return Named(tuple(bodies), words[start:end].strip(" ,;"), end) if bodies else None


def listed(words: str) -> tuple[str, ...]:
    """The bodies of a cell or bullet that names nothing else; whole where no list is seen."""
    words = words.strip(" .;,")
    named = named_at(words)
    if named and named.end >= len(words):
        return named.bodies
    parts = [part.strip(" .,") for part in re.split(r"\s*;\s*|\n", words)]
    return tuple(part for part in parts if part)


def _is_own_office(person: str, joint: str, named: str) -> bool:
    """ "Đồng chí Lò Thị Mẫu, Phó Chủ tịch …": the office the person holds is nobody else."""
    return bool(_PERSON.match(person) and _OFFICE.match(named) and not re.search(r"\w", joint))


def lead_and_others(words: str) -> tuple[str | None, tuple[str, ...]]:
    """ "A, B": A leads and B coordinates; a class of bodies leads as a whole. # T-19"""
    words = words.strip(" .;,")
    if not words:
        return None, ()
    named = named_at(words)
    if named is None or named.end < len(words) or named.is_class:
        return words, ()
    return named.bodies[0], named.bodies[1:]
