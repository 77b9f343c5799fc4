"""A static Chinese font for pictures that the server draws: variable fonts are not drawn by every library."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
SUFFIXES = {".ttf", ".otf", ".ttc"}
SMALLEST = 1024 * 1024  # bytes; a font with thousands of characters is larger
PROBE, NEVER = "工", "\U0010fffe"
MISSING = "没有安装静态中文字体,服务器绘制的图片里中文会缺字(Debian:apt install fonts-wqy-microhei)"
MISSING_IN_ENGLISH = "no static Chinese font is installed: pictures drawn here lack characters"


@cache
def static_chinese_font() -> Path | None:
    """A font file that has 工 and is not variable; None where there is none."""
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*")):
            if path.suffix.lower() in SUFFIXES and path.stat().st_size >= SMALLEST and _serves(path):
                return path
    return None


def _serves(path: Path) -> bool:
    try:
        font = ImageFont.truetype(str(path), 16)
    except OSError:
        return False
    return not _is_variable(font) and bytes(font.getmask(PROBE)) != bytes(font.getmask(NEVER))


def _is_variable(font) -> bool:
    try:
        return bool(font.get_variation_axes())
    except (OSError, NotImplementedError):
        return False
