"""What a restored copy must show beside the proofs; only the drill asks it, of a throw-away copy."""

from gonghui.config import home
from gonghui.config.keeping import drill_checks
from gonghui.foundation.journal.proofs import Proof


class Command(Proof):
    help = "演练专用：抽查材料、密钥和登录 for the drill: papers, keys and a sign-in in a throw-away copy"
    proven = "材料、密钥、登录均可用。"

    def breaches(self):
        drill_checks.refuse_real_place(home.folder())
        yield from drill_checks.papers()
        yield from drill_checks.encrypted_fields()
        yield from drill_checks.sign_in()
