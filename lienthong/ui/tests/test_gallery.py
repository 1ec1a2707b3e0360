"""Every component can be shown, in both languages, and never lets foreign text act as markup."""

import inspect
import re

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.translation import gettext

from lienthong.ui import gallery
from lienthong.ui.templatetags.ui import FUNCTIONS

HOSTILE = "<script>alert('1')</script>\"'><img src=x onerror=alert(1)>"
# Shown within others, or only by the layouts.
SHOWN_ELSEWHERE = {
    "captured", "phone_bar", "way", "once", "form_field", "form_actions", "column", "indicator_band",
    "tabs", "crumbs", "facts", "steps", "timeline", "link_list", "day_list",
}  # fmt: skip
TEXTS = [
    "{% tag label=x %}",
    "{% button label=x name=x value=x form=x %}",
    "{% link_button label=x url=x %}",
    "{% action_button label=x url=x confirm=x %}",
    "{% dialog_button label=x dialog=x %}",
    "{% dialog id=x title=x %}{% enddialog %}",
    "{% post_form url=x id=x confirm=x %}{% endpost_form %}",
    "{% callout title=x %}{{ x }}{% endcallout %}",
    "{% card title=x link_url=x link_label=x count=x %}{{ x }}{% endcard %}",
    "{% panel title=x link_url=x link_label=x id=x %}{{ x }}{% endpanel %}",
    "{% indicator_band label=x %}{% indicator label=x value=x url=x unit=x alert=x detail=x %}{% endindicator_band %}",
    "{% tabs label=x %}{% tab label=x url=x count=x %}{% endtabs %}",
    "{% crumbs %}{% crumb label=x url=x %}{% crumb label=x %}{% endcrumbs %}",
    "{% facts %}{% fact label=x %}{{ x }}{% endfact %}{% endfacts %}",
    "{% steps label=x %}{% step title=x by=x at=x %}{{ x }}{% endstep %}{% endsteps %}",
    "{% timeline label=x %}{% event text=x at=now by=x %}{{ x }}{% endevent %}{% endtimeline %}",
    "{% link_list %}{% link_item label=x url=x meta=x %}{% endlink_list %}",
    "{% day_list %}{% day_item starts=x label=x ends=x url=x detail=x %}{% endday_list %}",
    "{% empty_state title=x text=x url=x action=x %}",
    "{% progress value=1 of=2 label=x %}",
    "{% avatar name=x %}",
    "{% viewer title=x pdf_url=x pages=x attachments=x %}{{ x }}{% endviewer %}",
    "{% viewer title=x pdf_url=x frame=True %}{% endviewer %}",
    "{% work_table work_items=work_items caption=x empty_title=x empty_text=x %}",
    "{% data_table caption=x id=x %}{% column label=x sort_url=x %}{% tree_row label=x url=x open_url=x %}{% endtree_row %}{% enddata_table %}",
    "{% filter_row url=x label=x %}{% endfilter_row %}",
    "{% more_menu label=x %}{{ x }}{% endmore_menu %}",
    "{% captured as y %}{{ x }}{% endcaptured %}{{ y }}",
]


def test_every_component_has_its_place_in_the_gallery():
    shown = {name for _title, pairs in gallery.SECTIONS for name, _source in pairs}
    components = {
        name
        for name, function in FUNCTIONS.items()
        if inspect.isfunction(function)
        and function.__module__.startswith("lienthong.ui.tags")
        and not name.startswith("_")
    } - {"toned", "kinded", "trimmed"}

    assert components - SHOWN_ELSEWHERE - shown == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_component_is_drawn_in_both_languages(language):
    with translation.override(language):
        context = gallery.samples()
        drawn = {
            sample.name: sample.drawn for _t, members in context["sections"] for sample in members
        }

        assert all(text.strip() for text in drawn.values())
        assert gettext("Due today") in drawn["work_table"]
        assert gettext("(optional)") in drawn["post_form"]


@pytest.mark.parametrize("source", TEXTS)
def test_foreign_text_stays_text(source):
    work_item = {
        "title": HOSTILE,
        "meta": HOSTILE,
        "what": HOSTILE,
        "url": HOSTILE,
        "state": HOSTILE,
    }
    given = {"x": HOSTILE, "now": timezone.now(), "work_items": [work_item]}

    drawn = Template("{% load ui %}" + source).render(Context(given))

    assert "<script" not in drawn
    assert "<img" not in drawn
    assert not re.search(r'="[^"]*<', drawn), "an attribute holds an unescaped mark"
