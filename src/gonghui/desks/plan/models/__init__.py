"""Records of the plan: what was issued, what each county received, how it was revised, what was said and reminded."""

from .plan import CountyTarget as CountyTarget
from .plan import Plan as Plan
from .plan import PlanItem as PlanItem
from .receipt import TargetReceipt as TargetReceipt
from .revision import Revision as Revision
from .revision import TargetChange as TargetChange
from .said import Explanation as Explanation
from .said import PlanReminder as PlanReminder
