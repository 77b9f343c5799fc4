"""Lists that are too long to be taken away at once: the same masked columns, by request and approval (T04)."""

from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.exports.kinds import Kind, register
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel.sheets.columns import Column
from gonghui.kernel.sheets.writing import Sheet, write_sheets

from ..forms.filters import FileFilters, GrantFilters
from ..models import AidGrant, HardshipArchive
from ..rulebook import SEEN_BY, FileState, Role
from .lists import FILES, GRANTS

TAKERS = tuple(role for role in SEEN_BY if role not in (Role.SYSTEM, Role.AUDITOR))


class LongList:
    """A list under the filters that a request names, as its `columns` show it: names masked, no number of a person."""

    def __init__(self, title, queryset, filters, columns):
        self.title, self.queryset, self.filters, self.columns = title, queryset, filters, columns

    def records(self, by, scope: dict):
        """The records of the list that `by` sees; the order is that of the page."""
        query = QueryDict(mutable=True)
        for name, values in scope.items():
            query.setlist(name, values)
        asked = self.filters(query, queryset=self.queryset().visible_to(by))
        asked.filters["county"].field.queryset = Unit.objects.counties()
        return asked.qs.order_by("-begun_on", "-pk")

    def count(self, by, scope: dict) -> int:
        return self.records(by, scope).count()

    def write(self, path, *, by, scope: dict, watermark: str, trace: str) -> int:
        """Write the list to `path`; gives the number of rows."""
        heads = tuple(Column(c.path, str(c.title), c.kind if c.is_number else "text") for c in self.columns)
        rows = ([column.exported(record) for column in self.columns] for record in self.records(by, scope))
        return write_sheets(path, (Sheet(self.title, heads, rows),), watermark=watermark, trace=trace)


def _with_county(records):
    above = Unit.objects.filter(
        level=Unit.Level.COUNTY, position__lte=OuterRef("position"), last__gte=OuterRef("position")
    )
    return records.annotate(county_name=Subquery(above.values("short_name")[:1]))


def _files():
    return _with_county(HardshipArchive.objects.exclude(state=FileState.DRAFT).select_related("unit"))


def _grants():
    return _with_county(AidGrant.objects.select_related("file__unit", "project__fund"))


OF_FILES = LongList(_("困难职工档案"), _files, FileFilters, FILES)
OF_GRANTS = LongList(_("帮扶发放"), _grants, GrantFilters, GRANTS)
register(Kind("hardship.files", _("困难职工档案列表(已掩码)"), TAKERS, count=OF_FILES.count, write=OF_FILES.write))
register(Kind("hardship.grants", _("帮扶发放列表(已掩码)"), TAKERS, count=OF_GRANTS.count, write=OF_GRANTS.write))
