"""What the environment says: debugging, address, message port."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from .finding import Finding, well, wrong

CONSOLE = "gonghui.foundation.accounts.ports.console"


def debug(at: datetime) -> Finding:
    """Faults are not shown to visitors."""
    if settings.DEBUG:
        return wrong("GONGHUI_DEBUG 开着,出错页会泄露内部信息,请去掉", "GONGHUI_DEBUG is set: never where others come")
    return well("没有开启调试", "debugging is off")


def origin(at: datetime) -> Finding:
    """People reach it by https, under a name."""
    parts = urlsplit(settings.ORIGIN)
    if parts.scheme != "https" or not parts.hostname:
        return wrong(f"GONGHUI_ORIGIN 是 {settings.ORIGIN},应为 https:// 开头的网址", "GONGHUI_ORIGIN is not https")
    if parts.hostname in ("localhost", "127.0.0.1", "::1") or parts.path not in ("", "/"):
        return wrong(f"GONGHUI_ORIGIN 是 {settings.ORIGIN},不是对外的域名", "GONGHUI_ORIGIN is not where people come")
    return well(f"网址 {settings.ORIGIN}", "address")


def messages(at: datetime) -> Finding:
    """Messages reach phones."""
    if settings.MESSAGE_PORT == CONSOLE:
        return wrong("短信只写入日志,请用 GONGHUI_MESSAGE_PORT 指定短信接口", "messages go to the log only")
    try:
        import_string(settings.MESSAGE_PORT)
    except ImportError:
        return wrong(f"找不到短信接口 {settings.MESSAGE_PORT}", "the message port cannot be imported")
    return well(f"短信接口 {settings.MESSAGE_PORT}", "message port")
