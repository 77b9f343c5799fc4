from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gonghui.foundation.notices"
    label = "notices"
    verbose_name = "消息与公示"
