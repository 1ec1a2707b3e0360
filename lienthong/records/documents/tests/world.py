from .factories import Province


def found() -> Province:
    return Province()
