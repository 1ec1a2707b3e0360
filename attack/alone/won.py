"""Alone with what a false page wins, a copied address shows, or the web can ask by itself."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from lienthong.portals.window.tests.visiting import Visit
from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.demo import demo_code, demo_pin, new_browser
from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.form import printed_date
from lienthong.records.signing.messages import sealing_agreement, signing_agreement
from lienthong.records.signing.public import organisation_id, seal_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer import clock
from lienthong.records.signing.tests.other_user import WEB, as_user

from .attempt import Attempt, Goal, a_key, a_paper, anything
from .house import House, OwnPasskey
from .keys import a_first_seal, statement_of
from .papers import (
    TERM,
    TITLE,
    TYPE,
    a_new_form,
    a_new_number,
    sealed_by,
    signed_by,
    to_seal,
    to_sign,
)

LEADER, MANY, INVENTED = "secretary", 40, "2026-01-15"
# Half a year behind the term the house numbers in: the signer allows it, if leader and clerk are told.
LATER = "2026-05-04"


def rows() -> Iterator[Attempt]:
    for who, what, act, goal in TABLE:
        yield Attempt("the window", who, what, act, goal)


# --- With one PIN and one code of a leader


def _won(house: House) -> PinAndCode:
    key = house.key(LEADER)
    return PinAndCode(demo_pin(key), demo_code(key, used_at_once=True))


def _signs_by_a_passkey_of_his_own(house: House) -> object:
    key, browser, passkey = house.key(LEADER), new_browser(), OwnPasskey(house.served.address)
    house.window.add_passkey(key, passkey.registration, _won(house), browser=browser)
    handle = to_sign(house, key, a_new_form(house))
    given = passkey.answer(house.window.ask(handle, "sign", key, browser=browser))
    house.window.answer(handle, "sign", key, given, browser=browser)
    return house.client.take(handle).pdf


def _registers_it_unseen(house: House) -> object:
    """Its holder is to hear of it, and to find it in the list."""
    key, browser, passkey = house.key(LEADER), new_browser(), OwnPasskey(house.served.address)
    before = len(house.client.news((0, 0)))
    house.window.add_passkey(key, passkey.registration, _won(house), browser=browser)
    one = passkey.registration["credential_id"]
    listed = {one.credential_id for one in house.window.passkeys(key).passkeys}
    return len(house.client.news((0, 0))) == before or one not in listed


# --- With an address


def _address(house: House) -> str:
    return house.answer_at(
        to_sign(house, house.key(LEADER), a_new_form(house)), "sign", house.key(LEADER)
    )


def _reads_by_a_copied_address(house: House) -> object:
    """The leader has opened it; somebody else has the link, and the file's own."""
    address, stranger = _address(house), Visit()
    handle = urlsplit(address).path.split("/")[2]
    assert TITLE in Visit().read(address).text, "the leader reads it"
    pages = [
        address,
        f"{house.served.address}/document/{handle}/",
        f"{house.served.address}/document/{handle}/1/",
    ]
    return any(
        stranger.read(one).status == 200 or TITLE in stranger.read(one).text for one in pages
    )  # noqa: PLR2004


def _learns_whose_key_it_is(house: House) -> object:
    key, name = house.key(LEADER), house.post(LEADER).person.full_name
    pages = [Visit().read(f"{house.served.address}/{page}/{key}/") for page in ("key", "passkey")]
    return any(name in page.text for page in pages)


def _pushes_a_question_out(house: House) -> object:
    """A leader has read and is about to agree; strangers open one page after the other."""
    key, address = house.key(LEADER), _address(house)

    def strangers(page: str) -> None:
        for _one in range(MANY):
            Visit().read(f"{house.served.address}/{page}/{key}/")

    strangers("key")
    handle = urlsplit(address).path.split("/")[2]
    asked = house.window.ask(handle, "sign", key)
    strangers("key")
    given = house.passkeys[LEADER].answer(asked)
    try:
        house.window.answer(handle, "sign", key, given)
    except Refused:
        return True
    return False


# --- What the web asks by itself


def _takes_a_number_from_a_clerk(house: House) -> object:
    """The clerk has agreed; what was agreed to is to be barred before it is fetched."""
    number = a_new_number()
    handle = to_seal(house, house.key("clerk"), signed_by(house, LEADER), number)
    house.answer(handle, "seal", "clerk")
    organisation = organisation_id(house.commune.pk)
    released = as_user(WEB, lambda: house.client.release(organisation, TERM, TYPE, number).state)
    return released == "released" or not a_paper(house, house.client.take(handle).pdf)


def _signed_in(house: House, term: str) -> bytes:
    pdf, key = a_new_form(house), house.key(LEADER)
    message = signing_agreement(
        installation=house.client.hello().installation,
        key=key,
        type=TYPE,
        abstract=TITLE,
        organisation=organisation_id(house.commune.pk),
        term=term,
        form=pdf,
    )
    handle = house.client.lay(message, pdf)
    house.answer(handle, "sign", LEADER)
    return house.client.take(handle).pdf


def _laid_to_seal_in(house: House, term: str, number: str) -> str:
    seal, signed = seal_of(house.commune.pk), _signed_in(house, term)
    assert seal is not None
    message = sealing_agreement(
        installation=house.client.hello().installation,
        key=house.key("clerk"),
        seal=seal.key_id,
        organisation=organisation_id(house.commune.pk),
        term=term,
        type=TYPE,
        number=number,
        day=printed_date(clock.now().astimezone(VIETNAM).date()),
        signed=signed,
    )
    return house.client.lay(message, signed)


def _has_numbers_begin_again(house: House) -> object:
    """Leader and clerk agree in good faith; the term is a word of the web's."""
    number = a_new_number()
    sealed_by(house, "clerk", signed_by(house, LEADER), number)
    handle = _laid_to_seal_in(house, INVENTED, number)
    house.answer(handle, "seal", "clerk")
    return house.client.take(handle).pdf


def _begins_a_term_unsaid(house: House) -> object:
    """A term that could be: neither leader nor clerk is to read that numbers begin again, or with which they ended."""
    number = a_new_number()
    sealed_by(house, "clerk", signed_by(house, LEADER), number)
    key, clerk, pdf = house.key(LEADER), house.key("clerk"), a_new_form(house)
    laid = signing_agreement(
        installation=house.client.hello().installation,
        key=key,
        type=TYPE,
        abstract=TITLE,
        organisation=organisation_id(house.commune.pk),
        term=LATER,
        form=pdf,
    )
    to_read = [
        house.answer_at(house.client.lay(laid, pdf), "sign", key),
        house.answer_at(_laid_to_seal_in(house, LATER, "01-NQ/TU"), "seal", clerk),
    ]
    pages = [Visit().read(f"{address}&lang=en").text for address in to_read]
    return not all("numbers begin again" in page and "its last number" in page for page in pages)


def _founds_beneath_their_own(house: House) -> object:
    """Both in posts of the commune; the signer has never heard of the organisation."""
    wanted = a_first_seal(house)
    name, invented = "Đảng ủy Tự Đặt", "LT-977"
    above = [*_path(house), {"id": invented, "name": name}]
    body = {"organisation": invented, "name": name, "path": above}
    handle = house.client.lay(statement_of(house, wanted, organisation=invented, body=body))
    house.answer(handle, "propose", "org_admin")
    house.answer(handle, "confirm", LEADER)
    return True


def _path(house: House) -> list[dict[str, str]]:
    units = (house.office.province, house.commune)
    return [{"id": organisation_id(one.pk), "name": one.name} for one in units]


TABLE: tuple[tuple[str, str, Callable[[House], object], Goal], ...] = (
    ("thief of a PIN and a code", "signs by a passkey registered with them", _signs_by_a_passkey_of_his_own, anything),
    ("thief of a PIN and a code", "registers a passkey its holder does not hear of", _registers_it_unseen, anything),
    ("stranger", "reads a document by an address that was copied", _reads_by_a_copied_address, anything),
    ("stranger", "learns whose key an address names", _learns_whose_key_it_is, anything),
    ("stranger", "pushes a leader's open question out", _pushes_a_question_out, anything),
    ("web's user", "bars a number that a clerk agreed to", _takes_a_number_from_a_clerk, anything),
    ("web's user", "invents a term so that a number is given twice", _has_numbers_begin_again, a_paper),
    ("web's user", "has numbers begin again without a word", _begins_a_term_unsaid, anything),
    ("two of a commune", "place an organisation of their own beneath it", _founds_beneath_their_own, a_key),
)  # fmt: skip
