"""The posts in which papers are read, as they were given: for those who watch over an organisation."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel.confirmations.public import FOLLOW
from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.lists.columns import Column
from lienthong.ui.lists.page import Empty, ListPage
from lienthong.ui.lists.views import show_list

from .. import queries
from .declaring import period

POSTS_GIVEN = ListPage(
    name="posts_given",
    title=_("Posts given"),
    link=lambda _post: "",  # whoever watches sees no pages of people
    counted=lambda count: ngettext("%(count)d post", "%(count)d posts", count) % {"count": count},
    columns=(
        Column("whose", _("Holder"), "person", "lead", order=("person__sort_key",)),
        Column("post", _("Post"), "label"),
        Column("unit", _("Organisation"), "unit", order=("unit__name_folded",)),
        Column("decision", _("By which decision"), "decision"),
        Column("period", _("Period"), period, "short"),
    ),
    empty=Empty(_("No post was given"), _("Posts in which papers are read appear here."), "users"),
)


@page(FOLLOW, second_factor=True)
@require_http_methods(["GET", "POST"])
def posts_given(request: ActorRequest) -> HttpResponse:
    """The newest first; who does not know a name in it asks the administrator, and who gave it stands in the notice."""
    return show_list(request, POSTS_GIVEN, queries.posts_given_where(request.actor))
