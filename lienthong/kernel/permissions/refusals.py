"""What a rule says when it forbids an action."""

from lienthong.kernel.text.public import several_lines


class RuleBroken(Exception):
    """An action the rules forbid; its text is a sentence for the person who tried."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotNow(RuleBroken):
    """Nothing forbids the action, but it cannot be done at this moment; later it may."""


class NotAnswered(RuleBroken):
    """Somebody outside has not heard this person's answer; it may still come."""


def required(words: str, refusal: str, *, field: str = "reason") -> str:
    """What somebody must say, in one form and without blanks around it; saying nothing is refused."""
    said = several_lines(words)
    if not said:
        raise RuleBroken(refusal, field=field)
    return said
