"""Papers attached to any record: photographs, scans, forms. Who sees the record sees its papers, and nobody else.

What is taken in is judged by content and name together, photographs are drawn anew without what the camera wrote
into them, and files lie outside every web root under names that say nothing (T20, T21, X-R4).
"""
