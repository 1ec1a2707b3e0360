"""Names for fictional people and places."""

import random

FAMILY = ["Nguyễn"] * 12 + ["Trần"] * 5 + ["Lê"] * 5 + ["Phạm"] * 3 + [
    "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Tạ", "Mai", "Trịnh",
]  # fmt: skip
MIDDLE_MEN = ["Văn", "Đức", "Quang", "Minh", "Hữu", "Xuân", "Công", "Quốc", "Ngọc", "Thanh"]
MIDDLE_WOMEN = [
    "Thị",
    "Thị",
    "Thị Thu",
    "Thị Hồng",
    "Ngọc",
    "Thanh",
    "Thúy",
    "Kim",
    "Bích",
    "Thị Minh",
]
GIVEN_MEN = [
    "An", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hiếu", "Hòa", "Hùng", "Huy", "Khánh", "Khoa", "Lâm", "Long",
    "Mạnh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Sơn", "Thắng", "Thành", "Tiến", "Toàn", "Trung", "Tuấn", "Việt", "Ước",
]  # fmt: skip
GIVEN_WOMEN = [
    "Ánh", "Châu", "Diệp", "Dung", "Hà", "Hạnh", "Hiền", "Hoa", "Huệ", "Hương", "Lan", "Liên", "Linh", "Loan", "Mai",
    "Nga", "Ngân", "Nhung", "Oanh", "Phương", "Quyên", "Tâm", "Thảo", "Thu", "Thủy", "Trang", "Tuyết", "Uyên", "Vân", "Yến",
]  # fmt: skip
FIRST = [
    "Tân",
    "Hòa",
    "Long",
    "Vạn",
    "An",
    "Phú",
    "Bình",
    "Thanh",
    "Xuân",
    "Mỹ",
    "Đông",
    "Hưng",
    "Yên",
    "Quang",
    "Kim",
]
SECOND = [
    "Phú",
    "Bình",
    "Sơn",
    "Thắng",
    "Lạc",
    "Hải",
    "Thành",
    "Lộc",
    "Giang",
    "Khê",
    "Mỹ",
    "Hưng",
    "Phong",
    "Điền",
]
HAMLETS = [
    "Đông",
    "Đoài",
    "Nam",
    "Bắc",
    "Thượng",
    "Hạ",
    "Trung",
    "Mới",
    "Chợ",
    "Bến",
    "Đình",
    "Chùa",
    "Giữa",
    "Ngoài",
    "Trong",
]
FIRST_COMMUNES = ["xã Tân Phú", "phường Hòa Bình", "xã Long Sơn"]


def person_name(rng: random.Random) -> str:
    if rng.random() < 0.62:
        parts = (rng.choice(FAMILY), rng.choice(MIDDLE_MEN), rng.choice(GIVEN_MEN))
    else:
        parts = (rng.choice(FAMILY), rng.choice(MIDDLE_WOMEN), rng.choice(GIVEN_WOMEN))
    return " ".join(parts)


def commune_names(count: int) -> list[str]:
    """The first three are always the same; the rest is every pair of syllables in turn."""
    names = list(FIRST_COMMUNES)
    for index, (first, second) in enumerate((a, b) for b in SECOND for a in FIRST if a != b):
        name = f"{'phường' if index % 4 == 0 else 'xã'} {first} {second}"
        if name.split(" ", 1)[1] not in {known.split(" ", 1)[1] for known in names}:
            names.append(name)
    return names[:count]
