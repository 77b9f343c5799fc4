"""Changes keys: `gonghui rotate_keys [--resume] [--index] [--retire N]`."""

import json
import sys

from django.core.management.base import BaseCommand

from gonghui.config.keeping import rotating
from gonghui.foundation.journal.proofs import SHOWN


class Command(BaseCommand):
    help = "更换加密密钥 changes encryption keys [--resume] [--index] [--retire N]"
    requires_system_checks = []

    def add_arguments(self, parser):
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument("--resume", action="store_true", help="接着上次没有完成的更换 go on with a change")
        chosen.add_argument("--index", action="store_true", help="更换索引密钥，须先停止服务 change the index key")
        chosen.add_argument("--retire", type=int, metavar="N", help="停用不再使用的密钥 put key N aside")

    def handle(self, *args, resume, index, retire, **options):
        if retire is not None:
            rotating.retire(retire)
            self.stdout.write(f"密钥 {retire} 已停用，留在 keys/retired 供旧备份使用。 Key {retire} is retired.")
            return
        outcome = rotating.rotate_index() if index else rotating.rotate(is_resumed=resume)
        for refused in outcome.refused[:SHOWN]:
            self.stdout.write(json.dumps(refused, ensure_ascii=False))
        if outcome.refused:
            sys.exit(1)
        self.stdout.write(
            f"已更换 {outcome.renewed} 项。请重新导出密钥：gonghui backup --keys 文件。"
            f" {outcome.renewed} renewed; write the ring anew with gonghui backup --keys FILE."
        )
