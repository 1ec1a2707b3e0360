"""Single marks: icon, tag, deadline, time, progress, initials."""

import uuid
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lienthong.kernel.web.public import FORM_FIELD, KEY_FIELD, form_token
from lienthong.ui import icons, moments

register = template.Library()

TONES = frozenset({"", "plain", "bad", "warn", "ok", "info", "line"})


def toned(tone: str) -> str:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"No tone {tone!r}: one of {sorted(TONES)}.")
    return tone


@register.simple_tag
def icon(*, name: str, size: str = "") -> SafeString:
    """A drawing beside a word. It carries no meaning of its own."""
    return icons.drawn(name, size)


@register.simple_tag(name="tag")
def tag_mark(*, label: Any, tone: str = "", icon: str = "") -> SafeString:
    """A state in a word or two; the tone only repeats what the word says."""
    return _tag(str(label), toned(tone), icons.drawn(icon) if icon else "")


# What is safe already is another label than the same words that are not: `typed`.
@lru_cache(maxsize=1_000, typed=True)
def _tag(label: str, tone: str, drawing: str) -> SafeString:
    """The same few states stand in the rows of every list."""
    return format_html('<span class="{}">{}{}</span>', f"tag {tone}".strip(), drawing, label)


@register.simple_tag
def due_tag(
    *, due_at: date | datetime | None, done: bool = False, on: date | None = None
) -> SafeString:
    """A deadline: how late, today at what hour, or the day, now or `on` a day. Quiet once done; nothing
    without a deadline."""
    if not due_at:
        return SafeString("")
    due_at = moments.as_said(due_at)
    now = timezone.now()
    if on is not None and on != timezone.localdate():
        now = timezone.make_aware(datetime.combine(on, time.max))
    words = moments.due_words(due_at, now)
    if done:
        words = moments.DueWords(moments.day_words(due_at, timezone.localdate()))
    drawing = icons.drawn(words.icon) if words.icon else ""
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}{}</time>',
        f"tag {words.tone}".strip(),
        due_at.isoformat(),
        moments.full_words(due_at),
        drawing,
        words.text,
    )


@register.simple_tag
def when(*, at: date | datetime | str | None, style: str = "near") -> SafeString:
    """A moment: `near` says "20 minutes ago", `date` and `time` a part of it, `full` all of it; the title is exact."""
    if not isinstance(at, date):
        return format_html("{}", at or "")
    words = {
        "near": lambda: moments.near_words(at, timezone.now()),
        "date": lambda: date_format(moments.local_day(at), "d/m/Y"),
        "time": lambda: date_format(
            timezone.localtime(at) if isinstance(at, datetime) else at, "H:i"
        ),
        "full": lambda: moments.full_words(at),
    }
    if style not in words:
        raise template.TemplateSyntaxError(f"No style {style!r}: one of {sorted(words)}.")
    return format_html(
        '<time class="num" datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        moments.full_words(at),
        words[style](),
    )


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """Hidden fields: the key by which a form sent twice has one effect, and for whom it was made."""
    key = format_html('<input type="hidden" name="{}" value="{}">', KEY_FIELD, uuid.uuid4())
    request = context.get("request")
    token = form_token(request) if request is not None else ""
    if not token:
        return key
    return key + format_html('<input type="hidden" name="{}" value="{}">', FORM_FIELD, token)


@register.simple_tag
def progress(*, value: float, of: float = 100, label: Any = "", tone: str = "") -> str:
    """How much is done. The number is always printed: "23/27", or a percentage when the whole is 100."""
    share = (
        f"{number_format(value)} %" if of == 100 else f"{number_format(value)}/{number_format(of)}"
    )
    context = {
        "value": value,
        "of": of,
        "label": label or share,
        "tone": toned(tone),
        "share": share,
    }
    return render_to_string("ui/progress.html", context)


@register.simple_tag
def avatar(*, name: str, size: str = "") -> SafeString:
    """A person's initials, taken from the last two words of the name."""
    initials = "".join(word[0] for word in str(name).split()[-2:]).upper()
    css = f"avatar avatar-{size}" if size else "avatar"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials)
