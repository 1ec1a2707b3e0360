"""The index follows what is done with a document: drafted, edited, issued, given up."""

import pytest

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.search.actions import rebuild, rebuild_further
from lienthong.kernel.search.models import SearchEntry, SearchWay
from lienthong.kernel.search.public import Question, find
from lienthong.records.texts.public import every_clause

from ..actions import clauses, drafting
from ..actions.issuing import cancel_document
from ..queries.seen import documents_seen_by

pytestmark = pytest.mark.django_db
WORDS = "trồng mới hai nghìn héc-ta"


def keys(actor, words=WORDS, **narrowed):
    return [hit.key for hit in find(actor, Question(words, **narrowed)).hits]


def test_a_draft_is_found_by_those_who_see_drafts_and_nobody_else(province):
    province.staff_commune()
    draft = province.draft()

    for who in ("specialist", "chief", "secretary", "clerk", "head", "other_head"):
        assert keys(province.actor(who)) == [draft.pk]
    assert keys(province.actor("commune_secretary")) == keys(province.stranger) == []


def test_the_index_follows_every_edit(province):
    draft, actor = province.draft(), province.actor("specialist")
    clause = next(one for one in every_clause(draft.text.body) if "nghìn" in one["text"])

    words = {"marker": "1.", "heading": "", "text": "Đắp hai đoạn đê"}
    clauses.edit_clause(draft.pk, clause["wid"], revision=draft.text.revision, actor=actor, **words)
    assert keys(actor) == []
    assert keys(actor, '"đắp hai đoạn đê"') == [draft.pk]

    signer = province.posts["deputy"]
    drafting.edit_details(
        draft.pk, province.details(subject="về kè biển", signer=signer), actor=actor
    )
    assert keys(actor, "ke bien", names={"signer": "lê thị hạnh"}) == [draft.pk]
    assert keys(actor, "giai đoạn 2030") == []


def test_what_is_given_up_is_found_as_given_up(province):
    draft, actor = province.draft(), province.actor("specialist")

    cancel_document(draft.pk, "Không còn cần.", actor=actor)

    assert keys(actor, facts={"state": "cancelled"}) == [draft.pk]
    assert keys(actor, facts={"state": "draft"}) == []


def test_what_is_issued_is_found_where_it_arrives_at_once_and_only_then(certified):
    certified.staff_commune()
    commune = certified.actor("commune_secretary")
    document = certified.numbered()
    assert keys(commune) == []

    run_jobs()

    found = find(commune, Question(f"{document.notation}")).hits
    assert [(hit.key, hit.state) for hit in found] == [(document.pk, "issued")]
    assert found[0].title.startswith(document.notation)
    assert keys(certified.stranger) == []


def contents():
    entries = SearchEntry.objects.order_by("key").values_list(
        "key", "title", "state", "vector", "folded", "who"
    )
    ways = SearchWay.objects.order_by("entry__key", "position")
    return list(entries), list(ways.values_list("entry__key", "path", "permissions", "unit_paths"))


def test_a_rebuild_finds_what_the_actions_have_written(certified):
    certified.staff_commune()
    issued, draft = certified.numbered(), certified.draft()
    run_jobs()
    written = contents()
    assert [one[0] for one in written[0]] == [issued.pk, draft.pk]

    SearchEntry.objects.all().delete()
    rebuild()
    while rebuild_further():
        pass

    assert contents() == written
    for who in ("specialist", "head", "commune_secretary"):
        seen = documents_seen_by(certified.actor(who))
        assert set(keys(certified.actor(who))) == set(seen.values_list("pk", flat=True))
