"""The year's review, read: which numbers of a published page the records bear out (contracts §3, X-R11 to X-R15).

Run by the general office (办公室) before a page is published, and by anyone who wants to know whether a page holds.
"""
