"""A small world for the pages: a post, a request, and a case that needs no table."""

from types import SimpleNamespace

from django.contrib.messages.storage.cookie import CookieStorage
from django.db import models
from django.test import RequestFactory

from gonghui.kernel.refusals import Refusal
from gonghui.kernel.rules import Rule
from gonghui.kernel.workflow import Step, Workflow


class State(models.TextChoices):
    REVIEWED = "reviewed", "已复核"
    ON_FILE = "on_file", "在档"


an_approver = Rule("an approver", lambda by, record: by.role == "approver", "审批人")
WORKFLOW = Workflow(
    Step("approve", "批准建档", since=(State.REVIEWED,), to=State.ON_FILE, by=an_approver, cites="E-R7")
)


class SampleCase:
    """A case in memory."""

    number = "H-2021-0017"
    pk = 17

    def __init__(self, state=State.REVIEWED):
        self.state = state

    def get_state_display(self):
        return State(self.state).label

    def get_absolute_url(self):
        return f"/files/{self.number}/"

    def __str__(self):
        return self.number


def approve(record, *, by, on, opinion=""):
    """Stands for the action of the rule book."""
    if opinion == "超过上限":
        raise Refusal("金额超过上限 {ceiling} 元。", ceiling=6000)
    record.state, record.approved_on, record.opinion = State.ON_FILE, on, opinion


def a_post(role="approver"):
    return SimpleNamespace(role=role, user_id=7, pk=3, user=SimpleNamespace(name="周敏"))


def a_request(path="/", by=None, *, posted=None, signed_in=True, **headers):
    make = RequestFactory()
    request = make.get(path, headers=headers) if posted is None else make.post(path, posted, headers=headers)
    request.user = SimpleNamespace(is_authenticated=signed_in)
    request.post = by
    request.resolver_match = SimpleNamespace(namespace="ui")
    request._messages = CookieStorage(request)
    return request


def said(request) -> list[str]:
    return [str(message) for message in request._messages]
