"""The frame of every page."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory

import lienthong

pytestmark = pytest.mark.urls("lienthong.ui.tests.urls")
LAYOUTS = ["ui/page.html", "ui/document.html", "ui/bare.html"]


def entry(label, *, phone=True, current=False):
    return SimpleNamespace(
        label=label,
        short_label="",
        url=f"/{label}/",
        icon="inbox",
        count=3,
        current=current,
        phone=phone,
    )


def shell():
    actor = SimpleNamespace(
        person_id=1, post_id=1, for_post_id=None, name="Lê Thị Mai", label="Văn thư"
    )
    return {
        "actor": actor,
        "posts": [actor],
        "menu": [[entry("desk", current=True), entry("incoming")], [entry("units", phone=False)]],
        "unread_count": 5,
        "theme": "dark",
        "font_size": "large",
        "language": "vi",
    }


def draw(layout, **given):
    context = {**shell(), "request": RequestFactory().get("/desk/?x=1"), **given}
    return get_template(layout).template.render(Context(context))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_layout_holds_a_script_or_a_style_of_its_own(layout):
    drawn = draw(layout)

    assert "<style" not in drawn
    assert not re.search(r"\sstyle=", drawn)
    assert not re.search(r"\son[a-z]+=\"", drawn)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", drawn))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_one_heading_one_main_and_a_way_past_the_menu(layout):
    drawn = draw(layout)

    assert len(re.findall(r"<h1", drawn)) == 1
    assert len(re.findall(r"<main", drawn)) == 1
    assert '<a class="skip" href="#main">' in drawn
    assert 'data-theme="dark"' in drawn
    assert 'data-font="large"' in drawn
    assert len(set(ids := re.findall(r'\sid="([^"]+)"', drawn))) == len(ids), "an id stands twice"


def test_the_person_may_act_in_another_post_from_every_page():
    other = SimpleNamespace(post_id=2, for_post_id=9, title="Bí thư", unit_name="Chi bộ 2")
    drawn = draw("ui/page.html", posts=[shell()["actor"], other])

    assert 'action="/account/switch_post/"' in drawn
    assert 'name="post_id" value="9"' in drawn, "a delegated post goes by the post acted for"


def test_refused_and_wrong_answers_are_swapped_in():
    drawn = draw("ui/page.html")

    (settings,) = re.findall(r"""name="htmx-config" content='([^']+)'""", drawn)
    swapped = {one["code"]: one["swap"] for one in json.loads(settings)["responseHandling"]}
    assert swapped["409"]
    assert swapped["422"]


def test_the_current_place_is_marked_in_both_menus():
    assert draw("ui/page.html").count('aria-current="page"') == 2


def test_a_message_is_announced_and_says_its_kind_by_icon_and_tone():
    message = SimpleNamespace(tags="error")
    drawn = draw("ui/page.html", messages=[message])

    assert 'role="status"' in drawn
    assert 'class="toast bad"' in drawn
    assert "#i-alert-triangle" in drawn


def test_every_icon_a_template_names_exists():
    rooms = Path(lienthong.__file__).parent
    named = {
        (name, template.name)
        for template in rooms.glob("**/templates/**/*.html")
        for name in re.findall(
            r"""\bicon(?: name)?="([a-z0-9-]+)\"""", template.read_text(encoding="utf-8")
        )
    }

    assert {pair for pair in named if pair[0] not in settings.ICONS} == set()
