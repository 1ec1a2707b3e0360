"""Letters of TCVN3 and VNI without their font are told from every other text."""

import pytest

from lienthong.kernel.text.public import in_unicode


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("NguyÔn V¨n B¶o", "Nguyễn Văn Bảo"),
        ("TrÇn ThÞ Hång", "Trần Thị Hồng"),
        ("§Æng ThÞ Thñy", "Đặng Thị Thủy"),
        ("§¶ng ñy x· T©n Phó", "Đảng ủy xã Tân Phú"),
        ("Nguyeãn Vaên Baûo", "Nguyễn Văn Bảo"),
        ("Traàn Thò Hoàng", "Trần Thị Hồng"),
        ("Ñaëng Thò Thuûy", "Đặng Thị Thủy"),
        ("ÑAËNG THÒ THUÛY", "ĐẶNG THỊ THỦY"),
    ],
)
def test_letters_of_old_fonts_are_read(typed, said):
    assert in_unicode(typed) == said


@pytest.mark.parametrize(
    "typed",
    [
        "Nguyễn Văn Bảo",
        "NGUYỄN THỊ THUỲ QUYÊN",
        "Lò Văn Thử",
        "Hoà Thuở Quạu Giếng Khuỷu Xoong",
        "H'Ñuh Niê",
        "Y Ñam",
        "Y Bơ̆ng Êban",
        "Čư Êbur",
        "K'Brêu Mlô",
        "Rơ Châm Đoàn",
        "Nguyễn Müller",
        "Café Noël São Paulo",
        "Đảng bộ xã Đắk R'lấp (sáp nhập) – HĐND, UBND «Học tập»",
        "05-NQ/ĐUK",
        "Windows® 11",
        "-",
        "",
    ],
)
def test_other_texts_are_left_alone(typed):
    assert in_unicode(typed) is None
