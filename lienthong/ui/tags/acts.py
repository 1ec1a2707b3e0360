"""What a person presses: buttons, forms, dialogs, bars."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string

register = template.Library()

KINDS = frozenset({"main", "plain", "quiet", "danger"})
SCREENS = frozenset({"wide", "narrow"})


def kinded(kind: str) -> str:
    if kind not in KINDS:
        raise template.TemplateSyntaxError(f"No kind of button {kind!r}: one of {sorted(KINDS)}.")
    return kind


def _button_context(
    label: Any, kind: str, icon: str, name: str = "", value: str = "", form: str = ""
) -> dict[str, Any]:
    given = {"label": label, "kind": kinded(kind), "icon": icon}
    return {**given, "name": name, "value": value, "form": form}


@register.inclusion_tag("ui/button.html")
def button(
    *,
    label: Any,
    kind: str = "plain",
    icon: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
) -> dict[str, Any]:
    """Sends the form it stands in, or the form named by `form`. One `main` button on a page."""
    return _button_context(label, kind, icon, name, value, form)


@register.inclusion_tag("ui/link_button.html")
def link_button(
    *, label: Any, url: str, kind: str = "plain", icon: str = "", wide: bool = False
) -> dict[str, Any]:
    """Goes somewhere; changes nothing."""
    return {**_button_context(label, kind, icon), "url": url, "wide": wide}


@register.inclusion_tag("ui/action_button.html", takes_context=True)
def action_button(  # noqa: PLR0913 - what a button says, does and sends
    context: Context,
    *,
    label: Any,
    url: str,
    kind: str = "plain",
    icon: str = "",
    confirm: Any = "",
    form: Any = None,
) -> dict[str, Any]:
    """One action in one press, a form of its own; `confirm` asks first, `form` has what is sent unseen."""
    given = {**_button_context(label, kind, icon), **_of_the_request(context)}
    return {**given, "url": url, "confirm": confirm, "form": form}


@register.inclusion_tag("ui/dialog_button.html")
def dialog_button(
    *, label: Any, dialog: str, kind: str = "plain", icon: str = ""
) -> dict[str, Any]:
    """Opens the dialog of that id, also without a script."""
    return {**_button_context(label, kind, icon), "dialog": dialog}


@register.simple_block_tag(name="dialog")
def dialog_box(content: str, *, id: str, title: Any) -> str:
    """A question or a short form over the page; it names the thing it is about."""
    return render_to_string("ui/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag(takes_context=True)
def post_form(
    context: Context,
    content: str,
    *,
    url: str,
    form: BaseForm | None = None,
    id: str = "",
    confirm: str = "",
) -> str:
    """A form that changes something: protected, sent once, its errors summed up on top."""
    given = {"content": content, "url": url, "form": form, "id": id, "confirm": confirm}
    return render_to_string("ui/post_form.html", {**given, **_of_the_request(context)})


def _of_the_request(context: Context) -> dict[str, Any]:
    return {name: context.get(name) for name in ("request", "csrf_token")}


@register.simple_tag(name="field")
def form_field(*, bound: BoundField, optional: bool = True) -> str:
    """One field: label, hint, error, control. Says "(optional)" where it may stay empty."""
    context = {"field": bound, "show_optional": optional}
    return render_to_string("django/forms/field.html", context)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*, form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, each line leading to its field; gets the focus."""
    # A label that is a sentence ends like one; before the colon it does not.
    fields = [(field, str(field.label).rstrip("."), field.errors) for field in form if field.errors]
    return {"form": form, "fields": fields, "own": form.non_field_errors()}


@register.simple_block_tag
def field_row(content: str) -> str:
    """Short fields beside each other; beneath each other where there is no room."""
    return render_to_string("ui/wrapper.html", {"css": "field-row", "content": content})


@register.simple_block_tag
def form_actions(content: str) -> str:
    """The buttons under a form, the main one first."""
    return render_to_string("ui/wrapper.html", {"css": "form-actions", "content": content})


@register.simple_block_tag
def only_on(content: str, *, screen: str) -> str:
    """Shown only where the bar lies beside the form (wide), or only where it covers it (narrow)."""
    if screen not in SCREENS:
        raise template.TemplateSyntaxError(f"No screen {screen!r}: one of {sorted(SCREENS)}.")
    return render_to_string("ui/wrapper.html", {"css": f"on-{screen}", "content": content})


@register.simple_block_tag
def action_bar(content: str) -> str:
    """The bar that stays in sight: one main act, one other, "…" for the rest."""
    return render_to_string("ui/wrapper.html", {"css": "bar", "content": content})


@register.simple_block_tag
def more_menu(content: str, *, label: Any = "") -> str:
    """The acts that are rare or cannot be undone, behind "…"."""
    return render_to_string("ui/more_menu.html", {"content": content, "label": label})


def _with(context: Context, **more: Any) -> dict[str, Any]:
    known: dict[Any, Any] = context.flatten()
    return known | more


@register.inclusion_tag("ui/actions.html", takes_context=True)
def actions(context: Context, *, of: Any) -> dict[str, Any]:
    """What a room declared of a thing: the main form in its panel, dialogs, what came back refused."""
    return _with(context, of=of)


@register.inclusion_tag("ui/actions_bar.html", takes_context=True)
def actions_bar(context: Context, *, of: Any, links: str = "") -> dict[str, Any]:
    """The buttons of the same actions: the main one, others, the rest behind "…"; `links` beside them."""
    return _with(context, of=of, links=links)


@register.inclusion_tag("ui/action.html", takes_context=True)
def action(context: Context, *, of: Any) -> dict[str, Any]:
    """One of them that the page puts here itself; nothing while it is not offered."""
    return _with(context, one=of)
