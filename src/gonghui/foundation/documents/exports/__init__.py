"""Lists and files that are taken away whole: asked for, approved by another, produced, fetched in time (O.1, T04).

What a program lets out it registers in `kinds`; personal data in full always goes this way, masked lists when long.
"""
