"""The closed lists an official document is read with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lienthong.kernel.text.public import fold


@dataclass(frozen=True)
class PrintedType:
    """A kind of document: its name, its abbreviation in the number, its key in the code list."""

    name: str
    code: str | None
    key: str


# 399-QĐ/TW: the document types; abbreviations by 36-HD/VPTW and real documents.
PARTY_TYPES: Final = (
    PrintedType("Cương lĩnh chính trị", None, "platform"),
    PrintedType("Điều lệ Đảng", None, "charter"),
    PrintedType("Chiến lược", "CL", "strategy"),
    PrintedType("Nghị quyết", "NQ", "resolution"),
    PrintedType("Quyết định", "QĐ", "decision"),
    PrintedType("Chỉ thị", "CT", "directive"),
    PrintedType("Kết luận", "KL", "conclusion"),
    PrintedType("Quy chế", "QC", "working_rules"),
    PrintedType("Quy định", "QĐ", "regulation"),
    PrintedType("Thông tri", "TT", "circular"),
    PrintedType("Hướng dẫn", "HD", "guidance"),
    PrintedType("Thông báo", "TB", "notice"),
    PrintedType("Thông cáo", "TC", "communique"),
    PrintedType("Tuyên bố", "TBô", "declaration"),
    PrintedType("Lời kêu gọi", "LKG", "appeal"),
    PrintedType("Báo cáo", "BC", "report"),
    PrintedType("Kế hoạch", "KH", "plan"),
    PrintedType("Quy hoạch", "QH", "planning"),
    PrintedType("Chương trình", "CTr", "programme"),
    PrintedType("Chương trình hành động", "CTr", "programme"),
    PrintedType("Đề án", "ĐA", "scheme"),
    PrintedType("Phương án", "PA", "option_plan"),
    PrintedType("Dự án", "DA", "project"),
    PrintedType("Tờ trình", "TTr", "submission"),
    PrintedType("Công văn", "CV", "official_letter"),
    PrintedType("Biên bản", "BB", "minutes"),
    PrintedType("Giấy giới thiệu", None, "letter_of_introduction"),
    PrintedType("Giấy chứng nhận", None, "certificate"),
    PrintedType("Giấy đi đường", None, "travel_order"),
    PrintedType("Giấy nghỉ phép", None, "leave_document"),
    PrintedType("Giấy mời", None, "invitation"),
    PrintedType("Phiếu chuyển", None, "transfer_slip"),
    PrintedType("Phiếu gửi", None, "dispatch_slip"),
    PrintedType("Thư công", None, "formal_letter"),
    PrintedType("Bản sao", "BS", "copy"),
)
# Documents of the State that reach a Party office (NĐ 30/2020/NĐ-CP).
STATE_TYPES: Final = (
    PrintedType("Nghị định", "NĐ", "decree"),
    PrintedType("Thông tư", "TT", "state_circular"),
    PrintedType("Công điện", "CĐ", "telegram"),
    PrintedType("Luật", None, "law"),
    PrintedType("Pháp lệnh", None, "ordinance"),
)
LETTER: Final = next(kind for kind in PARTY_TYPES if kind.key == "official_letter")
TELEGRAM: Final = next(kind for kind in STATE_TYPES if kind.key == "telegram")
REGULATION: Final = next(kind for kind in PARTY_TYPES if kind.key == "regulation")

# Administrative documents filled in line by line: "Cấp cho đồng chí: …".
FILLED_IN: Final = {
    "letter_of_introduction",
    "certificate",
    "travel_order",
    "leave_document",
    "invitation",
    "transfer_slip",
    "dispatch_slip",
    "formal_letter",
}

BY_FOLDED_NAME: Final = {fold(kind.name): kind for kind in (*PARTY_TYPES, *STATE_TYPES)}
# Where two types share an abbreviation the printed title line decides; without it, the first.
BY_CODE: Final = {
    **{kind.code: kind for kind in reversed((*PARTY_TYPES, *STATE_TYPES)) if kind.code},
    "QĐi": REGULATION,
    "CTHĐ": next(kind for kind in PARTY_TYPES if kind.key == "programme"),
}

# What stands in the head of a copy where another document has its motto.
KINDS_OF_COPY: Final = {"trich sao", "sao luc", "sao y", "sao y ban chinh"}
MOTTOES: Final = {"dang cong san viet nam", "cong hoa xa hoi chu nghia viet nam"}
# It stands where the Party's motto does, on the documents of the Youth Union.
YOUTH_MOTTOES: Final = {"doan tncs ho chi minh", "doan thanh nien cong san ho chi minh"}
STATE_MOTTO_SECOND_LINE: Final = "doc lap tu do hanh phuc"

# 36-HD/VPTW §II: extra marks of a document; Luật Bảo vệ bí mật nhà nước: three degrees.
URGENCY: Final = {
    "khan": "khan",
    "thuong khan": "thuong_khan",
    "hoa toc": "hoa_toc",
    "hoa toc hen gio": "hoa_toc_hen_gio",
}

# 36-HD/VPTW §II.1.7: authority words; the dotted forms are the State's.
AUTHORITY: Final = re.compile(
    r"^(?P<word>T/M|K/T|T/L|T\.M\.?(?=\s)|T/m|T/U\.?Q|TUQ|TM\.|KT\.|TL\.|TUQ\.|THỪA LỆNH|THAY MẶT|KÝ THAY|THỪA [ỦU][YỶ] QUYỀN|TM(?=\s)|KT(?=\s)|TL(?=\s)|Q\.)\s*(?P<body>.*)$"
)
AUTHORITY_WORDS: Final = {
    "T.M": "T/M", "T.M.": "T/M", "T/m": "T/M", "TM.": "T/M", "TM": "T/M", "KT.": "K/T", "KT": "K/T", "TL.": "T/L", "TL": "T/L",
    "TUQ": "TUQ", "TUQ.": "TUQ", "T/UQ": "TUQ", "T/U.Q": "TUQ", "Q.": "Q.",
    "THỪA LỆNH": "T/L", "THAY MẶT": "T/M", "KÝ THAY": "K/T", "THỪA ỦY QUYỀN": "TUQ", "THỪA UỶ QUYỀN": "TUQ",
}  # fmt: skip
SIGNER_TITLES: Final = (
    "tong bi thu", "bi thu", "pho bi thu", "thuong truc", "thuong vu", "uy vien",
    "truong ban", "pho truong ban", "pho ban", "chu nhiem", "pho chu nhiem",
    "chanh van phong", "pho chanh van phong", "chu tich", "pho chu tich", "giam doc",
    "pho giam doc", "tong giam doc", "pho tong giam doc", "hieu truong", "pho hieu truong",
    "vien truong", "pho vien truong", "bo truong", "thu truong", "thu tuong", "truong phong",
    "pho truong phong", "truong doan", "thu ky", "chu toa", "chu tri", "doan chu tich", "to truong",
    "cuc truong", "pho cuc truong", "vu truong", "tong bien tap", "chi huy truong", "chinh uy",
    "quyen bi thu", "quyen truong ban", "dai dien", "nguoi lap", "nguoi ghi", "truong thon",
    "thanh vien", "to pho", "pho truong doan", "pho doan", "ke toan", "thu quy",
)  # fmt: skip

PURPOSES: Final = (
    ("report", re.compile(r"^(?:de )?(?:thay )?(?:b/c(?:ao)?|bao cao|bc)\b")),
    ("coordinate", re.compile(r"^(?:de )?(?:p/h|phoi hop)\b")),
    ("carry_out", re.compile(r"^(?:de )?(?:t/h|th\b|(?:\w+ ){0,4}thuc hien)")),
    ("know", re.compile(r"^(?:de )?(?:biet|b\b|theo doi)")),
)

# Where an organisation's name begins, folded; anything else in capitals continues the line above.
ORGANISATION_HEADS: Final = (
    "dang uy", "tinh uy", "thanh uy", "huyen uy", "quan uy", "thi uy", "quan uy trung uong",
    "dang bo", "chi bo", "chi uy", "dang doan", "ban can su", "ban chap hanh", "ban thuong vu",
    "ban bi thu", "bo chinh tri", "ban", "uy ban", "van phong", "dai hoi", "doan chu tich",
    "hoi dong", "bo", "so", "cuc", "tong cuc", "vu", "vien", "chinh phu", "quoc hoi", "thu tuong",
    "truong", "hoc vien", "trung tam", "tong cong ty", "cong ty", "tap doan", "doan", "hoi",
    "lien doan", "mat tran", "bao", "cong an", "quan khu", "bo chi huy", "kho bac", "tieu ban",
    "to giup viec", "to cong tac", "toa an", "thanh tra", "nha xuat ban", "thong tan xa",
    "hoi nghi", "trung uong dang", "benh vien", "ngan hang", "dai", "phong", "chi cuc",
    "tinh doan", "thanh doan", "huyen doan", "xa doan", "bch", "bcd", "ubnd", "hdnd", "ubmttq", "ubkt",
)  # fmt: skip
