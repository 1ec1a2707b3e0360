from lienthong.kernel.permissions.public import Actor


def an_actor(**changes) -> Actor:
    known = {
        "person_id": 11,
        "post_id": 22,
        "unit_id": 33,
        "role": "clerk",
        "path": "00001",
        "name": "Nguyễn Văn An",
        "title": "Văn thư",
        "unit_name": "Đảng ủy xã Bình Hòa",
    }
    return Actor(**{**known, **changes})
