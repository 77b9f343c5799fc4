from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gonghui.foundation.accounts"
    label = "accounts"
    verbose_name = "账号与岗位"

    def ready(self):
        from . import receivers  # noqa: F401 - the receivers connect themselves
