"""Draws photographs anew: nothing of what the camera wrote into them stays, neither place nor time nor owner (T12)."""

import io

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from gonghui.kernel.refusals import Refusal

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
MOST_PIXELS = {"image/jpeg": 80_000_000, "image/png": 30_000_000}
QUALITY = 85

Image.MAX_IMAGE_PIXELS = None  # measured below, before anything is unpacked; the library's own check only warns


class TooManyPixels(Refusal):
    sentence = _("图片有 {width}×{height} 个像素，太大。请缩小后再上传。")


class NoPicture(Exception):
    """The content cannot be drawn."""


def redrawn(content: bytes, media_type: str, longest_edge: int) -> bytes:
    """The picture upright, no edge longer than `longest_edge` pixels, without any metadata.

    Raises NoPicture, TooManyPixels.
    """
    drawn = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=(FORMATS[media_type],)) as picture:
            if picture.width * picture.height > MOST_PIXELS[media_type]:
                raise TooManyPixels(width=picture.width, height=picture.height)
            picture.draft("RGB", (longest_edge, longest_edge))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest_edge, longest_edge))
            _plain(upright, media_type).save(drawn, FORMATS[media_type], quality=QUALITY, optimize=True)
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, Image.DecompressionBombError):
        raise NoPicture from None
    return drawn.getvalue()


def _plain(picture: Image.Image, media_type: str) -> Image.Image:
    """The pixels alone, in a mode that the format keeps."""
    has_holes = picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info
    mode = "RGBA" if has_holes and media_type == "image/png" else "L" if picture.mode in ("1", "L") else "RGB"
    converted = picture.convert(mode)
    plain = Image.new(mode, converted.size)
    plain.paste(converted)
    return plain
