"""A page is closed unless opened; refusals are sentences."""

import pytest
from django.http import Http404
from django.views.generic import TemplateView

from gonghui.kernel.pages import BoardPage, Declares, OfRecord, Page
from gonghui.kernel.pages.page import holds
from gonghui.kernel.refusals import Refusal

from .world import SampleCase, a_post, a_request, an_approver


class OfficersPage(Page, TemplateView):
    declares = Declares("post", by=("approver", "officer"), cites="E-R7")
    template_name = "ui/parts/crumbs.html"


class ApproversPage(OfficersPage):
    declares = Declares("post", by=an_approver)


class OpenPage(OfficersPage):
    declares = Declares("public")


class RefusingPage(OfficersPage):
    def get(self, request):
        raise Refusal("2027 年的放假安排还没有公布。")


def visit(page, request):
    return page.as_view()(request)


def test_page_sends_strangers_to_sign_in_and_back():
    response = visit(OfficersPage, a_request("/files/?q=1", signed_in=False))

    assert response.status_code == 302
    assert response["Location"].endswith("?next=/files/%3Fq%3D1")


def test_page_asks_htmx_to_leave_for_the_sign_in():
    response = visit(OfficersPage, a_request("/files/", signed_in=False, HX_Request="true"))

    assert response.status_code == 200
    assert "next=/files/" in response["HX-Redirect"]


@pytest.mark.parametrize("page", [OfficersPage, ApproversPage])
@pytest.mark.parametrize("by", [a_post("worker"), None])
def test_page_is_not_found_for_whom_it_does_not_admit(page, by):
    with pytest.raises(Http404):
        visit(page, a_request(by=by))


def test_page_answers_whom_it_admits_and_is_kept_by_nobody():
    response = visit(OfficersPage, a_request(by=a_post("officer")))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "HX-Request" in response["Vary"]


def test_page_of_the_public_is_open_to_strangers():
    assert visit(OpenPage, a_request(signed_in=False)).status_code == 200


def test_page_words_a_refusal():
    response = visit(RefusingPage, a_request(by=a_post("officer")))

    assert response.status_code == 409
    assert "2027 年的放假安排还没有公布。" in response.content.decode()


def test_declares_refuses_a_sight_that_does_not_exist():
    with pytest.raises(ValueError, match="everyone"):
        Declares("everyone")


def test_holds_nothing_for_nobody():
    assert not holds(("officer",), None)
    assert not holds((), a_post())
    assert holds(an_approver, a_post())


def test_record_of_a_page_is_asked_for_once_admitted():
    class Asked(OfRecord, TemplateView):
        declares = Declares("post", by=an_approver)
        record = SampleCase()
        template_name = "ui/parts/crumbs.html"

    assert visit(Asked, a_request(by=a_post())).context_data["record"].number == "H-2021-0017"


def test_board_shows_its_title_and_no_rank():
    class Board(BoardPage):
        declares = Declares("public")
        title = "工作态势"

    html = visit(Board, a_request(by=None)).content.decode()

    assert "<h1>工作态势</h1>" in html
    assert "排名" not in html
