"""年度工作目标: the year's plan as data, its targets by county, receipt, progress, revisions, board (N-R1 to N-R4).

Run by the city's office; a county receives its targets and is held against these alone, in administrative order.
"""
