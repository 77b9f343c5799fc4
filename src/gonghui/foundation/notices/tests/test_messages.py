"""Messages: to whom, what they never carry, and phones that are rung once (O.4)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gonghui.foundation.accounts import ports
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.notices import actions, sending
from gonghui.foundation.notices.models import Message, Outgoing
from gonghui.foundation.organisations import sight

from .people import a_post, a_user


class Carrier:
    """A message port that keeps what it was given, and fails first when told to."""

    def __init__(self, failures=()):
        self.rung, self.failures = [], list(failures)

    def __call__(self, mobile, text):
        if self.failures:
            raise self.failures.pop()
        self.rung.append((mobile, text))


@pytest.fixture
def now():
    """A moment after everything that the test has queued."""
    return timezone.now() + timedelta(seconds=20)


@pytest.fixture
def carrier(monkeypatch):
    carrier = Carrier()
    monkeypatch.setattr(ports, "send", carrier)
    return carrier


def test_tell_writes_to_each_person_and_strikes_out_numbers(tree):
    users = [a_user(), a_user()]

    actions.tell(users, title="困难帮扶", text="卡号6228480012345678911有误", about=tree["city"])

    assert sorted(Message.objects.values_list("user_id", "text", "record_type")) == [
        (user.pk, "卡号*******************有误", "organisations.unit") for user in users
    ]


def test_tell_posts_writes_once_to_who_holds_two(tree):
    user = a_user()
    posts = [a_post(tree["city"], role, user) for role in (Role.CITY_REVIEWER, Role.CITY_OPERATOR)]

    actions.tell_posts(posts, title="待核对", text="请核对")

    assert Message.objects.count() == 1


def test_messages_are_seen_by_their_reader_alone(tree, now):
    reader, other = a_post(tree["city"], Role.WORKER), a_post(tree["city"], Role.CITY_APPROVER)
    actions.tell([reader.user], title="通知", text="内容")

    with sight.of(other):
        assert not Message.objects.exists()
    with sight.of(reader):
        assert actions.mark_read(Message.objects.visible_to(reader), at=now) == 1
        assert not Message.objects.unread().exists()


def test_tell_rings_only_real_phones(tree):
    users = [a_user(mobile="13900000001"), a_user(mobile="13900000002", is_demo=True), a_user()]

    actions.tell(users, title="通知", text="内容")

    assert list(Outgoing.objects.values_list("message__user_id", flat=True)) == [users[0].pk]


def test_ensure_sent_rings_once_with_neutral_words(tree, carrier, now):
    actions.tell([a_user(mobile="13900000001")], title="困难帮扶", text="您的申请已批准")

    sent = [sending.ensure_sent(at=now + timedelta(hours=n)) for n in range(3)]

    assert sent == [1, 0, 0]
    assert [mobile for mobile, _text in carrier.rung] == ["13900000001"]
    assert "困难" not in carrier.rung[0][1]


def test_ensure_sent_tries_again_after_a_pause_that_grows(tree, carrier, now):
    carrier.failures = [ConnectionError(), TimeoutError()]
    actions.tell([a_user(mobile="13900000001")], title="通知", text="内容")

    sent = [sending.ensure_sent(at=now + timedelta(seconds=s)) for s in (0, 30, 61, 120, 181)]

    assert sent == [0, 0, 0, 0, 1]
    assert len(carrier.rung) == 1


def test_ensure_sent_gives_up_after_six_attempts(tree, carrier, now):
    carrier.failures = [ConnectionError()] * 10
    actions.tell([a_user(mobile="13900000001")], title="通知", text="内容")

    sent = [sending.ensure_sent(at=now + timedelta(days=n)) for n in range(10)]

    assert (sum(sent), len(carrier.failures)) == (0, 4)


def test_a_broken_adapter_delays_only_its_row(tree, carrier, now):
    carrier.failures = [RuntimeError("broken adapter")]
    actions.tell([a_user(mobile="13900000001"), a_user(mobile="13900000002")], title="通知", text="内容")

    with pytest.raises(RuntimeError):
        sending.ensure_sent(at=now)
    sent = sending.ensure_sent(at=now + timedelta(seconds=1))

    assert (sent, carrier.rung[0][0]) == (1, "13900000002")
