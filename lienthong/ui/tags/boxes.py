"""What holds other things: cards, panels, callouts, bands, tabs, lists, steps."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

CALLOUT_ICONS = {
    "info": "info-circle",
    "warn": "clock",
    "bad": "alert-triangle",
    "ok": "circle-check",
    "plain": "info-circle",
}
STEP_ICONS = {
    "done": "check",
    "current": "",
    "waiting": "",
    "returned": "corner-up-left",
    "cancelled": "minus",
}


def trimmed(content: str) -> SafeString:
    """What a block drew, without the blanks around it; it was escaped when it was drawn."""
    return SafeString(content.strip())


@register.simple_block_tag
def callout(content: str, *, title: Any, tone: str = "info", icon: str = "") -> str:
    """What the reader must do or know, first thing on the page."""
    if tone not in CALLOUT_ICONS:
        raise template.TemplateSyntaxError(f"No tone {tone!r}: one of {sorted(CALLOUT_ICONS)}.")
    icon = icon or CALLOUT_ICONS[tone]
    context = {"content": trimmed(content), "title": title, "tone": tone, "icon": icon}
    return render_to_string("ui/callout.html", context)


@register.simple_block_tag
def card(
    content: str,
    *,
    title: Any = "",
    link_url: str = "",
    link_label: Any = "",
    count: int | str | None = None,
    flush: bool = False,
) -> str:
    """A titled sheet; `flush` lets tables and lists touch its edges."""
    context = {"content": content, "title": title, "link_url": link_url, "link_label": link_label}
    return render_to_string("ui/card.html", {**context, "count": count, "flush": flush})


@register.simple_block_tag
def panel(
    content: str, *, title: Any = "", link_url: str = "", link_label: Any = "", id: str = ""
) -> str:
    """One section of the right side of a document page."""
    context = {"content": content, "title": title, "link_url": link_url, "link_label": link_label}
    return render_to_string("ui/panel.html", {**context, "id": id})


@register.simple_block_tag
def indicator_band(content: str, *, label: Any) -> str:
    """Up to four figures in one band; each leads to its list."""
    return render_to_string("ui/indicator_band.html", {"content": content, "label": label})


@register.inclusion_tag("ui/indicator.html")
def indicator(
    *, label: Any, value: Any, url: str = "", unit: Any = "", alert: Any = "", detail: Any = ""
) -> dict[str, Any]:
    """One figure: what it counts, the number, what is pressing about it."""
    given = {"label": label, "value": value, "url": url, "unit": unit}
    return {**given, "alert": alert, "detail": detail}


@register.simple_block_tag
def tabs(content: str, *, label: Any) -> str:
    """Views of one list, as links."""
    return render_to_string("ui/tabs.html", {"content": content, "label": label})


@register.inclusion_tag("ui/tab.html")
def tab(
    *, label: Any, url: str, count: int | str | None = None, current: bool = False
) -> dict[str, Any]:
    """One view and how much is in it."""
    return {"label": label, "url": url, "count": count, "current": current}


@register.simple_block_tag
def crumbs(content: str) -> str:
    """Where the page stands; the last one is the page itself."""
    return render_to_string("ui/crumbs.html", {"content": content})


@register.inclusion_tag("ui/crumb.html")
def crumb(*, label: Any, url: str = "") -> dict[str, Any]:
    """One level of the way here; without `url` it is the page itself."""
    return {"label": label, "url": url}


@register.simple_block_tag
def facts(content: str, *, column: bool = False) -> str:
    """Names and values of a thing, in one line or in a column."""
    return render_to_string("ui/facts.html", {"content": content, "column": column})


@register.simple_block_tag
def fact(content: str, *, label: Any, hide_label: bool = False) -> str:
    """One name and its value."""
    context = {"content": trimmed(content), "label": label, "hide_label": hide_label}
    return render_to_string("ui/fact.html", context)


@register.simple_block_tag
def steps(content: str, *, label: Any) -> str:
    """The way a document goes: who has done what, who has it now, what comes."""
    return render_to_string("ui/steps.html", {"content": content, "label": label})


@register.simple_block_tag
def step(
    content: str,
    *,
    title: Any,
    state: str = "waiting",
    by: Any = "",
    at: date | datetime | str | None = None,
) -> str:
    """One step; the content is the opinion given in it."""
    if state not in STEP_ICONS:
        raise template.TemplateSyntaxError(f"No state {state!r}: one of {sorted(STEP_ICONS)}.")
    context = {"content": trimmed(content), "title": title, "state": state, "by": by, "at": at}
    return render_to_string("ui/step.html", {**context, "icon": STEP_ICONS[state]})


@register.simple_block_tag
def timeline(content: str, *, label: Any) -> str:
    """What happened to a thing, newest first."""
    return render_to_string("ui/timeline.html", {"content": content, "label": label})


@register.simple_block_tag
def event(
    content: str, *, text: Any, at: date | datetime | None, by: Any = "", icon: str = ""
) -> str:
    """One thing that happened, who did it and when; the content is its detail."""
    context = {"content": trimmed(content), "text": text, "at": at, "by": by, "icon": icon}
    return render_to_string("ui/event.html", context)


@register.simple_block_tag
def link_list(content: str) -> str:
    """Things to open, each with a line about it."""
    return render_to_string("ui/list.html", {"css": "link-list", "content": content})


@register.inclusion_tag("ui/link_item.html")
def link_item(
    *, label: Any, url: str, meta: Any = "", icon: str = "", fresh: bool = False
) -> dict[str, Any]:
    """One thing to open; `fresh` marks what has not been read."""
    return {"label": label, "url": url, "meta": meta, "icon": icon, "fresh": fresh}


@register.simple_block_tag
def day_list(content: str) -> str:
    """A day hour by hour."""
    return render_to_string("ui/list.html", {"css": "day-list", "content": content})


@register.inclusion_tag("ui/day_item.html")
def day_item(
    *, starts: Any, label: Any, ends: Any = "", url: str = "", detail: Any = "", now: bool = False
) -> dict[str, Any]:
    """One hour of the day; `now` marks what is going on."""
    given = {"starts": starts, "ends": ends, "label": label}
    return {**given, "url": url, "detail": detail, "now": now}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    *, title: Any, text: Any = "", icon: str = "inbox", url: str = "", action: Any = ""
) -> dict[str, Any]:
    """Nothing here: what that means and what to do next."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.simple_block_tag
def viewer(
    content: str,
    *,
    title: Any,
    pages: Any = "",
    attachments: Any = "",
    frame: bool = False,
    **links: str,
) -> str:
    """The document itself: page pictures or the text as content, or the PDF in a frame.

    Links: `pdf_url`; of a scan `original_url`, the file as it was brought, of whatever kind.
    """
    context = {"content": content, "title": title, "pages": pages, **links}
    return render_to_string(
        "ui/viewer.html", {**context, "attachments": attachments, "frame": frame}
    )
