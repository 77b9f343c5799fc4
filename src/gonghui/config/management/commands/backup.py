"""Makes a backup, or writes the keys to another place: `gonghui backup [--to FOLDER] [--days N] [--keys FILE]`."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from gonghui.config.keeping import backing_up, passphrase, ring
from gonghui.config.sentences import CannotRun

MEGABYTE = 1 << 20


class Command(BaseCommand):
    help = "备份数据库和材料，或另存密钥 backs up database and papers, or the keys [--to FOLDER] [--keys FILE]"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="备份文件夹 folder, else GONGHUI_BACKUP_TO")
        parser.add_argument("--days", type=int, help=f"保留天数 days, else GONGHUI_BACKUP_DAYS, {backing_up.DAYS}")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="把密钥用口令封好另存 write the keys here")

    def handle(self, *args, to, days, keys, **options):
        if keys is not None:
            backing_up.ensure_key(Path(settings.KEYS_FOLDER))
            ring.write(Path(settings.KEYS_FOLDER), keys, passphrase.asked(is_new=True))
            self.stdout.write(f"密钥已写入 {keys}，请与备份分开存放。 Keep the keys apart from backups.")
            return
        target = to or backing_up.folder_by_environment()
        if target is None:
            raise CannotRun("请用 --to 指定备份文件夹，或设置 GONGHUI_BACKUP_TO。", "Name a folder with --to.")
        kept = days or backing_up.days_by_environment()
        path = backing_up.backup(target, at=timezone.now(), days=kept)
        self.stdout.write(f"{path} {path.stat().st_size / MEGABYTE:.1f} MB")
