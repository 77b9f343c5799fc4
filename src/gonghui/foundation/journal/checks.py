"""The house does not start when nobody writes down what is done."""

from django.core.checks import Error, register

from gonghui.kernel.announcing import announced


@register()
def somebody_listens(app_configs, **kwargs):
    """An error when no receiver is connected to `announced`."""
    if announced.has_listeners():
        return []
    return [Error("Nobody listens to what is announced: the journal is not connected.", id="journal.E001")]
