from django.apps import AppConfig


class HardshipConfig(AppConfig):
    name = "gonghui.programs.hardship"
    label = "hardship"
    verbose_name = "困难职工帮扶"

    def ready(self):
        from . import notices
        from .actions import consenting, handing_over, holders, kin, payment, relief_payment
        from .sheets import long_lists as long_lists  # as below
        from .sheets import national as national  # what may be taken away is known once it is imported
        from .sheets import papers as papers  # the forms are known once they are imported

        notices.listen()
        payment.listen()
        relief_payment.listen()
        consenting.listen()
        kin.listen()
        handing_over.listen()
        holders.listen()
