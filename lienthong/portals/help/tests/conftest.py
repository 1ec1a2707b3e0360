"""Help is asked for in the house of the documents: the same people, the same commune."""

from lienthong.records.correspondence.tests.conftest import enter, files_of_their_own, house

__all__ = ["enter", "files_of_their_own", "house"]
