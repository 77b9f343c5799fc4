from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gonghui.foundation.documents"
    label = "documents"
    verbose_name = "材料"
