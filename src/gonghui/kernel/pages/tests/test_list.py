"""Lists: the same number of queries for one row and three, and the same checks on every way in."""

import io

import django_filters
import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.db import connection, models
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from gonghui.kernel.announcing import announced
from gonghui.kernel.pages import Declares, ListPage
from gonghui.kernel.ui.columns import Column

from .world import a_post, a_request

pytestmark = pytest.mark.django_db


class NamedQuerySet(models.QuerySet):
    """Named things with a state; those that begin with 霍山 belong to somebody else."""

    def visible_to(self, by):
        return self.exclude(name__startswith="霍山").annotate(state=models.F("name"))

    def matching(self, text):
        return self.filter(name__contains=text)


class Letters(models.TextChoices):
    A = "金寨甲", "甲"
    B = "金寨乙", "乙"


class Named(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=Letters.choices)


class NamedList(ListPage):
    declares = Declares("post", by=("officer",))
    queryset = NamedQuerySet(Group)
    title = "名册"
    columns = (Column("name", "名称", sort="name", narrow="title"), Column("pk", "编号", kind="number"))
    filters = Named
    search_hint = "名称"
    states = tuple(Letters)
    exporters = ("officer",)
    most_exported = 3


@pytest.fixture
def heard():
    told = []

    def hear(sender, **what):
        told.append(what)

    before, announced.receivers = announced.receivers, []
    announced.connect(hear)
    yield told
    announced.receivers = before
    announced.sender_receivers_cache.clear()


def some_rows(*names):
    Group.objects.bulk_create([Group(name=name) for name in names])


def shown(path="/", **headers):
    return NamedList.as_view()(a_request(path, a_post("officer"), **headers))


def test_list_asks_as_often_for_three_rows_as_for_one():
    some_rows("金寨甲")
    with CaptureQueriesContext(
        connection,
    ) as one:
        shown()
    some_rows("金寨乙", "金寨丙")

    with CaptureQueriesContext(connection) as three:
        html = shown().content.decode()

    assert html.count('<td class="gh-narrow-title') == 3
    assert len(three) == len(one) == 3


@pytest.mark.parametrize("path", ["/", "/?q=霍山", "/?state=霍山丁", "/?sort=name&per=200", "/?page=9"])
@pytest.mark.parametrize("headers", [{}, {"HX_Request": "true"}])
def test_list_shows_nothing_of_others_by_any_way(path, headers):
    some_rows("金寨甲", "霍山丁")

    html = shown(path, **headers).content.decode()

    assert "霍山丁" not in html
    assert "共 2 条" not in html


def test_list_answers_htmx_with_the_rows_alone():
    some_rows("金寨甲")

    html = shown(HX_Request="true").content.decode()

    assert html.startswith('<div id="rows">')
    assert "金寨甲" in html


def test_list_is_not_found_for_others_however_asked():
    for headers in ({}, {"HX_Request": "true"}):
        with pytest.raises(Http404):
            NamedList.as_view()(a_request("/?export=xlsx", a_post("worker"), **headers))


def test_list_counts_by_state_whatever_is_searched():
    some_rows("金寨甲", "金寨乙")

    context = shown("/?q=甲").context_data

    assert [(each.title, each.count) for each in context["states"]] == [("甲", 1), ("乙", 1)]
    assert len(context["rows"]) == 1


def test_list_sorts_only_by_what_a_column_offers():
    some_rows("乙", "甲")

    by_name = [row[0].text for row in shown("/?sort=-name").context_data["rows"]]
    by_password = shown("/?sort=permissions__codename").context_data

    assert by_name == ["甲", "乙"]
    assert by_password["sort"] == ""


@pytest.mark.parametrize(("per", "size"), [("2", 2), ("9999", 200), ("0", 25), ("-1", 25), ("x", 25), ("²", 25)])
def test_list_pages_hold_two_hundred_rows_at_most(per, size):
    assert shown(f"/?per={per}").context_data["paginator"].per_page == size


def test_export_holds_what_the_page_shows_and_says_who_took_it(heard):
    some_rows("金寨甲", "霍山丁", "=HYPERLINK(1)")

    response = shown("/?export=xlsx&sort=name")

    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = [cell for (cell, *_others) in book.active.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=HYPERLINK(1)", "s"), ("金寨甲", "s")]
    assert "共 2 行,仅限工作使用" in book.properties.description
    assert [(what["kind"], what["name"], what["facts"]["rows"]) for what in heard] == [("read", "export", 2)]


def test_export_refuses_more_rows_than_it_may_take(heard):
    some_rows("甲", "乙", "丙", "丁")

    response = shown("/?export=xlsx")

    assert response.status_code == 409
    assert "一次最多导出 3 行,现在选中了 4 行" in response.content.decode()
    assert heard == []
