"""What the kit itself is asked by the pages."""

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lienthong.kernel.web.public import ActorRequest, page
from lienthong.ui.fields import DateField
from lienthong.ui.moments import day_off_words


@page(signed_in=True)
@require_GET
def day_off(request: ActorRequest) -> HttpResponse:
    """Whether the day that somebody types is a day off: the remark beside its field, or nothing."""
    typed = next(iter(request.GET.values()), "")
    try:
        day = DateField(required=False).clean(typed)
    except forms.ValidationError:
        day = None
    return HttpResponse(day_off_words(day) if day else "", content_type="text/plain")
