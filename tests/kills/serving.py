"""The server of the scene: the product's own processes, each started again at once when it dies."""

import sys
import time

from gonghui.config import readiness, serving


def main():
    readiness.ensure()
    readiness.make_pages_ready()
    ended, started = serving._Ended(), serving.children("127.0.0.1", int(sys.argv[1]))
    while not ended:
        for child in started:
            child.pause = 0.0
        serving.keep_alive(started)
        time.sleep(0.2)
    for child in started:
        child.ask_to_end()
    for child in started:
        child.see_end()


if __name__ == "__main__":
    main()
