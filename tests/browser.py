"""Journeys in a real browser against a real server: fixtures `live`, `page`, `phone`, `assert_accessible`.

A test that uses them needs `@pytest.mark.django_db(transaction=True)`: the server is another process.
"""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from gonghui.config import assets, catalogues

from . import chromium
from .settings import TESTS_HOME, WORKER

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
AXE = assets.PACKAGES / "axe-core" / "axe.min.js"
FIRST_ANSWER = 30  # seconds


@dataclass
class Live:
    """A server over the test database."""

    url: str
    log: Path
    reports_read: int = 0

    def new_csp_reports(self) -> list[str]:
        """What browsers reported as blocked since this was last asked."""
        reports = [line for line in self.log.read_text().splitlines() if "gonghui.csp" in line]
        already_read, self.reports_read = self.reports_read, len(reports)
        return reports[already_read:]


@pytest.fixture(scope="session")
def _server(django_db_setup):
    assets.gather()
    catalogues.compile_changed()
    port = _free_port()
    live = Live(f"http://localhost:{port}", TESTS_HOME / f"live-{WORKER}.log")
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--port", str(port),
        "--blocking-threads", "4", "--log-level", "warning", "gonghui.config.wsgi:application",
    ]  # fmt: skip
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "GONGHUI_ORIGIN": live.url}
    with live.log.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=assets.REPOSITORY)
        try:
            _wait_for_answer(live)
            yield live
        finally:
            process.terminate()
            process.wait(FIRST_ANSWER)


@pytest.fixture
def live(_server, transactional_db):
    """A server that shows what the test has committed; fails the test when a browser reported blocked content."""
    yield _server

    assert _server.new_csp_reports() == []


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop lives in this thread; Django would take it for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium.launch_options())
        yield started
        started.close()


@pytest.fixture
def page(browser, live):
    """An officer's desk: 1440 by 900."""
    with opened(browser, live, viewport=DESK) as tab:
        yield tab


@pytest.fixture
def phone(browser, live):
    """A worker's phone: 390 by 844, touched, not clicked."""
    with opened(browser, live, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2) as tab:
        yield tab


@contextmanager
def opened(browser: Browser, live: Live, **options):
    """A tab of a person of its own; fails when a script failed or the policy blocked something on any of its pages."""
    context = browser.new_context(base_url=live.url, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    tab, faults = context.new_page(), []
    tab.on("pageerror", lambda fault: faults.append(str(fault)))
    tab.on("console", lambda message: faults.append(message.text) if _is_blocked(message) else None)
    try:
        yield tab
    finally:
        context.close()
    assert faults == []


@pytest.fixture
def assert_accessible():
    """Check a page by axe: no fault of any rule; at this width nothing is wider than the screen."""

    def check(tab: Page):
        tab.evaluate(AXE.read_text())
        found = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        faults = [f"{rule['id']}: {node['target']} {node['html']}" for rule in found for node in rule["nodes"]]
        assert faults == [], "\n".join([tab.url, *faults])
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{tab.url} scrolls sideways"

    return check


def _is_blocked(message: ConsoleMessage) -> bool:
    return "Content Security Policy" in message.text


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def _wait_for_answer(live: Live):
    end = time.monotonic() + FIRST_ANSWER
    while time.monotonic() < end:
        try:
            urlopen(f"{live.url}/healthz").close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not start:\n{live.log.read_text()[-2000:]}")
