import pytest
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.public import sign_history, with_history, without_history
from lienthong.kernel.audit.tests.factories import an_actor
from lienthong.kernel.events.public import tracing

pytestmark = pytest.mark.django_db


with isolate_apps("lienthong.kernel.audit"):

    @with_history(exclude=["secret"])
    class Kettle(models.Model):
        litres = models.IntegerField()
        secret = models.CharField(max_length=10, default="x")
        parent = models.ForeignKey("self", models.PROTECT, null=True)

        class Meta:
            app_label = "audit"


@pytest.fixture
def kettle_model():
    event_model = Kettle.pgh_event_model
    with connection.schema_editor() as editor:
        editor.create_model(Kettle)
        editor.create_model(event_model)
    for model in (Kettle, event_model):
        for trigger in model._meta.triggers:
            trigger.install(model)
    yield Kettle
    if not connection.in_atomic_block:  # else the test's transaction takes the tables along
        with connection.schema_editor() as editor:
            editor.delete_model(event_model)
            editor.delete_model(Kettle)


def versions(model):
    events = model.pgh_event_model.objects.order_by("pgh_id")
    return [(event.pgh_label, event.litres) for event in events]


def contexts(model):
    return [event.pgh_context for event in model.pgh_event_model.objects.order_by("pgh_id")]


def test_every_version_of_a_row_is_kept_hand_written_sql_included(kettle_model):
    kettle = kettle_model.objects.create(litres=1)
    kettle_model.objects.filter(pk=kettle.pk).update(litres=2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_kettle SET litres = 3")
    kettle.delete()

    assert versions(kettle_model) == [("insert", 1), ("update", 2), ("update", 3), ("delete", 3)]


def test_versions_are_numbered_with_64_bits_and_excluded_columns_are_not_kept(kettle_model):
    fields = {field.name: field for field in kettle_model.pgh_event_model._meta.fields}

    assert isinstance(fields["pgh_id"], models.BigAutoField)
    assert "secret" not in fields


@pytest.mark.django_db(transaction=True)
def test_a_version_says_who_and_in_which_request_and_the_next_action_is_not_signed(kettle_model):
    with tracing("abc"), transaction.atomic():
        sign_history(an_actor(for_post_id=5))
        kettle_model.objects.create(litres=1)
    kettle_model.objects.create(litres=2)

    signed, unsigned = contexts(kettle_model)
    assert signed == {"trace": "abc", "person": 11, "post": 22, "for_post": 5, "unit": 33}
    assert unsigned is None


@pytest.mark.django_db(transaction=True)
def test_history_is_signed_only_inside_a_transaction():
    with pytest.raises(RuntimeError, match="inside a transaction"):
        sign_history(an_actor())


def test_bulk_loading_goes_without_history_and_says_so(kettle_model):
    with without_history(kettle_model, actor=an_actor()):
        first = kettle_model.objects.create(litres=0)
        kettle_model.objects.bulk_create(kettle_model(litres=n, parent=first) for n in range(3))
    kettle_model.objects.create(litres=9)

    assert versions(kettle_model) == [("insert", 9)]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_type) == ("audit.loaded_without_history", "audit.kettle")


def test_history_cannot_be_rewritten(kettle_model):
    kettle_model.objects.create(litres=1)

    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        kettle_model.pgh_event_model.objects.update(litres=5)
