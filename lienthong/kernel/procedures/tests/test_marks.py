"""A step that was given past the product is nobody's, and the daily check names it."""

from lienthong.kernel.audit.marked_rows import unmarked_rows
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.procedures.actions.cases import start
from lienthong.kernel.procedures.models import WorkItem
from lienthong.kernel.procedures.queries import may_do


def test_a_step_that_somebody_gave_himself_is_nobodys(house, asking) -> None:
    start(asking, house.petition())
    one, other = house.children[:2]
    item = WorkItem.objects.get(unit=one)
    assert may_do(house.actor(one), item)

    as_superuser("UPDATE procedures_workitem SET unit_id = %s WHERE id = %s", other.pk, item.pk)
    item.refresh_from_db()

    assert not may_do(house.actor(other), item)
    assert [fault.facts for fault in unmarked_rows()] == [{"row": item.pk}]
