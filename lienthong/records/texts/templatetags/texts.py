"""Showing the clauses of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lienthong.records.texts.clauses.merging import drawn, drawn_head
from lienthong.records.texts.clauses.redline import Run
from lienthong.records.texts.importing.saying import account_said, form_said, remainders
from lienthong.records.texts.models import Text
from lienthong.records.texts.set_pieces import leads_in

register = template.Library()
Node = dict[str, Any]
_CENTRED = {"part", "chapter"}


@register.inclusion_tag("texts/clauses.html")
def clauses(
    *,
    body: list[Node],
    notes: Mapping[str, Any] | None = None,
    links: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A text as officials read it: every clause with its address as anchor.

    `notes` puts something beside a clause or row (how many opinions), `links` makes its label a
    link; both by the permanent identity of the clause.
    """
    return {"lines": list(_lines(body, notes or {}, links or {}, 0))}


@register.simple_tag
def redlined(*, of: Sequence[Run]) -> SafeString:
    """The words of a clause as they stayed, went and came; no blank is added between them."""
    tags = {"gone": "<del>{}</del>", "new": "<ins>{}</ins>", "same": "{}"}
    return mark_safe("".join(format_html(tags[run.state], _broken(run.words)) for run in of))  # noqa: S308 -- each is escaped


def _broken(words: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in words.split("\n")))  # noqa: S308


@register.inclusion_tag("texts/account.html")
def account(*, of: Text) -> dict[str, Any]:
    """What became of the file a text was read from; nothing for a text that was typed."""
    kept = of.account
    if kept is None:
        return {}
    form = [form_said(fault) for fault in kept.get("form", ())]
    return {"said": account_said(kept), "form": form, "remainders": remainders(kept)}


def _lines(
    nodes: list[Node], notes: Mapping[str, Any], links: Mapping[str, str], depth: int
) -> Iterator[dict[str, Any]]:
    for node in nodes:
        beside = {"note": notes.get(node["wid"], ""), "link": links.get(node["wid"], "")}
        yield {
            "node": node,
            "depth": depth,
            "look": _look(node),
            "head": drawn_head(node.get("columns") or ()),
            "groups": _groups(node, notes, links),
            **beside,
        }
        below = 0 if node["kind"] in {"part", "chapter", "appendix", "section"} else depth + 1
        yield from _lines(node["children"], notes, links, below)


def _look(node: Node) -> str:
    if node["kind"] in _CENTRED or node["kind"] == "appendix":
        return "centred"
    if leads_in(node["heading"] or ""):
        return "lead"
    if node["kind"] == "section" and re.match(r"[A-HIVX]+\W|Mục|MỤC", node["marker"] or ""):
        return "section"
    return "heading" if node["heading"] else "text"


def _groups(node: Node, notes: Mapping[str, Any], links: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "group": group,
            "rows": [
                {
                    "row": row,
                    "cells": cells,
                    "note": notes.get(row["wid"], ""),
                    "link": links.get(row["wid"], ""),
                }
                for row, cells in zip(
                    group["rows"], drawn(group["rows"], len(node["columns"])), strict=True
                )
            ],
        }
        for group in node.get("groups") or ()
    ]
