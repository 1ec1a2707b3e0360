from .factories import Organisation, an_organisation


def found() -> Organisation:
    return an_organisation()
