"""The components a template is built from. Each has its place on the gallery page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...workdays import NoCalendar
from .. import charts, masking

register = template.Library()

NOTHING = "—"
MASKS = {
    "name": masking.mask_name,
    "mobile": masking.mask_mobile,
    "card": masking.mask_card,
    "identity_number": masking.mask_identity_number,
}


@register.simple_tag
def icon(name, label="") -> SafeString:
    """A picture from the sprite; silent for screen readers unless it carries a label."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    address = static("lib/icons.svg")
    return format_html('<svg class="gh-icon" focusable="false" {}><use href="{}#{}"/></svg>', said, address, name)


@register.simple_tag
def tag(text, tone="grey") -> SafeString:
    """A chip that names a state; the tone repeats what the word says."""
    return format_html('<span class="gh-tag gh-tag-{}">{}</span>', tone or "grey", text)


@register.filter
def when(at: datetime | date) -> str:
    """An instant of this year with its hour, an older one or a mere day with its year."""
    if isinstance(at, datetime) and timezone.localtime(at).year == timezone.localdate().year:
        return f"{timezone.localtime(at):%m-%d %H:%M}"
    return f"{timezone.localtime(at) if isinstance(at, datetime) else at:%Y-%m-%d}"


@register.filter
def money(fen) -> str:
    """Fen as yuan with two decimals: 123400 → 1,234.00."""
    return NOTHING if fen in (None, "") else f"{Decimal(fen) / 100:,.2f}"


@register.filter
def masked(text, kind) -> str:
    """A name, mobile, card or identity_number in plain text as others may see it; secrets mask themselves."""
    return MASKS[kind](str(text)) if text else NOTHING


@register.simple_tag
def progress(value, label, maximum=100, tone="") -> SafeString:
    """A bar that says its own number aloud."""
    tone = f" gh-progress-{tone}" if tone else ""
    return format_html(
        '<progress class="gh-progress{}" value="{}" max="{}" aria-label="{}"></progress>',
        tone,
        min(float(value), maximum),
        maximum,
        label,
    )


@register.simple_tag
def due(record, on) -> SafeString:
    """How long is left until a case's next step is due, in working days."""
    try:
        left = record.workdays_left(on)
    except NoCalendar:  # what can be read stays readable while a year's days are not entered yet
        return tag(_("已超期"), "red") if record.is_overdue(on) else tag(date_format(record.due_on, "Y-m-d"))
    if left is None:
        return tag(_("无时限"))
    if record.due_on is None:
        return tag(_("计时暂停,还剩 %(days)s 个工作日") % {"days": left}, "purple")
    if left < 0:
        return tag(_("已超期 %(days)s 个工作日") % {"days": -left}, "red")
    if left == 0:
        return tag(_("今天到期"), "orange")
    return tag(_("还有 %(days)s 个工作日") % {"days": left}, "orange" if left <= 3 else "blue")


@register.simple_tag
def cell(shown) -> SafeString:
    """A value of a list or record as its column wants it shown: chip, link, or plain."""
    if shown.tone:
        return tag(shown.text, shown.tone)
    if shown.href:
        return format_html('<a href="{}">{}</a>', shown.href, shown.text)
    return format_html("{}", shown.text)


@register.inclusion_tag("ui/parts/facts.html")
def facts(cells):
    """The facts of a record as a grid of names and values."""
    return {"cells": cells}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(moments):
    """What happened and what comes next; each moment has title, who, at, note and state (done, now, next, stopped)."""
    return {"moments": moments}


@register.inclusion_tag("ui/parts/empty.html")
def empty(text, icon="clipboard-list", href="", button=""):
    """What a page says when there is nothing to show, and what to do about it."""
    return {"text": text, "icon_name": icon, "href": href, "button": button}


@register.inclusion_tag("ui/parts/pages.html", takes_context=True)
def pagination(context, page, target=""):
    """Which page of a list this is, and the way to the others; `target` names the part htmx exchanges."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": numbers, "target": target, "request": context["request"]}


@register.inclusion_tag("ui/parts/services.html")
def services(items):
    """What a worker can do from the phone's home page: eight coloured pictures at most to a screen."""
    return {"items": items}


@register.inclusion_tag("ui/parts/messages.html")
def messages(said):
    """What was just done or refused."""
    return {"said": [{"text": m.message, "level": m.level_tag or "info"} for m in said]}


@register.inclusion_tag("ui/parts/field.html")
def field(bound):
    """One question of a form: label, box, help and what is wrong with the answer."""
    is_group = isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)
    is_check = isinstance(bound.field.widget, CheckboxInput)
    return {"field": bound, "is_check": is_check, "is_group": is_group, "choices": _choices(bound) if is_group else []}


def _choices(bound) -> list[dict]:
    for choice in bound.subwidgets:
        choice.data["attrs"]["class"] = "form-check-input"
    return [{"id": c.id_for_label, "label": c.choice_label, "box": c.tag()} for c in bound.subwidgets]


@register.simple_tag
def box(bound, label="") -> SafeString:
    """The box of a field alone, in its Bootstrap class; `label` names it where no label is shown."""
    widget, css = bound.field.widget, "form-control"
    if isinstance(widget, CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, Select):
        css = "form-select"
    attrs = {"class": f"{css} is-invalid" if bound.errors else css}
    if label:
        attrs["aria-label"] = label
    return bound.as_widget(attrs=attrs)


@register.simple_tag
def hexmap(areas, title) -> SafeString:
    """A map of hexagons."""
    return charts.hexagon_map(areas, title)


@register.simple_tag
def line(points, title, unit="") -> SafeString:
    """A line over months."""
    return charts.line_chart(points, title, unit=unit)


@register.simple_tag
def bars(points, title, unit="") -> SafeString:
    """Upright bars."""
    return charts.bar_chart(points, title, unit=unit)
