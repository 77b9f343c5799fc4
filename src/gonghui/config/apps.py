"""The roof as an application: it brings `migrate`, which always works as the owner."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "gonghui.config"
    label = "config"
