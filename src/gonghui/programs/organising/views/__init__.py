"""The counters of organising: foundings and members at the desk, the union's own page, the worker's phone."""
