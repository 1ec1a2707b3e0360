"""All classes of forgery, in the order of the checks that catch them."""

from attack.forged import held, made, signed
from attack.forged.nature import Class


def classes() -> list[Class]:
    return [
        *made.contents(),
        *signed.people(),
        *signed.printed(),
        *signed.times(),
        *signed.withdrawals(),
        *made.steps(),
        *held.held(),
        *made.protection(),
        *signed.encodings(),
        *made.number(),
        *made.letters(),
    ]


def one_of_each_kind() -> list[Class]:
    return list({one.kind: one for one in reversed(classes())}.values())
