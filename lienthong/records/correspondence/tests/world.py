from .factories import House


def found() -> House:
    return House()
