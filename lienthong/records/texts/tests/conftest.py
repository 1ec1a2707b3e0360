import pytest

from lienthong.kernel.permissions.public import Actor


@pytest.fixture
def actor():
    """The drafter; what she may do is decided by the room above."""
    return Actor(
        person_id=1,
        post_id=1,
        unit_id=1,
        role="specialist",
        path="00001",
        served_path="",
        name="Vũ Thị Soạn",
        title="Chuyên viên",
    )
