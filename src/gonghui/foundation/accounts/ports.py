"""Where a one-time code leaves the house: the message port. A city configures its own by `settings.MESSAGE_PORT`."""

import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from gonghui.kernel.ui.masking import mask_mobile

logger = logging.getLogger(__name__)


class MessagePort(Protocol):
    """What an adapter is: a callable that hands a text over and comes back at once, whatever the carrier does."""

    def __call__(self, mobile: str, text: str) -> None: ...


def console(mobile: str, text: str) -> None:
    """The adapter of a fresh installation: the text goes to the log, the number only masked."""
    logger.info("%s: %s", mask_mobile(mobile), text)


def send(mobile: str, text: str) -> None:
    """Send a text to a phone (11 digits) through the configured port."""
    port: MessagePort = import_string(settings.MESSAGE_PORT)
    port(mobile, text)


def withhold(mobile: str) -> None:
    """Send nothing to a phone that opens no account; the log says so, at the cost of a sent message."""
    logger.info("%s: %s", mask_mobile(mobile), "没有可用验证码登录的账户,未发送。")
