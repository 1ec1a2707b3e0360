"""A page that somebody forgot to mark: it says neither whom it is for nor that it is for everybody."""

from django.http import HttpResponse
from django.urls import path


def forgotten(_request):
    return HttpResponse("Nobody asked who reads this.")


urlpatterns = [path("forgotten/", forgotten)]
