import pytest
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.notices.public import (
    Notice,
    mark_all_read,
    mark_read,
    notices_of,
    notify,
    read_by_the_act,
    unread_count,
)
from lienthong.kernel.people.public import Person, end_post
from lienthong.kernel.people.tests.factories import a_person, a_post, a_unit, an_actor
from lienthong.kernel.permissions.public import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def an():
    return Person.objects.create(full_name="Nguyễn Văn An")


@pytest.fixture
def binh():
    return Person.objects.create(full_name="Trần Thị Bình")


def acting(person):
    return Actor(person_id=person.pk, post_id=1, unit_id=1, role="clerk", path="00001")


def test_any_number_of_persons_is_told_in_one_statement(an, binh, django_assert_num_queries):
    with django_assert_num_queries(1):
        told = notify(
            [an.pk, binh.pk, an.pk], "%(notation)s has arrived.", "/x/1/", notation="05-NQ/TU"
        )

    assert told == 2
    (notice,) = notices_of(an.pk)
    assert (notice.text, notice.path) == ("05-NQ/TU has arrived.", "/x/1/")
    assert not notice.is_read


def test_nobody_is_told_of_the_own_action(an, binh, django_assert_num_queries):
    notify([an.pk, binh.pk], "Done.", actor=acting(an))
    with django_assert_num_queries(0):
        notify([an.pk], "Done.", actor=acting(an))

    assert unread_count(an.pk) == 0
    assert unread_count(binh.pk) == 1


def test_a_notice_is_worded_in_the_readers_language(an):
    notify([an.pk], gettext_noop("Monday"))
    notice = Notice.objects.get()

    with override("vi"):
        assert notice.text == "Thứ 2"
    with override("en"):
        assert notice.text == "Monday"


def test_a_notice_names_a_type_in_the_readers_language(an):
    notify([an.pk], "%(type)s", type="resolution")
    notice = Notice.objects.get()

    with override("vi"):
        assert notice.text == "Nghị quyết"
    with override("en"):
        assert notice.text == "Resolution"


def test_a_notice_with_a_value_missing_is_refused_at_once(an):
    with pytest.raises(KeyError):
        notify([an.pk], "%(notation)s has arrived.")


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "x/"])
def test_a_notice_leads_nowhere_else(an, url):
    with pytest.raises(ValueError, match="this installation"):
        notify([an.pk], "Done.", url)


def test_the_badge_counts_to_a_hundred_in_one_query(an, binh, django_assert_num_queries):
    Notice.objects.bulk_create(Notice(person=an, message="Done.") for _ in range(120))
    notify([binh.pk], "Done.")

    with django_assert_num_queries(1):
        assert unread_count(an.pk) == 100


def test_reading_a_notice_counts_once(an):
    notify([an.pk], "Done.")
    notice = notices_of(an.pk).get()

    first = mark_read(notice.pk, actor=acting(an)).read_at
    again = mark_read(notice.pk, actor=acting(an)).read_at

    assert first == again
    assert unread_count(an.pk) == 0


def test_a_notice_of_somebody_else_does_not_exist(an, binh):
    notify([an.pk], "Done.")

    with pytest.raises(Notice.DoesNotExist):
        mark_read(notices_of(an.pk).get().pk, actor=acting(binh))
    assert mark_all_read(actor=acting(binh)) == 0
    assert unread_count(an.pk) == 1


def test_all_own_notices_are_read_at_once(an):
    for _ in range(3):
        notify([an.pk], "Done.")

    assert mark_all_read(actor=acting(an)) == 3
    assert unread_count(an.pk) == 0


def test_with_a_lost_post_go_the_notices_told_until_then(an, binh):
    unit = a_unit()
    post = a_post(unit, person=an)
    notify([an.pk, binh.pk], gettext_noop("Monday"))

    end_post(post.pk, on=timezone.localdate(), actor=an_actor(unit))
    run_jobs()

    assert not notices_of(an.pk).exists()
    assert notices_of(binh.pk).count() == 1


def test_a_notice_leads_to_a_thing_or_to_a_place():
    for path, page in {
        "/documents/5/": "/documents/5/",
        "/documents/5/comments/#comment-7": "/documents/5/",
        "/incoming/received/": "",
        "": "",
        "/?page=/5/": "",
    }.items():
        assert Notice(path=path).page == page


def test_who_acts_on_a_page_has_read_what_led_there_and_nobody_else_has(db):
    me, other = a_person(), a_person()
    notify([me.pk, other.pk], "It waits.", "/documents/5/opinions/")
    notify([me.pk], "Another one waits.", "/documents/6/")
    notify([me.pk], "A power was given.", "/documents/5/", stands=True)

    read_by_the_act(me.pk, ["/documents/5/", ""])

    mine = {(one.path, one.stands): one.is_read for one in Notice.objects.filter(person=me)}
    assert mine == {
        ("/documents/5/opinions/", False): True,
        ("/documents/6/", False): False,
        ("/documents/5/", True): False,
    }
    assert unread_count(other.pk) == 1
