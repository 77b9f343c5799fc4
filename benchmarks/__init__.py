"""Speed, shown as a ratio against a named limit that is measured in the same run. `make bench` runs all of it.

Each measure stands beside its *floor*: the least that anything doing this work here would take, such as the bare SQL.
A ratio says what our own part costs on any machine; milliseconds only say it of this one.
"""
