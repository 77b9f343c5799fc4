from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "gonghui.foundation.journal"
    label = "journal"
    verbose_name = "日志"

    def ready(self):
        from gonghui.kernel.announcing import announced

        from . import actions, checks  # noqa: F401 - the check registers itself

        announced.connect(actions.write, dispatch_uid="journal")
