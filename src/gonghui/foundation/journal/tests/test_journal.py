"""What the journal keeps, and that nobody changes it unseen (R22)."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from gonghui.foundation.journal import sealing
from gonghui.foundation.journal.actions import strike_out
from gonghui.foundation.journal.models import Entry, Seal
from gonghui.foundation.policies.models import SpecialDay
from gonghui.kernel.announcing import announce
from gonghui.kernel.identifiers import a_test_number

MAY_1 = date(2021, 5, 1)


class Somebody(SimpleNamespace):
    def __str__(self):
        return self.title


BY = Somebody(pk=7, user_id=70, user=SimpleNamespace(name="王测试"), title="金寨县 县区审核人")


@pytest.fixture(autouse=True)
def anchors(tmp_path, settings):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors.txt"


def write(count=1, **facts):
    day, _ = SpecialDay.objects.get_or_create(day=MAY_1, defaults={"is_worked": False, "source": "测试"})
    for n in range(count):
        announce("edit", day, by=BY, on=MAY_1, name="edit", title=f"修改{n}", facts=facts)
    return day


@pytest.mark.django_db
def test_write_keeps_who_from_which_post_and_when():
    day = write(opinion="同意", amount=100)

    entry = Entry.objects.of(day).get()
    assert (entry.actor_id, entry.actor_name, entry.post_id, entry.post_name) == (70, "王测试", 7, "金寨县 县区审核人")
    assert (entry.on, entry.opinion, entry.body) == (MAY_1, "同意", {"amount": 100})


@pytest.mark.django_db
def test_write_strikes_out_numbers_of_persons():
    number = a_test_number("349901", date(1980, 1, 1), 11)

    day = write(opinion=f"身份证{number}电话13800001234", was={"card": "6228480012345678911"})

    entry = Entry.objects.of(day).get()
    assert number not in entry.opinion
    assert "13800001234" not in entry.opinion
    assert entry.body == {"was": {"card": "*" * 19}}


@pytest.mark.parametrize("digest", ["0535b165618699478800d99ec2660053", "a" + "13800001234" * 5 + "bcdef000"])
def test_strike_out_leaves_seeds_and_digests(digest):
    assert len(digest) in (32, 64)
    assert strike_out(f"种子 {digest} 公布") == f"种子 {digest} 公布"
    assert strike_out(f"{digest} 13800001234") == f"{digest} {'*' * 11}"


def test_strike_out_takes_no_row_of_digits_for_a_digest():
    assert strike_out("号 6228480012345678911") == f"号 {'*' * 19}"
    assert strike_out("a6228480012345678911b") == f"a{'*' * 19}b"


def test_strike_out_leaves_amounts_and_dates():
    assert strike_out("2021-05-01 发放 5488800.00 元") == "2021-05-01 发放 5488800.00 元"


tampering = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def harm(statement):
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


@tampering
def test_seal_covers_what_is_new_and_chains_to_the_one_before():
    write(3)
    first = sealing.seal()
    write(2)
    second = sealing.seal()

    assert list(Seal.objects.order_by("pk").values_list("entries", flat=True)) == [3, 2]
    assert Seal.objects.get(digest=second).previous == first
    assert sealing.seal() is None
    assert sealing.faults() == []


HARMS = [
    "UPDATE journal_entry SET title = '改' WHERE id = {middle}",
    "UPDATE journal_entry SET actor_id = 71 WHERE id = {middle}",
    "UPDATE journal_entry SET actor_name = '别人' WHERE id = {middle}",
    "UPDATE journal_entry SET post_id = 1 WHERE id = {middle}",
    "UPDATE journal_entry SET \"on\" = '2021-01-01' WHERE id = {middle}",
    "UPDATE journal_entry SET at = at - interval '1 day' WHERE id = {middle}",
    "UPDATE journal_entry SET opinion = '不同意' WHERE id = {middle}",
    "UPDATE journal_entry SET body = '{{}}' WHERE id = {middle}",
    "UPDATE journal_entry SET after = 'x' WHERE id = {middle}",
    "UPDATE journal_entry SET record_id = 1000 WHERE id = {middle}",
    "DELETE FROM journal_entry WHERE id = {first}",
    "DELETE FROM journal_entry WHERE id = {middle}",
    "DELETE FROM journal_entry WHERE id = {last}",
    "DELETE FROM journal_entry",
    "UPDATE journal_entry SET id = -id WHERE id = {middle}",
    "UPDATE journal_seal SET digest = repeat('a', 64)",
    "UPDATE journal_seal SET entries = entries - 1",
    "DELETE FROM journal_seal",
    "DELETE FROM journal_seal WHERE id = (SELECT max(id) FROM journal_seal)",
    "TRUNCATE journal_seal, journal_entry",
]


@tampering
@pytest.mark.parametrize("statement", HARMS)
def test_journal_verify_finds_each_harm(statement):
    write(2, note="原文")
    sealing.seal()
    write(3, note="原文")
    sealing.seal()
    ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))

    harm(statement.format(first=ids[0], middle=ids[2], last=ids[-1]))

    with pytest.raises(SystemExit) as ending:
        call_command("journal_verify")
    assert ending.value.code == 1


@tampering
def test_journal_verify_finds_a_chain_rewritten_from_the_start():
    write(2)
    sealing.seal()
    anchors = settings.JOURNAL_ANCHORS.read_text()

    harm("UPDATE journal_entry SET title = '改'")
    harm("DELETE FROM journal_seal")
    sealing.seal()
    settings.JOURNAL_ANCHORS.write_text(anchors)  # the rewriter does not reach what is kept elsewhere

    assert [fault.what for fault in sealing.faults()] == [
        "a head kept outside the database is gone: an older or rewritten journal"
    ]


@tampering
def test_journal_verify_is_content_with_what_was_not_touched(capsys):
    write(5)

    call_command("journal_verify")

    assert "完好" in capsys.readouterr().out
