"""Names of organisations: scanning noise repaired, capitals brought back to normal writing."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from lienthong.kernel.text.public import fold, is_capitals
from lienthong.records.texts.recognition.syllables import is_word
from lienthong.records.texts.recognition.vocabulary import ORGANISATION_HEADS

# Longest first: how these stand inside a name.
_PHRASES: Final = sorted(
    (
        "Đảng ủy", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Quân ủy Trung ương",
        "Đảng bộ", "Chi bộ", "Chi ủy", "Đảng đoàn", "Ban cán sự đảng", "Ban Chấp hành",
        "Ban Thường vụ", "Ban Bí thư", "Bộ Chính trị", "Ủy ban Kiểm tra", "Văn phòng",
        "Ban Tổ chức", "Ban Tuyên giáo và Dân vận", "Ban Tuyên giáo", "Ban Dân vận",
        "Ban Nội chính", "Ban Chỉ đạo", "Ban Xây dựng Đảng", "Ủy ban nhân dân", "Hội đồng nhân dân",
        "Ủy ban Mặt trận Tổ quốc", "Mặt trận Tổ quốc", "Đại hội đại biểu", "Đại hội đảng viên", "Đại hội",
        "Đoàn Chủ tịch", "Thường trực", "Trung ương Đảng", "Trung ương", "Việt Nam", "Đảng Cộng sản Việt Nam",
        "Chính phủ", "Quốc hội", "Quân sự", "Công an", "Trường Chính trị", "Tỉnh đoàn",
        "Liên đoàn Lao động", "Hội Nông dân", "Hội Cựu chiến binh", "Hội Liên hiệp Phụ nữ",
        "Đoàn Thanh niên", "Thông tấn xã", "Nhà xuất bản", "cơ quan đảng", "cơ quan chuyên trách",
        "Ban Nội chính", "Ban Chính sách, chiến lược", "Trung tâm chính trị", "Tiểu ban", "Hội đồng",
        "Hội nghị", "Ủy ban", "Tư pháp", "Nội vụ", "Quốc phòng", "Tài chính", "Ngoại giao", "Công Thương",
        "Xây dựng", "Nông nghiệp và Môi trường", "Khoa học và Công nghệ", "Giáo dục và Đào tạo", "Y tế",
        "Văn hóa, Thể thao và Du lịch", "Dân tộc và Tôn giáo", "Thanh tra", "Thông tin và Truyền thông",
        "Kế hoạch và Đầu tư", "Tòa án nhân dân", "Viện kiểm sát nhân dân", "các đoàn thể",
        "Tổng công ty", "Công ty", "cổ phần", "trách nhiệm hữu hạn", "một thành viên", "Doanh nghiệp",
        "Trường Tiểu học", "Trường Mầm non", "Trung học cơ sở", "Trung học phổ thông", "Bệnh viện", "Đa khoa",
        "Trạm Y tế", "Khu vực", "Xi măng", "Đại học", "Cao đẳng", "Trung cấp", "nghề", "Nông trường", "Lâm trường", "bộ phận",
        "chuyển đổi số", "cải cách hành chính", "cải cách tư pháp", "tổ dân phố số", "Ngân hàng",
        "phòng, chống tham nhũng, lãng phí, tiêu cực", "Tổ giúp việc", "Tổ công tác", "Đề án", "Dự án", "Chương trình", "Huyện đoàn", "Thành đoàn", "Xí nghiệp",
        "Nhà máy", "Hợp tác xã", "Nhà nước", "Chính sách xã hội", "Kho bạc", "Thi hành án dân sự",
        "Bộ Chỉ huy Quân sự", "Bộ đội Biên phòng", "Tuyên giáo", "Công nghiệp", "Thương mại", "Du lịch",
        "Thủy lợi", "Bưu điện", "Viễn thông", "Điện lực", "Cấp nước", "Kiểm lâm", "Thống kê", "Hải quan",
        "Trung tâm Y tế", "Phục vụ hành chính công", "Nhân dân", "Thanh niên", "Phụ nữ", "Nông dân",
        "Cựu chiến binh", "Mặt trận", "doanh nghiệp", "cơ sở", "Kinh tế", "Văn hóa - Xã hội", "Dân cư", "Ban Quản lý", "Sở", "Ban", "Bộ", "Cục", "Khối",
    ),
    key=lambda phrase: (-len(phrase.split()), -len(phrase)),
)  # fmt: skip
_SMALL_WORDS: Final = {
    "xã", "phường", "đặc", "khu", "tỉnh", "thành", "phố", "huyện", "quận", "thị", "trấn", "thôn", "bản",
    "làng", "xóm", "khóm", "tổ", "dân", "ấp", "buôn", "các", "cơ", "quan", "đơn", "vị", "số", "và", "trực", "thuộc", "phận",
    "lần", "thứ", "nhiệm", "kỳ", "khóa", "của", "cấp", "trên", "sở", "đảng", "trong", "ngành", "sự", "nghiệp",
}  # fmt: skip
# Bodies whose name the scan spoils most often; they are looked up without their marks.
_REPAIRS: Final = {fold(phrase): phrase for phrase in _PHRASES if " " in phrase}
_TWO_SYLLABLES: Final = [
    ("Nông", "trường"), ("Lâm", "trường"), ("Nội", "vụ"), ("Kinh", "tế"), ("Thanh", "tra"), ("Y", "tế"),
] + [phrase.split() for phrase in _REPAIRS.values() if len(phrase.split()) == 2]  # fmt: skip
_PARTY_BODIES: Final = (
    "Đảng bộ",
    "Đảng ủy",
    "Đảng uỷ",
    "Chi bộ",
    "Tỉnh ủy",
    "Tỉnh uỷ",
    "Thành ủy",
    "Thành uỷ",
)
_SYMBOLS: Final = {
    "DBK": "ĐBK",
    "DUK": "ĐUK",
    "DU": "ĐU",
    "VPDU": "VPĐU",
    "UBKTDU": "UBKTĐU",
    "QD": "QĐ",
}
_SYMBOL: Final = re.compile(rf"\b(?:{'|'.join(_SYMBOLS)})\b")
_LETTERS: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# "KHÓA XI", "LẦN THỨ VI", but "XI MĂNG", "XÓM VI"; the other numerals are no words at all.
_SPOKEN_NUMERALS: Final = {"I", "VI", "XI"}
_COUNTED: Final = {
    "khoa", "ky", "thu", "lan", "so", "quy", "chuong", "phan", "muc", "hoi", "vung", "vuc",
}  # fmt: skip
_CENTRAL: Final = re.compile(r"\bT\.?W\b|\bT\.Ư\b")


def is_organisation(text: str) -> bool:
    """Whether a line begins the name of a body."""
    folded = fold(text)
    return any(re.match(rf"{head}\b", folded) for head in ORGANISATION_HEADS)


def is_body_in_small_letters(text: str) -> bool:
    """ "Đảng bộ xã Bản Lao": a Party body's name as it stands in sentences."""
    return any(text.startswith(head + " ") for head in _PARTY_BODIES)


def runs_over(printed: str, below: str) -> bool:
    """Whether the line broke within a word of two syllables: "… NÔNG" / "TRƯỜNG CHÈ", but not "… BẮC LAM" /
    "TRƯỜNG CHÍNH TRỊ"."""
    torn = printed.split()[-1], below.split()[0]
    return any(all(map(_same_letters_and_marks, torn, word)) for word in _TWO_SYLLABLES)


def repaired(text: str) -> str:
    """The printed name with the words the scan misread put right: "DÂNG ỦY" is "ĐẢNG ỦY"."""
    words = _SYMBOL.sub(lambda m: _SYMBOLS[m[0]], text).split()
    position = 0
    while position < len(words):
        size, phrase = _phrase_at(words, position)
        for offset, right in enumerate(phrase):
            words[position + offset] = _as_printed(words[position + offset], right)
        position += max(size, 1)
    return " ".join(words)


def _phrase_at(words: list[str], position: int) -> tuple[int, list[str]]:
    if position and fold(" ".join(words[position - 1 : position + 1])) == "dong chi":
        return 0, []  # "đồng chí Ủy viên" names no "Chi ủy"
    for size in (6, 5, 4, 3, 2):
        key = fold(" ".join(words[position : position + size])).strip(",.;:")
        if len(words) - position >= size and key in _REPAIRS and len(_REPAIRS[key].split()) == size:
            phrase = _REPAIRS[key].split()
            if position and size == 2 and not _is_surely(phrase, words[position : position + size]):
                continue
            return size, phrase
    return 0, []


def _is_surely(phrase: list[str], words: list[str]) -> bool:
    """Inside a name two syllables may be a place: "XÃ TÂN HỘI ĐÔNG" has no "Hội đồng" in it."""
    if " ".join(phrase) in _PARTY_BODIES or not all(map(is_word, words)):
        return True
    return all(map(_same_letters_and_marks, (word.strip(",.;:") for word in words), phrase))


def _as_printed(word: str, right: str) -> str:
    stem, right = word.rstrip(",.;:"), right.rstrip(",")
    if _same_letters_and_marks(stem, right):  # "uỷ" and "ủy" are both right: a spelling stays
        return word
    written = right.upper() if stem == stem.upper() else right
    return written + word[len(stem) :]


def _same_letters_and_marks(one: str, other: str) -> bool:
    return _letters_and_marks(one) == _letters_and_marks(other)


@lru_cache(maxsize=4096)
def _letters_and_marks(word: str) -> str:
    return "".join(sorted(normalize("NFD", word.lower())))


def in_normal_writing(printed: str, text: str = "") -> str:
    """A name printed in capitals as it stands in sentences, learnt from the document itself if it can be."""
    name = repaired(" ".join(printed.split()))
    if not is_capitals(name):
        return _CENTRAL.sub("Trung ương", name)
    return _seen_in(name, text) or _by_rule(name)


def _seen_in(name: str, text: str) -> str | None:
    words = [
        r"(?:TW|TƯ|Trung\s+ương)" if _CENTRAL.fullmatch(w) else re.escape(w) for w in name.split()
    ]
    found = re.findall(r"\s+".join(words), text, re.IGNORECASE) if words else []
    mixed = Counter(" ".join(name.split()) for name in found if not is_capitals(name))
    mixed = Counter({name: n for name, n in mixed.items() if name[:1].isupper()})
    return _CENTRAL.sub("Trung ương", mixed.most_common(1)[0][0]) if mixed else None


def _by_rule(name: str) -> str:
    words = _CENTRAL.sub("TRUNG ƯƠNG", name).split()
    written: list[str] = []
    while len(written) < len(words):
        position = len(written)
        size, phrase = _known_phrase(words, position)
        above = words[position - 1].strip(",.") if position else ""
        written += phrase if size else [_word(words[position], above)]
    return " ".join(written)


def _known_phrase(words: list[str], position: int) -> tuple[int, list[str]]:
    for phrase in _PHRASES:
        parts = phrase.split()
        stems = [word.strip(",.") for word in words[position : position + len(parts)]]
        known = [part.strip(",") for part in parts]
        if len(stems) == len(known) and all(map(_same_letters_and_marks, stems, known)):
            tails = [w[len(w.rstrip(",.")) :] for w in words[position : position + len(parts)]]
            spelt = [_spelt_like(stem, part) for stem, part in zip(stems, known, strict=True)]
            joined = [part + tail for part, tail in zip(spelt, tails, strict=True)]
            first = joined[0][0].upper() + joined[0][1:] if position == 0 else joined[0]
            return len(parts), [first, *joined[1:]]
    return 0, []


def _spelt_like(stem: str, known: str) -> str:
    """The printed spelling ("uỷ" or "ủy") with the capitals of the known name."""
    lowered = stem.lower()
    return lowered[:1].upper() + lowered[1:] if known[:1].isupper() else lowered


def _word(word: str, above: str) -> str:
    """One word after another: abbreviations, figures and the numerals of terms stay as printed."""
    return _LETTERS.sub(lambda found: _written(found[0], above), word)


def _written(word: str, above: str) -> str:
    if not is_word(word) or (word in _SPOKEN_NUMERALS and fold(above) in _COUNTED):
        return word
    lowered = word.lower()
    is_small = lowered in _SMALL_WORDS and bool(above)
    return lowered if is_small else lowered[:1].upper() + lowered[1:]
