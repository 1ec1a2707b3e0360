"""The reference data an installation starts with; `manage.py seed` writes it, as often as you like."""

import datetime as dt
from typing import Any

from .calendar import DAY, DECISION, HOLIDAYS_BASIS, LUNAR, whole_year
from .declaring import Certainty, declared_rules
from .labels import UNTITLED
from .models import DocumentType, RuleVersion

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

# First day of the lunar year and 10th of its third month, by UTC+7: in 2030 a day before Beijing's.
LUNAR_DATES = {
    2024: ("02-10", "04-18"),
    2025: ("01-29", "04-07"),
    2026: ("02-17", "04-26"),
    2027: ("02-06", "04-16"),
    2028: ("01-26", "04-04"),
    2029: ("02-13", "04-23"),
    2030: ("02-02", "04-12"),
    2031: ("01-23", "04-01"),
    2032: ("02-11", "04-19"),
    2033: ("01-31", "04-09"),
    2034: ("02-19", "04-28"),
    2035: ("02-08", "04-17"),
}
# Days of Tết before the new year; first day of September off; the notice that says so.
DECISIONS = {
    2024: (2, 2, "5015/TB-LĐTBXH"),
    2025: (2, 1, "6150/TB-BLĐTBXH"),
    2026: (1, 1, "9441/TB-BNV"),
}
# A working day given free, the Saturday worked for it, the letter or notice that says so.
EXCHANGES = [
    ("2024-04-29", "2024-05-04", "1570/TB-LĐTBXH"),
    ("2025-05-02", "2025-04-26", "6150/TB-BLĐTBXH"),
    ("2026-01-02", "2026-01-10", "12729/VPCP-KGVX"),
    ("2026-08-31", "2026-08-22", "9441/TB-BNV"),
]


def seed() -> None:
    """Write what is missing and correct what this version of the product knows better."""
    for code, said in types_of_the_list().items():
        DocumentType.objects.update_or_create(code=code, defaults=said)
    seed_calendar()
    for rule in declared_rules().values():
        _version(rule.key, rule.value, rule.since, None, rule.certainty, rule.legal_basis)


def types_of_the_list() -> dict[str, dict[str, Any]]:
    """The closed list of types as this version of the product knows it."""
    return {
        code: {
            "name": name,
            "abbreviation": abbreviation,
            "certainty": certainty,
            "has_type_title": code != UNTITLED,
            "needs_adoption": code in ADOPTED_BY_A_COLLECTIVE,
            "position": position,
            "valid_from": LIST_SINCE,
        }
        for position, (code, name, abbreviation, certainty) in enumerate(TYPES)
    }


def seed_calendar() -> None:
    """The lunar dates to 2035; the decisions that are known; for other years one to be verified."""
    decide_on = f"{HOLIDAYS_BASIS}, khoản 3: Thủ tướng Chính phủ quyết định hằng năm"
    usual = {"tet_days_before": 1, "national_day_from": 1}
    _version(DECISION, usual, dt.date(2021, 1, 1), None, VERIFY, decide_on)
    for year, (new_year, hung_kings) in LUNAR_DATES.items():
        dates = {"new_year": f"{year}-{new_year}", "hung_kings": f"{year}-{hung_kings}"}
        _version(LUNAR, dates, *whole_year(year), SURE, HOLIDAYS_BASIS)
    for year, (before, first, notice) in DECISIONS.items():
        decided = {"tet_days_before": before, "national_day_from": first}
        _version(DECISION, decided, *whole_year(year), LIKELY, notice)
    for *days, notice in EXCHANGES:
        for day, is_worked in zip(map(dt.date.fromisoformat, days), (False, True), strict=True):
            span = (day, day + dt.timedelta(days=1))
            _version(DAY, {"is_worked": is_worked}, *span, LIKELY, notice)


def _version(
    key: str,
    value: dict[str, Any],
    since: dt.date,
    until: dt.date | None,
    certainty: Certainty,
    basis: str,
) -> None:
    """Write a version once: what an administrator has entered or withdrawn since then stays."""
    if not RuleVersion.objects.filter(key=key, valid_from=since).exists():
        RuleVersion.objects.create(
            key=key,
            valid_from=since,
            value=value,
            valid_to=until,
            certainty=certainty,
            legal_basis=basis,
        )
