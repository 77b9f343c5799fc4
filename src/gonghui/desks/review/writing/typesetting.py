"""The child that sets a page: JSON in, PDF out, with no font but those installed with it; run as a module.

The setter is native code that takes some hundred megabytes with its fonts and cannot be interrupted, so it runs where a
limit of memory and time ends it and where nothing of the server's stands in memory.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY = 2 * 1024**3
SECONDS = 60
PAGE = Path(__file__).with_name("page.typ")


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import pylopdf_fonts_zh_cn as fonts  # under the limits, as the next
    import typst

    data = json.load(sys.stdin.buffer)
    folder = fonts.serif_path().parent
    pdf = typst.compile(
        PAGE.read_bytes(),
        font_paths=[folder],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
