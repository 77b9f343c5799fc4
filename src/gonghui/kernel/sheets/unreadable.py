"""Why a file cannot be read, as a code and its facts; `sentences` words it for the person who sent the file."""


class Unreadable(Exception):
    """The file is refused as a whole. `code` names a sentence, `facts` fill it in."""

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts
