"""Who may read an arrived document here is the question of rights, asked from the document's side."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.people.public import Post, actor_in
from lienthong.records.correspondence.queries.readers import posts_reading
from lienthong.records.correspondence.queries.received import received_for

pytestmark = pytest.mark.django_db


def test_those_named_as_readers_in_a_place_are_exactly_those_who_read_it_there(house, resolution):
    commune, reading = house.commune, set()
    for post in Post.objects.valid_on(timezone.localdate()).select_related("unit", "person"):
        received = received_for(actor_in(post), resolution.audience_id)
        if received is not None and received.unit == commune:
            reading.add(post.pk)

    assert {post.pk for post in posts_reading(commune)} == reading
    assert reading


def test_the_page_names_the_readers_of_ones_own_place_and_of_no_other(house, resolution, enter):
    address = reverse("correspondence:readers", args=[resolution.audience_id])

    said = enter("clerk").get(address).content.decode()

    for post in posts_reading(house.commune):
        assert post.person.full_name in said
    assert "Đảng ủy xã Bình Lạc" not in said
