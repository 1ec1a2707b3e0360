"""The demonstration is played once: everybody finds something to do afterwards, and its history is whole."""

import pytest

from config.demo import cast, desks, journey, organisation
from config.signer import a_signer
from lienthong.kernel.audit.binding import bind_versions
from lienthong.kernel.audit.checking import checked
from lienthong.kernel.audit.further import found_by_rooms
from lienthong.kernel.procedures.queries import work_items_of

WAITING = {
    "minh": "Go on drafting",
    "nhung": "Give the body's opinion",
    "yen": "Number, seal and issue",
    "anh": "Give the body's opinion",
    "huong": "Appraise and initial",
    "long": "Sign",
    "mai": "Register",
    "lan": "Register",
    "hai": "Appraise and initial",
    "son": "Sign",
    "thu": "Handle",
    "dung": "Handle",
    "hoa": "Confirm receipt",
    "quantri": "Propose the key",
    "quantri2": "Propose the key",
}


@pytest.mark.django_db(transaction=True)
def test_everybody_finds_work_on_the_desk_after_the_journey(settings, tmp_path):
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    settings.FILES_ROOT = tmp_path / "files"
    of_the_tests = list(found_by_rooms())
    stage = cast.stage_of(organisation.found(organisation.Tier(2, 16, 300)))
    posts = cast.cast_people(stage)
    born = {post.person.born_on.year for post in posts.values() if post.person.born_on}
    assert born <= set(organisation.BIRTH_YEARS_OF_OFFICIALS)
    with a_signer(tmp_path):
        cast.certify(posts, stage)
        played = journey.Journey(stage, posts, cast.actors(posts), tell=lambda said: None)
        journey.play(played, journey.TEXT)
        desks.leave_work(played)
        bind_versions()
        verdict, faults = checked()
        faults += [one for one in found_by_rooms() if one not in of_the_tests]

    assert faults == []
    assert verdict.entries > len(posts)
    found = {
        name: {work_item.what for work_item in work_items_of(played.actors[name])}
        for name in WAITING
    }
    assert {name: what for name, what in WAITING.items() if what not in found[name]} == {}
    with_a_part = {part.username for part in cast.CAST} - {"ngoan"}
    assert with_a_part == set(WAITING)
