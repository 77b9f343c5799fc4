"""组织建设: unions are set up, and people join them. Rules A and B.

The county's organising department runs it: a lead becomes a preparing group, an election and a union in the tree; its
chair takes in members one by one, by the code on the wall, or by roster. Re-elections, certificates, mergers and moves
between unions are not part of it yet.
"""
