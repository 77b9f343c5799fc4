from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gonghui.kernel.ui"
    label = "ui"
    verbose_name = "界面"
