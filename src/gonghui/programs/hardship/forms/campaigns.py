"""What a campaign asks: its plan, its sites, its goods, each line that is handed out (E-R16)."""

import uuid
from typing import Any

import django_filters  # type: ignore[import-untyped]  # published without types
from django import forms
from django.utils.translation import gettext_lazy as _

from gonghui.foundation.documents.rulebook import ACCEPTED
from gonghui.foundation.organisations.models import Unit
from gonghui.kernel import identifiers
from gonghui.kernel.ui.fields import DayInput, OpinionInput

from ..models import Campaign, CampaignItem, Distribution
from ..rulebook.campaigns import CampaignState, Season
from .fields import Identifier, Yuan
from .filters import WithinCounty
from .steps import StepForm

COUNT = {"inputmode": "numeric"}
MANY = 1_000_000


class PlanFields(forms.Form):
    title = forms.CharField(label=_("活动名称"), max_length=60)
    opens_on = forms.DateField(label=_("开始日期"), widget=DayInput())
    closes_on = forms.DateField(label=_("结束日期"), widget=DayInput())
    budget = Yuan(label=_("预算(元)"))
    target_sites = forms.IntegerField(label=_("计划点位(个)"), min_value=0, max_value=MANY)
    target_persons = forms.IntegerField(label=_("计划服务(人次)"), min_value=0, max_value=MANY)
    target_value = Yuan(label=_("计划物资价值(元)"))

    def clean(self):
        answers = super().clean() or {}
        if answers.get("budget") == 0:
            self.add_error("budget", _("预算必须大于零。"))
        if answers.get("opens_on") and answers.get("closes_on") and answers["closes_on"] < answers["opens_on"]:
            self.add_error("closes_on", _("结束日期不能早于开始日期。"))
        return answers


class PlanForm(PlanFields):
    season = forms.ChoiceField(label=_("季节"), choices=Season.choices)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100, help_text=_("冬送温暖按开始的那一年"))
    field_order = ("season", "year", "title")


class ReplanForm(StepForm, PlanFields):
    """The plan as it stands, to be changed."""

    note = forms.CharField(label=_("修改说明"), max_length=500, required=False, widget=OpinionInput())

    def prepare(self):
        for name in PlanFields.base_fields:
            self.fields[name].initial = getattr(self.record, name)


class SiteForm(forms.Form):
    fields: dict[str, Any]
    place = forms.CharField(label=_("点位名称"), max_length=60)
    host = forms.CharField(label=_("用人单位或工会"), max_length=60)
    unit: Any = forms.ModelChoiceField(
        Unit.objects.none(), label=_("经办工会"), empty_label=_("请选择"), help_text=_("由它在现场登记发放")
    )
    address = forms.CharField(label=_("地址"), max_length=100)
    contact = forms.CharField(label=_("联系人"), max_length=50)
    phone = Identifier(identifiers.mobile, label=_("联系电话(手机)"), widget=forms.TextInput({"inputmode": "numeric"}))
    planned_persons = forms.IntegerField(label=_("计划人数"), min_value=1, max_value=MANY)

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.within(campaign.unit).filter(ended_on__isnull=True)


class ItemForm(forms.Form):
    name = forms.CharField(label=_("物品"), max_length=40)
    unit_word = forms.CharField(label=_("计量单位"), max_length=6, help_text=_("例如 箱、个、份"))
    unit_price = Yuan(label=_("单价(元)"))
    quantity = forms.IntegerField(label=_("采购数量"), min_value=1, max_value=MANY, widget=forms.TextInput(COUNT))
    bought_on = forms.DateField(label=_("采购日期"), widget=DayInput())
    paper = forms.FileField(label=_("采购票据"), help_text=_("发票或验收单,照片或 PDF"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].widget.attrs["accept"] = ACCEPTED

    def clean_unit_price(self):
        if not self.cleaned_data["unit_price"]:
            raise forms.ValidationError(_("单价必须大于零。"))
        return self.cleaned_data["unit_price"]


def offered(site) -> list:
    """What may be handed out at a site: goods of its campaign and of the city's, then services."""
    campaigns = [pk for pk in (site.campaign_id, site.campaign.part_of_id) if pk]
    goods = CampaignItem.objects.filter(campaign__in=campaigns).order_by("pk")
    services = [(f"service:{value}", label) for value, label in Distribution.Offered.choices if value]
    return [*((f"item:{item.pk}", f"{item.name}({item.unit_word})") for item in goods), *services]


class WhatForm(forms.Form):
    """Which goods or service; gives `item` and `service`."""

    fields: dict[str, Any]
    what = forms.ChoiceField(label=_("发放内容"))

    def __init__(self, *args, site, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.site, self.on = site, on
        self.fields["what"].choices = offered(site)

    def clean(self):
        answers = super().clean() or {}
        sort, _colon, key = answers.pop("what", "").partition(":")
        answers["item"] = CampaignItem.objects.filter(pk=int(key)).first() if sort == "item" else None
        answers["service"] = key if sort == "service" else ""
        return answers


class LineForm(WhatForm):
    """One line on the spot, for a thumb: name, quantity, and where there is time a number and a photo."""

    once = forms.UUIDField(widget=forms.HiddenInput())
    kind = forms.ChoiceField(label=_("登记方式"), choices=Distribution.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("领取人姓名或班组名称"), max_length=50)
    employer = forms.CharField(label=_("所在单位"), max_length=60, required=False)
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=100_000, widget=forms.TextInput(COUNT))
    heads = forms.IntegerField(
        label=_("人数(班组填写)"), min_value=1, max_value=100_000, required=False, widget=forms.TextInput(COUNT)
    )
    id_no = Identifier(
        identifiers.identity_number,
        label=_("身份证号(可不填)"),
        required=False,
        help_text=_("加密保存,本人可在手机上确认"),
    )
    given_on = forms.DateField(label=_("发放日期"), widget=DayInput())
    paper = forms.FileField(label=_("签名照片"), required=False, help_text=_("个人可不拍;班组须拍下有签名的领取单"))
    field_order = ("once", "what", "kind", "name", "quantity", "heads", "employer", "paper", "id_no", "given_on")

    def __init__(self, *args, site, on, **kwargs):
        super().__init__(*args, site=site, on=on, **kwargs)
        self.fields["paper"].widget.attrs |= {"accept": "image/*", "capture": "environment"}
        starts = {"once": uuid.uuid4(), "kind": Distribution.Kind.PERSON, "quantity": 1, "given_on": on}
        for name, value in (starts | {"employer": site.host}).items():
            self.fields[name].initial = value

    def clean(self):
        answers = super().clean() or {}
        is_crew = answers.get("kind") == Distribution.Kind.CREW
        if is_crew and not answers.get("heads"):
            self.add_error("heads", _("请填写班组人数。"))
        answers["heads"] = answers.get("heads") if is_crew else 1
        return answers


class RosterForm(WhatForm):
    """A workbook of recipients for one site and one kind of goods or service."""

    file = forms.FileField(label=_("名册(.xlsx)"), help_text=_("按模板填写;有一处错误就都不导入"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


class SiteListForm(forms.Form):
    """A workbook of sites."""

    file = forms.FileField(label=_("点位名单(.xlsx)"), help_text=_("按模板填写;有一处错误就都不导入"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


class ReversalForm(forms.Form):
    reason = forms.CharField(
        label=_("更正理由"), max_length=200, min_length=4, widget=OpinionInput(attrs={"maxlength": 200})
    )


class CampaignFilters(WithinCounty):
    """What the list of campaigns is narrowed by."""

    state = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部状态"), choices=CampaignState.choices)
    season = django_filters.ChoiceFilter(label=_("季节"), empty_label=_("全部季节"), choices=Season.choices)

    class Meta:
        model = Campaign
        fields = ("state", "season", "county")
