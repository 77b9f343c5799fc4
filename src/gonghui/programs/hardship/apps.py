from django.apps import AppConfig


class HardshipConfig(AppConfig):
    name = "gonghui.programs.hardship"
    label = "hardship"
    verbose_name = "困难职工帮扶"

    def ready(self):
        from . import notices
        from .sheets import papers as papers  # the forms are known once they are imported
        from .actions import consenting, kin, payment, relief_payment

        notices.listen()
        payment.listen()
        relief_payment.listen()
        consenting.listen()
        kin.listen()
