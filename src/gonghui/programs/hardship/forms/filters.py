"""What the lists of files and grants are narrowed by."""

import django_filters  # type: ignore[import-untyped]  # published without types
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.organisations.models import Unit

from ..models import AidGrant, AidProject, HardshipArchive, HouseholdChange
from ..rulebook import FileState, GrantState
from ..rulebook.changes import ChangeKind, ChangeState
from ..rulebook.grading import Grade


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


class FileFilters(WithinCounty):
    state = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部状态"), choices=FileState.choices)
    grade = django_filters.ChoiceFilter(label=_("困难类别"), empty_label=_("全部类别"), choices=Grade.choices)
    archive_level = django_filters.ChoiceFilter(
        label=_("档案层级"), empty_label=_("全部层级"), choices=HardshipArchive.Level.choices
    )
    field_order = ("state", "grade", "archive_level", "county")

    class Meta:
        model = HardshipArchive
        fields = ("state", "grade", "archive_level", "county")


class GrantFilters(WithinCounty):
    state = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部状态"), choices=GrantState.choices)
    kind = django_filters.ChoiceFilter(
        field_name="project__kind", label=_("项目类型"), empty_label=_("全部项目"), choices=AidProject.Kind.choices
    )

    class Meta:
        model = AidGrant
        fields = ("state", "kind", "county")


class ChangeFilters(WithinCounty):
    state = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部状态"), choices=ChangeState.choices)
    kind = django_filters.ChoiceFilter(label=_("变动种类"), empty_label=_("全部种类"), choices=ChangeKind.choices)

    class Meta:
        model = HouseholdChange
        fields = ("state", "kind", "county")
