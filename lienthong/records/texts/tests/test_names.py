"""Names printed in capitals, as they stand in sentences."""

import pytest

from lienthong.records.texts.recognition.names import in_normal_writing, runs_over
from lienthong.records.texts.recognition.syllables import is_word


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("ĐẢNG ỦY UBND TỈNH LONG SƠN", "Đảng ủy UBND tỉnh Long Sơn"),
        ("CHI BỘ TRƯỜNG THCS HOA ĐÀO", "Chi bộ Trường THCS Hoa Đào"),
        ("VĂN PHÒNG HĐND-UBND XÃ ĐẮK PƠ", "Văn phòng HĐND-UBND xã Đắk Pơ"),
        ("CÔNG TY TNHH MTV XI MĂNG SÔNG TRÀ", "Công ty TNHH MTV Xi măng Sông Trà"),
        ("CHI BỘ XÓM VI", "Chi bộ xóm Vi"),
        ("CHI BỘ TỔ DÂN PHỐ 3A", "Chi bộ tổ dân phố 3A"),
        ("ĐẢNG ỦY XÃ KRÔNG BÚK", "Đảng ủy xã Krông Búk"),
        ("ĐẢNG ỦY XÃ IA GRAI", "Đảng ủy xã Ia Grai"),
        ("ĐẢNG ỦY XÃ CƯ M'GAR", "Đảng ủy xã Cư M'gar"),
        ("ĐẢNG ỦY XÃ ĐAK ĐOA", "Đảng ủy xã Đak Đoa"),
        ("BCĐ 35 TỈNH LONG SƠN", "BCĐ 35 tỉnh Long Sơn"),
        ("ĐẠI HỘI ĐẠI BIỂU LẦN THỨ VI", "Đại hội đại biểu lần thứ VI"),
        ("BAN CHẤP HÀNH KHÓA XI", "Ban Chấp hành khóa XI"),
        ("ĐẢNG BỘ KHU VỰC XIV", "Đảng bộ Khu vực XIV"),
    ],
)
def test_abbreviations_and_numerals_stay_as_printed(printed, written):
    assert in_normal_writing(printed) == written


def test_what_can_be_spoken_is_a_word():
    words = "ỦY NGHỊ NGUYỄN KHUỶU NGOẰN GIƯỜNG QUỐC QUYẾT YÊN UỐNG OANH KRÔNG Y IA ĐẮK"
    assert [word for word in words.split() if not is_word(word)] == []


def test_what_cannot_be_spoken_is_an_abbreviation():
    words = "UBND HĐND THCS TNHH MTV ĐUK UBKT VPTƯ BCH 3A II XIV"
    assert [word for word in words.split() if is_word(word)] == []


def test_a_place_whose_name_sounds_like_a_body_keeps_its_letters():
    for printed, name in (
        ("ĐẢNG ỦY XÃ TÂN HỘI ĐÔNG", "Đảng ủy xã Tân Hội Đông"),
        ("TỈNH ỦY BẮC LAM TRƯỜNG CHÍNH TRỊ", "Tỉnh ủy Bắc Lam Trường Chính trị"),
        ("ĐẠI HỘI CHI BỘ BẢN NÀ LẾCH", "Đại hội Chi bộ bản Nà Lếch"),
    ):
        assert in_normal_writing(printed) == name
    assert runs_over("CHI BỘ NÔNG", "TRƯỜNG CHÈ")
    assert not runs_over("TỈNH ỦY BẮC LAM", "TRƯỜNG CHÍNH TRỊ")
