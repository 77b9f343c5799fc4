from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "gonghui.foundation.funds"
    label = "funds"
    verbose_name = "资金与付款"
