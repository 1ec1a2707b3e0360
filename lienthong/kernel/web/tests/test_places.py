"""The addresses of many things of one kind are those that `reverse` has."""

import pytest
from django.http import HttpResponse
from django.urls import clear_script_prefix, path, reverse, set_script_prefix

from lienthong.kernel.web.public import numbered, public_page

pytestmark = pytest.mark.urls(__name__)


@public_page
def letter(_request, number):
    return HttpResponse(number)


urlpatterns = [
    path("letters/<int:number>/", letter, name="letter"),
    path("letters/7/of/<int:number>/page/", letter, name="page_of_letter"),
]


@pytest.mark.parametrize("name", ["letter", "page_of_letter"])
@pytest.mark.parametrize("prefix", ["/", "/office/"])
@pytest.mark.parametrize("number", [1, 7, 123_456_789])
def test_a_numbered_address_is_the_one_that_reverse_has(name, prefix, number):
    set_script_prefix(prefix)
    try:
        assert numbered(name, number) == reverse(name, args=[number])
    finally:
        clear_script_prefix()


def test_an_address_without_a_number_is_none():
    with pytest.raises((TypeError, ValueError)):
        numbered("letter", None)
