"""The product's settings over a data folder and a database of the benchmarks' own."""

import os
from pathlib import Path

NAME = "gonghui_bench"
os.environ["GONGHUI_HOME"] = str(Path(__file__).resolve().parents[1] / "build" / "bench-home")
os.environ["GONGHUI_DATABASE_NAME"] = NAME

from gonghui.config.settings import *  # noqa: E402, F403 - the folder must be named before the settings are read
from gonghui.config.settings import LOGGING, STORAGES  # noqa: E402 - as above

WHITENOISE_USE_FINDERS = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LOGGING = {**LOGGING, "loggers": {"gonghui": {"level": "WARNING"}}}
