"""Searching across rooms."""

from lienthong.kernel.search.actions import Findable, VisibleTo, index
from lienthong.kernel.search.models import SearchEntry
from lienthong.kernel.search.queries import search
from lienthong.kernel.search.words import is_cut

__all__ = ["Findable", "SearchEntry", "VisibleTo", "index", "is_cut", "search"]
