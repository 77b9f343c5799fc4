"""Files of many kinds, made small: those we take, and those that only pretend."""

import io
import zipfile
import zlib

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112
MAKER = 0x010F


def a_picture(form="JPEG", size=(40, 30), *, exif=None, mode="RGB", **options) -> bytes:
    made = io.BytesIO()
    picture = Image.new(mode, size, "red" if mode == "RGB" else None)
    picture.save(made, form, **({"exif": exif} if exif else {}), **options)
    return made.getvalue()


def an_exif(orientation=6):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "CANARY-CAMERA"
    exif.get_ifd(GPS)[1] = "N"
    return exif


def a_pdf(inside=b"", *, stream=b"", end=b"%%EOF\n") -> bytes:
    packed = b"<</Length 1>>stream\n" + zlib.compress(stream) + b"\nendstream\n" if stream else b""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + inside + b">>endobj\n" + packed + b"trailer<<>>\n" + end


def an_archive(**parts) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def a_word(**more) -> bytes:
    return an_archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | more)


def a_workbook(**more) -> bytes:
    return an_archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"} | more)


TAKEN = {
    (".jpg", ".jpeg"): a_picture(),
    (".png",): a_picture("PNG"),
    (".pdf",): a_pdf(),
    (".docx",): a_word(),
    (".xlsx",): a_workbook(),
}
OTHERS = {
    "gif": a_picture("GIF"),
    "bmp": a_picture("BMP"),
    "tiff": a_picture("TIFF"),
    "webp": a_picture("WEBP"),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg declared": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "html behind blanks": b"\n\n  <html></html>",
    "xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "javascript": b"alert(1)",
    "php": b"<?php system($_GET[0]); ?>",
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "python": b"import os\n",
    "batch": b"@echo off\r\n",
    "text": "普通文字".encode(),
    "empty": b"",
    "one byte": b"\0",
    "zeros": bytes(500),
    "windows program": b"MZ\x90\0" + bytes(200),
    "linux program": b"\x7fELF" + bytes(200),
    "java class": b"\xca\xfe\xba\xbe" + bytes(50),
    "plain zip": an_archive(a="x"),
    "jar": an_archive(**{"META-INF/MANIFEST.MF": "x"}),
    "slides": an_archive(**{"ppt/presentation.xml": "<p/>"}),
    "open document": an_archive(mimetype="application/vnd.oasis.opendocument.text"),
    "rar": b"Rar!\x1a\x07\0" + bytes(50),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "gzip": b"\x1f\x8b\x08\0" + bytes(50),
    "tar": bytes(257) + b"ustar" + bytes(250),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rtf": rb"{\rtf1\ansi x}",
    "mp4": b"\0\0\0\x18ftypmp42" + bytes(50),
    "mp3": b"ID3\x03\0" + bytes(50),
    "wav": b"RIFF\0\0\0\0WAVEfmt ",
    "sqlite": b"SQLite format 3\0" + bytes(50),
    "ofd": an_archive(**{"OFD.xml": "<ofd/>"}),
    "pdf behind junk": b"junk" + a_pdf(),
    "pdf behind a page": b"<html>" + a_pdf(),
    "half a picture": a_picture()[:30],
}
