"""What a rule says when it forbids an action."""


class RuleBroken(Exception):
    """An action the rules forbid; its text is a sentence for the person who tried."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
