"""The gallery: every component once, and each skeleton filled with samples."""

from __future__ import annotations

from types import SimpleNamespace

from django.core.paginator import Paginator

from .columns import Cell
from .samples import TODAY, FilterSample, Sample, SampleForm, board, cells, moments, rows, shell
from .shell import Item
from .shown import Crumb, StateCount, StepLink


def page(name) -> tuple[str, dict]:
    """The template and the context of one gallery page."""
    frame = "ui/phone.html" if name.startswith("phone") else "ui/desk.html"
    template, more = PAGES[name]
    return template, {"frame": frame, "shell": shell(), "today": TODAY, "back_url": "", "crumbs": [], **more()}


def _parts() -> dict:
    said = [
        SimpleNamespace(message=text, level_tag=level)
        for text, level in (
            ("“入户核查”已办好。", "success"),
            ("您有 2 件事项将在 3 个工作日内到期。", "info"),
            ("“批准建档”已经办过了,没有重复办理。", "warning"),
            ("金额超过本年度上限 6,000.00 元。", "error"),
        )
    ]
    cases = [Sample(8), Sample(2), Sample(0), Sample(-2), Sample(5, None), Sample(None)]
    return {
        "form": SampleForm({"name": "张建国", "mobile": "1385641234"}),
        "said": said,
        "cases": cases,
        "cells": cells(),
        "moments": moments(),
        "page_obj": Paginator(range(240), 25).get_page(5),
        **board(),
        "title": "组件",
        "skeletons": [name for name in PAGES if name != "parts"],
        "tones": ("grey", "blue", "azure", "orange", "purple", "green", "red"),
    }


def _list() -> dict:
    heads, lines = rows()
    states = [("基层初审", 16), ("县区复核", 23), ("市总审批", 33), ("公示中", 13), ("已发放", 48), ("退回补正", 4)]
    return {
        "title": "困难职工帮扶申请",
        "lead": "待我办理 5 件,其中 2 件将在 3 个工作日内到期",
        "heads": heads,
        "rows": lines,
        "states": [StateCount(title, title, count, title == "市总审批") for title, count in states],
        "can_export": True,
        "is_partial": False,
        "search_hint": "姓名 / 拼音首字母 / 编号 / 工会",
        "found": "",
        "filters": FilterSample(),
        "sort": "due_on",
        "nothing": "没有符合条件的记录",
        "page_obj": Paginator(range(137), 25).get_page(2),
    }


def _record() -> dict:
    steps = [StepLink("批准", "?as=form"), StepLink("退回补正", "?as=form"), StepLink("不予批准", "?as=form")]
    return {
        "title": "郭霞的困难职工档案",
        "state": Cell("状态", "公示中", tone="blue"),
        "record": Sample(3),
        "due_shown": True,
        "steps": steps,
        "sections": [{"title": "基本信息", "cells": cells()}],
        "moments": moments(),
        "crumbs": [Crumb("困难帮扶", "?as=list"), Crumb("H-2021-0017")],
        "back_url": "?as=list",
    }


def _form() -> dict:
    return {
        "title": "批准建档",
        "lead": "郭霞 · H-2021-0017",
        "form": SampleForm(),
        "button": "批准建档",
        "cites": "E-R7",
        "asks": True,
        "state_seen": "reviewed",
        "back_url": "?as=record",
        "autosave_url": "?as=form",
    }


def _empty_list() -> dict:
    return {**_list(), "rows": [], "states": []}


def _phone_home() -> dict:
    titles = ("入会申请", "困难帮扶", "医疗互助", "疗休养", "技能竞赛", "法律援助", "户外驿站", "职工书屋")
    icons = ("user-plus", "heart-handshake", "first-aid-kit", "beach", "trophy", "scale", "map-pin", "books")
    services = [Item(title, "?as=phone_form", icon=name) for title, name in zip(titles, icons, strict=True)]
    return {"title": "首页", "services": services}


def _refused() -> dict:
    return {
        "sentence": "2027 年的放假安排还没有公布,暂时不能计算工作日。",
        "back_url": "?as=record",
    }


PAGES = {
    "parts": ("ui/gallery.html", _parts),
    "list": ("ui/list.html", _list),
    "empty": ("ui/list.html", _empty_list),
    "record": ("ui/record.html", _record),
    "form": ("ui/form.html", _form),
    "refused": ("ui/refused.html", _refused),
    "board": ("ui/gallery_board.html", board),
    "door": ("ui/gallery_door.html", _form),
    "phone_home": ("ui/gallery_phone.html", _phone_home),
    "phone_list": ("ui/list.html", _list),
    "phone_record": ("ui/record.html", _record),
    "phone_form": ("ui/form.html", _form),
}
