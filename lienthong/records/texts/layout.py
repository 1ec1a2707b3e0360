"""Measures of the official document: two profiles by the day of issue, each value with how sure it is.

Marks: `sure` and `likely` as the sources were read, `verify` as still to be asked, `own` for a choice of this
house where the guidance says nothing; that is why they are data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SURE, LIKELY, VERIFY, OWN = "sure", "likely", "verify", "own"


@dataclass(frozen=True)
class Measure:
    """One value of a profile, and how far it was checked."""

    value: float | str
    mark: str


@dataclass(frozen=True)
class Profile:
    """How documents issued from a day on look."""

    name: str
    legal_basis: str
    since: dt.date
    measures: Mapping[str, Measure]

    @property
    def values(self) -> dict[str, float | str]:
        return {name: measure.value for name, measure in self.measures.items()}

    @property
    def closings(self) -> tuple[str, ...]:
        """How a text may end, the usual way first."""
        return tuple(str(self.measures["closings"].value).split(" "))


def _all(mark: str, **values: float | str) -> dict[str, Measure]:
    return {name: Measure(value, mark) for name, value in values.items()}


# The guidance of 2018 and that of 2026 agree on these (rule sheet "documents whole", §3).
_BOTH: Final = {
    **_all(
        SURE,
        margin_top_mm=20,
        margin_bottom_mm=20,
        margin_left_mm=30,
        margin_right_mm=15,
        title_size_pt=15,
        issuer_size_pt=14,
    ),
    **_all(
        LIKELY,
        number_size_pt=14,
        place_size_pt=14,
        abstract_size_pt=14,
        letter_abstract_size_pt=12,
        body_size_pt=14,
        authority_weight="bold",
        recipients_label_size_pt=14,
        recipients_size_pt=12,
    ),
    **_all(
        OWN,
        page_number_rise_mm=5,
        issuer_column_mm=76,
        title_gap_pt=20,
        after_title_gap_pt=6,
        line_pitch_pt=18,
        paragraph_gap_pt=6,
        indent_mm=10,
        division_gap_pt=12,
        table_size_pt=12,
        note_size_pt=11,
        recipients_column_mm=82,
        recipients_width_mm=76,
        signing_gap_pt=16,
        signature_gap_above_pt=10,
        signature_gap_below_pt=10,
        signature_width_mm=60,
        signature_height_mm=26,
        seal_mm=36,
    ),
}
_2018: Final = Profile(
    name="36-HD/VPTW:2",
    legal_basis="36-HD/VPTW (03/4/2018), phụ lục 3",
    since=dt.date(2018, 4, 3),
    measures={
        **_BOTH,
        **_all(
            LIKELY,
            type_size_pt=16,
            page_number_size_pt=14,
            signer_title_weight="bold",
            closings="./. .",
        ),
        **_all(OWN, under_abstract="", submission_address="Kính gửi"),
    },
)
_2026: Final = Profile(
    name="05-HD/VPTW:1",
    legal_basis="05-HD/VPTW (27/5/2026)",
    since=dt.date(2026, 5, 27),
    measures={
        **_BOTH,
        **_all(
            LIKELY,
            type_size_pt=15,
            page_number_size_pt=13,
            signer_title_weight="regular",
            closings=".",
            under_abstract="-----",
            submission_address="Kính trình",
            # Exactly 18 to 22 pt, paragraphs at least 6 pt apart, four lines for the signature.
            line_pitch_pt=18,
            paragraph_gap_pt=6,
            indent_mm=10,
            signature_height_mm=26,
        ),
    },
)
PROFILES: Final = (_2018, _2026)
TEMPLATES: Final[Mapping[str, Profile]] = {profile.name: profile for profile in PROFILES}
CURRENT_TEMPLATE: Final = _2026.name


def profile_on(day: dt.date) -> Profile:
    """The profile of documents issued on a day; what is older than every guidance takes the first."""
    return next((one for one in reversed(PROFILES) if one.since <= day), PROFILES[0])
