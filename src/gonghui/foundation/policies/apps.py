from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "gonghui.foundation.policies"
    label = "policies"
    verbose_name = "政策标准"

    def ready(self):
        from gonghui.kernel import workdays

        from .remembering import days_of

        workdays.use_exceptions(days_of)
