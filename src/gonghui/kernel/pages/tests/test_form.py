"""Plain editing: saved, announced with old and new, kept while typing only as far as it is valid."""

import json

import pytest
from django import forms
from django.contrib.auth.models import Group

from gonghui.kernel.announcing import announced
from gonghui.kernel.pages import Declares, EditPage, FormPage, RecordForm
from gonghui.kernel.refusals import Refusal

from .world import a_post, a_request, said

pytestmark = pytest.mark.django_db


class GroupForm(RecordForm):
    agreed = forms.BooleanField(label="同意")

    class Meta:
        model = Group
        fields = ("name",)


class NewGroup(FormPage):
    declares = Declares("post", by=("officer",))
    form_class = GroupForm
    title = "新建"
    success_url = "/groups/"


class OneGroup(EditPage, NewGroup):
    saves_while_typing = True

    @property
    def record(self):
        return Group.objects.get()


@pytest.fixture
def heard(monkeypatch):
    told = []
    monkeypatch.setattr(announced, "send", lambda sender, **what: told.append(what))
    return told


def post(page, posted, **headers):
    request = a_request("/groups/1/", a_post("officer"), posted=posted, **headers)
    return request, page.as_view()(request)


def test_form_page_saves_a_new_record_and_announces_it(heard):
    request, response = post(NewGroup, {"name": "甲组", "agreed": "on"})

    assert response["Location"] == "/groups/"
    assert Group.objects.get().name == "甲组"
    assert [(what["kind"], what["name"]) for what in heard] == [("edit", "create")]
    assert said(request) == ["已保存。"]


def test_edit_page_announces_old_and_new(heard):
    Group.objects.create(name="甲组")

    post(OneGroup, {"name": "乙组", "agreed": "on"})

    assert Group.objects.get().name == "乙组"
    assert heard[0]["facts"] == {"changes": {"name": ["甲组", "乙组"]}}


def test_edit_page_keeps_what_was_written_when_it_is_wrong(heard):
    Group.objects.create(name="甲组")

    _, response = post(OneGroup, {"name": "丙" * 151})

    html = response.content.decode()
    assert "丙" * 151 in html
    assert "您填的内容都还在" in html
    assert Group.objects.get().name == "甲组"
    assert heard == []


def test_edit_page_words_the_refusal_of_a_listener(monkeypatch):
    Group.objects.create(name="甲组")

    def refuse(sender, **what):
        raise Refusal("档案已归档,不能修改。")

    monkeypatch.setattr(announced, "send", refuse)

    _, response = post(OneGroup, {"name": "乙组", "agreed": "on"})

    assert "档案已归档,不能修改。" in response.content.decode()
    assert Group.objects.get().name == "甲组"


def test_autosave_keeps_what_is_valid_and_says_what_is_not(heard):
    Group.objects.create(name="甲组")

    _, response = post(OneGroup, {"name": "乙组"}, X_Autosave="1")

    assert json.loads(response.content) == {"wrong": {"agreed": "这个字段是必填项。"}}
    assert Group.objects.get().name == "乙组"
    assert heard[0]["name"] == "autosave"


def test_autosave_saves_nothing_that_is_wrong(heard):
    Group.objects.create(name="甲组")

    _, response = post(OneGroup, {"name": "丙" * 151, "agreed": "on"}, X_Autosave="1")

    assert list(json.loads(response.content)["wrong"]) == ["name"]
    assert Group.objects.get().name == "甲组"
    assert heard == []


def test_edit_page_tells_the_browser_where_to_save():
    Group.objects.create(name="甲组")

    html = OneGroup.as_view()(a_request("/groups/1/", a_post("officer"))).content.decode()

    assert 'data-autosave-url="/groups/1/"' in html
    assert "data-saved-sign" in html
