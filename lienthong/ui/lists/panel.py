"""The fields by which a list is narrowed and ordered: drawn once as long as nothing is filled in."""

from dataclasses import dataclass, field
from functools import lru_cache

from django import forms
from django.http import QueryDict  # noqa: TID251 - the address of a page, not an answer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lienthong.ui.lists.page import ListPage

ORDER = "sort"


@dataclass(frozen=True)
class Panel:
    """The fields of one list in one language. Two panels are the same if the same words stand in them."""

    page: ListPage = field(compare=False)
    language: str
    names: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, page: ListPage) -> "Panel":
        ordered = [one for one in page.columns if one.order]
        names = tuple(name for one in page.filters for name in one.names)
        said: list[object] = [word for one in ordered for word in (one.name, one.label)]
        for one in page.filters:
            offered = (word for pair in one.offered() for word in pair)
            said += [type(one).__name__, one.name, one.label, *offered]
        words = tuple(map(str, said))
        names += (ORDER,) if ordered else ()
        return cls(page, get_language() or "", names, words)

    def form(self, address: QueryDict) -> forms.Form:
        fields = {name: one for each in self.page.filters for name, one in each.fields().items()}
        if orders := self._orders():
            fields[ORDER] = forms.ChoiceField(label=_("Order"), choices=orders, required=False)
        made = type("FilterForm", (forms.Form,), fields)
        form: forms.Form = made(address, auto_id="filter_%s")
        return form

    def _orders(self) -> list[tuple[str, str]]:
        """The orders to choose from, where no head of a column can be pressed."""
        orders = []
        for one in (column for column in self.page.columns if column.order):
            orders.append((one.name, _("%(column)s, rising") % {"column": one.label}))
            orders.append((f"-{one.name}", _("%(column)s, falling") % {"column": one.label}))
        return [("", _("As usual")), *orders] if orders else []


@lru_cache(maxsize=500)
def empty_fields(panel: Panel) -> SafeString:
    """The fields before anybody has filled them in: many a reader never opens them."""
    return fields_drawn(panel.form(QueryDict()))


def fields_drawn(form: forms.Form) -> SafeString:
    return SafeString(render_to_string("ui/list_fields.html", {"form": form}))
