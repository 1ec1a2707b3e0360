"""A component is called by its declared arguments or not at all."""

import datetime as dt
import inspect

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.safestring import SafeString

from lienthong.ui.tags import acts, boxes, leaves, shell, tables
from lienthong.ui.templatetags.ui import FUNCTIONS, register

PARTS = (leaves, acts, boxes, tables, shell)
NOT_ARGUMENTS = {"content", "context"}


def draw(source, **given):
    return Template("{% load ui %}" + source).render(Context(given))


@pytest.mark.parametrize("name", sorted(register.tags))
def test_a_misspelt_argument_is_refused(name):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}{% " + name + ' lable="x" %}{% end' + name + " %}")


@pytest.mark.parametrize("name", sorted(set(register.tags) - {"once"}))
def test_arguments_are_given_by_name(name):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}{% " + name + ' "x" %}{% end' + name + " %}")


def test_no_component_takes_more_than_six_arguments_and_each_says_what_it_is():
    for part in PARTS:
        for function in vars(part).values():
            if not inspect.isfunction(function) or function.__module__ != part.__name__:
                continue
            if function.__name__.startswith("_") or function.__name__ in (
                "toned",
                "kinded",
                "trimmed",
            ):
                continue
            arguments = set(inspect.signature(function).parameters) - NOT_ARGUMENTS
            assert len(arguments) <= 6, function.__name__
            assert inspect.getdoc(function), function.__name__
            assert FUNCTIONS[function.__name__] is function


@pytest.mark.parametrize(
    "source",
    [
        '{% icon name="no-such-icon" %}',
        '{% tag label="x" tone="purple" %}',
        '{% button label="x" kind="huge" %}',
        '{% callout title="x" tone="loud" %}{% endcallout %}',
        '{% step title="x" state="lost" %}{% endstep %}',
        '{% when at=day style="vague" %}',
    ],
)
def test_an_unknown_icon_tone_or_state_is_refused(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source, day=dt.date(2026, 11, 23))


def test_a_number_of_progress_is_always_printed():
    assert "23/27" in draw('{% progress value=23 of=27 label="Có mặt" %}')
    assert "45 %" in draw("{% progress value=45 %}")


def test_the_initials_are_those_of_the_last_two_words_of_a_name():
    assert ">TH<" in draw('{% avatar name="Nguyễn Thu Hương" %}')
    assert ">Â<" in draw('{% avatar name="Ân" %}')


def test_every_form_that_changes_something_is_protected_and_carries_its_own_key():
    first = draw('{% action_button label="Nhắc" url="/x/" %}', csrf_token="token-1")
    second = draw('{% post_form url="/x/" %}{% endpost_form %}', csrf_token="token-1")

    for drawn in (first, second):
        assert 'method="post"' in drawn
        assert 'value="token-1"' in drawn
        assert drawn.count('name="idempotency_key"') == 1
    assert key_of(first) != key_of(second)


def key_of(drawn):
    return drawn.split('name="idempotency_key" value="')[1].split('"')[0]


def test_pages_keep_the_filters_of_the_list():
    page = Paginator(range(100), 10).get_page(2)
    request = RequestFactory().get("/", {"q": "nghị quyết", "page": "2"})

    drawn = draw("{% pagination page=page %}", page=page, request=request)

    assert "?q=ngh%E1%BB%8B+quy%E1%BA%BFt&amp;page=3" in drawn
    assert drawn.count('aria-current="page"') == 1


def test_the_phone_bar_never_holds_more_than_five_places():
    entries = [{"label": str(n), "phone": True} for n in range(7)]

    few = shell.phone_bar(menu=[entries[:5]])
    many = shell.phone_bar(menu=[entries[:4], entries[4:]])
    mixed = shell.phone_bar(menu=[entries[:3], [{"label": "x", "phone": False}] * 4])

    assert (len(few["entries"]), few["more"]) == (5, False)
    assert (len(many["entries"]), many["more"]) == (4, True)
    assert (len(mixed["entries"]), mixed["more"]) == (3, True)


def test_a_state_is_never_taken_for_one_that_was_safe_already():
    words = "<b>Khẩn</b>"

    assert words in leaves.tag_mark(label=SafeString(words))
    assert "&lt;b&gt;" in leaves.tag_mark(label=words)
