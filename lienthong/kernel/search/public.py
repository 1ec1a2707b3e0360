"""Searching across rooms."""

from lienthong.kernel.search.actions import Findable, VisibleTo, index
from lienthong.kernel.search.models import SearchEntry
from lienthong.kernel.search.queries import search

__all__ = ["Findable", "SearchEntry", "VisibleTo", "index", "search"]
