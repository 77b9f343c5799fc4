"""Every declared figure of a small world opens the list behind its number (X-R11)."""

import pytest
from django.urls import reverse

from gonghui.desks.figures import listed, reckoning
from gonghui.foundation.accounts.roles import Role
from gonghui.foundation.accounts.tests.people import come_in
from gonghui.kernel.indicators import all_figures
from gonghui.kernel.periods import Period
from tests.world import the_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
YEAR = Period.year(2021)
READERS = (Role.CITY_REVIEWER, Role.CITY_APPROVER, Role.AUDITOR)


def test_each_kind_of_record_has_columns_and_what_they_need():
    counted = {listed.model_of(figure) for figure in all_figures()}

    assert [model for model in counted if not (model in listed.COLUMNS and model in listed.WITH)] == []
    assert set(listed.COLUMNS) == set(listed.WITH)


def test_every_figure_opens_as_many_records_as_it_counts():
    browsers, differing = {}, []
    for figure in all_figures():
        role = next((role for role in READERS if listed.may_list(figure, the_post(role))), None)
        if role is None:
            differing.append((figure.code, "no reader"))
            continue
        if role not in browsers:
            browsers[role] = come_in(the_post(role))
        page = browsers[role].get(reverse("figures:records", args=[figure.code]), {"period": YEAR.name})
        found = reckoning.answer(figure, reckoning.the_city(), YEAR).records
        count = page.context["page_obj"].paginator.count if page.status_code == 200 else page.status_code
        if count != found:
            differing.append((figure.code, count, found))

    assert differing == []
