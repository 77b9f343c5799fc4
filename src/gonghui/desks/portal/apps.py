from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gonghui.desks.portal"
    label = "portal"
    verbose_name = "职工门户"
