"""The reference data an installation starts with; `manage.py seed` writes it, as often as you like."""

import datetime as dt

from .models import Certainty, DocumentType, Holiday, RuleVersion

LIST_SINCE = dt.date(2017, 2, 6)  # 66-QĐ/TW, kept by 399-QĐ/TW
SURE, LIKELY, VERIFY = Certainty.SURE, Certainty.LIKELY, Certainty.VERIFY

# code, name, abbreviation, certainty of the abbreviation (# 399-QĐ/TW; 36-HD/VPTW)
TYPES = [
    ("strategy", "Chiến lược", "CL", VERIFY),
    ("resolution", "Nghị quyết", "NQ", SURE),
    ("decision", "Quyết định", "QĐ", SURE),
    ("directive", "Chỉ thị", "CT", SURE),
    ("conclusion", "Kết luận", "KL", SURE),
    ("working_rules", "Quy chế", "QC", SURE),
    ("regulation", "Quy định", "QĐ", SURE),
    ("circular", "Thông tri", "TT", LIKELY),
    ("guidance", "Hướng dẫn", "HD", SURE),
    ("notice", "Thông báo", "TB", SURE),
    ("communique", "Thông cáo", "TC", VERIFY),
    ("declaration", "Tuyên bố", "TBô", VERIFY),
    ("appeal", "Lời kêu gọi", "LKG", VERIFY),
    ("report", "Báo cáo", "BC", SURE),
    ("plan", "Kế hoạch", "KH", SURE),
    ("planning", "Quy hoạch", "QH", VERIFY),
    ("programme", "Chương trình", "CTr", LIKELY),
    ("scheme", "Đề án", "ĐA", LIKELY),
    ("option_plan", "Phương án", "PA", LIKELY),
    ("project", "Dự án", "DA", LIKELY),
    ("submission", "Tờ trình", "TTr", SURE),
    ("official_letter", "Công văn", "CV", SURE),
    ("minutes", "Biên bản", "BB", LIKELY),
]
ADOPTED_BY_A_COLLECTIVE = {"resolution", "directive", "conclusion"}

# Labour Code 2019, Art. 112: fixed days; lunar days are entered each year by an administrator.
FIXED_HOLIDAYS = [
    (1, 1, "Tết Dương lịch"),
    (4, 30, "Ngày Chiến thắng"),
    (5, 1, "Quốc tế Lao động"),
    (9, 2, "Quốc khánh"),
]

# key, value, since, certainty, legal basis
RULES = [
    (
        "documents.layout",
        {"margin_top_mm": 20, "margin_bottom_mm": 20, "margin_left_mm": 30, "margin_right_mm": 15},
        dt.date(2018, 4, 3),
        LIKELY,
        "36-HD/VPTW §II",
    ),
    (
        "documents.adoption_majority",
        {"more_than_percent_of_all_members": 50},
        dt.date(2011, 1, 19),
        SURE,
        "Điều lệ Đảng, Điều 9",
    ),
    (
        "documents.opinion_working_days",
        {"days": 5},
        dt.date(2018, 4, 3),
        VERIFY,
        "Quy chế làm việc của cấp ủy",
    ),
    (
        "correspondence.handling_working_days",
        {"days": 10},
        dt.date(2018, 4, 3),
        VERIFY,
        "Quy chế làm việc của cấp ủy",
    ),
    (
        "numbering.incoming_per_year",
        {"yearly": True},
        dt.date(2018, 4, 3),
        LIKELY,
        "36-HD/VPTW §II.1.3",
    ),
]


def seed() -> None:
    """Write what is missing and correct what this version of the product knows better."""
    for position, (code, name, abbreviation, certainty) in enumerate(TYPES):
        DocumentType.objects.update_or_create(
            code=code,
            defaults={
                "name": name,
                "abbreviation": abbreviation,
                "certainty": certainty,
                "has_type_title": code != "official_letter",
                "needs_adoption": code in ADOPTED_BY_A_COLLECTIVE,
                "position": position,
                "valid_from": LIST_SINCE,
            },
        )
    for year in range(2025, 2032):
        for month, day, name in FIXED_HOLIDAYS:
            Holiday.objects.get_or_create(day=dt.date(year, month, day), defaults={"name": name})
    for key, value, since, certainty, basis in RULES:
        RuleVersion.objects.get_or_create(
            key=key,
            valid_from=since,
            defaults={"value": value, "certainty": certainty, "legal_basis": basis},
        )
