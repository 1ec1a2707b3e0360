from dataclasses import dataclass


@dataclass(frozen=True)
class PostGiven:
    """Somebody has received a post with power."""

    post_id: int


@dataclass(frozen=True)
class PostGivenByOne:
    """One administrator alone has given a post in which papers of an organisation are read."""

    post_id: int
    by_id: int


@dataclass(frozen=True)
class CodeGivenByOne:
    """One administrator alone has given out a one-time code to the holder of such a post."""

    account_id: int
    by_id: int


@dataclass(frozen=True)
class PostEnded:
    """A post is lost, at once: open steps, sessions and signing authority with it."""

    post_id: int


@dataclass(frozen=True)
class DelegationGiven:
    """Somebody is to act for a post for a time."""

    delegation_id: int


@dataclass(frozen=True)
class PersonCorrected:
    """A person bears another name or date of birth here than before."""

    person_id: int


@dataclass(frozen=True)
class DelegationEnded:
    """Somebody no longer acts for a post: its holder or an administrator took the delegation back."""

    delegation_id: int


@dataclass(frozen=True)
class AccountRecovered:
    """The account of somebody whose posts carry power is opened anew: whose hands it is in is not proved."""

    person_id: int
