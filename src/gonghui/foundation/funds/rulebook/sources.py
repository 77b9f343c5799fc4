"""Where money comes from, and which files each source may pay (E-R10)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.policies.rules import Policy


class Source(TextChoices):
    CENTRAL = "central", _("中央财政")
    PROVINCIAL = "provincial", _("省级财政")
    LOCAL = "local", _("市县财政")
    DUES = "dues", _("工会经费")
    UPPER_UNION = "upper_union", _("上级工会")
    DONATION = "donation", _("社会捐赠")
    INTEREST = "interest", _("利息")


class Level(TextChoices):
    """Levels of files, highest first."""

    NATION = "nation", _("全国级")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


ANY_LEVEL = ",".join(Level.values)
PAYS = {
    source: Policy(
        f"funds.pays.{source}",
        "nation" if source in (Source.CENTRAL, Source.PROVINCIAL) else ANY_LEVEL,
        _("%(source)s可用于的档案层级") % {"source": source.label},
        "",
        "E-R10",
    )
    for source in Source
}
"""The levels of files that money of a source may pay."""
