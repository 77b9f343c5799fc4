"""What a single cell can have against it."""


class Wrong(Exception):
    """A cell that cannot be read: `reason` and `cure` are sentences, `facts` fill them in."""

    def __init__(self, reason, cure, **facts):
        super().__init__(str(reason))
        self.kind, self.sentence, self.remedy, self.facts = str(reason), reason, cure, facts

    @property
    def reason(self) -> str:
        return str(self.sentence).format(**self.facts)

    @property
    def cure(self) -> str:
        return str(self.remedy).format(**self.facts)
