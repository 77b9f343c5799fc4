from django.apps import AppConfig


class OrganisingConfig(AppConfig):
    name = "gonghui.programs.organising"
    label = "organising"
    verbose_name = "组织建设"

    def ready(self):
        from . import notices
        from .sheets import papers as papers  # the forms are known once they are imported

        notices.listen()
