"""The server as a browser meets it."""

import pytest
from playwright.sync_api import Page


@pytest.mark.django_db(transaction=True)
def test_every_answer_forbids_foreign_content(live, page: Page):
    answer = page.goto("/accounts/sign-in")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db(transaction=True)
def test_blocked_content_is_reported(live, browser):
    tab = browser.new_page(base_url=live.url)
    tab.goto("/accounts/sign-in")

    tab.evaluate("document.body.appendChild(document.createElement('script')).text = 'document.title = \"foreign\"'")
    tab.wait_for_timeout(300)

    assert tab.title() != "foreign"
    assert ["blocked script-src-elem from inline" in report for report in live.new_csp_reports()] == [True]
