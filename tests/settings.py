"""The product's settings over the tests' own data folder; `GONGHUI_TEST_DB` keeps several testers' databases apart."""

import os
from pathlib import Path

TESTS_HOME = Path(__file__).resolve().parents[1] / "build" / "test-home"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEST_DATABASE = f"test_gonghui_{os.environ.get('GONGHUI_TEST_DB', '')}{WORKER}"

os.environ["GONGHUI_HOME"] = str(TESTS_HOME)
os.environ["GONGHUI_DATABASE_NAME"] = TEST_DATABASE

from gonghui.config.settings import *  # noqa: E402, F403 - the folder must be named before the settings are read
from gonghui.config.settings import DATABASES, STORAGES, TEMPLATES  # noqa: E402 - as above


class Undefined(str):
    """What a template gets for a variable that nobody gave it: a failing test."""

    __slots__ = ()

    def __mod__(self, name):
        raise LookupError(f"undefined in a template: {name}")


DATABASES = {alias: {**options, "CONN_MAX_AGE": 0} for alias, options in DATABASES.items()}
WHITENOISE_USE_FINDERS = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; no test password guards anything
TEMPLATES = [{**each, "OPTIONS": {**each["OPTIONS"], "string_if_invalid": Undefined("%s")}} for each in TEMPLATES]
