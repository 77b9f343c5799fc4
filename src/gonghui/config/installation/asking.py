"""What `gonghui init` asks on the screen, each answer checked where it is given."""

from pathlib import Path

from gonghui.config.sentences import CannotRun
from gonghui.kernel import identifiers
from gonghui.kernel.refusals import Refusal

from . import areas


def read_table(path: Path) -> areas.Table:
    """The table of areas in a file. Raises CannotRun with every fault: sheet, row, column, cure."""
    try:
        table = areas.read(path.read_bytes(), path.name)
    except OSError as fault:
        raise CannotRun(
            f"读不到文件 {path}:{fault.strerror}。", f"The file cannot be read: {fault.strerror}."
        ) from fault
    except Refusal as refusal:
        raise CannotRun(str(refusal), "The file cannot be read as a table.") from refusal
    if table.reading.complaints:
        raise CannotRun("\n".join(table.faults), "Nothing was written: mend the lines above and run it again.")
    return table


class Asker:
    """Asks for what no option has given; without a person at the screen says which option is missing."""

    def __init__(self, *, may_ask: bool, answer=input):
        self.may_ask, self.answer = may_ask, answer

    def text(self, given: str, question: str, option: str, reader) -> str:
        """The option's value, or the answer to the question, as `reader` reads it; asked until it is right."""
        if given:
            return self._read(given, reader)
        if not self.may_ask:
            raise CannotRun(f"缺少 {option}。", f"{option} is missing.")
        while True:
            try:
                return reader(self.answer(f"{question}:").strip())
            except Refusal as refusal:
                print(refusal)
            except EOFError:
                raise CannotRun(f"缺少 {option}。", f"{option} is missing.") from None

    def _read(self, given, reader):
        try:
            return reader(given)
        except Refusal as refusal:
            raise CannotRun(str(refusal), f"“{given}” cannot be used.") from refusal

    def agrees(self, question: str) -> bool:
        """Whether the person says yes; nobody at the screen has said so by option."""
        return not self.may_ask or self.answer(f"{question}(是/否):").strip() in ("是", "y", "yes", "Y")


def a_file(text: str) -> Path:
    """The path of a file that is there. Raises Refusal."""
    path = Path(text).expanduser()
    if not path.is_file():
        raise Refusal(f"没有文件 {path}。")
    return path


a_name = identifiers.chinese_name
a_mobile = identifiers.mobile
