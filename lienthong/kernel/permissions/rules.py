"""What a rule says when it forbids a deed."""


class RuleBroken(Exception):
    """A deed the rules forbid; its text is a sentence for the person who tried."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
