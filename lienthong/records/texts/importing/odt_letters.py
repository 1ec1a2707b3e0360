"""What is no letter of an OpenDocument text and is read all the same: formulas, boxes of forms."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from lienthong.records.texts.importing.letters import LOWERED, NOT_TICKED, RAISED, TICKED
from lienthong.records.texts.importing.odt_parts import named, said, within

_NOT_SHOWN = {"math:annotation", "math:annotation-xml", "math:maligngroup", "math:mspace"}


def formula(element: Element) -> str:
    """A formula in one line by its letters: a fraction with a stroke, powers as raised figures."""
    name = named(element.tag)
    if name in _NOT_SHOWN:
        return ""
    parts = [formula(child) for child in element]
    shape = _SHAPES.get(name.removeprefix("math:"))
    if shape is not None and len(parts) >= shape[0]:
        return shape[1](parts)
    if name == "math:mfenced":
        opening, closing = said(element, "open", "("), said(element, "close", ")")
        return f"{opening}{', '.join(parts)}{closing}"
    return "".join([(element.text or "").strip(), *parts])


_SHAPES: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "mfrac": (2, lambda one: f"{one[0]}/{one[1]}"),
    "msup": (2, lambda one: one[0] + one[1].translate(RAISED)),
    "msub": (2, lambda one: one[0] + one[1].translate(LOWERED)),
    "msubsup": (3, lambda one: one[0] + one[1].translate(LOWERED) + one[2].translate(RAISED)),
    "msqrt": (1, lambda one: f"√({''.join(one)})"),
    "mroot": (2, lambda one: f"{one[1].translate(RAISED)}√({one[0]})"),
    "mtr": (1, " ".join),
    "mtable": (1, "; ".join),
}


def controls_of(body: Element) -> dict[str, str]:
    """What each control of a form shows, by its name."""
    shown: dict[str, str] = {}
    for form in within(body, "form:form"):
        for one in form.iter():
            name = said(one, "xml:id") or said(one, "form:id")
            if name and (words := _shown_by(one)):
                shown[name] = words
    return shown


def _shown_by(control: Element) -> str:
    label = said(control, "form:label")
    kind = named(control.tag)
    if kind in ("form:checkbox", "form:radio"):
        state = said(control, "form:current-state") or said(control, "form:state")
        is_on = state == "checked" or said(control, "form:current-selected") == "true"
        return f"{TICKED if is_on else NOT_TICKED} {label}".strip()
    if kind == "form:listbox":
        options = list(within(control, "form:option"))
        chosen = [one for one in options if said(one, "form:current-selected") == "true"]
        return ", ".join(said(one, "form:label") for one in chosen)
    typed = said(control, "form:current-value") or said(control, "form:value")
    paragraphs = ["".join(one.itertext()) for one in within(control, "text:p")]
    return "\n".join(paragraphs) or typed or label


def of_form(mark: Element) -> str:
    """A box to tick, or the chosen line of a list, in a form that came from Word."""
    kind = said(mark, "field:type")
    values: dict[str, list[str]] = {}
    for one in within(mark, "field:param"):
        values.setdefault(said(one, "field:name"), []).append(said(one, "field:value"))
    if kind.endswith("FORMCHECKBOX"):
        ticked = (values.get("Checkbox_Checked") or [""])[0].lower()
        return TICKED if ticked in {"true", "1", "on"} else NOT_TICKED
    if kind.endswith("FORMDROPDOWN"):
        lines, chosen = values.get("Dropdown_ListEntry", []), values.get("Dropdown_Selected", ["0"])
        at = int(chosen[0]) if chosen[0].isdigit() else 0
        return lines[at] if at < len(lines) else ""
    return ""
