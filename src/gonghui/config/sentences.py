"""What the program says when it cannot go on: one sentence in Chinese, one in English, never a traceback."""


class CannotRun(Exception):
    """The program cannot start or go on; says the cause and the cure, and the command ends with 2."""

    def __init__(self, chinese: str, english: str):
        super().__init__(f"{chinese}\n{english}")
