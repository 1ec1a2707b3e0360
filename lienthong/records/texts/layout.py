"""Measures of the official document: data by version, so that an old document can be set again as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CURRENT_TEMPLATE: Final = "36-HD/VPTW:1"

# Sizes: 36-HD/VPTW (03/04/2018), appendix 3. Margins and the page number's place follow common
# practice and are to be confirmed by the organisation; that is why they are data.
_HD36: Final[dict[str, float | str]] = {
    "margin_top_mm": 20,
    "margin_bottom_mm": 20,
    "margin_left_mm": 30,
    "margin_right_mm": 15,
    "page_number_rise_mm": 5,
    "page_number_size_pt": 14,
    # 36-HD/VPTW app. 3: title 15 bold capitals; superior and issuer 14 capitals, issuer bold.
    "title_size_pt": 15,
    "issuer_size_pt": 14,
    "issuer_column_mm": 76,
    # 36-HD/VPTW app. 3: number 14; place and date 14 italic.
    "number_size_pt": 14,
    "place_size_pt": 14,
    # 36-HD/VPTW app. 3: type name 15-16 bold capitals; abstract 14-15 bold, of a letter 12 italic.
    "type_size_pt": 16,
    "abstract_size_pt": 14,
    "letter_abstract_size_pt": 12,
    "title_gap_pt": 20,
    "after_title_gap_pt": 6,
    # 36-HD/VPTW app. 3: text 14-15; pitch and indent are the house's.
    "body_size_pt": 14,
    "line_pitch_pt": 18,
    "paragraph_gap_pt": 6,
    "indent_mm": 10,
    "division_gap_pt": 12,
    "table_size_pt": 12,
    # 36-HD/VPTW app. 3: authority and title of the signer bold capitals, name bold.
    "signer_title_weight": "bold",
    "recipients_label_size_pt": 14,
    "recipients_size_pt": 12,
    "recipients_column_mm": 82,
    "recipients_width_mm": 76,
    "signing_gap_pt": 16,
    "signature_gap_above_pt": 10,
    "signature_gap_below_pt": 10,
    "signature_width_mm": 60,
    "signature_height_mm": 26,
    "seal_mm": 36,
}

TEMPLATES: Final[Mapping[str, Mapping[str, float | str]]] = {CURRENT_TEMPLATE: _HD36}
