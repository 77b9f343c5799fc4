"""收支: what a household earned and had to spend in a year, as it is asked (E-R1, E-R2)."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gonghui.kernel.announcing import announce

from ..models import IncomeLine
from .application import require_open
from .fields import Yuan


class IncomeBoxes(forms.Form):
    """A household's year, one amount a kind; an empty box is not known, 0 is nothing."""

    fields: dict[str, Any]

    INCOMES = {
        "wage": (_("工资性收入"), _("全家一年的工资、奖金、补贴合计")),
        "business": (_("经营性收入"), _("做生意、种田、跑运输等,减去成本后的")),
        "property": (_("财产性收入"), _("房租、利息等")),
        "transfer": (_("转移性收入"), _("养老金、低保金、失业金、赡养费等")),
        "other": (_("其他收入"), ""),
    }
    COSTS = {
        "cost_illness": (_("看病总费用"), _("全家一年的医疗费总额")),
        "reimbursed": (_("看病已报销"), _("医保、大病保险、医疗互助已经报销的部分")),
        "cost_schooling": (_("上学费用"), _("学费、住宿费、书本费")),
        "cost_disability": (_("残疾支出"), _("护理、辅助器具等")),
        "cost_employment": (_("必要就业成本"), _("为上班必须的交通、租房等")),
        "cost_sudden": (_("突发事件支出"), _("火灾、车祸、急病等突发事件自己承担的")),
    }
    SMALL = 100_00
    """Fen a year: less than this is hardly a year's wage; somebody thought of 万元."""

    def ask(self, known: dict) -> None:
        """A box for each kind, with what is known already in fen."""
        for name, (label, help_text) in {**self.INCOMES, **self.COSTS}.items():
            self.fields[name] = Yuan(label=label, help_text=help_text, required=False, initial=known.get(name))

    def incomes(self):
        return [self[name] for name in self.INCOMES]

    def costs(self):
        return [self[name] for name in self.COSTS]

    def clean_wage(self):
        return self._in_yuan("wage")

    def clean_transfer(self):
        return self._in_yuan("transfer")

    def _in_yuan(self, name):
        amount = self.cleaned_data[name]
        if amount is not None and 0 < amount < self.SMALL:
            raise forms.ValidationError(_("全年不足 100 元?请按“元”填写,不要按“万元”填写;没有这项收入请填 0。"))
        return amount

    def clean(self):
        super().clean()
        whole, back = self.cleaned_data.get("cost_illness"), self.cleaned_data.get("reimbursed")
        if back is not None and back > (whole or 0):
            self.add_error("reimbursed", _("已报销的金额不能大于看病总费用。"))
        amounts = [self.cleaned_data.get(name) for name in self.INCOMES]
        if not self.errors and all(amount is None for amount in amounts):
            self.add_error("wage", _("请填写家庭全年收入;确实没有收入的,请填 0。"))
        return self.cleaned_data


def by_kind(lines) -> dict:
    """The amounts of lines in fen, kind by kind, as the boxes are called."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.kind] = found.get(line.kind, 0) + line.amount
        if line.kind == IncomeLine.Kind.ILLNESS:
            found["reimbursed"] = found.get("reimbursed", 0) + line.reimbursed
    return found


class IncomePart(IncomeBoxes):
    """收支: the part of an application, kept while it is typed."""

    def __init__(self, *args, instance, **kwargs):
        self.file = instance
        self.lines = by_kind(instance.lines.standing())
        super().__init__(*args, **kwargs)
        self.ask(self.lines)

    def keep(self, *, by, on):
        """Write all that was asked; each kind is one line."""
        self._write(by, on, "edit", [*self.INCOMES, *self.COSTS])
        return self.file

    def keep_valid(self, *, by, on):
        """While typing: write the kinds that are valid already."""
        self._write(by, on, "autosave", list(self.cleaned_data))

    def _write(self, by, on, name, asked):
        with transaction.atomic():
            require_open(self.file)
            changed = [kind for kind in asked if self.cleaned_data.get(kind) != self.lines.get(kind)]
            kinds = [IncomeLine.Kind.ILLNESS.value if kind == "reimbursed" else kind for kind in changed]
            for kind in dict.fromkeys(kinds):
                self._replace(kind)
            if changed:
                facts = {"fields": sorted(changed)}
                announce("edit", self.file, by=by, on=on, name=name, title=_("填写家庭收支"), facts=facts)

    def _replace(self, kind):
        self.file.lines.standing().filter(kind=kind).delete()
        amount = self.cleaned_data.get(kind)
        if amount is not None:
            back = (self.cleaned_data.get("reimbursed") or 0) if kind == IncomeLine.Kind.ILLNESS else 0
            self.file.lines.create(kind=kind, amount=amount, reimbursed=back)
