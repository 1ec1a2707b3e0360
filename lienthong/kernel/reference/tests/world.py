from lienthong.kernel.reference.public import seed


def found() -> None:
    """The code lists, holidays and rules of this version."""
    seed()
