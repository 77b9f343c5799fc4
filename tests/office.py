"""A word processor to count the lines of Word pages with: the system's, else Debian's where this user may install it.

Run by `make test-long` as `python -m tests.office`.
"""

import os
import shutil
import subprocess

PACKAGE = "libreoffice-writer-nogui"
QUIETLY = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def have():
    """Have LibreOffice, or say that Word pages will not be counted."""
    if shutil.which("soffice"):
        return
    if os.geteuid() == 0 and (installer := shutil.which("apt-get")):
        print(f"正在安装 {PACKAGE}…… Installing {PACKAGE} …", flush=True)
        for words in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", PACKAGE)):
            subprocess.run([installer, *words], env=QUIETLY, stdout=subprocess.DEVNULL, check=True)
        return
    print(f"没有 LibreOffice（{PACKAGE}），Word 版面不计数。 Without it Word pages are not counted.")


if __name__ == "__main__":
    have()
