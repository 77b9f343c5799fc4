"""The command line: `gonghui COMMAND`.

A few commands are ours; every other name is a Django command of one of our apps, so that an app brings its own
(`figures`, `verify`, `rls_verify` …). A dash in a name is an underscore. Exit codes come through unchanged: 0 done or
proven, 1 violated, 2 could not run, 3 without record.
"""

import argparse
import os
import sys
import traceback
from pathlib import Path

import django
import psycopg
from django.core.management import ManagementUtility, get_commands, load_command_class
from django.db import OperationalError

from . import database, readiness, serving
from .keeping import passphrase, restoring, ring
from .sentences import CannotRun

COULD_NOT_RUN = 2
INTERRUPTED = 130
DEFAULT_PORT = 8000


def main():
    """Entry point of `gonghui`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gonghui.config.settings")
    with _Ending():
        name, *arguments = sys.argv[1:] or ["help"]
        OURS.get(name, _run_of_an_app)(name, arguments)


def _serve(name: str, arguments: list[str]):
    options = _serving_options(name).parse_args(arguments)
    readiness.ensure()
    serving.serve(options.host, options.port)


def _demo(name: str, arguments: list[str]):
    """Build the demo world by its app's command, then serve it."""
    serving_parser = _serving_options(name, add_help=False)
    serving_parser.add_argument("--no-serve", action="store_true")
    options, others = serving_parser.parse_known_args(arguments)
    if not options.no_serve:
        serving.check_port(options.host, options.port)
    _run_of_an_app(name, others)
    if not options.no_serve and not {"-h", "--help"} & set(others):
        serving.serve(options.host, options.port)


def _worker(_name: str, arguments: list[str]):
    readiness.ensure()
    _django("procrastinate", "worker", *arguments)


def _stop(_name: str, _arguments: list[str]):
    if not database.is_embedded():
        raise CannotRun(
            "数据库由 DATABASE_URL 指定，不归本程序停止。", "The database of DATABASE_URL is not ours to stop."
        )
    stopped = database.embedded_server().stop()
    print("数据库已停止。 The database is stopped." if stopped else "数据库没有运行。 The database was not running.")


def _restore(name: str, arguments: list[str]):
    """Restore into a folder that nothing has been told of yet: it must be named before the settings are read."""
    parser = argparse.ArgumentParser(prog=f"gonghui {name}")
    parser.add_argument("file", type=Path, help="备份文件 the backup")
    parser.add_argument("--into", type=Path, required=True, help="空的数据文件夹 an empty data folder")
    parser.add_argument("--keys", type=Path, help="gonghui backup --keys 写的密钥文件 the ring")
    parser.add_argument("--identity", type=Path, help="另存的备份私钥 the private backup key, where it is kept apart")
    options = parser.parse_args(arguments)
    os.environ["GONGHUI_HOME"] = str(options.into.absolute())
    keys = ring.read(options.keys, passphrase.asked(is_new=False)) if options.keys else {}
    found = restoring.Restore(options.file, options.into.absolute(), keys, options.identity).run()
    print(f"已恢复到 {found.taken_at}。 Restored to {found.taken_at}: {options.into}")


def _manage(_name: str, arguments: list[str]):
    if not {"-h", "--help", "help"} & set(arguments):
        database.ensure()
    _django(*arguments)


def _selfcheck(name: str, arguments: list[str]):
    """Looks at what is there and makes nothing of it: no key, no role, no table."""
    if database.is_embedded() and not {"-h", "--help"} & set(arguments):
        server = database.embedded_server()
        if not server.place.is_initialised:
            raise CannotRun("还没有数据库,请先运行 gonghui init。", "There is no database yet: run gonghui init first.")
        server.ensure_running()
    _django(name, *arguments)


def _run_of_an_app(name: str, arguments: list[str]):
    django.setup()
    command = name.replace("-", "_")
    if command not in _commands_of_apps():
        raise CannotRun(
            f"没有“{name}”这个命令；gonghui help 列出全部命令。",
            f"There is no command {name}; gonghui help lists all.",
        )
    if not {"-h", "--help"} & set(arguments):
        readiness.ensure()
    _django(command, *arguments)


def _help(_name: str, _arguments: list[str]):
    django.setup()
    print("用法 Usage: gonghui 命令 COMMAND [--help]\n")
    lines = {**OWN_WORDS, **{name: load_command_class(app, name).help for name, app in _commands_of_apps().items()}}
    for name, words in lines.items():
        print(f"  {name:<16} {words}")


def _commands_of_apps() -> dict[str, str]:
    """The Django commands our apps bring, by name; `migrate` is reached as `manage migrate`."""
    ours = {name: app for name, app in sorted(get_commands().items()) if app.startswith("gonghui.")}
    return {name: app for name, app in ours.items() if name != "migrate"}


def _django(*arguments: str):
    ManagementUtility(["gonghui", *arguments]).execute()


def _serving_options(name: str, **options) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"gonghui {name}", **options)
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 address to listen on")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help="端口 port, 1–65535")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError("端口应为 1 至 65535 的整数 a whole number from 1 to 65535")
    return int(text)


class _Ending:
    """How a command ends badly: a sentence, or a traceback for our fault; never with 1, which means "violated"."""

    def __enter__(self):
        return self

    def __exit__(self, kind, fault, trace):
        if isinstance(fault, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        if isinstance(fault, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has gone
            sys.exit(0)
        if not isinstance(fault, Exception):
            return
        if isinstance(fault, CannotRun):
            print(fault, file=sys.stderr)
        elif isinstance(fault, OperationalError | psycopg.OperationalError):
            print(f"数据库不可用：{str(fault).strip()}\nThe database cannot be used; see above.", file=sys.stderr)
        else:
            traceback.print_exception(fault)
        sys.exit(COULD_NOT_RUN)


OURS = {
    "serve": _serve,
    "demo": _demo,
    "worker": _worker,
    "stop": _stop,
    "manage": _manage,
    "restore": _restore,
    "selfcheck": _selfcheck,
    "help": _help,
    "-h": _help,
    "--help": _help,
}
OWN_WORDS = {
    "serve": "启动网站和后台任务 serve pages and run jobs [--port 8000]",
    "worker": "只运行后台任务 run jobs only",
    "restore": "把备份恢复到空的数据文件夹 restore a backup FILE --into FOLDER [--keys RING]",
    "stop": "停止内置数据库 stop the embedded database",
    "manage": "Django 管理命令 Django's own commands",
}

if __name__ == "__main__":
    main()
