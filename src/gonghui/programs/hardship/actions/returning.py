"""Back into difficulty: an ended file goes the whole road again, under its own number (E-R12, E-R7)."""

from django.utils.translation import gettext_lazy as _

from gonghui.foundation.members.rulebook import Way
from gonghui.foundation.notices import actions as notices
from gonghui.foundation.organisations import sight
from gonghui.kernel.refusals import Refusal

from ..rulebook import FILE
from .application import require_complete
from .consenting import agree
from .rechecking import enter_year


class WhyMissing(Refusal):
    sentence = _("请写明返困的原因(至少 4 个字)。")


class AuthorityTooOld(Refusal):
    sentence = _("重新申请须重新签署核查授权书,签署日期不能早于退出日期 {exit_on},也不能在将来。")


@FILE.action
def reopen(file, *, by, on, reason: str, authorised_on, lines: dict, way=Way.PAPER):
    """The household is in difficulty again: visit, comparison, public notice, review and approval anew (E-R12).

    `lines` are its incomes and costs of this year, as for a recheck; the authority to compare is a fresh one,
    given in one `way` or the other.
    Raises WhyMissing, AuthorityTooOld, WrongYear, NoIncome, Incomplete.
    """
    if len(reason.strip()) < 4:
        raise WhyMissing
    if not file.exit_on <= authorised_on <= on:
        raise AuthorityTooOld(exit_on=file.exit_on)
    was = {"exit_on": file.exit_on, "exit_reason": file.get_exit_reason_display(), "begun_on": file.begun_on}
    notices.ensure_void(file, on=on, reason=_("重新申请"))
    enter_year(file, on.year, lines, on=on)
    file.begun_on, file.authorised_on, file.submitted_by = on, authorised_on, by.user_id
    file.reviewed_by = file.approved_by = file.filed_on = file.exit_on = file.monitored_until = None
    file.grade = file.exit_reason = ""
    file.notice = None
    with sight.system("hardship"):  # what she agreed to on paper, before she had an account, stands too
        agree(file, way=way, by=by, on=on)
        require_complete(file)
    return {"opinion": reason, "was": was}
