"""Help: a guide for every post, and on every page what is written of it."""

import pytest
from django.urls import reverse

from lienthong.kernel.permissions.public import Role

from ..guides import FOR_EVERYBODY, GUIDES
from ..queries import guide_of, tasks_at

TASKS = [task for guide in GUIDES for task in guide.tasks] + list(FOR_EVERYBODY)


@pytest.mark.parametrize("role", Role)
def test_every_post_has_exactly_one_guide(role):
    assert [guide.slug for guide in GUIDES if role in guide.roles] == [guide_of(role).slug]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.slug)
def test_every_task_begins_on_a_page_that_exists(task):
    assert reverse(task.opens)
    assert task.steps


def test_a_task_is_named_once_in_its_guide():
    for guide in GUIDES:
        slugs = [task.slug for task in (*guide.tasks, *FOR_EVERYBODY)]
        assert len(slugs) == len(set(slugs)), guide.slug


def test_on_a_page_ones_own_post_explains_it_first():
    assert [task.slug for task in tasks_at("/incoming/", Role.CLERK)] == ["arrivals"]
    assert [task.slug for task in tasks_at("/incoming/", Role.BRANCH_SECRETARY)] == ["receive"]
    assert "find" in [task.slug for task in tasks_at("/search/", Role.MEMBER)]


@pytest.mark.parametrize("address", ["", "//elsewhere.example/", "javascript:alert(1)", "/none/"])
def test_of_a_page_that_does_not_exist_nothing_is_said(address):
    assert tasks_at(address, Role.CLERK) == []


@pytest.fixture
def clerk(enter):
    return enter("clerk")


def test_the_pages_show_ones_own_guide_and_lead_back(clerk):
    shown = clerk.get("/help/").content.decode()
    assert "The clerk&#x27;s day" in shown
    assert "The leader&#x27;s day" in shown

    guide = clerk.get("/help/clerk/").content.decode()
    assert "Register what has arrived" in guide
    assert clerk.get("/help/nobody/").status_code == 404

    here = clerk.get("/help/here/?at=/incoming/").content.decode()
    assert 'href="/incoming/"' in here
    assert clerk.get("/help/here/?at=//elsewhere.example/").headers["Location"] == "/help/"


def test_every_page_leads_to_the_help_on_it(clerk):
    page = clerk.get("/").content.decode()
    assert 'href="/help/here/?at=%2F"' in page
    assert 'id="keys"' in page
