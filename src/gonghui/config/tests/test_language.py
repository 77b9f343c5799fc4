"""Chinese first, English when chosen."""

import os
import subprocess
import sys

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


def test_catalogue_reads_templates_without_settings_named():
    asked = "from pathlib import Path; from gonghui.config.catalogues import _as_python as read; "
    asked += """print(read("{% load i18n %}{% translate '返回' %}", Path("a.html")))"""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=True)

    assert "返回" in told.stdout
