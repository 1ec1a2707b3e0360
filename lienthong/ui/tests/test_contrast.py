"""Everybody can read the pages: contrast of the tokens, light and dark (WCAG 2.2 AA)."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "frontend" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ("page", "surface", "sunken", "hover")
TEXT = 4.5
SHAPE = 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-2", "muted") for ground in GROUNDS],
    *[("link", ground, TEXT) for ground in GROUNDS],
    *[(tone, f"{tone}-bg", TEXT) for tone in ("bad", "warn", "ok", "info")],
    *[(ink, f"{tone}-bg", TEXT) for ink in ("ink", "ink-2") for tone in ("bad", "warn", "ok", "info", "neutral")],
    *[(tone, "surface", TEXT) for tone in ("bad", "warn", "ok", "info")],
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-hover", TEXT),
    ("brand-ink", "brand-soft", TEXT),
    ("muted", "brand-soft", TEXT),
    ("ink", "brand-soft", TEXT),
    ("brand-ink", "surface", TEXT),
    ("on-ok", "ok", TEXT),
    ("avatar", "avatar-bg", TEXT),
    *[("field", ground, SHAPE) for ground in ("page", "surface")],
    ("ok", "neutral-bg", SHAPE),
    ("warn", "neutral-bg", SHAPE),
    ("bad", "neutral-bg", SHAPE),
    ("gold", "brand", SHAPE),
]  # fmt: skip


def colours(block):
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block))


LIGHT_BLOCK, REST = CSS.split(':root[data-theme="dark"]')
DARK_BLOCK, AUTO_BLOCK = REST.split("@media (prefers-color-scheme: dark)")
LIGHT = colours(LIGHT_BLOCK)
DARK = LIGHT | colours(DARK_BLOCK)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS)
def test_what_is_written_can_be_read(theme, ink, ground, needed):
    tokens = LIGHT if theme == "light" else DARK

    assert contrast(tokens[ink], tokens[ground]) >= needed


def test_following_the_device_gives_the_same_dark_as_choosing_it():
    assert colours(DARK_BLOCK) == colours(AUTO_BLOCK)
