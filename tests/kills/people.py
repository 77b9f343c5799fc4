"""Three persons of finance who work by HTTP while servers die under them; what fails is looked at and done again."""

import re
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE = 600  # seconds for one step, all restarts and the sweep of what a dead worker held included
TOKEN = "k" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    content: bytes


@dataclass
class Person:
    """One signed-in person; each request goes out on a connection of its own."""

    port: int
    session: str

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **answers) -> Answer:
        body = urlencode(answers, doseq=True).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, content: bytes) -> Answer:
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="return.csv"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _ask(self, method, path, body=None, kind="") -> Answer:
        """The answer; raises OSError or HTTPException when the server died over it."""
        connection = HTTPConnection("localhost", self.port, timeout=30)
        cookie = f"sessionid={self.session}; csrftoken={TOKEN}"
        heads = {"Cookie": cookie, "X-CSRFToken": TOKEN} | ({"Content-Type": kind} if kind else {})
        try:
            connection.request(method, path, body, heads)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheader("Location", ""), answer.read())
        finally:
            connection.close()


@dataclass
class Bank:
    """The other side: it takes a file, pays each row once, and answers with a return for the whole batch."""

    paid: dict[str, int] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def take(self, number: str, content: bytes, day) -> bytes:
        """Pay the rows of a batch's file and write the return; a second file for a batch must be the first again."""
        assert self.files.setdefault(number, content) == content, f"two files for {number}"
        lines = content.decode("gb18030").split("\r\n")[1:-1]
        rows = ["批次号,序号,账号,户名,金额,处理结果,失败原因,交易日期"]
        for line in lines:
            seq, name, card, amount, _bank, _branch, _purpose, _remark = line.split(",")
            self.paid[card] = self.paid.get(card, 0) + 1
            rows.append(f"{number},{seq},{card},{name},{amount},成功,,{day}")
        return "".join(f"{row}\r\n" for row in rows).encode("gb18030")


def until(done, act):
    """Do `act` until `done` gives something: it may fail because a server died, or be done although it failed."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            if found := done():
                return found
            act()
        except (OSError, HTTPException):
            time.sleep(0.2)
    raise AssertionError("stuck")


def state_of(person: Person, number: str) -> str:
    """Where a batch stands, as its page shows it; nothing where the page is one of those for times of trouble."""
    page = person.get(f"/funds/{number}").content.decode()
    found = re.search(r"待复核|待授权|正在生成银行文件|已送银行|已结清", page)
    return found.group() if found else ""


def pay(people: dict[str, Person], bank: Bank, fund: int, payments: list[int], day, batch_of) -> None:
    """One batch from making to settling; `batch_of` looks up in which batch a payment stands."""
    maker, checker, authoriser = people["maker"], people["checker"], people["authoriser"]
    number = until(lambda: batch_of(payments[0]), lambda: maker.post(f"/funds/new?fund={fund}", payments=payments))
    step = f"/funds/{number}"
    until(
        lambda: state_of(checker, number) not in ("", "待复核"),
        lambda: checker.post(f"{step}/check", state_seen="draft", opinion="核对无误"),
    )
    until(
        lambda: state_of(authoriser, number) not in ("", "待复核", "待授权"),
        lambda: authoriser.post(f"{step}/authorisation", state_seen="checked", opinion=""),
    )
    content = until(lambda: _file(maker, step), lambda: time.sleep(0.3))
    answer = bank.take(number, content, day)
    until(lambda: state_of(maker, number) == "已结清", lambda: maker.upload(f"{step}/bank-returns", answer))


def _file(person, step) -> bytes:
    answer = person.get(f"{step}/bank-file")
    return answer.content if answer.status == 200 and answer.content.startswith("序号".encode("gb18030")) else b""
