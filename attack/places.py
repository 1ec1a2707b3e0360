"""The organisations of the stage, as the oracle knows them: names, kinds, and who stands under whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field

BRANCHES = {"base_branch", "branch"}
BODY = "advisory_body"


@dataclass(eq=False)
class Place:
    """One organisation; `serves` says that it works for the one above it."""

    key: str
    kind: str
    name: str
    symbol: str
    parent: "Place | None" = None
    register: bool = False
    unit_id: int = 0
    below: list["Place"] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.parent.below.append(self)

    @property
    def ids(self) -> dict[str, int]:
        """What an address of it holds."""
        return {"unit_id": self.unit_id}

    @property
    def served(self) -> "Place | None":
        return self.parent if self.kind == BODY else None

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCHES

    @property
    def in_line(self) -> bool:
        """In the line of command; offices and commissions are not."""
        return self.kind != BODY

    def above(self) -> Iterator["Place"]:
        """Every organisation above this one, the nearest first."""
        place = self.parent
        while place is not None:
            yield place
            place = place.parent

    def at_or_under(self, top: "Place") -> bool:
        return self is top or top in self.above()

    def under(self) -> Iterator["Place"]:
        for child in self.below:
            yield child
            yield from child.under()


def the_places() -> dict[str, Place]:
    """Two provinces beneath the Centre; the first with communes, a grassroots committee, branches."""
    made: dict[str, Place] = {}

    def place(key: str, kind: str, name: str, symbol: str, above: str = "") -> None:
        register = kind.endswith(("central_committee", "provincial_committee", "commune_committee"))
        made[key] = Place(key, kind, name, symbol, made.get(above), register)

    place("centre", "central_committee", "Trung ương", "TW")
    place("province", "provincial_committee", "tỉnh Đồng Xuân", "TUA", "centre")
    place("office", BODY, "Văn phòng Tỉnh ủy Đồng Xuân", "VPTUA", "province")
    place("body", BODY, "Ban Tổ chức Tỉnh ủy Đồng Xuân", "BTCTUA", "province")
    place("other body", BODY, "Ban Nội chính Tỉnh ủy Đồng Xuân", "BNCTUA", "province")
    place("commune", "commune_committee", "xã Tân Phú", "ĐUA", "province")
    place("commune office", BODY, "Văn phòng Đảng ủy Tân Phú", "VPĐUA", "commune")
    place("commune body", BODY, "Ban Xây dựng Đảng Tân Phú", "BXDĐA", "commune")
    place("commune other body", BODY, "Ủy ban Kiểm tra Tân Phú", "UBKTA", "commune")
    place("grassroots", "base_committee", "Nhà máy May Tân Phú", "ĐUG", "commune")
    place("branch", "base_branch", "Chi bộ thôn Đông Tân Phú", "CBA", "commune")
    place("sub-branch", "branch", "Chi bộ Xưởng Cắt", "CBG", "grassroots")
    place("next commune", "commune_committee", "xã Bình Lạc", "ĐUB", "province")
    place("next branch", "base_branch", "Chi bộ thôn Tây Bình Lạc", "CBB", "next commune")
    place("stranger", "provincial_committee", "tỉnh Hải Vân", "TUQ", "centre")
    place("stranger office", BODY, "Văn phòng Tỉnh ủy Hải Vân", "VPTUQ", "stranger")
    place("stranger commune", "commune_committee", "xã Cẩm Sơn", "ĐUQ", "stranger")
    place("stranger branch", "base_branch", "Chi bộ thôn Nam Cẩm Sơn", "CBQ", "stranger commune")
    return made
