"""Chinese first, English when chosen."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def test_pages_speak_chinese_whatever_the_browser_asks(client):
    page = client.get("/accounts/sign-in", headers={"Accept-Language": "en-US"})

    assert '<html lang="zh-hans"' in page.text.lower()


@pytest.mark.parametrize(("chosen", "lang"), [("en", "en"), ("zh-hans", "zh-hans"), ("xx<script>", "zh-hans")])
def test_pages_speak_the_language_chosen(client, chosen, lang):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen

    assert f'<html lang="{lang}"' in client.get("/accounts/sign-in").text.lower()
