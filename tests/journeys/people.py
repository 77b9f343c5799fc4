"""Tabs of people: each in a browser of her own, come in as her post, looked at by axe on every page."""

import os
import time
from contextlib import ExitStack
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from gonghui.foundation.accounts.tests.people import PASSWORD, come_in
from tests.browser import DESK, PHONE, opened

SHOTS = os.environ.get("GONGHUI_SHOTS")
"""A folder: when named, each page looked at is also photographed there."""
ON_A_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
ON_A_DESK = {"viewport": DESK}


class Person:
    """Somebody at her screen."""

    def __init__(self, tab, check):
        self.tab, self.check, self.faults = tab, check, []
        tab.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)

    def comes_in(self, live, post):
        """As her post, without the doors."""
        cookie = come_in(post).cookies["sessionid"].value
        self.tab.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live.url}])
        return self

    def signs_in(self, user, secret):
        """At the doors: name and password, then the six digits of her authenticator."""
        self.opens("/accounts/sign-in?who=staff").fills(login=user.username, password=PASSWORD).presses("下一步")
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        return self.fills(code=code).presses("登录")

    def opens(self, address, shot=""):
        answer = self.tab.goto(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        self.looks(shot)
        return self

    def looks(self, shot=""):
        """The page as it stands has no fault and fits the screen."""
        self.check(self.tab)
        assert self.faults == []
        if SHOTS and shot:
            self.tab.screenshot(path=Path(SHOTS) / f"{shot}.png", full_page=True)
        return self

    def follows(self, name, shot=""):
        self.tab.locator("main").get_by_role("link", name=name).first.click()
        return self.looks(shot)

    def fills(self, **answers):
        """Answers by the name of the field; a list ticks boxes, True ticks one, other texts are typed or chosen."""
        for name, answer in answers.items():
            self._fill(self.tab.locator(f"main [name='{name}']"), answer)
        return self

    def _fill(self, boxes, answer):
        kind = boxes.first.evaluate("box => box.type || box.tagName")
        if kind in ("checkbox", "radio"):
            wanted = [answer] if isinstance(answer, str) else answer
            for box in boxes.all():
                if wanted is True or box.get_attribute("value") in wanted:
                    box.check()
        elif kind.startswith("select"):
            boxes.first.select_option(label=answer)
        else:
            boxes.first.fill(answer)

    def presses(self, name, shot=""):
        self.tab.locator("main").get_by_role("button", name=name).first.click()
        self.tab.wait_for_load_state()
        return self.looks(shot)

    def reads(self, *words):
        text = self.tab.locator("body").inner_text()
        for word in words:
            assert word in text, f"{self.tab.url}: no “{word}” in\n{text}"
        return self


class Room:
    """Opens tabs and closes them all in the end."""

    def __init__(self, browser, live, check):
        self.browser, self.live, self.check, self.stack = browser, live, check, ExitStack()
        self.seated = {}

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        return self.stack.__exit__(*fault)

    def seat(self, post, options) -> Person:
        """Somebody at a desk or with a phone in hand: the same tab each time."""
        key = (post.pk, options["viewport"]["width"])
        if key not in self.seated:
            self.seated[key] = self.stranger(options).comes_in(self.live, post)
        return self.seated[key]

    def stranger(self, options) -> Person:
        """Somebody before the doors."""
        return Person(self.stack.enter_context(opened(self.browser, self.live, **options)), self.check)
