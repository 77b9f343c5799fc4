"""The gallery shows every skeleton; the looks remember large type."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from gonghui.kernel.ui import views
from gonghui.kernel.ui.gallery import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_gallery_draws_each_skeleton_with_one_heading_and_one_main(name):
    response = views.Gallery.as_view()(RequestFactory().get("/", {"as": name}))

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert html.count("<main") == 1


@pytest.mark.parametrize("name", PAGES)
def test_gallery_pages_hold_no_inline_style_or_script(name):
    html = views.Gallery.as_view()(RequestFactory().get("/", {"as": name})).content.decode()

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", html)


@pytest.mark.parametrize("name", PAGES)
def test_gallery_pages_name_every_id_once(name):
    html = views.Gallery.as_view()(RequestFactory().get("/", {"as": name})).content.decode()

    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_gallery_turns_an_unknown_name_into_the_components():
    response = views.Gallery.as_view()(RequestFactory().get("/", {"as": "../etc"}))

    assert "时间线" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_draw_without_any_context_and_lead_back(name):
    html = render_to_string(name)

    assert 'href="/"' in html
    assert "<h1" in html


def large_type(**asked):
    return views.LargeType.as_view()(RequestFactory().post("/ui/looks/large", asked))


def test_large_type_is_remembered_and_goes_back():
    response = large_type(large="1", next="/hardship/?q=1")

    assert (response.status_code, response["Location"]) == (302, "/hardship/?q=1")
    assert response.cookies["gh_large"].value == "1"


def test_large_type_leads_nowhere_else():
    response = large_type(large="0", next="https://elsewhere.example/")

    assert response["Location"] == "/"
    assert response.cookies["gh_large"].value == "0"


def test_large_type_marks_the_page():
    request = RequestFactory().get("/", {"as": "list"})
    request.COOKIES["gh_large"] = "1"

    html = views.Gallery.as_view()(request).content.decode()

    assert '<html lang="zh-Hans" class="gh-large">' in html
