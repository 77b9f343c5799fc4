"""What the lists of foundings and members are narrowed by."""

import django_filters  # type: ignore[import-untyped]  # published without types
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.models import Membership
from gonghui.foundation.members.rulebook import EightGroup, NewForm
from gonghui.foundation.organisations.models import Unit

from ..models import Founding
from ..rulebook import FoundingState


def counties_of(request):
    """The counties that the post asking may see into."""
    if request is None:
        return Unit.objects.none()
    unit = request.post.unit
    return Unit.objects.counties().filter(position__lte=unit.last, last__gte=unit.position)


class WithinCounty(django_filters.FilterSet):
    county = django_filters.ModelChoiceFilter(
        label=_("区县"), empty_label=_("全部区县"), queryset=counties_of, method="within_county"
    )

    def within_county(self, records, name, unit):
        return records.within(unit)


class FoundingFilters(WithinCounty):
    state = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部状态"), choices=FoundingState.choices)
    kind = django_filters.ChoiceFilter(label=_("建会方式"), empty_label=_("全部方式"), choices=Founding.Kind.choices)
    field_order = ("state", "kind", "county")

    class Meta:
        model = Founding
        fields = ("state", "kind", "county")


class MemberFilters(WithinCounty):
    state = django_filters.ChoiceFilter(
        label=_("会籍状态"), empty_label=_("全部状态"), choices=Membership.State.choices
    )
    group = django_filters.ChoiceFilter(
        label=_("八大群体"), empty_label=_("不限八大群体"), choices=EightGroup.choices, method="in_group"
    )
    new_form = django_filters.ChoiceFilter(
        label=_("新就业形态"), empty_label=_("不限新就业形态"), choices=NewForm.choices, method="in_new_form"
    )
    field_order = ("state", "group", "new_form", "county")

    class Meta:
        model = Membership
        fields = ("state", "group", "new_form", "county")

    def in_group(self, records, name, value):
        return records.filter(groups__contains=[value])

    def in_new_form(self, records, name, value):
        return records.filter(new_forms__contains=[value])
