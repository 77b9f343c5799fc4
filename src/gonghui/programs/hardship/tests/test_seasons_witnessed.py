"""Nothing of reliefs and campaigns changes without the journal knowing (X-R4)."""

import pytest
from django.db import transaction

from gonghui.foundation.accounts.actions import system_post
from gonghui.foundation.journal.sealing import faults
from gonghui.foundation.organisations import sight
from gonghui.foundation.organisations.tests.trees import a_tree
from gonghui.programs.hardship.actions import campaigns, distribution, relief
from gonghui.programs.hardship.models import Distribution, Relief

from . import seasons
from .seasons import JULY_5, JULY_6
from .test_campaigns import a_workbook, rows_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_every_step_is_witnessed_and_a_change_behind_our_back_is_seen(settings, tmp_path):
    settings.JOURNAL_ANCHORS = tmp_path / "anchors"
    with transaction.atomic(), sight.system("test"):
        staff = seasons.Offices(a_tree())
        found = seasons.a_granted_relief(staff)
        relief.bounce(found, by=system_post("payments"), on=JULY_6, reason="户名不符")
        campaign = seasons.a_running_campaign(staff)
        site, item = seasons.a_site(staff, campaign), seasons.an_item(staff, campaign)
        line = seasons.a_line(staff, site, item, paper=seasons.a_photo())
        distribution.reverse(line, by=staff.operator, on=JULY_6, reason="登记错误")
        taken = {"item": item, "service": "", "content": a_workbook(tmp_path), "file_name": "名册.xlsx"}
        distribution.take_in_roster(site, rows_of("甲一", "乙二"), by=staff.operator, on=JULY_5, **taken)
        campaigns.close(campaign, by=staff.county_operator, on=JULY_6)
    before = faults()

    with transaction.atomic(), sight.system("test"):
        Relief.objects.filter(pk=found.pk).update(bank_name="别的银行")
        Distribution.objects.filter(pk=line.pk).update(name="别的人")

    assert before == []
    assert [fault.what for fault in faults()] == ["a record is not as the journal last saw it"] * 2
