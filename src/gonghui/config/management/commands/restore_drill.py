"""Restores the latest backup elsewhere and proves it: `gonghui restore_drill [FILE] [--from FOLDER]`."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from gonghui.config.keeping import backing_up, drilling

MEGABYTE = 1 << 20


class Command(BaseCommand):
    help = "把最近的备份恢复到临时数据库并逐项证明 restores the latest backup elsewhere and proves it [--from FOLDER]"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="备份文件 a backup, else the latest")
        parser.add_argument("--from", dest="folder", type=Path, help="备份文件夹 folder, else GONGHUI_BACKUP_TO")
        parser.add_argument("--keys", type=Path, help="另存的密钥文件 the ring, else the keys of the data folder")
        parser.add_argument("--identity", type=Path, help="另存的备份私钥 the private backup key")

    def handle(self, *args, file, folder, keys, identity, **options):
        backup = file or drilling.latest(folder or backing_up.folder_by_environment())
        found = drilling.drill(backup, at=timezone.now(), keys=keys, identity=identity)
        for breach in found.breaches:
            told = {"what": "the restored copy fails a proof", "where": breach}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        if found.breaches:
            sys.exit(1)
        self.stdout.write(
            f"演练通过：{found.backup.name}。 The drill held.\n"
            f"RPO {found.age / 60:.1f} min（备份至今 age of the backup）; "
            f"RTO {found.seconds:.1f} s（恢复用时 restore）; "
            f"{found.bytes_kept / MEGABYTE:.1f} MB → {found.bytes_restored / MEGABYTE:.1f} MB"
        )
