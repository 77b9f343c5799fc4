"""Workbooks in and out: read with a sentence for every fault, written so that text stays text (T18, T19).

A workbook from outside is never opened in the process that serves people: a child process with limits on memory,
processor and time reads it, and a child that dies costs its uploader a sentence and nobody else anything.
`reading.read_rows`, `writing.write_workbook` and `marking.mark_errors` are what programs call; a program says what
its table looks like with `columns.Column`. This module stays empty of imports because the child passes through it.
"""
